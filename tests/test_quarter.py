"""What period mentions mean on a calendar: the contract's rules, one group of tests each."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nvdx.extractors.quarter import default_anchor, resolve
from nvdx.fiscal import Calendar, FiscalPeriod, Part
from nvdx.mentions.period import periods

NVIDIA = Calendar.parse("last Sunday of January")
AMD = Calendar.parse("last Saturday of December")
TSMC = Calendar.parse("31 December")
MICROSOFT = Calendar.parse("30 June")
APPLE = Calendar.parse("last Saturday of September")
SONY = Calendar.parse("31 March", "start")
ARM = Calendar.parse("31 March")


def read(
    text: str,
    anchor: str | None = None,
    *,
    calendar: Calendar = NVIDIA,
    on: str | None = None,
    outlook: bool = False,
    base: str | None = None,
) -> str | None:
    """The period of the only mention of a text, as str writes it."""
    (mention,) = periods(text)
    period = resolve(
        mention,
        calendar=calendar,
        anchor=None if anchor is None else FiscalPeriod.parse(anchor),
        published=None if on is None else date.fromisoformat(on),
        outlook=outlook,
        base=None if base is None else FiscalPeriod.parse(base),
    )
    return None if period is None else str(period)


class TestRule1FiscalWords:
    @pytest.mark.parametrize("anchor", [None, "FY2025Q2", "FY2024Q4"])
    @pytest.mark.parametrize("outlook", [True, False])
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2025财年Q2", "FY2025Q2"),
            ("FY27Q1", "FY2027Q1"),
            ("Q2 FY26", "FY2026Q2"),
            ("2025财年", "FY2025"),
            ("2026财年上半年", "FY2026H1"),
            ("first nine months of fiscal 2025", "FY2025M9"),
            ("截至4月28日的2025财年第一财季", "FY2025Q1"),
        ],
    )
    def test_wins(self, text: str, expected: str, anchor: str | None, outlook: bool) -> None:
        assert read(text, anchor, outlook=outlook, on="2025-01-15") == expected

    def test_year_in_two_calendar_years(self) -> None:
        assert read("2022/23财年", calendar=ARM) == "FY2023"
        assert read("2022/23财年", calendar=SONY) == "FY2022"
        assert read("2022/23财年", calendar=MICROSOFT) == "FY2023"

    def test_several_years_are_no_period(self) -> None:
        assert read("2025-2027财年", "FY2025Q2") is None


class TestRule2StatedEnd:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("截至2024年7月28日的第二季度", "FY2025Q2"),
            ("截至2024年7月底的季度", "FY2025Q2"),
            ("the quarter ended April 28, 2024", "FY2025Q1"),
            ("2025年7月季度", "FY2026Q2"),
            ("the fiscal year ended January 26, 2025", "FY2025"),
            ("nine months ended October 27, 2024", "FY2025M9"),
            ("the six months ended July 28, 2024", "FY2025H1"),
            ("the six months ended January 26, 2025", "FY2025H2"),
            ("the twelve months ended July 28, 2024", "FY2025Q2TTM"),
            # no quarter of this company ends there
            ("截至2024年9月15日", None),
            ("the quarter ended June 15, 2024", None),
            ("the six months ended April 28, 2024", None),
            ("nine months ended July 28, 2024", None),
        ],
    )
    def test_decides(self, text: str, expected: str | None) -> None:
        assert read(text) == expected

    def test_date_wins_over_the_count(self) -> None:
        assert read("截至2024年3月31日的第一季度", calendar=MICROSOFT) == "FY2024Q3"

    def test_other_words_remain_where_no_quarter_ends(self) -> None:
        assert read("截至2024年6月15日的第二季度", "FY2025Q3") == "FY2025Q2"

    @pytest.mark.parametrize(
        ("on", "anchor", "outlook", "expected"),
        [
            ("2023-08-24", None, False, "FY2024Q2"),
            ("2023-07-29", None, False, "FY2023Q2"),
            (None, "FY2024Q2", False, "FY2024Q2"),
            (None, "FY2024Q3", False, "FY2024Q2"),
            ("2023-08-09", None, True, "FY2024Q2"),
            ("2024-06-10", None, True, "FY2025Q2"),
            (None, None, False, None),
        ],
    )
    def test_without_a_year(
        self, on: str | None, anchor: str | None, outlook: bool, expected: str | None
    ) -> None:
        assert read("截至7月30日的第二财季", anchor, on=on, outlook=outlook) == expected

    def test_with_a_relative_year(self) -> None:
        assert read("截至去年7月底的季度", on="2025-08-28") == "FY2025Q2"
        assert read("截至去年7月底的第二季度", on="2025-08-28") == "FY2025Q2"
        assert read("截至今年6月的近12个月", calendar=TSMC, on="2024-10-01") == "FY2024Q2TTM"


class TestRule3Relative:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("本季度", "FY2025Q1"),
            ("该季", "FY2025Q1"),
            ("this quarter", "FY2025Q1"),
            ("最新季度", "FY2025Q1"),
            ("上季", "FY2024Q4"),
            ("the previous quarter", "FY2024Q4"),
            ("下一财季", "FY2025Q2"),
            ("去年同期", "FY2024Q1"),
            ("一年前", "FY2024Q1"),
            ("the same quarter last year", "FY2024Q1"),
            ("前年同期", "FY2023Q1"),
            ("同期", "FY2025Q1"),
        ],
    )
    def test_from_the_anchor(self, text: str, expected: str) -> None:
        assert read(text, "FY2025Q1") == expected

    @pytest.mark.parametrize(
        ("text", "base", "expected"),
        [
            ("去年同期", "FY2025H1", "FY2024H1"),
            ("a year ago", "FY2025", "FY2024"),
            ("同期", "FY2025M9", "FY2025M9"),
            ("去年同季", "FY2025Q1", "FY2024Q1"),
            ("前年同期", "FY2025H1", "FY2023H1"),
            # calendar 2023, and FY2025Q2 lies in calendar 2024
            ("2023年同期", "FY2025Q2", "FY2024Q2"),
            ("2023财年同期", "FY2025Q2", "FY2023Q2"),
        ],
    )
    def test_from_the_period_spoken_of(self, text: str, base: str, expected: str) -> None:
        assert read(text, "FY2025Q2", base=base) == expected

    def test_this_quarter_is_the_anchor_of_an_outlook_too(self) -> None:
        assert read("本季度", "FY2025Q2", outlook=True) == "FY2025Q2"


class TestRule4Bare:
    @pytest.mark.parametrize(
        ("text", "reported", "outlook"),
        [
            ("第一季度", "FY2025Q1", "FY2026Q1"),
            ("第三季度", "FY2024Q3", "FY2025Q3"),
            ("第四财季", "FY2024Q4", "FY2025Q4"),
            ("上半年", "FY2025H1", "FY2026H1"),
            ("下半年", "FY2024H2", "FY2025H2"),
            ("前三季度", "FY2024M9", "FY2025M9"),
        ],
    )
    def test_latest_or_next(self, text: str, reported: str, outlook: str) -> None:
        assert read(text, "FY2025Q2") == reported
        assert read(text, "FY2025Q2", outlook=True) == outlook

    def test_same_quarter_of_an_outlook_is_the_outlook_that_is_over(self) -> None:
        assert read("第二季度", "FY2025Q2", outlook=True) == "FY2025Q2"

    def test_calendar_name_of_the_reported_quarter(self) -> None:
        """Microsoft's third quarter is the first of the calendar year."""
        assert read("第一季度", "FY2024Q3", calendar=MICROSOFT, on="2024-04-26") == "FY2024Q3"
        assert read("第二季度", "FY2024Q3", calendar=MICROSOFT, on="2024-04-26") == "FY2024Q2"
        assert read("fiscal first quarter", "FY2024Q3", calendar=MICROSOFT) == "FY2024Q1"


class TestRule5Years:
    @pytest.mark.parametrize(
        ("text", "anchor", "reported", "outlook"),
        [
            ("全年", "FY2025Q2", "FY2025", "FY2025"),
            ("全年", "FY2025Q4", "FY2025", "FY2026"),
            ("今年", "FY2025Q1", "FY2025", "FY2025"),
            ("今年", "FY2025Q4", "FY2025", "FY2026"),
            ("this fiscal year", "FY2025Q4", "FY2025", "FY2026"),
            ("去年", "FY2025Q1", "FY2024", "FY2024"),
            ("前年", "FY2025Q1", "FY2023", "FY2023"),
            ("明年", "FY2025Q2", "FY2026", "FY2026"),
            ("下一财年", "FY2025Q2", "FY2026", "FY2026"),
            ("上一财年", "FY2025Q2", "FY2024", "FY2024"),
            ("最近一个财年", "FY2025Q4", "FY2025", "FY2025"),
            ("最近一个财年", "FY2025Q2", "FY2024", "FY2024"),
            ("过去四个季度", "FY2025Q2", "FY2025Q2TTM", "FY2025Q2TTM"),
        ],
    )
    def test_from_the_anchor(self, text: str, anchor: str, reported: str, outlook: str) -> None:
        assert read(text, anchor) == reported
        assert read(text, anchor, outlook=True) == outlook

    def test_last_year_said_in_january(self) -> None:
        assert read("去年", "FY2024Q4", calendar=AMD, on="2025-02-05") == "FY2024"
        assert read("去年", "FY2024Q3", calendar=AMD, on="2024-11-05") == "FY2023"
        assert read("今年", "FY2024Q4", calendar=AMD, on="2025-02-05", outlook=True) == "FY2025"

    @pytest.mark.parametrize(
        ("text", "anchor", "on", "calendar", "outlook", "expected"),
        [
            ("今年第三季度", "FY2026Q3", "2025-11-20", NVIDIA, False, "FY2026Q3"),
            ("去年第二季度", "FY2023Q2", "2022-08-09", NVIDIA, False, "FY2022Q2"),
            ("去年四季度", "FY2024Q1", "2024-04-26", TSMC, False, "FY2023Q4"),
            ("明年第一季度", "FY2024Q2", "2023-08-24", NVIDIA, True, "FY2025Q1"),
            ("今年下半年", "FY2027Q1", "2026-05-22", NVIDIA, True, "FY2027H2"),
            ("今年第1季度", "FY2024Q2", "2024-05-03", APPLE, False, "FY2024Q2"),
            ("今年三季度", "FY2024Q3", "2024-11-04", AMD, False, "FY2024Q3"),
            # 今年 has no third quarter yet
            ("今年第四季度", "FY2024Q4", "2025-02-05", AMD, False, "FY2024Q4"),
            # beside the same quarter's results
            ("去年第四季度", "FY2024Q4", "2024-07-31", MICROSOFT, False, "FY2023Q4"),
            ("去年第二季度", "FY2025Q1", None, NVIDIA, False, "FY2024Q2"),
            ("今年第一季度", "FY2025Q2", None, NVIDIA, False, "FY2025Q1"),
            ("本财年第四季度", "FY2025Q2", "2024-08-29", NVIDIA, True, "FY2025Q4"),
        ],
    )
    def test_part_of_a_relative_year(
        self,
        text: str,
        anchor: str,
        on: str | None,
        calendar: Calendar,
        outlook: bool,
        expected: str,
    ) -> None:
        assert read(text, anchor, on=on, calendar=calendar, outlook=outlook) == expected


class TestRule6CalendarWords:
    @pytest.mark.parametrize(
        ("text", "on", "anchor", "calendar", "expected"),
        [
            # what overlaps most
            ("2024年", None, None, NVIDIA, "FY2025"),
            ("2025年第二季度", None, None, NVIDIA, "FY2026Q2"),
            ("2022年第二季度", "2022-08-09", None, NVIDIA, "FY2023Q2"),
            ("2024年第一季度", "2024-04-26", None, MICROSOFT, "FY2024Q3"),
            ("2024年第一季度", "2024-05-03", "FY2024Q2", APPLE, "FY2024Q2"),
            ("2024年上半年", None, None, MICROSOFT, "FY2024H2"),
            ("2024年第一季度", None, None, SONY, "FY2023Q4"),
            # what had just ended, where the calendar's period had not
            ("2024年", "2024-02-22", None, NVIDIA, "FY2024"),
            ("2025年第二季度", "2024-08-29", "FY2025Q2", NVIDIA, "FY2025Q2"),
            ("2025年第二季度", "2024-08-29", None, NVIDIA, "FY2025Q2"),
            ("2027年第一季度", None, "FY2027Q1", NVIDIA, "FY2027Q1"),
            # long ago, so the calendar's
            ("2024年第四季度", "2024-06-01", "FY2025Q1", NVIDIA, "FY2025Q4"),
            # the same
            ("2024年第二季度", "2024-08-01", None, AMD, "FY2024Q2"),
            ("2024年", "2024-02-01", None, TSMC, "FY2024"),
        ],
    )
    def test_reported(
        self, text: str, on: str | None, anchor: str | None, calendar: Calendar, expected: str
    ) -> None:
        assert read(text, anchor, on=on, calendar=calendar) == expected

    def test_outlook_for_the_quarter_that_runs(self) -> None:
        assert read("2026年第三季度", "FY2026Q2", on="2025-08-28", outlook=True) == "FY2026Q3"
        assert read("2026年第三季度", "FY2026Q1", on="2025-05-29", outlook=True) == "FY2027Q3"

    def test_calendar_quarter_without_a_year(self) -> None:
        text = "calendar second quarter"
        assert read(text, "FY2025Q4", calendar=MICROSOFT, on="2025-07-31") == "FY2025Q4"
        assert (
            read(text, "FY2025Q3", calendar=MICROSOFT, on="2025-04-30", outlook=True) == "FY2025Q4"
        )
        assert read(text) is None

    def test_year_end_of_a_company_whose_year_does_not_end_there(self) -> None:
        assert read("2024年底") is None
        assert read("2024年底", calendar=TSMC) == "FY2024Q4"


class TestRule7DefaultAnchor:
    def test_last_that_ended_ten_days_before(self) -> None:
        assert str(default_anchor(TSMC, date(2024, 7, 9))) == "FY2024Q1"
        assert str(default_anchor(TSMC, date(2024, 7, 10))) == "FY2024Q2"
        assert default_anchor(TSMC, None) is None

    def test_is_taken_where_none_is_given(self) -> None:
        assert read("过去四个季度", on="2025-08-28") == "FY2026Q2TTM"
        assert read("最近一个财季", on="2025-08-28") == "FY2026Q2"
        assert read("本季", on="2025-08-28", calendar=TSMC) == "FY2025Q2"


class TestRule8Nothing:
    @pytest.mark.parametrize(
        "text",
        [
            "本季",
            "去年同期",
            "同期",
            "第二季度",
            "全年",
            "今年",
            "去年第二季度",
            "过去四个季度",
            "上半年",
        ],
    )
    def test_is_none(self, text: str) -> None:
        assert read(text) is None


QUARTERS: list[Part] = ["Q1", "Q2", "Q3", "Q4"]


@given(
    st.sampled_from([NVIDIA, AMD, TSMC, MICROSOFT, APPLE, SONY, ARM]),
    st.integers(2015, 2035),
    st.sampled_from(QUARTERS),
    st.integers(0, 80),
)
def test_a_report_reads_its_own_words(calendar: Calendar, year: int, part: Part, late: int) -> None:
    """Whatever calls the reported quarter, it is the anchor; its neighbours are a quarter away."""
    anchor = FiscalPeriod(year, part)
    end = calendar.dates(anchor)[1]
    on = date.fromordinal(end.toordinal() + 15 + late).isoformat()
    name = str(anchor)
    dated = f"截至{end.year}年{end.month}月{end.day}日的季度"
    for text in (f"{year}财年{part}", dated, "本季度", f"第{part[1]}财季"):
        assert read(text, name, calendar=calendar, on=on) == name
    assert read("上一季度", name, calendar=calendar, on=on) == str(anchor.shift(-1))
    assert read("下一季度", name, calendar=calendar, on=on) == str(anchor.shift(1))
    assert read("去年同期", name, calendar=calendar, on=on) == str(anchor.shift(-4))
    # Without an anchor the date gives it, save where the next quarter has ended meanwhile.
    if late < 75:
        assert read("本季度", calendar=calendar, on=on) == name


@given(
    st.sampled_from([NVIDIA, AMD, TSMC, MICROSOFT, APPLE, SONY, ARM]),
    st.integers(2015, 2035),
    st.sampled_from(QUARTERS),
    st.sampled_from(["第一财季", "第二财季", "第三财季", "第四财季"]),
)
def test_bare_quarters_are_within_a_year(
    calendar: Calendar, year: int, part: Part, text: str
) -> None:
    anchor = FiscalPeriod(year, part)
    reported = FiscalPeriod.parse(read(text, str(anchor), calendar=calendar) or "")
    ahead = FiscalPeriod.parse(read(text, str(anchor), calendar=calendar, outlook=True) or "")
    assert 0 <= anchor.index - reported.index < 4
    assert 0 <= ahead.index - anchor.index < 4
