"""From a draft to the record that is written."""

from __future__ import annotations

from collections.abc import Mapping

from nvdx.companies import Company
from nvdx.documents.types import Block, Document
from nvdx.extractors.draft import Draft
from nvdx.fact import EvidenceSpan, Fact, Source, document_digest, fact_id

__all__ = ["Recorder"]

_PLAIN = (
    "entity", "metric", "segment", "product", "geography", "customer", "measure", "share_of", "kind",
    "basis", "value", "low", "high", "comparator", "unit", "decimals", "rule",
)  # fmt: skip


class Recorder:
    """Makes the records of one document."""

    def __init__(self, document: Document, companies: Mapping[str, Company]) -> None:
        self._document = document
        self._companies = companies
        self._digest = document_digest(document.text)

    def fact(self, block: Block, draft: Draft) -> Fact:
        """The validated record of a draft, with its place in the file."""
        document = self._document
        start, end = block.origin.span(draft.start, draft.end)
        fields = {name: getattr(draft, name) for name in _PLAIN}
        fields["fiscal_period"] = str(draft.period) if draft.period is not None else None
        if draft.period is not None:
            dates = self._companies[draft.entity].calendar.dates(draft.period)
            fields["period_start"], fields["period_end"] = dates
        if draft.period_text is not None:
            fields["period_text"] = self._source(block, draft.period_text)[2]
        quote = self._source(block, draft.sentence)
        evidence = {}
        for name, span in draft.evidence.items():
            first, last, text = self._source(block, span)
            evidence[name] = EvidenceSpan(start=first, end=last, text=text)
        return Fact(
            id=fact_id(self._digest, start, end, fields),
            raw=document.text[start:end],
            source=Source(
                doc=document.path, title=document.meta.title, published=document.meta.published,
                line=document.line_of(start), start=start, end=end, quote=quote[2],
            ),
            evidence=evidence,
            **fields,
        )  # fmt: skip

    def _source(self, block: Block, span: tuple[int, int]) -> tuple[int, int, str]:
        start, end = block.origin.span(*span)
        return start, end, self._document.text[start:end]
