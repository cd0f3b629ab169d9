"""The record of one figure: what its row, its column and the lines above make of it."""

from __future__ import annotations

from typing import Final

from nvdx.extractors.draft import Draft
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.tables.columns import Column
from nvdx.extractors.tables.figures import Figure
from nvdx.extractors.tables.frame import Frame
from nvdx.extractors.tables.heads import Head, differ
from nvdx.extractors.tables.parts import Part, part_of, placed
from nvdx.extractors.tables.values import in_unit
from nvdx.extractors.tables.when import read_when

_INCOME: Final = frozenset(
    {"revenue", "gross_profit", "gross_margin", "operating_expenses", "operating_income",
     "operating_margin", "net_income", "net_margin", "eps", "tax_rate"}
)  # fmt: skip

_BALANCE: Final = frozenset({"cash", "inventory", "supply_commitments"})


def read_record(
    frame: Frame, figure: Figure, entity: str, row: Head, column: Column, *,
    first: bool, signed: bool, size: int,
) -> Draft | None:  # fmt: skip
    """The record of one figure, None where its heads and its form do not agree.

    Args:
        frame: of the table.
        figure: of the cell, the `first` one or what follows it.
        entity: whose it is.
        row: head of the row, with what it inherits.
        column: as this company's figures read it.
        first: whether it is the first figure of its cell.
        signed: whether figures of the row have signs, so that a loss is written with one.
        size: of the cell's text.
    """
    head = column.head
    if differ(row.metric, head.metric) or differ(row.basis, head.basis):
        return None
    part = part_of((*row.parts, *head.parts), entity)
    if part is None:
        return None
    measure = _measure(figure, first, row, head)
    if measure is None:
        return None
    metric = row.metric or head.metric
    named = metric is not None
    if metric is None:
        metric = _default_metric(frame, part, measure, row, column)
    if metric is None or ((row.instant or head.instant) and metric not in _BALANCE):
        return None
    part = placed(frame, part, metric, entity, row, head)
    when = read_when(frame, row, column, entity)
    if when is None or part is None:
        return None
    period, kind = when
    draft = Draft(
        start=figure.start, end=figure.end, rule="table", entity=entity, metric=metric,
        measure=measure, period=period, segment=part.segment, product=part.product,
        geography=part.geography, customer=part.customer, kind=kind,
        basis=row.basis or head.basis or _basis_above(frame, metric), value=figure.value,
        low=figure.low, high=figure.high, comparator=figure.comparator,
        decimals=figure.decimals, sentence=(0, size),
    )  # fmt: skip
    loss = (row.loss or head.loss) and not signed
    return in_unit(frame, draft, figure, (row, head), named=named, loss=loss)


def _basis_above(frame: Frame, metric: str) -> str | None:
    """The basis that stands above, for what is reported on both bases."""
    return frame.above.basis() if metric in _INCOME else None


def _measure(figure: Figure, first: bool, row: Head, head: Head) -> str | None:
    measures = {m for m in (row.measure, head.measure) if m is not None}
    if len(measures) > 1:
        return None
    said = measures.pop() if measures else "level"
    if figure.measure is None:
        return said if first else None
    return figure.measure if said in ("level", figure.measure, "change") else None


def _default_metric(
    frame: Frame, part: Part, measure: str, row: Head, column: Column
) -> str | None:
    """The metric of a row or column that names a business, a region or their sum alone.

    Money of a business is its revenue; growth alone may be that of anything, and so may be
    what stands beside a company or a basis.
    """
    head = column.head
    metric, blocked = frame.above.metric()
    if not (part.named or row.is_sum or head.is_sum):
        told = column.stated or head.measure or head.units or head.kind or head.expected
        owned = row.company or head.company or row.basis or head.basis
        return frame.above.topic() if told and owned else None
    if blocked:
        return None
    if metric is not None:
        return metric
    if measure != "level" and frame.columns_say.measured:
        return None
    others = frame.rows_say.metrics & SEGMENT_METRICS
    return "revenue" if not others or "revenue" in others else None
