"""Which quarter a document reports, and what the words for periods mean in it."""

from __future__ import annotations

import pytest

import nvdx


def periods(
    text: str, published: str | None = None, title: str | None = None, entity: str = "NVDA"
) -> list[str | None]:
    found = nvdx.extract_text(text, title=title, published=published, entity=entity)
    return [fact.fiscal_period for fact in found]


# --- words that say it ---


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025财年第二季度营收300亿美元。", "FY2025Q2"),
        ("2025财年第二财季营收300亿美元。", "FY2025Q2"),
        ("2025财年Q2营收300亿美元。", "FY2025Q2"),
        ("FY25Q2营收300亿美元。", "FY2025Q2"),
        ("Q2 FY25营收300亿美元。", "FY2025Q2"),
        ("2024财年营收609亿美元。", "FY2024"),
        ("2024财年全年营收609亿美元。", "FY2024"),
        ("2025财年上半年营收560亿美元。", "FY2025H1"),
        ("2025财年前三季度营收911亿美元。", "FY2025M9"),
        ("截至2024年7月28日的第二季度营收300亿美元。", "FY2025Q2"),
        ("截至2024年7月28日的季度，营收300亿美元。", "FY2025Q2"),
        ("Revenue for the second quarter of fiscal 2025 was $30.0 billion.", "FY2025Q2"),
        ("Revenue for the quarter ended July 28, 2024 was $30.0 billion.", "FY2025Q2"),
        # The calendar's words, with no date to tell otherwise: what overlaps most.
        ("2024年营收1305亿美元。", "FY2025"),
        ("2025年第二季度营收467亿美元。", "FY2026Q2"),
    ],
)
def test_without_a_date(text: str, period: str) -> None:
    assert periods(text) == [period]


@pytest.mark.parametrize(
    "text",
    [
        "营收300亿美元。",
        "本季度营收300亿美元。",
        "第二季度营收300亿美元。",
        "去年营收609亿美元。",
        "过去四个季度营收963亿美元。",
        "最近一个财季，营收300亿美元。",
    ],
)
def test_nothing_tells(text: str) -> None:
    assert periods(text) == [None]


# --- the anchor ---


@pytest.mark.parametrize(
    ("published", "period"),
    [
        ("2024-08-29", "FY2025Q2"),
        ("2024-11-21", "FY2025Q3"),
        ("2025-02-27", "FY2025Q4"),
        ("2025-05-29", "FY2026Q1"),
        # A quarter that ended less than ten days ago is not the one.
        ("2024-07-31", "FY2025Q1"),
        ("2024-08-07", "FY2025Q2"),
    ],
)
def test_the_last_quarter_before_the_date(published: str, period: str) -> None:
    assert periods("本季度营收300亿美元。", published) == [period]


@pytest.mark.parametrize(
    "lead",
    [
        "英伟达公布2025财年第二季度财报。",
        "英伟达发布截至2024年7月28日的第二财季业绩。",
        "Nvidia reported results for the second quarter of fiscal 2025.",
    ],
)
def test_a_report_that_the_text_names(lead: str) -> None:
    assert periods(f"{lead}本季度营收300亿美元。") == ["FY2025Q2"]
    assert periods(f"{lead}\n\n净利润166亿美元。") == ["FY2025Q2"]


def test_a_report_that_the_title_names() -> None:
    assert periods("营收300亿美元。", title="英伟达2025财年第二季度财报") == ["FY2025Q2"]


def test_the_text_is_stronger_than_the_date() -> None:
    text = "英伟达公布2025财年第二季度财报。本季度营收300亿美元。"
    assert periods(text, "2024-11-15") == ["FY2025Q2"]


def test_the_first_report_is_the_anchor() -> None:
    text = (
        "英伟达公布2025财年第二季度财报，营收300亿美元。"
        "上一年的2024财年第二季度营收为135亿美元。\n\n本季度净利润166亿美元。"
    )
    assert periods(text, "2024-08-29") == ["FY2025Q2", "FY2024Q2", "FY2025Q2"]


# --- relative words ---

REPORTED = "2024-08-29"


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("本季", "FY2025Q2"),
        ("本季度", "FY2025Q2"),
        ("该季度", "FY2025Q2"),
        ("当季", "FY2025Q2"),
        ("上季", "FY2025Q1"),
        ("上财季", "FY2025Q1"),
        ("上一季度", "FY2025Q1"),
        ("去年同期", "FY2024Q2"),
        ("一年前", "FY2024Q2"),
        ("第二季度", "FY2025Q2"),
        ("第一季度", "FY2025Q1"),
        ("Q1", "FY2025Q1"),
        # the latest such quarter not after the anchor
        ("第三季度", "FY2024Q3"),
        ("第四季度", "FY2024Q4"),
        ("去年", "FY2024"),
        ("上半年", "FY2025H1"),
        ("过去四个季度", "FY2025Q2TTM"),
        ("近十二个月", "FY2025Q2TTM"),
        ("最近一个财季", "FY2025Q2"),
    ],
)
def test_of_results(words: str, period: str) -> None:
    assert periods(f"{words}，公司实现的净利润为100亿美元。", REPORTED) == [period]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("下季", "FY2025Q3"),
        ("下一财季", "FY2025Q3"),
        ("第三季度", "FY2025Q3"),
        ("第四季度", "FY2025Q4"),
        ("第一季度", "FY2026Q1"),
        ("全年", "FY2025"),
        ("本财年", "FY2025"),
        ("下半年", "FY2025H2"),
        ("2026财年", "FY2026"),
        ("明年", "FY2026"),
    ],
)
def test_of_an_outlook(words: str, period: str) -> None:
    assert periods(f"公司预计{words}净利润为200亿美元。", REPORTED) == [period]


def test_this_year_when_the_fourth_quarter_is_out() -> None:
    assert periods("全年营收609亿美元。", "2024-02-22") == ["FY2024"]
    assert periods("公司预计今年营收为1100亿美元。", "2024-02-22") == ["FY2025"]


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        # It ended shortly before: the fiscal period is meant.
        ("英伟达2025年第二季度营收300亿美元。", "2024-08-29", "FY2025Q2"),
        ("英伟达2024年营收609亿美元。", "2024-02-22", "FY2024"),
        # It had ended long before: what overlaps most.
        ("英伟达2023年营收609亿美元。", "2024-08-29", "FY2024"),
        ("英伟达2024年营收1305亿美元。", "2025-08-28", "FY2025"),
    ],
)
def test_the_calendars_words(text: str, published: str, period: str) -> None:
    assert periods(text, published) == [period]


# --- other companies ---


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("AMD本季度营收58亿美元。", "FY2024Q2"),
        ("AMD第二季度营收58亿美元。", "FY2024Q2"),
        ("AMD过去四个季度营收233亿美元。", "FY2024Q2TTM"),
        ("AMD去年营收227亿美元。", "FY2023"),
        # its year ends in June
        ("微软本季度营收647亿美元。", "FY2024Q4"),
        ("微软2024财年营收2451亿美元。", "FY2024"),
        # its year ends in September
        ("苹果本季度营收858亿美元。", "FY2024Q3"),
        # its year ends in January, its quarter ended on 3 August
        ("美满电子本季度营收12.7亿美元。", "FY2025Q2"),
    ],
)
def test_each_company_has_its_own_calendar(text: str, period: str) -> None:
    assert periods(text, REPORTED) == [period]


def test_two_calendars_in_a_sentence() -> None:
    assert periods("本季度英伟达营收300亿美元，微软营收647亿美元。", REPORTED) == [
        "FY2025Q2",
        "FY2024Q4",
    ]


def test_another_company_without_a_date() -> None:
    text = "英伟达公布2025财年第二季度财报，营收300亿美元。AMD本季度营收58亿美元。"
    assert periods(text) == ["FY2025Q2", None]


# --- what is inherited and what is stated ---


def test_the_words_are_kept_where_they_stand() -> None:
    stated, inherited = nvdx.extract_text(
        "第二季度营收300亿美元。\n\n净利润166亿美元。", published=REPORTED
    )
    assert (stated.period_text, stated.evidence["period"].text) == ("第二季度", "第二季度")
    assert (inherited.fiscal_period, inherited.period_text) == ("FY2025Q2", None)


def test_the_dates_are_those_of_the_companys_calendar() -> None:
    first, second = nvdx.extract_text(
        "英伟达本季度营收300亿美元，微软本季度营收647亿美元。", published=REPORTED
    )
    assert (str(first.period_start), str(first.period_end)) == ("2024-04-29", "2024-07-28")
    assert (str(second.period_start), str(second.period_end)) == ("2024-04-01", "2024-06-30")


def test_no_period_no_dates() -> None:
    (fact,) = nvdx.extract_text("营收300亿美元。")
    assert (fact.fiscal_period, fact.period_start, fact.period_end) == (None, None, None)


def test_a_period_holds_for_its_sentence() -> None:
    text = "第一季度营收260亿美元，净利润149亿美元。\n\n本季度营收300亿美元。"
    assert periods(text, REPORTED) == ["FY2025Q1", "FY2025Q1", "FY2025Q2"]


# --- what a text tells of years past ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A paragraph about a year long past stays in it.
        ("2020财年并不好过。三季度营收30亿美元，全年营收109亿美元。", ["FY2020Q3", "FY2020"]),
        ("2019财年营收117亿美元。最后一个季度营收22亿美元。", ["FY2019", "FY2019Q4"]),
        ("2019财年Q3营收31.8亿美元。当季净利润12.3亿美元。", ["FY2019Q3", "FY2019Q3"]),
        # Not beside the year just over, nor in an outlook.
        ("2024财年营收609亿美元。第二季度营收300亿美元。", ["FY2024", "FY2025Q2"]),
        ("2024财年营收609亿美元。公司预计第三季度营收325亿美元。", ["FY2024", "FY2025Q3"]),
        ("2024财年Q4营收221亿美元。本季营收300亿美元。", ["FY2024Q4", "FY2025Q2"]),
    ],
)
def test_a_year_past(text: str, expected: list[str]) -> None:
    assert periods(text, published="2024-08-29") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年5月24日，公司给出的第二财季营收指引为110亿美元。", ["FY2024Q2"]),
        ("2022年8月，公司公布第二财季营收67亿美元。", ["FY2023Q2"]),
        # A day near the document's own, and a sentence that comes back to the present.
        ("2024年8月28日，公司公布第二财季营收300亿美元。", ["FY2025Q2"]),
        ("2022年8月游戏业务跌入谷底，如今第二财季营收300亿美元。", ["FY2025Q2"]),
    ],
)
def test_a_day_long_past(text: str, expected: list[str]) -> None:
    assert periods(text, published="2024-08-29") == expected


def test_figures_that_come_out_before_the_report() -> None:
    """Nine days after the quarter's end it is no default anchor yet, but its figures are given."""
    text = "英伟达预告二季度营收约67亿美元。数据中心营收38亿美元。"
    assert periods(text, published="2022-08-09") == ["FY2023Q2", "FY2023Q2"]
    assert periods("英伟达一季度营收83亿美元。", published="2022-08-09") == ["FY2023Q1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对于当前季度，公司预计营收为325亿美元。", ["FY2025Q3"]),
        ("公司公布2025财年第二财季营收300亿美元。公司预计本季度营收为325亿美元。", ["FY2025Q2", "FY2025Q3"]),
        ("公司公布第二财季业绩。本季营收300亿美元，高过给出的280亿美元的展望。", ["FY2025Q2", "FY2025Q2"]),
        ("公司预计明年投入增加。截至期末，现金储备348亿美元。", ["FY2025Q2"]),
    ],
)
def test_the_running_quarter(text: str, expected: list[str]) -> None:
    assert periods(text, published="2024-08-29") == expected


def test_the_year_of_the_part_before() -> None:
    """Annual results name the year with the first business only."""
    text = "数据中心业务全年营收1152亿美元，增长142%。\n\n游戏业务营收114亿美元，增长9%。"
    assert set(periods(text, published="2025-02-27")) == {"FY2025"}
    text = "全年营收1305亿美元。\n\n游戏业务营收25亿美元。"
    assert periods(text, published="2025-02-27") == ["FY2025", "FY2025Q4"]


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        # The year of the annual report is over, whatever quarter came since.
        ("年报里，公司的全年营收7771亿元。", "002594.SZ", ["FY2024"]),
        ("公司预计全年营收9000亿元。", "002594.SZ", ["FY2025"]),
        # The year before the one just named.
        ("2025财年来自中国的收入为171亿美元，上一财年是103亿美元。", "NVDA", ["FY2025", "FY2024"]),
        # A period that is provided for.
        ("公司已为下半年采购了更多产能，营收72亿美元。", "NVDA", ["FY2025Q4"]),
    ],
)
def test_years_beside_what_is_told(text: str, entity: str, expected: list[str]) -> None:
    assert periods(text, published="2025-04-28", entity=entity) == expected


# --- documents without a date ---


def test_an_account_of_many_years_was_written_after_the_last_of_them() -> None:
    text = (
        "2018财年，英伟达营收97.1亿美元。2018财年第一季度游戏收入10.3亿美元。\n\n"
        "2025财年，公司营收1305亿美元。\n\n公司预计2026财年第一季度营收430亿美元。"
    )
    facts = list(nvdx.extract_text(text))
    assert [(f.fiscal_period, f.kind) for f in facts] == [
        ("FY2018", "reported"),
        ("FY2018Q1", "reported"),
        ("FY2025", "reported"),
        ("FY2026Q1", "guidance"),
    ]


def test_a_year_that_runs_is_not_over() -> None:
    text = "2026财年第二季度，英伟达营收467亿美元。这是2026财年的一半。本季净利润264亿美元。"
    assert periods(text) == ["FY2026Q2", "FY2026Q2"]


def test_the_day_of_the_lead_dates_the_other_companies() -> None:
    lead = "某社9月24日消息，美光公布2025财年第四财季（截至2025年8月28日）财报，营收113.2亿美元。\n\n"
    text = f"{lead}英伟达上季度数据中心营收为411亿美元。"
    assert periods(text, entity="MU") == ["FY2025Q4", "FY2026Q2"]
    # Half a year later is no news of that quarter.
    late = text.replace("9月24日消息", "3月24日消息")
    assert periods(late, entity="MU") == ["FY2025Q4", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年11月至今年1月，公司营收393亿美元。", ["FY2025Q4"]),
        ("2024年11月至2025年1月，公司营收393亿美元。", ["FY2025Q4"]),
        ("2024年8月至10月，公司营收351亿美元。", ["FY2025Q3"]),
        ("2023年11月至次年1月，公司营收221亿美元。", ["FY2024Q4"]),
    ],
)
def test_months_that_make_a_quarter(text: str, expected: list[str]) -> None:
    assert periods(text, published="2025-02-27") == expected
