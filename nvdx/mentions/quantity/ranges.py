"""Two figures and more in a row: ranges, lists that share a unit, fractions with a slash."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from nvdx.mentions.numerals import plain
from nvdx.mentions.quantity.context import (
    comparator_around,
    is_bare_amount,
    make_quantity,
    sign_before,
)
from nvdx.mentions.quantity.figure import Figure, as_percent, read_figure, rescale
from nvdx.mentions.quantity.grammar import Grammar
from nvdx.mentions.quantity.model import Quantity

__all__ = ["from_flat", "read_list", "read_range"]


_WIDEST: Final = 20
"""No range of money runs so far: `fell by $37 million to $5.7 billion` is two figures."""
_WIDEST_RANGE = 3
"""A range whose upper bound is this many times the lower one is a move from an amount to another."""


def read_range(
    g: Grammar, text: str, first: Figure, start: int, dash: re.Match[str]
) -> tuple[Quantity | None, int]:
    """`5%-10%`, `50-60亿美元`, `$25 to $30 billion`: two figures of one kind, the lower first.

    Returns the quantity, None where it counts things, and where it ends, 0 where there is no range.
    """
    second = read_figure(g, text, dash.end(), g.prefixes.get(dash["prefix"] or ""))
    if second is None and first.currency:
        second = read_figure(g, text, dash.end(), first.currency)  # `$14.3-14.7B`
    if second is None or second.kind == "number" or second.high or first.high:
        return None, 0
    before = text[max(0, start - 14) : start]
    if dash["and"]:
        if not text.startswith("之间", second.end) and not g.between.search(before):
            return None, 0
    elif dash["range"][0] not in "-—~" and (
        (g.change.search(before) and not _RANGE_MOVED.match(text, second.end))
        or _moved_to(g, before, first, second)
    ):
        return None, 0
    if first.currency and second.currency and first.currency != second.currency:
        return None, 0
    unscaled = first.kind == "number" or (first.kind == "amount" and not first.power)
    if first.kind != second.kind and first.kind != "number":
        return None, 0
    digits = text[first.start : first.start + 2]
    if first.kind == "number" and digits.isdigit() and digits[0] == "0":
        return None, 0  # of a date
    low, decimals = first.value, first.decimals
    power = second.power
    if second.kind != "amount":
        power = 1 if "成" in text[dash.end() : second.end] else 0
    if unscaled and power:
        low = plain(low.scaleb(power))
        decimals = None if decimals is None else decimals - power
    if sign_before(g, text, start, second.kind)[0] < 0:
        low = -low
    high = -second.value if dash["sign"] == "-" else second.value
    if low >= high or (second.kind == "amount" and 0 < low * _WIDEST < high):
        return None, 0
    joined = replace(second, start=first.start, currency=first.currency or second.currency)
    if decimals is not None and second.decimals is not None:
        joined.decimals = min(decimals, second.decimals)
    if second.kind == "amount" and not joined.currency and not is_bare_amount(g, text, second):
        return None, second.end
    return make_quantity(g, text, joined, start, second.end, low, high), second.end


_RANGE_MOVED: Final = re.compile(
    r"的?(?:区间|范围)?,?(?:大幅|小幅|进一步|略微|再次)?(?:上调|下调|上修|下修|调高|调低|收窄|收敛|缩窄|缩小|调整|提高|提升|抬升|抬高|扩大|改)(?:至|到|为)"
)
"""Behind a range, what it was moved to: `指引从660亿至720亿美元收窄到700亿至720亿美元`."""


def _moved_to(g: Grammar, before: str, first: Figure, second: Figure) -> bool:
    """`环比增加3亿美元至53亿美元`, `by $20 billion to $50 billion`: by how much, and to what.

    `增加5亿至6亿美元` is a range.
    """
    if second.kind == "amount" and before.endswith(" by "):
        return True
    if first.kind != "amount" or not first.power or not g.moved.search(before):
        return False
    return bool(first.currency) or second.value >= _WIDEST_RANGE * first.value


def read_list(g: Grammar, text: str, first: Figure, start: int) -> tuple[list[Quantity], int]:
    """`1237/1642/1846亿美元`: bare numbers that share the unit of the last one; and where they end.

    `近1/3` is a fraction.
    """
    link = g.listed.match(text, first.end)
    if link is None:
        return [], first.end
    before = text[:start][-6:].rstrip(" ")
    if "、" in link[0] and (not before or before[-1] in "\n。;:!?|)"):
        return [], first.end  # the number of a list item
    figures = [first]
    while link and len(figures) < 12:
        figure = read_figure(g, text, link.end(), None)
        if figure is None:
            return [], first.end
        figures.append(figure)
        if figure.kind != "number":
            break
        link = g.listed.match(text, figure.end)
    last = figures[-1]
    if last.kind == "number":
        fraction = _slash(g, text, figures, start) if len(figures) == 2 else None
        return ([] if fraction is None else [fraction]), last.end
    bare = last.kind == "amount" and not last.currency
    if last.high or (bare and not is_bare_amount(g, text, last)):
        return [], last.end
    found: list[Quantity] = []
    for figure in figures[:-1]:
        if last.power:
            rescale(figure, last.power)
        figure.kind, figure.currency = last.kind, first.currency or last.currency
        found.append(make_quantity(g, text, figure, figure.start if found else start, figure.end))
    last.currency = first.currency or last.currency
    return [*found, make_quantity(g, text, last, last.start, last.end)], last.end


def _slash(g: Grammar, text: str, figures: list[Figure], start: int) -> Quantity | None:
    """`近1/3`: a fraction only where a comparator says so, for `1/3` may be a date."""
    part, whole = figures
    if not 0 < part.value < whole.value <= 10 or text[whole.end : whole.end + 1] in tuple("/-月日"):
        return None
    if not comparator_around(g, text, start, whole.end)[1]:
        return None
    figure = replace(part, kind="percent", value=as_percent(part.value, whole.value), decimals=None)
    return make_quantity(g, text, figure, start, whole.end)


def from_flat(g: Grammar, text: str, held: Quantity, quantity: Quantity) -> Quantity | None:
    """`持平至增长2%`, `持平到下降3%`: a range that begins with no change."""
    match = g.flat_to.fullmatch(text[held.end : quantity.start])
    if match is None or quantity.form != "percent" or quantity.value is None:
        return None
    sign = -1 if match["down"] else 1
    bounds = sorted((Decimal(0), sign * abs(quantity.value)))
    return replace(
        quantity,
        start=held.start,
        value=None,
        low=bounds[0],
        high=bounds[1],
        comparator="=",
        sign=sign,
    )
