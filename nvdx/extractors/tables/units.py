"""The units that heads and captions give: `亿美元`, `$ in millions`, `%`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nvdx.extractors.tables.words import blank, load_grammar
from nvdx.mentions.numerals import BIG, SMALL


@dataclass(frozen=True, slots=True)
class Unit:
    """What a head says the numbers are in.

    Attributes:
        power: of ten, None where a currency stands alone.
        currency: ISO 4217, None where only a scale is written.
        ratio: `percent` or `percentage_points`.
    """

    power: int | None = None
    currency: str | None = None
    ratio: str | None = None


def take_units(text: str, *, loose: bool) -> tuple[tuple[Unit, ...], str]:
    """The units of a head, and the head with blanks in their place.

    In running text (`loose`) a scale alone is none unless a label or an `in` leads to it.

    >>> take_units("营收(亿美元)", loose=False)
    ((Unit(power=8, currency='USD', ratio=None),), '营收(   )')
    >>> [u for t in ("$ in millions", "单位:人民币百万元", "同比(%)") for u in take_units(t, loose=False)[0]]
    ... # doctest: +NORMALIZE_WHITESPACE
    [Unit(power=6, currency='USD', ratio=None), Unit(power=6, currency='CNY', ratio=None),
     Unit(power=None, currency=None, ratio='percent')]
    >>> take_units("万亿俱乐部", loose=False)[0], take_units("迈向万亿", loose=True)[0]
    ((), ())
    """
    grammar = load_grammar()
    found: list[Unit] = []
    labelled = False
    for piece in re.finditer(r"[^(),;/:。\n]+", text):
        if grammar.label_alone.fullmatch(piece[0]):
            labelled = True
            text = blank(text, *piece.span())
            continue
        start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
        match = grammar.unit.fullmatch(piece[0].strip())
        unit = _unit(match) if match else None
        if match is not None and unit is not None:
            lead = labelled or match["label"] or match["in"] or match["in2"]
            enclosed = text[:start].rstrip().endswith("(")
            if not loose or lead or enclosed or (unit.currency and unit.power):
                found.append(unit)
                text = blank(text, start, start + len(piece[0].strip()))
        elif not loose and (tail := re.search(r"%\s*$", piece[0])) is not None:
            found.append(Unit(ratio="percent"))
            text = blank(text, piece.start() + tail.start(), piece.end())
        labelled = False
    return tuple(found), text


def _unit(match: re.Match[str]) -> Unit | None:
    grammar = load_grammar()
    if match["percent"] or match["points"]:
        return Unit(ratio="percent" if match["percent"] else "percentage_points")
    power: int | None = None
    if match["han"]:
        power = sum(BIG.get(c, 0) or SMALL[c] for c in match["han"])
    elif match["zeros"]:
        power = 3
    elif word := match["scale"] or match["letter"]:
        power = grammar.scales[word.lower()]
    # 元 behind another currency's name is only its measure word (`新台币十亿元`).
    name = match["before"] or match["after"]
    if match["letter"] and not name:
        return None
    if name is None:
        return None if power is None else Unit(power)
    code, cents = grammar.currencies[name.lower()]
    return Unit(power if power is not None or not cents else cents, code)
