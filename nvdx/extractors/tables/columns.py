"""The columns of a table as the figures of one company read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nvdx.extractors.tables.frame import Frame
from nvdx.extractors.tables.heads import Head
from nvdx.extractors.tables.periods import head_period, newest_of
from nvdx.fiscal import FiscalPeriod


@dataclass(frozen=True, slots=True)
class Column:
    """A column as one company's figures read it: its head with what it inherits, and its period."""

    head: Head
    period: FiscalPeriod | None
    stated: bool


def read_columns(frame: Frame, entity: str) -> list[Column | None]:
    """The columns for one company's figures, None for those that nobody understands."""
    heads = frame.columns
    periods_of: dict[int, FiscalPeriod | None] = {}
    for later in (False, True):
        base = newest_of(frame.state, entity, [p for p in periods_of.values() if p])
        for number, head in enumerate(heads):
            if head.understood and head.dated and later == head.compared:
                periods_of[number] = head_period(
                    frame, head, entity, frame.kind(head, surely=True), base
                )
    level = [n for n, h in enumerate(heads) if h.understood and h.measure is None]
    told = [n for n in level if heads[n].kind in (None, "reported") and not heads[n].expected]
    main = [n for n in (told or level) if not heads[n].compared]
    dates = {p for n in main if (p := periods_of.get(n)) is not None}
    default = newest_of(frame.state, entity, list(dates))
    columns: list[Column | None] = []
    for number, head in enumerate(heads):
        if not head.understood or (head.dated and periods_of.get(number) is None):
            columns.append(None)
            continue
        period, stated = periods_of.get(number), head.dated
        if head.leans:
            owner = _owner(frame, number, periods_of, entity)
            if owner is None and any(h.measure is None for h in heads):
                columns.append(None)
                continue
            if owner is not None:
                since = None
                if head.since is not None:
                    since = head_period(frame, Head(period=head.since), entity, None)
                head = _of_two(frame, head, owner, periods_of, since).inherit(heads[owner])
                if head.since is not None and head.measure == "change":
                    columns.append(None)  # From no period that a change is told from.
                    continue
                period, stated = period or periods_of.get(owner), stated or heads[owner].dated
        if not stated and default is not None:
            expectation = head.kind == "consensus" or head.expected == "consensus"
            if len(dates) > 1 and head.measure is None and not expectation:
                columns.append(None)
                continue
            period, stated = default, True
        columns.append(Column(head, period, stated))
    return columns


def _owner(
    frame: Frame, number: int, periods_of: Mapping[int, FiscalPeriod | None], entity: str
) -> int | None:
    """The column whose growth or share this one is.

    Of columns that differ in their periods alone, the newest; else the one on its left.
    """
    end = number
    while end and frame.columns[end - 1].measure is not None:
        end -= 1
    start = end
    while start and frame.columns[start - 1].measure is None:
        start -= 1
    if start == end or not frame.columns[end - 1].understood:
        return None
    group = [n for n in range(start, end) if frame.columns[n].understood]
    if len(group) < end - start and frame.columns[end - 1].metric is None:
        # The one that nobody understands may be the one meant.
        return None
    if len({(frame.columns[n].metric, frame.columns[n].company) for n in group}) > 1:
        return end - 1
    if any(frame.columns[n].parts != frame.columns[end - 1].parts for n in group):
        return end - 1
    told = [n for n in group if _is_told(frame.columns[n])]
    dates = {p: n for n in reversed(told or group) if (p := periods_of.get(n)) is not None}
    newest = newest_of(frame.state, entity, list(dates))
    if newest is None or (told and told[0] not in periods_of):
        return told[-1] if told else end - 1
    behind_its_base = _of_the_base(frame, number, newest, periods_of)
    return dates[newest] if behind_its_base is None else behind_its_base


def _of_the_base(
    frame: Frame, number: int, base: FiscalPeriod, periods_of: Mapping[int, FiscalPeriod | None]
) -> int | None:
    """`Q4 2023 | Q4 2022 | Y/Y | Q3 2023 | Q/Q`: growth behind the column of its base is the first one's."""
    if frame.columns[number].measure != "qoq" or not base.quarter or base.ttm:
        return None
    first = next((n for n in range(number) if periods_of.get(n) == base.shift(1)), None)
    if first is None or frame.columns[first].measure is not None or not _is_told(frame.columns[first]):
        return None
    return first


def _is_told(head: Head) -> bool:
    """Whether a column has what was reported, not what was expected or is compared with it."""
    return head.kind in (None, "reported") and head.expected is None and not head.compared


def _of_two(
    frame: Frame, head: Head, owner: int, periods_of: Mapping[int, FiscalPeriod | None],
    since: FiscalPeriod | None,
) -> Head:
    """`Change` beside two periods is from the one to the other, `vs. Q3 2024` from that period."""
    now = periods_of.get(owner)
    others = {p for n, p in periods_of.items() if p is not None and p != now}
    if since is not None:
        others = {since}
    if head.measure != "change" or now is None or len(others) != 1:
        return head
    then = others.pop()
    if then == now.previous_year():
        return replace(head, measure="yoy")
    quarterly = then.quarter and now.quarter and not then.ttm and not now.ttm
    return replace(head, measure="qoq") if quarterly and then == now.shift(-1) else head
