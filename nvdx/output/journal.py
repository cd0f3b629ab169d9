"""What a run has done, beside its output, so that one that was stopped can go on.

The journal ``FILE.journal`` has a head, which says under which conditions its lines were made, and
an entry for each document: its path, the digest of its content and its lines. An entry is written
at once when its document is done. Its checksum tells whether it is whole: the last one may not be,
where the run was killed, and is cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from nvdx.output.files import errors_of

if TYPE_CHECKING:
    from nvdx.companies import Company

SUFFIX: Final = ".journal"
_MAGIC: Final = b"nvdx journal "


class JournalError(Exception):
    """A journal that cannot be used: which, and why."""


class Decoded(NamedTuple):
    """How a document was decoded, for the warnings about it."""

    encoding: str = "utf-8"
    broken: int = 0
    """In how many places its bytes were no character."""


class _Entry(NamedTuple):
    digest: str
    at: int
    """Where in the file the lines begin."""
    length: int
    decoded: Decoded


class Journal:
    """The documents that are done, by path.

    Only the places of the lines are held in memory: some hundred bytes a document.
    """

    def __init__(self, file: BinaryIO, path: Path, conditions: str) -> None:
        """Take up what the file has, or begin it anew where the conditions have changed.

        Raises JournalError where it is no journal, OSError where it cannot be written.
        """
        self._file, self._path = file, path
        self._entries: dict[str, _Entry] = {}
        head = _MAGIC + conditions.encode() + b"\n"
        found = file.read(len(head))
        if not (found.startswith(_MAGIC) or _MAGIC.startswith(found)):
            raise JournalError(f"{path}: it is there, but is no journal of nvdx; move it away")
        self.outdated = found.endswith(b"\n") and found != head
        """Whether it was made under other conditions."""
        if found == head:
            self._end = self._take_up()
            file.truncate(self._end)
        else:
            file.seek(0)
            file.truncate()
            file.write(head)
            file.flush()
            self._end = len(head)

    @property
    def done(self) -> int:
        """How many documents are done."""
        return len(self._entries)

    def digest(self, path: str) -> str | None:
        """The digest of the content that a document's lines were made from, if it is done."""
        entry = self._entries.get(path)
        return entry and entry.digest

    def lines(self, path: str) -> bytes:
        """The lines of a document that is done."""
        entry = self._entries[path]
        self._file.seek(entry.at)
        return self._file.read(entry.length)

    def decoded(self, path: str) -> Decoded:
        """How a document that is done was decoded."""
        return self._entries[path].decoded

    def add(self, path: str, digest: str, lines: bytes, decoded: Decoded) -> None:
        """Note that a document is done."""
        head = json.dumps([path, digest, len(lines), *decoded]).encode() + b"\n"
        checksum = b"%08x " % zlib.crc32(lines, zlib.crc32(head))
        with errors_of(self._path):
            self._file.seek(self._end)
            self._file.write(checksum + head + lines)
            self._file.flush()
        at = self._end + len(checksum) + len(head)
        self._entries[path] = _Entry(digest, at, len(lines), decoded)
        self._end = at + len(lines)

    def _take_up(self) -> int:
        """Read the entries; returns where the last whole one ends."""
        file = self._file
        size = os.fstat(file.fileno()).st_size
        while True:
            start = file.tell()
            line = file.readline()
            try:
                checksum, head = int(line[:8], 16), line[9:]
                path, digest, length, *decoded = json.loads(head)
                if not 0 <= length <= size - file.tell():
                    return start
            except (ValueError, TypeError):
                return start
            at = file.tell()
            lines = file.read(length)
            if zlib.crc32(lines, zlib.crc32(head)) != checksum:
                return start
            self._entries[path] = _Entry(digest, at, length, Decoded(*decoded))


def journal_path(output: Path) -> Path:
    """Where the journal of an output stands: beside the file that links lead to."""
    target = Path(os.path.realpath(output))
    return target.with_name(target.name + SUFFIX)


@contextmanager
def opened_journal(path: Path, conditions: str) -> Iterator[Journal]:
    """The journal at a path, for this process alone; it stays there until it is deleted.

    Raises JournalError where it is no journal or another process has it, OSError where it cannot
    be read or written.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(path, "r+b", opener=lambda name, _: os.open(name, flags, 0o666)) as file:
        _lock(file)
        with errors_of(path):
            journal = Journal(file, path, conditions)
        yield journal


def _lock(file: BinaryIO) -> None:
    """Hold others off. The system lifts this lock with the process, whatever becomes of workers."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise JournalError(f"{file.name}: another nvdx is writing it") from error


def conditions_of(companies: Mapping[str, Company], entities: Collection[str]) -> str:
    """A digest of all that a document's lines depend on but the document.

    That is the package itself with its words, whatever its version says, the companies, also those
    of the user's files, and the companies asked for.
    """
    package = Path(__file__).parent.parent
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    for company in companies.values():
        digest.update(company.model_dump_json().encode())
    digest.update(json.dumps(sorted(set(entities))).encode())
    return digest.hexdigest()
