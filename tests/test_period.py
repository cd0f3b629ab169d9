"""Period mentions: forms by the value they share, what must not match, and speed guards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nvdx.fiscal import Part
from nvdx.mentions.period import PeriodMention, each_year, periods
from nvdx.mentions.period.words import by_word, load_words

Value = tuple[str | None, int | None, bool | None, str | None]


def only(text: str) -> PeriodMention:
    found = list(periods(text))
    assert len(found) == 1, [(text[m.start : m.end], m) for m in found]
    return found[0]


def words(text: str) -> list[str]:
    return [text[m.start : m.end] for m in periods(text)]


# Each group: part, year, fiscal, relative, then the forms; a form is the whole mention.
FORMS: list[tuple[Value, str]] = [
    (
        ("Q2", 2025, True, None),
        "2025财年Q2|2025财年第二财季|2025财年的第二季度|2025财年第二季|25财年Q2|FY25Q2|FY2025Q2|FY25 Q2|Q2 FY25|Q2 FY2025"
        "|Q2 2025财年|2025年第二财季|Q2 fiscal 2025|second quarter fiscal 2025|the second quarter of fiscal 2025"
        "|the fiscal second quarter of 2025|second fiscal quarter of 2025|second quarter of FY25"
        "|fiscal year 2025 second quarter|2025 fiscal second quarter|F2Q25",
    ),
    (("Q2", 2025, None, None), "2025Q2|25Q2|2Q25|Q2'25|2Q 2025|Q2 2025|2025 Q2"),
    (
        ("Q2", 2025, False, None),
        "2025年Q2|2025年第二季度|2025年二季度|2025年第2季度|25年第二季度|2025年二季|2025二季度|2025年第二个季度"
        "|second quarter of 2025|second-quarter 2025|the second quarter of 2025|2025's second quarter",
    ),
    (
        ("Q4", 2024, False, None),
        "2024年最后一个季度|the last quarter of 2024|final quarter of 2024",
    ),
    (
        ("Q2", None, None, None),
        "第二季度|二季度|第2季度|2季度|Q2|Q2季度|2Q|second quarter|second-quarter",
    ),
    (
        ("Q2", None, True, None),
        "第二财季|二财季|Q2财季|FQ2|fiscal second quarter|second fiscal quarter",
    ),
    (("Q2", None, False, None), "calendar second quarter|second calendar quarter|calendar Q2"),
    (
        ("FY", 2027, True, None),
        "2027财年|27财年|2027全财年|FY27|FY2027|FY'27|fiscal 2027|fiscal year 2027",
    ),
    (
        ("FY", 2024, False, None),
        "2024年|2024年度|2024年全年|2024全年|calendar 2024|calendar year 2024|CY24",
    ),
    (("FY", None, None, None), "全年|整年|full year|full-year|the full year|the entire year"),
    (
        ("H1", 2024, False, None),
        "2024年上半年|2024上半年|2024年上半年度|2024年半年度|2024半年报|2024年H1",
    ),
    (("H1", 2024, None, None), "2024H1|H1 2024|1H24|24H1"),
    (("H1", 2025, True, None), "1H FY25|H1 FY25|FY25H1|2025财年上半年|first half of fiscal 2025"),
    (("H2", None, None, None), "下半年|second half|the second half|back half"),
    (
        ("M9", 2022, False, None),
        "2022年前三季度|2022年前九个月|2022年前9个月|first nine months of 2022",
    ),
    (
        ("M9", None, None, None),
        "前三季度|首三季|前三季|前九个月|first nine months|first three quarters",
    ),
    (("Q3", None, None, "this_year"), "今年第三季度|今年三季度|今年Q3|this year's third quarter"),
    (("Q4", None, None, "last_year"), "去年四季度|去年第四季度|fourth quarter of last year"),
    (("H2", None, True, "this_year"), "本财年下半年|second half of this fiscal year"),
    (("M9", None, None, "last_year"), "去年前三季度|去年前9个月"),
    ((None, None, None, "this_year"), "今年|本年度|this year|the current year"),
    ((None, None, True, "this_year"), "本财年|该财年|this fiscal year|current fiscal year"),
    ((None, None, None, "last_year"), "去年|上一年度|last year|the prior year"),
    ((None, None, True, "last_year"), "上财年|上一财年|last fiscal year"),
    ((None, None, None, "next_year"), "明年|next year"),
    ((None, None, True, "next_year"), "下财年|下一财年|next fiscal year"),
    ((None, None, True, "latest_year"), "最新财年|最近一个财年"),
    (
        (None, None, None, "this_quarter"),
        "本季|本季度|该季|该季度|当季|这个季度|这一季度|此季度|the quarter|this quarter|the current quarter",
    ),
    ((None, None, True, "this_quarter"), "本财季|该财季|这一财季"),
    (
        (None, None, None, "last_quarter"),
        "上季|上季度|上个季度|上一季度|前一季度|last quarter|the prior quarter|the previous quarter",
    ),
    ((None, None, True, "last_quarter"), "上财季|上一财季"),
    ((None, None, None, "next_quarter"), "下季|下季度|下个季度|下一季度|next quarter"),
    (
        (None, None, None, "latest_quarter"),
        "最新季度|最近一个季度|the latest quarter|most recent quarter",
    ),
    (
        (None, None, None, "same_period_last_year"),
        "去年同期|上年同期|上一年同期|一年前|a year ago|the year-ago period|a year earlier",
    ),
    (
        (None, None, None, "same_quarter_last_year"),
        "去年同季|the year-ago quarter|the same quarter last year|the same quarter a year ago",
    ),
    ((None, None, None, "same_period_two_years_ago"), "前年同期|two years ago"),
    ((None, None, None, "same_period"), "同期|同一季度|the same period"),
    ((None, 2021, False, "same_period"), "2021年同期"),
    ((None, 2023, True, "same_period"), "2023财年同期"),
    (
        (None, None, None, "ttm"),
        "近十二个月|过去12个月|过去四个季度|最近四个季度|TTM|trailing twelve months|last four quarters|past 12 months",
    ),
]


@pytest.mark.parametrize(
    ("value", "form"), [(value, form) for value, forms in FORMS for form in forms.split("|")]
)
@pytest.mark.parametrize("around", ["{}", "公司{}的营收为9亿美元", "revenue for {} was $9 billion"])
def test_form(value: Value, form: str, around: str) -> None:
    text = around.format(form)
    mention = only(text)
    assert (mention.part, mention.year, mention.fiscal, mention.relative) == value
    assert text[mention.start : mention.end].removeprefix("the ") == form.removeprefix("the ")


@pytest.mark.parametrize(
    ("text", "comparison"),
    [
        ("去年同期", True),
        ("上季度", True),
        ("前一季度", True),
        ("a year ago", True),
        ("the previous quarter", True),
        ("2021年同期", True),
        ("同期", False),
        ("本季度", False),
        ("去年", False),
        ("第二季度", False),
    ],
)
def test_comparison(text: str, comparison: bool) -> None:
    assert only(text).comparison is comparison


@pytest.mark.parametrize(
    ("text", "part", "end"),
    [
        ("截至2024年7月28日的第二季度", "Q2", date(2024, 7, 28)),
        ("截至2022年12月31日的第四季度", "Q4", date(2022, 12, 31)),
        ("第三财季(截至2024年10月27日", "Q3", date(2024, 10, 27)),
        ("2024年4月28日结束的第一季度", "Q1", date(2024, 4, 28)),
        ("截至2025年6月30日止六个月", "H1", date(2025, 6, 30)),
        ("截至2025年9月30日止九个月", "M9", date(2025, 9, 30)),
        ("截至2024年1月28日的财年", "FY", date(2024, 1, 28)),
        ("截至2024年12月底", None, date(2024, 12, 31)),
        ("截至2024-07-28", None, date(2024, 7, 28)),
        ("2024年底", None, date(2024, 12, 31)),
        ("the quarter ended July 28, 2024", None, date(2024, 7, 28)),
        ("the three months ended 31 March 2024", None, date(2024, 3, 31)),
        ("nine months ended October 27, 2024", "M9", date(2024, 10, 27)),
        ("second quarter of fiscal 2025, which ended July 28, 2024", "Q2", date(2024, 7, 28)),
        ("second quarter ended July 28, 2024", "Q2", date(2024, 7, 28)),
        ("the fiscal year ended January 28, 2024", "FY", date(2024, 1, 28)),
        ("2025年7月季度", None, date(2025, 7, 31)),
    ],
)
def test_stated_end(text: str, part: str | None, end: date) -> None:
    mention = only(text)
    assert (mention.part, mention.end_date, mention.end_month_day) == (part, end, None)
    assert (mention.start, mention.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "part", "year", "month_day"),
    [
        ("截至7月30日的第二财季", "Q2", None, (7, 30)),
        ("截至4月28日的2025财年第一财季", "Q1", 2025, (4, 28)),
        ("截至9月底的第三季度", "Q3", None, (9, 30)),
        ("截至2月29日的季度", None, None, (2, 28)),
        ("the July quarter", None, None, (7, 31)),
        ("the quarter ended July 28", None, None, (7, 28)),
    ],
)
def test_end_without_a_year(
    text: str, part: str | None, year: int | None, month_day: tuple[int, int]
) -> None:
    mention = only(text)
    assert (mention.part, mention.year, mention.end_month_day) == (part, year, month_day)
    assert mention.end_date is None


def test_what_is_no_date_states_no_end() -> None:
    assert all(m.end_date is None for m in periods("截至2023年2月30日的季度"))


@pytest.mark.parametrize(
    ("text", "years", "fiscal", "split"),
    [
        ("2025-2027财年", (2025, 2026, 2027), True, False),
        ("2025至2027财年", (2025, 2026, 2027), True, False),
        ("2023、2024财年", (2023, 2024), True, False),
        ("2025/2026/2027财年", (2025, 2026, 2027), True, False),
        ("2025-2027年", (2025, 2026, 2027), False, False),
        ("FY25/26/27", (2025, 2026, 2027), True, False),
        ("FY24-FY26", (2024, 2025, 2026), True, False),
        ("fiscal 2025 and 2026", (2025, 2026), True, False),
        ("fiscal years 2025-2027", (2025, 2026, 2027), True, False),
        ("2022/23财年", (2022, 2023), True, True),
        ("2022-2023财年", (2022, 2023), True, True),
    ],
)
def test_years(text: str, years: tuple[int, ...], fiscal: bool, split: bool) -> None:
    mention = only(text)
    assert (mention.years, mention.fiscal, mention.split) == (years, fiscal, split)
    assert (mention.year, mention.part) == (None, "FY")
    assert [m.year for m in each_year(mention)] == list(years)
    assert all(not m.years and (m.start, m.end) == (0, len(text)) for m in each_year(mention))


def test_each_year_of_one_period_is_itself() -> None:
    mention = only("第二季度")
    assert each_year(mention) == (mention,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年第一、第二季度", [("2025年第一", "Q1", 2025), ("第二季度", "Q2", 2025)]),
        ("2024年Q1和Q2", [("2024年Q1", "Q1", 2024), ("Q2", "Q2", 2024)]),
        ("2022财年第四季度及全年", [("2022财年第四季度", "Q4", 2022), ("全年", "FY", 2022)]),
        ("Q1 and Q2 2025", [("Q1", "Q1", 2025), ("Q2 2025", "Q2", 2025)]),
        (
            "fourth quarter and fiscal 2025",
            [("fourth quarter", "Q4", 2025), ("fiscal 2025", "FY", 2025)],
        ),
        (
            "first and second quarters of fiscal 2025",
            [("first", "Q1", 2025), ("second quarters of fiscal 2025", "Q2", 2025)],
        ),
        ("三四季度", [("三", "Q3", None), ("四季度", "Q4", None)]),
        # An earlier part is another year's, and a comma ends a list.
        ("2024年第四季度和第一季度", [("2024年第四季度", "Q4", 2024), ("第一季度", "Q1", None)]),
        ("2024年第二季度,全年", [("2024年第二季度", "Q2", 2024), ("全年", "FY", None)]),
    ],
)
def test_lists_share_a_year(text: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert [(text[m.start : m.end], m.part, m.year) for m in periods(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        # dates, months, seasons
        "2024年7月28日|7月28日|2025年9月|今年9月|去年12月|2025年秋季|今年春季|2025年初|今年年初",
        # counts and durations
        "季度股息|单季|单一季度|单季度|每季度|每个季度|连续三个季度|连续14个季度|多个季度|几个季度|3个季度|十三季度",
        "两年|五年|10年|未来四年内|过去一年|近两年|三年前|今年前7个月|未来36个月|该计划一整年后",
        "each quarter|a quarter of sales|quarter-over-quarter|per quarter|several quarters|the quarter-mile",
        # shows
        "美剧第二季|该剧第二季开播|动画片首季|第二季节目|第二季节",
        # models, versions, events, questions
        "2026款|H100|H200|H20|H1|H2|Q&A|Q:|Q1:请问|Q1、请问|奥迪Q3|Audi Q3|Q4_K_M|Windows 11 25H2",
        "RTX 2024|GTC 2026|CES 2026",
        # days of share prices and of going to press
        "截至8月28日收盘|截至发稿|截至目前",
        # the determiner belongs to the word before
        "情况下季度|因此季度|成本季度|历史同期|财年|年度|季度|全年龄",
        # numbers that look like years
        "for 2000 units|by 2024 million|in 2024.5|version 2024",
    ],
)
def test_no_period(text: str) -> None:
    for form in text.split("|"):
        assert words(form) == [], form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 第二季 beside words of finance, or with a year
        ("辉达第二季营收成长", ["第二季"]),
        ("第四季,公司毛利率为70%", ["第四季"]),
        ("首季获利创高", ["首季"]),
        ("2025财年第三季", ["2025财年第三季"]),
        # longest match
        ("上一季度", ["上一季度"]),
        ("去年同期相比", ["去年同期"]),
        # a determiner after other words
        ("由上财季的83%", ["上财季"]),
        ("从上季度的83%", ["上季度"]),
        ("截至本季度末", ["本季度"]),
        # bare years only after a preposition
        ("in 2024, sales", ["2024"]),
        ("during 2023", ["2023"]),
        ("Sales 2024", []),
        # table heads
        ("Q3 FY25 | Q2 FY25 | Q3 FY24 | Q/Q", ["Q3 FY25", "Q2 FY25", "Q3 FY24"]),
        # two names of one quarter
        ("2024财年第二财季(2024年第1季度)", ["2024财年第二财季", "2024年第1季度"]),
        # a company's name ends in digits
        ("360三季度营收", ["三季度"]),
        # headings
        ("一、二季度营收", ["二季度"]),
        ("一、一季度营收", ["一季度"]),
    ],
)
def test_in_context(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_word_has_one_meaning() -> None:
    twice: dict[Part, tuple[str, ...]] = {"Q1": ("x",), "Q2": ("x",)}
    with pytest.raises(ValueError, match="'x' means Q1 and Q2"):
        by_word(twice)


@pytest.mark.parametrize("written", [str, str.capitalize, lambda p: p.replace(" ", "-")])
def test_the_quick_looks_pass_every_phrase(written: Callable[[str], str]) -> None:
    english = load_words().en
    for group in (*english.relative.values(), *english.parts.values()):
        for phrase in group:
            text = f"{written(phrase)}, it said"
            if not text.startswith("the-"):
                assert [m.start for m in periods(text)][:1] == [0], text


@pytest.mark.parametrize("text", ["LTM", "the LTM", "The TTM"])
def test_a_code_behind_an_article(text: str) -> None:
    assert [m.relative for m in periods(f"{text} revenue")] == ["ttm"]


PIECES = st.sampled_from(
    [
        "2025", "25", "财年", "年", "第", "二", "四", "季度", "季", "财季", "Q2", "FY", "FY27", "H1", "截至",
        "7月28日", "底", "的", "、", "和", "-", "/", "去年", "同期", "上一", "全年", "前", "三", "个月", " ", ",",
        "the ", "second", "quarter", " of ", "fiscal ", "ended ", "July ", "28", "last year", "'s ", "营收", "剧", "\n",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_mentions_are_in_order_and_say_something(text: str) -> None:
    position = 0
    for m in periods(text):
        assert position <= m.start < m.end <= len(text)
        position = m.end
        assert m.part or m.relative or m.end_date or m.end_month_day
