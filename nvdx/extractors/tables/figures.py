"""The figures of a cell, with the words of growth around each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from nvdx.extractors.tables.words import YEAR, blank, load_grammar
from nvdx.lexicon import Vocabulary
from nvdx.mentions.numerals import plain
from nvdx.mentions.quantity import Quantity, quantities
from nvdx.mentions.scan import Token, scan

_LONGEST_CELL: Final = 60
_BETWEEN: Final = re.compile(r"[\s(),;/:+\-~.|]*")
_LINK: Final = re.compile(r"-|~|至|到|to(?=\s)")
_SPREAD: Final = re.compile(r"(?:±|\+/-)\s?(?P<by>[0-9]{1,2}(?:\.[0-9])?)%\s*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a cell, with the words around it in the cell.

    Attributes:
        form: as of a quantity, or `number` where a head gives the unit.
        currency: what the cell itself writes.
        measure: growth that the cell itself says (`同比+56%`).
        direction: +1 or -1 where a word, an arrow or a sign says so.
        moved: whether it is a word or an arrow that says so.
    """

    start: int
    end: int
    form: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    comparator: str
    decimals: int | None
    measure: str | None = None
    direction: int = 0
    moved: bool = False


def read_figures(text: str, words: Vocabulary) -> list[Figure]:
    """The figures of a cell, none where it says anything but figures and growth."""
    if len(text) > _LONGEST_CELL:
        return []
    grammar = load_grammar()
    whole = grammar.cell_note.sub(lambda m: " " * len(m[0]), text)
    if (match := grammar.negative.fullmatch(whole)) is not None:
        start, end = match.span("open")[0], match.span("close")[1]
        bare = blank(blank(whole, start, start + 1), end - 1, end)
        return [
            replace(
                _signed(f, -1),
                start=min(f.start, start), end=max(f.end, end), direction=f.direction or -1,
            )
            for f in _plain_figures(bare, words)[:1]
        ]  # fmt: skip
    return _plain_figures(whole, words)


def _plain_figures(text: str, words: Vocabulary) -> list[Figure]:
    if (figure := _number(text)) is not None:
        return [figure]
    found = [f for q in quantities(text) if (f := _of_quantity(text, q)) is not None]
    if not found:
        return []
    tokens = [t for t in scan(text, words) if not t.mark and t.quantity is None]
    rest = text
    for start, end in [(f.start, f.end) for f in found] + [(t.start, t.end) for t in tokens]:
        rest = blank(rest, start, end)
    grammar = load_grammar()
    for pattern in (grammar.comparator, grammar.rise, grammar.fall):
        rest = pattern.sub(lambda m: " " * len(m[0]), rest)
    if any(
        not t.has("up", "down", "to", "yoy", "qoq") and not grammar.comparator.fullmatch(t.text)
        for t in tokens
    ):
        return []
    return _with_cues(text, found, tokens) if _BETWEEN.fullmatch(rest) else []


def _number(text: str) -> Figure | None:
    """A number that takes its unit from a head: `35,082`, `$35,082`, `约540`, `660-720`, `54±2%`."""
    grammar = load_grammar()
    start = len(text) - len(text.lstrip())
    comparator = "="
    if (lead := grammar.comparator.match(text, start)) is not None:
        comparator = grammar.before.get(lead[0], "none")
        start = lead.end()
    match = grammar.number.match(text, start)
    if match is None or comparator == "none":
        return None
    signs = (match["minus"] or "") + (match["minus2"] or "")
    value = _decimal(match).copy_negate() if "-" in signs else _decimal(match)
    figure = Figure(
        *match.span("figure"), "number", value, None, None,
        grammar.currencies[match["symbol"].lower()][0] if match["symbol"] else None, comparator,
        len(match["fraction"] or ""), direction=-1 if "-" in signs else int("+" in signs),
    )  # fmt: skip
    if match.end() == len(text):
        return _with_scale(figure, match["scale"])
    if (spread := _SPREAD.fullmatch(text, match.end())) is not None and not match["scale"]:
        delta = value * Decimal(spread["by"]) / 100
        return replace(figure, end=spread.end("by") + 1, low=value - delta, high=value + delta)
    link = _LINK.match(text, match.end())
    last = grammar.number.fullmatch(text, link.end()) if link else None
    if last is None or match["scale"] or last["scale"]:
        return None
    if last["minus"] or last["minus2"] or signs or value >= _decimal(last):
        return None
    if YEAR.fullmatch(match["whole"]) and YEAR.fullmatch(last["whole"]):
        return None
    return replace(figure, end=last.end("figure"), value=None, low=value, high=_decimal(last))


def _with_scale(figure: Figure, scale: str | None) -> Figure:
    """`44.1B`, `570 million`: the cell has its scale, with or without a currency."""
    if scale is None or figure.value is None or figure.decimals is None:
        return figure
    power = load_grammar().scales[scale.lower()]
    value, decimals = plain(figure.value.scaleb(power)), figure.decimals - power
    return replace(figure, form="amount", value=value, decimals=decimals)


def _decimal(match: re.Match[str]) -> Decimal:
    fraction = match["fraction"]
    return Decimal(match["whole"].replace(",", "") + (f".{fraction}" if fraction else ""))


def _of_quantity(text: str, quantity: Quantity) -> Figure | None:
    if quantity.form == "amount":
        number = _number(text[quantity.start : quantity.end])
        if number is not None and quantity.low is None:
            return replace(
                number, start=quantity.start, end=quantity.end, comparator=quantity.comparator
            )
    form, value = quantity.form, quantity.value
    if form == "double" and value is not None:
        form, value = "percent", (value - 1) * 100
    elif form == "flat":
        form = "percent"
    if form not in ("amount", "percent", "points"):
        return None
    return Figure(
        quantity.start, quantity.end, form, value, quantity.low, quantity.high,
        quantity.unit if form == "amount" else None, quantity.comparator,
        0 if quantity.form == "double" else quantity.decimals, direction=quantity.sign,
    )  # fmt: skip


def _with_cues(text: str, found: list[Figure], tokens: Sequence[Token]) -> list[Figure]:
    """Gives each figure the words of growth before it, or behind it as English has them."""
    figures: list[Figure] = []
    ends = [0, *(f.end for f in found)]
    starts = [*(f.start for f in found), len(text)]
    cues = [t for t in tokens if t.has("yoy", "qoq")]
    second = found[1].start if len(found) > 1 else len(text)
    behind = bool(cues) and not any(
        t.end <= second and t.start >= ends[1 if len(found) > 1 else 0] for t in cues
    )
    behind = behind or (len(found) == 1 and bool(cues) and cues[0].start >= found[0].end)
    for number, figure in enumerate(found):
        low, high = ends[number], starts[number]
        before = [t for t in tokens if low <= t.start < high]
        after = [t for t in tokens if figure.end <= t.start < starts[number + 1]]
        near = after if behind else before
        measures = {m for m in ("yoy", "qoq") for t in near if t.has(m)}
        grammar = load_grammar()
        gap = text[low:high]
        fall = any(t.has("down") for t in before) or grammar.fall.search(gap) is not None
        rise = any(t.has("up") for t in before) or grammar.rise.search(gap) is not None
        if len(measures) > 1 or (fall and rise):
            return []
        to = any(t.has("to") for t in before)
        if (fall or rise) and not to:
            figure = _signed(figure, -1) if fall else figure
            figure = replace(figure, direction=-1 if fall else 1, moved=True)
        figures.append(replace(figure, measure=measures.pop() if measures else None))
    return figures


def _signed(figure: Figure, sign: int) -> Figure:
    """The figure with the sign that words give it, whatever its own."""
    value = None if figure.value is None else sign * abs(figure.value)
    low, high = figure.low, figure.high
    if sign < 0 and low is not None and high is not None and low >= 0:
        low, high = -high, -low
    return replace(figure, value=value, low=low, high=high)
