"""The rows of a table, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nvdx.documents.types import Block
from nvdx.extractors.draft import Draft
from nvdx.extractors.tables.cells import is_empty
from nvdx.extractors.tables.columns import Column, read_columns
from nvdx.extractors.tables.figures import Figure, read_figures
from nvdx.extractors.tables.frame import Frame
from nvdx.extractors.tables.heads import Head
from nvdx.extractors.tables.record import read_record
from nvdx.lexicon import Vocabulary


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of a frame; the columns of each company are made out once."""

    frame: Frame
    words: Vocabulary
    cached: dict[str, list[Column | None]] = field(default_factory=dict)

    def read(self, row: Head, cells: Sequence[Block | None]) -> Iterator[tuple[Block, Draft]]:
        """The records of a row, each with its cell."""
        frame = self.frame
        read = {
            number: read_figures(cell.text, self.words)
            for number, cell in enumerate(cells[: len(frame.columns)])
            if cell is not None and not is_empty(cell)
        }
        signed = any(
            f.direction < 0 and f.form in ("number", "amount") for fs in read.values() for f in fs
        )
        for number, figures in read.items():
            cell = cells[number]
            entity = frame.entity(row, frame.columns[number])
            column = self._columns(entity)[number] if entity else None
            if cell is None or entity is None or column is None:
                continue
            for place, (figure, head) in enumerate(_by_basis(figures, row)):
                draft = read_record(
                    frame, figure, entity, head, column,
                    first=place == 0 or head is not row, signed=signed, size=len(cell.text),
                )  # fmt: skip
                if draft is not None:
                    yield cell, draft

    def _columns(self, entity: str) -> list[Column | None]:
        if entity not in self.cached:
            self.cached[entity] = read_columns(self.frame, entity)
        return self.cached[entity]


def _by_basis(figures: Sequence[Figure], row: Head) -> list[tuple[Figure, Head]]:
    """The figures of a cell with their row's head; of one that names both bases, each with its own.

    A single figure is of both.
    """
    if not row.bases:
        return [(figure, row) for figure in figures]
    each = [replace(row, basis=basis, bases=()) for basis in row.bases]
    if len(figures) == 1:
        return [(figures[0], head) for head in each]
    if len(figures) != len(each) or len({f.form for f in figures}) > 1:
        return []
    return list(zip(_with_one_spread(*figures), each, strict=True))


def _with_one_spread(first: Figure, last: Figure) -> tuple[Figure, Figure]:
    """`74.8% / 75.0%(±50bp)`: a ± at the end of a pair is of both, in points or in percent."""
    if None in (first.value, last.high) or not last.value or first.high is not None:
        return first, last
    assert first.value is not None and last.value is not None and last.high is not None
    delta = last.high - last.value
    if first.form != "percent":
        delta *= first.value / last.value
    return replace(first, low=first.value - delta, high=first.value + delta), last
