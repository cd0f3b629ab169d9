"""Money as it is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nvdx.mentions.quantity import may_have_quantity, quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("四塊二美金", "4.2", "USD"),
        ("六塊一毛二", "6.12", None),
        ("一块零五分", "1.05", None),
        ("八毛九", "0.89", None),
        ("股利一毛錢", "0.1", None),
        ("只有四分钱", "0.04", None),
        ("1块3", "1.3", None),
        ("EPS 5.16", "5.16", None),
        ("每股盈餘為1.30", "1.30", None),
    ],
)
def test_sums(text: str, value: str, unit: str | None) -> None:
    (quantity,) = quantities(text)
    assert (quantity.form, quantity.value, quantity.unit) == ("amount", Decimal(value), unit)
    assert may_have_quantity(text)


@pytest.mark.parametrize(
    "text",
    ["這兩塊業務", "第一塊三月份", "一塊三明治", "四毛利率", "五块", "不是三分之说", "EPS 改善"],
)
def test_no_sums(text: str) -> None:
    assert not list(quantities(text))


def test_colloquial_percent() -> None:
    assert [(q.form, q.value) for q in quantities("成長兩百六十二趴,毛利率78趴")] == [
        ("percent", Decimal(262)),
        ("percent", Decimal(78)),
    ]


def test_a_number_over_a_blank() -> None:
    (quantity,) = quantities("營收 2 兆 3400 億元")
    assert quantity.value == Decimal("2.34e12")
