"""Whether a stretch of raw text may hold a figure: a look, before anything is read."""

from __future__ import annotations

import re
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
    return _pattern().search(text, start, end) is not None


@cache
def _pattern() -> re.Pattern[str]:
    words = load_grammar().words
    currencies = words.currencies.values()
    numeral = "0-9一二两三四五六七八九十百千万亿兆几数半多余来"
    units = {
        *(w for c in currencies for w in (*c.words, *c.scaled, *c.codes, *c.cents)),
        *words.percent, *words.points, *words.basis_points, *words.multiples,
        *words.scales.words, *words.scales.letters,
        *_SPOKEN, *"成倍分xX×万亿兆", "times", "fold", "pct",
    }  # fmt: skip
    prefixes = {p for c in currencies for p in (*c.symbols, *c.codes)}
    triggers = load_grammar().triggers
    alone = {
        *chinese(words.doublings), *chinese(words.flat),
        *["持平", "半数", "过半", "超半", "逾半", "近半", "一半"],
        *(word for word in triggers if len(word) > _LONG),
    }  # fmt: skip
    vague = "".join(words.vague)

    def any_of(choices: set[str]) -> str:
        parts = (r"\s*".join(map(re.escape, word.split())) for word in sorted(choices))
        return "(?i:" + "|".join(parts) + ")"

    return re.compile(
        rf"(?<=[{numeral}])[\s-]{{0,4}}{any_of(units)}"
        rf"|(?:{'|'.join(map(re.escape, sorted(prefixes)))})\s{{0,4}}[-+]?\s?[0-9{numeral[3:]}]"
        rf"|{any_of(alone)}|(?<![A-Za-z]){any_of(triggers)}(?![A-Za-z])"
        rf"|[{vague}][十百千万亿兆]|[0-9]s|[1-9]/[2-9](?![0-9/])|(?:EPS|每股)\D{{0,6}}[0-9]"
    )
