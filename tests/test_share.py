"""Shares of revenue: of the company's or of a segment's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


def only(text: str) -> Fact:
    (fact,) = read(text)
    assert (fact.metric, fact.measure, fact.unit) == ("revenue", "share", "percent")
    return fact


def part(fact: Fact) -> dict[str, Any]:
    """The fields that say what is a part of what, where they say something."""
    names = ("segment", "product", "geography", "customer", "share_of")
    return {name: value for name in names if (value := getattr(fact, name)) is not None}


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("数据中心占总营收的87%。", 87, {"segment": "data_center", "share_of": "total"}),
        ("数据中心业务营收占比为87%。", 87, {"segment": "data_center", "share_of": "total"}),
        ("数据中心贡献了87%的营收。", 87, {"segment": "data_center", "share_of": "total"}),
        ("游戏业务仅占公司营收的10%。", 10, {"segment": "gaming", "share_of": "total"}),
        (
            "Data center accounted for 87% of total revenue.",
            87,
            {"segment": "data_center", "share_of": "total"},
        ),
        (
            "网络业务占数据中心收入的14%。",
            14,
            {"segment": "data_center.networking", "share_of": "data_center"},
        ),
        ("中国市场占总营收的12%。", 12, {"geography": "CN", "share_of": "total"}),
        ("公司12%的营收来自中国市场。", 12, {"geography": "CN", "share_of": "total"}),
        (
            "推理占数据中心收入的40%。",
            40,
            {"segment": "data_center", "product": "inference", "share_of": "data_center"},
        ),
        (
            "云服务提供商占数据中心收入的45%。",
            45,
            {"segment": "data_center", "customer": "csp", "share_of": "data_center"},
        ),
        (
            "数据中心收入的45%来自云服务提供商。",
            45,
            {"segment": "data_center", "customer": "csp", "share_of": "data_center"},
        ),
        (
            "消费互联网公司和企业客户占数据中心收入的50%。",
            50,
            {
                "segment": "data_center",
                "customer": "consumer_internet+enterprise",
                "share_of": "data_center",
            },
        ),
        ("前三大客户占总营收的39%。", 39, {"customer": "top3", "share_of": "total"}),
        ("公司39%的营收来自前三大客户。", 39, {"customer": "top3", "share_of": "total"}),
        ("前四大客户贡献了46%的营收。", 46, {"customer": "top4", "share_of": "total"}),
    ],
)
def test_what_is_a_part_of_what(text: str, value: int, expected: dict[str, str]) -> None:
    fact = only(text)
    assert fact.value == value
    assert part(fact) == expected


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("数据中心占总营收约87%。", 87, "~"),
        ("数据中心占总营收的近九成。", 90, "~"),
        ("数据中心占总营收的87%以上。", 87, ">"),
        ("数据中心占总营收的比重超过87%。", 87, ">"),
        ("数据中心占总营收的一半。", 50, "="),
        ("中国市场占总营收的八分之一。", 12.5, "="),
    ],
)
def test_how_it_is_bounded(text: str, value: float, comparator: str) -> None:
    fact = only(text)
    assert fact.value == Decimal(str(value))
    assert fact.comparator == comparator


def test_earlier_and_later() -> None:
    facts = read("数据中心营收占比由上财季的83%提升至87%。")
    assert [(fact.value, fact.fiscal_period, fact.measure, fact.segment) for fact in facts] == [
        (Decimal(83), "FY2025Q1", "share", "data_center"),
        (Decimal(87), "FY2025Q2", "share", "data_center"),
    ]


def test_an_earlier_one_without_its_period() -> None:
    fact = only("数据中心营收占比由83%提升至87%。")
    assert (fact.value, fact.fiscal_period, fact.segment) == (
        Decimal(87),
        "FY2025Q2",
        "data_center",
    )


def test_after_the_amount() -> None:
    amount, share = read("数据中心营收263亿美元，占总营收的87%。")
    assert (amount.measure, share.measure) == ("level", "share")
    assert part(share) == {"segment": "data_center", "share_of": "total"}


def test_in_a_parenthesis() -> None:
    amount, share = read("数据中心营收263亿美元（占比87%）。")
    assert (amount.value, amount.measure) == (Decimal("26.3e9"), "level")
    assert share.value == 87
    assert part(share) == {"segment": "data_center", "share_of": "total"}


def test_of_four_quarters() -> None:
    fact = only("过去四个季度，推理占数据中心收入的40%。")
    assert (fact.fiscal_period, fact.period_text) == ("FY2025Q2TTM", "过去四个季度")


def test_of_another_company() -> None:
    fact = only("AMD数据中心业务占其总营收的49%。")
    assert (fact.entity, fact.segment, fact.share_of) == ("AMD", "data_center", "total")


@pytest.mark.parametrize(
    "text",
    [
        "英伟达占AI芯片市场的88%。",
        "公司的市场份额达到88%。",
        "公司将自由现金流的50%返还股东。",
        "研发支出占营收的12%。",
        "工程师占员工总数的75%。",
        "净利润占营收的55%。",
        "公司在GPU市场的占有率为88%。",
        "中国用户占比为12%。",
    ],
)
def test_no_record(text: str) -> None:
    assert read(text) == []


def test_evidence_is_the_word_that_says_share() -> None:
    assert only("数据中心占总营收的87%。").evidence["measure"].text == "占"


def test_customers_that_are_named_one_by_one() -> None:
    text = "前四大客户占总营收的46%。其中Meta占比最高,约21%;谷歌、微软各占10%到12%。"
    found = [(fact.entity, fact.customer) for fact in read(text)]
    assert found == [("NVDA", "top4"), ("NVDA", "meta"), ("NVDA", "google+microsoft")]


def test_customers_with_a_letter() -> None:
    found = read("两大客户合计贡献了总营收的39%:客户A占23%,客户B占16%。")
    assert [fact.customer for fact in found] == ["top2", "customer_a", "customer_b"]


@pytest.mark.parametrize(
    "text", ["Meta占比最高,约21%。", "第二大客户占16%。", "四家公司中谷歌占比10%。"]
)
def test_a_company_s_share_without_customers_told_of(text: str) -> None:
    assert read(text) == []


def test_the_whole_names_its_company() -> None:
    fact = only("微软的新闻很多,但数据中心占英伟达营收的88%。")
    assert (fact.entity, fact.segment) == ("NVDA", "data_center")


def test_the_part_before_is_what_a_half_of_it_is_of() -> None:
    found = read("数据中心营收263亿美元。其中约一半来自云厂商。")
    assert part(found[-1]) == {
        "segment": "data_center", "customer": "csp", "share_of": "data_center",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客户A、客户B分别占总营收的22%和14%。", ["customer_a", "customer_b"]),
        ("直接客户A和B分别占营收的23%和16%。", ["customer_a", "customer_b"]),
        ("客户A占总营收的14%。", ["customer_a"]),
        # Two that are not told apart.
        ("两名直接客户分别贡献了总收入的23%和16%。", []),
    ],
)
def test_customers_by_letter(text: str, expected: list[str]) -> None:
    assert [fact.customer for fact in read(text)] == expected


def test_the_second_of_two_shares_is_no_growth() -> None:
    text = "上年同期，游戏业务占营收的14%和11%。"
    assert {fact.measure for fact in nvdx.extract_text(text, published="2024-08-29")} <= {"share"}
