"""How long texts on companies and industries put their figures: essays, chains of suppliers, calls."""

from __future__ import annotations

import pytest
from behind_results import fields, read

import nvdx


@pytest.mark.parametrize(
    "text",
    [
        "甲、乙不论，微软、亚马逊今年的资本开支合计会超过1800亿美元。",
        "四家云厂商（Meta、谷歌、微软、亚马逊）的资本开支，二季度合计达到950亿美元，同比增长64%。",
    ],
)
def test_what_several_companies_come_to(text: str) -> None:
    assert read(text) == []


def test_each_company_before_what_they_come_to() -> None:
    text = "二季度，微软资本开支242亿美元，亚马逊314亿美元，Meta170亿美元，合计726亿美元，同比增长64%。"
    assert fields(text, "entity") == [("242亿美元", "MSFT"), ("314亿美元", "AMZN"), ("170亿美元", "META")]
    text = "英伟达上半年回购和分红合计243亿美元。"
    assert fields(text, "entity") == [("243亿美元", "NVDA")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("公司预计第三季度收入540亿美元，同比增速降至54%左右。", 54),
        ("第二季度收入同比增速放缓到56%。", 56),
        ("第二季度收入同比降幅收窄到5%。", -5),
    ],
)
def test_a_rate_that_fell_is_growth(text: str, value: int) -> None:
    assert [fact.value for fact in read(text) if fact.measure == "yoy"] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "AI加速器收入五年复合增速接近45%。",
        "新台币每升值1%，我们的毛利率会下降0.4个百分点。",
        "今年AI收入还会翻倍吗？",
        "毛利率什么时候能看到75%？",
        "长期53%以上的毛利率是可以实现的。",
        "另有25亿美元H20因出口限制未能发货。",
    ],
)
def test_figures_that_nobody_states(text: str) -> None:
    assert read(text) == []


def test_a_question_states_what_it_starts_from() -> None:
    text = "第三季度毛利率指引是73.5%，什么时候能看到75%？"
    assert fields(text, "kind", "fiscal_period") == [("73.5%", "guidance", "FY2026Q3")]


def test_a_figure_that_was_guided_for_is_said_again() -> None:
    head = "公司预计2026财年第三季度毛利率为73.5%。\n\n"
    assert fields(head + "你说得对，三季度大约是73.5%的毛利率。", "kind", "fiscal_period")[1:] == [
        ("73.5%", "guidance", "FY2026Q3")
    ]
    assert fields(head + "去年三季度毛利率是75%。", "kind", "fiscal_period")[1:] == [("75%", "reported", "FY2025Q3")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "谷歌云经营利润28亿美元，利润率从去年同期的11.3%升至20.7%。",
            [
                ("28亿美元", "operating_income", "google_cloud"),
                ("11.3%", "operating_margin", "google_cloud"),
                ("20.7%", "operating_margin", "google_cloud"),
            ],
        ),
        ("净利润264亿美元，利润率57%。", [("264亿美元", "net_income", None), ("57%", "net_margin", None)]),
        ("公司的利润率为57%。", []),
        ("净利润264亿美元，利润率下降2%。", [("264亿美元", "net_income", None)]),
    ],
)  # fmt: skip
def test_the_margin_of_the_profit_just_given(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "metric", "segment") == expected


def test_a_margin_of_the_whole_company_behind_a_segment() -> None:
    text = "数据中心收入411亿美元，同比增长56%，毛利率72.4%。"
    assert fields(text, "segment") == [("411亿美元", "data_center"), ("56%", "data_center"), ("72.4%", None)]
    # Xiaomi states the margins of its segments.
    text = "小米汽车业务二季度收入206亿元，毛利率26.4%。"
    assert fields(text, "entity", "segment") == [("206亿元", "1810.HK", "smart_ev"), ("26.4%", "1810.HK", "smart_ev")]
    text = "AMD数据中心收入32亿美元，非GAAP毛利率43%。"
    assert fields(text, "segment") == [("32亿美元", "data_center"), ("43%", None)]


def test_the_year_of_a_part_beside_its_quarter() -> None:
    """A year's revenue below a quarter's of the company is the part's, and the next part has the quarter again."""
    text = "游戏营收43亿美元，环比增长14%；全年营收114亿美元，同比增长9%。专业可视化营收6亿美元，环比增长18%。"
    assert fields(text, "segment", "fiscal_period") == [
        ("43亿美元", "gaming", "FY2026Q2"), ("14%", "gaming", "FY2026Q2"),
        ("114亿美元", "gaming", "FY2026"), ("9%", "gaming", "FY2026"),
        ("6亿美元", "professional_visualization", "FY2026Q2"), ("18%", "professional_visualization", "FY2026Q2"),
    ]  # fmt: skip
    text = "数据中心营收411亿美元；全年营收2000亿美元。"
    assert fields(text, "segment") == [("411亿美元", "data_center"), ("2000亿美元", None)]


def test_growth_by_the_other_basis() -> None:
    text = "GAAP运营费用环比增长8%，非GAAP增长6%。"
    assert fields(text, "measure", "basis") == [("8%", "qoq", "gaap"), ("6%", "qoq", "non_gaap")]


def test_what_the_market_expected_of_the_quarter_in_the_sentence() -> None:
    text = "本季度毛利率（GAAP）72.4%，高于上季度的60.5%，基本符合市场预期（72.3%）。"
    assert fields(text, "kind", "fiscal_period") == [
        ("72.4%", "reported", "FY2026Q2"), ("60.5%", "reported", "FY2026Q1"), ("72.3%", "consensus", "FY2026Q2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AMD预计，今年下半年数据中心收入将与今年上半年大致持平。", [("持平", "change", "FY2025H2")]),
        ("AMD预计第三季度收入将与去年同期持平。", [("持平", "yoy", "FY2025Q3")]),
    ],
)
def test_an_outlook_that_is_flat_with_another_period(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "measure", "fiscal_period") == expected


def test_a_paragraph_of_another_company_that_opens_with_a_period() -> None:
    text = "截至5月31日的2025财年四季度，甲骨文营收159亿美元。全财年资本开支212亿美元，自由现金流为负4亿美元。"
    assert fields(text, "entity", "fiscal_period") == [
        ("159亿美元", "ORCL", "FY2025Q4"), ("212亿美元", "ORCL", "FY2025"), ("负4亿美元", "ORCL", "FY2025"),
    ]  # fmt: skip


def test_customers_that_the_clause_takes_up_again() -> None:
    text = "大型云服务商约占数据中心收入的一半，其销售额同比增长近2倍。"
    assert fields(text, "customer", "segment") == [("一半", "csp", "data_center"), ("2倍", "csp", "data_center")]


def test_the_kind_of_thing_behind_a_name() -> None:
    assert fields("AMD的Instinct系列GPU收入超过50亿美元。", "product") == [("50亿美元", "instinct")]
    assert fields("AMD的GPU收入超过50亿美元。", "product") == [("50亿美元", "gpu")]


def test_what_was_delivered_as_revenue() -> None:
    assert fields("我们交付了110亿美元的Blackwell收入。", "product") == [("110亿美元", "blackwell")]
    assert read("我们交付了110亿美元的订单。") == []


def test_levels_and_rates_of_a_year() -> None:
    assert fields("HBM业务不谈，AWS的年化收入已是数百亿美元级别。", "measure") == [("数百亿美元", "run_rate")]
    text = "美光第三季度HBM收入接近15亿美元，折合年化近60亿美元。"
    assert fields(text, "measure", "entity") == [("15亿美元", "level", "MU"), ("60亿美元", "run_rate", "MU")]


def test_growth_right_behind_its_level() -> None:
    text = "第二季度网络收入73亿美元，几乎翻了一番。"
    assert fields(text, "measure") == [("73亿美元", "level"), ("翻了一番", "change")]


def test_words_that_are_no_name_of_a_company() -> None:
    text = "三星电子二季度营收74.6万亿韩元。其中半导体营收27.9万亿韩元。"
    assert fields(text, "segment") == [("74.6万亿韩元", None), ("27.9万亿韩元", "device_solutions")]


def test_growth_beside_how_much_it_fell() -> None:
    text = "微软Azure同比增长31%，较上季度的33%下降了2个百分点。"
    assert fields(text, "value") == [("31%", 31), ("33%", 33)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("净利润三个财年分别是44亿、298亿和729亿美元。", []),
        (
            "2023-2025财年，净利润分别为44亿、298亿和729亿美元。",
            [("44亿", "FY2023"), ("298亿", "FY2024"), ("729亿美元", "FY2025")],
        ),
        ("2024财年二季度和三季度收入分别为135亿美元和181亿美元。", [("135亿美元", "FY2024Q2"), ("181亿美元", "FY2024Q3")]),
        ("而年初还有432亿美元的现金。", []),
        ("若2027财年净利润能达到1500亿美元，对应估值30倍。", []),
        ("若剔除一次性费用，毛利率为72.3%。", [("72.3%", "FY2026Q2")]),
        ("若按GAAP计算毛利率为72.4%。", [("72.4%", "FY2026Q2")]),
        ("进入二季度后，毛利率回升到72.4%。", [("72.4%", "FY2026Q2")]),
    ],
)
def test_several_periods_and_suppositions(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "fiscal_period") == expected


def test_forecasts_that_were_revised_as_a_list() -> None:
    text = (
        "我们将公司2026-2028财年营业收入预测由1980/2350/2600亿美元上调至2060/2700/3100亿美元，"
        "将2026财年净利润由1010亿美元下调至990亿美元，维持“买入”评级。"
    )
    assert fields(text, "fiscal_period", "kind") == [
        ("2060", "FY2026", "estimate"), ("2700", "FY2027", "estimate"), ("3100亿美元", "FY2028", "estimate"),
        ("990亿美元", "FY2026", "estimate"),
    ]  # fmt: skip


def test_a_gain_beside_an_operating_loss() -> None:
    text = "AMD数据中心经营亏损1.55亿美元，去年同期盈利7.43亿美元。"
    assert fields(text, "metric", "segment", "fiscal_period") == [
        ("1.55亿美元", "operating_income", "data_center", "FY2025Q2"),
        ("7.43亿美元", "operating_income", "data_center", "FY2024Q2"),
    ]
    text = "AMD经营亏损1.55亿美元，净亏损1亿美元，去年同期亏损3亿美元。"
    assert [fact.metric for fact in read(text)] == ["operating_income", "net_income", "net_income"]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("博通是另一家军火商。上个季度，它的AI收入超过44亿美元。", "AVGO"),
        ("博通是英伟达的对手。它的AI收入超过44亿美元。", "AVGO"),
        ("博通是另一家军火商。公司的网络收入73亿美元。", "NVDA"),
        ("博通和AMD都是对手。它的网络收入73亿美元。", "AVGO"),
    ],
)
def test_a_pronoun_takes_up_the_company_before_it(text: str, entity: str) -> None:
    assert [fact.entity for fact in read(text)] == [entity]


def test_quarters_of_several_companies() -> None:
    text = "微软上个季度（2025财年第四季度）的资本开支是242亿美元，Azure增速39%；亚马逊AWS收入309亿美元。"
    assert fields(text, "entity", "fiscal_period", "measure") == [
        ("242亿美元", "MSFT", "FY2025Q4", "level"), ("39%", "MSFT", "FY2025Q4", "change"),
        ("309亿美元", "AMZN", "FY2025Q2", "level"),
    ]  # fmt: skip
    text = "美光第三财季营收93亿美元，GAAP净利润18.9亿美元，而上一季度盈利15.8亿美元。"
    assert [fact.fiscal_period for fact in read(text)] == ["FY2025Q3", "FY2025Q3", "FY2025Q2"]


def test_an_outlook_that_goes_on_in_round_figures() -> None:
    text = "第三季度，我们预计网络收入约80亿美元，同比增长66%。数据中心总收入约460亿美元，同比增长50%。"
    assert fields(text, "kind", "fiscal_period") == [
        (raw, "guidance", "FY2026Q3") for raw in ("80亿美元", "66%", "460亿美元", "50%")
    ]
    text = "公司预计第三季度收入540亿美元。数据中心收入411亿美元。"
    assert [fact.kind for fact in read(text)] == ["guidance", "reported"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毛利率72.4%，远逊于此前给出的75%。", [("72.4%", "reported"), ("75%", "guidance")]),
        ("买方此前对三季度收入的期待已经到了560亿美元以上。", [("560亿美元", "consensus")]),
        ("毛利率为收入的72.4%，高于指引。", [("72.4%", "reported")]),
    ],
)
def test_who_gave_a_figure(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "kind") == expected


def test_what_one_share_gets_of_a_dividend() -> None:
    text = "我们派发了2.44亿美元现金股息，即每股0.01美元。"
    assert fields(text, "metric") == [("0.01美元", "dividend_per_share")]


def test_writers_of_a_column_are_no_company() -> None:
    text = "我们预计2026财年全年资本开支在60亿美元左右。"
    assert [fact.kind for fact in read(text)] == ["guidance"]
    assert [fact.kind for fact in read("海豚君认为业绩不错。" + text)] == ["estimate"]


def test_the_past_ends_where_a_sentence_says_so() -> None:
    text = "2023年下半年，公司收入323亿美元。如今网络业务的年化收入已达200亿美元。"
    assert fields(text, "fiscal_period")[-1] == ("200亿美元", "FY2026Q2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按环比计算，GAAP运营费用增长12%，非GAAP运营费用增长10%。", [("12%", "qoq"), ("10%", "qoq")]),
        ("第二季度收入同比增速从15%一路拉到56%。", [("56%", "yoy")]),
        ("净利润264亿美元，超出一致预期（250亿美元）约6%。", [("264亿美元", "level"), ("250亿美元", "level")]),
    ],
)
def test_words_that_say_a_base_from_afar(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "measure") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大型云服务商占数据中心收入的比重在45%左右。", [("45%", "data_center", "csp")]),
        ("消费互联网公司和企业约占数据中心收入的一半。", [("一半", "data_center", "consumer_internet+enterprise")]),
        ("中国在过去几个季度里一直占数据中心收入的20%左右。", []),
        ("全球服务器市场规模达952亿美元，其中搭载GPU的数据中心服务器占近一半。", []),
    ],
)
def test_shares_of_essays(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "segment", "customer") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TrendForce预计，2026年DRAM产业的资本开支将增长两成。", []),
        ("美光把全年营收预期从235亿至250亿美元一口气砍到218亿至226亿美元。", [("218亿至226亿美元", "MU")]),
        ("腾讯当季斥资194亿港元回购约3910万股。", [("194亿港元", "0700.HK")]),
        ("字节跳动2025年的资本开支计划为1600亿元。", [("1600亿元", "ByteDance")]),
        ("至于格芯，二季度营收16.9亿美元，同比增长3%。", []),
    ],
)
def test_whose_figures_they_are(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "entity") == expected


def test_more_than_the_whole_of_last_year() -> None:
    text = "当季新增订单121亿美元，超过去年全年的出货额。游戏收入43亿美元。"
    assert fields(text, "fiscal_period", "kind") == [("43亿美元", "FY2026Q2", "reported")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公司营收同比增速在过去四个季度里依次为122%、94%、78%和69%。", []),
        ("苹果占到总收入的大头。它占比55.6%，一年前是58.3%。", []),
        ("公司有三家直接客户的占比超过10%。", []),
        ("瑞银预计公司2026财年营收为2080亿美元，较此前预测的2200亿美元有所下调。", [("2080亿美元", "estimate")]),
        ("此后几年，公司的资本开支始终维持在100亿美元上下。", []),
    ],
)
def test_figures_of_no_period_or_no_part(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [pair for pair in fields(text, "kind") if pair[0] != "55.6%"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2018年6月，张忠谋退休。那一年，台积电营收1.03万亿新台币，次年营收1.07万亿新台币。",
            [("1.03万亿新台币", "FY2018"), ("1.07万亿新台币", "FY2019")],
        ),
        ("2016财年公司还很小。那一年营收50亿美元。", [("50亿美元", "FY2016")]),
        ("公司创立于西雅图。那一年，营收只有1亿美元。", []),
        ("2016年到2018年，公司投资不断。那一年营收50亿美元。", []),
    ],
)
def test_that_year(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "fiscal_period") == expected


def test_expectations_that_a_colon_leads_in() -> None:
    text = "展望2027财年，分析师一致预期是：营收2700亿美元，同比增长30%；净利润1500亿美元。"
    assert {fact.kind for fact in read(text)} == {"consensus"}
    assert len(read(text)) == 3


def test_growth_behind_a_semicolon() -> None:
    text = "2024年AI加速器收入同比增长两倍；2025年还将翻一番。"
    facts = nvdx.extract_text("台积电公布2024年第四季度财报。\n\n" + text, published="2025-01-20", entity="TSM")
    assert [(fact.product, fact.fiscal_period) for fact in facts] == [("ai", "FY2024"), ("ai", "FY2025")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不少人会说是苹果。2024年，它的资本开支为95亿美元。", "AAPL"),
        ("答案不少人会说是苹果。\n\n公司的资本开支为19亿美元。", "NVDA"),
        ("三星的代工业务二季度亏损，英特尔代工二季度录得31.7亿美元的经营亏损。", "INTC"),
    ],
)
def test_companies_named_in_passing(text: str, expected: str) -> None:
    assert [fact.entity for fact in read(text)] == [expected]


def test_regions_and_products_of_a_clause() -> None:
    text = "更刺眼的是大中华区：收入28亿美元，同比下滑24%。"
    assert fields(text, "geography") == [("28亿美元", "CN"), ("24%", "CN")]
    assert fields("其中Blackwell贡献约110亿美元。", "product") == [("110亿美元", "blackwell")]


def test_what_will_come_later_this_year() -> None:
    text = "CFO表示，毛利率会在今年晚些时候回到75%左右。"
    assert fields(text, "kind", "fiscal_period") == [("75%", "guidance", "FY2026")]
    text = "公司预计第三季度服务收入增长，毛利率在73%至74%之间。"
    assert fields(text, "segment") == [("73%至74%", None)]


def test_a_question_about_the_quarter_that_was_guided_for() -> None:
    head = "公司预计第三季度收入540亿美元。\n\n"
    text = "Q：三季度收入环比增长15%，毛利率为什么没有提高？"
    assert fields(head + text, "kind", "fiscal_period")[1:] == [("15%", "guidance", "FY2026Q3")]
    assert fields(text, "kind", "fiscal_period") == [("15%", "reported", "FY2025Q3")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿里二季度资本开支387亿元，并重申三年投入3800亿元。", [("387亿元", "reported")]),
        ("数据中心收入411亿美元，超出预期约3亿美元。", [("411亿美元", "reported")]),
        ("游戏收入43亿美元，同比+49%，超出预期约3亿美元。", [("43亿美元", "reported"), ("+49%", "reported")]),
        ("数据中心收入411亿美元，超出市场预期的408亿美元。", [("411亿美元", "reported"), ("408亿美元", "consensus")]),
        ("数据中心收入411亿美元，高于市场预期约408亿美元。", [("411亿美元", "reported"), ("408亿美元", "consensus")]),
    ],
)
def test_amounts_that_are_no_level(text: str, expected: list[tuple[object, ...]]) -> None:
    assert fields(text, "kind") == expected
