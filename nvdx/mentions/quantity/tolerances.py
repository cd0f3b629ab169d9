"""A ± and what it is of: `780±2%亿美元`, `75%(上下0.5个百分点)`, `plus or minus 2%`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nvdx.mentions.numerals import plain
from nvdx.mentions.quantity.context import make_quantity
from nvdx.mentions.quantity.figure import (
    UNITS,
    Figure,
    currency_unit,
    power_of,
    read_figure,
    rescale,
)
from nvdx.mentions.quantity.grammar import Grammar
from nvdx.mentions.quantity.model import Quantity, Tolerance

__all__ = ["read_plus_minus", "read_tolerance", "with_tolerance"]


def read_plus_minus(g: Grammar, text: str, first: Figure, start: int) -> Quantity | None:
    """`780±2%亿美元`, `75±0.5%`, `910±18亿美元`: the unit stands behind the ±."""
    if not (sign := g.plus_minus.match(text, first.end)):
        return None
    second = read_figure(g, text, sign.end(), None)
    if second is None or second.kind in ("number", "multiple") or second.high is not None:
        return None
    end, tolerance = second.end, None
    unit = g.amount_unit.match(text, end) if second.kind == "percent" else None
    if unit and (unit["scale"] or unit["currency"]):
        scale = unit["scale"] or ""
        power = g.words.scales.words.get(scale.lower())
        if power is None:
            power = power_of(scale)
        if unit["currency"]:
            code, cents = currency_unit(g, unit["currency"])
            first.currency, power = code, power + cents
        rescale(first, power)
        first.kind, end = "amount", unit.end()
        tolerance = Tolerance(second.value, "percent")
        spread = first.value * second.value / 100
    elif second.kind == "amount":
        rescale(first, second.power)
        first.kind, first.currency = "amount", first.currency or second.currency
        spread = second.value
    else:
        first.kind = "percent"
        tolerance = Tolerance(second.value, "percentage_points")
        spread = second.value
    quantity = make_quantity(g, text, first, start, end)
    return _spread(quantity, spread, tolerance, end)


def read_tolerance(g: Grammar, text: str, figure: Figure, start: int) -> Quantity | None:
    """The figure as a tolerance, if a word of tolerance stands before it."""
    at = start
    while at and start - at < 4 and text[at - 1] in " \r\n为约在":
        at -= 1
    if not at or text[at - 1] not in g.tolerance_ends or figure.kind == "multiple" or figure.high:
        return None
    tail = text[max(0, at - 20) : at].lower().replace("\n", " ")
    word = next((w for w in g.tolerance_words if tail.endswith(w)), None)
    if word is None:
        return None
    begin = at - len(word)
    unit = UNITS.get(figure.kind, figure.currency)
    return Quantity(
        begin, figure.end, "tolerance", figure.value, None, None, unit, "=", figure.decimals, 0
    )


def with_tolerance(g: Grammar, text: str, held: Quantity, tolerance: Quantity) -> Quantity | None:
    """The figure with the tolerance that stands right behind it, None if it isn't the figure's."""
    if held.form not in ("amount", "percent") or held.value is None or held.low is not None:
        return None
    gap = text[held.end : tolerance.start]
    if tolerance.value is None or not g.gap.fullmatch(gap):
        return None
    end = tolerance.end
    if "(" in gap and (close := re.match(r"\s{0,4}\)", text[end : end + 5])):
        end += close.end()
    if held.form == "amount" and tolerance.unit == "percent":
        spread = held.value * tolerance.value / 100
        return _spread(held, spread, Tolerance(tolerance.value, "percent"), end)
    if held.form == "percent" and tolerance.unit in ("percent", "percentage_points"):
        return _spread(held, tolerance.value, Tolerance(tolerance.value, "percentage_points"), end)
    bare = tolerance.unit is None and (tolerance.decimals or 0) < 0  # `67亿美元,上下2亿`
    if held.form == "amount" and (tolerance.unit == held.unit or bare):
        return _spread(held, tolerance.value, None, end)
    return None


def _spread(quantity: Quantity, spread: Decimal, tolerance: Tolerance | None, end: int) -> Quantity:
    value = quantity.value or Decimal(0)
    low, high = plain(value - abs(spread)), plain(value + abs(spread))
    return replace(quantity, low=low, high=high, tolerance=tolerance, end=end)
