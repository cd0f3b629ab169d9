"""The heads of columns in running text: `Q3 FY24 Q2 FY24 Q3 FY23 Q/Q Y/Y`, over one line or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from nvdx.documents.textcells import LONGEST_LINE, Span, plain
from nvdx.documents.words import any_of, load_yaml

# A head of one's own words has no more characters.
LONGEST_WORD: Final = 14
LONGEST_HEAD: Final = 40

_GAP: Final = re.compile(r"[ \xa0\u2009]{2,}|\s*[\t\u3000]\s*")
_TOKEN: Final = re.compile(r"\S+")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_SENTENCE: Final = re.compile(r"[。，；！？,;!?]|[:.]$")


@dataclass(frozen=True, slots=True)
class Head:
    """One head in a line.

    Attributes:
        span: its offsets.
        kind: `period`, `length` (what may stand over several columns: `Three Months Ended`,
            `GAAP`), `other` (`Q/Q`, `Actual`) or, where its own words do not tell that it is a
            head, `words`.
        text: as it is compared with other heads.
    """

    span: Span
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of heads; `lead` is what stands before the first one without a gap."""

    lead: Span | None
    heads: tuple[Head, ...]

    @property
    def sure(self) -> bool:
        """Whether the line's own words make it one of heads."""
        return any(h.kind != "words" for h in self.heads)


@cache
def _pattern() -> re.Pattern[str]:
    words, months = load_yaml("texttables.yaml"), load_yaml("periods.yaml")["en"]["month_names"]
    month = rf"(?:{any_of(months)})\.?"
    year, short = r"(?:19|20)\d\d", r"(?:'?\d\d|(?:19|20)\d\d)"
    fiscal = r"(?:fiscal\syear|fiscal|FY|CY|F)"
    letter = r"\s?[AEF]?"
    day = (
        rf"{month}\s\d{{1,2}}(?:,\s?{year}|,)?|\d{{1,2}}\s{month},?(?:\s{year})?|{month}[-\s'](?:{short})"
        rf"|{year}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/{short}"
    )
    quarter = (
        rf"[QH][1-4](?:\s?[-/,]?\s?{fiscal}\s?|[\s'/,-]{{1,2}}){short}{letter}|[1-4][QH]\s?[-/]?\s?(?:{fiscal}\s?)?{short}{letter}"
        rf"|(?:{fiscal}\s?)?{short}\s?-?(?:[QH][1-4]|[1-4][QH]){letter}|{fiscal}\s?{short}{letter}"
        rf"|(?:first|second|third|fourth)\squarter(?:\s(?:of\s)?(?:{fiscal}\s)?{year})?"
        rf"|[QH][1-4]{letter}|[1-4][QH]{letter}"
        rf"|{short}财?年(?:度|第?[一二三四1-4](?:季度|财季|季)|Q[1-4]|上半年|下半年|\d{{1,2}}月(?:\d{{1,2}}日)?)?{letter}"
        rf"|{year}{letter}"
    )
    base, change = any_of(words["bases"]), any_of(words["changes"])
    percent = r"%|\(%\)|percent|pts"
    changes = (
        rf"(?:{base})(?:\s(?:{percent}))?(?:\s(?:{change}))?(?:\s?(?:{percent}))?"
        rf"|(?:(?:{percent})\s?)?(?:{change})(?:\s?(?:{percent}))?(?:\s(?:{base}))?"
    )
    length = rf"(?:{any_of(words['lengths'])})(?:\s(?:{day}))?"
    basis = any_of(words["bases_of_accounting"])
    other = any_of(words["columns"])
    return re.compile(
        rf"(?:(?P<length>{length}|{basis})|(?P<other>{changes}|{other})|(?P<period>{day}|{quarter}))"
        rf"(?:\s?\(\w\))?(?!\S)",
        re.I,
    )


def read_heads(page: str, start: int, end: int) -> HeadLine | None:
    """The heads that a line is made of, None for a line that says anything else.

    Heads stand side by side with a blank between them where their words are known or have no
    blanks of their own (`指标 实际 预期 同比`); others are parted by gaps.

    >>> def heads(text):
    ...     line = read_heads(text, 0, len(text))
    ...     return line and (line.lead and text[slice(*line.lead)], [h.text for h in line.heads])
    >>> heads("($ in millions) Q3 FY24 Q2 FY24 Q/Q Y/Y")
    ('($ in millions)', ['q3 fy24', 'q2 fy24', 'q/q', 'y/y'])
    >>> heads("October 27, July 28,"), heads("2024 2023")
    ((None, ['october 27,', 'july 28,']), (None, ['2024', '2023']))
    >>> heads("Company  Gross margin  Net income"), heads("指标 2024A 2025E")
    ((None, ['company', 'gross margin', 'net income']), (None, ['指标', '2024a', '2025e']))
    >>> heads("Revenue was up by 3% in Q3."), heads("营收大幅增长，创下纪录。")
    (None, None)
    """
    if end - start > LONGEST_LINE:
        return None
    raw = page[start:end]
    text = plain(page, start, end)
    pieces: list[Span] = []
    at = 0
    for gap in _GAP.finditer(raw):
        if at < gap.start():
            pieces.append((at, gap.start()))
        at = gap.end()
    pieces.append((at, len(text)))
    found: list[Head] = []
    lead: Span | None = None
    for first, last in pieces:
        before, heads = _known(text, first, last)
        if before:
            if len(pieces) == 1 and len(tokens := text.split()) > 1 and _all_words(tokens):
                heads = [_words(text, *token.span()) for token in _TOKEN.finditer(text)]
            elif len(heads) > 1 and first == pieces[0][0]:
                lead = (start + first, start + before)
            elif last - first <= LONGEST_HEAD and not _SENTENCE.search(text, first, last):
                heads = [_words(text, first, last)]
            else:
                return None
        found += heads
    shifted = tuple(
        Head((start + h.span[0], start + h.span[1]), h.kind, h.text) for h in found
    )
    return HeadLine(lead, shifted) if shifted else None


def _words(text: str, first: int, last: int) -> Head:
    return Head((first, last), "words", text[first:last].lower())


def _all_words(tokens: Sequence[str]) -> bool:
    """Whether each token is a head of its own: known, or Chinese and short."""
    return all(
        _pattern().fullmatch(token)
        or (_HAN.search(token) and len(token) <= LONGEST_WORD and not _SENTENCE.search(token))
        for token in tokens
    )


def _known(text: str, first: int, last: int) -> tuple[int, list[Head]]:
    """The known heads that a stretch ends with, and where what stands before them ends, 0 for none."""
    for token in _TOKEN.finditer(text, first, last):
        heads: list[Head] = []
        at = token.start()
        while at < last and (match := _pattern().match(text, at, last)):
            kind = match.lastgroup or "words"
            heads.append(Head(match.span(), kind, match[0].lower()))
            at = match.end()
            while at < last and text[at].isspace():
                at += 1
        if at >= last:
            before = text[first : token.start()].rstrip()
            return (first + len(before) if before else 0), heads
    return last, []


def columns(lines: Sequence[HeadLine], width: int) -> list[list[Head | None]] | None:
    """The rows of heads over `width` columns, from the heads of lines that stand one over the other.

    The last heads are those of the columns, one each. Above them stand rows of as many, and at the
    top heads over several columns: a new one begins where the columns below it begin to repeat.

    >>> def rows(width, *lines):
    ...     found = columns([read_heads(t, 0, len(t)) for t in lines], width)
    ...     return found and [[h and h.text for h in row] for row in found]
    >>> rows(5, "Three Months Ended Six Months Ended", "July 28, April 28, July 30, July 28, July 30,",
    ...      "2024 2024 2023 2024 2023")  # doctest: +NORMALIZE_WHITESPACE
    [['three months ended', None, None, 'six months ended', None],
     ['july 28,', 'april 28,', 'july 30,', 'july 28,', 'july 30,'],
     ['2024', '2024', '2023', '2024', '2023']]
    >>> rows(3, "Q3 FY24", "Q2 FY24", "Q/Q")
    [['q3 fy24', 'q2 fy24', 'q/q']]
    >>> rows(4, "Q3 FY24 Q2 FY24 Q3 FY23"), rows(2, "Q3 FY24", "Q2 FY24", "Q/Q")
    (None, None)
    """
    levels: list[list[Head | None]] = []
    left = list(lines)
    broken = False  # whether a row of heads is several lines, so that lines tell nothing
    while sum(len(line.heads) for line in left) >= width:
        level: list[Head | None] = []
        taken = 0
        while len(level) < width:
            level[:0] = left.pop().heads
            taken += 1
        if len(level) > width:
            return None
        broken = broken or taken > 1
        levels.insert(0, level)
    if not levels or (broken and any(h is None or h.kind == "words" for h in levels[-1])):
        return None
    over = [head for line in left for head in line.heads]
    if not over:
        return levels
    if (broken or len(left) > 1) and any(head.kind != "length" for head in over):
        return None
    texts = ["".join(h.text for h in column if h) for column in zip(*levels, strict=True)]
    row = _over(over, texts)
    return None if row is None else [row, *levels]


def _over(heads: Sequence[Head], below: Sequence[str]) -> list[Head | None] | None:
    """Heads over several columns, each over the first of its own."""
    starts = [0]
    seen: set[str] = set()
    for number, text in enumerate(below):
        if text in seen:
            starts.append(number)
            seen = set()
        seen.add(text)
    if len(heads) == 1:
        starts = [0]
    if len(heads) != len(starts):
        return None
    row: list[Head | None] = [None] * len(below)
    for head, at in zip(heads, starts, strict=True):
        row[at] = head
    return row
