"""From a draft to the record that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pydantic import ValidationError

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

    def facts(
        self, found: Iterable[tuple[Block, Draft]], dropped: Callable[[str], None]
    ) -> Iterator[Fact]:
        """The records of some drafts; one that is none is left out, and ``dropped`` is told of it."""
        for block, draft in found:
            try:
                fact = self.fact(block, draft)
            except Exception as error:  # whatever is wrong with one, the others are right
                dropped(self.objection(block, draft, error))
            else:
                yield fact

    def objection(self, block: Block, draft: Draft, error: Exception) -> str:
        """Which record has been left out, for an error that making it raised."""
        reason = f"{type(error).__name__}: {error}"
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False)[0]
            reason = ": ".join((*map(str, first["loc"]), first["msg"]))
        start, end, raw = self._source(block, (draft.start, draft.end))
        return (
            f"line {self._document.line_of(start)}: a record was left out, by a mistake in nvdx: "
            f"{draft.rule} of «{raw}» at {start}-{end}: {reason}"
        )

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
