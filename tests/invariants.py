"""What holds of the records of any document, whatever it is made of; also what fuzzing checks."""

from __future__ import annotations

import json

from nvdx.documents import Block, Document, decode_document
from nvdx.extractors import extract_document
from nvdx.fact import Fact
from nvdx.output.jsonl import fact_lines


def records_of(data: bytes, path: str = "a.md") -> list[Fact]:
    """The records of a document's bytes, after making sure of all that must hold of them.

    Raises DocumentError where the bytes are no text.
    """
    document = decode_document(data, path)
    facts = list(extract_document(document, dropped=_fail))
    check_document(document)
    check_records(document, facts)
    return facts


def _fail(message: str) -> None:
    raise AssertionError(message)


def check_document(document: Document) -> None:
    """Every block's characters stand in the file, in the order that they have in the block."""
    length = len(document.text)
    for block in document.blocks:
        cells = [block] if isinstance(block, Block) else [c for row in block.rows for c in row if c]
        for cell in cells:
            assert cell.text
            done = -1
            for at in {0, len(cell.text) // 2, len(cell.text) - 1}:
                start, end = cell.origin.span(at, at + 1)
                assert 0 <= start < end <= length
            for at in sorted({0, len(cell.text) // 2, len(cell.text) - 1}):
                assert cell.origin.span(at, at + 1)[0] > done
                done = cell.origin.span(at, at + 1)[0]


def check_records(document: Document, facts: list[Fact]) -> None:
    text = document.text
    lines = fact_lines(facts).decode("utf-8").splitlines(keepends=True)
    written = "".join(lines).split("\n")
    assert written.pop() == ""
    assert len(written) == len(facts)
    for line, fact in zip(written, facts, strict=True):
        json.loads(line)
        assert Fact.model_validate_json(line) == fact
        source = fact.source
        assert text[source.start : source.end] == fact.raw
        assert source.quote in text
        assert source.line == document.line_of(source.start)
        for span in fact.evidence.values():
            assert text[span.start : span.end] == span.text
    starts = [fact.source.start for fact in facts]
    assert starts == sorted(starts)
    ids = [fact.id for fact in facts]
    assert len(ids) == len(set(ids))
