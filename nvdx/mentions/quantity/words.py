"""The words of figures: the schema of lexicon/units.yaml, and patterns made of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from nvdx.lexicon.schema import Schema, load
from nvdx.mentions.quantity.model import Comparator

__all__ = ["Words", "any_of", "chinese", "load_words"]


class _Currency(Schema):
    words: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    cents: tuple[str, ...] = ()
    scaled: tuple[str, ...] = ()


class _Scales(Schema):
    words: dict[str, int]
    letters: dict[str, int]


class _Comparators(Schema):
    before: dict[Comparator | Literal["none"], tuple[str, ...]]
    after: dict[Comparator | Literal["none"], tuple[str, ...]]


class _FlatTo(Schema):
    adverbs: tuple[str, ...]
    up: tuple[str, ...]
    down: tuple[str, ...]


class Words(Schema):
    """The schema of lexicon/units.yaml, which says what each entry is for."""

    variants: dict[str, str]
    currencies: dict[str, _Currency]
    not_currency: tuple[str, ...]
    scales: _Scales
    glued: tuple[str, ...]
    percent: tuple[str, ...]
    points: tuple[str, ...]
    basis_points: tuple[str, ...]
    multiples: tuple[str, ...]
    not_multiple: tuple[str, ...]
    times_before: tuple[str, ...]
    multiple_words: dict[str, int]
    not_tenths: tuple[str, ...]
    not_halves: tuple[str, ...]
    flat: tuple[str, ...]
    not_flat: tuple[str, ...]
    doublings: dict[str, float]
    not_doubling: tuple[str, ...]
    numbers: dict[str, int]
    denominators: dict[str, int]
    stems: tuple[str, ...]
    half_behind: tuple[str, ...]
    half_before: tuple[str, ...]
    half_of_time: frozenset[str]
    not_half: tuple[str, ...]
    bands: dict[str, tuple[int, int]]
    several: tuple[str, ...]
    vaguely_before: tuple[str, ...]
    tens: dict[str, int]
    band_nouns: tuple[str, ...]
    decades: dict[str, int]
    bands_after: dict[str, tuple[int, int]]
    vague: dict[str, str]
    ranges: tuple[str, ...]
    ranges_and: tuple[str, ...]
    changes_from: tuple[str, ...]
    changes_to: tuple[str, ...]
    changes_by: tuple[str, ...]
    flat_to: _FlatTo
    between: tuple[str, ...]
    tolerances: tuple[str, ...]
    comparators: _Comparators
    particles: tuple[str, ...]
    expectations: tuple[str, ...]
    counted: tuple[str, ...]
    not_counted: tuple[str, ...]
    money_before: tuple[str, ...]
    doubling_verbs: dict[str, int]
    verb_behind: tuple[str, ...]
    bare_before: tuple[str, ...]


def load_words() -> Words:
    """The words of lexicon/units.yaml.

    Raises:
        LexiconError: the file does not have the shape of `Words`.
    """
    return load("units.yaml", Words)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; Latin ones end where a word ends.

    A space of a word stands for any white space, and case does not matter. The first letter is a
    set of its two cases, by which `re` rejects a word faster than by a letter without case.
    """
    parts = []
    for word in sorted(words, key=len, reverse=True):
        rest = r"\s{1,4}".join(map(re.escape, word[1:].split(" ")))
        rest = f"(?i:{rest})" if rest.upper() != rest.lower() else rest
        latin = word[0].isascii() and word[0].isalpha()
        part = (f"[{word[0].upper()}{word[0].lower()}]" if latin else re.escape(word[0])) + rest
        parts.append(part + (r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""))
    return "(?:" + "|".join(parts) + ")"


def chinese(words: Iterable[str]) -> list[str]:
    """Those of the words that are Chinese."""
    return [w for w in words if not w.isascii()]
