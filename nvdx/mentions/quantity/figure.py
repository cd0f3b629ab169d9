"""One number with its unit: `816亿美元`, `八分之一`, `$1.2 billion`, `3成`, `50个基点`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final, Literal

from nvdx.mentions.numerals import BIG, SMALL, numeral, plain
from nvdx.mentions.quantity.grammar import Grammar, is_latin
from nvdx.mentions.quantity.model import Comparator

__all__ = [
    "UNITS",
    "Figure",
    "as_percent",
    "currency_unit",
    "power_of",
    "read_figure",
    "rescale",
    "with_unit",
]


_Kind = Literal["number", "amount", "percent", "points", "multiple"]
_DOZEN: Final = Context(prec=12)
_ROUGH: Final[dict[str, Comparator]] = {"多": ">", "余": ">", "几": ">", "来": "~"}
# 三四成, 七八百亿: two neighbouring digits are a range
_PAIR: Final = re.compile(r"([一二两三四五六七八])([两二三四五六七八九])")
_SCALE_BEHIND: Final = re.compile(r"[百千万亿兆]+$")
_BIG_BEHIND: Final = re.compile(r"[万亿兆]+$")
UNITS: Final = {"percent": "percent", "points": "percentage_points", "multiple": None}


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeral token: its value, or its bounds where it is a range itself (`三四成`).

    `power` is the power of ten of the scale at its end, which a bare number before it shares.
    `scaled` says that any scale is in it, `big` one that makes an amount, `implied` that it is
    nothing but a scale (`千亿`), `han` that it is in Chinese. `rough` is the comparator of a `多`
    or `余` within.
    """

    value: Decimal
    high: Decimal | None
    decimals: int
    power: int
    scaled: bool
    big: bool
    implied: bool
    han: bool
    rough: Comparator | None


_ONE: Final = _Number(Decimal(1), None, 0, 0, False, False, False, False, None)


def power_of(scale: str) -> int:
    """The power of ten of a row of Chinese scales.

    >>> power_of("千亿")
    11
    """
    return sum(BIG.get(c, 0) or SMALL[c] for c in scale)


@lru_cache(maxsize=8192)
def _number(token: str) -> _Number | None:
    rough: Comparator | None = None
    for word, meaning in _ROUGH.items():
        if word in token:
            token, rough = token.replace(word, ""), meaning
    han = not token[0].isdigit()
    high: Decimal | None = None
    try:
        if han and (pair := _PAIR.search(token)):
            high = numeral(token[: pair.start(1)] + token[pair.end(1) :]).value
            token = token[: pair.end(1)] + token[pair.end(2) :]
            rough = "~"
        number = numeral(token)
    except ValueError:
        return None
    scale = (_BIG_BEHIND if han else _SCALE_BEHIND).search(token)
    power = power_of(scale[0]) if scale and scale.start() else 0
    big = any(c in token for c in BIG)
    scaled = big or any(c in token for c in "百千")
    implied = not token.strip("百千万亿兆")
    return _Number(number.value, high, number.decimals, power, scaled, big, implied, han, rough)


@dataclass(slots=True)
class Figure:
    """A number with what is written around it, not yet looked at in its sentence.

    `power` is the power of ten of the scale behind the number; `english` says that an English word
    is that scale.
    """

    start: int
    end: int
    kind: _Kind
    value: Decimal
    decimals: int | None
    high: Decimal | None = None
    currency: str | None = None
    power: int = 0
    number: _Number = _ONE
    english: bool = False


def read_figure(g: Grammar, text: str, start: int, prefix: str | None) -> Figure | None:
    """The figure whose number begins at `start`; `prefix` is the currency written before it."""
    match = g.number.match(text, start)
    number = None if match is None else _number(match[0])
    if match is None or number is None:
        return None
    figure = Figure(
        start, match.end(), "number", number.value, number.decimals, number.high, prefix,
        number.power, number,
    )  # fmt: skip
    return with_unit(g, text, figure)


def with_unit(g: Grammar, text: str, figure: Figure) -> Figure | None:
    """Read the unit behind a number."""
    match = g.unit.match(text, figure.end)
    kind = match.lastgroup if match else None
    if match is None or kind is None:
        if figure.currency or figure.number.big:
            figure.kind = "amount"
            if figure.end < len(text) and is_latin(text[figure.end]):
                return None  # $5G
        return figure
    end = match.end()
    if kind in ("points", "basis") and figure.number.scaled:
        return None
    if kind in ("percent", "points"):
        figure.kind = "percent" if kind == "percent" else "points"
    elif kind == "basis":
        rescale(figure, -2)
        figure.kind = "points"
    elif kind in ("multiple", "x", "times"):
        if not figure.value:
            return None
        figure.kind = "multiple"
    elif kind == "tenths":
        rescale(figure, 1)
        if match["tenth"]:
            figure.value += numeral(match["tenth"]).value
            figure.decimals = 0
        figure.kind = "percent"
    elif kind == "hundred":
        figure.kind, figure.decimals = "percent", 0
    elif kind == "part":
        return _fraction(figure, match["part"], end)
    else:
        return _amount(g, figure, match)
    figure.end, figure.currency = end, None
    return figure


def rescale(figure: Figure, power: int) -> None:
    """Multiply a figure, in place, by a power of ten."""
    figure.value = plain(figure.value.scaleb(power))
    figure.high = None if figure.high is None else plain(figure.high.scaleb(power))
    figure.decimals = None if figure.decimals is None else figure.decimals - power


def as_percent(part: Decimal, whole: Decimal) -> Decimal:
    """Percent, with a dozen digits of what does not come out even.

    >>> as_percent(Decimal(3), Decimal(8)), as_percent(Decimal(1), Decimal(3))
    (Decimal('37.5'), Decimal('33.3333333333'))
    """
    return plain(_DOZEN.divide(part * 100, whole))


def _fraction(figure: Figure, part: str, end: int) -> Figure | None:
    """`百分之七十五`, `八分之一`: the number read so far is the denominator."""
    try:
        numerator = numeral(part)
    except ValueError:
        return None
    whole = figure.value
    if not whole:
        return None
    figure.value = as_percent(numerator.value, whole)
    # only a power of ten says how exact it is
    digits = len(str(whole)) - 1
    figure.decimals = numerator.decimals + digits - 2 if whole == Decimal(10) ** digits else None
    figure.kind, figure.end, figure.currency = "percent", end, None
    return figure


def _amount(g: Grammar, figure: Figure, match: re.Match[str]) -> Figure | None:
    scale, currency = match["scale"], match["currency"]
    end, power = match.end(), 0
    scaled = figure.number.scaled or scale is not None
    if currency:
        code, cents = currency_unit(g, currency)
        if not scaled and currency.lower() in g.scaled:
            end = match.start("currency")
        elif currency == "元" and figure.number.han and figure.end - figure.start == 1:
            return None  # 一元, 三元, 万元 are words
        else:
            power = cents
            if figure.currency is None or currency != "元":  # of 港币5亿元 the 元 are Hong Kong's
                figure.currency = code
    if scale:
        exponent = g.words.scales.words.get(scale.lower())
        if exponent is None:
            if figure.currency is None:
                return None
            exponent = g.words.scales.letters[scale.lower()]
        figure.power += exponent
        power += exponent
        figure.english = True
    if power:
        rescale(figure, power)
    figure.kind = "amount" if figure.number.big or scale or figure.currency else "number"
    figure.end = end
    return figure


def currency_unit(g: Grammar, word: str) -> tuple[str, int]:
    """Code of a currency word, and the power of ten of the unit that it names."""
    return g.currency_of.get(word) or g.currency_of[re.sub(r"\s+", " ", word.lower())]
