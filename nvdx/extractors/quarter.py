"""The fiscal period that a period mention means for a company, in a document.

The rules are those that an analyst follows; their numbers are those of the fact contract:

1. fiscal words with a year win: `2025财年Q2`, `FY27Q1`;
2. a stated end date decides: `截至2024年7月28日的第二季度`;
3. relative quarters count from the anchor, the quarter that the document reports;
4. a bare `第二季度` is, of reported figures, the latest such quarter not after the anchor, and of an
   outlook the next one after it;
5. years: `全年`, `今年`, `本财年` are the anchor's fiscal year, an outlook beside a fourth quarter's
   results means the year that has begun; `过去四个季度` are the four quarters that end with the anchor;
6. calendar words about a company whose year is not the calendar's mean the fiscal period where the
   document can only mean that, else the one that overlaps the calendar period most;
7. without a reported quarter the anchor is the last that had ended ten days before the document's date;
8. with nothing to go by there is no period.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from nvdx.fiscal import QUARTERS, SPANS, Calendar, FiscalPeriod, Part
from nvdx.mentions.period import PeriodMention

__all__ = ["TO_DATE", "default_anchor", "resolve"]

# Days after a quarter's end in which its results are news; the slowest, of a fourth quarter, are
# due within 90 days at the SEC and take some days to be written about.
_NEWS: Final = timedelta(days=100)
# Companies call a quarter that ends on the last Sunday of July the one that ends with July.
_TOLERANCE: Final = timedelta(days=10)
TO_DATE: Final[dict[Part, Part]] = {"Q1": "Q1", "Q2": "H1", "Q3": "M9", "Q4": "FY"}
_YEARS_BACK: Final[dict[str, int]] = {"last_year": 1, "year_before_last": 2}


def default_anchor(calendar: Calendar, published: date | None) -> FiscalPeriod | None:
    """The quarter that a document is taken to stand on where it reports none (rule 7).

    >>> nvidia = Calendar.parse("last Sunday of January")
    >>> str(default_anchor(nvidia, date(2024, 8, 28)))
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
    """What a mention means on a calendar; None where nothing tells, or where it means several years.

    `anchor` is the quarter that the document reports of the company, taken from `published` where it
    is None. `outlook` says that the figure looks ahead at a period not yet reported; an expectation
    that is set beside the reported figure does not. `base` is the period being spoken of, which
    `去年同期` and `同期` refer to.

    >>> from nvdx.mentions.period import periods
    >>> def read(text, outlook=False, anchor="FY2025Q2", **more):
    ...     if isinstance(anchor, str):
    ...         anchor = FiscalPeriod.parse(anchor)
    ...     more = {"calendar": Calendar.parse("last Sunday of January"), "published": None} | more
    ...     return str(resolve(next(periods(text)), anchor=anchor, outlook=outlook, **more))
    >>> read("FY27Q1"), read("截至2024年4月28日的第一季度"), read("上一季度"), read("a year ago")
    ('FY2027Q1', 'FY2025Q1', 'FY2025Q1', 'FY2024Q2')
    >>> read("第三季度"), read("第三季度", outlook=True), read("全年"), read("过去四个季度")
    ('FY2024Q3', 'FY2025Q3', 'FY2025', 'FY2025Q2TTM')
    >>> read("2024年"), read("2025年第二季度", anchor=None)
    ('FY2025', 'FY2026Q2')
    >>> read("去年同期", base=FiscalPeriod(2025, "H1"))
    'FY2024H1'

    Rejected: no anchor, a date that ends none of the company's quarters, several years at once.

    >>> read("上一季度", anchor=None), read("2025-2027财年")
    ('None', 'None')
    """
    if anchor is None:
        anchor = default_anchor(calendar, published)
    return _Reading(calendar, anchor, published, outlook, base).period(mention)


def _calendar_dates(year: int, part: Part) -> tuple[date, date]:
    """First and last day of a part of a calendar year.

    >>> [str(d) for d in _calendar_dates(2024, "Q1")], str(_calendar_dates(2024, "FY")[1])
    (['2024-01-01', '2024-03-31'], '2024-12-31')
    """
    first, last = SPANS[part]
    month = 3 * last
    return date(year, 3 * first - 2, 1), date(year, month, monthrange(year, month)[1])


class _Reading:
    """One document's view on one company: a rule is a method."""

    def __init__(
        self,
        calendar: Calendar,
        anchor: FiscalPeriod | None,
        published: date | None,
        outlook: bool,
        base: FiscalPeriod | None,
    ) -> None:
        self.calendar = calendar
        self.anchor = anchor
        self.published = published
        self.outlook = outlook
        self.base = base

    def period(self, mention: PeriodMention) -> FiscalPeriod | None:
        if mention.years:
            return self._split_year(mention)
        if mention.relative == "same_period":
            return self._same_period(mention)
        if mention.year is not None and mention.fiscal and mention.part is not None:
            return FiscalPeriod(mention.year, mention.part)  # rule 1
        if mention.end_date is not None or mention.end_month_day is not None:
            if mention.year is not None and mention.fiscal and mention.part is None:
                return FiscalPeriod(mention.year, "FY")  # `fiscal 2026, which ended on January 25`
            ended = self._ended(mention)
            if ended is not None or (mention.part is None and mention.relative is None):
                return ended
        if mention.year is not None:
            return self._calendar_part(mention.year, mention.part or "FY")
        if mention.relative is not None:
            return self._relative(mention)
        if mention.part is None:
            return None
        if mention.fiscal is False:
            return self._calendar_quarter(mention.part)
        return self._bare(mention.part)

    # --- rules 1 and 2

    def _split_year(self, mention: PeriodMention) -> FiscalPeriod | None:
        """`2022/23财年`: the year that lies in both calendar years, whichever names it (rule 1)."""
        if not mention.split:
            return None
        first, second = mention.years
        return self.calendar.overlapping(date(first, 7, 1), date(second, 6, 30), "FY")

    def _ended(self, mention: PeriodMention) -> FiscalPeriod | None:
        """The period that ends on a stated date, or near it (rule 2)."""
        end = self._end_date(mention)
        if end is None:
            return None
        quarter = self.calendar.quarter_ending(end, _TOLERANCE.days)
        if quarter is None:
            return None
        if mention.relative == "ttm":
            return replace(quarter, ttm=True)
        return self._part_ending(quarter, mention.part)

    def _part_ending(self, quarter: FiscalPeriod, part: Part | None) -> FiscalPeriod | None:
        """The part that ends with a quarter; the date decides even where the words count otherwise."""
        if part is None or part in QUARTERS:
            return quarter
        number = QUARTERS.index(quarter.part) + 1
        if part == "FY":
            return quarter.fiscal_year if number == 4 else replace(quarter, ttm=True)
        if part == "M9":
            return FiscalPeriod(quarter.year, "M9") if number == 3 else None
        halves: dict[int, Part] = {2: "H1", 4: "H2"}
        return FiscalPeriod(quarter.year, halves[number]) if number in halves else None

    def _end_date(self, mention: PeriodMention) -> date | None:
        """A stated end; where its year is not written, the latest such day that can be meant."""
        if mention.end_date is not None or mention.end_month_day is None:
            return mention.end_date
        month, day = mention.end_month_day
        now = self._now()
        if now is None:
            return None
        if mention.relative in _YEARS_BACK:
            return date(now.year - _YEARS_BACK[mention.relative], month, day)
        if mention.relative in ("this_year", "next_year"):
            return date(now.year + (mention.relative == "next_year"), month, day)
        latest = date(now.year, month, day)
        # Without a date of its own the document is about as old as the anchor's end.
        if latest > now + (_TOLERANCE if self.published is None else timedelta(0)):
            latest = date(now.year - 1, month, day)
        if self.outlook and now - latest > _NEWS:
            return date(latest.year + 1, month, day)
        return latest

    def _now(self) -> date | None:
        """The day that the words are said on: of publication, else the end of the anchor."""
        if self.published is not None:
            return self.published
        return None if self.anchor is None else self.calendar.dates(self.anchor)[1]

    # --- rules 3 and 5: from the anchor

    def _same_period(self, mention: PeriodMention) -> FiscalPeriod | None:
        """`同期`: the period spoken of; `2021年同期`: its part in that year (rule 3)."""
        spoken = self.base or self.anchor
        if spoken is None or mention.year is None:
            return spoken
        if mention.fiscal:
            return replace(spoken, year=mention.year)
        start, end = self.calendar.dates(spoken)
        middle = start + (end - start) / 2
        return replace(spoken, year=spoken.year - (middle.year - mention.year))

    def _relative(self, mention: PeriodMention) -> FiscalPeriod | None:
        anchor = self.anchor
        if anchor is None or not anchor.quarter:
            return None
        anchor = replace(anchor, ttm=False)
        match mention.relative:
            case "this_quarter" | "latest_quarter":
                return anchor
            case "last_quarter":
                return anchor.shift(-1)
            case "next_quarter":
                return anchor.shift(1)
            case "same_quarter_last_year":
                base = self.base if self.base is not None and self.base.quarter else anchor
                return base.shift(-4)
            case "same_period_last_year":
                return (self.base or anchor).previous_year()
            case "same_period_two_years_ago":
                return (self.base or anchor).previous_year().previous_year()
            case "ttm":
                return replace(anchor, ttm=True)
            case "year_to_date":
                return FiscalPeriod(anchor.year, TO_DATE[anchor.part])
            case _:
                return self._relative_year(mention, anchor)

    def _relative_year(self, mention: PeriodMention, anchor: FiscalPeriod) -> FiscalPeriod | None:
        """`今年`, `去年`, `下一财年`, alone or with a part of the year (rule 5)."""
        part = mention.part or "FY"
        if part != "FY" and not mention.fiscal:
            return self._part_of_relative_year(mention, part, anchor)
        # Fourth-quarter results come when the next year has begun.
        begun = anchor.part == "Q4"
        ahead = self.outlook or mention.relative == "next_year"
        year = anchor.year + (begun and ahead and not (mention.fiscal and not self.outlook))
        if (
            begun
            and self._new_year(anchor)
            and mention.relative in ("last_year", "year_before_last", "this_year")
        ):
            # In January `去年` is the year whose results come out.
            year = anchor.year + 1
        match mention.relative:
            case "latest_year":
                year = anchor.year - (not begun)
            case "next_year":
                # With a year's results `下一财年` is the one behind it, which has begun.
                year = anchor.year + 1 if mention.fiscal and begun else year + 1
            case "last_year" | "year_before_last":
                year -= _YEARS_BACK[mention.relative]
        return FiscalPeriod(year, part)

    def _new_year(self, anchor: FiscalPeriod) -> bool:
        """Whether the document's calendar year is the one after the anchor's, of a calendar year."""
        if self.published is None or not self.calendar.is_calendar_year:
            return False
        return self.published.year == anchor.year + 1

    def _part_of_relative_year(
        self, mention: PeriodMention, part: Part, anchor: FiscalPeriod
    ) -> FiscalPeriod | None:
        """`去年第二季度`: of the calendar year before the document's, as people speak (rule 6)."""
        back = {"this_year": 0, "next_year": -1, **_YEARS_BACK}[mention.relative or "this_year"]
        if self.published is None:
            if mention.relative == "this_year":
                return self._bare(part)
            return FiscalPeriod(anchor.year - back, part)
        meant = self._calendar_part(self.published.year - back, part)
        if mention.relative == "this_year" and not self.outlook and not self._has_ended(meant):
            return self._bare(part)
        if mention.relative == "last_year" and part == anchor.part and meant != anchor:
            # `较去年第四季度` beside a fourth quarter's results.
            return anchor.previous_year()
        return meant

    # --- rule 4

    def _bare(self, part: Part) -> FiscalPeriod | None:
        """A part of a year that nobody names.

        Reported: the latest that had ended with the anchor; an outlook: the first that ends later.
        `全年` is the anchor's year even before that is over (rule 5).
        """
        anchor = self.anchor
        if anchor is None or not anchor.quarter:
            return None
        last = SPANS[part][1]
        if part == "FY":
            return FiscalPeriod(anchor.year + (self.outlook and anchor.quarter == 4))
        ended = anchor.quarter >= last
        if not self.outlook:
            period = FiscalPeriod(anchor.year - (not ended), part)
            return anchor if self._anchor_by_calendar(part, anchor) else period
        if part == anchor.part:
            # Nobody guides to the same quarter of the next year: it was the outlook for this one.
            return anchor
        return FiscalPeriod(anchor.year + ended, part)

    def _anchor_by_calendar(self, part: Part, anchor: FiscalPeriod) -> bool:
        """Whether the latest calendar period of a name is what the document reports.

        News calls the quarter to December the fourth, whatever the company calls it (rule 6).
        """
        if self.published is None or self.calendar.is_calendar_year or part not in QUARTERS:
            return False
        if part == anchor.part:
            return False
        start, end = _calendar_dates(self.published.year, part)
        if end >= self.published:
            start, end = _calendar_dates(self.published.year - 1, part)
        return self.calendar.overlapping(start, end, part) == anchor

    # --- rule 6

    def _calendar_part(self, year: int, part: Part) -> FiscalPeriod:
        """A part of a calendar year that is named, or of a fiscal year named like one (rule 6)."""
        fiscal = FiscalPeriod(year, part)
        if self.calendar.is_calendar_year:
            return fiscal
        overlap = self.calendar.overlapping(*_calendar_dates(year, part), part)
        return fiscal if self._only_fiscal(fiscal, overlap) else overlap

    def _only_fiscal(self, fiscal: FiscalPeriod, overlap: FiscalPeriod) -> bool:
        """Whether the document can only mean the fiscal period by a name that both could have."""
        if fiscal == overlap:
            return True
        anchor = self.anchor
        if anchor is not None and anchor in (fiscal, overlap):
            return fiscal == anchor
        if self.outlook:
            # The quarter that is running, as the next results will call it.
            return anchor is not None and fiscal.quarter is not None and fiscal == anchor.shift(1)
        if self.published is None or self._has_ended(overlap):
            return False
        since = self.published - self.calendar.dates(fiscal)[1]
        return timedelta(0) <= since <= _NEWS

    def _has_ended(self, period: FiscalPeriod) -> bool:
        """Whether a period is over, so that it can be reported."""
        now = self._now()
        return now is not None and self.calendar.dates(period)[1] <= now

    def _calendar_quarter(self, part: Part) -> FiscalPeriod | None:
        """`calendar second quarter` without a year: the latest reported, or the next to come."""
        now = self._now()
        if now is None or self.anchor is None:
            return None
        candidates = [self._calendar_part(now.year + shift, part) for shift in (-1, 0, 1)]
        end = self.calendar.dates(self.anchor)[1]
        ended = [p for p in candidates if self.calendar.dates(p)[1] <= end]
        ahead = [p for p in candidates if self.calendar.dates(p)[1] > end]
        if self.outlook:
            return ahead[0] if ahead else None
        return ended[-1] if ended else None
