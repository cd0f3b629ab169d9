"""The part of a company that a figure is of: a business, a product, a region, a customer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nvdx.extractors.parts import segment_id
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.tables.frame import Frame
from nvdx.extractors.tables.heads import Head, differ
from nvdx.mentions.scan import Token


@dataclass(frozen=True, slots=True)
class Part:
    """What part of a company the heads of a cell name."""

    segment: str | None = None
    product: str | None = None
    geography: str | None = None
    customer: str | None = None

    @property
    def named(self) -> bool:
        return self != Part()


def part_of(tokens: Iterable[Token], entity: str) -> Part | None:
    """The part that words name for a company, None where one of them names none of that company.

    Of a business and one in it (`Data Center: Networking`), the inner one.
    """
    part = Part()
    for token in tokens:
        if (segment := segment_id(token, entity)) is not None:
            inner, outer = sorted((part.segment or segment, segment), key=len, reverse=True)
            if inner != outer and not inner.startswith(f"{outer}."):
                return None
            part = replace(part, segment=inner)
        elif (product := segment_id(token, entity, "product")) is not None:
            if differ(part.product, product):
                return None
            part = replace(part, product=product)
        elif (geography := token.get("geography")) is not None:
            if differ(part.geography, geography):
                return None
            part = replace(part, geography=geography)
        elif (customer := token.get("customer")) is not None:
            if differ(part.customer, customer):
                return None
            part = replace(part, customer=customer)
        elif not token.has("metric", "suffix", "up", "down", "total"):
            return None
    return part


def placed(
    frame: Frame, part: Part, metric: str, entity: str, row: Head, column: Head
) -> Part | None:
    """The part of the company: that of the heads, of the table, or the whole for a sum."""
    named = frame.above.parts() if metric in SEGMENT_METRICS else ()
    above = part_of(named, entity)
    if above is None and not part.named:
        return None  # `Client and Gaming`, of which nobody knows what it is
    context = above.segment if above is not None else None
    if context is not None and not part.named and (row.whole or column.whole):
        # `Total revenue` in a table of a business: of that business or of the company?
        return None
    if row.is_sum or column.is_sum:
        whole = _whole(frame.rows if row.is_sum else frame.columns, entity, context)
        return None if whole is None else replace(part, segment=part.segment or whole.segment)
    return part if part.named or context is None else Part(segment=context)


def _whole(heads: Sequence[Head], entity: str, context: str | None) -> Part | None:
    """What the sum over rows or columns is of, None where it is a sum over something else."""
    addends = [h for h in heads if h.understood and not h.is_sum]
    parts = [p for h in addends if h.parts and (p := part_of(h.parts, entity)) is not None]
    if any(h.company or h.dated for h in addends):
        return None
    if not any(p.segment or p.geography for p in parts):
        return None
    segments = [p.segment for p in parts if p.segment]
    if context is not None and all(s.startswith(f"{context}.") for s in segments):
        return Part(segment=context)
    parents = {s.rpartition(".")[0] for s in segments}
    if len(segments) > 1 and len(segments) == len(parts) and len(parents) == 1:
        return Part(segment=parents.pop() or None)
    return Part()
