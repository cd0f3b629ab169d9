"""The walk over a text: every figure once, from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from nvdx.mentions.quantity.bracketed import bracketed_losses
from nvdx.mentions.quantity.context import (
    comparator_around,
    currency_before,
    is_bare_amount,
    make_flat,
    make_quantity,
)
from nvdx.mentions.quantity.english import english_quantities, english_windows
from nvdx.mentions.quantity.figure import Figure, read_figure
from nvdx.mentions.quantity.grammar import Grammar, load_grammar
from nvdx.mentions.quantity.model import Quantity
from nvdx.mentions.quantity.ranges import from_flat, read_list, read_range
from nvdx.mentions.quantity.tolerances import read_plus_minus, read_tolerance, with_tolerance
from nvdx.mentions.quantity.vague import read_band, read_vague
from nvdx.mentions.spoken import spoken_money

__all__ = ["may_have_quantity", "quantities"]


def may_have_quantity(text: str) -> bool:
    """Whether `quantities` could find any: a quick look for digits, numerals and number words.

    >>> [may_have_quantity(text) for text in ("营收翻倍", "需求强劲", "Margins were flat.")]
    [True, False, True]
    """
    g = load_grammar()
    if g.start.search(text) or english_windows(g, text):
        return True
    if g.foreign.search(text) is not None:
        text = text.translate(g.table)
    if g.start.search(text) or next(spoken_money(text), None) is not None:
        return True
    return next(bracketed_losses(text), None) is not None


def quantities(text: str) -> Iterator[Quantity]:
    """Every amount of money, percentage, change in points, multiple and range of a text, in order.

    They don't overlap. The text may be raw: full-width signs, Traditional characters, and spaces or
    line breaks inside a figure are understood.

    >>> [(q.unit, int(q.value), q.decimals) for q in quantities("营收816亿美元,同比+85%")]
    [('USD', 81600000000, -8), ('percent', 85, 0)]
    >>> [(str(q.low), str(q.high), q.comparator) for q in quantities("margins in the mid-70s")]
    [('74', '76', '~')]
    >>> list(quantities("2025年发布的 H100 有 800 亿个晶体管,服务 2400 名用户"))
    []
    """
    g = load_grammar()
    if g.foreign.search(text):
        text = text.translate(g.table)
    found = _numeric(g, text)
    if windows := english_windows(g, text):
        found = _merged(found, english_quantities(g, text, windows))
    if spoken := list(spoken_money(text)):
        sums = [
            Quantity(start, end, "amount", value, None, None, unit, "=", decimals, 0)
            for start, end, value, decimals, unit in spoken
        ]
        found = _merged(sums, found)
    if losses := list(bracketed_losses(text)):
        found = _merged(losses, found)
    return found


def _numeric(g: Grammar, text: str) -> Iterator[Quantity]:
    """Quantities written with digits or Chinese words."""
    held: Quantity | None = None
    pos = 0
    while match := g.start.search(text, pos):
        found, pos = _read(g, text, match)
        for quantity in found:
            if held is not None:
                merged = None
                if quantity.form == "tolerance":
                    merged = with_tolerance(g, text, held, quantity)
                elif held.form == "flat":
                    merged = from_flat(g, text, held, quantity)
                if merged is not None:
                    held = merged
                    continue
                yield held
            held = quantity
    if held is not None:
        yield held


def _read(g: Grammar, text: str, match: re.Match[str]) -> tuple[list[Quantity], int]:
    """What begins at a match of `Grammar.start`, and where to go on."""
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind == "digit" or kind == "han":
        return _read_figures(g, text, start, max(end, start + 1))
    if kind in ("vague", "teens"):
        return read_vague(g, text, start, end)
    figure = Figure(start, end, "percent", Decimal(50), None)
    if kind == "half" or kind == "halves":
        quantity = make_quantity(g, text, figure, start, end)
        if kind == "halves" and text[start - 1 : start] == "过":
            quantity = replace(quantity, comparator=">")
    elif kind == "flat":
        quantity = make_flat(start, end)
    else:
        figure.kind, figure.value = "multiple", Decimal(g.words.doublings[text[start:end]])
        quantity = replace(make_quantity(g, text, figure, start, end), form="double")
    return [quantity], end


def _read_figures(g: Grammar, text: str, start: int, pos: int) -> tuple[list[Quantity], int]:
    """A figure, a range, a list or a tolerance that begins with a number at `start`."""
    prefix, outer = currency_before(g, text, start)
    first = read_figure(g, text, start, prefix)
    if first is None:
        return [], pos
    end = first.end
    band = read_band(g, text, first, outer)
    if band is not None:
        return [band], band.end
    if dash := g.dash.match(text, end):
        found, stop = read_range(g, text, first, outer, dash)
        if stop:
            return ([found] if found else []), stop
    if first.kind == "number":
        listed, stop = read_list(g, text, first, outer)
        if listed or stop > end:
            return listed, stop
        found = read_plus_minus(g, text, first, outer)
        return ([], end) if found is None else ([found], found.end)
    bare = first.kind == "amount" and first.currency is None
    if bare and not is_bare_amount(g, text, first):
        return [], end
    tolerance = read_tolerance(g, text, first, outer)
    if tolerance is not None:
        return [tolerance], tolerance.end
    if bare and first.number.implied and not comparator_around(g, text, outer, end)[1]:
        return [], end  # 千亿 as an adjective
    return [make_quantity(g, text, first, outer, end)], end


def _merged(first: Iterable[Quantity], second: Iterable[Quantity]) -> Iterator[Quantity]:
    """Both in order of their place; where two overlap the earlier one stays."""
    end = 0
    for quantity in sorted((*first, *second), key=lambda q: (q.start, -q.end)):
        if quantity.start >= end:
            yield quantity
            end = quantity.end
