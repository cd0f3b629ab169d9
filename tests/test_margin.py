"""Margins and tax rates, as levels and as changes in percentage points."""

from __future__ import annotations

from decimal import Decimal

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


@pytest.mark.parametrize(
    ("text", "metric", "value", "basis"),
    [
        ("毛利率为75.1%。", "gross_margin", "75.1", None),
        ("毛利率达75.1%。", "gross_margin", "75.1", None),
        ("毛利率75.1%，略低于上季。", "gross_margin", "75.1", None),
        ("GAAP毛利率为75.1%。", "gross_margin", "75.1", "gaap"),
        ("非GAAP毛利率为75.7%。", "gross_margin", "75.7", "non_gaap"),
        ("Non-GAAP毛利率为75.7%。", "gross_margin", "75.7", "non_gaap"),
        ("调整后毛利率为75.7%。", "gross_margin", "75.7", "non_gaap"),
        ("按美国通用会计准则，毛利率为75.1%。", "gross_margin", "75.1", "gaap"),
        ("毛利率提升至75.1%。", "gross_margin", "75.1", None),
        ("毛利率降到75.1%。", "gross_margin", "75.1", None),
        ("毛利率创下75.1%的新高。", "gross_margin", "75.1", None),
        ("公司实现了75.1%的毛利率。", "gross_margin", "75.1", None),
        ("营业利润率为62.1%。", "operating_margin", "62.1", None),
        ("运营利润率达到62.1%。", "operating_margin", "62.1", None),
        ("净利率为55.3%。", "net_margin", "55.3", None),
        ("净利润率为55.3%。", "net_margin", "55.3", None),
        ("有效税率为15.2%。", "tax_rate", "15.2", None),
        ("Gross margin was 75.1%.", "gross_margin", "75.1", None),
        ("GAAP gross margin was 75.1%.", "gross_margin", "75.1", "gaap"),
        ("Non-GAAP gross margin was 75.7%.", "gross_margin", "75.7", "non_gaap"),
        ("The effective tax rate was 15.2%.", "tax_rate", "15.2", None),
    ],
)
def test_levels(text: str, metric: str, value: str, basis: str | None) -> None:
    (fact,) = read(text)
    assert (fact.metric, fact.measure, fact.unit) == (metric, "level", "percent")
    assert (fact.value, fact.basis) == (Decimal(value), basis)


@pytest.mark.parametrize(
    ("text", "metric", "measure", "value"),
    [
        ("毛利率同比提升5个百分点。", "gross_margin", "yoy", "5"),
        ("毛利率环比下降3.3个百分点。", "gross_margin", "qoq", "-3.3"),
        ("毛利率环比下降330个基点。", "gross_margin", "qoq", "-3.3"),
        ("毛利率较上季下降50个基点。", "gross_margin", "qoq", "-0.5"),
        ("毛利率较去年同期提高了5个百分点。", "gross_margin", "yoy", "5"),
        ("净利率同比+9.5pcts。", "net_margin", "yoy", "9.5"),
        ("毛利率下降了2个百分点。", "gross_margin", "change", "-2"),
        ("营业利润率同比提升超过10个百分点。", "operating_margin", "yoy", "10"),
    ],
)
def test_changes_are_in_percentage_points(text: str, metric: str, measure: str, value: str) -> None:
    (fact,) = read(text)
    assert (fact.metric, fact.measure, fact.unit) == (metric, measure, "percentage_points")
    assert fact.value == Decimal(value)


def test_a_level_and_its_changes() -> None:
    found = [
        (fact.raw, fact.measure, fact.value)
        for fact in read("毛利率75.1%，同比+5.0pcts，环比-3.3pcts。")
    ]
    assert found == [
        ("75.1%", "level", Decimal("75.1")),
        ("+5.0pcts", "yoy", 5),
        ("-3.3pcts", "qoq", Decimal("-3.3")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毛利率由78.4%降至75.1%。", [("75.1", "FY2025Q2")]),
        ("毛利率从上季的78.4%降至75.1%。", [("78.4", "FY2025Q1"), ("75.1", "FY2025Q2")]),
        ("毛利率为75.1%，上季为78.4%。", [("75.1", "FY2025Q2"), ("78.4", "FY2025Q1")]),
        (
            "毛利率为75.1%，高于去年同期的70.1%。",
            [("75.1", "FY2025Q2"), ("70.1", "FY2024Q2")],
        ),
    ],
)
def test_earlier_and_later(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(fact.value), fact.fiscal_period) for fact in read(text)] == expected


def test_a_range() -> None:
    (fact,) = read("公司预计第三季度税率在16%至18%之间。")
    assert (fact.metric, fact.value, fact.low, fact.high) == (
        "tax_rate",
        None,
        Decimal(16),
        Decimal(18),
    )


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("毛利率约为75%。", 75, "~"),
        ("毛利率接近75%。", 75, "~"),
        ("毛利率超过75%。", 75, ">"),
        ("毛利率不足75%。", 75, "<"),
        ("毛利率保持在75%以上。", 75, ">"),
        ("毛利率在75%左右。", 75, "~"),
    ],
)
def test_comparators(text: str, value: int, comparator: str) -> None:
    (fact,) = read(text)
    assert (fact.comparator, fact.measure) == (comparator, "level")
    assert fact.value == value


def test_a_segment_has_a_margin_too() -> None:
    (fact,) = read("微软智能云业务的营业利润率为45%。")
    assert (fact.entity, fact.segment, fact.value) == ("MSFT", "intelligent_cloud", Decimal(45))


@pytest.mark.parametrize(
    "text",
    [
        # points or percent, the words do not tell
        "毛利率同比下降2%。",
        # points of what is no margin
        "市场份额提升3个百分点。",
        "增速放缓5个百分点。",
        "良率提升2个百分点。",
        # rates of something else
        "研发费用率为10.3%。",
        "产能利用率为95%。",
        "股息率为0.03%。",
    ],
)
def test_no_record(text: str) -> None:
    assert read(text) == []


def test_a_margin_and_the_one_that_it_moved_from() -> None:
    text = "The company's gross margin ticked up slightly to 74.6% from 74% last year."
    found = [(f.value, f.fiscal_period) for f in nvdx.extract_text(text, published="2024-11-21")]
    assert found == [(Decimal("74.6"), "FY2025Q3"), (Decimal(74), "FY2024Q3")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毛利的话，GAAP口径是75.1%。", [("gross_margin", "gaap")]),
        ("毛利大概75%左右。", [("gross_margin", None)]),
        ("毛利同比增长75%。", [("gross_profit", None)]),
    ],
)
def test_gross_profit_in_percent(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(fact.metric, fact.basis) for fact in read(text)] == expected
