"""`nvdx extract`: the figures of documents as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import BinaryIO, Literal

from nvdx.commands import complain, known_companies, no_such_company
from nvdx.companies import CompanyFileError
from nvdx.fact import Fact
from nvdx.output.files import whole_file
from nvdx.output.jsonl import json_text
from nvdx.output.progress import progress
from nvdx.pipeline import Failure, Result, run
from nvdx.workers import usable_cores

By = Literal["fact", "period"]


class _NothingRan(Exception):
    """No document could be read, so there is nothing to write."""


def extract(
    paths: Sequence[str],
    *,
    output: Path | None = None,
    by: By = "fact",
    entities: Collection[str] = (),
    companies: Sequence[Path] = (),
    jobs: int | None = None,
    max_bytes: int | None = None,
) -> int:
    """Write the figures of the documents in ``paths`` to ``output``, or to standard output.

    With ``entities`` only the figures of these companies. ``companies`` are folders of company
    files to add. ``jobs`` processes read the documents, by default one a core. A file of more than
    ``max_bytes`` is a document that failed. Returns 0, 1 where some documents failed (the rest is
    written), or 2 where all did or an argument is wrong (nothing is written).
    """
    try:
        known = known_companies(companies)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    if unknown := [entity for entity in entities if entity not in known]:
        return complain(*(no_such_company(entity, known) for entity in unknown))
    results = run(
        paths,
        companies=known,
        entities=entities,
        lines=by == "fact",
        max_bytes=max_bytes,
        jobs=usable_cores() if jobs is None else jobs,
    )
    try:
        with _opened(output) as stream, closing(results):
            return _write(results, stream, shown=_apart(output))
    except _NothingRan:
        return 2
    except OSError as error:
        if output is None:
            raise
        return complain(f"cannot write {output}: {error.strerror}")


def _opened(output: Path | None) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdout.buffer) if output is None else whole_file(output)


def _apart(output: Path | None) -> bool:
    """Whether the records go elsewhere than to the terminal that shows the progress."""
    return output is not None or not sys.stdout.isatty()


def _write(
    results: Iterable[Result],
    stream: BinaryIO,
    shown: bool,
) -> int:
    documents = records = failed = 0
    held: list[Fact] = []
    with progress(shown) as report:
        for result in results:
            if isinstance(result, Failure):
                failed += 1
                complain(f"{result.path}: {result.message}")
                continue
            documents, records = documents + 1, records + result.records
            if result.lines:
                stream.write(result.lines)
                stream.flush()
            held += result.facts
            report(documents, records, result.path)
    if not documents:
        raise _NothingRan
    if held:
        from nvdx.output.periods import period_views

        for view in period_views(held):
            stream.write(f"{json_text(view)}\n".encode())
        stream.flush()
    return 1 if failed else 0
