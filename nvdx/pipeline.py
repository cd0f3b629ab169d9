"""The stream from paths to records: discover, read, extract, in this process or in several.

However many documents there are, a bounded number of them and of their results is held.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nvdx.documents import (
    DocumentError,
    ErrorName,
    decode_document,
    doc_name,
    load,
    parse_document,
    walk,
)
from nvdx.documents.load import STDIN

if TYPE_CHECKING:
    from nvdx.companies import Company
    from nvdx.documents import Document
    from nvdx.fact import Fact

Extract = Callable[["Document"], "Iterable[Fact]"]
Dropped = Callable[[str], None]
"""Told of each record that was left out."""

BATCH: Final = 16
"""Documents that a worker is given at once: 16 of 4 ms each outweigh the 0.2 ms that it takes."""
BATCH_BYTES: Final = 256 * 1024
"""A batch ends with the document that reaches this size, so that large ones are spread out."""
WARM_UP: Final = "英伟达 2025 财年第二季度营收 300 亿美元。"
"""A text whose extraction loads what most texts need."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document that was read, and its figures in the order of the text."""

    path: str
    facts: tuple[Fact, ...] = ()
    """Empty where lines were asked for."""
    lines: bytes = b""
    """The figures as lines of JSON, where these were asked for."""
    digest: str = field(default="", compare=False)
    """SHA-256 of the file's bytes in hex, where digests were asked for."""
    encoding: str = "utf-8"
    """What the bytes were decoded as, `utf-8` where they were not read."""
    broken: int = 0
    """In how many places bytes were no character of it: the text has U+FFFD there."""
    dropped: tuple[str, ...] = ()
    """What is said of each record that was left out by a mistake in nvdx."""
    unchanged: bool = False
    """The document has the digest that it was known by, so that its figures were left alone."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that gave nothing, and why: a name for programs and words for a person."""

    path: str
    message: str
    error: ErrorName


Result = Extracted | Failure


def run(
    paths: Iterable[str | PathLike[str]],
    *,
    companies: Mapping[str, Company] | None = None,
    extract: Extract | None = None,
    relative_to: Path | None = None,
    entities: Collection[str] = (),
    lines: bool = False,
    known: Callable[[str], str | None] | None = None,
    max_bytes: int | None = None,
    jobs: int = 1,
) -> Generator[Result, None, None]:
    """The results of the documents that some paths name, in the order of the paths.

    A document gives all its figures or one failure, and a failure stops nothing. A document that
    is named twice is read once.

    Args:
        paths: files, folders, and `-` for standard input.
        companies: the companies to know, the built-in ones where None.
        extract: by default :func:`nvdx.extractors.extract_document`.
        relative_to: the folder from which records name their document.
        entities: the companies whose figures to give, all where empty.
        lines: give the figures as lines of JSON, which costs less than to send them from process
            to process.
        known: the digest of a path's content when it was last read, None where it was not. Results
            have digests then, and a document that still has the known one is not read again.
        max_bytes: the size above which a file is a failure.
        jobs: with 1 each document is done before the next one is opened; with more, that many
            processes work on them, unless they are few.
    """
    # A plain dict, which can be sent to a process that is not forked.
    ours = _Ours(None if companies is None else dict(companies))
    given = ours if extract is None else partial(_as_given, extract)
    work = _Work(given, relative_to, frozenset(entities), lines, known is not None, max_bytes)
    tasks = (
        item if isinstance(item, Failure) else _Task(item, known(item) if known else None)
        for item in _discovered(paths)
    )
    return _in_processes(work, tasks, jobs) if jobs > 1 else (work(task) for task in tasks)


@dataclass(frozen=True, slots=True)
class _Ours:
    companies: dict[str, Company] | None

    def __call__(self, document: Document, dropped: Dropped) -> Iterable[Fact]:
        from nvdx.extractors import extract_document

        return extract_document(document, companies=self.companies, dropped=dropped)


def _as_given(extract: Extract, document: Document, dropped: Dropped) -> Iterable[Fact]:
    return extract(document)


def _in_processes(
    work: _Work, tasks: Iterator[_Task | Failure], jobs: int
) -> Generator[Result, None, None]:
    batches = _batches(tasks, work.max_bytes)
    # What one worker would be given at once is done here before a process has started.
    first = list(islice(batches, 2))
    if len(first) < 2:
        yield from map(work, chain.from_iterable(first))
        return
    from nvdx.workers import in_order

    work.warm_up()
    yield from in_order(work, chain(first, batches), jobs=jobs, lost=_lost)


@dataclass(frozen=True, slots=True)
class _Task:
    path: str
    known: str | None = None
    data: bytes | None = None
    """Its content, where only this process can read it."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What becomes of one document, wherever it is done."""

    extract: Callable[[Document, Dropped], Iterable[Fact]]
    relative_to: Path | None
    entities: frozenset[str]
    lines: bool
    digests: bool
    max_bytes: int | None

    def __call__(self, task: _Task | Failure) -> Result:
        if isinstance(task, Failure):
            return task
        try:
            return self._result(task)
        except DocumentError as error:
            if error.error == "not_found" and not os.path.islink(task.path):
                return Failure(task.path, "gone since it was found", "vanished")
            return Failure(task.path, error.message, error.error)
        except Exception as error:
            # One document that trips over a mistake of ours must not take the others with it.
            message = f"internal error: {type(error).__name__}: {error}"
            return Failure(task.path, message, "internal")

    def _result(self, task: _Task) -> Result:
        path = task.path
        data = load(path, self.max_bytes) if task.data is None else task.data
        digest = hashlib.sha256(data).hexdigest() if self.digests else ""
        if digest and digest == task.known:
            return Extracted(path, digest=digest, unchanged=True)
        document = decode_document(data, path)
        if self.relative_to is not None:
            name = Path(path).relative_to(self.relative_to).as_posix()
            document = replace(document, path=doc_name(name))
        done = Extracted(path, (), b"", digest, document.encoding, document.broken)
        wanted = self.entities
        dropped: list[str] = []
        found = self.extract(document, dropped.append)
        facts = (fact for fact in found if not wanted or fact.entity in wanted)
        if self.lines:
            from nvdx.output.jsonl import fact_lines

            # Of each record only its line is held: a text may state very many.
            done = replace(done, lines=fact_lines(facts))
        else:
            done = replace(done, facts=tuple(facts))
        return replace(done, dropped=tuple(dropped)) if dropped else done

    def warm_up(self) -> None:
        """Load what extraction needs, so that forked processes share it."""
        deque(self.extract(parse_document(WARM_UP), _ignored), maxlen=0)


def _ignored(message: str) -> None:
    """The text that warms up is nobody's document."""


def _lost(task: _Task | Failure) -> Result:
    if isinstance(task, Failure):
        return task
    message = "the process that read it died, out of memory perhaps"
    return Failure(task.path, message, "worker_died")


def _discovered(paths: Iterable[str | PathLike[str]]) -> Iterator[str | Failure]:
    """The documents of each path; a path that has none, or is not there, is a failure."""
    given = [fspath(path) for path in paths]
    # A walk gives no path twice, so that only several can repeat one.
    seen: set[str] | None = set() if len(given) > 1 else None
    for path in given:
        found = False
        for item in walk(path):
            found = True
            if isinstance(item, DocumentError):
                yield Failure(item.path, item.message, item.error)
                continue
            if seen is not None:
                if item in seen:
                    continue
                seen.add(item)
            yield item
        if not found:
            yield Failure(path, "no documents in this folder", "empty_folder")


def _batches(
    tasks: Iterator[_Task | Failure], max_bytes: int | None
) -> Iterator[Sequence[_Task | Failure]]:
    """What workers are given, of a bounded number of documents and about of bytes."""
    batch: list[_Task | Failure] = []
    size = 0
    for task in tasks:
        if isinstance(task, _Task) and task.path == STDIN:
            task = _from_standard_input(task, max_bytes)
        batch.append(task)
        size += _size(task)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _from_standard_input(task: _Task, max_bytes: int | None) -> _Task | Failure:
    """A worker has no standard input of ours."""
    try:
        return replace(task, data=load(STDIN, max_bytes))
    except DocumentError as error:
        return Failure(task.path, error.message, error.error)


def _size(task: _Task | Failure) -> int:
    if isinstance(task, Failure):
        return 0
    if task.data is not None:
        return len(task.data)
    try:
        return os.stat(task.path).st_size
    except OSError:
        return 0
