"""`nvdx extract`: the figures of documents as JSON lines."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from nvdx.commands import complain, known_companies, no_such_company
from nvdx.companies import Company, CompanyFileError
from nvdx.documents import doc_name
from nvdx.documents.discover import SUFFIXES
from nvdx.documents.load import STDIN
from nvdx.fact import Fact, read_facts
from nvdx.output.files import whole_file
from nvdx.output.journal import (
    Decoded,
    Journal,
    JournalError,
    conditions_of,
    journal_path,
    opened_journal,
)
from nvdx.output.jsonl import json_text
from nvdx.output.progress import progress
from nvdx.output.terminal import Terminal
from nvdx.pipeline import Extracted, Failure, Result, run
from nvdx.workers import usable_cores

By = Literal["fact", "period"]


class _Unfinished(Exception):
    """The run ends here, with this exit code, and what there is of the output is dropped."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def extract(
    paths: Sequence[str],
    *,
    output: Path | None = None,
    by: By = "fact",
    entities: Collection[str] = (),
    companies: Sequence[Path] = (),
    jobs: int | None = None,
    max_bytes: int | None = None,
    errors: Path | None = None,
    strict: bool = False,
    resume: bool = False,
) -> int:
    """Write the figures of the documents in ``paths`` to ``output``, or to standard output.

    Args:
        paths: files, folders, `-`.
        output: the file to write, whole or not at all.
        by: a line for each figure, or for each company and period.
        entities: the companies whose figures to write, all where empty.
        companies: folders of company files to add.
        jobs: processes to read with, by default one for each core.
        max_bytes: the size above which a file is a document that failed.
        errors: a file for a line of JSON about each document that failed.
        strict: stop at the first document that fails.
        resume: keep a journal beside ``output`` and go on from one that is there.

    Returns 0; 1 where some documents failed (the rest is written, unless ``strict``); 2 where all
    did or an argument is wrong (nothing is written).
    """
    try:
        known = known_companies(companies)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    if unknown := [entity for entity in entities if entity not in known]:
        return complain(*(no_such_company(entity, known) for entity in unknown))
    if objection := _objection(paths, output, errors, resume):
        return complain(objection)
    try:
        with ExitStack() as stack:
            journal = None
            if resume and output:
                journal = stack.enter_context(_journal(output, known, entities))
            results = stack.enter_context(
                closing(
                    run(
                        paths,
                        companies=known,
                        entities=entities,
                        lines=by == "fact" or journal is not None,
                        known=journal.digest if journal else None,
                        max_bytes=max_bytes,
                        jobs=usable_cores() if jobs is None else jobs,
                    )
                )
            )
            failures = None
            if errors:
                failures = stack.enter_context(whole_file(errors, draft=_draft(errors, journal)))
            try:
                with _opened(output, journal) as stream:
                    code = _Run(stream, failures, journal, by, strict).write(results, output)
            except _Unfinished as end:
                return end.code
            if journal and output:
                journal_path(output).unlink(missing_ok=True)
            return code
    except JournalError as error:
        return complain(str(error))
    except OSError as error:
        if error.filename is None or isinstance(error, BrokenPipeError):
            raise  # standard output, or a reader that has gone
        return complain(f"cannot write {error.filename}: {error.strerror}")


def _objection(
    paths: Sequence[str], output: Path | None, errors: Path | None, resume: bool
) -> str | None:
    """Why these files cannot be written as they were asked for."""
    if resume and (output is None or (output.exists() and not output.is_file())):
        return "--resume needs a file to write to: -o FILE"
    if errors and output and os.path.realpath(errors) == os.path.realpath(output):
        return f"{output}: records and errors cannot go to the same file"
    for option, target in (("-o", output), ("--errors", errors)):
        if target and any(_would_read(path, target) for path in paths):
            return f"{target}: it is among the documents to read; give {option} another name"
    return None


def _would_read(path: str, target: Path) -> bool:
    """Whether a file that is to be written is one of the documents of a path, or would become one.

    >>> _would_read("docs", Path("docs/a.md")), _would_read("docs", Path("docs/a.jsonl"))
    (True, False)
    """
    written, given = os.path.realpath(target), os.path.realpath(path)
    if path == STDIN or written == given:
        return path != STDIN and os.path.isfile(given)
    inside = written.startswith(os.path.join(given, ""))
    names = written[len(given) :].split(os.sep)
    return inside and written.lower().endswith(SUFFIXES) and not any(n[:1] == "." for n in names)


@contextmanager
def _journal(
    output: Path, companies: Mapping[str, Company], entities: Collection[str]
) -> Iterator[Journal]:
    path = journal_path(output)
    with opened_journal(path, conditions_of(companies, entities)) as journal:
        if journal.outdated:
            complain(f"{path}: of another version, other companies or other options; beginning anew")
        elif journal.done:
            complain(f"{path}: {journal.done} documents are done, going on")
        yield journal


@contextmanager
def _opened(output: Path | None, journal: Journal | None) -> Iterator[BinaryIO | Terminal]:
    if output is None:
        stdout = sys.stdout.buffer
        yield Terminal(stdout) if sys.stdout.isatty() else stdout
    else:
        with whole_file(output, draft=_draft(output, journal)) as stream:
            yield stream


def _draft(target: Path, journal: Journal | None) -> str | None:
    """Whoever has the journal is alone, and replaces the draft of a run that was killed."""
    return f".{os.path.basename(os.path.realpath(target))}.part" if journal else None


@dataclass
class _Run:
    """What becomes of the results."""

    stream: BinaryIO | Terminal
    failures: BinaryIO | None
    journal: Journal | None
    by: By
    strict: bool

    documents: int = 0
    records: int = 0
    failed: int = 0
    dropped: int = 0
    """Records that were left out by a mistake in nvdx."""
    encodings: Counter[str] = field(default_factory=Counter)
    """How many documents were in each encoding but UTF-8."""
    held: list[Fact] = field(default_factory=list)
    """The records, where the view by period needs all of them."""

    def write(self, results: Iterable[Result], output: Path | None) -> int:
        """Write all that comes; returns the exit code. Raises _Unfinished where that is in vain."""
        # Not where the records go to the same terminal.
        with progress(output is not None or not sys.stdout.isatty()) as report:
            for result in results:
                if isinstance(result, Failure):
                    self._fail(result)
                else:
                    self._take(result)
                report(self.documents, self.records, result.path)
        for encoding, count in sorted(self.encodings.items()):
            complain(f"{count} of {self.documents + self.failed} documents read as {encoding}")
        if self.failed:
            complain(f"{self.failed} of {self.documents + self.failed} documents failed")
        if self.dropped:
            complain(f"{self.dropped} record{'s were' if self.dropped > 1 else ' was'} left out")
        if not self.documents:
            raise _Unfinished(2)
        if self.by == "period":
            from nvdx.output.periods import period_views

            for view in period_views(self.held):
                self.stream.write(f"{json_text(view)}\n".encode())
            self.stream.flush()
        return 1 if self.failed or self.dropped else 0

    def _take(self, result: Extracted) -> None:
        lines, facts = result.lines, result.facts
        decoded = Decoded(result.encoding, result.broken)
        if self.journal and result.unchanged:
            lines, decoded = self.journal.lines(result.path), self.journal.decoded(result.path)
        elif self.journal and not result.dropped:  # a later run is to tell of those again
            self.journal.add(result.path, result.digest, lines, decoded)
        if self.by == "period":
            # Lines are what the journal has; without one the records come as they are.
            facts = facts or tuple(read_facts(lines.splitlines()))
            self.held += facts
        elif lines:
            self.stream.write(lines)
            self.stream.flush()
        self._warn(result.path, decoded)
        self.documents += 1
        self.records += len(facts) or lines.count(b"\n")
        for message in result.dropped:
            self._object(result.path, "invalid_record", message)
        self.dropped += len(result.dropped)

    def _warn(self, path: str, decoded: Decoded) -> None:
        """Of what may have been read wrong: a guessed encoding, bytes that are no character."""
        encoding, broken = decoded
        if encoding != "utf-8":
            self.encodings[encoding] += 1
            self._note(path, "warning", "encoding", f"read as {encoding}")
        if broken:
            places = f"{broken} places" if broken > 1 else "one place"
            message = f"bytes that are no {encoding} in {places}, read as U+FFFD"
            complain(f"{path}: {message}")
            self._note(path, "warning", "broken_bytes", message)

    def _note(self, path: str, what: str, name: str, message: str) -> None:
        if self.failures:
            line = {"doc": doc_name(path), what: name, "message": doc_name(message)}
            self.failures.write(f"{json_text(line)}\n".encode())

    def _fail(self, failure: Failure) -> None:
        self.failed += 1
        self._object(failure.path, failure.error, failure.message)

    def _object(self, path: str, error: str, message: str) -> None:
        complain(f"{path}: {message}")
        self._note(path, "error", error, message)
        if self.strict:
            complain("stopped at the first document that failed (--strict)")
            raise _Unfinished(1)
