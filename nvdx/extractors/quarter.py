"""Which fiscal period a mention means: the contract's rules 1 to 8 on one company's calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from nvdx.fiscal import Calendar, FiscalPeriod, Part
from nvdx.mentions.period import PeriodMention

__all__ = ["default_anchor", "resolve"]

_SHORTLY: Final = timedelta(days=120)
"""A report on a period comes out within about four months of its end (SEC: 60 to 90 days for a 10-K)."""
_NEAR: Final = 20
_CALENDAR_SPANS: Final[dict[Part, tuple[tuple[int, int], tuple[int, int]]]] = {
    "Q1": ((1, 1), (3, 31)), "Q2": ((4, 1), (6, 30)), "Q3": ((7, 1), (9, 30)), "Q4": ((10, 1), (12, 31)),
    "H1": ((1, 1), (6, 30)), "H2": ((7, 1), (12, 31)), "M9": ((1, 1), (9, 30)), "FY": ((1, 1), (12, 31)),
}  # fmt: skip
_LAST_QUARTER_OF: Final[dict[Part, int]] = {"H1": 2, "M9": 3, "H2": 4, "FY": 4}


def default_anchor(calendar: Calendar, published: date | None) -> FiscalPeriod | None:
    """The quarter that a document tells of when it does not say which (rule 7).

    >>> nvidia = Calendar.parse("last Sunday of January")
    >>> str(default_anchor(nvidia, date(2024, 8, 30)))
    'FY2025Q2'
    >>> default_anchor(nvidia, None) is None
    True
    """
    return None if published is None else calendar.last_ended(published, 10)


def resolve(
    mention: PeriodMention,
    *,
    calendar: Calendar,
    anchor: FiscalPeriod | None,
    published: date | None,
    outlook: bool,
    base: FiscalPeriod | None = None,
) -> FiscalPeriod | None:
    """The fiscal period that a mention means, None where nothing tells (rule 8).

    Args:
        mention: from `nvdx.mentions.period.periods`.
        calendar: of the company that the figure is of.
        anchor: the quarter that the document reports of that company.
        published: the document's date.
        outlook: whether the figure looks ahead.
        base: the period spoken of, which `去年同期` is a year before; the anchor where None.
    """
    if mention.year is not None and mention.fiscal and mention.relative is None:
        return FiscalPeriod(mention.year, mention.part or "FY")
    if (mention.end_date or mention.end_month_day) and mention.relative is None:
        return _by_end(mention, calendar, anchor, published)
    if mention.relative is not None:
        return _relative(mention, calendar, anchor, published, outlook, base)
    if mention.year is not None:
        return _by_calendar_words(mention.year, mention.part or "FY", mention, calendar, anchor, published)
    if mention.part is not None and anchor is not None:
        period = _bare(mention.part, anchor, outlook)
        if not outlook and period != anchor and mention.fiscal is None and published is not None:
            if _calendar_reading(mention.part, calendar, published) == anchor:
                return anchor
        return period
    return None


def _calendar_reading(part: Part, calendar: Calendar, published: date) -> FiscalPeriod | None:
    """The fiscal period that the latest finished calendar period of that name overlaps most.

    News calls the quarter to December the fourth whatever the company calls it.
    """
    if calendar.is_calendar_year or part == "FY":
        return None
    (month, day), (last_month, last_day) = _CALENDAR_SPANS[part]
    year = published.year if date(published.year, last_month, last_day) < published else published.year - 1
    return calendar.overlapping(date(year, month, day), date(year, last_month, last_day), part)


def _by_end(
    mention: PeriodMention, calendar: Calendar, anchor: FiscalPeriod | None, published: date | None
) -> FiscalPeriod | None:
    """Rule 2: a stated end decides, whatever the quarter is called."""
    end = mention.end_date or _without_year(mention, calendar, anchor, published)
    if end is None:
        return FiscalPeriod(mention.year, mention.part) if mention.year and mention.part else None
    quarter = calendar.quarter_ending(end, _NEAR)
    if quarter is None:
        return None
    part = mention.part
    if part in _LAST_QUARTER_OF:
        return FiscalPeriod(quarter.year, part) if quarter.quarter == _LAST_QUARTER_OF[part] else None
    return quarter


def _without_year(
    mention: PeriodMention, calendar: Calendar, anchor: FiscalPeriod | None, published: date | None
) -> date | None:
    """The latest such day not after the document's date or the anchor's end."""
    latest = published or (calendar.dates(anchor)[1] + timedelta(days=_NEAR) if anchor else None)
    if mention.end_month_day is None or latest is None:
        return None
    month, day = mention.end_month_day
    for year in (latest.year, latest.year - 1):
        try:
            end = date(year, month, day)
        except ValueError:
            end = date(year, month, 28)
        if end <= latest:
            return end
    return None


def _relative(
    mention: PeriodMention, calendar: Calendar, anchor: FiscalPeriod | None, published: date | None,
    outlook: bool, base: FiscalPeriod | None,
) -> FiscalPeriod | None:  # fmt: skip
    """Rules 3 and 5."""
    relative = mention.relative
    spoken_of = base or anchor
    if relative == "same_period" and mention.year is not None:
        if spoken_of is None:
            return None
        return _by_calendar_words(mention.year, spoken_of.part, mention, calendar, anchor, published)
    if anchor is None or spoken_of is None:
        return None
    match relative:
        case "this_quarter" | "latest_quarter":
            return anchor
        case "last_quarter":
            return anchor.shift(-1)
        case "next_quarter":
            return anchor.shift(1)
        case "same_quarter_last_year":
            return anchor.previous_year()
        case "same_period_last_year":
            return spoken_of.previous_year()
        case "same_period":
            return spoken_of
        case "ttm":
            return FiscalPeriod(anchor.year, anchor.part, ttm=True)
        case "this_year" | "last_year" | "next_year" | "latest_year" | "year_before_last":
            year = _year(relative, calendar, anchor, published, outlook)
            period = FiscalPeriod(year, mention.part or "FY")
            if mention.part and period != anchor and not calendar.is_calendar_year and published is not None:
                # `今年第一季度` may count by the calendar: it does where that is the reported quarter.
                by_calendar = _by_calendar_words(
                    published.year + (relative == "next_year") - (relative == "last_year"),
                    mention.part, mention, calendar, anchor, published,
                )  # fmt: skip
                if by_calendar == anchor:
                    return anchor
            return period
        case _:
            return spoken_of.previous_year().previous_year()


def _year(
    relative: str, calendar: Calendar, anchor: FiscalPeriod, published: date | None, outlook: bool
) -> int:
    begun = anchor.quarter == 4
    if relative == "latest_year":
        return anchor.year if begun else anchor.year - 1
    if calendar.is_calendar_year and published is not None and published.year == anchor.year + 1 and begun:
        # In the new year `去年` is the year whose results are out; `今年` of a result is that year too.
        this_year = published.year if outlook or relative != "this_year" else anchor.year
    else:
        this_year = anchor.year + (begun and outlook and relative in ("this_year", "next_year"))
    return this_year + {"last_year": -1, "next_year": 1, "year_before_last": -2}.get(relative, 0)


def _by_calendar_words(
    year: int, part: Part, mention: PeriodMention, calendar: Calendar, anchor: FiscalPeriod | None,
    published: date | None,
) -> FiscalPeriod:  # fmt: skip
    """Rule 6: what ended shortly before the document's date, else what overlaps the calendar most.

    >>> nvidia = Calendar.parse("last Sunday of January")
    >>> def read(year, part, day=None):
    ...     mention = PeriodMention(0, 1, part=part, year=year, fiscal=False)
    ...     return str(_by_calendar_words(year, part, mention, nvidia, None, day))
    >>> read(2024, "FY"), read(2025, "Q2")
    ('FY2025', 'FY2026Q2')
    >>> read(2024, "FY", date(2024, 2, 22))
    'FY2024'
    """
    same = FiscalPeriod(year, part)
    if calendar.is_calendar_year:
        return same
    if mention.fiscal is None and same == anchor:
        return same
    (month, day), (last_month, last_day) = _CALENDAR_SPANS[part]
    overlapping = calendar.overlapping(date(year, month, day), date(year, last_month, last_day), part)
    if published is not None and calendar.dates(overlapping)[1] > published:
        for candidate in (same, FiscalPeriod(year + 1, part)):
            end = calendar.dates(candidate)[1]
            if timedelta(0) <= published - end <= _SHORTLY:
                return candidate
    return overlapping


def _bare(part: Part, anchor: FiscalPeriod, outlook: bool) -> FiscalPeriod:
    """Rule 4, and rule 5 for `全年`: the latest such period for a result, the next for an outlook.

    >>> str(_bare("Q3", FiscalPeriod(2025, "Q2"), False)), str(_bare("Q3", FiscalPeriod(2025, "Q2"), True))
    ('FY2024Q3', 'FY2025Q3')
    >>> str(_bare("H1", FiscalPeriod(2025, "Q3"), False)), str(_bare("H2", FiscalPeriod(2025, "Q2"), True))
    ('FY2025H1', 'FY2025H2')
    """
    period = FiscalPeriod(anchor.year, part)
    if part == "FY":
        return FiscalPeriod(anchor.year + (outlook and anchor.quarter == 4))
    last = period.quarter or _LAST_QUARTER_OF[part]
    assert anchor.quarter is not None
    if outlook:
        return period if last > anchor.quarter else FiscalPeriod(anchor.year + 1, part)
    return period if last <= anchor.quarter else FiscalPeriod(anchor.year - 1, part)
