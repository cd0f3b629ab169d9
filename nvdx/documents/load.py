"""The bytes of a document: of regular files and standard input, up to a size, and never a wait."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

from nvdx.documents.types import DocumentError, ErrorName

STDIN: Final = "-"

_OTHER_KINDS: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe; - reads standard input"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_ERRORS: Final[dict[int | None, tuple[ErrorName, str]]] = {
    errno.ENOENT: ("not_found", "no such file or folder"),
    errno.ENOTDIR: ("not_found", "no such file or folder"),
    errno.EACCES: ("permission", "no permission to read it"),
    errno.EPERM: ("permission", "no permission to read it"),
    errno.ELOOP: ("link_loop", "a link that leads back to itself"),
}


def load(path: str, max_bytes: int | None = None) -> bytes:
    """The content of a regular file, or of standard input where the path is `-`.

    Pipes, devices and sockets are refused before they are opened, since opening one may wait
    forever or do something. A file of more than ``max_bytes`` is refused unread.
    Raises DocumentError.
    """
    try:
        if path == STDIN:
            return _read(path, sys.stdin.buffer, max_bytes)
        _only_regular(path, os.stat(path))
        with open(path, "rb", opener=_open) as file:
            status = os.fstat(file.fileno())
            _only_regular(path, status)  # another thing may have taken its place
            if max_bytes is not None and status.st_size > max_bytes:
                raise _too_large(path, max_bytes, f"{status.st_size:,} bytes, ")
            return _read(path, file, max_bytes)
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: str, error: OSError) -> DocumentError:
    """What a person is told of an error of the system."""
    name, message = _ERRORS.get(error.errno, ("unreadable", error.strerror or str(error)))
    if error.errno == errno.ENOENT and os.path.islink(path):
        message = "a link to what is not there"
    return DocumentError(path, message, name)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _only_regular(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for test, kind in _OTHER_KINDS if test(status.st_mode)), "of its own kind")
        raise DocumentError(path, f"no regular file, but {kind}", "not_a_file")


def _read(path: str, file: BinaryIO, max_bytes: int | None) -> bytes:
    if max_bytes is None:
        return file.read()
    data = file.read(max_bytes + 1)  # it may have grown, and standard input tells no size
    if len(data) > max_bytes:
        raise _too_large(path, max_bytes)
    return data


def _too_large(path: str, max_bytes: int, size: str = "") -> DocumentError:
    message = f"too large: {size}more than {max_bytes:,}; --max-bytes sets the limit"
    return DocumentError(path, message, "too_large")
