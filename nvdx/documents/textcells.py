"""The cells of one line of a table in running text: `Revenue $18,120 $13,507 Up 34%`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from nvdx.documents.clean import normal
from nvdx.documents.markup import ESCAPE, GONE, LINK, LINK_END, REST, STRONG
from nvdx.documents.words import any_of, load_yaml

Span = tuple[int, int]
LONGEST_LINE: Final = 240
LONGEST_LABEL: Final = 110

_MASKS: Final = {ord(mark): "\u2009" for mark in (GONE, REST, LINK, LINK_END, STRONG, ESCAPE)}
_ODD: Final = re.compile("[\x00-\x05]")
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TOKEN: Final = re.compile(r"\S+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CELL_ENDS: Final = "0123456789%)—–-％）*†‡亿万元"


@dataclass(frozen=True, slots=True)
class TextRow:
    """A line, or lines, as a row: offsets of its label and of its cells.

    The label is None for a line that only has cells, and a line of words has no cells.
    """

    label: Span | None
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Grammar:
    cell: re.Pattern[str]
    ends: tuple[str, ...]
    """What a line can end with whose last words are a cell."""
    last: frozenset[str]
    """The last characters of those, and of the signs that can be a line of their own."""
    sign: re.Pattern[str]
    tail: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    units, words = load_yaml("units.yaml"), load_yaml("texttables.yaml")
    currencies = units["currencies"].values()
    signs = {s for c in currencies for name in ("symbols", "codes") for s in c.get(name, ())}
    sign = any_of(signs)
    money = any_of({w for c in currencies for w in (*c["words"], *c.get("cents", ()))})
    ratio = any_of({*units["percent"], *units["points"], *units["basis_points"], *units["multiples"]})
    scale = any_of(units["scales"]["words"])
    letters = "".join(units["scales"]["letters"])
    unit = rf"(?:\s?(?:{ratio}|(?:{scale})s?|[十百千万亿兆]{{1,3}}(?:{money})?|{money})|[{letters}]n?)"
    amount = rf"(?:(?:{sign})\s{{0,2}})?[-+]?(?:\(\s?)?{_NUMBER}{unit}?"
    figure = (
        rf"(?:(?:{any_of(words['before'])})\s{{0,2}})?(?:[(~]\s?)?{amount}"
        rf"(?:[-~至]{amount}|\s?(?:±|\+/-)\s?{amount})?\s?\)?\s?(?:{ratio})?(?:\s?[*†‡])?"
    )
    ends = {
        *units["percent"], *units["points"], *units["basis_points"], *units["multiples"],
        *units["scales"]["words"], *letters, *letters.upper(), *words["alone"], *(w for c in currencies for w in c["words"]),
    }  # fmt: skip
    none = rf"(?:(?:{sign})\s{{0,2}})?(?:-{{1,3}}|[—–]{{1,2}})(?:\s?%)?|{any_of(words['alone'])}"
    return _Grammar(
        re.compile(rf"(?:{figure}|{none})(?!\S)", re.I),
        (*_CELL_ENDS, STRONG, *sorted(word + mark for word in ends for mark in ("", ")"))),
        frozenset(_CELL_ENDS + STRONG + "(") | {word[-1] for word in (*ends, *signs)},
        re.compile(rf"\(?(?:{sign})\(?", re.I),
        re.compile(rf"[)%*]{{1,3}}|(?:{ratio})\)?", re.I),
    )


def may_end_with_cell(page: str, end: int) -> bool:
    """A quick look at whether a line that ends at an offset can have cells, or be a cell's sign."""
    return page[end - 1] in _grammar().last


def plain(page: str, start: int, end: int) -> str:
    """A stretch of a masked page as this module's patterns know it, character for character."""
    text = page[start:end]
    if _ODD.search(text):
        text = text.translate(_MASKS)
    return normal(text, False)


def split(page: str, start: int, end: int) -> TextRow:
    """The label and the cells of a line; the whole line is the label where it has no cells.

    Only what stands at the end of the line, parted by blanks, is a cell: a sentence that holds
    figures has words between them.

    >>> def cut(text):
    ...     row = split(text, 0, len(text))
    ...     return text[slice(*row.label)] if row.label else None, [text[a:b] for a, b in row.cells]
    >>> cut("Revenue $ 18,120 $13,507 Up 34% (0.5) pts --")
    ('Revenue', ['$ 18,120', '$13,507', 'Up 34%', '(0.5) pts', '--'])
    >>> cut("营业收入(亿元) 1234 +27%"), cut("2024 60,922 72.7%")
    (('营业收入(亿元)', ['1234', '+27%']), ('2024', ['60,922', '72.7%']))
    >>> cut("Revenue was $18,120 million, up 34%"), cut("2024 2023")
    (('Revenue was $18,120 million,', ['up 34%']), ('2024 2023', []))
    """
    words = TextRow((start, end), ())
    grammar = _grammar()
    if end - start > LONGEST_LINE or not page.endswith(grammar.ends, start, end):
        return words
    text = plain(page, start, end)
    for token in _TOKEN.finditer(text):
        if token.start() > LONGEST_LABEL:
            return words
        cells = _cells(text, token.start(), grammar.cell)
        if not cells:
            continue
        label = text[: token.start()].rstrip()
        years = [_YEAR.fullmatch(text, *cell) is not None for cell in cells]
        if all(years):
            return words
        if not label and len(cells) > 1 and years[0]:
            label, cells = text[: cells[0][1]], cells[1:]
        elif label and not _LETTER.search(label):
            return words
        spans = tuple((start + first, start + last) for first, last in cells)
        return TextRow((start, start + len(label)) if label else None, spans)
    return words


def _cells(text: str, at: int, cell: re.Pattern[str]) -> list[Span]:
    """The cells that follow each other from an offset to the end, none where others do."""
    found: list[Span] = []
    while at < len(text):
        match = cell.match(text, at)
        if match is None:
            return []
        found.append((at, match.start() + len(match[0].rstrip())))
        at = match.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return found


def part(page: str, start: int, end: int) -> Literal["sign", "tail"] | None:
    """Whether a line is only the `$` of the figure below, or the `%` or `)` of the one above."""
    if end - start > 8:
        return None
    text = plain(page, start, end)
    if _grammar().sign.fullmatch(text):
        return "sign"
    return "tail" if _grammar().tail.fullmatch(text) else None
