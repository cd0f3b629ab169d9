"""The grid of a table: which rows and columns are heads, which are cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nvdx.documents.types import Block, Table
from nvdx.extractors.tables.cells import is_empty, is_value, text_of
from nvdx.extractors.tables.words import YEAR, load_grammar
from nvdx.lexicon import Vocabulary

_HEAD_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A table cut into its heads and its rows.

    Attributes:
        titles: rows of one cell above the heads.
        corner: what stands above the row heads.
        heads: text of each column's head, without the row heads' columns.
        rows: text of the row's head and its cells; cells are empty for a row that heads others.
    """

    titles: tuple[str, ...]
    corner: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Block | None, ...]], ...]


def read_grid(table: Table, words: Vocabulary) -> Grid | None:
    """None for a table whose cells do not stand in line: heads over several columns, one column."""
    rows = [row for row in table.rows if any(text_of(cell) for cell in row)]
    titles: list[str] = []
    while len(rows) > 1 and _is_single(rows[0]):
        titles.append(text_of(rows.pop(0)[0]))
    width = max((len(row) for row in rows), default=0)
    heads: list[tuple[Block | None, ...]] = []
    while rows and len(heads) < _HEAD_ROWS and _is_head_row(rows[0], words):
        heads.append(rows.pop(0))
    if width < 2 or not rows or any(len(head) != width for head in heads):
        return None
    if _counts_rows(heads, [row for row in rows if len(row) == width or _is_single(row)]):
        heads = [head[1:] for head in heads]
        rows = [row[1:] for row in rows if len(row) > 1]
        width -= 1
    full = [row for row in rows if len(row) == width and not _is_single(row)]
    keys = 1
    while keys < width - 1 and full and not any(is_value(row[keys], words) for row in full):
        if not any(text_of(row[keys]) for row in full):
            break
        keys += 1
    if len(full) == 1 and heads and all(is_value(cell, words) for cell in full[0]):
        keys = 0
    return Grid(
        tuple(titles),
        " ".join(text_of(cell) for head in heads for cell in head[:keys] if text_of(cell)),
        tuple(_column_head(heads, column) for column in range(keys, width)),
        tuple(_keyed(rows, keys, width)),
    )


def _counts_rows(
    heads: Sequence[Sequence[Block | None]], rows: Sequence[Sequence[Block | None]]
) -> bool:
    """Whether the first column only numbers the rows."""
    if not heads or len(heads[0]) < 3:
        return False
    head = " ".join(text_of(row[0]) for row in heads).strip()
    numbered = [text_of(row[0]) for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    if head:
        return load_grammar().rank.fullmatch(head) is not None
    return numbered


def _column_head(heads: Sequence[Sequence[Block | None]], column: int) -> str:
    """The heads of a column from above; one over several columns stands over the first of them."""
    texts: list[str] = []
    for level, head in enumerate(heads):
        text = text_of(head[column])
        if not text and level < len(heads) - 1:
            text = next((t for cell in reversed(head[1:column]) if (t := text_of(cell))), "")
        if text and text not in texts:
            texts.append(text)
    return " ".join(texts)


def _keyed(
    rows: Sequence[Sequence[Block | None]], keys: int, width: int
) -> Iterator[tuple[str, tuple[Block | None, ...]]]:
    first = ""
    for row in rows:
        if keys and _is_single(row):
            first = ""
            yield text_of(row[0]), ()
            continue
        if len(row) != width:
            # Of which columns its cells are nobody knows; what follows is not of the row before it.
            yield text_of(row[0]), (None,)
            continue
        texts = [text_of(cell) for cell in row[:keys]]
        if keys > 1:
            # A cell that spans rows is written once.
            first = texts[0] = texts[0] or first
        yield " ".join(text for text in texts if text), tuple(row[keys:])


def _is_head_row(row: Sequence[Block | None], words: Vocabulary) -> bool:
    """Whether a row has texts behind its first cell but no figures; bare years are no figures."""
    texts = [cell for cell in row[1:] if not is_empty(cell)]
    values = [cell for cell in texts if is_value(cell, words)]
    return bool(texts) and all(YEAR.fullmatch(text_of(cell)) for cell in values)


def _is_single(row: Sequence[Block | None]) -> bool:
    return bool(text_of(row[0])) and not any(text_of(cell) for cell in row[1:])
