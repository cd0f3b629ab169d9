"""The fiscal periods that heads name, as a company's calendar has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nvdx.extractors.resolution import anchor_of, resolve_period
from nvdx.extractors.state import DocumentState
from nvdx.extractors.tables.frame import Frame, is_label
from nvdx.extractors.tables.heads import Head
from nvdx.fiscal import FiscalPeriod
from nvdx.mentions.period import PeriodMention, periods
from nvdx.mentions.scan import Token


def head_period(
    frame: Frame, head: Head, entity: str, kind: str | None, base: FiscalPeriod | None = None
) -> FiscalPeriod | None:
    """The fiscal period that a head names."""
    token = head.period
    if token is None and head.year is not None:
        calendar = frame.state.calendar(entity)
        if not frame.fiscal and not calendar.is_calendar_year:
            return None
        text = f"FY{head.year}" if frame.fiscal else f"{head.year}年"
        token = next((Token(0, 0, text, period=p) for p in periods(text)), None)
    if token is None or token.period is None or token.period.years:
        return None
    mention = _with_its_end(token.period)
    if is_label(mention) and _labels_are_fiscal(frame, entity):
        mention = replace(mention, fiscal=True)
    if mention.relative == "last_quarter" and base is not None and base.quarter:
        return base.shift(-1)
    return resolve_period(
        Token(0, 0, "", period=mention), entity, frame.state, outlook=kind not in (None, "reported"),
        base=base if mention.comparison else None,
    )  # fmt: skip


def _labels_are_fiscal(frame: Frame, entity: str) -> bool:
    """Whether `26Q3` is the company's own quarter: one such label is the quarter reported."""
    if frame.state.calendar(entity).is_calendar_year:
        return False
    anchor = anchor_of(entity, frame.state)
    if anchor is None or anchor.ttm:
        return False
    label = (anchor.year, anchor.part)
    return label in frame.rows_say.labels or label in frame.columns_say.labels


def _with_its_end(mention: PeriodMention) -> PeriodMention:
    """A mention whose end has its year from another head: `截至6月30日止三个月` over `2024年`."""
    if mention.end_month_day is not None and mention.year is not None and not mention.end_date:
        try:
            end = date(mention.year, *mention.end_month_day)
        except ValueError:
            return mention
        return replace(mention, end_date=end, end_month_day=None, year=None, relative=None)
    if mention.end_date is not None and mention.relative == "this_quarter":
        # `Three Months Ended` says how long, not that the document reports it.
        return replace(mention, relative=None)
    return mention


def newest_of(
    state: DocumentState, entity: str, found: Sequence[FiscalPeriod]
) -> FiscalPeriod | None:
    """The last of some periods in a company's calendar."""
    return max(found, key=lambda p: state.calendar(entity).dates(p)[::-1], default=None)
