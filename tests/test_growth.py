"""Growth: a change against the year before, the quarter before, or a base that is not stated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"
"""The day after NVIDIA reported FY2025Q2."""


def read(text: str, published: str | None = PUBLISHED) -> list[Fact]:
    return list(nvdx.extract_text(text, published=published))


def changes(text: str) -> list[tuple[Any, ...]]:
    """Metric, measure and value of each record that is no level."""
    return [(f.metric, f.measure, f.value) for f in read(text) if f.measure != "level"]


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        # against the year before
        ("营收同比增长122%。", "yoy", "122"),
        ("营收同比下降13%。", "yoy", "-13"),
        ("营收同比减少了13%。", "yoy", "-13"),
        ("营收同比+122%。", "yoy", "122"),
        ("营收同比-13%。", "yoy", "-13"),
        ("营收较去年同期增长122%。", "yoy", "122"),
        ("营收比上年同期增长122%。", "yoy", "122"),
        ("营收与一年前相比增长122%。", "yoy", "122"),
        ("营收年增122%。", "yoy", "122"),
        ("营收年减13%。", "yoy", "-13"),
        ("营收同比增幅为122%。", "yoy", "122"),
        ("营收同比增速达到122%。", "yoy", "122"),
        ("营收实现了122%的同比增长。", "yoy", "122"),
        ("Revenue was up 122% from a year ago.", "yoy", "122"),
        ("Revenue grew 122% year over year.", "yoy", "122"),
        ("Revenue fell 13% year-on-year.", "yoy", "-13"),
        # against the quarter before
        ("营收环比增长15%。", "qoq", "15"),
        ("营收环比下降19%。", "qoq", "-19"),
        ("营收较上一季度增长15%。", "qoq", "15"),
        ("营收比上季增长15%。", "qoq", "15"),
        ("营收季增15%。", "qoq", "15"),
        ("Revenue rose 15% sequentially.", "qoq", "15"),
        ("Revenue was up 15% from the previous quarter.", "qoq", "15"),
        # a base that is not stated
        ("第二季度营收增长20%。", "change", "20"),
        ("第二季度营收大涨20%。", "change", "20"),
        ("第二季度净利润下滑9%。", "change", "-9"),
        ("Second-quarter revenue rose 20%.", "change", "20"),
        # of a year, the year before
        ("2024财年营收增长126%。", "yoy", "126"),
        ("2024财年净利润大涨581%。", "yoy", "581"),
        ("2023财年净利润下降55%。", "yoy", "-55"),
    ],
)
def test_base_and_sign(text: str, measure: str, value: str) -> None:
    assert [(found, number) for _, found, number in changes(text)] == [(measure, Decimal(value))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("营收同比增长2倍。", 200),
        ("营收同比增长两倍。", 200),
        ("营收同比增长1.5倍。", 150),
        ("营收同比增长五倍多。", 500),
        ("营收同比增至3倍。", 200),
        ("营收是去年同期的3倍。", 200),
        ("营收同比增长一倍。", 100),
        ("营收同比翻倍。", 100),
        ("营收同比翻番。", 100),
        ("营收同比翻了一番。", 100),
        ("营收同比增长五成。", 50),
        ("营收同比下降三成。", -30),
        ("Revenue doubled from a year ago.", 100),
        ("Revenue tripled year over year.", 200),
        ("Revenue grew 5x year over year.", 400),
    ],
)
def test_growth_words_are_read_literally(text: str, value: int) -> None:
    (fact,) = read(text)
    assert (fact.measure, fact.unit) == ("yoy", "percent")
    assert fact.value == value


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("营收同比增长122%。", 122, "="),
        ("营收同比增长约120%。", 120, "~"),
        ("营收同比增长近120%。", 120, "~"),
        ("营收同比增长超120%。", 120, ">"),
        ("营收同比增长超过一倍。", 100, ">"),
        ("营收同比增长不足5%。", 5, "<"),
        ("营收同比下降逾一成。", -10, ">"),
        ("营收同比持平。", 0, "~"),
        ("营收与上季持平。", 0, "~"),
        ("营收环比基本持平。", 0, "~"),
        ("Revenue was flat sequentially.", 0, "~"),
    ],
)
def test_comparators(text: str, value: int, comparator: str) -> None:
    (fact,) = read(text)
    assert fact.value == value
    assert fact.comparator == comparator


@pytest.mark.parametrize(
    ("text", "raw", "decimals"),
    [
        ("营收同比增长 122%。", "122%", 0),
        ("营收同比增长12.5%。", "12.5%", 1),
        ("营收同比增长12.50%。", "12.50%", 2),
    ],
)
def test_raw_and_decimals(text: str, raw: str, decimals: int) -> None:
    assert [(fact.raw, fact.decimals) for fact in read(text)] == [(raw, decimals)]


def test_a_range() -> None:
    (fact,) = read("公司预计第三季度营收环比增长5%-10%。")
    assert (fact.value, fact.low, fact.high, fact.measure) == (None, Decimal(5), Decimal(10), "qoq")


# --- whose growth ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "营收300亿美元，同比增长122%，环比增长15%。",
            [("revenue", "yoy", 122), ("revenue", "qoq", 15)],
        ),
        (
            "营收300亿美元，同比+122%/环比+15%。",
            [("revenue", "yoy", 122), ("revenue", "qoq", 15)],
        ),
        (
            "净利润166亿美元（同比增长168%），营收300亿美元（同比增长122%）。",
            [("net_income", "yoy", 168), ("revenue", "yoy", 122)],
        ),
        (
            "营收300亿美元，净利润166亿美元，同比增长168%。",
            [("net_income", "yoy", 168)],
        ),
        (
            "营收同比增长122%至300亿美元。",
            [("revenue", "yoy", 122)],
        ),
        (
            "每股收益0.67美元，同比增长168%，环比增长12%。",
            [("eps", "yoy", 168), ("eps", "qoq", 12)],
        ),
        (
            "营收300亿美元，高于去年同期的135亿美元，增长122%。",
            [("revenue", "yoy", 122)],
        ),
        (
            "Revenue was $30.0 billion, up 122% from a year ago and up 15% sequentially.",
            [("revenue", "yoy", 122), ("revenue", "qoq", 15)],
        ),
    ],
)
def test_growth_goes_on_about_the_last_figure(
    text: str, expected: list[tuple[str, str, int]]
) -> None:
    assert changes(text) == expected


def test_growth_is_of_the_period_it_describes() -> None:
    facts = read("2025财年第二季度营收300亿美元，较去年同期的135亿美元增长122%。")
    assert [(fact.raw, fact.measure, fact.fiscal_period) for fact in facts] == [
        ("300亿美元", "level", "FY2025Q2"),
        ("135亿美元", "level", "FY2024Q2"),
        ("122%", "yoy", "FY2025Q2"),
    ]


@pytest.mark.parametrize(
    ("text", "level", "growth"),
    [
        ("英特尔净亏损16.1亿美元，同比减少53%。", "-1.61e9", -53),
        ("英特尔净亏损16.1亿美元，同比扩大20%。", "-1.61e9", 20),
    ],
)
def test_a_loss_keeps_the_sign_of_the_words(text: str, level: str, growth: int) -> None:
    assert [fact.value for fact in read(text)] == [Decimal(level), growth]


def test_a_title_has_the_base_that_the_text_states() -> None:
    title, body = read("# 英伟达净利大涨168%\n\n第二季度净利润同比增长168%。")
    assert (title.measure, body.measure) == ("yoy", "yoy")


def test_a_title_that_the_text_does_not_explain() -> None:
    title, _ = read("# 英伟达净利大涨168%\n\n第二季度净利润环比增长12%。")
    assert title.measure == "change"


# --- no record ---


@pytest.mark.parametrize(
    "text",
    [
        # growth of something else
        "订单同比增长50%。",
        "出货量同比增长30%。",
        "用户数同比增长30%。",
        "英伟达股价上涨5%。",
        "市值较去年同期增长150%。",
        "推理性能提升30倍。",
        "员工人数同比增长20%。",
        "研发费用同比增长40%。",
        # growth as an amount
        "营收同比增加了165亿美元。",
        "净利润环比下降了超过50亿美元。",
        # no figure
        "营收取得两位数增长。",
        "疯狂的营收翻倍！",
        # a beat
        "营收比预期高出5%。",
    ],
)
def test_no_record(text: str) -> None:
    assert read(text) == []


def test_constant_currency_beside_growth_as_reported() -> None:
    assert changes("微软营收同比增长15%，按固定汇率计算增长16%。") == [("revenue", "yoy", 15)]


def test_evidence_is_the_base_and_the_sign() -> None:
    (fact,) = read("营收环比下降19%。")
    assert fact.evidence["measure"].text.startswith("环比")
    assert fact.evidence["metric"].text == "营收"


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("数据中心收入由去年同期的103亿美元增至263亿美元，增幅154%。", "yoy"),
        ("营收由上季的260亿美元增加至300亿美元，增长15%。", "qoq"),
        ("营收由260亿美元增加至300亿美元，增长15%。", "change"),
        ("营收由上季的260亿美元增加至300亿美元，净利润增长15%。", "change"),
    ],
)
def test_growth_behind_a_move_has_its_base(text: str, measure: str) -> None:
    assert [found[1] for found in changes(text)] == [measure]


def test_a_share_before_its_fall_has_no_period() -> None:
    text = "中国区数据中心收入占比已从管制之前的20%降至5%。"
    assert changes(text) == [("revenue", "share", Decimal(5))]


def test_growth_on_another_footing() -> None:
    text = "收入2477亿元，同比增长2%，剔除已出售业务后同比增长10%。"
    found = nvdx.extract_text(text, published="2025-08-29", entity="BABA")
    assert [f.raw for f in found] == ["2477亿元", "2%"]


def test_growth_over_many_years() -> None:
    """What a sentence compares with a year long past, it compares for each of its parts."""
    text = "苹果2024财年营收比2015财年增长67%，而大中华区只增长14%。"
    found = nvdx.extract_text(text, published="2025-02-07", entity="AAPL")
    assert [(f.raw, f.measure) for f in found] == [("67%", "change"), ("14%", "change")]
