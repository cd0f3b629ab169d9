"""Which documents a command line's paths name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from nvdx.documents.types import DocumentError

PAGE_SUFFIXES = (".html", ".htm")
SUFFIXES = (".md", ".txt", ".markdown", *PAGE_SUFFIXES)
STDIN = "-"


def is_page(path: str) -> bool:
    """Whether a path names a web page.

    >>> is_page("a/B.HTM"), is_page("a.html.md"), is_page(STDIN)
    (True, False, False)
    """
    return path.lower().endswith(PAGE_SUFFIXES)


def discover(paths: Iterable[str | Path]) -> Iterator[str]:
    """The documents of files and folders, in order, found as they are asked for.

    A folder gives its `.md`, `.txt`, `.markdown`, `.html` and `.htm` files, those of its subfolders
    too, sorted by name; hidden files and folders are left out, links to folders are not followed.
    A file that is named is taken whatever its suffix, and `-` (standard input) is passed through.

    Raises DocumentError at once, before anything is found, for a path that does not exist, and
    later for a folder that cannot be read.

    >>> list(discover(["-"]))
    ['-']
    >>> discover(["no-such-file"])
    Traceback (most recent call last):
    ...
    nvdx.documents.types.DocumentError: no-such-file: no such file or folder
    """
    named = [os.fspath(path) for path in paths]
    for path in named:
        if path != STDIN and not os.path.exists(path):
            raise DocumentError(path, "no such file or folder")
    return _documents(named)


def _documents(named: list[str]) -> Iterator[str]:
    for path in named:
        if path != STDIN and os.path.isdir(path):
            yield from _within(path)
        else:
            yield path


def _within(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise DocumentError(folder, error.strerror or str(error)) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _within(entry.path)
        elif entry.name.lower().endswith(SUFFIXES) and entry.is_file():
            yield entry.path
