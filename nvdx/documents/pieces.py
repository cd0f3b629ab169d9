"""Stretches of a masked page to clean blocks, each with the notation that it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nvdx.documents.blocks import Stretch
from nvdx.documents.clean import clean
from nvdx.documents.markup import LINK, LINK_END, STRONG
from nvdx.documents.types import Block, Table

# The level of a heading that is one only because its line is bold.
BOLD_LEVEL = 5
LONGEST_BOLD = 60

_LINK_TEXT = re.compile(f"{LINK}[^{LINK_END}]*{LINK_END}")
_WORDS = re.compile(r"\w+")


class Piece(NamedTuple):
    """A block, its stretch of the masked page, and whether that interrupts another one."""

    block: Block | Table
    raw: str
    aside: bool = False


def pieces_of(page: str, stretch: Stretch, traditional: bool) -> Iterator[Piece]:
    """What a stretch gives: a block, a table, the cells of a frame, nothing if it is but links."""
    if stretch.rows:
        rows = [[_cell(page, cell, traditional) for cell in row] for row in stretch.rows]
        rows = [row for row in rows if any(row)]
        if not any(any(row[1:]) for row in rows):  # a frame around text, no table
            yield from (Piece(cell, "", stretch.aside) for row in rows for cell in row if cell)
        else:
            yield Piece(Table(tuple(map(tuple, rows))), "", stretch.aside)
        return
    raw = stretch.raw(page)
    if LINK in raw and stretch.kind != "heading" and _is_link(raw):
        return
    text, origin = clean(raw, stretch.spans[0][0], traditional, hard=stretch.hard)
    if not text:
        return
    kind, level = stretch.kind, stretch.level
    if kind == "paragraph" and _is_bold_heading(text, raw):
        kind, level = "heading", BOLD_LEVEL
    yield Piece(Block(kind, level, text, origin), raw, stretch.aside)


def _cell(page: str, span: tuple[int, int], traditional: bool) -> Block | None:
    start, end = span
    text, origin = clean(page[start:end], start, traditional)
    return Block("paragraph", 0, text, origin) if text else None


def _is_link(raw: str) -> bool:
    """Whether a stretch is nothing but links, with a few signs between them."""
    others = _LINK_TEXT.sub("", raw)
    return sum(map(len, _WORDS.findall(others))) * 5 <= len(raw) - len(others)


def _is_bold_heading(text: str, raw: str) -> bool:
    """Whether a line is all bold and no sentence."""
    return (
        raw.startswith(STRONG)
        and raw.endswith(STRONG)
        and len(text) <= LONGEST_BOLD
        and text[-1] not in "。;"
        and any(map(str.isalnum, text))
    )
