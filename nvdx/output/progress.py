"""Progress on a terminal: how many documents and records so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from nvdx.output.terminal import visible_line

SECONDS: Final = 0.1
"""Time between two looks of the line."""

Report = Callable[[int, int, str], None]
"""Takes the documents done, the records found and the path of the last document."""


@contextmanager
def progress(shown: bool) -> Iterator[Report]:
    """A status line on standard error, if that is a terminal and ``shown`` is true.

    ``shown`` is false where the data goes to the same terminal.
    """
    if not (shown and sys.stderr.isatty()):
        yield lambda documents, records, path: None
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    last = 0.0
    # Shown by the calls alone, without rich's thread: with one, a process must not be forked.
    with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as live:

        def report(documents: int, records: int, path: str) -> None:
            nonlocal last
            if (now := monotonic()) - last >= SECONDS:
                last = now
                line = f"{documents} documents, {records} records: {visible_line(path)}"
                live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)

        yield report
