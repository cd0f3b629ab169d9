"""Which documents a command line's paths name."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nvdx.documents.load import STDIN, unreadable
from nvdx.documents.types import DocumentError

PAGE_SUFFIXES = (".html", ".htm")
SUFFIXES = (".md", ".txt", ".markdown", *PAGE_SUFFIXES)
BEGINNING = 4096
"""How much of a file may stand before its first element, in bytes or code points."""

_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^<>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_page(path: str, beginning: str | bytes = "") -> bool:
    """Whether a file is a web page, by the suffix of its path or by what its content begins with.

    >>> is_page("a/B.HTM"), is_page("a.html.md"), is_page(STDIN)
    (True, False, False)
    >>> is_page(STDIN, b"\\n<!DOCTYPE html><title>Q1</title>"), is_page("a.txt", "<p>Q1</p>")
    (True, False)
    """
    if path.lower().endswith(PAGE_SUFFIXES):
        return True
    if isinstance(beginning, bytes):
        beginning = beginning.decode("ascii", "ignore")
    return _PAGE.match(beginning) is not None


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
        _is_folder(path)
    return _documents(named)


def _documents(named: list[str]) -> Iterator[str]:
    for path in named:
        for found in walk(path):
            if isinstance(found, DocumentError):
                raise found
            yield found


def walk(path: str) -> Iterator[str | DocumentError]:
    """As `discover` for one path, but an error stands where the documents would, and the walk goes on.

    What has the name of a document and is none (a pipe, a link to nothing) is found as one is,
    so that whoever reads it can tell. Of a folder only the names are held, and of those above it.

    >>> [error.message for error in walk("no-such-file")]
    ['no such file or folder']
    """
    try:
        if not _is_folder(path):
            yield path
            return
    except DocumentError as error:
        yield error
        return
    # A list of its own, for folders may lie deeper in each other than calls may.
    levels = [_entries(path)]
    while levels:
        found = next(levels[-1], None)
        if found is None:
            levels.pop()
        elif isinstance(found, _Folder):
            levels.append(_entries(found.path))
        else:
            yield found


class _Folder(NamedTuple):
    path: str


def _is_folder(path: str) -> bool:
    if path == STDIN:
        return False
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a NUL within
        raise DocumentError(path, "no such file or folder", "not_found") from error


def _entries(folder: str) -> Iterator[str | _Folder | DocumentError]:
    """The documents and folders in a folder, in the order of their names."""
    names: list[str] = []
    folders: set[str] = set()
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    names.append(entry.name)
                    folders.add(entry.name)
                elif entry.name.lower().endswith(SUFFIXES) and not _leads_to_folder(entry):
                    names.append(entry.name)
    except OSError as error:
        yield unreadable(folder, error)
        return
    names.sort()
    for name in names:
        path = os.path.join(folder, name)
        yield _Folder(path) if name in folders else path


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop, which reading will tell
        return False
