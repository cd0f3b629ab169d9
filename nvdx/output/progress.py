"""Progress on a terminal: how many documents and records so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
    from rich.markup import escape

    with Console(stderr=True).status("reading") as status:
        yield lambda documents, records, path: status.update(
            f"{documents} documents, {records} records: {escape(path)}"
        )
