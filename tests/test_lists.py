"""Figures given in one list, and one figure that is said of several things."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


def told(text: str, *names: str) -> list[tuple[Any, ...]]:
    """Some fields of each record, its figure first."""
    return [(fact.raw, *(getattr(fact, name) for name in names)) for fact in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "营收和净利润分别为300亿美元和166亿美元。",
            [("300亿美元", "revenue"), ("166亿美元", "net_income")],
        ),
        (
            "营收、营业利润和净利润分别为300亿美元、186亿美元和166亿美元。",
            [
                ("300亿美元", "revenue"),
                ("186亿美元", "operating_income"),
                ("166亿美元", "net_income"),
            ],
        ),
        (
            "毛利率和净利率分别为75.1%、55.3%。",
            [("75.1%", "gross_margin"), ("55.3%", "net_margin")],
        ),
    ],
)
def test_a_metric_each(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text, "metric") == expected


def test_a_segment_each() -> None:
    assert told("游戏和汽车业务的营收分别为28.8亿美元和3.46亿美元。", "segment") == [
        ("28.8亿美元", "gaming"),
        ("3.46亿美元", "automotive"),
    ]
    assert told("游戏和汽车业务分别同比增长16%和37%。", "segment", "measure") == [
        ("16%", "gaming", "yoy"),
        ("37%", "automotive", "yoy"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "GAAP和非GAAP毛利率分别为75.1%和75.7%。",
            [("75.1%", "gross_margin", "gaap"), ("75.7%", "gross_margin", "non_gaap")],
        ),
        (
            "非GAAP和GAAP毛利率分别为75.7%和75.1%。",
            [("75.7%", "gross_margin", "non_gaap"), ("75.1%", "gross_margin", "gaap")],
        ),
        (
            "GAAP和非GAAP每股收益分别为0.67美元和0.68美元。",
            [("0.67美元", "eps", "gaap"), ("0.68美元", "eps", "non_gaap")],
        ),
        (
            "GAAP毛利率为75.1%，非GAAP毛利率为75.7%。",
            [("75.1%", "gross_margin", "gaap"), ("75.7%", "gross_margin", "non_gaap")],
        ),
        (
            "GAAP and non-GAAP gross margins were 75.1% and 75.7%, respectively.",
            [("75.1%", "gross_margin", "gaap"), ("75.7%", "gross_margin", "non_gaap")],
        ),
    ],
)
def test_a_basis_each(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, "metric", "basis") == expected


@pytest.mark.parametrize(
    "text",
    [
        "GAAP和Non-GAAP税率均为17%。",
        "GAAP和非GAAP税率均为17%。",
        "GAAP and non-GAAP tax rates were both 17%.",
    ],
)
def test_one_figure_on_two_bases(text: str) -> None:
    first, second = read(text)
    assert {first.basis, second.basis} == {"gaap", "non_gaap"}
    assert {first.metric, second.metric} == {"tax_rate"}
    assert (first.source.start, first.source.end) == (second.source.start, second.source.end)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "营收同比、环比分别增长122%和15%。",
            [("122%", "yoy"), ("15%", "qoq")],
        ),
        (
            "营收300亿美元，同比和环比分别增长122%和15%。",
            [("300亿美元", "level"), ("122%", "yoy"), ("15%", "qoq")],
        ),
    ],
)
def test_a_base_each(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text, "measure") == expected


def test_growth_of_each_figure_of_a_list() -> None:
    text = "营收和净利润分别为300亿美元和166亿美元，同比分别增长122%和168%。"
    assert told(text, "metric", "measure") == [
        ("300亿美元", "revenue", "level"),
        ("166亿美元", "net_income", "level"),
        ("122%", "revenue", "yoy"),
        ("168%", "net_income", "yoy"),
    ]


def test_growth_behind_a_list_is_of_the_nearest_figure() -> None:
    text = "游戏和汽车业务收入分别为28.8亿美元和3.46亿美元，环比增长5%。"
    assert told(text, "segment", "measure")[-1] == ("5%", "automotive", "qoq")


def test_a_year_each() -> None:
    text = "高盛预计英伟达2025-2027财年收入为1237/1642/1846亿美元。"
    assert [(fact.fiscal_period, fact.value, fact.kind) for fact in read(text)] == [
        ("FY2025", Decimal("123.7e9"), "estimate"),
        ("FY2026", Decimal("164.2e9"), "estimate"),
        ("FY2027", Decimal("184.6e9"), "estimate"),
    ]


def test_a_company_each() -> None:
    assert told("英伟达和AMD的营收分别为300亿美元和58亿美元。", "entity") == [
        ("300亿美元", "NVDA"),
        ("58亿美元", "AMD"),
    ]


def test_a_figure_for_all() -> None:
    assert sorted(told("游戏和汽车业务收入均增长16%。", "segment")) == [
        ("16%", "automotive"),
        ("16%", "gaming"),
    ]


# --- ± that is said of several ---


def test_a_tolerance_for_all() -> None:
    text = "公司预计第三季度GAAP和非GAAP毛利率分别为74.4%和75%，均上下浮动50个基点。"
    assert [(fact.basis, fact.value, fact.low, fact.high) for fact in read(text)] == [
        ("gaap", Decimal("74.4"), Decimal("73.9"), Decimal("74.9")),
        ("non_gaap", 75, Decimal("74.5"), Decimal("75.5")),
    ]


def test_a_tolerance_for_the_last() -> None:
    text = "公司预计第三季度毛利率为75%，营收为325亿美元，上下浮动2%。"
    assert [(fact.metric, fact.low) for fact in read(text)] == [
        ("gross_margin", None),
        ("revenue", Decimal("31.85e9")),
    ]


# --- joined without 分别 ---


def test_no_list() -> None:
    text = "营收300亿美元，净利润和自由现金流都很可观。"
    assert told(text, "metric") == [("300亿美元", "revenue")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "营收300亿美元，净利润166亿美元，去年同期分别为135亿美元和62亿美元。",
            [
                ("300亿美元", "revenue", "FY2025Q2"),
                ("166亿美元", "net_income", "FY2025Q2"),
                ("135亿美元", "revenue", "FY2024Q2"),
                ("62亿美元", "net_income", "FY2024Q2"),
            ],
        ),
        (
            "营收300亿美元，净利润166亿美元，分别创下新高，公司有135亿美元和62亿美元。",
            [("300亿美元", "revenue", "FY2025Q2"), ("166亿美元", "net_income", "FY2025Q2")],
        ),
    ],
)
def test_a_list_beside_figures_before_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, "metric", "fiscal_period")[: len(expected)] == expected


def test_a_basis_each_beside_margins_before_it() -> None:
    text = "GAAP毛利率43.7%，非GAAP毛利率46.1%，原先指引分别是65.1%和67.1%。"
    assert told(text, "basis", "kind") == [
        ("43.7%", "gaap", "reported"),
        ("46.1%", "non_gaap", "reported"),
        ("65.1%", "gaap", "guidance"),
        ("67.1%", "non_gaap", "guidance"),
    ]


def test_runs_of_as_many_figures_go_on_with_a_list() -> None:
    text = "2021财年、2022财年营收分别为167亿美元和269亿美元，增速达到53%和61%，净利润是43亿美元、98亿美元。"
    assert told(text, "fiscal_period", "measure")[2:] == [
        ("53%", "FY2021", "yoy"),
        ("61%", "FY2022", "yoy"),
        ("43亿美元", "FY2021", "level"),
        ("98亿美元", "FY2022", "level"),
    ]


def test_what_grew_is_what_was_reported() -> None:
    text = "营收300亿美元，净利润166亿美元，分析师此前预期分别为287亿美元和150亿美元，同比分别增长122%和168%。"
    assert told(text, "metric", "kind")[4:] == [
        ("122%", "revenue", "reported"),
        ("168%", "net_income", "reported"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "英伟达历年营收如下：\n\n- 2024财年：609亿美元，同比增长126%\n- 2025财年：1305亿美元",
            [("609亿美元", "FY2024"), ("126%", "FY2024"), ("1305亿美元", "FY2025")],
        ),
        (
            "Revenue by fiscal year:\n\n- Fiscal 2024: $60.9 billion, up 126%\n- Fiscal 2025: $130.5 billion",
            [("$60.9 billion", "FY2024"), ("126%", "FY2024"), ("$130.5 billion", "FY2025")],
        ),
        # Of the first item, where no line leads in.
        ("- 2023财年：营收270亿美元\n- 2024财年：609亿美元", [("270亿美元", "FY2023"), ("609亿美元", "FY2024")]),
        # Of two metrics, of nothing: the items say too little.
        ("英伟达历年营收和净利润：\n\n- 2024财年：609亿美元", []),
        ("英伟达历年数据：\n\n- 2024财年：609亿美元", []),
        # The list is over.
        ("英伟达历年营收：\n\n- 2024财年：609亿美元\n\n另有一笔资产。\n\n- 2025财年：1305亿美元", [("609亿美元", "FY2024")]),
    ],
)
def test_a_list_of_periods(text: str, expected: list[tuple[str, str]]) -> None:
    facts = nvdx.extract_text(text, published="2025-03-03")
    assert [(f.raw, f.fiscal_period) for f in facts] == expected
    assert all(f.metric == "revenue" for f in nvdx.extract_text(text, published="2025-03-03"))
