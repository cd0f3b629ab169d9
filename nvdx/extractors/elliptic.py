"""A company's figure whose metric was said of another one before it: `Meta's range is $60 billion to $65 billion`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import local_period, period_of, trailing_period
from nvdx.extractors.draft import Draft
from nvdx.extractors.resolution import anchor_of
from nvdx.fiscal import FiscalPeriod
from nvdx.mentions.scan import Token

__all__ = ["same_metric_again"]

_ABOUT: Final = r"(?:about |around |roughly |nearly |over |more than |just |some |a record )*"
_WERE: Final = re.compile(
    rf"['’]s? (?P<outlook>(?:range|forecast|outlook|guidance|budget|target|plan|projection|own forecast) )?"
    rf"(?:figure |total |bill |tab )?(?:was|were|is|came to|comes to|stands at"
    rf"|stood at|totaled|totalled|hit|reached) {_ABOUT}"
)
_RAISED: Final = re.compile(
    r"\b(?:raised|lifted|lowered|cut|boosted|bumped|hiked|increased|narrowed|nudged|raises|lifts|trimmed|upped)"
    r"(?: up)? its (?:own |full-year |annual |\d{4} )?(?:forecast|outlook|guidance|range|target|budget|plan|projection)s?"
    rf"(?: up)? to (?:between |a range of |as much as )?{_ABOUT}$"
)
_SPENT: Final = re.compile(rf"\b(?:spent|shelled out|plans to spend|expects to spend|will spend) {_ABOUT}$")
_ON: Final = re.compile(r" (?:on|to|for|buying|acquiring|in (?!the |its |that |fiscal |Q\d|20\d\d))")
_OF_MORE: Final = frozenset({"capex", "revenue", "net_income", "operating_income", "free_cash_flow", "cash"})


def same_metric_again(case: Case) -> Draft | None:
    """The record of a figure that is said of another company, or spent again, with the words of the one before.

    Accepted: `Amazon guides to $100 billion of capex in 2025. Meta's range is $60 billion to $65 billion`;
    `…, and Google lifted its forecast to $85 billion`; `capex of $17 billion. It spent $13 billion a year ago`.
    Rejected: a clause with a metric or a noun of its own; a year that the two companies do not share.
    """
    if not case.reading.is_latin or case.entity is None:
        return None
    again = _pair_expected(case) or _amount_of_a_share(case) or _it_was(case)
    if again is not None or (again := _expected_of_it(case) or _granted_again(case)) is not None:
        return again
    told = case.frame.last
    if told is None or told.measure != "level":
        return None
    if told.segment or told.product or told.geography or told.metric not in _OF_MORE:
        return None
    if any(t.has("metric", "segment", "product") for t in (*case.left, *case.right)):
        return None
    text, here = case.reading.text, case.token
    kind = _how(case, told)
    if kind is None or text.startswith(("%", " percent"), here.end):
        return None
    period, at = _when(case, told, kind)
    if period is None:
        return None
    unit = case.quantity.unit
    if unit is None or unit != told.unit:
        return None
    draft = case.draft(
        f"amount.{told.metric}", told.metric, unit=unit, kind=kind, segment=None, product=None, geography=None,
        period=period, period_text=(at.start, at.end) if at else None,
    )  # fmt: skip
    draft.inherit("metric", "the figure before")
    return draft


_AND: Final = re.compile(r"(?: (?:per|a) share)?,? (?:and|on) (?:about |roughly )?")


def _pair_expected(case: Case) -> Draft | None:
    """`looking for 75 cents and $33.16 billion`, `$5.00 per share on $22.17 billion in sales`: earnings, then revenue."""
    told = case.frame.previous
    if told is None or told.metric != "eps" or told.kind != "consensus" or not _same_sentence(case, told):
        return None
    value = case.quantity.value
    if value is None or value < 1_000_000:
        return None
    if any(t.has("other", "segment") or t.get("metric") not in (None, "revenue") for t in case.right):
        return None
    if not _AND.fullmatch(case.reading.text, told.end, case.token.start):
        return None
    draft = case.draft("amount.revenue", "revenue", unit=case.quantity.unit or told.unit, basis=None)
    draft.period, draft.kind, draft.aside = told.period, told.kind, told.aside
    draft.segment = draft.product = None
    return draft


_OR: Final = re.compile(
    r"(?: of [\w' -]{3,30})?(?: (?:in|for) [\w' -]{3,24})?,? or (?:about |roughly |nearly |around |some )*"
)


def _amount_of_a_share(case: Case) -> Draft | None:
    """`China accounted for 13% of revenue in fiscal 2025, or $17 billion`: the part as an amount."""
    told = case.frame.previous
    if told is None or told.measure != "share" or not _same_sentence(case, told):
        return None
    if not _OR.fullmatch(case.reading.text, told.end, case.token.start):
        return None
    draft = case.draft("amount.revenue", "revenue", unit=case.quantity.unit or "USD", basis=None)
    for name in ("period", "period_text", "kind", "segment", "product", "geography", "customer"):
        setattr(draft, name, getattr(told, name))
    return draft


_IT_WAS: Final = re.compile(
    r"[,;]? ?(?:and |but |a year later,? )?(?:In|By|For|in|by|for)? ?,? ?(?:it|that|the figure|that figure|this)"
    rf" (?:was|had (?:become|been|grown to|risen to|fallen to|reached|climbed to|swelled to)|came to|reached|hit|stood at"
    rf"|totaled|rose to|fell to|grew to|climbed to) {_ABOUT}"
)


_NEAR: Final = Decimal("0.35")
_BEFORE: Final = 3
"""Code points between a sentence and the one before it."""


def _expected_of_it(case: Case) -> Draft | None:
    """`Sales were $9.25 billion and EPS $1.20. Analysts had predicted $8.76 billion and $1.17`: of the level near it.

    Rejected: a figure with a metric of its own, one that is near no level of the sentence before, or near two.
    """
    value, reading = case.quantity.value, case.reading
    before = reading.tokens[: case.index]
    if value is None or value <= 0 or not any(t.has("analysts", "market") for t in before):
        return None
    if any(t.has("metric", "other", "segment", "product", "geography") for t in (*before, *case.right)):
        return None
    told = [
        d for d in case.state.drafts[-8:]
        if d.entity == case.entity and d.measure == "level" and d.kind in ("reported", "guidance") and not d.aside
        and reading.start - _BEFORE <= d.sentence[1] <= reading.start and d.unit.startswith(case.quantity.unit or "?")
    ]  # fmt: skip
    near = [d for d in told if d.value and abs(d.value - value) <= _NEAR * value]
    named = {(d.metric, d.segment, d.product, d.geography) for d in near}
    if len(named) != 1:
        return None
    of = near[-1]
    draft = case.draft(f"amount.{of.metric}", of.metric, unit=of.unit, kind="consensus", aside=True)
    for name in ("segment", "product", "geography", "basis"):
        setattr(draft, name, getattr(of, name))
    stated = trailing_period(case) or case.frame.period_at
    if stated is None or stated.start < reading.start:
        draft.period, draft.period_text = of.period, None
    draft.inherit("metric", "the figure before")
    return draft


_ANOTHER: Final = re.compile(r"\b(?:approved|authorized|added) (?:another|an additional|an extra|a further) $")


def _granted_again(case: Case) -> Draft | None:
    """`$14.7 billion left on its buyback plan; the board approved another $60 billion`."""
    told = case.frame.previous
    if told is None or told.metric != "repurchase_authorization" or told.entity != case.entity:
        return None
    if not _same_sentence(case, told) or not _ANOTHER.search(case.reading.text, told.end, case.token.start):
        return None
    draft = case.draft("amount.repurchase_authorization", told.metric, unit=told.unit, kind="reported", segment=None)
    draft.period, draft.period_text, draft.product = told.period, None, None
    return draft


def _it_was(case: Case) -> Draft | None:
    """`In fiscal 2016, revenue was $5 billion. In fiscal 2023, it was $27 billion`: the same of another period."""
    told, at = case.frame.last, case.frame.period_at
    if told is None or told.measure != "level" or case.entity != told.entity or at is None or at.period is None:
        return None
    told_here = [t.end for t in case.reading.tokens[: case.index] if t.quantity is not None]
    start = told_here[-1] if told_here else case.reading.start
    if not start <= at.start < case.token.start or at.period.comparison or case.kind != "reported":
        return None
    words = case.reading.text[start : at.start] + case.reading.text[at.end : case.token.start]
    if not _IT_WAS.fullmatch(" ".join(words.split()) + " "):
        return None
    if case.quantity.unit != told.unit:
        return None
    draft = case.draft(f"amount.{told.metric}", told.metric, unit=told.unit)
    for name in ("segment", "product", "geography", "customer", "basis"):
        setattr(draft, name, getattr(told, name))
    draft.inherit("metric", "the figure before")
    return draft


def _same_sentence(case: Case, told: Draft) -> bool:
    return told.sentence == (case.reading.start, case.reading.end) and told.end <= case.token.start


def _how(case: Case, told: Draft) -> str | None:
    """The kind, where the words before the figure take up the metric of the figure before; else None."""
    text, here = case.reading.text, case.token
    named = case.frame.entity_at
    if named is not None and named.end <= here.start and case.entity != told.entity:
        if (were := _WERE.fullmatch(text, named.end, here.start)) is not None:
            return "guidance" if were["outlook"] else told.kind
    before = [t.end for t in case.reading.tokens[: case.index] if t.quantity is not None]
    start = max([case.reading.start, *before])
    if case.entity != told.entity and told.kind == "guidance" and _RAISED.search(text, start, here.start):
        return "guidance"
    if told.metric != "capex" or _ON.match(text, here.end):
        return None
    spent = _SPENT.search(text, start, here.start)
    if spent is None:
        return None
    return "reported" if spent[0].startswith(("spent", "shelled")) else "guidance"


def _when(case: Case, told: Draft, kind: str) -> tuple[FiscalPeriod | None, Token | None]:
    """The period said with the figure, or that of the figure before where both companies have it."""
    assert case.entity
    token = local_period(case) or trailing_period(case)
    if token is not None:
        return period_of(case, token, outlook=kind == "guidance"), token
    if told.period is None:
        return None, None
    mine, other = case.state.calendar(case.entity), case.state.calendar(told.entity)
    if told.period.part == "FY" and mine.dates(told.period) == other.dates(told.period):
        return (told.period, None) if kind == told.kind else (None, None)
    if told.period == anchor_of(told.entity, case.state) and kind == "reported":
        return anchor_of(case.entity, case.state), None
    return None, None
