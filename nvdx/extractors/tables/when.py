"""When a figure is of, and whose it is: reported, guided or expected."""

from __future__ import annotations

from dataclasses import replace

from nvdx.extractors.resolution import anchor_of
from nvdx.extractors.tables.columns import Column
from nvdx.extractors.tables.frame import Frame
from nvdx.extractors.tables.heads import Head, differ
from nvdx.extractors.tables.periods import head_period
from nvdx.fiscal import FiscalPeriod
from nvdx.mentions.scan import Token


def read_when(
    frame: Frame, row: Head, column: Column, entity: str
) -> tuple[FiscalPeriod, str] | None:
    """The period of a cell and the kind of its figure."""
    head = column.head
    if differ(row.kind, head.kind):
        return None
    own = next((h for h in (row, head) if h.kind), row if row.expected else head)
    kind = frame.kind(own, surely=True)
    period = column.period
    dated = frame.above.dated(entity)
    if row.dated:
        joined = _join(row, head) if column.stated and head.dated else row
        if joined is None or (column.stated and not head.dated and not head.measure):
            return None
        period = head_period(frame, joined, entity, kind)
    elif not column.stated:
        anchor = anchor_of(entity, frame.state)
        kind = kind or frame.kind(own, surely=False)
        if dated is not None:
            period = head_period(frame, dated, entity, kind)
        else:
            section = frame.state.section_period_at
            period = anchor
            if section is not None and entity == frame.usual():
                period = head_period(frame, Head(period=section), entity, kind)
            elif kind == "guidance" and anchor is not None and anchor.quarter:
                period = anchor.shift(1)
    if period is None:
        return None
    published = frame.state.published
    if kind is None:
        ends = frame.state.calendar(entity).dates(period)[1]
        anchor = anchor_of(entity, frame.state)
        if anchor is not None and ends > frame.state.calendar(entity).dates(anchor)[1]:
            kind = frame.kind(own, surely=False)
        if kind is None and published is not None and ends > published:
            # Nobody has reported a period that has not ended.
            return None
    return period, kind or "reported"


def _join(row: Head, column: Head) -> Head | None:
    """A quarter and the year on the other side of the table: `Q3` in the row of `FY2025`."""
    for part, year in ((row, column), (column, row)):
        if part.period is None or part.period.period is None:
            continue
        mention = part.period.period
        if mention.year is not None or mention.relative is not None or mention.end_date is not None:
            continue
        if year.year is not None:
            whole = replace(mention, year=year.year)
        elif year.period is not None and (other := year.period.period) is not None:
            if other.part not in (None, "FY") or other.year is None:
                continue
            whole = replace(mention, year=other.year, fiscal=other.fiscal)
        else:
            continue
        return replace(part, period=Token(0, 0, "", period=whole))
    return None
