"""`nvdx check`: golden regression, the records of documents against those that were reviewed.

``NAME.jsonl`` beside a document ``NAME`` holds its golden records, in the form of `nvdx extract`,
with ``source.doc`` relative to the folder that is checked.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from nvdx.commands import complain, known_companies
from nvdx.companies import CompanyFileError
from nvdx.fact import KEY, Fact
from nvdx.golden import SUFFIX, Difference, differences, read_golden, record_of
from nvdx.output.files import whole_file
from nvdx.output.findings import Finding, Format, render
from nvdx.output.jsonl import fact_lines
from nvdx.output.terminal import visible_line, write_text
from nvdx.pipeline import Extract, Failure, run

EXCERPT: Final = 24
"""Code points of the sentence that are shown on each side of a figure."""


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
            findings += (Finding(result.path, None, "failed", said) for said in result.dropped)
            documents, records = documents + 1, records + len(result.facts)
            different = list(compare(result.path, golden, result.facts))
            if different and update:
                how = "updated" if golden.exists() else "created"
                with whole_file(golden) as stream:
                    stream.write(fact_lines(result.facts))
                print(visible_line(f"{how} {golden}: {len(result.facts)} records"), file=sys.stderr)
                written += 1
            else:
                findings += different
    except OSError as error:
        return complain(f"{error.filename}: {error.strerror}")
    findings += _orphans(fixtures, seen)
    if not documents:
        complain(*(f"{finding.file}: {finding.message}" for finding in findings))
        return 2
    write_text(render(findings, form))
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
    expected, broken = read_golden(golden)
    for number, message in broken:
        yield Finding(str(golden), number, "broken golden", message)
    for found in differences(expected, [record_of(fact) for fact in facts]):
        yield _finding(document, found)


def _orphans(fixtures: Path, seen: Collection[Path]) -> Iterator[Finding]:
    for golden in sorted(fixtures.rglob(f"*{SUFFIX}")):
        hidden = any(part.startswith(".") for part in golden.relative_to(fixtures).parts)
        if not hidden and golden not in seen:
            message = f"the golden has no document {golden.stem} beside it; delete it or add that"
            yield Finding(str(golden), None, "orphan golden", message)


def _finding(document: str, found: Difference) -> Finding:
    record = found.record
    meaning = [record.get(name) for name in KEY if name not in ("value", "low", "high")]
    raw = str(record.get("raw"))
    message = f"«{raw}» {' '.join(str(part) for part in meaning if part is not None)}"
    source = record["source"]
    quote = _excerpt(str(source.get("quote") or raw), raw)
    line = source.get("line") if isinstance(source.get("line"), int) else None
    return Finding(document, line, found.kind, message, quote, found.changes)


def _excerpt(quote: str, raw: str) -> str:
    """A piece of a sentence around a figure, on one line.

    >>> _excerpt("营收 300 亿美元，\\n同比增长", "300 亿美元")
    '营收 300 亿美元， 同比增长'
    """
    quote, raw = " ".join(quote.split()), " ".join(raw.split())
    at = max(quote.find(raw), 0)
    start, end = max(at - EXCERPT, 0), at + len(raw) + EXCERPT
    return ("…" if start else "") + quote[start:end] + ("…" if end < len(quote) else "")
