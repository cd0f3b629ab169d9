"""What a period mention is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from nvdx.fiscal import Part

__all__ = ["YEAR_RELATIVES", "PeriodMention", "Relative", "each_year"]


Relative = Literal[
    "this_quarter",
    "last_quarter",
    "next_quarter",
    "latest_quarter",
    "same_quarter_last_year",
    "same_period_last_year",
    "same_period_two_years_ago",
    "same_period",
    "this_year",
    "last_year",
    "year_before_last",
    "next_year",
    "latest_year",
    "year_to_date",
    "ttm",
]
"""How a word points from the document's anchor quarter (or from the period just spoken of).

`year_to_date` is the part of the anchor's fiscal year that ends with the anchor.
`same_period_last_year` is the same part of the year before (`去年同期`, `a year ago`), `same_period`
the period spoken of (`同期`), or, with a year (`2021年同期`), its part in that year; `ttm` the four
quarters that end with the anchor.
"""
YEAR_RELATIVES: Final[frozenset[Relative]] = frozenset(
    ("this_year", "last_year", "year_before_last", "next_year", "latest_year")
)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period; `text[start:end]` are the words.

    `part`: None for a relative quarter, for a relative year alone (`今年`), and where an end date
    says all. `year`: as written, two digits expanded. `fiscal`: True for fiscal words (`财年`, `财季`,
    `FY`), False for calendar words (`2025年`, `calendar 2025`), None where neither is said (`第二季度`,
    `Q2`, `2025Q2`). `relative` may come with a part: `去年` + Q2. `end_date`: a stated end of the
    period, or `end_month_day` where its year is not written. `years`: those of a list or a range
    (`2025-2027财年`), `year` is then None. `split`: two consecutive years that name (`2022/23财年`) or
    may name (`2022-2023财年`) one fiscal year. `comparison`: the words read as the base of a
    comparison (`上年同期`, `the prior quarter`).
    """

    start: int
    end: int
    part: Part | None = None
    year: int | None = None
    fiscal: bool | None = None
    relative: Relative | None = None
    end_date: date | None = None
    end_month_day: tuple[int, int] | None = None
    comparison: bool = False
    years: tuple[int, ...] = ()
    split: bool = False


def each_year(mention: PeriodMention) -> tuple[PeriodMention, ...]:
    """A mention of several years as one of each, on the same span; any other as it is.

    >>> from nvdx.mentions.period import periods
    >>> [m.year for m in each_year(next(periods("2025-2027财年收入")))]
    [2025, 2026, 2027]
    """
    if not mention.years:
        return (mention,)
    return tuple(replace(mention, year=year, years=(), split=False) for year in mention.years)
