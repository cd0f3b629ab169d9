"""Figures in English words: `doubled`, `half of it`, `twenty-five percent`, `billions of dollars`.

They are looked for only around one of their stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from nvdx.mentions.numerals import english, plain
from nvdx.mentions.quantity.context import (
    comparator_before,
    is_bare_amount,
    make_flat,
    make_quantity,
)
from nvdx.mentions.quantity.figure import Figure, as_percent, currency_unit, with_unit
from nvdx.mentions.quantity.grammar import Grammar, is_latin
from nvdx.mentions.quantity.model import Quantity
from nvdx.mentions.quantity.tolerances import read_tolerance
from nvdx.mentions.quantity.vague import part_of_ten

__all__ = ["english_quantities", "english_windows"]


_LATIN: Final = re.compile("[a-z]{3}")
_REACH: Final = 40  # characters on each side of a number word in which the rest of its figure lies


def english_windows(g: Grammar, text: str) -> list[tuple[int, int]]:
    """The stretches of a text that may hold a figure in words: around the words that mark one."""
    if not _LATIN.search(text):
        return []
    found = []
    for stem in g.words.stems:
        at = text.find(stem)
        while at >= 0:
            start, end = at, at + len(stem)
            while start and at - start < 12 and is_latin(text[start - 1]):
                start -= 1
            while end < len(text) and end - at < 16 and is_latin(text[end]):
                end += 1
            # the scale of a number in digits is read with that number
            digits = start > 1 and text[start - 1] in " -" and text[start - 2].isdigit()
            if not digits and text[start:end].lower() in g.triggers:
                found.append((max(0, start - _REACH), end + _REACH))
            at = text.find(stem, end)
    found.sort()
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def english_quantities(g: Grammar, text: str, windows: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Quantities written in English words."""
    for start, stop in windows:
        for match in g.english.finditer(text, start, stop):
            quantity = _read_words(g, text, match)
            if quantity is not None:
                yield quantity


def _read_words(g: Grammar, text: str, match: re.Match[str]) -> Quantity | None:
    start, end, words = match.start(), match.end(), g.words
    figure = Figure(start, end, "percent", Decimal(0), None)
    if match["flat"]:
        return make_flat(start, end)
    if match["verb"]:
        # only a verb: more than double, to triple
        if text[:start].rstrip()[-24:].lower().split(" ")[-1] not in words.verb_behind:
            return None
        figure.kind, figure.value = "multiple", Decimal(words.doubling_verbs[match["verb"].lower()])
        return replace(make_quantity(g, text, figure, start, end), form="double")
    if match["double"] or match["multiple"] or match["folds"]:
        figure.kind = "multiple"
        if match["folds"]:
            figure.value = Decimal(words.numbers[match["folds"].lower()])
            return make_quantity(g, text, figure, start, end)
        if match["double"]:
            figure.value = Decimal(words.doublings[match["double"].lower()])
            return replace(make_quantity(g, text, figure, start, end), form="double")
        figure.value = Decimal(words.multiple_words[match["multiple"].lower()])
        return make_quantity(g, text, figure, start, end)
    if match["fraction"]:
        part = words.numbers[match["part"].lower()]
        whole = words.denominators[match["fraction"].lower()]
        if part >= whole:
            return None
        figure.value = as_percent(Decimal(part), Decimal(whole))
        return make_quantity(g, text, figure, start, end)
    if match["half"]:
        return _half(g, text, match, figure)
    if match["decade"]:
        low, high = words.bands[match["band"].lower()]
        return part_of_ten(start, end, Decimal(words.decades[match["ten"].lower()]), low, high)
    if match["number"]:
        return _number_words(g, text, match)
    if match["digits"]:
        low, high = words.bands[match["digits"].lower()]
        unit = Decimal(10) ** words.scales.words[match["digit_scale"].lower().removesuffix("s")]
        return Quantity(start, end, "amount", None, low * unit, high * unit, None, "~", None, 0)
    # billions of dollars, tens of billions, several billion dollars
    code = _code(g, match["many_currency"] or match["few_currency"])
    if code is None and not (match["many"] and g.vaguely.match(text, end)):
        return None
    power = words.scales.words[(match["many"] or match["few"]).lower().removesuffix("s")]
    unit = Decimal(10) ** (power + words.tens.get((match["tens"] or "").lower(), 0))
    return Quantity(start, end, "amount", None, unit, unit * 10, code, "~", None, 0)


_HALF_A_POINT: Final = re.compile(r"(?: of)? an? (?:percentage point|percent|per cent|point)\b")


def _half(g: Grammar, text: str, match: re.Match[str], figure: Figure) -> Quantity | None:
    """`half of its revenue` a share, `half a billion dollars` an amount, `the first half` none."""
    start, end, words = match.start(), match.end(), g.words
    before = re.split(r"[\s-]+", text[max(0, start - 24) : start].lower().strip())
    if before[-1] in words.not_half:
        return None
    if match["half_of"]:
        scale = words.scales.words[match["half_of"].lower()]
        figure.kind, figure.currency = "amount", _code(g, match["half_currency"])
        figure.value, figure.decimals = Decimal(5) * Decimal(10) ** (scale - 1), 1 - scale
        if figure.currency is None and g.english_noun.match(text, end):
            return None
        return make_quantity(g, text, figure, start, end)
    if point := _HALF_A_POINT.match(text, end):
        figure.kind, figure.value = "points", Decimal("0.5")
        figure.end, figure.decimals = point.end(), 1
        return read_tolerance(g, text, figure, start)
    after = re.split(r"[^a-z]+", text[end : end + 40].lower().strip())
    meant = before[-1] in words.half_behind or comparator_before(g, text, start) is not None
    if not meant and after[0] not in words.half_before:
        return None
    if not words.half_of_time.isdisjoint(after[:4]) or re.match(
        r"\s(?:of\s)?(?:fiscal\s)?(?:FY)?[0-9]", text[end : end + 14]
    ):
        return None
    figure.value = Decimal(50)
    return make_quantity(g, text, figure, start, end)


def _number_words(g: Grammar, text: str, match: re.Match[str]) -> Quantity | None:
    """`twenty-five percent`, `ten to fifteen percent`, `two billion dollars`."""
    start = match.start()
    low: Decimal | None = None
    try:
        value = english(match["number"], g.words.numbers)
        low = english(match["low"], g.words.numbers) if match["low"] else None
    except ValueError:
        return None
    figure = with_unit(g, text, Figure(match.start("number"), match.end(), "number", value, 0))
    if figure is None or figure.kind == "number":
        return None
    if match["number"].lower() in ("a", "an") and not figure.english:
        return None
    if figure.kind == "amount" and figure.currency is None and not is_bare_amount(g, text, figure):
        return None
    if low is None:
        # `plus or minus two percent`
        tolerance = read_tolerance(g, text, figure, start)
        return tolerance or make_quantity(g, text, figure, start, figure.end)
    # what the unit made of the second number it makes of the first
    low = plain(low * figure.value / value)
    if low >= figure.value:
        return make_quantity(g, text, figure, figure.start, figure.end)
    return make_quantity(g, text, figure, start, figure.end, low, figure.value)


def _code(g: Grammar, currency: str | None) -> str | None:
    return currency_unit(g, currency)[0] if currency else None
