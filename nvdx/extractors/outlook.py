"""What an outlook is: of a period that has not ended, with a horizon, not over many years."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import trailing_period
from nvdx.extractors.chinese import compound_growth
from nvdx.extractors.draft import RATIOS, Draft
from nvdx.extractors.resolution import anchor_of
from nvdx.fiscal import FiscalPeriod

__all__ = ["look_ahead", "no_horizon", "over_years"]

def look_ahead(case: Case, draft: Draft) -> None:
    """A period after the one that is reported has no results yet: its figure is an outlook."""
    anchor = anchor_of(draft.entity, case.state)
    period = draft.period
    if draft.metric in ("dividend_per_share", "repurchase_authorization"):
        return
    if draft.metric == "eps" and draft.kind == "guidance" and case.frame.speaker != "guidance":
        if _VALUED.search(case.reading.text, case.reading.start, case.reading.end):
            draft.kind = "estimate"  # `以预估EPS 7.5美元计算,本益比24倍`
    if period is not None and period.ttm and draft.kind in ("guidance", "estimate"):
        draft.kind = "reported"  # The company's own estimate of what has passed.
    if anchor is None or period is None or period.ttm:
        return
    expected = ("guidance",) if case.reading.is_latin else ("guidance", "consensus", "estimate")
    if (
        draft.kind in expected
        and not draft.aside
        and _is_over(period, anchor)
        and (
            _said_before(case)
            or _from_a_past_year(case)
            or _RECORD.search(_clause_before(case))
        )
        and not _foretold(case, draft)
    ):
        draft.kind = "reported"
    if (
        draft.kind == "consensus"
        and not draft.aside
        and period.part == "FY"
        and period.year < anchor.year
        and draft.period_text is not None
        and case.kind_at is not None
        and case.kind_at.clause < case.token.clause
        and draft.period_text[0] > case.kind_at.end
    ):
        draft.kind = "reported"  # `分析师预估明年营收820亿,而它2023财年的营收才270亿`
    if draft.kind != "reported":
        return
    running = (
        period.part == "FY"
        and period.year == anchor.year
        and anchor.quarter != 4
        and draft.measure != "run_rate"
        and not case.find(case.clause, "done")
    )
    later = running or (
        period.index > anchor.index if period.quarter else period.year > anchor.year
    )
    if later and (
        case.state.published is None
        or case.state.calendar(draft.entity).dates(period)[1] > case.state.published
    ):
        at = case.frame.speaker_at
        near = at is not None and case.token.start - at.end < _SPEAKER_WITHIN
        draft.kind = case.frame.speaker or "guidance" if near else "guidance"
        if draft.kind == "guidance" and not near and case.is_private():
            draft.kind = "estimate"  # Nobody guides the market of a company that is not listed.
        draft.inherited["kind"] = "its period, which has not ended"


_VALUED: Final = re.compile(r"本益比|市盈率|\bP/?E\b|\bPE\b")


def _from_a_past_year(case: Case) -> bool:
    """`will increase from 24% in fiscal 2025 to …`: what an outlook starts from has been."""
    start = case.find(case.left, "from")
    return bool(start) and case.reading.is_latin and trailing_period(case) is not None


_RECORD: Final = re.compile(r"纪录|记录|最高|峰值|高点")


def _clause_before(case: Case) -> str:
    """The clause before the figure, as it is written."""
    start = case.clause[0].start if case.clause else case.token.start
    return case.reading.text[start : case.token.start]


def _is_over(period: FiscalPeriod, anchor: FiscalPeriod) -> bool:
    if period.quarter:
        return period.index < anchor.index
    return period.part == "FY" and period.year < anchor.year + (anchor.quarter == 4)


def _foretold(case: Case, draft: Draft) -> bool:
    """`预计全年营收10亿元,净亏损3亿元`: the sentence foretells the very period, over or not (业绩预告).

    Rejected: a second level of the same metric (`指引325亿,收入351亿`), which is what came of it.
    """
    told = case.frame.previous
    return (
        told is not None
        and told.kind == "guidance"
        and told.period == draft.period
        and (told.metric != draft.metric or draft.measure != "level")
        and told.sentence == (case.reading.start, case.reading.end)
    )


def _said_before(case: Case) -> bool:
    """Whether the verb of expectation stands in an earlier clause, with nothing of the past about it."""
    at = case.frame.kind_at
    return (
        at is not None
        and at.clause < case.token.clause
        and not any(t.has("past") for t in case.clause)
    )


_OVER_YEARS: Final = re.compile(
    r"\b(?:over|in|across|for|during) the (?:next|coming|following)"
    r" (?:couple of |few |several |two |three |four |five |\d+ (?:to \d+ )?)?years"
    r"|\bby the end of the decade|\bover the long(?:er)?[- ]term|\bover time\b"
    r"|\blong[- ]term (?:target|model|goal|gross|operating)"
    r"|\b(?:in|across|for|through|over|during) (?:fiscal |calendar )?(?:20|')\d\d,?"
    r" (?:and|to|through|plus) (?:fiscal |calendar )?(?:20|')\d\d"
    r"|\bthrough (?:the end of )?(?:fiscal |calendar )?(?:year )?(?:20\d\d|'\d\d)",
    re.IGNORECASE,
)


def over_years(case: Case) -> bool:
    """`over the next few years`, `in 2025 and 2026`, `by the end of the decade`: no one period has the figure."""
    if not case.reading.is_latin:
        return compound_growth(case.reading, case.reading.start, case.token.start)
    if case.quantity.form == "amount":
        return bool(_OVER_YEARS.search(_english_clause(case)))
    before = [t.end for t in case.reading.tokens[: case.index] if t.quantity is not None or t.mark]
    start = before[-1] if before else case.reading.start
    return bool(_LONG_TERM.search(case.reading.text, start, case.token.start))


_LONG_TERM: Final = re.compile(
    r"\blong(?:er)?[- ]term\b|\bby the end of the decade|\bover time\b|\bthrough[- ]cycle\b"
    r"|\bover the next (?:few|several|three|five) years",
    re.IGNORECASE,
)


def _english_clause(case: Case) -> str:
    """The words around a figure up to the figures beside it."""
    tokens = case.reading.tokens
    last = case.index
    while last + 1 < len(tokens):
        here, then = tokens[last], next((t for t in tokens[last + 1 : last + 3] if not t.mark), None)
        if then is None or then.quantity is None:
            break
        if case.reading.text[here.end : then.start].strip() not in (",", "and", ", and"):
            break
        last = tokens.index(then)  # `$32 billion, $73 billion and $114 billion over the following three years`
    before = [t.end for t in tokens[: case.index] if t.quantity is not None or t.mark == ";"]
    behind = [t.start for t in tokens[last + 1 :] if t.quantity is not None or t.mark == ";"]
    start = before[-1] if before else case.reading.start
    return case.reading.text[start : behind[0] if behind else case.reading.end]


_SPEAKER_WITHIN: Final = 60
_NEAR_TERM: Final = frozenset(
    {
        "revenue",
        "gross_margin",
        "operating_expenses",
        "operating_income",
        "operating_margin",
        "net_income",
        "net_margin",
        "eps",
        "tax_rate",
        "gross_profit",
    }
)


_RAMPS: Final = re.compile(r"\b(?:[Aa]s|[Oo]nce|[Ww]hen|[Aa]fter)\b[^.;$%]{2,48}?\bramp(?:s|ed|ing|-up)?\b")


def _ramps(case: Case) -> bool:
    """`As Blackwell ramps, we expect gross margins to moderate to the low-70s`: for when nobody says."""
    said = _RAMPS.search(case.reading.text, case.reading.start, case.token.start)
    return said is not None and not any(t.period is not None for t in case.reading.tokens)


_ONCE: Final = re.compile(r"等到|待到|一旦")


def _waits(case: Case) -> bool:
    """`等到产能全开,毛利率会回到75%`: of a time that nobody dates, whatever quarter was spoken of before."""
    said = _ONCE.search(case.reading.text, case.reading.start, case.token.start)
    if said is None or any(t.period is not None and t.start >= said.start() for t in case.reading.tokens):
        return False
    return not any(t.quantity is not None and t.start < said.start() for t in case.reading.tokens)


_LONG_RUN: Final = re.compile(r"(?:中?长期|长远)(?:的|来看|而言)?,?$")
"""`长期53%以上的毛利率`"""


def no_horizon(case: Case, draft: Draft) -> bool:
    """An outlook that says for when in no way: a forecast, or spending that may come some day."""
    if draft.metric in RATIOS and _LONG_RUN.search(case.reading.text, case.reading.start, case.token.start):
        return True
    if "guidance" in (case.kind, draft.kind) or draft.metric in RATIOS:
        near = [t for t in case.reading.tokens[: case.index] if case.token.clause - t.clause <= 1]
        some_day = case.find(near, "some_day")
        since = [t for t in near if some_day is not None and t.start > some_day.start]
        if some_day is not None and not any(t.period or t.quantity for t in since):
            return not any(t.period for t in case.clause)
    if case.kind == "guidance" and not case.reading.is_latin and _waits(case):
        return True
    if "guidance" in (case.kind, draft.kind) and case.reading.is_latin and _ramps(case):
        return True
    if case.kind == "reported" or draft.aside or case.stated or trailing_period(case):
        return False
    if draft.period is not None and draft.inherited.get("metric") == "the figure before" and case.bound != "last":
        return False  # `Meta's range is $60 billion to $65 billion`, of the year just spoken of
    if draft.metric == "dividend_per_share":
        return False  # A dividend is declared, not foreseen.
    if draft.metric == "capex" and case.frame.outlook_at is not None and not case.reading.is_latin:
        return False  # `第三季度营收将达59亿美元。资本支出预计将达5.5亿美元`: of the outlook that the text is giving.
    last = case.frame.previous
    if last is not None and last.sentence == draft.sentence and last.metric == draft.metric:
        return False
    return draft.kind == "estimate" or (draft.kind == "guidance" and draft.metric not in _NEAR_TERM)
