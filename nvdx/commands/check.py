"""`nvdx check`: golden regression, the records of documents against those that were reviewed.

``NAME.jsonl`` beside a document ``NAME`` holds its golden records, in the form of `nvdx extract`,
with ``source.doc`` relative to the folder that is checked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from nvdx.commands import complain, known_companies
from nvdx.companies import CompanyFileError
from nvdx.fact import KEY, Fact
from nvdx.output.files import whole_file
from nvdx.output.findings import Change, Finding, Format, render
from nvdx.output.jsonl import fact_lines
from nvdx.pipeline import Extract, Failure, run

SUFFIX: Final = ".jsonl"
EXCERPT: Final = 24
"""Code points of the sentence that are shown on each side of a figure."""

Record = dict[str, Any]
"""A record as JSON has it, numbers as Decimal: a golden that is no valid record compares too."""


def check(
    fixtures: Path,
    *,
    update: bool = False,
    form: Format = "text",
    companies: Sequence[Path] = (),
    extract: Extract | None = None,
) -> int:
    """Extract the documents of a folder again and write how they differ from their goldens.

    Findings are a golden that is missing, broken or without its document, a document that cannot
    be read, and every record that is missed, extra or changed. With ``update`` missing goldens are
    created and differing ones overwritten, so that these are no findings any more; a golden without
    its document is left for a person to delete. ``companies`` are folders of company files to add.
    Returns 0 without findings, 1 with, 2 where there is nothing to check, a company file is wrong
    or a golden cannot be written.
    """
    if not fixtures.is_dir():
        return complain(f"{fixtures}: no such folder")
    try:
        known = known_companies(companies)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    findings: list[Finding] = []
    seen: set[Path] = set()
    documents = records = written = 0
    try:
        for result in run([fixtures], companies=known, extract=extract, relative_to=fixtures):
            golden = Path(result.path + SUFFIX)
            seen.add(golden)
            if isinstance(result, Failure):
                findings.append(Finding(result.path, None, "failed", result.message))
                continue
            documents, records = documents + 1, records + len(result.facts)
            different = list(compare(result.path, golden, result.facts))
            if different and update:
                how = "updated" if golden.exists() else "created"
                with whole_file(golden) as stream:
                    stream.write(fact_lines(result.facts))
                print(f"{how} {golden}: {len(result.facts)} records", file=sys.stderr)
                written += 1
            else:
                findings += different
    except OSError as error:
        return complain(f"{error.filename}: {error.strerror}")
    findings += _orphans(fixtures, seen)
    if not documents:
        complain(*(f"{finding.file}: {finding.message}" for finding in findings))
        return 2
    sys.stdout.write(render(findings, form))
    sys.stdout.flush()
    print(
        f"{documents} documents, {records} records, {len(findings)} findings"
        + (f", {written} goldens written" if update else ""),
        file=sys.stderr,
    )
    return 1 if findings else 0


def compare(document: str, golden: Path, facts: Sequence[Fact]) -> Iterator[Finding]:
    """How the records of a document differ from its golden ones; their order does not matter."""
    if not golden.exists():
        message = f"no golden {golden.name} beside the document; --update creates it"
        yield Finding(document, None, "missing golden", message)
        return
    expected: list[Record] = []
    for number, line in enumerate(golden.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            expected.append(_golden_record(line))
        except ValueError as error:
            yield Finding(str(golden), number, "broken golden", str(error))
    now = [_record(fact.to_json()) for fact in facts]
    pairs = match(expected, now)
    found: list[tuple[int, Finding]] = []
    for i, j in pairs:
        if changes := _changes(expected[i], now[j]):
            found.append((_start(now[j]), _finding(document, "changed", now[j], changes)))
    for i in set(range(len(expected))) - {i for i, _ in pairs}:
        found.append((_start(expected[i]), _finding(document, "missed", expected[i])))
    for j in set(range(len(now))) - {j for _, j in pairs}:
        found.append((_start(now[j]), _finding(document, "extra", now[j])))
    yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]))


def match(expected: Sequence[Record], now: Sequence[Record]) -> list[tuple[int, int]]:
    """Pairs of records that state the same figure: overlapping spans, the most alike first."""
    overlaps = sorted(
        (sum(one.get(name) != other.get(name) for name in KEY), _start(one) != _start(other), i, j)
        for i, one in enumerate(expected)
        for j, other in enumerate(now)
        if _start(one) < other["source"]["end"] and _start(other) < one["source"]["end"]
    )
    pairs: dict[int, int] = {}
    taken = set()
    for _, _, i, j in overlaps:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return sorted(pairs.items())


def _orphans(fixtures: Path, seen: Collection[Path]) -> Iterator[Finding]:
    for golden in sorted(fixtures.rglob(f"*{SUFFIX}")):
        hidden = any(part.startswith(".") for part in golden.relative_to(fixtures).parts)
        if not hidden and golden not in seen:
            message = f"the golden has no document {golden.stem} beside it; delete it or add that"
            yield Finding(str(golden), None, "orphan golden", message)


def _record(line: str | bytes) -> Record:
    record: Record = json.loads(line, parse_float=Decimal)
    return record


def _golden_record(line: bytes) -> Record:
    try:
        record = _record(line)
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    source = record.get("source") if isinstance(record, dict) else None
    places = [source.get(name) for name in ("start", "end")] if isinstance(source, dict) else []
    if not places or not all(isinstance(place, int) for place in places):
        raise ValueError("no record: it has no source with start and end")
    return record


def _start(record: Record) -> int:
    start: int = record["source"]["start"]
    return start


def _changes(golden: Record, now: Record) -> tuple[Change, ...]:
    """The fields that differ, ``source.line`` and the like apart.

    The id follows from other fields; it counts where nothing else tells that the text changed.
    """
    before, after = dict(_flat(golden)), dict(_flat(now))
    changes = [
        Change(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if (name in before) != (name in after) or before.get(name) != after.get(name)
    ]
    return tuple(change for change in changes if change.field != "id" or len(changes) == 1)


def _flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, content in record.items():
        if isinstance(content, dict) and (prefix or name in ("source", "evidence")):
            yield from _flat(content, f"{prefix}{name}.")
        else:
            yield prefix + name, content


def _finding(document: str, kind: str, record: Record, changes: tuple[Change, ...] = ()) -> Finding:
    meaning = [record.get(name) for name in KEY if name not in ("value", "low", "high")]
    raw = str(record.get("raw"))
    message = f"«{raw}» {' '.join(str(part) for part in meaning if part is not None)}"
    source = record["source"]
    quote = _excerpt(str(source.get("quote") or raw), raw)
    line = source.get("line")
    return Finding(document, line if isinstance(line, int) else None, kind, message, quote, changes)


def _excerpt(quote: str, raw: str) -> str:
    """A piece of a sentence around a figure, on one line.

    >>> _excerpt("营收 300 亿美元，\\n同比增长", "300 亿美元")
    '营收 300 亿美元， 同比增长'
    """
    quote, raw = " ".join(quote.split()), " ".join(raw.split())
    at = max(quote.find(raw), 0)
    start, end = max(at - EXCERPT, 0), at + len(raw) + EXCERPT
    return ("…" if start else "") + quote[start:end] + ("…" if end < len(quote) else "")
