"""A masked page as lines: what each one is by its own notation, before any are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from nvdx.documents.markup import CELL, CELLS, ESCAPE, GONE, HEADINGS, ITEM, QUOTE, REST

LineKind = Literal["text", "heading", "list_item", "quote", "row"]

# What may stand before the first printed character of a line.
JUNK = (
    f"{GONE}{REST} \t\xa0\u2002\u2003\u2009\u3000"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"
)
_BULLETS = "-*+•●▪◆■◦‣·" + ITEM
# Bullets that no text begins with in another meaning need no space after them.
_SURE_BULLETS = "•●▪◆■◦‣·" + ITEM
_HEADING = re.compile(r"(#{1,6})(?:\s+|$)|(#{2,6})(?=[^#])")
_NUMBER = re.compile(r"\d{1,3}[.)](?:[ \t\u3000]+|(?<=\.)(?=[^\s\d]))")
_RULE = re.compile(r"[-=_* ]{3,}$")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_BREAK = re.compile(f"(?<!{ESCAPE})\\|(?!{REST})")
_MARKED = re.compile(f"[-*+#>{ITEM}{QUOTE}]")
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+")
_LINK_DEFINITION = re.compile(rf"\[[^\]\n]+\]:[ \t{GONE}]*(?:\S*$)")
LONGEST_UNDERLINED = 80
# Lines one under the other with as many tabs are rows of a table.
LEAST_TABS = 2


@dataclass(slots=True)
class Line:
    """One line that holds something: its offsets without the marks and spaces around it."""

    kind: LineKind
    level: int
    start: int
    end: int
    after_blank: bool
    cells: list[tuple[int, int]] = field(default_factory=list)
    width: int = 0


def read_lines(page: str, start: int) -> list[Line]:
    """The lines of a masked page from `start` on that hold anything.

    >>> page = "# A\\nb\\n===\\n- c\\n  - d\\n> e\\n3. f"
    >>> " ".join(f"{line.kind}{line.level}" for line in read_lines(page, 0))
    'heading1 heading1 list_item1 list_item2 quote1 list_item1'
    """
    found: list[Line] = []
    depths: list[int] = []
    position = start
    blank = True
    in_table = False
    raws = page[start:].split("\n")
    for number, raw in enumerate(raws):
        begin = position
        position += len(raw) + 1
        body = raw.strip(JUNK)
        if not body:
            blank = True
            in_table = False
            continue
        left = len(raw) - len(raw.lstrip(JUNK))
        if REST in raw:
            body = raw[left : _whole(raw, left + len(body))]
        first = body[0]
        if first in CELLS or "|" in body or "\t" in raw:
            following = raws[number + 1] if number + 1 < len(raws) else ""
            mark = _row_mark(raw, body, following, in_table)
            if mark:
                if mark != "|" or not _is_separator(body):
                    found.append(_row(mark, raw, begin, blank))
                in_table = True
                blank = False
                continue
        in_table = False
        if first in "-=_*" and _RULE.match(body):
            if first in "-=" and not blank and found and _can_be_underlined(found[-1], page):
                found[-1].kind = "heading"
                found[-1].level = 1 if first == "=" else 2
            blank = True
            continue
        line = _line(body, begin + left, blank, left, depths)
        if line is not None:
            found.append(line)
        blank = False
    return found


def _line(body: str, begin: int, blank: bool, indent: int, depths: list[int]) -> Line | None:
    """A line that is no row of a table; None for one that holds nothing but notation."""
    end = begin + len(body)
    first = body[0]
    kind: LineKind = "text"
    level = 0
    if first == ">" or first == QUOTE:
        inner = body.lstrip(">" + QUOTE + JUNK)
        if not inner:
            return None
        kind, level = "quote", 1
        begin = end - len(inner)
        body, first = inner, inner[0]
    if first in HEADINGS:
        inner = body[1:].lstrip(JUNK)
        if not inner:
            return None
        return Line("heading", HEADINGS.index(first) + 1, end - len(inner), end, blank)
    if first == "#":
        if match := _HEADING.match(body):
            level = len(match[1] or match[2])
            inner = body[match.end() :].lstrip(JUNK)
            begin = end - len(inner)
            inner = inner.rstrip("# \t")
            return Line("heading", level, begin, begin + len(inner), blank) if inner else None
    elif first in _BULLETS:
        if first in _SURE_BULLETS or body[1:2].isspace():
            inner = body[1:].lstrip(JUNK)
            kind = "list_item"
            begin = end - len(inner)
            if match := _CHECKBOX.match(inner):
                begin += match.end()
            if begin >= end:
                return None
    elif first.isdigit():
        if match := _NUMBER.match(body):
            kind = "list_item"
            begin += match.end()
    elif first == "[" and _LINK_DEFINITION.match(body):
        return None
    if kind == "list_item":
        while depths and indent < depths[-1]:
            depths.pop()
        if not depths or indent > depths[-1] + 1:
            depths.append(indent)
        level = len(depths)
    elif indent == 0:
        depths.clear()
    return Line(kind, level, begin, end, blank)


def _whole(text: str, end: int) -> int:
    """The end of what the last character before `end` stands for."""
    while text.startswith(REST, end):
        end += 1
    return end


def _can_be_underlined(line: Line, page: str) -> bool:
    """Whether a line of signs below makes this one a heading, and is no mere rule under text."""
    if line.kind != "text" or line.end - line.start > LONGEST_UNDERLINED:
        return False
    return page[line.end - 1] not in "。.!！?？;；,，:："


def _is_separator(raw: str) -> bool:
    body = raw.strip(JUNK)
    return "-" in body and "|" in body and _SEPARATOR.match(body) is not None


def _row_mark(raw: str, body: str, following: str, in_table: bool) -> str:
    """What parts the cells of a line that is a row of a table, nothing for another line."""
    if body[0] in CELLS:
        return CELL
    if "|" in body:
        if body[0] == "|":
            return "|"
        if in_table and _is_separator(body):
            return "|"
        if not _MARKED.match(body) and (in_table or _is_separator(following)):
            return "|"
    if raw.count("\t") >= LEAST_TABS and (in_table or following.count("\t") >= LEAST_TABS):
        return "\t"
    return ""


def _row(mark: str, raw: str, begin: int, blank: bool) -> Line:
    """A row of a table with the offsets of its cells, empty ones too."""
    if mark == "|":
        breaks = [found.start() for found in _CELL_BREAK.finditer(raw)]
    elif mark == CELL:
        breaks = [at for at, sign in enumerate(raw) if sign in CELLS for _ in range(CELLS[sign])]
    else:
        breaks = [at for at, character in enumerate(raw) if character == mark]
    cells = []
    for left, right in pairwise((-1, *breaks, len(raw))):
        cell = raw[left + 1 : right]
        inner = cell.strip(JUNK)
        at = left + 1 + len(cell) - len(cell.lstrip(JUNK))
        end = _whole(raw, at + len(inner)) if inner else at
        cells.append((begin + at, begin + end))
    if mark != "\t" and cells[0][0] == cells[0][1]:
        del cells[0]  # what stands before the first mark
    if mark == "|" and len(cells) > 1 and not raw[breaks[-1] + 1 :].strip(JUNK):
        del cells[-1]
    return Line("row", 0, begin, begin + len(raw), blank, cells)
