"""Number words: Arabic, Chinese and mixed numerals, and English cardinals, as exact decimals.

The functions read a whole token and know nothing of what stands around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL: Final = {"十": 1, "百": 2, "千": 3}
# 兆 is the 10^12 of Taiwan; the megabyte of the mainland is no amount.
BIG: Final = {"万": 4, "亿": 8, "兆": 12}

_TOKEN: Final = re.compile(
    r"(?P<arabic>[0-9][0-9,]*(?:\.[0-9]+)?)|点(?P<fraction>[零一二两三四五六七八九]+)"
    r"|(?P<digit>[零一二两三四五六七八九])|(?P<small>[十百千])|(?P<big>[万亿兆])|\s+"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: its value, and the XBRL `decimals` of its last written digit."""

    value: Decimal
    decimals: int


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent and without zeros at the end of its fraction.

    >>> plain(Decimal("14881000000.00")), plain(Decimal("0.250"))
    (Decimal('14881000000'), Decimal('0.25'))
    """
    if value == (whole := int(value)):
        return Decimal(whole)
    return value.normalize()


@lru_cache(maxsize=4096)
def numeral(text: str) -> Numeral:
    """Read an Arabic, Chinese or mixed numeral.

    `十百千` behind a Chinese digit are its digits (`三百亿` is 300 × 10^8, decimals -8); behind an
    Arabic number they are a scale, as `万亿兆` always are.

    >>> numeral("148.81亿")
    Numeral(value=Decimal('14881000000'), decimals=-6)
    >>> numeral("一万五千亿").value == numeral("1万5千亿").value == Decimal(15) * 10**11
    True
    >>> numeral("5,000万亿").value == Decimal(5) * 10**15
    True
    >>> [int(numeral(t).value) for t in ("二十", "一百零五", "两千", "千亿", "3亿2千万", "三万二")]
    [20, 105, 2000, 100000000000, 320000000, 32000]
    >>> numeral("一二三")
    Traceback (most recent call last):
    ValueError: no number: '一二三'
    """
    parts: list[Decimal] = []  # finished multiples of 万, 亿, 兆, the largest first
    section = Decimal(0)  # finished 十, 百, 千 of the part that is being read
    pending: Decimal | None = None
    places = 0  # decimals of the last number read, without the units behind it
    power = 0  # of the units behind the last number
    last, unit = "", 0  # kind of the token before; power of the unit before
    chinese = False
    end = 0
    for m in _TOKEN.finditer(text):
        if m.start() != end:
            raise ValueError(f"no number: {text!r}")
        end, kind = m.end(), m.lastgroup
        if kind is None:
            continue
        word = m[kind]
        if kind == "arabic":
            if pending is not None:
                raise ValueError(f"no number: {text!r}")
            pending = Decimal(word.replace(",", ""))
            places, power, chinese = len(word.partition(".")[2]), 0, False
        elif kind == "fraction":
            digits = "".join(str(DIGITS[c]) for c in word)
            pending = (pending or Decimal(0)) + Decimal("0." + digits)
            places, power, chinese = len(digits), 0, True
        elif kind == "digit":
            if pending is not None and pending != 0:
                raise ValueError(f"no number: {text!r}")
            pending = Decimal(DIGITS[word])
            places, power, chinese = 0, 0, True
        elif kind == "small":
            unit = SMALL[word]
            section += (Decimal(1) if pending is None else pending) * 10**unit
            pending = None
            power += 0 if chinese else unit
        else:
            unit = BIG[word]
            below = section + (pending or Decimal(0))
            if last == "big" and parts:
                parts[-1] *= 10**unit
            else:
                while parts and parts[-1] < 10**unit:
                    below += parts.pop()
                parts.append((below or Decimal(1)) * 10**unit)
            section, pending = Decimal(0), None
            power += unit
        last = kind
    if end != len(text) or not last:
        raise ValueError(f"no number: {text!r}")
    if last == "digit" and unit >= 2 and pending and "零" not in text:
        pending *= 10 ** (unit - 1)  # 三万二: the next lower place
        power = unit - 1
    value = sum(parts, section + (pending or Decimal(0)))
    return Numeral(plain(value), places - power)


def english(words: str, numbers: dict[str, int]) -> Decimal:
    """Read an English cardinal below a thousand, given the words of the lexicon.

    >>> words = {"a": 1, "one": 1, "two": 2, "five": 5, "twenty": 20}
    >>> english("twenty-five", words), english("two hundred and five", words)
    (Decimal('25'), Decimal('205'))
    >>> english("umpteen", words)
    Traceback (most recent call last):
    ValueError: no number: 'umpteen'
    """
    total = 0
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word == "and":
            continue
        if word == "hundred":
            total = (total or 1) * 100
        elif word in numbers:
            total += numbers[word]
        else:
            raise ValueError(f"no number: {words!r}")
    return Decimal(total)
