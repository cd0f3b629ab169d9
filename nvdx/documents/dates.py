"""Days of the calendar as pages write them: in front matter, in a dateline, in a byline."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<{{}}>{'|'.join(_MONTHS)})[a-z]*\.?"
_FORMS = re.compile(
    r"(?<![\d.])(?:"
    # 2025-09-17, 2025/9/17, 2025.09.17, 2025年9月17日, 2025 年 9 月 17 日
    r"(?P<y1>(?:19|20)\d\d)\s?(?P<sep>[-/.年])的?\s?(?P<m1>\d{1,2})\s?(?:(?P=sep)|月)\s?"
    r"(?P<d1>\d{1,2})(?!\d)(?:\s?[日号號])?"
    # May 22, 2024 and May 22nd 2024
    r"|" + _MONTH.format("m2") + r"\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
    # 19 Aug 2021, also with a weekday before it
    r"|(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH.format("m3") + r",?\s+(?P<y3>(?:19|20)\d\d)"
    # 2022 Nov 17
    r"|(?P<y4>(?:19|20)\d\d)\s+" + _MONTH.format("m4") + r"\s+(?P<d4>\d{1,2})(?!\d)"
    # 5/22/24, 05/22/2024: month first, as in the United States
    r"|(?P<d6>\d{1,2})\.\s?(?P<m6>\d{1,2})\.\s?(?P<y6>(?:19|20)\d\d)"  # 26.02.2026: day first, as in Germany
    r"|(?P<m5>\d{1,2})/(?P<d5>\d{1,2})/(?P<y5>(?:19|20)\d\d|\d\d)"
    r")(?![\d%])",
    re.I,
)
# What every form has, and little text does.
_YEAR = re.compile(r"\d\d\d\d|/\d\d")


class FoundDate(NamedTuple):
    """A day and where in the text it is written."""

    day: date
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """The first full day, with its year, that the text writes; None where there is none.

    >>> find_date("发表于 2023年02月01日 13时04分")
    FoundDate(day=datetime.date(2023, 2, 1), start=4, end=15)
    >>> [find_date(t).day.isoformat() for t in (
    ...     "2024-05-27 14:50:14", "Thu, 19 Aug 2021 20:03:42 GMT", "May 22, 2024", "5/22/24",
    ...     "时间：2026 年 5 月 21 日", "2026-01-06T10:30:00+08:00")]
    ['2024-05-27', '2021-08-19', '2024-05-22', '2024-05-22', '2026-05-21', '2026-01-06']
    >>> [find_date(t) for t in ("5月24日", "2024年5月", "2024-13-45", "12.5/3/20%")]
    [None, None, None, None]
    """
    if not _YEAR.search(text):
        return None
    for match in _FORMS.finditer(text):
        day = _day(match)
        if day is not None:
            return FoundDate(day, match.start(), match.end())
    return None


def _day(match: re.Match[str]) -> date | None:
    year, month, day = next(
        (match[f"y{form}"], match[f"m{form}"], match[f"d{form}"])
        for form in "123456"
        if match[f"y{form}"]
    )
    number = _MONTHS.index(month.lower()) + 1 if month[0].isalpha() else int(month)
    days = int(day)
    years = int(year) + 2000 if len(year) == 2 else int(year)
    if number > 12 >= days:
        number, days = days, number
    try:
        return date(years, number, days)
    except ValueError:
        return None
