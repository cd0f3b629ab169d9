"""Writing a file whole or not at all."""

from __future__ import annotations

import io
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

_OPEN_ALREADY: Final = re.compile(r"/dev/std(?:out|err)|/(?:dev|proc/self)/fd/(\d+)")
_NAME_LENGTH: Final = 40
"""Characters of the file's name in its draft's: the whole may be as long as names can be."""


@contextmanager
def whole_file(path: Path, *, draft: str | None = None) -> Iterator[BinaryIO]:
    """A stream whose content stands at ``path`` once the block ends, and nowhere if it raises.

    The content is written beside the file, brought to the disk and renamed, so that a reader sees
    the old file or the new one. Links are followed; owner and permissions of the old file are kept.
    What is no regular file (``/dev/null``, a named pipe) is written to as it is, since a rename
    would replace it, and so is ``/dev/stdout``, whatever it leads to.

    ``draft`` is the name to write under, of which nobody else must make use; one that is there
    already is replaced. Raises ``OSError`` with the path as its ``filename`` where the file cannot
    be written; what the block raises goes through.
    """
    with errors_of(path):
        stream = _as_it_is(path)
    if stream is not None:
        with stream:
            yield stream
        return
    target = Path(os.path.realpath(path))
    name = f".{target.name[:_NAME_LENGTH]}.{secrets.token_hex(4)}.part"
    beside = target.with_name(draft or name)
    try:
        with errors_of(path):
            if draft:
                beside.unlink(missing_ok=True)
            stream = _opened_like(target, beside, path)
        with stream:
            yield stream
            stream.flush()
            with errors_of(path):
                os.fsync(stream.fileno())
        with errors_of(path):
            beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(target.parent)


class _Named(io.FileIO):
    """A file whose errors tell its name, as those of opening it do."""

    def __init__(self, handle: int, path: Path) -> None:
        super().__init__(handle, "wb")
        self.path = path

    def write(self, data: Any) -> int:
        with errors_of(self.path):
            return super().write(data)


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Errors of the system within tell this path as their ``filename``."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _as_it_is(path: Path) -> BinaryIO | None:
    """A stream to what must not be replaced, None where there is a regular file or nothing."""
    if found := _OPEN_ALREADY.fullmatch(str(path)):
        number = int(found[1]) if found[1] else 1 if path.name == "stdout" else 2
        return io.BufferedWriter(_Named(os.dup(number), path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode):
        return None
    return io.BufferedWriter(_Named(os.open(path, os.O_WRONLY), path))


def _opened_like(target: Path, beside: Path, path: Path) -> BinaryIO:
    """A new file with the owner and the permissions of the target, if that is there."""
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
    if old and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected", str(path))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    stream = io.BufferedWriter(_Named(os.open(beside, flags, 0o600 if old else 0o666), path))
    if old:
        if hasattr(os, "chown"):
            with suppress(OSError):  # that is for root, or for groups that one is in
                os.chown(beside, old.st_uid, old.st_gid)
        os.chmod(beside, stat.S_IMODE(old.st_mode))
    return stream


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too, where the system has a way to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
