"""The frame of a table's cells: its heads, what stands above them, and the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nvdx.extractors.state import DocumentState
from nvdx.extractors.tables.heads import Head, differ
from nvdx.extractors.tables.surroundings import Above


@dataclass(frozen=True, slots=True)
class Frame:
    """What the figures of a cell are read with besides the heads of its own row and column.

    Attributes:
        state: of the document at the table.
        above: what stands above, with the row that heads those below it.
        rows: the heads of all rows.
        columns: the heads of all columns.
        fiscal: whether words of the table make bare years fiscal ones.
    """

    state: DocumentState
    above: Above
    rows: Sequence[Head]
    columns: Sequence[Head]
    fiscal: bool

    def entity(self, row: Head, column: Head) -> str | None:
        """Whose figures stand where a row and a column meet."""
        if differ(row.company, column.company):
            return None
        return row.company or column.company or self.usual()

    def usual(self) -> str | None:
        """Whose the figures are where no row or column names a company."""
        state = self.state
        return self.above.company(state.section_entity, state.subject) or None

    def kind(self, head: Head, *, surely: bool) -> str | None:
        """Whose figure a head says it is, or a head above for all of them."""
        if head.kind is not None:
            return head.kind
        if head.expected == "estimate":
            return self.above.named_kind() or head.expected  # `2026E` in a note is its author's
        above = self.above.kind(surely=surely)
        if head.expected is not None:
            return above or head.expected
        told = any(h.kind or h.expected for h in (*self.rows, *self.columns))
        return None if told else above
