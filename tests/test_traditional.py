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


class TestHongKong:
    def test_its_verbs_of_earning(self) -> None:
        text = "蔚來首季蝕52億元人民幣，虧損按年擴大8%。騰訊首季賺6億元人民幣，按年少賺3%。"
        assert [(f.entity, f.metric, f.measure, float(f.value or 0)) for f in read(text, published="2025-06-05")] == [
            ("NIO", "net_income", "level", -52e8),
            ("NIO", "net_income", "yoy", 8),
            ("0700.HK", "net_income", "level", 6e8),
            ("0700.HK", "net_income", "yoy", -3),
        ]

    @pytest.mark.parametrize("text", ["通脹侵蝕10億元利潤空間。", "他跑單賺102萬元。", "投資者賺10%。"])
    def test_other_words_with_those_characters(self, text: str) -> None:
        assert read("輝達公布財報。" + text) == []

    def test_the_second_quarter_and_cents(self) -> None:
        text = "英偉達料次季收入450億美元，上下波幅2%；毛利率72%，上下波幅0.5個百分點。首季每股盈利81美仙。"
        found = read("英偉達公布2026財年首季業績。" + text, published="2025-05-29")
        assert [(f.fiscal_period, f.metric, f.kind, f.low, float(f.value or 0)) for f in found] == [
            ("FY2026Q2", "revenue", "guidance", Decimal("44100000000"), 45e9),
            ("FY2026Q2", "gross_margin", "guidance", Decimal("71.5"), 72),
            ("FY2026Q1", "eps", "reported", None, 0.81),
        ]

    def test_sales_that_were_booked(self) -> None:
        (fact,) = read(REPORT + "公司錄得46億美元的H20銷售。")
        assert (fact.metric, fact.product) == ("revenue", "h20")
        assert read(REPORT + "公司錄得46億美元的H20庫存撥備。") == []


class TestMixedTerms:
    @pytest.mark.parametrize(
        ("text", "segment"),
        [
            ("行動與客戶端營收37.6億美元。", "mobile_and_client"),
            ("雲端記憶體事業部營收45.4億美元。", "cloud_memory"),
        ],
    )
    def test_a_term_of_taiwan_beside_one_that_all_share(self, text: str, segment: str) -> None:
        (fact,) = read("美光" + text, entity="MU", published="2025-09-24")
        assert fact.segment == segment

    def test_robots_as_hong_kong_calls_them(self) -> None:
        assert read(REPORT + "汽車及機械人業務收入5.9億美元。")[0].segment == "automotive"


class TestTalk:
    def test_a_multiple_of_last_year_leaves_the_quarter_alone(self) -> None:
        text = REPORT + "營收570億美元，也就是變成了去年的三倍，淨利319億美元。"
        assert [(f.fiscal_period, f.measure, float(f.value or 0)) for f in read(text)] == [
            ("FY2026Q3", "level", 570e8), ("FY2026Q3", "yoy", 200), ("FY2026Q3", "level", 319e8),
        ]  # fmt: skip

    def test_companies_given_as_examples_are_not_whose_figures_follow(self) -> None:
        text = REPORT + "資料中心營收512億美元。其中一半來自雲端服務商，像是亞馬遜 微軟 谷歌。遊戲營收43億美元。"
        assert {f.entity for f in read(text)} == {"NVDA"}

    def test_the_whole_fiscal_year(self) -> None:
        (fact,) = read("輝達公布2025會計年度第4季財報。整個會計年度的營收是1,305億美元。", published="2025-02-27")
        assert fact.fiscal_period == "FY2025"

    def test_growth_behind_a_plus_or_minus_is_the_outlook_s(self) -> None:
        text = REPORT + "至於第四季營收，公司給的數字是650億美元，上下2%，換算季增14%、年增65%。"
        assert [(f.fiscal_period, f.measure, f.kind) for f in read(text)] == [
            ("FY2026Q4", "level", "guidance"), ("FY2026Q4", "qoq", "guidance"), ("FY2026Q4", "yoy", "guidance"),
        ]  # fmt: skip

    def test_a_year_beside_the_quarter_ends_with_its_figure(self) -> None:
        text = "輝達公布2025會計年度第4季財報。該季資本支出11億美元，全年32億美元，自由現金流155億美元；庫存101億美元。"
        assert [(f.fiscal_period, f.metric) for f in read(text, published="2025-02-27")] == [
            ("FY2025Q4", "capex"), ("FY2025", "capex"), ("FY2025Q4", "free_cash_flow"), ("FY2025Q4", "inventory"),
        ]  # fmt: skip

    def test_a_segment_s_year_ends_with_the_next_segment(self) -> None:
        text = "輝達公布2025會計年度第4季財報。遊戲營收25億美元，季減22%。全年遊戲營收114億美元，年增9%。車用營收5.7億美元。"
        assert [(f.fiscal_period, f.segment) for f in read(text, published="2025-02-27")] == [
            ("FY2025Q4", "gaming"), ("FY2025Q4", "gaming"), ("FY2025", "gaming"), ("FY2025", "gaming"),
            ("FY2025Q4", "automotive"),
        ]  # fmt: skip

    def test_once_something_has_come_about_is_no_quarter(self) -> None:
        text = "第四季毛利率預估75%。等到產能全開，毛利率會回到77%左右。"
        assert [float(f.value or 0) for f in read(REPORT + text)] == [75]

    @pytest.mark.parametrize(
        "text",
        ["中國占比約為出口管制前水準的一半。", "H20、H100與A100三項產品合計全年營收達100億美元，是前一年的五倍。"],
    )
    def test_parts_of_a_level_and_sums_of_parts(self, text: str) -> None:
        assert read(REPORT + text) == []

    def test_customers_may_be_summed(self) -> None:
        (fact,) = read(REPORT + "前兩大客戶合計占營收的39%。")
        assert (fact.measure, fact.customer) == ("share", "top2")

    def test_income_said_again_of_one_share(self) -> None:
        text = REPORT + "淨利319億美元，或每股1.30美元，去年同期為193億美元，或每股0.78美元。"
        assert [(f.fiscal_period, f.metric) for f in read(text)] == [
            ("FY2026Q3", "net_income"), ("FY2026Q3", "eps"), ("FY2025Q3", "net_income"), ("FY2025Q3", "eps"),
        ]  # fmt: skip


class TestTaiwan:
    def test_a_range_on_both_sides_of_zero(self) -> None:
        text = "聯發科預估第3季營收季減7%至13%，年減1%至年增6%。"
        found = read(text, entity="2454.TW", published="2025-07-31")
        assert [(f.measure, f.raw, f.low, f.high) for f in found] == [
            ("qoq", "7%至13%", Decimal(-13), Decimal(-7)), ("yoy", "1%至年增6%", Decimal(-1), Decimal(6)),
        ]  # fmt: skip

    def test_a_forecast_of_growth_is_raised(self) -> None:
        text = "台積電將2025年營收成長預期，從原先的25%上調至約30%。"
        (fact,) = read(text, entity="TSM", published="2025-07-17")
        assert (fact.fiscal_period, fact.measure, fact.kind, fact.value) == (
            "FY2025", "yoy", "guidance", Decimal(30))  # fmt: skip

    def test_shares_go_on_in_a_list(self) -> None:
        text = "台積電公布第2季財報。7奈米以下先進製程佔營收74%，其中3奈米佔24%、5奈米36%、7奈米14%。"
        found = read(text, entity="TSM", published="2025-07-17")
        assert [(f.product, f.measure, float(f.value or 0)) for f in found] == [
            ("advanced_technologies", "share", 74), ("3nm", "share", 24), ("5nm", "share", 36), ("7nm", "share", 14),
        ]  # fmt: skip
        mixed = read(REPORT + "資料中心占營收的89%，遊戲成長5%。")
        assert [(f.segment, f.measure) for f in mixed] == [("data_center", "share"), ("gaming", "change")]

    def test_what_an_outlook_exceeds_was(self) -> None:
        text = "美光公布2025財年第四財季財報。2026財年資本支出將高於去年的138億美元。"
        (fact,) = read(text, entity="MU", published="2025-09-24")
        assert (fact.fiscal_period, fact.kind) == ("FY2025", "reported")

    def test_a_run_rate_that_a_quarter_amounts_to(self) -> None:
        text = "美光公布2025財年第四財季財報。HBM營收20億美元，相當於年化近80億美元。"
        found = read(text, entity="MU", published="2025-09-24")
        assert [(f.product, f.measure) for f in found] == [("hbm", "level"), ("hbm", "run_rate")]


class TestHeadlines:
    def test_blanks_part_the_statements_of_a_headline(self) -> None:
        text = "輝達上季獲利年增65% 本季財測優於預期 股價盤後漲逾5%\n\n" + REPORT
        (fact,) = read(text)
        assert (fact.metric, fact.kind, fact.raw) == ("net_income", "reported", "65%")

    def test_blanks_within_text_part_nothing(self) -> None:
        (fact,) = read(REPORT + "營收 570 億美元。")
        assert fact.raw == "570 億美元"

    def test_a_heading_that_gives_the_first_figure_of_its_outlook(self) -> None:
        text = REPORT + "\n\n## 第四季財測：650 億美元\n\n- 毛利率：75%\n- 營業費用：50 億美元"
        found = [f for f in read(text) if f.metric != "revenue"]
        assert [(f.fiscal_period, f.kind) for f in found] == [("FY2026Q4", "guidance")] * 2


class TestQuarters:
    @pytest.mark.parametrize(
        "text", ["第三季受出口管制影響，營收為570億美元。", "第三季集團營收570億美元。", "第三季營收翻番至570億美元。"]
    )
    def test_words_that_only_look_like_those_of_shows(self, text: str) -> None:
        report = "輝達公布財報，上一季營收467億美元。"
        assert read(report + text)[-1].period_text == "第三季"

    def test_the_first_quarter_of_this_year(self) -> None:
        text = "台積電公布去年第四季業績。集團預期今年首季收入介乎250億至258億美元。"
        (fact,) = read(text, entity="TSM", published="2025-02-05")
        assert (fact.fiscal_period, fact.kind) == ("FY2025Q1", "guidance")

    def test_the_second_quarter_that_was_reported(self) -> None:
        (fact,) = read("騰訊公布第二季業績。次季賺556億元人民幣。", entity="0700.HK", published="2025-08-14")
        assert (fact.fiscal_period, fact.kind) == ("FY2025Q2", "reported")

    def test_a_quarter_ago(self) -> None:
        found = read(REPORT + "庫存從一季前的150億美元增加到198億美元。")
        assert [(f.fiscal_period, float(f.value or 0)) for f in found] == [("FY2026Q2", 150e8), ("FY2026Q3", 198e8)]

    def test_growth_of_several_quarters_is_none_of_this_one(self) -> None:
        found = read(REPORT + "營收年增62%，較前三季的78%、69%、56%放緩。")
        assert [float(f.value or 0) for f in found] == [62]


class TestLinesAndForecasts:
    def test_lines_below_an_outlook_go_on_with_it(self) -> None:
        text = (
            "大家好\n歡迎回來\n今天我們來聊聊輝達\n先看數字\n輝達公布了2026財年第三季財報\n營收是570億美元\n接下來看展望\n"
            "公司預估第四季營收會落在650億美元\n這個數字比大家想的高\n毛利率是75%\n好\n今天就到這邊\n我們下次見\n"
        )
        assert [(f.fiscal_period, f.metric, f.kind) for f in read(text)] == [
            ("FY2026Q3", "revenue", "reported"), ("FY2026Q4", "revenue", "guidance"),
            ("FY2026Q4", "gross_margin", "guidance"),
        ]  # fmt: skip

    def test_the_consensus_beside_an_estimate_is_of_its_year(self) -> None:
        text = REPORT + "高盛預估2027財年營收3,200億美元。華爾街目前的共識大約在3,000億美元。"
        assert [(f.fiscal_period, f.kind) for f in read(text)] == [("FY2027", "estimate"), ("FY2027", "consensus")]

    def test_a_forecast_that_a_valuation_is_reckoned_with(self) -> None:
        (fact,) = read(REPORT + "以2027財年預估EPS 7.5美元計算，本益比大約24倍。")
        assert fact.kind == "estimate"

    def test_growth_of_a_result_behind_another_s_outlook(self) -> None:
        text = REPORT + "亞馬遜預計今年資本支出1,250億美元，微軟上一季的資本支出是349億美元，年增74%。"
        assert [(f.entity, f.measure, f.kind) for f in read(text)] == [
            ("AMZN", "level", "guidance"), ("MSFT", "level", "reported"), ("MSFT", "yoy", "reported"),
        ]  # fmt: skip

    def test_the_highest_forecast_is_not_the_market_s(self) -> None:
        text = REPORT + "公司預估第四季營收650億美元，高於分析師預期的620億美元，但低於最樂觀的750億美元預估。"
        assert [float(f.value or 0) for f in read(text)] == [650e8, 620e8]

    def test_some_day(self) -> None:
        assert read(REPORT + "AI加速器業務今年將強勁成長，長遠可達數百億美元年收入。") == []

    def test_a_tolerance_behind_two_bases(self) -> None:
        found = read(REPORT + "第四季毛利率：GAAP 74.8%、Non-GAAP 75.0%（±50個基點）。")
        assert [(f.kind, f.basis, f.low) for f in found] == [
            ("guidance", "gaap", Decimal("74.3")), ("guidance", "non_gaap", Decimal("74.5")),
        ]  # fmt: skip


class TestParts:
    def test_everyday_words_that_a_clause_opens_with(self) -> None:
        found = read(REPORT + "資料中心營收512億美元\n其中運算是430億\n網路則是82億\n")
        assert [f.segment for f in found] == ["data_center", "data_center.compute", "data_center.networking"]

    def test_what_is_left_out(self) -> None:
        found = read(REPORT + "毛利率61%，若排除H20費用則為71.3%。")
        assert [float(f.value or 0) for f in found] == [61, 71.3]

    def test_a_threshold_of_disclosure(self) -> None:
        assert read(REPORT + "四個客戶各占營收超過10%。") == []

    def test_how_far_two_figures_are_apart(self) -> None:
        assert len(read(REPORT + "資料中心營收512億美元，AMD只有43億美元，差了快12倍。")) == 2


class TestCantonese:
    def test_its_particles_are_read_as_those_of_mandarin(self) -> None:
        text = REPORT + "收入係570億美元，按年升咗62%，高過市場預期嘅549億美元。呢個係非GAAP嘅。"
        assert [(f.metric, f.measure, f.kind, float(f.value or 0)) for f in read(text)] == [
            ("revenue", "level", "reported", 570e8), ("revenue", "yoy", "reported", 62),
            ("revenue", "level", "consensus", 549e8),
        ]  # fmt: skip

    def test_less_of_it(self) -> None:
        assert read(REPORT + "主要因為H20收入少咗40億美元。") == []

    def test_what_is_left_of_an_authorization(self) -> None:
        (fact,) = read(REPORT + "仲剩返147億美元嘅回購額度。")
        assert fact.metric == "repurchase_authorization"


class TestNotes:
    """Translated notes of talks: others' quarters, others' forecasts, lists of what companies spend."""

    def test_a_quarter_by_the_month_that_it_ended_in(self) -> None:
        (fact,) = read("輝達在7月結束的那一季，資料中心營收是411億美元。", published="2025-11-10")
        assert (fact.fiscal_period, fact.segment) == ("FY2026Q2", "data_center")

    def test_somebody_whom_no_list_knows_estimates(self) -> None:
        (fact,) = read(REPORT + "Sarah 估計，2027財年營收可能超過3,000億美元。")
        assert fact.kind == "estimate"
        (fact,) = read(REPORT + "Kress 預估第四季營收650億美元。")
        assert fact.kind == "guidance"

    def test_growth_is_that_of_the_nearest_figure(self) -> None:
        text = REPORT + "公司給的財測是營收650億美元；市場目前的共識是620億美元，年增58%。"
        assert [(f.measure, f.kind) for f in read(text)] == [
            ("level", "guidance"), ("level", "consensus"), ("yoy", "consensus"),
        ]  # fmt: skip

    def test_what_each_company_spends(self) -> None:
        text = "Meta今年的資本支出預估是660億到720億美元，微軟光是這一季就要花超過300億美元。"
        assert [(f.entity, f.metric) for f in read(text)] == [("META", "capex"), ("MSFT", "capex")]

    @pytest.mark.parametrize(
        "text",
        [
            "中國以前占資料中心營收大概兩成。",
            "中國過去幾季約占資料中心營收的20%到25%。",
            "禁令全年大約影響15億美元的營收。",
        ],
    )
    def test_what_was_once_and_what_is_lost(self, text: str) -> None:
        assert read(REPORT + text) == []

    def test_what_is_affected_may_stand_before_its_figure(self) -> None:
        assert [float(f.value or 0) for f in read(REPORT + "受關稅影響營收僅570億美元。")] == [570e8]

    def test_a_past_year_beside_a_forecast(self) -> None:
        text = REPORT + "分析師預估明年度營收將達3,000億美元，而它2023財年的營收才不過270億美元。"
        assert [(f.kind, float(f.value or 0)) for f in read(text)][1] == ("reported", 270e8)

    def test_a_word_in_latin_letters_opens_a_statement_of_a_headline(self) -> None:
        found = read("輝達Q3獲利年增65%創同期新高 AI伺服器季增逾3成\n\n" + REPORT)
        assert [(f.metric, f.raw) for f in found] == [("net_income", "65%"), ("revenue", "3成")]

    def test_business_opportunities_are_no_revenue(self) -> None:
        assert read(REPORT + "執行長看好AI商機，2027年達900億美元商機。") == []

    def test_an_outlook_lines_below_a_segment_is_the_company_s(self) -> None:
        text = (
            "大家好\n" * 8 + "輝達公布了2026財年第三季財報\n資料中心營收是512億美元\n"
            "下個月有大會\n公司的財測是650億\n再見\n"
        )
        assert [f.segment for f in read(text)] == ["data_center", None]


class TestYearsOfTheRepublic:
    @pytest.mark.parametrize(
        ("text", "period"),
        [
            ("民國114年第2季營收1,504億元。", "FY2025Q2"),
            ("113年度每股盈餘66元。", "FY2024"),
            ("114年上半年每股盈餘35元。", "FY2025H1"),
            ("114年前三季營收4,457億元。", "FY2025M9"),
        ],
    )
    def test_filings_count_by_them(self, text: str, period: str) -> None:
        (fact,) = read("聯發科公布財報。" + text, entity="2454.TW", published="2025-10-31")
        assert fact.fiscal_period == period

    @pytest.mark.parametrize("text", ["公司有114年歷史，營收1,420億元。", "營收1,420億元，已成立114年。"])
    def test_durations_are_none(self, text: str) -> None:
        (fact,) = read("聯發科公布第3季財報。" + text, entity="2454.TW", published="2025-10-31")
        assert fact.fiscal_period == "FY2025Q3"

    def test_quarters_that_are_counted_are_no_parts(self) -> None:
        (fact,) = read(REPORT + "過去4個季度的營收合計是1,871億美元。")
        assert fact.fiscal_period == "FY2026Q3TTM"


class TestTurns:
    def test_an_outlook_behind_a_semicolon_for_the_quarter_that_runs(self) -> None:
        text = "Nvidia上一季（截至4月27日）的資料中心營收是391億美元；公司預估這一季總營收450億美元。"
        assert [(f.fiscal_period, f.kind) for f in read(text, published="2025-08-04")] == [
            ("FY2026Q1", "reported"), ("FY2026Q2", "guidance"),
        ]  # fmt: skip

    LINES = (
        "大家好\n歡迎回來\n今天看AMD\nAMD公布了2024年第二季財報\n營收58億美元\n資料中心業務是亮點\n其中MI300單季超過10億美元\n"
        "客戶端14億\n遊戲就比較慘了\n只有6億美元\n再來看微軟\n微軟第四財季營收647億美元\n所以盤後跌了7%\n資本支出190億美元\n"
        "好我們下次見\n"
    )

    def test_whose_turn_it_is_line_by_line(self) -> None:
        found = read(self.LINES, published="2024-08-01", entity="AMD")
        assert [(f.entity, f.metric, f.segment or f.product, float(f.value or 0)) for f in found] == [
            ("AMD", "revenue", None, 58e8),
            ("AMD", "revenue", "mi300", 10e8),
            ("AMD", "revenue", "client", 14e8),
            ("AMD", "revenue", "gaming", 6e8),
            ("MSFT", "revenue", None, 647e8),
            ("MSFT", "capex", None, 190e8),
        ]
