"""The frame of a table's cells: its heads, what stands above them, and the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nvdx.extractors.state import DocumentState
from nvdx.extractors.tables.heads import Head, differ
from nvdx.extractors.tables.surroundings import Above
from nvdx.mentions.period import PeriodMention


@dataclass(frozen=True, slots=True)
class Together:
    """What some heads say together, worked out once: a table may have very many.

    Attributes:
        whose: whether any says whose figure its own is.
        measured: whether all say of which measure it is.
        metrics: those that they name.
        labels: the years and parts of those that `is_label`.
    """

    whose: bool
    measured: bool
    metrics: frozenset[str]
    labels: frozenset[tuple[int, str]]


def together(heads: Sequence[Head]) -> Together:
    """What some heads say together."""
    mentions = [head.period.period for head in heads if head.period]
    return Together(
        any(head.kind or head.expected for head in heads),
        all(head.measure is not None for head in heads),
        frozenset(head.metric for head in heads if head.metric),
        frozenset((m.year or 0, m.part or "FY") for m in mentions if m and is_label(m)),
    )


def is_label(mention: PeriodMention) -> bool:
    """`2025Q3`, which may be meant of either calendar."""
    return mention.fiscal is None and mention.year is not None and mention.relative is None


@dataclass(frozen=True, slots=True)
class Frame:
    """What the figures of a cell are read with besides the heads of its own row and column.

    Attributes:
        state: of the document at the table.
        above: what stands above, with the row that heads those below it.
        rows: the heads of all rows.
        columns: the heads of all columns.
        fiscal: whether words of the table make bare years fiscal ones.
        rows_say: what the heads of all rows say together.
        columns_say: what those of all columns do.
    """

    state: DocumentState
    above: Above
    rows: Sequence[Head]
    columns: Sequence[Head]
    fiscal: bool
    rows_say: Together
    columns_say: Together

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
        return None if self.rows_say.whose or self.columns_say.whose else above
