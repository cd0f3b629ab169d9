"""A figure that the text takes up again."""

from __future__ import annotations

import pytest

import nvdx
from nvdx import Fact

PUBLISHED = "2024-08-29"


def read(text: str) -> list[Fact]:
    return list(nvdx.extract_text(text, published=PUBLISHED))


@pytest.mark.parametrize(
    "again",
    [
        "您提到的46亿美元这个数字很惊人。",
        "46亿美元这一数字超出了所有人的想象。",
        "刚才提到的46亿美元只是开始。",
    ],
)
def test_the_same_record_once_more(again: str) -> None:
    text = f"本季度H20销售额为46亿美元。{again}"
    first, second = read(text)
    meaning = ("entity", "fiscal_period", "metric", "product", "measure", "kind", "unit", "value")
    assert [getattr(first, name) for name in meaning] == [getattr(second, name) for name in meaning]
    assert (first.product, first.metric) == ("h20", "revenue")
    assert second.source.start > first.source.end
    assert second.raw == text[second.source.start : second.source.end] == "46亿美元"


def test_it_keeps_the_kind_of_the_first() -> None:
    text = "公司预计第三季度营收为325亿美元。您提到的325亿美元这个数字如何得来？"
    assert [(fact.kind, fact.fiscal_period) for fact in read(text)] == [
        ("guidance", "FY2025Q3")
    ] * 2


@pytest.mark.parametrize(
    "text",
    [
        # nothing to take up
        "您提到的46亿美元这个数字很惊人。",
        # another amount
        "本季度H20销售额为46亿美元。您提到的55亿美元这个数字有误。",
    ],
)
def test_a_figure_that_was_not_there(text: str) -> None:
    assert [fact.raw for fact in read(text)] == ["46亿美元"][: text.count("销售额")]


def test_the_same_amount_of_something_new() -> None:
    text = "本季度H20销售额为46亿美元。期末库存为46亿美元。"
    assert [(fact.metric, fact.product) for fact in read(text)] == [
        ("revenue", "h20"),
        ("inventory", None),
    ]
