"""How Taiwan and Hong Kong write about results: words, months, quarters, subtitles, other companies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

import nvdx
from nvdx import Fact

REPORT = "輝達公布2026會計年度第3季財報。"


def read(text: str, *, published: str = "2025-11-20", entity: str = "NVDA") -> list[Fact]:
    return list(nvdx.extract_text(text, published=published, entity=entity))


def told(facts: list[Fact]) -> Iterator[tuple[str, str | None, str, str, float | None]]:
    for fact in facts:
        value = None if fact.value is None else float(fact.value)
        yield fact.entity, fact.fiscal_period, fact.metric, fact.kind, value


class TestWords:
    @pytest.mark.parametrize(
        ("text", "metric", "measure", "value"),
        [
            ("營收年成長62%。", "revenue", "yoy", 62),
            ("營收季衰退8%。", "revenue", "qoq", -8),
            ("營收較前季成長19%。", "revenue", "qoq", 19),
            ("純利按年少賺三成。", "net_income", "yoy", -30),
            ("稅後純益率43.1%。", "net_margin", "level", 43.1),
            ("每股獲利1.3美元。", "eps", "level", 1.3),
        ],
    )
    def test_metrics_and_growth(self, text: str, metric: str, measure: str, value: float) -> None:
        (fact,) = read(text)
        assert (fact.metric, fact.measure, float(fact.value or 0)) == (metric, measure, value)

    @pytest.mark.parametrize(
        ("text", "segment"),
        [
            ("網通業務營收82億美元。", "data_center.networking"),
            ("車用與機器人部門營收5.9億美元。", "automotive"),
            ("專業視覺化營收7.6億美元。", "professional_visualization"),
            ("資料中心運算營收430億美元。", "data_center.compute"),
        ],
    )
    def test_segments(self, text: str, segment: str) -> None:
        (fact,) = read(text)
        assert fact.segment == segment

    def test_terms_of_other_companies_are_known_as_taiwan_says_them(self) -> None:
        (fact,) = read("聯發科手機晶片營收280億元。")
        assert (fact.entity, fact.segment) == ("2454.TW", "mobile_phone")

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("公司料第四季營收650億美元。", "guidance"),
            ("公司估第4季營收650億美元。", "guidance"),
            ("營收570億美元，勝市場預期。", "reported"),
            ("資料顯示第三季營收570億美元。", "reported"),
        ],
    )
    def test_single_verbs(self, text: str, kind: str) -> None:
        (fact,) = read(text)
        assert fact.kind == kind

    def test_a_company_that_opens_the_clause_expects(self) -> None:
        (fact,) = read("台積電預期，第四季營收介於322億到334億美元之間。")
        assert (fact.entity, fact.kind, fact.fiscal_period) == ("TSM", "guidance", "FY2025Q4")


class TestMonths:
    @pytest.mark.parametrize(
        "text",
        [
            "鴻海10月營收8957億元，月增7%、年增11%。",
            "鴻海累計前10月營收6.4兆元，年增15.6%。",
            "鴻海累計1-10月營收6.4兆元，年增15.6%。",
            "鴻海前10個月營收6.4兆元，年增15.6%。",
            "台積電單月合併營收3674億元。",
        ],
    )
    def test_a_month_is_no_fiscal_period(self, text: str) -> None:
        assert read(text) == []

    @pytest.mark.parametrize(
        ("text", "period"),
        [
            ("輝達8至10月營收570億美元。", "FY2026Q3"),
            ("輝達2月至4月營收440億美元。", "FY2026Q1"),
            ("輝達7月季度營收467億美元。", "FY2026Q2"),
            ("鴻海1至6月營收3.4兆元。", "FY2025H1"),
            ("鴻海前3季營收5.5兆元。", "FY2025M9"),
        ],
    )
    def test_months_of_a_quarter_or_more(self, text: str, period: str) -> None:
        (fact,) = read(text)
        assert fact.fiscal_period == period


class TestThisQuarter:
    def test_beside_results_the_running_one(self) -> None:
        found = told(
            read(REPORT + "上季營收570億美元，本季財測優於預期。輝達預估本季營收650億美元。")
        )
        assert [period for _, period, *_ in found] == ["FY2026Q3", "FY2026Q4"]

    def test_last_quarter_is_the_one_before_where_it_is_compared_with(self) -> None:
        found = told(read(REPORT + "毛利率73.4%，上季為72.4%。本季財測優於預期。"))
        assert [period for _, period, *_ in found] == ["FY2026Q3", "FY2026Q2"]

    def test_the_end_in_parentheses_decides(self) -> None:
        (fact,) = read("輝達上季（截至10月26日）營收570億美元。")
        assert fact.fiscal_period == "FY2026Q3"


    def test_growth_of_last_quarter_in_a_headline(self) -> None:
        found = read("# 輝達上季純利升65%\n\n輝達公布2026會計年度第3季財報，營收570億美元。\n")
        assert (found[0].fiscal_period, found[0].measure) == ("FY2026Q3", "change")

    def test_another_company_s_last_quarter(self) -> None:
        found = read("博通上季AI收入52億美元，同比增長63%。", published="2025-09-20")
        assert [fact.fiscal_period for fact in found] == ["FY2025Q3", "FY2025Q3"]


class TestOthers:
    @pytest.mark.parametrize(
        "text",
        [
            "某某電(2382-TW)第三季營收4245億元，EPS 4.33元。",
            "甲乙電(4938)第三季營收2900億元。",
            "廣達第三季EPS 4.33元。",
        ],
    )
    def test_listed_companies_that_we_do_not_know(self, text: str) -> None:
        assert read(text) == []

    def test_codes_of_those_that_we_know(self) -> None:
        found = read("輝達(NVDA-US)營收570億美元；台積電（2330）營收9899億元。")
        assert [fact.entity for fact in found] == ["NVDA", "TSM"]

    @pytest.mark.parametrize(
        ("text", "entity"),
        [
            ("超微第三季營收92億美元。", "AMD"),
            ("超微第三季营收50亿美元。", "SMCI"),
            ("美超微第三季營收50億美元。", "SMCI"),
        ],
    )
    def test_one_name_of_two_companies(self, text: str, entity: str) -> None:
        (fact,) = read(text)
        assert fact.entity == entity

    def test_everybody_s_data_centers(self) -> None:
        assert read("黃仁勳說，全球資料中心將從1兆美元翻倍到2兆美元。") == []


class TestLists:
    def test_results_against_expectations(self) -> None:
        text = (
            "# 輝達財報\n\n**2026 財年 Q3 財報數據 vs 分析師預期**\n\n"
            "- 營收：570 億美元 (年增 62%) vs 549 億美元\n- 調整後 EPS：1.30 美元 vs 1.25 美元\n"
        )
        assert [fact.kind for fact in read(text)] == [
            "reported", "reported", "consensus", "reported", "consensus",
        ]  # fmt: skip

    def test_an_outlook_s_list_ends_with_it(self) -> None:
        text = (
            "# 輝達財報\n\n**2026 財年 Q4 財測**\n\n- 營收：650 億美元 ±2%\n- 毛利率：75%\n\n"
            "第三季資料中心營收為 512 億美元，創下歷史新高。\n"
        )
        assert [fact.kind for fact in read(text)] == ["guidance", "guidance", "reported"]

    def test_a_basis_in_parentheses_behind_each(self) -> None:
        found = read("毛利率73.4%（GAAP）、73.6%（Non-GAAP）。")
        assert [fact.basis for fact in found] == ["gaap", "non_gaap"]

    def test_a_doubling_that_introduces_its_percentage(self) -> None:
        (fact,) = read("車用營收翻倍成長114%。")
        assert (fact.value, fact.segment) == (Decimal(114), "automotive")


SUBTITLES = """今天是2025年11月20日
昨天輝達公布了財報
第三季的營收
570億美金
市場本來看549億
EPS的部分是一塊三美金
這個是Non-GAAP的
毛利率73.4%
佔整個公司的營收
資料中心已經超過八成五
你看台積電的毛利率
第三季是59.5%
遊戲呢
43億美金
年增30%
"""


class TestSubtitles:
    def test_who_speaks_of_whom(self) -> None:
        found = {fact.raw: fact for fact in nvdx.extract_text(SUBTITLES)}
        assert found["570億美金"].fiscal_period == "FY2026Q3"
        assert found["59.5%"].entity == "TSM"
        assert (found["43億美金"].entity, found["43億美金"].segment) == ("NVDA", "gaming")

    def test_a_basis_is_said_of_what_was_before_it(self) -> None:
        found = {fact.raw: fact.basis for fact in nvdx.extract_text(SUBTITLES)}
        assert (found["一塊三美金"], found["73.4%"]) == ("non_gaap", None)

    def test_a_day_as_it_is_said(self) -> None:
        (fact,) = nvdx.extract_text("今天是2024年的5月23號\n輝達第一季營收260億美金\n")
        assert fact.fiscal_period == "FY2025Q1"


class TestOutlooks:
    @pytest.mark.parametrize(
        "text",
        [
            "已反映 H20 約 80 億美元的營收損失。",
            "認列與庫存及採購義務相關的45億美元費用。",
            "跟輝達一季500億美元營收比，還差得遠。",
        ],
    )
    def test_no_revenue(self, text: str) -> None:
        assert read(text) == []

    def test_reckoned_otherwise_is_still_reported(self) -> None:
        (fact,) = read("若排除該項費用，Non-GAAP毛利率可達71.3%。")
        assert (fact.kind, fact.basis) == ("reported", "non_gaap")

    def test_an_exchange_rate_is_no_supposition(self) -> None:
        found = read("公司預估第四季營收650億美元，以1美元兌30元新台幣假設，毛利率介於59%至61%。")
        assert [fact.metric for fact in found] == ["revenue", "gross_margin"]

    def test_a_range_is_what_an_outlook_is_raised_to(self) -> None:
        (fact,) = read("公司把2026財年的資本支出預估從850億美元上調到910億至930億美元。")
        assert [float(n or 0) for n in (fact.low, fact.high)] == [91e9, 93e9]
