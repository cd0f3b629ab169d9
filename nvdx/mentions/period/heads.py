"""Where a period may begin: quick looks that spare the rules most of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from nvdx.mentions.period.words import Words

__all__ = ["TRIGGER", "heads_of"]


# Every atom holds one of these; text with none is not looked at again.
TRIGGER: Final = (
    r"[季年期半截Q月]|FY|CY|[12]H|H[12]|TTM|LTM|9M|uarter|UARTER|iscal|ISCAL|[Yy]ear|YEAR|[Hh]alf|HALF"
    r"|[Mm]onth|MONTH|[Cc]alendar|nded|nding|s of |in (?:19|20)|or (?:19|20)|ng (?:19|20)|by (?:19|20)"
    r"|of (?:19|20)|eriod|(?<![0-9])20[0-9]{2}[ -][A-Za-z]|'[12][0-9](?![0-9])|revious one"
    r"|(?:gh|ut|ce) (?:19|20)"
)
_HEAD: Final = 8
"""Characters of a head that are looked for: with more of them the pattern takes longer to compile
than it saves."""


def heads_of(lexicon: Words) -> str:
    """A pattern for the first characters of every atom: literals, which `re` is quick to find."""
    zh, en = lexicon.zh, lexicon.en
    long_nouns = (*zh.quarter, *zh.fiscal_quarter)
    heads = {"第" + ordinal for ordinal in zh.ordinals} | set(zh.until)
    for joined in (zh.parts, zh.parts_after_year, zh.short_parts):
        heads.update(word for words in joined.values() for word in words)
    heads.update(word for words in zh.relative.values() for word in words)
    for determiners, nouns in (
        (zh.quarter_determiners, (*long_nouns, *zh.short_quarter)),
        (zh.year_determiners, zh.fiscal_year),
    ):
        heads.update(d + noun for words in determiners.values() for d in words for noun in nouns)
    for ordinal in zh.ordinals:
        after = (*long_nouns, *zh.short_quarter, *zh.ordinals, *"、,和与及至到~-")
        heads.update(ordinal + follower for follower in after)
    heads.update(a + b for a in "一二" for b in "〇零○九")
    heads = {head[:3] for head in heads if head[0] not in "0123456789"}
    phrases = {
        "fiscal",
        "financial",
        "calendar",
        "quarter",
        "period",
        "year",
        "as of ",
        *en.ordinals,
    }
    phrases.update(("ended ", "ending ", "ends ", *(f"{number} month" for number in en.months)))
    phrases.update(f"{month} {noun}" for month in en.month_names for noun in ("quarter", "period"))
    for joined_en in (en.parts, en.parts_after_year, en.relative):
        phrases.update(phrase for words in joined_en.values() for phrase in words)
    for phrase in phrases:
        words = phrase.removeprefix("the ").split(" ", 1)
        first, second = words[0], words[1][:1] if len(words) > 1 else None
        for written in (first, first.capitalize(), first.upper()):
            openings = [written]
            if second is not None:
                seconds = (second.lower(), second.upper())
                openings = [f"{written}{glue}{letter}" for glue in " -" for letter in seconds]
            heads.update(f"{the}{o}" for the in ("", "the ", "The ", "THE ") for o in openings)
    heads = {head for head in heads if head[0] not in "0123456789"}
    heads.update(
        (
            "'1",
            "'2",
            "FY",
            "CY",
            "TTM",
            "LTM",
            *(f"{c}{d}" for c in "QHF" for d in "1234"),
            "FQ",
            "F2",
        )
    )
    # A number starts one where it is a year, or stands before 年, 财年, 月, 季, Q, H, M or months.
    number = "(?:[0-9]?(?:[年全财会月季QHM]|[至到~-][01]?[0-9]月| ?[Mm]onth|-[Mm]onth|[stnr][tdh] )|{year})"
    years = {"1": "9[0-9]{2}(?![0-9])", "2": "0[0-9]{2}(?![0-9])"}
    apart = "(?<![A-Za-z0-9_].)"
    numbers = [d + apart + number.replace("{year}", years.get(d, "(?!)")) for d in "0123456789"]
    return "|".join((_trie({head[:_HEAD] for head in heads}), *numbers))


def _trie(words: Iterable[str]) -> str:
    """A pattern for the shortest of the words that match, every alternative with its own first letter.

    >>> _trie(("上季", "上一季", "本季", "本"))
    '上(?:一季|季)|本'
    """
    branches: dict[str, set[str]] = {}
    for word in words:
        branches.setdefault(word[0], set()).add(word[1:])
    return "|".join(
        re.escape(first) + ("" if "" in rest else _branch(_trie(rest)))
        for first, rest in sorted(branches.items())
    )


def _branch(pattern: str) -> str:
    return f"(?:{pattern})" if "|" in pattern else pattern
