"""The view by period: what all documents together say of one company in one fiscal period.

Records of the same meaning become one figure: the most precise of the largest group of records that
can all be true. The records that disagree with it are its conflicts. Records agree where the ranges
that their words allow (:func:`stated_range`) overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from nvdx.fact import (
    METRICS,
    Basis,
    Comparator,
    Fact,
    FactId,
    Group,
    Kind,
    Measure,
    Metric,
    Number,
    Path,
    Period,
    Region,
    Text,
    Unit,
)
from nvdx.fiscal import PARTS, FiscalPeriod

MarginMetric = Literal["gross_margin", "operating_margin", "net_margin"]
IncomeMetric = Literal[
    "gross_profit", "operating_expenses", "operating_income", "net_income", "eps", "tax_rate"
]
CashMetric = Literal[
    "operating_cash_flow", "free_cash_flow", "capex", "inventory", "supply_commitments", "cash"
]
ShareholderMetric = Literal[
    "dividend_per_share", "share_repurchases", "repurchase_authorization", "shareholder_returns"
]
BasisKey = Literal["gaap", "non_gaap", "unstated"]

MARGINS: Final[tuple[str, ...]] = get_args(MarginMetric)
INCOME: Final[tuple[str, ...]] = get_args(IncomeMetric)
CASH: Final[tuple[str, ...]] = get_args(CashMetric)
SHAREHOLDERS: Final[tuple[str, ...]] = get_args(ShareholderMetric)
MEASURES: Final[tuple[str, ...]] = get_args(Measure)
BASES: Final[tuple[str, ...]] = get_args(BasisKey)

# `about` is taken to leave room for a unit and a half of the last digit stated, or for this part
# of the figure, whichever is more: 'about 30 billion' agrees with 29.3 and not with 28.
ABOUT_UNITS: Final = Decimal("1.5")
ABOUT_PART: Final = Decimal("0.025")
INFINITY: Final = Decimal("Infinity")


class _Bounds(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    value: Number | None = Field(default=None, description="The figure; null for a range.")
    low: Number | None = Field(default=None, description="Lower bound of a range or of a ±.")
    high: Number | None = Field(default=None, description="Upper bound, where there is a lower.")
    comparator: Comparator = Field(description="How the text bounds the figure.")
    unit: Unit = Field(
        description="ISO 4217 code, such a code with `/share`, `percent` or `percentage_points`."
    )
    ids: tuple[FactId, ...] = Field(description="The records that say so.")


class Conflict(_Bounds):
    """What other records say instead, by more than their stated precision."""


class Figure(_Bounds):
    """One figure, from all records that state it."""

    conflicts: tuple[Conflict, ...] = Field(
        default=(), description="What records say that disagree with the figure."
    )


class Meaning(BaseModel):
    """The fields of a record that say what its figure means."""

    kind: Kind
    metric: Metric
    segment: Path | None = None
    product: Group | None = None
    geography: Region | None = None
    customer: Group | None = None
    measure: Measure
    share_of: Path | None = None
    basis: Basis | None = None


class Statement(Figure, Meaning):
    """A figure that says itself what it means."""


Line = dict[Measure, Figure]
"""The figures of one thing by measure; a measure that no record states is left out."""

ByBasis = dict[BasisKey, Line]
"""Lines by accounting basis, `unstated` where the text names none; empty ones are left out."""


class PeriodView(BaseModel):
    """One company in one fiscal period.

    The keys below are always there; within them, what no record states is left out. Every record
    of the period is in exactly one figure, by its id.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    entity: Text = Field(description="The id of the company.")
    fiscal_period: Period | None = Field(
        description="Period in the company's fiscal calendar; null gathers the records without one."
    )
    period_start: date | None = Field(description="First day of the period.")
    period_end: date | None = Field(description="Last day of the period.")
    revenue: Line = Field(
        description="Revenue of the whole company, whatever the basis but non-GAAP."
    )
    segments: dict[Path, Line] = Field(
        description="Revenue of each segment; `share` is its part of the company's."
    )
    margins: dict[MarginMetric, ByBasis] = Field(description="Margins by accounting basis.")
    income: dict[IncomeMetric, ByBasis] = Field(
        description="Profits, expenses, earnings per share and tax rate by accounting basis."
    )
    cash: dict[CashMetric, Line] = Field(description="Cash flows and the balance sheet.")
    shareholders: dict[ShareholderMetric, Line] = Field(
        description="Dividends, repurchases and their authorizations."
    )
    guidance: tuple[Statement, ...] = Field(description="The company's outlook for the period.")
    expectations: tuple[Statement, ...] = Field(
        description="What the market (`consensus`) or a third party (`estimate`) expects of it."
    )
    others: tuple[Statement, ...] = Field(
        description="Reported figures that no key above holds: of products, regions and customers, "
        "of a segment's income, or in a second currency."
    )


def period_views(facts: Iterable[Fact]) -> Iterator[PeriodView]:
    """The views of some records by company, then period; a company's null period comes last."""
    groups: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.entity, fact.fiscal_period].append(fact)
    for entity, period in sorted(groups, key=_view_order):
        yield _view(entity, period, groups[entity, period])


def stated_range(fact: Fact) -> tuple[Decimal, Decimal]:
    """The bounds between which the words of a record allow the true figure to be.

    A figure is rounded to its last digit (300 亿 is 295 to 305 亿 where `decimals` is -9);
    `about` is wider, `more than` and `less than` are open on one side. The ± of a value is not
    part of it: 910 ± 2% and 925 are two outlooks, not one.
    """
    unit = Decimal(0) if fact.decimals is None else Decimal(1).scaleb(-fact.decimals)
    if fact.value is None:
        assert fact.low is not None and fact.high is not None  # the record's own rule
        return fact.low - unit / 2, fact.high + unit / 2
    value = fact.value
    match fact.comparator:
        case ">" | ">=":
            return value, INFINITY
        case "<" | "<=":
            return -INFINITY, value
        case "~":
            slack = max(ABOUT_UNITS * unit, ABOUT_PART * abs(value))
        case _:
            slack = unit / 2
    return value - slack, value + slack


def agree(one: Fact, other: Fact) -> bool:
    """Whether two records of the same meaning can both be true."""
    (low, high), (other_low, other_high) = stated_range(one), stated_range(other)
    return low <= other_high and other_low <= high


def _view_order(view: tuple[str, str | None]) -> tuple[str, bool, int, int, bool]:
    entity, text = view
    if text is None:
        return entity, True, 0, 0, False
    period = FiscalPeriod.parse(text)
    return entity, False, period.year, PARTS.index(period.part), period.ttm


Slot = tuple[str, ...]
"""Where in a view a reported figure stands, from the key of the view down to the measure."""


def _view(entity: str, period: str | None, facts: Sequence[Fact]) -> PeriodView:
    placed: dict[Slot, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    stated: dict[str, dict[tuple[str | None, ...], list[Fact]]] = {
        name: defaultdict(list) for name in ("guidance", "expectations", "others")
    }
    for fact in facts:
        if fact.kind == "guidance":
            stated["guidance"][_meaning(fact)].append(fact)
        elif fact.kind != "reported":
            stated["expectations"][_meaning(fact)].append(fact)
        elif slot := _slot(fact):
            placed[slot][fact.unit].append(fact)
        else:
            stated["others"][_meaning(fact)].append(fact)

    tree: dict[str, Any] = {name: {} for name in _PLACES}
    for slot in sorted(placed, key=_slot_order):
        by_unit = placed[slot]
        shown = min(by_unit, key=lambda unit: _unit_order(slot, unit, by_unit))
        branch = tree
        for name in slot[:-1]:
            branch = branch.setdefault(name, {})
        branch[slot[-1]] = _figure(by_unit.pop(shown))
        for left in by_unit.values():
            for fact in left:
                stated["others"][_meaning(fact)].append(fact)

    dated = next((fact for fact in facts if fact.period_start is not None), None)
    return PeriodView(
        entity=entity,
        fiscal_period=period,
        period_start=dated and dated.period_start,
        period_end=dated and dated.period_end,
        **tree,
        **{name: _statements(groups) for name, groups in stated.items()},
    )


_PLACES: Final = ("revenue", "segments", "margins", "income", "cash", "shareholders")


def _slot(fact: Fact) -> Slot | None:
    """The place of a reported figure, None where the view has none for it."""
    if fact.product or fact.geography or fact.customer:
        return None
    metric, measure = fact.metric, fact.measure
    if metric == "revenue":
        # Revenue without a basis is GAAP revenue; the rare other kind is not the same figure.
        if fact.basis == "non_gaap" or fact.share_of not in (None, "total"):
            return None
        return ("segments", fact.segment, measure) if fact.segment else ("revenue", measure)
    if fact.segment or fact.share_of:
        return None
    if metric in MARGINS:
        return "margins", metric, fact.basis or "unstated", measure
    if metric in INCOME:
        return "income", metric, fact.basis or "unstated", measure
    # Of these a company states one figure, with the basis or without.
    return ("cash" if metric in CASH else "shareholders"), metric, measure


def _slot_order(slot: Slot) -> tuple[int | str, ...]:
    place, *names, measure = slot
    order: list[int | str] = [_PLACES.index(place)]
    for name in names:
        if place == "segments":
            order.append(name)
        elif name in BASES:
            order.append(BASES.index(name))
        else:
            order.append(METRICS.index(name))
    return *order, MEASURES.index(measure)


def _unit_order(
    slot: Slot, unit: str, by_unit: Mapping[str, Sequence[Fact]]
) -> tuple[bool, int, str]:
    """First the unit that the measure is usual in, then the one that most records have."""
    usual = True
    if slot[-1] in ("yoy", "qoq", "change"):
        ratio = slot[0] == "margins" or "tax_rate" in slot
        usual = unit == ("percentage_points" if ratio else "percent")
    return not usual, -len(by_unit[unit]), unit


_MEANING: Final = (
    "kind", "metric", "segment", "product", "geography", "customer", "measure", "share_of", "basis"
)  # fmt: skip


def _meaning(fact: Fact) -> tuple[str | None, ...]:
    return *(getattr(fact, name) for name in _MEANING), fact.unit


def _statements(groups: Mapping[tuple[str | None, ...], Sequence[Fact]]) -> tuple[Statement, ...]:
    def order(meaning: tuple[str | None, ...]) -> tuple[int | str, ...]:
        kind, metric, *rest = meaning
        return METRICS.index(metric), *(part or "" for part in rest), kind or ""

    return tuple(
        Statement(
            **{name: getattr(groups[meaning][0], name) for name in _MEANING},
            **dict(_figure(groups[meaning])),
        )
        for meaning in sorted(groups, key=order)
    )


def _figure(facts: Sequence[Fact]) -> Figure:
    """One figure from records of the same meaning and unit."""
    shown = min(_largest_agreement(facts), key=_vagueness)
    against: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    ids = []
    for fact in facts:
        if agree(shown, fact):
            ids.append(fact.id)
        else:
            against[fact.value, fact.low, fact.high, fact.comparator].append(fact)
    conflicts = tuple(
        Conflict(**_bounds(same[0]), ids=_unique(fact.id for fact in same))
        for same in against.values()
    )
    return Figure(**_bounds(shown), ids=_unique(ids), conflicts=conflicts)


def _largest_agreement(facts: Sequence[Fact]) -> list[Fact]:
    """The most records that can all be true of one figure; of as many, the most precise."""
    ranges = [stated_range(fact) for fact in facts]
    # Ranges that have a point in common have the lower bound of one of them in common.
    groups = (
        [fact for fact, (low, high) in zip(facts, ranges, strict=True) if low <= point <= high]
        for point, _ in ranges
    )
    return min(groups, key=lambda group: (-len(group), min(map(_vagueness, group))))


def _vagueness(fact: Fact) -> tuple[bool, bool, bool, Decimal]:
    """Sort key, most precise first: a plain figure, with a tolerance if it has one, then digits."""
    low, high = stated_range(fact)
    return fact.comparator != "=", fact.value is None, fact.low is None, high - low


def _bounds(fact: Fact) -> dict[str, object]:
    return {name: getattr(fact, name) for name in ("value", "low", "high", "comparator", "unit")}


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
