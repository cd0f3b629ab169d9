"""What a figure is said of: the words before it, or those right behind it."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.english import source_behind
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.state import DocumentState, Frame, Scope
from nvdx.extractors.tail import purpose_of, tail_of
from nvdx.mentions.scan import Token

__all__ = ["governing"]

def _is_tail(reading: Reading, word: Token) -> bool:
    """Whether a word stands behind a figure and belongs to that one: `300亿美元的营收和166亿…`."""
    at = reading.tokens.index(word)
    before = reading.tokens[at - 1] if at else None
    if before is None or before.quantity is None:
        return False
    if reading.text[before.end : word.start].strip() in ("的", "of", "in"):
        return True
    return purpose_of(reading, at - 1) is word


_GROWTH_IN: Final = re.compile(
    r"(?: (?:year-over-year|year-on-year|sequential|annual))?(?: revenue)?(?: (?:growth|increase|decline|decrease))?"
    r" (?:in|for|from) (?:our |the |its )?",
    re.IGNORECASE,
)
_ENDS_NAME: Final = re.compile(
    r"(?: (?:segment|business|division|unit|revenue|platform))s?\b|[,.;]| and\b|$", re.IGNORECASE
)


def _growth_in(reading: Reading, index: int, frame: Frame, state: DocumentState) -> Token | None:
    """`94% growth in our Data Center segment and 52% in our Client segment`: whose growth it is."""
    here = reading.tokens[index]
    assert here.quantity is not None
    if not reading.is_latin or here.quantity.form != "percent":
        return None
    match = _GROWTH_IN.match(reading.text, here.end)
    entity = frame.entity or state.section_entity or state.subject
    if match is None:
        return None
    part = next((t for t in reading.tokens[index + 1 :] if t.start == match.end()), None)
    if part is None or not (segment_id(part, entity) or segment_id(part, entity, "product")):
        return None
    return part if _ENDS_NAME.match(reading.text, part.end) else None


_SPENDING: Final = frozenset({
    "spent", "spend", "spending", "invested", "invest", "paid",
    "投入", "斥资", "花费", "砸下", "花了", "耗资", "砸钱", "动用", "支付",
})  # fmt: skip
"""Verbs, when what the money went to stands behind the amount."""


def _guides_anew(reading: Reading, scope: Scope, left: list[Token], here: Token) -> bool:
    """`代工亏损28亿;公司给出的指引是125亿至135亿`: behind a semicolon an outlook without a metric is for revenue."""
    if here.quantity is None or here.quantity.form != "amount":
        return False
    if reading.is_latin and any(t.has("guidance") for t in left) and scope.segment is not None:
        own = any(t.has("metric", "other", "segment", "product") for t in left)
        between = any(t.quantity is not None and t.end <= here.start for t in reading.tokens)
        if between and not own and scope.segment.start < left[0].start:
            return True  # `$51 billion of it from data centers, and has guided for $65 billion`
    if scope.metric is None:
        return False
    if not any(t.has("guidance") for t in left) or scope.metric_clause == here.clause:
        return False
    since = [t for t in reading.tokens if scope.metric.end <= t.start < here.start]
    lines = sum(t.mark == "\n" for t in since)
    return (any(t.mark == ";" for t in since) or lines > 1) and not any(t.has("metric", "other") for t in left)


_FRACTION: Final = re.compile(
    r"的(?:将近|大?约|近|超过?)?(?:一半|[一二三四五六七八九]成|[两二三四五]分之|大半|半数|\d+(?:\.\d+)?%)"
)


def _is_whole_told(reading: Reading, near: Token, here: Token, left: list[Token]) -> bool:
    """`占到公司营业利润250亿美元的一半`: the amount of the whole that a share is of."""
    if reading.is_latin or not near.has("metric") or not _FRACTION.match(reading.text, here.end):
        return False
    cue = next((t for t in left if t.has("share") and t.end <= near.start), None)
    if cue is None or any(t.has("segment", "product") for t in left if t.start >= cue.end and t is not near):
        return False
    return reading.residue(near.end, here.start) == 0


def _is_what_was_returned(tail: Scope, near: Token | None) -> bool:
    """`向股东返还了34亿美元的资金`: the noun behind the amount only says that it was money."""
    returned = near is not None and near.get("metric") == "shareholder_returns"
    return returned and tail.metric is not None and tail.metric.text in ("资金", "现金", "资本")


def governing(
    reading: Reading,
    index: int,
    frame: Frame,
    state: DocumentState,
    left: list[Token],
    clause: list[Token],
) -> tuple[Scope, str]:
    here = reading.tokens[index]
    scope = frame.scope.copy()
    if _guides_anew(reading, scope, left, here):
        return Scope(), "clause"
    near = next((t for t in reversed(left) if t.has("metric", "other")), None)
    if near is not None and _is_whole_told(reading, near, here, left):
        return Scope(metric=near, metric_clause=here.clause), "clause"
    tight = near is not None and reading.residue(near.end, here.start) == 0
    if tight and near is not None and _is_tail(reading, near):
        tight = False
    if tight and near is not None and "相关的" in reading.text[near.end : here.start]:
        tight = False  # `与采购义务相关的45亿美元费用` is a charge.
    source = source_behind(reading, index) if reading.is_latin else None
    if source is not None and here.quantity is not None and here.quantity.form == "amount":
        whose = frame.entity or state.section_entity or state.subject
        if segment_id(source, whose):
            return Scope(segment=source, segment_clause=here.clause), "tail"
        if segment_id(source, whose, "product"):
            return Scope(product=source, product_clause=here.clause), "tail"
    tail = tail_of(reading, index, frame, state)
    # `交付了110亿美元的Blackwell收入`: what stands behind 的 owns the figure, whatever was done with it.
    owned = (
        tail is not None
        and tail.metric is not None
        and (
            tail.metric.has("other")
            or (tail.metric.get("metric") == "revenue" and near is not None and near.get("other") == "count")
        )
        and reading.text.startswith("的", here.end)
    )
    if tail is not None and owned and _is_what_was_returned(tail, near):
        tail, owned = None, False
    spent = near is not None and near.text.lower() in _SPENDING and tail is not None
    if (part := _growth_in(reading, index, frame, state)) is not None:
        entity = frame.entity or state.section_entity or state.subject
        if segment_id(part, entity):
            scope.segment, scope.segment_clause, scope.product = part, here.clause, None
        else:
            scope.product, scope.product_clause, scope.segment = part, here.clause, None
        return scope, "clause"
    bought = (
        tail is not None
        and tail.metric is not None
        and tail.metric.has("other")
        and scope.metric is not None
        and scope.metric.get("metric") == "share_repurchases"
        and scope.metric_clause == here.clause
    )  # `repurchased $40 billion of its stock`: what was bought back says nothing new.
    if tail is not None and not bought and (owned or spent or not tight):
        inherit = tail.segment is None and tail.product is None
        inherit = inherit and not (
            # `占全公司441亿美元营收的近九成`: what a share is of is the whole.
            not reading.is_latin and any(t.has("total") and t.end == here.start for t in left)
        )
        metric = tail.metric.get("metric") if tail.metric else None
        lost = (
            tail.metric is not None
            and tail.metric.has("loss")
            and scope.segment_clause == here.clause
        )  # `汽车业务仍有18亿元的亏损`
        if inherit and (metric in SEGMENT_METRICS or lost) and scope.segment is not None:
            tail.segment, tail.segment_clause = scope.segment, scope.segment_clause
        if (
            inherit
            and metric in SEGMENT_METRICS
            and tail.segment is None
            and scope.product is not None
        ):
            tail.product, tail.product_clause = scope.product, scope.product_clause
        entity = frame.entity or state.section_entity or state.subject
        own, whole = segment_id(scope.segment, entity), segment_id(tail.segment, entity)
        if own and whole and own.startswith(f"{whole}.") and scope.segment_clause == here.clause:
            tail.segment = (
                scope.segment
            )  # `Networking contributed $8.2 billion in data center sales`
        if tail.geography is None and scope.geography_clause == here.clause:
            tail.geography = scope.geography
        return tail, "tail"
    if (
        any(t.has("metric", "other") for t in clause)
        or scope.segment_clause == here.clause
        or scope.product_clause == here.clause
    ):
        return scope, "clause"
    if scope.metric is not None or scope.segment is not None or scope.product is not None:
        return scope, "earlier"
    return scope, "none"
