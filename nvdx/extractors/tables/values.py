"""The value of a record in its unit: growth, shares, ratios, money, earnings of a share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from nvdx.extractors.draft import RATIOS, Draft
from nvdx.extractors.tables.figures import Figure
from nvdx.extractors.tables.frame import Frame
from nvdx.extractors.tables.heads import Head
from nvdx.extractors.tables.units import Unit
from nvdx.mentions.numerals import plain

_PER_SHARE: Final = frozenset({"eps", "dividend_per_share"})
_LARGEST_PER_SHARE: Final = Decimal(1000)
_SMALLEST: Final = Decimal(100_000)
"""No company here states a total below this; a smaller one has a unit that nobody wrote down."""
_SPENT: Final = frozenset({"capex", "share_repurchases", "operating_expenses"})
"""What a statement writes in parentheses because it was paid is no negative amount."""
_GROWTH: Final = frozenset({"yoy", "qoq", "change"})


def in_unit(
    frame: Frame, draft: Draft, figure: Figure, heads: Sequence[Head], *, named: bool, loss: bool
) -> Draft | None:
    """The record with its unit, None where its figure does not agree with what it measures.

    Args:
        frame: of the table.
        draft: with the figure as its cell has it.
        figure: of the cell.
        heads: of its row and its column.
        named: whether one of the two names the metric.
        loss: whether a head calls a figure without a sign a loss.
    """
    if draft.measure in _GROWTH:
        return _growth(draft, figure, heads)
    if draft.measure == "share":
        return _share(draft, figure, heads)
    return _level(frame, draft, figure, heads, named=named, loss=loss)


def _growth(draft: Draft, figure: Figure, heads: Sequence[Head]) -> Draft | None:
    ratio = next((u.ratio for h in heads for u in h.units if u.ratio), None)
    form = figure.form
    if form == "number" and ratio is not None and figure.currency is None:
        form = "percent" if ratio == "percent" else "points"
    if form != ("points" if draft.metric in RATIOS else "percent"):
        return None
    assert draft.period is not None
    if draft.measure == "change" and draft.period.quarter is None:
        draft.measure = "yoy"
    draft.unit = "percentage_points" if form == "points" else "percent"
    return draft


def _share(draft: Draft, figure: Figure, heads: Sequence[Head]) -> Draft | None:
    if draft.metric != "revenue" or not _is_percent(figure, heads):
        return None
    if not (draft.segment or draft.product or draft.geography or draft.customer):
        return None
    draft.share_of = "total"
    return None if figure.direction else draft


def _is_percent(figure: Figure, heads: Sequence[Head]) -> bool:
    percent = any(u.ratio == "percent" for h in heads for u in h.units)
    return figure.form == "percent" or (
        figure.form == "number" and percent and figure.currency is None
    )


def _level(
    frame: Frame, draft: Draft, figure: Figure, heads: Sequence[Head], *, named: bool, loss: bool
) -> Draft | None:
    if figure.moved or figure.direction > 0:
        return None
    if draft.metric in RATIOS:
        return draft if _is_percent(figure, heads) else None
    if figure.form not in ("number", "amount"):
        return None
    if any(u.ratio for h in heads for u in h.units):
        return None
    per_share = draft.metric in _PER_SHARE
    unit = frame.above.unit(heads, scaled=not per_share)
    currency = figure.currency or (unit.currency if unit else None)
    if currency is None and not named:
        return None
    home = frame.state.companies[draft.entity].currency
    if currency not in (None, "USD", "HKD", home) and not per_share:
        return None
    if per_share:
        if currency == "CNY" and home not in ("CNY", "HKD"):
            # `每股盈余(元)` in a table in New Taiwan dollars: 元 is what all currencies count in.
            whole = frame.above.unit(heads, scaled=True)
            currency = whole.currency if whole is not None and whole.currency != "CNY" else None
            if currency is None:
                return None
        return _per_share(draft, figure, unit, currency or home)
    if figure.form == "number":
        if unit is not None and unit.power is not None:
            _scale(draft, unit.power)
        elif draft.value is None or abs(draft.value) < _SMALLEST or currency is None:
            return None
    largest = draft.value if draft.value is not None else draft.high
    if largest is None or 0 < abs(largest) < _SMALLEST:
        return None
    draft.unit = currency or home
    if draft.metric in _SPENT and draft.value is not None:
        draft.value = abs(draft.value)
    if loss:
        _negate(draft)
    return draft


def _per_share(draft: Draft, figure: Figure, unit: Unit | None, currency: str) -> Draft | None:
    """Earnings and dividends of a share, never scaled but for cents."""
    if unit is not None and unit.power is not None and unit.power < 0 and figure.form == "number":
        _scale(draft, unit.power)
    if draft.value is None or abs(draft.value) >= _LARGEST_PER_SHARE:
        return None
    if draft.metric == "dividend_per_share" and (draft.decimals or 0) < 1:
        # What a company pays out altogether stands in a row of the same name.
        return None
    draft.unit = f"{currency}/share"
    return draft


def _scale(draft: Draft, power: int) -> None:
    for name in ("value", "low", "high"):
        number = getattr(draft, name)
        if number is not None:
            setattr(draft, name, plain(number.scaleb(power)))
    if draft.decimals is not None:
        draft.decimals -= power


def _negate(draft: Draft) -> None:
    """A row of losses is written without a sign, or with one."""
    draft.value = None if draft.value is None else -abs(draft.value)
    if draft.low is not None and draft.high is not None:
        draft.low, draft.high = sorted((-abs(draft.low), -abs(draft.high)))
