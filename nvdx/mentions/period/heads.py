"""Where a period may begin: quick looks that spare the rules most of a text."""

from __future__ import annotations

import re
from typing import Final

from nvdx.mentions.period.words import Words

__all__ = ["TRIGGER", "Heads"]


# Every atom holds one of these; text with none is not looked at again.
TRIGGER: Final = (
    r"[季年期半截Q月]|FY|CY|[12]H|H[12]|TTM|LTM|9M|uarter|UARTER|iscal|ISCAL|[Yy]ear|YEAR|[Hh]alf|HALF"
    r"|[Mm]onth|MONTH|[Cc]alendar|nded|nding|s of |[Ii]n (?:19|20)|or (?:19|20)|ng (?:19|20)|[Bb]y (?:19|20)"
    r"|of (?:19|20)|eriod|(?<![0-9])20[0-9]{2}[ -][A-Za-z]|'[12][0-9](?![0-9])|revious one"
    r"|(?:gh|ut|ce) (?:19|20)|(?:in|or) the (?:first|second|third|fourth)[.,;)]"
)
# A number starts an atom where it is a year, or stands before 年, 财年, 月, 季, Q, H, M or months.
_NUMBER: Final = re.compile(
    r"[0-9](?<![A-Za-z0-9_].)"
    r"(?=[0-9]{0,2}年|[0-9]?(?:[全财会月季QHM]|[至到~-][01]?[0-9]月| ?[Mm]onth|-[Mm]onth|[stnr][tdh][ -])"
    r"|(?:(?<=1)9|(?<=2)0)[0-9]{2}(?![0-9]))"
)


_HEAD: Final = 8
"""Characters of a head that are looked for: more take longer to prepare than they save."""
_THE: Final = ("the ", "The ", "THE ")


class Heads:
    """Finds where an atom may start: at one of its first characters, or at a number."""

    def __init__(self, lexicon: Words) -> None:
        # Not a pattern: one of so many words takes longer to compile than a document to read.
        from ahocorasick_rs import AhoCorasick

        self._automaton: Final = AhoCorasick(sorted(_heads(lexicon)))

    def starts(self, text: str) -> list[int]:
        """Offsets in order, also some at which nothing starts.

        >>> from nvdx.mentions.period.words import load_words
        >>> text = "sales of the 2nd-quarter of 2025 met 上一季度"
        >>> [text[start : start + 7] for start in Heads(load_words()).starts(text)]
        ['the 2nd', '2nd-qua', 'quarter', '2025 me', '上一季度', '一季度']
        """
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        starts = {start for _, start, _ in found}
        starts.update(
            start - 4 for start in tuple(starts) if text[max(0, start - 4) : start] in _THE
        )
        starts.update(match.start() for match in _NUMBER.finditer(text))
        return sorted(starts)


def _heads(lexicon: Words) -> set[str]:
    """The first characters of every atom that starts with no digit, without the article of Latin words."""
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
            if written[0] in "0123456789":
                openings = [the + opening for the in _THE for opening in openings]
            heads.update(openings)
    heads.update(("'1", "'2", "FY", "CY", "TTM", "LTM", "FQ", "F2"))
    heads.update(f"{letter}{digit}" for letter in "QHF" for digit in "1234")
    return {head[:_HEAD] for head in heads if head[0] not in "0123456789"}
