"""Sentences of a block: the unit that is read in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

__all__ = ["sentences"]

# A full stop ends a Chinese sentence with the quotation mark that closes it; an English one only
# before a space and a capital, so that `$26.0 billion` and `U.S. sales` stay whole.
_NO_END: Final = ("vs", "Inc", "Corp", "Co", "Ltd", "Mr", "Ms", "Dr", "No", "approx", "est", "ests", "cons", "exp")
_ABBREVIATIONS: Final = "".join(rf"(?<!\b{word}\.)" for word in _NO_END)
# It begins with the sign, which `re` looks for in a fast loop; what stands before is looked back at.
_END: Final = re.compile(
    r"【[^【】\n]{10,120}】|"  # the headline of a news flash
    r"[。!?！？.](?:(?<!\.)[。!?！？]*[”’」』\"')]*|"
    + _ABBREVIATIONS
    + r"(?<=[a-z0-9%)\]”\"]\.)[”\"']?(?=\s+[A-Z“\"$(]|\s*$)"
    + r"|(?<=[A-Z][A-Z]\.)(?=\s+(?:[A-Z][a-z]|GAAP\b|I |A ))"
    + r"|(?<=[0-9a-z%]\.)(?=[\u4e00-\u9fff]))"
)


# What comes of a figure is looked for in its whole sentence, so that the time for one grows with
# the square of its length and of its figures. No writer's sentence is that long or has so many;
# what is was never one.
LONGEST: Final = 1500
"""Code points after which a sentence is cut, at a clause's end if there is one."""
MOST_NUMBERS: Final = 64
"""Numbers after which one is."""
_SHORT: Final = 4 * MOST_NUMBERS
"""So few code points hold not many more, which need not be counted."""
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*[百千万亿]*|[一二两三四五六七八九十百千万亿]+")
_CUTS: Final = (re.compile(r"[;。\n]|,(?!\d)"), re.compile(r"\s"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text, in order; blanks between them belong to none.

    >>> [("甲。乙!丙")[s:e] for s, e in sentences("甲。乙!丙")]
    ['甲。', '乙!', '丙']
    >>> text = "Revenue was $26.0 billion. Gross margin was 78.4%."
    >>> [text[s:e] for s, e in sentences(text)]
    ['Revenue was $26.0 billion.', 'Gross margin was 78.4%.']

    One that is longer than LONGEST is cut:

    >>> [end - start for start, end in sentences("营收增长," * 700 + "甲" * 2000)]
    [1500, 1500, 1500, 1000]
    """
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        following = end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        while (limit := _limit(text, start, end)) < end:
            cut = _cut(text, start, limit)
            yield start, start + len(text[start:cut].rstrip())
            start = cut
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            yield start, end
        start = following


def _limit(text: str, start: int, end: int) -> int:
    """As far as a sentence that begins at `start` can be read in one go, its end if that is near."""
    limit = min(end, start + LONGEST)
    if limit - start <= _SHORT:
        return limit
    beyond = next(islice(_NUMBER.finditer(text, start, limit), MOST_NUMBERS, None), None)
    return beyond.start() if beyond else limit


def _cut(text: str, start: int, limit: int) -> int:
    """Where a sentence is cut that begins at `start` and has no end before the limit."""
    for pattern in _CUTS:
        cuts = [found.end() for found in pattern.finditer(text, (start + limit) // 2, limit)]
        if cuts:
            return cuts[-1]
    return limit
