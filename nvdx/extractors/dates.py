"""Dates that a sentence states in full, where a rule asks for one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from nvdx.extractors.case_periods import period_of, reported_quarter
from nvdx.extractors.draft import Draft

if TYPE_CHECKING:
    from nvdx.extractors.case import Case
    from nvdx.extractors.reading import Reading
    from nvdx.extractors.state import DocumentState

__all__ = ["of_its_quarter", "pay_date", "told_on"]

_A_DAY: Final = re.compile(r"(?<![\d至到-])(20[012]\d)年(\d{1,2})月(?:(\d{1,2})日)?")
_A_MONTH: Final = re.compile(
    r"(?:Back in|Back on|In|On) ((?:Jan|Febr)uary|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber)(?: (\d{1,2}),|,| of)? (20[012]\d)\b(?! (?:quarter|period))"
)
_A_BARE_MONTH: Final = re.compile(
    r"(?:Back in|In) ((?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)(?:,| [A-Za-z])"
)
_LAST_RESULTS: Final = 60
_A_YEAR: Final = 360
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOW: Final = re.compile(r"如今|现在|目前|今天|今年|去年|明年|上月|本月|这个月|至今|以来|为止|支付|派发|派息")
_LONG_PAST: Final = 150
"""Days before the document's own date from which a day that it names is history."""


def told_on(reading: Reading, state: DocumentState) -> date | None:
    """The day long past that a sentence tells of: `2023年5月24日,公司给出的第二财季指引是110亿`,
    `In May 2023 the company forecast …` (English says it at the head of the sentence).

    Rejected: the end of a period, a day near the document's date, a sentence that comes back to
    the present, a month in which something began (`自2020年5月以来`).
    """
    text = reading.text
    now = state.published
    if now is None:
        ends = [state.calendar(e).dates(a)[1] for e, a in state.anchors.items() if a is not None]
        now = max(ends, default=None)
    if now is None or _NOW.search(text, reading.start, reading.end):
        return None
    if (told := _A_MONTH.match(text, reading.start)) is not None:
        month = _MONTHS.index(told[1][:3].lower()) + 1
        try:
            day = date(int(told[3]), month, int(told[2] or 25))
        except ValueError:
            return None
        return day if (now - day).days > _LONG_PAST else None
    if now is state.published and (told := _A_BARE_MONTH.match(text, reading.start)) is not None:
        # `In May, the company guided to …`: what it expected then.
        first = next((t.start for t in reading.tokens if t.quantity is not None), reading.end)
        if any(t.has("guidance", "expect") for t in reading.tokens if t.start < first):
            month = _MONTHS.index(told[1][:3].lower()) + 1
            day = date(now.year - (month >= now.month), month, 25)
            return day if _LAST_RESULTS < (now - day).days < _A_YEAR else None
    for match in _A_DAY.finditer(text, reading.start, reading.end):
        if any(
            t.period is not None and t.start < match.end() and t.end > match.start()
            for t in reading.tokens
        ):
            continue
        if text[max(0, match.start() - 4) : match.start()].endswith(("截至", "截止", "自", "从", "到")):
            continue
        try:
            day = date(int(match[1]), int(match[2]), int(match[3] or 25))
        except ValueError:
            continue
        return day if (now - day).days > _LONG_PAST else None
    return None

_PAID: Final = re.compile(
    r"(?:将|拟|预计)?(?:于|在)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日[^。,]{0,24}?(?:支付|派发|发放|派付|配发|发给)"
    r"|(?:支付|派发|发放|派付|配发|发给)[^。]{0,30}?(?:于|在)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
    r"|(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:首次|开始|起)?(?:支付|派发|发放|派付|派息|配发|发给)"
)


def pay_date(text: str, start: int, end: int, published: date | None) -> date | None:
    """The day on which a sentence says that a dividend is paid.

    >>> pay_date("公司将于2023年3月29日向股东支付股息", 0, 22, None)
    datetime.date(2023, 3, 29)
    >>> pay_date("截至3月8日在册的股东", 0, 10, None) is None
    True
    """
    match = _PAID.search(text, start, end)
    if match is None:
        return _english_pay_date(text, start, end, published)
    year, month, day = (match[i] or match[i + 3] or match[i + 6] for i in (1, 2, 3))
    if year is None and published is None:
        return None
    try:
        if year:
            return date(int(year), int(month), int(day))
        assert published is not None
        # A day of the spring named in the autumn is one of the next year: dividends lie ahead.
        return date(published.year + (int(month) < published.month - 6), int(month), int(day))
    except ValueError:
        return None


_PAID_ON: Final = re.compile(
    r"\b(?:(?:paid|pay|payable)\b(?:[^.;]|\.\d){0,80}?\bon|payment date of|pay date of)"
    r" ([A-Z][a-z]{2})[a-z]*\.? (\d{1,2})(?:, (\d{4}))?"
)


def _english_pay_date(text: str, start: int, end: int, published: date | None) -> date | None:
    match = _PAID_ON.search(text, start, end)
    if match is None or match[1].lower() not in _MONTHS:
        return None
    month, day = _MONTHS.index(match[1].lower()) + 1, int(match[2])
    if not match[3] and published is None:
        return None
    try:
        if match[3]:
            return date(int(match[3]), month, day)
        assert published is not None
        return date(published.year + (month < published.month - 6), month, day)
    except ValueError:
        return None


_PAY_DATE_BEHIND: Final = 40
_PAY_DATE_BEHIND_LATIN: Final = 240
"""Code points behind the sentence in which the next one may say when the dividend is paid."""


def of_its_quarter(case: Case, draft: Draft) -> None:
    """A dividend belongs to the quarter of its stated pay date or quarter, else to the anchor."""
    named = next((t for t in case.clause if t.period is not None and not t.period.comparison), None)
    period = period_of(case, named, outlook=False) if named is not None else None
    if period is None or not period.quarter:
        draft.period, draft.period_text = reported_quarter(case), None
    anchor = reported_quarter(case)
    day = pay_date(
        case.reading.text,
        case.reading.start,
        case.reading.end + (_PAY_DATE_BEHIND_LATIN if case.reading.is_latin else _PAY_DATE_BEHIND),
        case.state.published
        or (case.state.calendar(draft.entity).dates(anchor)[1] if anchor else None),
    )
    if day is not None:
        draft.period = case.state.calendar(draft.entity).quarter_containing(day)
        draft.period_text = None
