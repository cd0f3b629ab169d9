"""What stands around a figure: its currency and sign before it, comparators, the noun it counts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from nvdx.mentions.quantity.figure import UNITS, Figure
from nvdx.mentions.quantity.grammar import Grammar, is_latin
from nvdx.mentions.quantity.model import Comparator, Form, Quantity

__all__ = [
    "comparator_around",
    "comparator_before",
    "currency_before",
    "is_bare_amount",
    "make_flat",
    "make_quantity",
    "sign_before",
]


def currency_before(g: Grammar, text: str, start: int) -> tuple[str | None, int]:
    """The currency written before a number, and where that begins (else `start`)."""
    end = start
    while end and start - end < 2 and text[end - 1] == " ":
        end -= 1
    if not end or text[end - 1] not in g.prefix_ends:
        return None, start
    for length in g.prefix_lengths:
        if length > end:
            continue
        word = text[end - length : end]
        code = g.prefixes.get(word)
        if code is None:
            continue
        if end > length and is_latin(word[0]) and is_latin(text[end - length - 1]):
            continue  # the end of a longer word
        return code, end - length
    return None, start


_BEFORE_MINUS: Final = ("", *"是为达至到约,:;。(流润 ")
"""What stands before the word 负 that is a minus sign: `自由现金流为负4亿美元`."""


def sign_before(g: Grammar, text: str, start: int, kind: str) -> tuple[int, int]:
    """The sign written before a figure, and where the figure then begins."""
    at = start
    if at and text[at - 1] in " \n":
        # a line may break behind the sign of raw text
        while at and start - at < 4 and text[at - 1] in " \r\n":
            at -= 1
        if "\n" not in text[at:start] or not at or text[at - 1] != "-":
            return 0, start
    if at and text[at - 1] == "负" and kind == "amount":
        return (-1, at - 1) if text[at - 2 : at - 1] in _BEFORE_MINUS else (0, start)
    if not at or text[at - 1] not in "+-":
        return 0, start
    before = text[: at - 1][-3:]
    last = before[-1:]
    if text[at - 1] == "+":
        return (0, start) if last.isdigit() or last in tuple("%)亿万元倍") else (1, at - 1)
    if last == "" or last in ' \t\n\r(,:;、/|=[「"':
        spaced = last == " " and text[: at - 1].rstrip()[-1:] in tuple("%0123456789")
        return (0, start) if spaced else (-1, at - 1)
    if last.isascii():
        return (-1, at - 1) if before in g.words.glued else (0, start)
    if last in "亿万元倍成" or (kind == "amount" and last not in "为是达至到约比润流益损亏"):
        return 0, start  # a dash
    return -1, at - 1


def comparator_before(g: Grammar, text: str, start: int) -> str | None:
    """The comparator right before a figure."""
    at = start
    for _ in range(4):
        while at and start - at < 30 and text[at - 1] in " \r\n":
            at -= 1
        if not at:
            return None
        last = text[at - 1]
        if last not in g.before_ends:
            return None
        if last.isascii() and (last.isalpha() or last == "."):
            tail = text[max(0, at - 28) : at].lower()
            words = tail.replace("\n", " ").replace("-", " ").split(" ")
            for size in (4, 3, 2, 1):
                meaning = g.before.get(" ".join(words[-size:]))
                if meaning:
                    return meaning
            if words[-1] not in g.words.particles:
                return None
            at -= len(words[-1])
            continue
        for size in range(min(g.han_before, at), 0, -1):
            word = text[at - size : at]
            meaning = g.before.get(word)
            if meaning:
                if word in "<>" and at > 1 and (text[at - 2].isalpha() or text[at - 2] in "\"'/-"):
                    return None  # the end of a tag
                return meaning
        if last in g.words.particles:
            at -= 1
        elif text[at - 2 : at] in g.words.particles:
            at -= 2
        else:
            return None
    return None


def comparator_around(g: Grammar, text: str, start: int, end: int) -> tuple[Comparator, bool]:
    """How the words around a figure mean it, and whether any word says so."""
    meaning = comparator_before(g, text, start)
    if meaning in (">", "<") and g.expected.match(text, end):
        return "=", True
    if meaning in (None, "none") and text[end : end + 1] in g.after_firsts:
        match = g.after.match(text, end)
        meaning = g.after_of[re.sub(r"\s+", " ", match["word"].lower())] if match else None
    if meaning is None or meaning == "none":
        return "=", False
    return meaning, True  # type: ignore[return-value]


_COUNTED_TOGETHER: Final = re.compile(r" (?:and|or|to) [0-9][0-9.,]* (?:thousand|million|billion)(?![a-z])")


def is_bare_amount(g: Grammar, text: str, figure: Figure) -> bool:
    """Whether a scale number without currency is money and no count of things."""
    if figure.english:
        # 22-million and `a thousand` only with a currency
        written = text[figure.start : figure.end].lower()
        if "-" in written or written.endswith("thousand"):
            return False
        if counted := _COUNTED_TOGETHER.match(text, figure.end):
            return g.english_noun.match(text, counted.end()) is None  # `92 million and 255 million shares`
        following = text[figure.end : figure.end + 1]
        if following in (" ", "-"):
            return g.english_noun.match(text, figure.end) is None
        return g.counted.match(text, figure.end) is None
    written = text[figure.start : figure.end]
    if not written[0].isdigit() and not any(c in written for c in "亿兆") and len(written) < 3:
        return False  # 一万, 两万
    if written[-1] not in "万亿兆多余":
        return False  # 5千
    if written.endswith("万") and g.counted_after_ten_thousand.match(text, figure.end):
        return False
    return g.counted.match(text, figure.end) is None


def make_quantity(
    g: Grammar, text: str, figure: Figure, start: int, end: int,
    low: Decimal | None = None, high: Decimal | None = None,
) -> Quantity:  # fmt: skip
    """A quantity of a figure that stands in text[start:end], with sign and comparator."""
    form: Form = "amount" if figure.kind in ("number", "amount") else figure.kind  # type: ignore[assignment]
    sign, start = sign_before(g, text, start, form)
    comparator: Comparator = figure.number.rough or "="
    if comparator == "=":
        comparator = comparator_around(g, text, start, end)[0]
    value: Decimal | None = figure.value
    if figure.high is not None and low is None:
        low, high = figure.value, figure.high
    if low is not None:
        value = None
    elif sign < 0:
        value = -figure.value
    unit = UNITS.get(form, figure.currency)
    return Quantity(start, end, form, value, low, high, unit, comparator, figure.decimals, sign)


def make_flat(start: int, end: int) -> Quantity:
    """No change: `持平`, `flat`."""
    return Quantity(start, end, "flat", Decimal(0), None, None, None, "~", None, 0)
