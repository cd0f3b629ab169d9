"""Figures that name only their bounds: `mid-70s`, `40%高位`, `数十亿美元`."""

from __future__ import annotations

import re
from decimal import Decimal

from nvdx.mentions.numerals import numeral
from nvdx.mentions.quantity.context import currency_before
from nvdx.mentions.quantity.figure import Figure, currency_unit
from nvdx.mentions.quantity.grammar import Grammar
from nvdx.mentions.quantity.model import Quantity

__all__ = ["part_of_ten", "read_band", "read_vague"]


def read_band(g: Grammar, text: str, figure: Figure, start: int) -> Quantity | None:
    """`mid-70s`, `low 40% range`, `40%高位`: a part of ten percent."""
    if figure.kind not in ("number", "percent") or not 10 <= figure.value <= 90:
        return None
    if figure.value % 10:
        return None
    end = figure.end
    if figure.kind == "percent":
        behind = g.band_before.match(text, end)
        if behind:
            low, high = g.words.bands_after[behind["band"]]
            return part_of_ten(start, behind.end(), figure.value, low, high)
    elif re.match(r"['’]?s(?![A-Za-z])", text[end : end + 4]):
        end = text.index("s", end) + 1
    else:
        return None
    if start < 4 or text[start - 1] not in "- " or text[start - 2] not in g.band_ends:
        return None
    before = g.band_behind.search(text[max(0, start - 20) : start])
    if before is None:
        return None
    if figure.kind == "percent" and text[start - 1] == " " and not g.band_noun.match(text, end):
        return None  # a record high 80%
    words = g.words.bands
    low, high = words[before["low"].lower()]
    if before["high"]:
        high = words[before["high"].lower()][1]
    return part_of_ten(max(0, start - 20) + before.start(), end, figure.value, low, high)


def part_of_ten(start: int, end: int, ten: Decimal, low: int, high: int) -> Quantity:
    """A ten of percent with what its word adds to the bounds: 70 and `mid` are 74 to 76."""
    return Quantity(start, end, "percent", None, ten + low, ten + high, "percent", "~", None, 0)


def read_vague(g: Grammar, text: str, start: int, end: int) -> tuple[list[Quantity], int]:
    """`数十亿美元`, `十几亿`: from one of a unit to ten, or to two tens."""
    token = text[start + 1 : end]
    teens = token[0] == "几"
    unit = numeral(token.removeprefix("几")).value * (10 if teens else 1)
    currency = g.amount_unit.match(text, end)
    code = None
    if currency and currency["currency"] and not currency["scale"]:
        code = currency_unit(g, currency["currency"])[0]
        stop = currency.end()
    else:
        stop = end
        if not any(c in token for c in "亿兆") or g.counted.match(text, end):
            return [], end
    prefix, outer = currency_before(g, text, start)
    high = unit * (2 if teens else 10)
    return [Quantity(outer, stop, "amount", None, unit, high, code or prefix, "~", None, 0)], stop
