"""A table from its cells to its records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from nvdx.documents.types import Block, Table
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.state import DocumentState
from nvdx.extractors.tables.cells import is_empty, is_value, text_of
from nvdx.extractors.tables.conflicts import without_conflicts
from nvdx.extractors.tables.frame import Frame, together
from nvdx.extractors.tables.grid import Grid, read_grid
from nvdx.extractors.tables.heads import NOTHING, Head, read_head
from nvdx.extractors.tables.rows import RowReader
from nvdx.extractors.tables.surroundings import read_above
from nvdx.extractors.tables.words import YEAR, load_grammar
from nvdx.lexicon import Vocabulary

_NEEDED: Final = frozenset(
    {"metric", "segment", "product", "geography", "customer", "company", "gaap", "non_gaap"}
)
_NUMBER: Final = re.compile(r"[0-9]")

Tell = Callable[[Block, Refusal], None]
"""Called with a cell and the reason why it gives no record."""


def read_table(
    table: Table,
    words: Vocabulary,
    state: DocumentState,
    *,
    caption: str | None,
    heading: str | None,
    tell: Tell | None = None,
) -> Iterator[tuple[Block, Draft]]:
    """The records of a table, each with the cell that its offsets count in.

    Args:
        table: rows of cells as read, the heads among them.
        words: the matcher of the lexicon and the companies.
        state: of the document at the table; the anchors and the company in turn are used.
        caption: lines right above the table (`单位:亿美元`).
        heading: the headings it stands under, one a line, the innermost last.
        tell: told of each cell with figures that gives no record; costs nothing when None.

    Accepted: rows or columns of metrics, businesses, regions, companies, periods, measures.
    Rejected: heads with unknown words, nouns out of scope, cells of text, cells without a unit,
    and two different figures of one thing.
    """
    grid = read_grid(table, words) if _may_have_records(table, words) else None
    if grid is None:
        if tell is not None:
            _tell_of_all(table, tell)
        return
    columns = [read_head(text, words) for text in grid.heads]
    rows = [read_head(text, words) for text, _ in grid.rows]
    stands_above = read_above(grid, words, caption, heading)
    texts = (caption or "", heading or "", grid.corner, *grid.heads)
    fiscal = any(load_grammar().fiscal.search(text) for text in texts)
    frame = Frame(state, stands_above, rows, columns, fiscal, together(rows), together(columns))
    reader = RowReader(frame, words)
    found: list[tuple[Block, Draft]] = []
    owner: Head | None = None
    section = NOTHING
    strange = False  # whether the rows are those of a business that nobody knows
    for number, ((_, cells), head) in enumerate(zip(grid.rows, rows, strict=True)):
        if not cells:
            owner, section = None, head
            strange = _is_strange(head, grid, rows, number)
            reader = RowReader(replace(reader.frame, above=stands_above.under(head)), words)
            continue
        if (repeated := _repeated_heads(cells, words)) is not None:
            owner = None
            frame = replace(reader.frame, columns=repeated, columns_say=together(repeated))
            reader = RowReader(frame, words)
            continue
        if head.leans:
            head = head.inherit(owner) if owner is not None else head
            head = replace(head, understood=head.understood and (owner is None or owner.understood))
        else:
            if section.understood and section.metric and not (head.parts or head.is_sum):
                # `Diluted` below `Earnings per share:`, `Non-GAAP` below `毛利率`.
                head = replace(head, metric=head.metric or section.metric)
            owner = head
        if head.understood and not (strange and head.metric in SEGMENT_METRICS):
            found.extend(reader.read(head, cells))
    kept = list(without_conflicts(found))
    _name_heads(grid, kept)
    if tell is not None:
        _tell_of_others(grid, rows, columns, found, kept, words, tell)
    yield from kept


def _name_heads(grid: Grid, kept: Sequence[tuple[Block, Draft]]) -> None:
    """Puts the heads of each cell into its record, for explanations."""
    heads = {
        id(cell): " and ".join(f"«{text}»" for text in (row, column) if text)
        for row, cells in grid.rows
        for cell, column in zip(cells, grid.heads, strict=False)
    }
    for cell, draft in kept:
        draft.inherited["heads"] = f"the heads {heads[id(cell)]}"


def _tell_of_all(table: Table, tell: Tell) -> None:
    for cell in (cell for row in table.rows for cell in row if cell is not None):
        if _NUMBER.search(cell.text):
            tell(cell, Refusal("table-that-is-not-understood"))


def _tell_of_others(
    grid: Grid,
    rows: Sequence[Head],
    columns: Sequence[Head],
    found: Sequence[tuple[Block, Draft]],
    kept: Sequence[tuple[Block, Draft]],
    words: Vocabulary,
    tell: Tell,
) -> None:
    """Says of each cell with figures but no record which of its heads is to blame."""
    read, left = {id(cell) for cell, _ in kept}, {id(cell) for cell, _ in found}
    for (text, cells), row in zip(grid.rows, rows, strict=True):
        for cell, name, column in zip(cells, grid.heads, columns, strict=False):
            if cell is None or id(cell) in read or not is_value(cell, words):
                continue
            if id(cell) in left:
                reason = "figure that the table contradicts"
            elif not row.understood:
                reason = f"row head that is not understood («{text}»)"
            elif not column.understood:
                reason = f"column head that is not understood («{name}»)"
            else:
                reason = f"figure of no metric, company, period or unit («{text}», «{name}»)"
            tell(cell, Refusal(reason))


def _is_strange(section: Head, grid: Grid, rows: Sequence[Head], at: int) -> bool:
    """Whether a row with unknown words heads a business: one with a revenue of its own."""
    if section.understood or section.metric:
        return False
    for following in range(at + 1, len(rows)):
        row = rows[following]
        if not grid.rows[following][1]:
            return False
        if row.metric == "revenue" and row.measure is None:
            return True
    return False


def _may_have_records(table: Table, words: Vocabulary) -> bool:
    """A quick look before the heads are read: a word that every record needs one of, and a figure."""
    text = "\n".join(text_of(cell) for row in table.rows for cell in row)
    if _NUMBER.search(text) is None:
        return False
    return any(not _NEEDED.isdisjoint(senses) for _, _, senses in words.find(text))


def _repeated_heads(cells: Sequence[Block | None], words: Vocabulary) -> list[Head] | None:
    """New heads of the columns where a row in the middle has heads for its cells."""
    texts = [text_of(cell) for cell in cells]
    if not any(not is_empty(cell) for cell in cells):
        return None
    if any(is_value(cell, words) and not YEAR.fullmatch(text_of(cell)) for cell in cells):
        return None
    heads = [read_head(text, words) for text in texts]
    telling = [h for h in heads if h.metric or h.dated or h.measure or h.kind or h.parts]
    return heads if telling and all(h.understood for h in heads) else None
