"""Whether a stretch of raw text may hold a figure: a look, before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from nvdx.mentions.quantity.grammar import load_grammar
from nvdx.mentions.quantity.words import chinese

__all__ = ["may_show_figure"]

_SPOKEN: Final = "块毛角分"
"""Units of money as people say it."""
_LONG: Final = 5
"""A number word with more letters is no part of another word, so that it is seen without blanks too."""


def may_show_figure(text: str, start: int, end: int) -> bool:
    """Whether there may be a quantity in ``text[start:end]``: never no where `quantities` finds one.

    Blanks may be missing from the text.

    >>> texts = "营收300多亿", "up85%", "revenue of$5 a share", "revenue doubled", "2025年第2季营收创新高"
    >>> [may_show_figure(text, 0, len(text)) for text in texts]
    [True, True, True, True, False]
    """
    if any(pattern.search(text, start, end) is not None for pattern in _patterns()):
        return True
    stems = load_grammar().words.stems
    if all(text.find(stem, start, end) < 0 for stem in stems):
        return False
    return _in_words().search(text, start, end) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Each begins with one of a few characters, to which `re` skips fast."""
    words = load_grammar().words
    currencies = words.currencies.values()
    numerals = "0-9一二两三四五六七八九十百千万亿兆几数半多余来"
    units = {
        *(w for c in currencies for w in (*c.words, *c.scaled, *c.codes, *c.cents)),
        *words.percent, *words.points, *words.basis_points, *words.multiples,
        *words.scales.words,
        *_SPOKEN, *"成倍分×万亿兆", "times", "fold",
    }  # fmt: skip
    letters = "".join(words.scales.letters)
    prefixes = {p for c in currencies for p in (*c.symbols, *c.codes)}
    alone = {
        *chinese(words.doublings), *chinese(words.flat),
        *("持平", "半数", "过半", "超半", "逾半", "近半", "一半"),
    }  # fmt: skip
    vague = "".join(words.vague)
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"[{numerals}](?:[\s-]{{0,4}}(?:(?i:{_any_of(units)})|(?i:[{letters}x])(?![A-Za-z0-9])))",
            rf"[0-9](?:s|(?<=[1-9])/[2-9](?![0-9/]))|[{vague}][十百千万亿兆]",
            rf"(?:{_any_of(prefixes)})\s{{0,4}}[-+(]?\s?[{numerals}]",
            _any_of(alone),
            r"(?:EPS|每股)\D{0,6}[0-9]",
        )
    )


@cache
def _in_words() -> re.Pattern[str]:
    """The English words that make a figure, long ones also as parts of what has no blanks."""
    triggers = load_grammar().triggers
    long = _any_of(word for word in triggers if len(word) > _LONG)
    return re.compile(rf"{long}|(?<![A-Za-z])(?:{_any_of(triggers)})(?![A-Za-z])", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(r"\s*".join(map(re.escape, word.split())) for word in sorted(words))
