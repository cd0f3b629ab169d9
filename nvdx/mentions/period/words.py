"""The words of periods: the schema of lexicon/periods.yaml, and patterns made of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from nvdx.fiscal import Part
from nvdx.lexicon.schema import Schema, load
from nvdx.mentions.period.model import Relative

__all__ = [
    "ChineseWords",
    "EnglishWords",
    "Words",
    "any_of",
    "any_phrase",
    "as_in_lexicon",
    "by_word",
    "load_words",
]


class ChineseWords(Schema):
    ordinals: dict[str, int]
    numerals: dict[str, int]
    fiscal_year: tuple[str, ...]
    quarter: tuple[str, ...]
    fiscal_quarter: tuple[str, ...]
    short_quarter: tuple[str, ...]
    parts: dict[Part, tuple[str, ...]]
    parts_after_year: dict[Part, tuple[str, ...]]
    fiscal_parts: tuple[str, ...]
    short_parts: dict[Part, tuple[str, ...]]
    quarter_determiners: dict[Relative, tuple[str, ...]]
    year_determiners: dict[Relative, tuple[str, ...]]
    relative: dict[Relative, tuple[str, ...]]
    until: tuple[str, ...]
    ended: tuple[str, ...]
    months: dict[str, int]
    not_after_date: tuple[str, ...]
    finance: tuple[str, ...]
    shows: tuple[str, ...]


class EnglishWords(Schema):
    ordinals: dict[str, int]
    parts: dict[Part, tuple[str, ...]]
    parts_after_year: dict[Part, tuple[str, ...]]
    relative: dict[Relative, tuple[str, ...]]
    months: dict[str, int]
    month_names: dict[str, int]
    before_year: tuple[str, ...]
    after_year: tuple[str, ...]
    not_after_year: tuple[str, ...]
    not_after_quarter: tuple[str, ...]
    not_after_half: tuple[str, ...]


class Words(Schema):
    comparison: tuple[Relative, ...]
    zh: ChineseWords
    en: EnglishWords
    models: tuple[str, ...]
    versions: tuple[str, ...]


def load_words() -> Words:
    """The words of lexicon/periods.yaml.

    Raises:
        LexiconError: the file does not have the shape of `Words`.
    """
    return load("periods.yaml", Words)


_DETERMINED: Final = ("the ", "a ", "one ", "for ", "this ")
"""What an English phrase starts with that takes no article."""

_Meaning = TypeVar("_Meaning", Part, Relative)


def by_word(words: Mapping[_Meaning, Iterable[str]]) -> dict[str, _Meaning]:
    """Turn meaning → words around; ValueError for a word of two meanings."""
    meanings: dict[str, _Meaning] = {}
    for meaning, group in words.items():
        for word in group:
            if meanings.setdefault(word, meaning) != meaning:
                raise ValueError(f"{word!r} means {meanings[word]} and {meaning}")
    return meanings


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return f"(?:{_trie(words)})"


def any_phrase(phrases: Iterable[str]) -> str:
    """The same for English: a leading article may be there, a space may be a hyphen."""
    phrases = set(phrases)
    determined = {phrase for phrase in phrases if phrase.startswith(_DETERMINED)}
    bare = phrases - determined
    longer = {p for p in determined if p.startswith(tuple(f"the {phrase} " for phrase in bare))}
    groups = (("", longer), ("(?:the )?", bare), ("", determined - longer))
    tries = (f"{article}(?:{_trie(group, '[ -]')})" for article, group in groups if group)
    return f"(?:{'|'.join(tries)})"


def _trie(words: Iterable[str], space: str = " ") -> str:
    """A pattern for the longest of the words that match, every alternative with its own first letter.

    `re` compiles it several times faster than a list of the words, and does not try one after the
    other.

    >>> _trie(("上季度", "上季", "上一季", "本季"))
    '上(?:一季|季(?:度)?)|本季'
    """
    branches: dict[str, set[str]] = {}
    for word in words:
        branches.setdefault(word[0], set()).add(word[1:])
    parts = []
    for first, rests in sorted(branches.items()):
        rest = _trie(rests - {""}, space)
        if "" in rests and rest:
            rest = f"(?:{rest})?"
        elif "|" in rest:
            rest = f"(?:{rest})"
        parts.append((space if first == " " else re.escape(first)) + rest)
    return "|".join(parts)


def as_in_lexicon(words: str) -> str:
    """English as matched back to how the lexicon writes it.

    >>> as_in_lexicon("The Year-Ago Quarter")
    'the year ago quarter'
    """
    return words.lower().replace("-", " ")
