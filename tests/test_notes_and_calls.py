"""How broker notes, minutes of calls, translated releases and short flashes put their figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from behind_results import PUBLISHED, fields, read

import nvdx
from nvdx.documents import parse_document
from nvdx.extractors import extract_document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "数据中心：营收411亿美元，占总营收的88%；营业利润200亿美元，营业利润率49%。",
            [("411亿美元", "revenue"), ("88%", "revenue"), ("200亿美元", "operating_income"), ("49%", "operating_margin")],
        ),
        (
            "2）游戏业务：收入42.9亿美元；收入同比增长49%。",
            [("42.9亿美元", "revenue"), ("49%", "revenue")],
        ),
    ],
)  # fmt: skip
def test_a_label_holds_for_the_whole_item(text: str, expected: list[tuple[str, str]]) -> None:
    segment = "gaming" if "游戏" in text else "data_center"
    assert fields(text, "metric", "segment") == [(*pair, segment) for pair in expected]


@pytest.mark.parametrize(
    "text",
    ["数据中心：营收411亿美元；净利润264亿美元。", "数据中心：营收411亿美元；公司总营收467亿美元。"],
)
def test_a_label_does_not_hold_for_the_whole_company(text: str) -> None:
    assert [fact.segment for fact in read(text)] == ["data_center", None]


def test_a_line_that_is_a_name_heads_what_follows() -> None:
    text = "数据中心\n\n• 第二季度收入为411亿美元。\n• 与云厂商合作。\n\n游戏\n\n• 第二季度收入为42.9亿美元。\n"
    assert fields(text, "segment") == [("411亿美元", "data_center"), ("42.9亿美元", "gaming")]
    text = "GAAP\n\n营业费用为54亿美元，同比增长38%。\n\n非GAAP\n\n营业费用为38亿美元。\n"
    assert fields(text, "basis") == [("54亿美元", "gaap"), ("38%", "gaap"), ("38亿美元", "non_gaap")]


def test_a_list_that_lost_its_bullets() -> None:
    text = "公司对2026财年第三季度的展望如下：\n\n收入预计为540亿美元，上下浮动2%。\n\n资本支出预计为20亿美元。\n"
    assert fields(text, "metric", "fiscal_period", "kind") == [
        ("540亿美元，上下浮动2%", "revenue", "FY2026Q3", "guidance"),
        ("20亿美元", "capex", "FY2026Q3", "guidance"),
    ]


def test_the_company_that_opens_a_paragraph_keeps_it() -> None:
    text = "戴尔FY26Q2：营收298亿美元。AI服务器订单充足。全年营收指引上调至1070亿美元。"
    assert fields(text, "entity") == [("298亿美元", "DELL"), ("1070亿美元", "DELL")]
    text = "戴尔营收298亿美元。英伟达继续受益。毛利率为72.4%。"
    assert fields(text, "entity")[-1] == ("72.4%", "NVDA")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("投资建议：我们预计公司FY2027营收为2800亿美元，维持“买入”评级。", "estimate"),
        ("盈利预测：预计2027财年营收为2800亿美元，对应PE为28倍，维持“买入”评级。", "estimate"),
        ("公司预计FY2027营收为2800亿美元。", "guidance"),
    ],
)
def test_the_house_expects_in_its_own_forecasts(text: str, kind: str) -> None:
    minutes = "\n\n附录：业绩会纪要\n\n投资者评级：维持“买入”评级。\n"
    assert fields(text + minutes, "kind") == [("2800亿美元", kind)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("公司预计本季度营收为540亿美元。", "FY2026Q3"),
        ("公司对本季度的营收指引为540亿美元。", "FY2026Q3"),
        ("公司此前预计本季度营收为450亿美元。", "FY2026Q2"),
        ("本季度毛利率为72.4%。", "FY2026Q2"),
        ("公司预计第三季度毛利率为73%，年底毛利率将回到75%。", "FY2026"),
        ("今年以来公司已回购243亿美元。", "FY2026H1"),
    ],
)
def test_periods_of_what_is_said_on_a_call(text: str, period: str) -> None:
    assert read(text)[-1].fiscal_period == period


def test_one_quarter_behind_a_year() -> None:
    facts = nvdx.extract_text(
        "英伟达公布2025财年第四财季财报。2025财年营收1305亿美元。网络业务单季收入30亿美元。",
        published="2025-02-27",
    )
    assert [fact.fiscal_period for fact in facts] == ["FY2025", "FY2025Q4"]


@pytest.mark.parametrize(
    "text",
    [
        "Blackwell爬坡初期，毛利率将低于75%。",
        "完全爬坡后毛利率预计回到75%左右。",
        "长期来看，公司预计毛利率为75%。",
    ],
)
def test_an_outlook_for_some_day_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "毛利率72.4%，位于指引区间（71.5%-72.5%）上端；营业利润率60%。",
            [("72.4%", "reported"), ("71.5%-72.5%", "guidance"), ("60%", "reported")],
        ),
        ("管理层维持FY26营收2000亿美元的预期不变。", [("2000亿美元", "guidance")]),
        ("营收467亿美元，高于2000亿美元的预期。", [("467亿美元", "reported"), ("2000亿美元", "consensus")]),
        ("OpenAI营收43亿美元；公司预计2027年营收300亿美元。", [("43亿美元", "reported"), ("300亿美元", "guidance")]),
    ],
)  # fmt: skip
def test_what_a_result_is_held_against_and_what_is_kept(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert fields(text, "kind") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("库存环比增加40亿美元至150亿美元。", [("150亿美元", "inventory")]),
        ("存货增加38亿至150亿美元。", [("150亿美元", "inventory")]),
        (
            "二季度回购97亿美元，新增600亿美元回购授权。",
            [("97亿美元", "share_repurchases"), ("600亿美元", "repurchase_authorization")],
        ),
        ("净利润264亿美元，主要系22亿美元的一次性收益。", [("264亿美元", "net_income")]),
        ("汽车业务的设计中标已增至140亿美元。", []),
    ],
)  # fmt: skip
def test_moves_causes_and_other_things(text: str, expected: list[tuple[str, str]]) -> None:
    assert fields(text, "metric") == expected


def test_both_bases_of_one_figure() -> None:
    assert fields("按GAAP和非GAAP计算，运营费用环比均增长9%。", "basis") == [
        ("9%", "gaap"),
        ("9%", "non_gaap"),
    ]
    text = "GAAP和非GAAP运营费用分别为54亿美元和38亿美元，全年运营费用增速上调至38%。"
    assert fields(text, "basis")[-1] == ("38%", None)


def test_growth_of_what_customers_bring() -> None:
    text = "云服务商约占数据中心收入的50%，收入同比增长2倍。"
    assert fields(text, "customer", "segment", "measure", "value") == [
        ("50%", "csp", "data_center", "share", Decimal(50)),
        ("2倍", "csp", "data_center", "yoy", Decimal(200)),
    ]
    assert fields("云服务商约占数据中心收入的50%，公司收入同比增长56%。", "customer")[-1] == ("56%", None)


def test_the_revenue_of_a_part_that_no_file_names() -> None:
    assert read("英伟达区域云收入同比增长2倍。") == []


def test_a_product_within_a_segment() -> None:
    assert fields("Blackwell数据中心收入环比增长17%。", "segment", "product") == [
        ("17%", "data_center", "blackwell")
    ]


def test_a_subtitle_goes_on_in_the_next_line() -> None:
    lines = ["大家好", "欢迎收看", "我们聊聊英伟达", *["先看它的核心业务"] * 20]
    lines += ["数据中心收入411亿美元", "已经占到了英伟达总营收的", "88%", "我们下期再见"]
    facts = nvdx.extract_text("\n".join(lines), published=PUBLISHED)
    assert [(fact.raw, fact.measure) for fact in facts] == [("411亿美元", "level"), ("88%", "share")]


def test_growth_at_constant_currency_in_a_parenthesis() -> None:
    assert fields("微软营收776.7亿美元，同比+18%（CC +17%）。", "entity") == [
        ("776.7亿美元", "MSFT"),
        ("+18%", "MSFT"),
    ]


def test_the_stamp_of_a_flash_dates_it() -> None:
    facts = nvdx.extract_text("2025-10-30 04:05【Meta三季度营收512.4亿美元，市场预期494亿美元】")
    assert [(fact.fiscal_period, fact.kind) for fact in facts] == [
        ("FY2025Q3", "reported"),
        ("FY2025Q3", "consensus"),
    ]


def test_a_flash_says_its_headline_again() -> None:
    text = (
        "【英伟达：预计三季度营收540亿美元，上下浮动2%】英伟达第二财季营收467亿美元，预估462亿美元；"
        "数据中心营收411亿美元，同比增长56%，预估413亿美元；毛利率72.4%。"
    )
    assert [kind for _, kind in fields(text, "kind")] == [
        "guidance", "reported", "consensus", "reported", "reported", "consensus", "reported",
    ]  # fmt: skip


def test_what_was_expected_before_comes_next() -> None:
    text = "公司预计全年资本支出为1250亿美元至1450亿美元 此前预计1150亿美元至1350亿美元。"
    assert fields(text, "kind") == [
        ("1250亿美元至1450亿美元", "guidance"),
        ("1150亿美元至1350亿美元", "guidance"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("回购与分红合计100亿美元。", [("shareholder_returns", "FY2026Q2")]),
        ("库存和采购义务合计约213亿美元。", [("supply_commitments", "FY2026Q2")]),
        ("我们给的540亿美元展望里已经反映了这一点。", [("revenue", "FY2026Q3")]),
        ("收入积压994亿美元，同比增长4倍。", []),
        ("总收入的绝对增量达135亿美元。", []),
        ("超大规模客户的资本开支今年大约增长90%。", []),
        (
            "公司预计三季度营收540亿美元；全年运营费用增长38%；税率16.5%。",
            [("revenue", "FY2026Q3"), ("operating_expenses", "FY2026"), ("tax_rate", "FY2026Q3")],
        ),
        (
            "预计三季度营收540亿美元。全年毛利率维持在75%左右。运营费用预计约为59亿美元。",
            [("revenue", "FY2026Q3"), ("gross_margin", "FY2026"), ("operating_expenses", "FY2026Q3")],
        ),
    ],
)
def test_more_of_what_executives_say(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(fact.metric, fact.fiscal_period) for fact in read(text)] == expected


def test_former_values_of_a_house() -> None:
    text = "我们将FY2027/FY2028收入预测上调至2050/2530亿美元（前值1960/2380亿美元），维持“买入”评级。"
    assert fields(text, "fiscal_period", "kind") == [
        ("2050", "FY2027", "estimate"),
        ("2530亿美元", "FY2028", "estimate"),
    ]


def test_whose_price_target_it_is() -> None:
    text = "中芯国际四季度收入24.89亿美元。摩根大通将英伟达目标价上调至250美元，预计2027财年每股收益7.2美元。"
    assert fields(text, "entity")[-1] == ("7.2美元", "NVDA")


def test_another_amount_that_only_looks_the_same() -> None:
    text = "公司向股东返还了200亿美元。Vera CPU那200亿美元是今年的数字吗？"
    assert fields(text, "metric") == [("200亿美元", "shareholder_returns")]


@pytest.mark.parametrize(
    ("text", "metric", "expected"),
    [
        (
            "汽车：5.86亿美元（同比+69%）\n三季度指引：营收540亿美元",
            "segment",
            [("5.86亿美元", "automotive"), ("+69%", "automotive"), ("540亿美元", None)],
        ),
        (
            "FY27收入指引上调至2000亿美元；Q4营收同比增长19%。",
            "fiscal_period",
            [("2000亿美元", "FY2027"), ("19%", "FY2026Q4")],
        ),
        (
            "净利润从去年同期的166亿美元（每股67美分）增至264亿美元（每股1.08美元）。",
            "metric",
            [("166亿美元", "net_income"), ("67美分", "eps"), ("264亿美元", "net_income"), ("1.08美元", "eps")],
        ),
        ("73亿美元的收入来自网络产品。", "segment", [("73亿美元", "data_center.networking")]),
        ("营收467亿美元，预期为462亿美元。", "kind", [("467亿美元", "reported"), ("462亿美元", "consensus")]),
        (
            "营业额467亿美元，经营收入284亿美元。",
            "metric",
            [("467亿美元", "revenue"), ("284亿美元", "operating_income")],
        ),
        ("酒店业务经营收入284亿美元。", "metric", []),
        ("此前三个季度营收的同比增幅都超过60%。", "metric", []),
        ("公司预计全年毛利率将在70%左右的中段。", "low", [("70%左右的中段", Decimal(74))]),
        ("我们下调公司FY2027收入至2000亿美元。", "kind", [("2000亿美元", "estimate")]),
        (
            "公司预计本季度营收540亿美元。这将较上年同期增长54%。",
            "fiscal_period",
            [("540亿美元", "FY2026Q3"), ("54%", "FY2026Q3")],
        ),
    ],
)  # fmt: skip
def test_lists_translations_and_forecasts(
    text: str, metric: str, expected: list[tuple[str, object]]
) -> None:
    assert fields(text, metric) == expected


def test_the_income_and_its_share_again_of_a_year_ago() -> None:
    text = "净利润264亿美元，合每股1.08美元，上年同期为166亿美元，合每股67美分。"
    assert fields(text, "metric", "fiscal_period") == [
        ("264亿美元", "net_income", "FY2026Q2"),
        ("1.08美元", "eps", "FY2026Q2"),
        ("166亿美元", "net_income", "FY2025Q2"),
        ("67美分", "eps", "FY2025Q2"),
    ]


def test_the_money_that_was_returned() -> None:
    text = "公司以股票回购和股息的形式返还了100亿美元的资金。"
    assert fields(text, "metric") == [("100亿美元", "shareholder_returns")]


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("用于工业的高端芯片部门出现萎缩，收入下滑24%。", []),
        ("各个部门全面增长，收入增长24%。", [None]),
        ("游戏部门表现强劲，收入增长24%。", ["gaming"]),
    ],
)
def test_a_part_named_one_clause_before(text: str, segments: list[str | None]) -> None:
    assert [fact.segment for fact in read(text)] == segments


CALL = "英伟达2026财年第三财季电话会纪要\n\n首席财务官：本季营收570亿美元。\n\n"


def call(text: str) -> list[tuple[Any, ...]]:
    """Period, metric, segment, measure, kind and value of what a sentence of a call states."""
    facts = list(nvdx.extract_text(CALL + text, published="2025-11-20"))[1:]
    return [(f.fiscal_period, f.metric, f.segment, f.measure, f.kind, f.value) for f in facts]


def test_a_sentence_that_announces_an_outlook() -> None:
    text = (
        "下面给出第四季度的指引。GAAP运营费用大约67亿美元，非GAAP大约50亿美元。"
        "上半年我们回购了243亿美元的股票。"
    )
    assert [(f[0], f[1], f[4]) for f in call(text)] == [
        ("FY2026Q4", "operating_expenses", "guidance"),
        ("FY2026Q4", "operating_expenses", "guidance"),
        ("FY2026H1", "share_repurchases", "reported"),
    ]


def test_reckoned_at_the_midpoint_is_no_business() -> None:
    ((_, _, segment, measure, kind, _),) = call("公司预计第四季度营收按中值计算环比增长14%。")
    assert (segment, measure, kind) == (None, "qoq", "guidance")


@pytest.mark.parametrize(
    "text",
    [
        "Rubin在2025和2026年有5000亿美元的收入。",
        "每吉瓦数据中心，我们大概贡献200亿到250亿美元的收入。",
        "GB300现在占Blackwell总收入的大约三分之二。",
    ],
)
def test_what_is_no_figure_of_a_period(text: str) -> None:
    assert call(text) == []


def test_who_asks_the_company_estimates() -> None:
    assert [f[4] for f in call("另外我测算你们明年的每股收益可能到8美元。")] == ["estimate"]


def test_the_rate_of_a_growth_given_as_an_amount() -> None:
    assert [f[3] for f in call("数据中心收入512亿美元，环比增加了100亿美元，增幅24%。")] == ["level", "qoq"]


def test_what_was_released_or_written_down_is_no_balance() -> None:
    text = "公司从此前计提的库存中释放了1.8亿美元，并计提库存减值45亿美元。期末库存150亿美元。"
    facts = nvdx.extract_text(text, published="2025-08-28")
    assert [(f.metric, f.raw) for f in facts] == [("inventory", "150亿美元")]


def test_a_balance_behind_the_whole_year_is_of_the_quarter() -> None:
    text = "FY26Q4自由现金流349亿美元，全年966亿美元。期末库存214亿美元。"
    facts = nvdx.extract_text(text, published="2026-02-26")
    assert [f.fiscal_period for f in facts] == ["FY2026Q4", "FY2026", "FY2026Q4"]


def test_a_note_is_about_the_company_whose_code_heads_it() -> None:
    text = (
        "证券研究报告\n\n英伟达（NVDA.O）：业绩超预期\n\n亚马逊资本开支约2000亿美元，谷歌、Meta、微软、台积电均上调资本开支。"
        "\n\n预计公司FY2027营收3650亿美元。"
    )
    facts = list(extract_document(parse_document(text)))
    assert (facts[-1].entity, facts[-1].raw) == ("NVDA", "3650亿美元")
