"""`nvdx validate`: whether lines are records, and whether the documents bear them out."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from pydantic import ValidationError

from nvdx.commands import complain
from nvdx.documents import DocumentError, discover, read_document
from nvdx.documents.types import line_starts
from nvdx.fact import Fact, document_digest, fact_id
from nvdx.output.findings import Finding, Format, render
from nvdx.output.terminal import write_text


def validate(files: Sequence[str], *, docs: Path | None = None, form: Format = "text") -> int:
    """Check each line of some files (``-`` is standard input) and write what is wrong.

    With ``docs``, a folder, each record is held against its document too. Returns 0 where all is
    well, 1 with findings, 2 where a file or the folder cannot be read.
    """
    try:
        library = None if docs is None else Library(docs)
        findings: list[Finding] = []
        for file in files:
            with _opened(file) as lines:
                findings += check_lines(file, lines, library)
    except DocumentError as error:
        return complain(str(error))
    except OSError as error:
        return complain(f"{error.filename or '-'}: {error.strerror}")
    write_text(render(findings, form))
    return 1 if findings else 0


def check_lines(
    file: str, lines: Iterable[bytes], library: Library | None = None
) -> Iterator[Finding]:
    """What is wrong with the lines of a file; blank lines are none of them.

    A line has to be a record by itself, and the only one of its id in its document. (Two copies of
    a document give the same ids, which is right.)
    """
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fact = Fact.model_validate_json(line)
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                place = ".".join(map(str, error["loc"]))
                message = error["msg"].removeprefix("Value error, ")
                yield Finding(file, number, "schema", f"{place}: {message}" if place else message)
            continue
        before = first.setdefault((fact.source.doc, fact.id), number)
        if before != number:
            yield Finding(file, number, "id", f"id {fact.id} is that of line {before} too")
        if library is not None:
            for message in library.objections(fact):
                yield Finding(file, number, "source", message)


class _Text(NamedTuple):
    text: str
    digest: str
    lines: list[int]
    """Where they begin."""


class Library:
    """The documents of a folder, to hold records against.

    Raises ``nvdx.documents.DocumentError`` where there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for path in discover([folder]):
            self._by_name[PurePath(path).name].append(path)
        # The records of a document stand together, so that one text is enough.
        self._read = lru_cache(maxsize=1)(_read)

    def objections(self, fact: Fact) -> Iterator[str]:
        """Where a record is not what its document says: span, line, evidence, id."""
        source = fact.source
        path = self._find(source.doc)
        if isinstance(path, _Problem):
            yield path.message
            return
        try:
            text, digest, starts = self._read(path)
        except DocumentError as error:
            yield str(error)
            return
        if (found := text[source.start : source.end]) != fact.raw:
            yield f"raw is {fact.raw!r}, but the document has {found!r} there"
        elif (line := bisect_right(starts, source.start)) != source.line:
            yield f"line is {source.line}, but the figure is on line {line}"
        for name, span in fact.evidence.items():
            if (found := text[span.start : span.end]) != span.text:
                yield f"evidence.{name} is {span.text!r}, but the document has {found!r} there"
        if fact.id != fact_id(digest, source.start, source.end, dict(fact)):
            yield f"id {fact.id} is not that of the document's text, the span and the key fields"

    def _find(self, doc: str) -> str | _Problem:
        """The document that a record names: the one of that name that shares most of its path."""
        wanted = PurePath(doc).parts[::-1]
        paths = self._by_name.get(wanted[0], []) if wanted else []
        if not paths:
            return _Problem(f"no document {doc!r} in the folder")
        shared = {path: _common(PurePath(path).parts[::-1], wanted) for path in paths}
        best = [path for path in paths if shared[path] == max(shared.values())]
        if len(best) > 1:
            return _Problem(f"{doc!r} may be any of {', '.join(best)}")
        return best[0]


class _Problem(NamedTuple):
    message: str


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts two sequences share from their start."""
    count = 0
    for part, counterpart in zip(one, other, strict=False):
        if part != counterpart:
            break
        count += 1
    return count


def _read(path: str) -> _Text:
    text = read_document(path).text
    return _Text(text, document_digest(text), line_starts(text))


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb")
