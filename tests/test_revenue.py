"""Amounts of money: revenue, income, cash and balance figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"


def read(text: str, published: str | None = PUBLISHED) -> list[Fact]:
    return list(nvdx.extract_text(text, published=published))


def levels(text: str) -> list[tuple[str, str]]:
    """Metric and figure of each record."""
    return [(fact.metric, fact.raw) for fact in read(text)]


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("营收300.4亿美元。", "revenue", "30.04e9"),
        ("营业收入为300.4亿美元。", "revenue", "30.04e9"),
        ("公司实现营收300.4亿美元。", "revenue", "30.04e9"),
        ("营收创下300.4亿美元的历史新高。", "revenue", "30.04e9"),
        ("销售额达到300.4亿美元。", "revenue", "30.04e9"),
        ("公司录得300.4亿美元的营收。", "revenue", "30.04e9"),
        ("营收同比增长122%至300.4亿美元。", "revenue", "30.04e9"),
        ("营收增长到300.4亿美元。", "revenue", "30.04e9"),
        ("毛利润为225.7亿美元。", "gross_profit", "22.57e9"),
        ("运营费用为39.3亿美元。", "operating_expenses", "3.93e9"),
        ("营业利润为186.4亿美元。", "operating_income", "18.64e9"),
        ("净利润为166亿美元。", "net_income", "16.6e9"),
        ("归母净利润166亿美元。", "net_income", "16.6e9"),
        ("公司盈利166亿美元。", "net_income", "16.6e9"),
        ("经营现金流为145亿美元。", "operating_cash_flow", "14.5e9"),
        ("自由现金流为135亿美元。", "free_cash_flow", "13.5e9"),
        ("资本支出为9.77亿美元。", "capex", "977e6"),
        ("期末库存为67亿美元。", "inventory", "6.7e9"),
        ("采购承诺达到279亿美元。", "supply_commitments", "27.9e9"),
        ("现金及现金等价物为86亿美元。", "cash", "8.6e9"),
        ("Revenue was $30.04 billion.", "revenue", "30.04e9"),
        ("Net income was $16.6 billion.", "net_income", "16.6e9"),
        ("The company reported $30.04 billion in revenue.", "revenue", "30.04e9"),
        ("Free cash flow was $13.5 billion.", "free_cash_flow", "13.5e9"),
        ("Inventory was $6.7 billion.", "inventory", "6.7e9"),
    ],
)
def test_metrics(text: str, metric: str, value: str) -> None:
    found = [fact for fact in read(text) if fact.measure == "level"]
    assert [(fact.metric, fact.value, fact.unit) for fact in found] == [
        (metric, Decimal(value), "USD")
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("英特尔净亏损16.1亿美元。", "-1.61e9"),
        ("英特尔亏损16.1亿美元。", "-1.61e9"),
        ("蔚来净亏损50.5亿元。", "-5.05e9"),
        ("Intel reported a net loss of $1.61 billion.", "-1.61e9"),
    ],
)
def test_a_loss_is_negative(text: str, value: str) -> None:
    assert [(fact.metric, fact.value) for fact in read(text)] == [("net_income", Decimal(value))]


def test_an_operating_loss_of_a_segment() -> None:
    (fact,) = read("Meta的Reality Labs运营亏损44.9亿美元。")
    assert (fact.metric, fact.segment) == ("operating_income", "reality_labs")
    assert fact.value == Decimal("-4.49e9")


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("营收300亿美元。", "30e9", "="),
        ("营收约300亿美元。", "30e9", "~"),
        ("营收近300亿美元。", "30e9", "~"),
        ("营收接近300亿美元。", "30e9", "~"),
        ("营收在300亿美元左右。", "30e9", "~"),
        ("营收超300亿美元。", "30e9", ">"),
        ("营收突破300亿美元。", "30e9", ">"),
        ("营收逾300亿美元。", "30e9", ">"),
        ("营收达到300多亿美元。", "30e9", ">"),
        ("营收不足300亿美元。", "30e9", "<"),
        ("营收不到300亿美元。", "30e9", "<"),
        ("Revenue was nearly $30 billion.", "30e9", "~"),
        ("Revenue was more than $30 billion.", "30e9", ">"),
    ],
)
def test_comparators(text: str, value: str, comparator: str) -> None:
    assert [(fact.value, fact.comparator) for fact in read(text)] == [(Decimal(value), comparator)]


@pytest.mark.parametrize(
    ("text", "low", "high", "comparator"),
    [
        ("营收在290亿至310亿美元之间。", "29e9", "31e9", "="),
        ("Blackwell营收达数十亿美元。", "1e9", "10e9", "~"),
        ("Blackwell营收达几十亿美元。", "1e9", "10e9", "~"),
        ("本季自由现金流达数百亿美元。", "10e9", "100e9", "~"),
        ("Blackwell revenue was billions of dollars.", "1e9", "10e9", "~"),
    ],
)
def test_ranges_and_vague_magnitudes(text: str, low: str, high: str, comparator: str) -> None:
    (fact,) = read(text)
    assert (fact.value, fact.low, fact.high) == (None, Decimal(low), Decimal(high))
    assert fact.comparator == comparator


@pytest.mark.parametrize(
    ("text", "unit", "value", "decimals"),
    [
        ("营收300亿美元。", "USD", "30e9", -8),
        ("营收300.4亿美元。", "USD", "30.04e9", -7),
        ("营收148.81亿美元。", "USD", "14.881e9", -6),
        ("OEM及其他收入8800万美元。", "USD", "88e6", -4),
        ("小米营收889亿元。", "CNY", "88.9e9", -8),
        ("小米营收889亿元人民币。", "CNY", "88.9e9", -8),
        ("台积电营收6735.1亿元。", "TWD", "673.51e9", -7),
        ("台积电营收6735.1亿新台币。", "TWD", "673.51e9", -7),
    ],
)
def test_units_and_decimals(text: str, unit: str, value: str, decimals: int) -> None:
    assert [(fact.unit, fact.value, fact.decimals) for fact in read(text)] == [
        (unit, Decimal(value), decimals)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GAAP净利润166亿美元。", "gaap"),
        ("按美国通用会计准则，净利润为166亿美元。", "gaap"),
        ("非GAAP净利润170亿美元。", "non_gaap"),
        ("调整后净利润为170亿美元。", "non_gaap"),
        ("不按美国通用会计准则，净利润为170亿美元。", "non_gaap"),
        ("Non-GAAP net income was $17.0 billion.", "non_gaap"),
        ("净利润166亿美元（GAAP）。", "gaap"),
        ("净利润170亿美元（非GAAP）。", "non_gaap"),
        ("净利润166亿美元。", None),
    ],
)
def test_basis(text: str, expected: str | None) -> None:
    assert [fact.basis for fact in read(text)] == [expected]


def test_a_basis_holds_for_its_figure_only() -> None:
    found = [(fact.raw, fact.basis) for fact in read("营收300亿美元。非GAAP净利润170亿美元。")]
    assert found == [("300亿美元", None), ("170亿美元", "non_gaap")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "营收300亿美元，净利润166亿美元，自由现金流135亿美元。",
            [
                ("revenue", "300亿美元"),
                ("net_income", "166亿美元"),
                ("free_cash_flow", "135亿美元"),
            ],
        ),
        (
            "营收300亿美元，去年同期为135亿美元。",
            [("revenue", "300亿美元"), ("revenue", "135亿美元")],
        ),
        (
            "公司取得300亿美元的营收，166亿美元的净利润。",
            [("revenue", "300亿美元"), ("net_income", "166亿美元")],
        ),
        ("市值突破3万亿美元，营收300亿美元。", [("revenue", "300亿美元")]),
    ],
)
def test_several_in_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert levels(text) == expected


# --- run rates ---


@pytest.mark.parametrize(
    "text",
    [
        "第二季度软件业务年化收入达到20亿美元。",
        "第二季度软件和服务的年化营收为20亿美元。",
    ],
)
def test_a_run_rate(text: str) -> None:
    (fact,) = read(text)
    assert (fact.measure, fact.metric, fact.product) == ("run_rate", "revenue", "software")
    assert (fact.value, fact.fiscal_period) == (Decimal("2e9"), "FY2025Q2")


def test_a_run_rate_of_another_company() -> None:
    (fact,) = read("OpenAI的年化收入已达34亿美元。")
    assert (fact.entity, fact.measure, fact.value) == ("OpenAI", "run_rate", Decimal("3.4e9"))


# --- no record ---


@pytest.mark.parametrize(
    "text",
    [
        "英伟达市值突破3万亿美元。",
        "英伟达股价收于117.59美元。",
        "高盛给出的目标价为135美元。",
        "数据中心的市场规模将达到1万亿美元。",
        "公司以70亿美元收购了一家网络公司。",
        "公司向初创企业投资了10亿美元。",
        "该合同价值20亿美元。",
        "一块H100售价3万美元。",
        "公司出货了350万块显卡。",
        "研发费用为30.9亿美元。",
        "在手订单达到200亿美元。",
        "四大云厂商合计的资本支出为500亿美元。",
        "公司拥有29600名员工。",
        "公司是一家市值3万亿美元的企业。",
    ],
)
def test_out_of_scope(text: str) -> None:
    assert read(text) == []


def test_a_conversion_beside_the_original() -> None:
    assert levels("营收300亿美元（约合2140亿元人民币）。") == [("revenue", "300亿美元")]
    assert levels("营收300亿美元，约合人民币2140亿元。") == [("revenue", "300亿美元")]


def test_growth_stated_as_an_amount() -> None:
    assert levels("营收同比增加165亿美元，达到300亿美元。") == [("revenue", "300亿美元")]


def test_years_together() -> None:
    assert read("Blackwell与Rubin两代产品累计营收将达5000亿美元。") == []


def test_the_title_of_another_text() -> None:
    assert read("参见《英伟达营收300亿美元意味着什么》一文。") == []


@pytest.mark.parametrize(
    "text",
    [
        "英伟达AI加速器市场明年将增长到500亿美元。",  # a market
        "公司预计二季度收入损失约15亿美元。",  # what is lost of it
        "公司平均每天净赚1.39亿美元。",  # a day's
        "两家的利润分别为30亿美元和159亿美元。",  # nobody says whose
    ],
)
def test_amounts_that_are_no_figure_of_the_company(text: str) -> None:
    assert not list(nvdx.extract_text(text, published="2024-08-29"))


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("当季自由现金流净流出188亿元。", "free_cash_flow", "-18.8e9"),
        ("公司还亏了4.52亿元。", "net_income", "-452e6"),
    ],
)
def test_what_flows_out_and_what_is_lost(text: str, metric: str, value: str) -> None:
    (fact,) = nvdx.extract_text(text, published="2024-08-29", entity="BABA")
    assert (fact.metric, fact.value) == (metric, Decimal(value))


def test_a_metric_that_something_is_held_against() -> None:
    text = "研发投入542亿元，是净利润的1.35倍，小米为186亿元。"
    assert not list(nvdx.extract_text(text, published="2025-04-28", entity="002594.SZ"))


@pytest.mark.parametrize(
    "text",
    [
        "公司每小时收入1300万美元。",
        "公司因此损失了约40亿美元的收入。",
        "H20收入46亿美元，还有25亿美元没能出货。",
        "公司错失了20亿美元的销售额。",
    ],
)
def test_no_figure_of_a_period(text: str) -> None:
    assert [fact.raw for fact in read(text)] in ([], ["46亿美元"])


def test_a_part_that_is_a_quarter() -> None:
    found = read("2024财年自由现金流270亿美元，其中第四季度为112亿美元。")
    assert [(f.raw, f.fiscal_period) for f in found] == [("270亿美元", "FY2024"), ("112亿美元", "FY2024Q4")]
    # … and one that nobody knows.
    assert levels("营业费用35亿美元，其中13亿美元是奖励。") == [("operating_expenses", "35亿美元")]


def test_the_metric_that_was_said_of_a_group() -> None:
    text = "四大云厂商2025年资本开支合计将达3200亿美元。其中亚马逊指引约1000亿美元，微软800亿美元。"
    found = read(text, "2025-02-07")
    assert [(f.entity, f.metric) for f in found] == [("AMZN", "capex"), ("MSFT", "capex")]


def test_in_dollars() -> None:
    text = "台积电第二季度营收6735亿元新台币；以美元计，营收为208.2亿。"
    assert [fact.unit for fact in read(text)] == ["TWD", "USD"]


def test_a_minus_in_words() -> None:
    (fact,) = read("自由现金流为负4亿美元。")
    assert (fact.value, fact.raw) == (Decimal(-400_000_000), "负4亿美元")
    assert read("公司背负4亿美元债务。") == []


def test_what_is_sold_for_an_amount() -> None:
    text = "公司把1.8亿美元库存转回，并向海外客户销售了约6.5亿美元的H20。"
    assert [(f.metric, f.product) for f in read(text)][-1] == ("revenue", "h20")


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("那时候公司全年收入不过50亿美元。", []),
        ("再过一年，收入达到1305亿美元。", []),
        ("2016财年，那时候公司收入不过50亿美元。", ["FY2016"]),
        ("2024财年，在过去一年行业遇冷的背景下，公司营收609亿美元。", ["FY2024"]),
        ("如果剔除1.8亿美元的影响，毛利润为225亿美元。", ["FY2025Q2"]),
    ],
)
def test_of_another_time(text: str, periods: list[str]) -> None:
    assert [fact.fiscal_period for fact in read(text)] == periods
