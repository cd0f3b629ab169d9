"""Margins and tax rates as levels."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import local_period
from nvdx.extractors.draft import RATIOS, Draft, Refusal
from nvdx.extractors.reading import Reading
from nvdx.mentions.scan import Token

__all__ = ["is_base_of_ratio", "ratio_level", "ratio_of_revenue"]

_RATIO_OF: Final = {
    "operating_income": "operating_margin",
    "net_income": "net_margin",
    "gross_profit": "gross_margin",
    "gross_margin": "gross_margin",
    "operating_margin": "operating_margin",
    "net_margin": "net_margin",
}
_OF_REVENUE: Final = re.compile(
    r" of (?:(?!revenue|sales)[A-Za-z&]+ ){0,4}?(?:revenues?|sales)\b", re.IGNORECASE
)
_SAID_AGAIN: Final = re.compile(r",? or (?:about |approximately |roughly |nearly )?$")


def ratio_of_revenue(case: Case) -> Draft | Refusal | None:
    """What part of its revenue a business keeps: a margin in other words.

    Accepted: `operating income was $1.2 billion, or 30% of revenue`, `gross margin was 77.9% of revenue`.
    Rejected: `free cash flow was 41% of revenue` (no margin that we keep), `Data Center was 88% of revenue`.
    """
    if not case.reading.is_latin:
        return _part_of_revenue(case)
    owner = case.frame.scope.metric
    metric = owner.get("metric") if owner is not None else None
    if metric in (None, "revenue") or owner is None:
        return None
    here, told = case.token, case.frame.previous
    if not _OF_REVENUE.match(case.reading.text, here.end):
        again = (
            told is not None
            and told.metric == metric == "operating_income"
            and told.measure == "level"
            and bool(_SAID_AGAIN.fullmatch(case.reading.text, told.end, here.start))
        )
        if not again or case.find(case.right, "up", "down", "yoy", "qoq"):
            return None
    ratio = _RATIO_OF.get(metric)
    if ratio is None:
        return Refusal("share-of-no-revenue", (owner.start, owner.end))
    draft = case.draft("margin.of-revenue", ratio, unit="percent")
    if told is not None and told.metric == metric and told.sentence == draft.sentence:
        draft.segment, draft.product, draft.basis = told.segment, told.product, told.basis
        if _SAID_AGAIN.fullmatch(case.reading.text, told.end, here.start):
            draft.period, draft.period_text, draft.aside = told.period, told.period_text, told.aside
    return draft


_TAKES_OF_REVENUE: Final = re.compile(
    r",(?:约|大约)?占(?:了|到)?(?:其|该部门|部门|当期|当季)?(?:总)?(?:营收|收入|销售额)的?(?:比例|比重)?(?:为|约|约为|达)?$"
)


def _part_of_revenue(case: Case) -> Draft | None:
    """`运营利润为11.57亿美元,占营收的30%`: what part of its revenue the profit just given is."""
    told = case.frame.previous
    if told is None or told.metric not in _MARGIN_OF or told.measure != "level":
        return None
    if told.sentence != (case.reading.start, case.reading.end):
        return None
    if not _TAKES_OF_REVENUE.fullmatch(case.reading.text, told.end, case.token.start):
        return None
    return case.draft(
        "margin.of-revenue", _MARGIN_OF[told.metric], unit="percent", segment=told.segment, product=told.product,
        basis=told.basis, period=told.period, period_text=told.period_text, kind=told.kind, aside=told.aside,
    )  # fmt: skip


def is_base_of_ratio(reading: Reading, index: int) -> bool:
    """Whether a word for revenue stands in `30% of revenue`: it says what the ratio is of, no more."""
    token = reading.tokens[index]
    if token.get("metric") != "revenue":
        return False
    if not reading.is_latin:
        # `毛利率为收入的78.4%`
        following = reading.tokens[index + 1] if index + 1 < len(reading.tokens) else None
        percent = following is not None and following.quantity is not None and following.quantity.form == "percent"
        of = percent and reading.text[token.end : following.start].strip() == "的"  # type: ignore[union-attr]
        return of and reading.text[: token.start].rstrip("总营业").endswith(("为", "是", "达"))
    before = next((t for t in reversed(reading.tokens[:index]) if t.quantity is not None), None)
    return before is not None and bool(
        _OF_REVENUE.fullmatch(reading.text, before.end, token.end)
    )


def _was(case: Case) -> Token | None:
    """`75.0%, up from 74.6% a year ago`: the level that a margin moved from, its period stated."""
    start = case.find(case.left, "from")
    return start if start is not None and local_period(case) is not None else None


def _is_of_the_margin(case: Case) -> bool:
    """`毛利的话,GAAP口径是72%`: in speech the gross profit in percent is the margin, unless it grew."""
    words = [t for t in (*case.clause, *case.left, *case.right[:1]) if t.start >= case.reading.start]
    return not case.reading.is_latin and not any(
        t.has("up", "down", "yoy", "qoq", "share", "versus") for t in words
    )


_IMPACT: Final = re.compile(
    r"\b(?:impact|effect|headwind|tailwind|drag|dilution)s?(?: (?:to|on) [a-z ]{3,30})? of (?:about |approximately )?"
    r"(?:[0-9.]+% and )?$",
    re.IGNORECASE,
)
"""`an unfavorable impact of 1.9%`: what moved a margin, not the margin."""
_MARGIN_OF: Final = {"operating_income": "operating_margin", "net_income": "net_margin"}


def _of_the_profit_told(case: Case) -> Draft | Refusal | None:
    """`经营利润20亿美元,利润率从上年同期的3%升至17%`: a margin without more is that of the profit just given.

    Rejected: a `利润率` before which the sentence gives no profit, `净利率` and the like, its change in percent.
    """
    word = case.scope.metric
    if word is None or word.text != "利润率":
        return None
    if case.quantity.sign or (case.find(case.left, "up", "down") and not case.find(case.left, "to")):
        return Refusal("percent-change-of-a-ratio")
    here = (case.reading.start, case.reading.end)
    told = next(
        (d for d in reversed(case.state.drafts[-6:]) if d.sentence == here and d.metric in _MARGIN_OF), None
    )
    if told is None:
        last = case.frame.previous
        if last is None or last.rule != "margin.of-profit" or last.sentence != here:
            return Refusal("margin-of-what")
        return case.draft(
            "margin.of-profit", last.metric, unit="percent", segment=last.segment, basis=last.basis
        )
    return case.draft(
        "margin.of-profit", _MARGIN_OF[told.metric], unit="percent", segment=told.segment, basis=told.basis
    )


_A_MARGIN: Final = re.compile(
    r"(?:,|,? or|,? for|\(|, representing|, with|, giving it|, good for)? ?(?:an? )(?:margin of )?"
    r"(?:about |roughly |nearly )?$"
)
_IS_MARGIN: Final = re.compile(r" margin\b(?! expansion| improvement)")


def _margin_of_it(case: Case) -> Draft | None:
    """`operating income of $25.5 billion, a margin of 65%`, `…, for a 65% margin`: of the profit just given."""
    told = case.frame.previous
    if told is None or told.measure != "level" or told.sentence != (case.reading.start, case.reading.end):
        return None
    ratio = _RATIO_OF.get(told.metric)
    said = case.reading.text[told.end : case.token.start]
    if ratio is None or told.end > case.token.start or not _A_MARGIN.fullmatch(said):
        return None
    if "margin" not in said and not _IS_MARGIN.match(case.reading.text, case.token.end):
        return None
    return case.draft(
        "margin.of-profit", ratio, unit="percent", segment=told.segment, product=told.product,
        basis=told.basis, period=told.period, period_text=told.period_text, kind=told.kind,
    )  # fmt: skip


def ratio_level(case: Case) -> Draft | Refusal | None:
    """A gross, operating or net margin, or a tax rate.

    Accepted: `毛利率为75%`, `毛利率提升至71.2%`, `税率预计在17%至19%之间`.
    Rejected: `毛利率下降2%` (points or percent, the words do not tell).
    """
    if (ratio := _of_the_profit_told(case)) is not None:
        return ratio
    metric = case.metric
    if metric is None and not any(t.has("metric", "other", "segment") for t in case.clause):
        last = case.frame.last
        if (
            last is not None
            and last.metric in RATIOS
            and last.sentence == (case.reading.start, case.reading.end)
        ):
            metric = last.metric
    if case.reading.is_latin and metric not in RATIOS and (of_it := _margin_of_it(case)) is not None:
        return of_it
    if metric == "gross_profit" and _is_of_the_margin(case):
        metric = "gross_margin"
    if metric not in RATIOS:
        return None
    if case.reading.text[: case.token.start].endswith(("a benefit of ", "tax benefit of ", "benefit rate of ")):
        return Refusal("benefit-not-rate")
    if case.reading.is_latin and _IMPACT.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("effect-on-a-ratio")
    moved = case.find(case.left, "up", "down")
    if moved is not None and case.reading.is_latin and any(
        t.has("versus", "beat") for t in case.left if t.start >= moved.end
    ):
        moved = None  # `higher than our guidance of 16.5%` compares levels.
    target = case.find(case.left, "to") or _was(case)
    if (moved is not None and (target is None or target.start < moved.start)) or case.quantity.sign:
        near = case.find(case.left, "metric")
        if case.quantity.sign or near is None or moved is None or moved.start > near.start:
            return Refusal("percent-change-of-a-ratio")
    if case.find(case.left, "yoy", "qoq") and target is None:
        return Refusal("percent-change-of-a-ratio")
    return case.draft("margin", metric, unit="percent")
