"""Fiscal periods and calendars, against year ends as filed and against NVIDIA's own filings."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nvdx.companies import load_companies
from nvdx.fiscal import PARTS, QUARTERS, Calendar, FiscalPeriod

TRUTH = Path(__file__).parents[2] / "shared" / "truth" / "CIK0001045810.json.gz"

NVIDIA = Calendar.parse("last Sunday of January")
RULES = [
    "31 December",
    "30 June",
    "28 February",
    "5 April",
    "last Sunday of January",
    "last Saturday of December",
    "Saturday nearest 31 January",
    "Thursday nearest 31 August",
    "Sunday nearest 31 October",
    "Friday nearest 30 November",
    "Saturday nearest 31 December",
]

calendars = st.builds(
    Calendar.parse, st.sampled_from(RULES), st.sampled_from(("end", "start")), st.integers(1, 4)
)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
periods = st.builds(FiscalPeriod, st.integers(1990, 2060), st.sampled_from(PARTS))
quarters = st.builds(
    FiscalPeriod, st.integers(1990, 2060), st.sampled_from(QUARTERS), st.booleans()
)


def test_period_text_is_read_back() -> None:
    for text in ("FY2025", "FY2025Q4", "FY2025H2", "FY2025M9", "FY2025Q1TTM"):
        assert str(FiscalPeriod.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "FY25", "FY2025Q5", "FY2025Q0", "FY2025H3", "FY2025M6", "FY2025TTM", "FY2025H1TTM"),
        *("fy2025", "FY2025 Q1", "FY2025Q1 ", "FY２０２５", "FY0000"),
    ],
)
def test_malformed_period_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        FiscalPeriod.parse(text)


def test_only_a_quarter_can_be_shifted() -> None:
    assert FiscalPeriod(2025, "Q2").index == 2025 * 4 + 1
    assert FiscalPeriod(2025, "H1").quarter is None
    with pytest.raises(ValueError, match="FY2025H1 is not a quarter"):
        FiscalPeriod(2025, "H1").shift(1)


@given(quarters, st.integers(-40, 40))
def test_shift_goes_back_and_forth(quarter: FiscalPeriod, by: int) -> None:
    shifted = quarter.shift(by)
    assert shifted.shift(-by) == quarter
    assert (shifted.index - quarter.index, shifted.ttm) == (by, quarter.ttm)
    assert quarter.shift(-4) == quarter.previous_year()


def test_periods_sort_by_year() -> None:
    assert FiscalPeriod(2024, "Q4") < FiscalPeriod(2025, "Q1") < FiscalPeriod(2025, "Q2")


@pytest.mark.parametrize(
    "rule",
    ["", "31 Dec", "32 December", "30 February", "last Sunday in January", "December 31", "0 May"],
)
def test_rule_that_is_not_understood_is_an_error(rule: str) -> None:
    with pytest.raises(ValueError):
        Calendar.parse(rule)


def test_label_and_extra_week_are_checked() -> None:
    with pytest.raises(ValueError, match="'middle'"):
        Calendar.parse("31 March", "middle")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not 5"):
        Calendar.parse("last Sunday of January", extra_week_quarter=5)


# Ends of years and quarters as the companies' annual and quarterly reports give them.
AS_FILED = """
NVDA FY2010 2010-01-31; NVDA FY2016 2016-01-31; NVDA FY2017 2017-01-29; NVDA FY2021 2021-01-31
NVDA FY2024 2024-01-28; NVDA FY2025 2025-01-26; NVDA FY2026 2026-01-25; NVDA FY2027 2027-01-31
NVDA FY2026Q2 2025-07-27; NVDA FY2027Q1 2026-04-26
AMD FY2022 2022-12-31; AMD FY2024 2024-12-28; AMD FY2022Q1 2022-03-26; AMD FY2025Q2 2025-06-28
INTC FY2022 2022-12-31; INTC FY2024 2024-12-28; INTC FY2022Q1 2022-04-02; INTC FY2022Q2 2022-07-02
QCOM FY2023 2023-09-24; QCOM FY2024 2024-09-29; QCOM FY2024Q1 2023-12-24
AVGO FY2022 2022-10-30; AVGO FY2023 2023-10-29; AVGO FY2024 2024-11-03; AVGO FY2024Q1 2024-02-04
MU FY2020 2020-09-03; MU FY2023 2023-08-31; MU FY2024 2024-08-29; MU FY2020Q3 2020-05-28
MRVL FY2024 2024-02-03; MRVL FY2025 2025-02-01; MRVL FY2024Q3 2023-10-28
ADI FY2023 2023-10-28; ADI FY2024 2024-11-02; ADI FY2024Q1 2024-02-03
AMAT FY2021 2021-10-31; AMAT FY2024 2024-10-27; AMAT FY2021Q1 2021-01-31
LRCX FY2023 2023-06-25; LRCX FY2024 2024-06-30; LRCX FY2024Q2 2023-12-24; LRCX FY2024Q3 2024-03-31
DELL FY2024 2024-02-02; DELL FY2025 2025-01-31; DELL FY2025Q2 2024-08-02
CSCO FY2021 2021-07-31; CSCO FY2024 2024-07-27; CSCO FY2021Q2 2021-01-23; CSCO FY2021Q3 2021-05-01
AAPL FY2023 2023-09-30; AAPL FY2024 2024-09-28; AAPL FY2023Q1 2022-12-31; AAPL FY2023Q2 2023-04-01
ADBE FY2023 2023-12-01; ADBE FY2024 2024-11-29; ADBE FY2021 2021-12-03; ADBE FY2021Q1 2021-03-05
MSFT FY2024 2024-06-30; MSFT FY2024Q3 2024-03-31; ORCL FY2024 2024-05-31; ORCL FY2025Q3 2025-02-28
CRM FY2025 2025-01-31; CRM FY2025Q1 2024-04-30; SNOW FY2025Q2 2024-07-31; INTU FY2024 2024-07-31
HPQ FY2024Q1 2024-01-31; HPE FY2024 2024-10-31; WMT FY2025Q3 2024-10-31; SMCI FY2024 2024-06-30
ARM FY2025 2025-03-31; BABA FY2025 2025-03-31; BABA FY2025Q1 2024-06-30
SONY FY2024 2025-03-31; SONY FY2024Q1 2024-06-30; 9984.T FY2024 2025-03-31
META FY2024Q1 2024-03-31; 0700.HK FY2024Q2 2024-06-30; TSM FY2024H1 2024-06-30
"""


@pytest.mark.parametrize("row", AS_FILED.strip().replace("\n", "; ").split("; "))
def test_ends_are_those_of_the_reports(row: str) -> None:
    company, period, end = row.split()
    calendar = load_companies()[company].calendar
    assert str(calendar.dates(FiscalPeriod.parse(period))[1]) == end


@pytest.mark.parametrize("year", range(2005, 2035))
def test_nvidia_has_53_weeks_in_the_years_with_a_fourteen_week_fourth_quarter(year: int) -> None:
    start, end = NVIDIA.dates(FiscalPeriod(year))
    weeks = ((end - start).days + 1) // 7
    assert weeks == (53 if year in (2005, 2010, 2016, 2021, 2027, 2033) else 52)
    start, end = NVIDIA.dates(FiscalPeriod(year, "Q4"))
    assert ((end - start).days + 1) // 7 == weeks - 39


# Slips in the filings themselves: an end a day early, starts a day or three early, and a length of
# two quarters that is no half.
SLIPS = {
    ("2010-05-03", "2010-07-31"),
    ("2008-01-25", "2008-07-27"),
    ("2008-04-27", "2008-07-27"),
    ("2009-01-25", "2009-07-26"),
    ("2015-04-27", "2015-10-25"),
}


def test_calendar_agrees_with_every_duration_that_nvidia_filed() -> None:
    if not TRUTH.exists():
        pytest.skip(f"needs {TRUTH.name} of the SEC's company facts")
    with gzip.open(TRUTH, "rt", encoding="utf-8") as file:
        tags = json.load(file)["facts"]["us-gaap"].values()
    filed = {
        (fact["start"], fact["end"])
        for tag in tags
        for facts in tag["units"].values()
        for fact in facts
        if "start" in fact
    }
    seen = set()
    disagree = set()
    for start, end in filed:
        length = date.fromisoformat(end) - date.fromisoformat(start)
        quarter = NVIDIA.quarter_ending(date.fromisoformat(end))
        if length < timedelta(weeks=12):  # a month of share repurchases
            continue
        assert quarter is not None, end
        quarters = round(length / timedelta(weeks=13))
        if quarters == 1:
            period = quarter
        elif quarter.quarter == quarters:
            part = {2: "H1", 3: "M9", 4: ""}[quarters]
            period = FiscalPeriod.parse(f"{quarter.fiscal_year}{part}")
        else:
            disagree.add((start, end))
            continue
        seen.add(period.part)
        if tuple(map(str, NVIDIA.dates(period))) != (start, end):
            disagree.add((start, end))
    assert disagree == SLIPS
    assert seen == {*QUARTERS, "H1", "M9", "FY"}


@given(calendars, days)
def test_quarters_leave_no_day_out(calendar: Calendar, day: date) -> None:
    quarter = calendar.quarter_containing(day)
    start, end = calendar.dates(quarter)
    assert start <= day <= end
    assert calendar.dates(quarter.shift(1))[0] == end + timedelta(days=1)
    assert calendar.dates(quarter.shift(-1))[1] == start - timedelta(days=1)


@given(calendars, st.integers(1990, 2060))
def test_parts_are_made_of_quarters(calendar: Calendar, year: int) -> None:
    def dates(part: str) -> tuple[date, date]:
        return calendar.dates(FiscalPeriod.parse(f"FY{year}{part}"))

    for part, first, last in (("H1", "Q1", "Q2"), ("H2", "Q3", "Q4"), ("M9", "Q1", "Q3")):
        assert dates(part) == (dates(first)[0], dates(last)[1])
    assert dates("") == (dates("Q1")[0], dates("Q4")[1]) == dates("Q4TTM")
    before = calendar.dates(FiscalPeriod(year - 1, "Q3"))
    assert dates("Q2TTM") == (before[0], dates("Q2")[1])


@given(calendars, days, st.integers(0, 60))
def test_last_ended_is_the_last_one(calendar: Calendar, day: date, wait: int) -> None:
    last = calendar.last_ended(day, wait)
    latest = day - timedelta(days=wait)
    assert calendar.dates(last)[1] <= latest < calendar.dates(last.shift(1))[1]


@given(calendars, quarters, st.integers(-10, 10))
def test_quarter_ending_bears_a_tolerance(
    calendar: Calendar, quarter: FiscalPeriod, off: int
) -> None:
    quarter = FiscalPeriod(quarter.year, quarter.part)
    day = calendar.dates(quarter)[1] + timedelta(days=off)
    assert calendar.quarter_ending(day) == quarter
    assert calendar.quarter_ending(day, abs(off)) == quarter
    if off:
        assert calendar.quarter_ending(day, abs(off) - 1) is None


@given(calendars, periods)
def test_period_overlaps_itself_most(calendar: Calendar, period: FiscalPeriod) -> None:
    assert calendar.overlapping(*calendar.dates(period), period.part) == period


@pytest.mark.parametrize(
    ("rule", "start", "end", "part", "expected"),
    [
        ("last Sunday of January", "2024-01-01", "2024-12-31", "FY", "FY2025"),
        ("last Sunday of January", "2025-04-01", "2025-06-30", "Q2", "FY2026Q2"),
        ("last Sunday of January", "2025-01-01", "2025-06-30", "H1", "FY2026H1"),
        ("last Sunday of January", "2025-01-01", "2025-09-30", "M9", "FY2026M9"),
        ("30 June", "2024-01-01", "2024-03-31", "Q1", "FY2024Q3"),
        ("30 June", "2024-01-01", "2024-06-30", "H1", "FY2024H2"),
        ("31 May", "2024-01-01", "2024-03-31", "Q1", "FY2024Q3"),
        ("31 December", "2024-04-01", "2024-06-30", "Q2", "FY2024Q2"),
    ],
)
def test_calendar_words_mean_the_period_that_overlaps_most(
    rule: str, start: str, end: str, part: str, expected: str
) -> None:
    found = Calendar.parse(rule).overlapping(
        date.fromisoformat(start),
        date.fromisoformat(end),
        part,  # type: ignore[arg-type]
    )
    assert str(found) == expected


def test_overlap_needs_a_day() -> None:
    calendar = Calendar.parse("31 December")
    with pytest.raises(ValueError, match="no M9"):
        calendar.overlapping(date(2024, 10, 1), date(2024, 12, 31), "M9")
    with pytest.raises(ValueError, match="before it starts"):
        calendar.overlapping(date(2024, 10, 1), date(2024, 9, 30), "Q3")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("31 December", True),
        ("last Saturday of December", True),
        ("Saturday nearest 31 December", True),
        ("Friday nearest 30 November", False),
        ("last Sunday of January", False),
        ("30 June", False),
    ],
)
def test_calendar_year(rule: str, expected: bool) -> None:
    assert Calendar.parse(rule).is_calendar_year is expected
