"""Fiscal periods and the calendars that give them dates.

A company's fiscal year ends by a rule that its annual report states in words; two kinds exist:

- a day of a month (`30 June`): quarters are three months each;
- a weekday (`last Sunday of January`, `Saturday nearest 31 October`): quarters are 13 weeks each,
  and a year that comes out at 53 weeks has one quarter of 14, the fourth unless the company says
  another.

A fiscal year is named after the calendar year in which it ends (NVIDIA's FY2025 ended in January
2025) or, by some Japanese companies, after the one in which it starts (Sony's FY2024 ended in March
2025).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, cast, get_args

__all__ = ["Calendar", "FiscalPeriod", "Label", "Part"]

Part = Literal["Q1", "Q2", "Q3", "Q4", "H1", "H2", "M9", "FY"]
Label = Literal["end", "start"]

PARTS: Final[tuple[Part, ...]] = get_args(Part)
QUARTERS: Final[tuple[Part, Part, Part, Part]] = ("Q1", "Q2", "Q3", "Q4")
# First and last quarter of each part.
SPANS: Final[dict[Part, tuple[int, int]]] = {
    "Q1": (1, 1),
    "Q2": (2, 2),
    "Q3": (3, 3),
    "Q4": (4, 4),
    "H1": (1, 2),
    "H2": (3, 4),
    "M9": (1, 3),
    "FY": (1, 4),
}
# Years are written with four digits; the upper bound keeps every period's dates below date.max.
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9990

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)

_ONE_DAY: Final = timedelta(days=1)
_QUARTER: Final = timedelta(weeks=13)

_PERIOD = re.compile(r"FY([0-9]{4})(?:(Q[1-4])(TTM)?|(H[12]|M9))?")
_RULE = re.compile(
    rf"""
    last\ (?P<last>{"|".join(WEEKDAYS)})\ of\ (?P<last_month>{"|".join(MONTHS)})
    | (?:(?P<nearest>{"|".join(WEEKDAYS)})\ nearest\ )?
      (?P<day>[0-9]{{1,2}})\ (?P<month>{"|".join(MONTHS)})
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, order=True)
class FiscalPeriod:
    """A period of some company's fiscal calendar: a year, a part of one, or four quarters.

    `ttm` makes a quarter the twelve months that end with it. Raises ValueError for a year that is
    not of four digits, an unknown part, or a `ttm` without a quarter.

    >>> str(FiscalPeriod(2025, "Q2")), str(FiscalPeriod(2025))
    ('FY2025Q2', 'FY2025')
    >>> FiscalPeriod(2025, "H1", ttm=True)
    Traceback (most recent call last):
        ...
    ValueError: only a quarter can be TTM, not H1
    """

    year: int
    part: Part = "FY"
    ttm: bool = False

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"fiscal year {self.year} is not within {FIRST_YEAR}-{LAST_YEAR}")
        if self.part not in SPANS:
            raise ValueError(f"{self.part!r} is not one of {', '.join(PARTS)}")
        if self.ttm and self.part not in QUARTERS:
            raise ValueError(f"only a quarter can be TTM, not {self.part}")

    def __str__(self) -> str:
        if self.part == "FY":
            return f"FY{self.year}"
        return f"FY{self.year}{self.part}{'TTM' if self.ttm else ''}"

    @classmethod
    def parse(cls, text: str) -> FiscalPeriod:
        """Read what `str` writes; ValueError for anything else.

        >>> for text in ("FY2025", "FY2025Q2", "FY2025H1", "FY2025M9", "FY2025Q2TTM"):
        ...     assert str(FiscalPeriod.parse(text)) == text
        >>> FiscalPeriod.parse("2025Q2")
        Traceback (most recent call last):
            ...
        ValueError: not a fiscal period such as FY2025 or FY2025Q2: '2025Q2'
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(f"not a fiscal period such as FY2025 or FY2025Q2: {text!r}")
        year, quarter, ttm, other = match.groups()
        return cls(int(year), cast("Part", quarter or other or "FY"), ttm is not None)

    @property
    def quarter(self) -> int | None:
        """1 to 4 for a quarter (of a TTM, its last), else None."""
        return SPANS[self.part][0] if self.part in QUARTERS else None

    @property
    def index(self) -> int:
        """Running number of a quarter, so that neighbours differ by one.

        >>> FiscalPeriod(2026, "Q1").index - FiscalPeriod(2025, "Q4").index
        1

        Raises ValueError for what is not a quarter.
        """
        if self.quarter is None:
            raise ValueError(f"{self} is not a quarter")
        return self.year * 4 + self.quarter - 1

    def shift(self, quarters: int) -> FiscalPeriod:
        """The quarter (or TTM) so many quarters later; ValueError for what is not a quarter.

        >>> str(FiscalPeriod(2025, "Q1").shift(-1)), str(FiscalPeriod(2025, "Q2").shift(3))
        ('FY2024Q4', 'FY2026Q1')
        """
        year, quarter = divmod(self.index + quarters, 4)
        return FiscalPeriod(year, QUARTERS[quarter], self.ttm)

    def previous_year(self) -> FiscalPeriod:
        """The same part of the year before, the base of a year-on-year comparison.

        >>> str(FiscalPeriod(2025, "H1").previous_year())
        'FY2024H1'
        """
        return replace(self, year=self.year - 1)

    @property
    def fiscal_year(self) -> FiscalPeriod:
        """The whole year that the period belongs to (of a TTM, that of its last quarter)."""
        return FiscalPeriod(self.year)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The fiscal calendar of one company. Made with `Calendar.parse`; immutable and hashable.

    `weekday` is None for a year that ends on a day of a month, else 0 (Monday) to 6; `nearest`
    tells `Saturday nearest 31 January`, which may fall into February, from `last Saturday of
    January`.
    """

    month: int
    day: int
    weekday: int | None = None
    nearest: bool = False
    label: Label = "end"
    extra_week_quarter: int = 4

    @classmethod
    def parse(cls, rule: str, label: Label = "end", extra_week_quarter: int = 4) -> Calendar:
        """Read a rule as companies state it; ValueError for one that is not understood.

        `label` says whether a year bears the name of the calendar year of its end or its start,
        `extra_week_quarter` which quarter of a 53-week year has 14 weeks.

        >>> [str(d) for d in Calendar.parse("last Sunday of January").dates(FiscalPeriod(2024))]
        ['2023-01-30', '2024-01-28']
        >>> str(Calendar.parse("Saturday nearest 31 January").year_end(2024))
        '2024-02-03'
        >>> [str(d) for d in Calendar.parse("31 March", "start").dates(FiscalPeriod(2024, "Q4"))]
        ['2025-01-01', '2025-03-31']
        >>> Calendar.parse("first Monday of May")
        Traceback (most recent call last):
            ...
        ValueError: not a rule such as '31 December', 'last Sunday of January' or \
'Saturday nearest 31 January': 'first Monday of May'
        >>> Calendar.parse("31 June")
        Traceback (most recent call last):
            ...
        ValueError: June has no day 31
        """
        return _parse(rule, label, extra_week_quarter)

    def year_end(self, year: int) -> date:
        """Last day of the fiscal year of that name."""
        # A year that ends with December starts and ends in one calendar year.
        if self.label == "start" and self.month != 12:
            year += 1
        length = monthrange(year, self.month)[1]
        nominal = date(year, self.month, min(self.day, length))
        if self.weekday is None:
            return nominal
        back = (nominal.weekday() - self.weekday) % 7
        if self.nearest and back > 3:
            back -= 7
        return nominal - timedelta(days=back)

    def dates(self, p: FiscalPeriod) -> tuple[date, date]:
        """First and last day of a period, both inclusive.

        >>> calendar = Calendar.parse("last Sunday of January")
        >>> [str(d) for d in calendar.dates(FiscalPeriod(2025, "Q2", ttm=True))]
        ['2023-07-31', '2024-07-28']
        """
        return _dates(self, p)

    def quarter_containing(self, d: date) -> FiscalPeriod:
        """The quarter that a day lies in.

        >>> str(Calendar.parse("30 June").quarter_containing(date(2024, 7, 1)))
        'FY2025Q1'
        """
        return _quarter_containing(self, d)

    def last_ended(self, d: date, days: int = 10) -> FiscalPeriod:
        """The last quarter that ended at least so many days before a day.

        Ten days is what the quickest of companies need to report.

        >>> calendar = Calendar.parse("31 December")
        >>> str(calendar.last_ended(date(2024, 7, 9))), str(calendar.last_ended(date(2024, 7, 10)))
        ('FY2024Q1', 'FY2024Q2')
        """
        latest_end = d - timedelta(days=days)
        quarter = self.quarter_containing(latest_end)
        return quarter if self.dates(quarter)[1] == latest_end else quarter.shift(-1)

    def quarter_ending(self, d: date, tolerance_days: int = 10) -> FiscalPeriod | None:
        """The quarter whose last day is the given one, or near it; else None.

        >>> calendar = Calendar.parse("last Sunday of January")
        >>> str(calendar.quarter_ending(date(2024, 7, 31)))
        'FY2025Q2'
        >>> calendar.quarter_ending(date(2024, 6, 30)) is None
        True
        """
        containing = self.quarter_containing(d)
        away, quarter = min(
            (abs(self.dates(quarter)[1] - d), quarter)
            for quarter in (containing.shift(-1), containing)
        )
        return quarter if away <= timedelta(days=tolerance_days) else None

    def overlapping(self, start: date, end: date, part: Part) -> FiscalPeriod:
        """The period of a kind of part that shares most days with [start, end], of two the earlier.

        Kinds are quarters, halves, first nine months and years: a calendar Q2 may be a fiscal Q1.
        Raises ValueError where end is before start, or where no period of the kind shares a day,
        which only the first nine months can bring about.

        >>> calendar = Calendar.parse("last Sunday of January")
        >>> str(calendar.overlapping(date(2024, 1, 1), date(2024, 12, 31), "FY"))
        'FY2025'
        >>> str(calendar.overlapping(date(2025, 4, 1), date(2025, 6, 30), "Q2"))
        'FY2026Q2'
        """
        return _overlapping(self, start, end, part)

    @property
    def is_calendar_year(self) -> bool:
        """Whether the year ends within ten days of 31 December, so that years mean the same.

        >>> Calendar.parse("last Saturday of December").is_calendar_year
        True
        """
        return (self.month == 12 and self.day >= 21) or (self.month == 1 and self.day <= 10)


@lru_cache(maxsize=256)
def _parse(rule: str, label: Label, extra_week_quarter: int) -> Calendar:
    if label not in get_args(Label):
        raise ValueError(f"a year is named by its 'end' or its 'start', not {label!r}")
    if extra_week_quarter not in (1, 2, 3, 4):
        raise ValueError(f"the extra week falls into quarter 1 to 4, not {extra_week_quarter}")
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(
            "not a rule such as '31 December', 'last Sunday of January' or "
            f"'Saturday nearest 31 January': {rule!r}"
        )
    weekday = match["last"] or match["nearest"]
    month_name = match["last_month"] or match["month"]
    month = MONTHS.index(month_name) + 1
    month_length = monthrange(2024, month)[1]
    day = month_length if match["day"] is None else int(match["day"])
    if not 1 <= day <= month_length:
        raise ValueError(f"{month_name} has no day {day}")
    if weekday is None and day >= monthrange(2023, month)[1]:
        # The last day of the year's last month: its quarters end with their months.
        day = 31
    return Calendar(
        month=month,
        day=day,
        weekday=None if weekday is None else WEEKDAYS.index(weekday),
        nearest=match["nearest"] is not None,
        label=label,
        extra_week_quarter=extra_week_quarter,
    )


def _quarter_end(calendar: Calendar, year: int, quarter: int) -> date:
    """Last day of a quarter; quarter 0 is the last of the year before."""
    if quarter == 0:
        return calendar.year_end(year - 1)
    year_end = calendar.year_end(year)
    if calendar.weekday is None:
        months = year_end.year * 12 + year_end.month - 1 - 3 * (4 - quarter)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(calendar.day, monthrange(year, month)[1]))
    if quarter >= calendar.extra_week_quarter:
        return year_end - (4 - quarter) * _QUARTER
    return calendar.year_end(year - 1) + quarter * _QUARTER


@lru_cache(maxsize=4096)
def _dates(calendar: Calendar, p: FiscalPeriod) -> tuple[date, date]:
    first, last = SPANS[p.part]
    end = _quarter_end(calendar, p.year, last)
    if p.ttm:
        return _quarter_end(calendar, p.year - 1, last) + _ONE_DAY, end
    return _quarter_end(calendar, p.year, first - 1) + _ONE_DAY, end


@lru_cache(maxsize=4096)
def _quarter_containing(calendar: Calendar, d: date) -> FiscalPeriod:
    # A year that is named by its start ends a calendar year later, and one "nearest 31 December"
    # may end in January, so the year's name is within one of the day's.
    year = d.year - 1
    while calendar.year_end(year) < d:
        year += 1
    quarter = next(q for q in (1, 2, 3, 4) if d <= _quarter_end(calendar, year, q))
    return FiscalPeriod(year, QUARTERS[quarter - 1])


@lru_cache(maxsize=4096)
def _overlapping(calendar: Calendar, start: date, end: date, part: Part) -> FiscalPeriod:
    if end < start:
        raise ValueError(f"a period cannot end ({end}) before it starts ({start})")
    kinds: tuple[Part, ...] = (part,)
    if part in QUARTERS:
        kinds = QUARTERS
    elif part in ("H1", "H2"):
        kinds = ("H1", "H2")
    first = calendar.quarter_containing(start).year
    last = calendar.quarter_containing(end).year
    best: FiscalPeriod | None = None
    most = timedelta(0)
    for year in range(first, last + 1):
        for kind in kinds:
            period = FiscalPeriod(year, kind)
            period_start, period_end = calendar.dates(period)
            shared = min(end, period_end) - max(start, period_start) + _ONE_DAY
            if shared > most:
                best, most = period, shared
    if best is None:
        raise ValueError(f"no {part} has a day between {start} and {end}")
    return best
