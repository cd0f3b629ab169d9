"""Atoms: a year, a part of a year, an end date or a relative word, and what their rules share.

A *weak* atom means something only beside another: `2025` needs a part (`2025Q2`, `2025上半年`), `第二季`
a year or words of finance, since shows have seasons too.
"""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from nvdx.fiscal import QUARTERS, Part
from nvdx.mentions.period.model import Relative

__all__ = [
    "NOT_LATIN",
    "YEAR4",
    "Atom",
    "Production",
    "Rules",
    "end_fields",
    "finds",
    "full_year",
    "nth_quarter",
    "part_of_months",
    "several_years",
    "stated_day",
]


NOT_LATIN: Final = r"(?![A-Za-z0-9_])"
YEAR4: Final = r"(?:19|20)[0-9]{2}"
_LONGEST_RANGE: Final = 12  # years; what is longer is history, not a row of figures


@dataclass(frozen=True, slots=True)
class Atom:
    start: int
    end: int
    kind: Literal["year", "part", "end", "relative"]
    part: Part | None = None
    year: int | None = None
    fiscal: bool | None = None
    relative: Relative | None = None
    end_date: date | None = None
    end_month_day: tuple[int, int] | None = None
    years: tuple[int, ...] = ()
    split: bool = False
    # "alone": means nothing without a neighbour; "season": nor without words of finance
    weak: Literal["", "alone", "season"] = ""
    # English and codes may put the year after the part
    latin: bool = False


Production = Callable[[re.Match[str]], "tuple[Atom, ...]"]
Rules = dict[str, tuple[str, Production]]


def full_year(digits: str) -> int:
    """Four digits as they are, two by the usual pivot.

    >>> full_year("2027"), full_year("27"), full_year("99")
    (2027, 2027, 1999)
    """
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def several_years(first: str, rest: str) -> tuple[tuple[int, ...], bool] | None:
    """Years of `2025` + `-2027` or `、2026`, and whether they may be one split year.

    >>> several_years("2025", "-2027")
    ((2025, 2026, 2027), False)
    >>> several_years("2022", "/23")
    ((2022, 2023), True)
    >>> several_years("2025", "、2026、2028")
    ((2025, 2026, 2028), False)
    >>> several_years("2025", "-2019") is None
    True
    """
    steps = re.findall(r"([^0-9FYfy']+)[FYfy']*([0-9]{4}|[0-9]{2})", rest)
    years = (full_year(first), *(full_year(digits) for _, digits in steps))
    if any(a >= b for a, b in itertools.pairwise(years)):
        return None
    separator = steps[0][0].strip()
    if len(years) > 2:
        return years, False
    if separator in ("-", "~", "至", "到", "to", "through") and years[1] - years[0] > 1:
        if years[1] - years[0] >= _LONGEST_RANGE:
            return None
        return tuple(range(years[0], years[1] + 1)), False
    return years, separator in ("-", "/") and years[1] - years[0] == 1


def stated_day(year: int, month: int, day: int | None) -> date | None:
    """A date, with the month's last day for None; None for what is no date."""
    try:
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    except ValueError:
        return None


def end_fields(year: int | None, month: int, day: int | None) -> dict[str, Any] | None:
    """The fields of an atom for a stated end; None for what is no date."""
    # A leap year where none is written, so that 29 February is a day.
    stated = stated_day(2024 if year is None else year, month, day)
    if stated is None:
        return None
    if year is None:
        # 28 February too is within the tolerance that is given to end dates.
        return {"end_month_day": (month, min(stated.day, 28) if month == 2 else stated.day)}
    return {"end_date": stated}


def part_of_months(months: int | None) -> Part | None:
    """The part of a year that so many months are; three may be any quarter."""
    parts: dict[int | None, Part] = {6: "H1", 9: "M9", 12: "FY"}
    return parts.get(months)


def nth_quarter(number: int) -> Part:
    return QUARTERS[number - 1]


def finds(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return pattern.search(text, max(0, start), min(len(text), end)) is not None
