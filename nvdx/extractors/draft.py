"""A figure on its way to a record, and the reason why another became none."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from nvdx.fiscal import FiscalPeriod

__all__ = ["RATIOS", "Draft", "Measure", "Refusal"]

Measure = Literal["level", "yoy", "qoq", "change", "share", "run_rate"]
RATIOS: Final = frozenset({"gross_margin", "operating_margin", "net_margin", "tax_rate"})
"""The metrics that are a percentage of another one."""


@dataclass(slots=True)
class Draft:
    """The fields of a record that the reading of a sentence decided, offsets in the block's text."""

    start: int
    end: int
    rule: str
    entity: str
    metric: str
    measure: str = "level"
    period: FiscalPeriod | None = None
    period_text: tuple[int, int] | None = None
    segment: str | None = None
    product: str | None = None
    geography: str | None = None
    customer: str | None = None
    share_of: str | None = None
    kind: str = "reported"
    basis: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = "="
    unit: str = "percent"
    decimals: int | None = None
    sentence: tuple[int, int] = (0, 0)
    aside: bool = False
    """Said in passing (a comparison's base, an expectation that was beaten): what follows does not continue it."""
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    inherited: dict[str, str] = field(default_factory=dict)
    """For each field that no words of the paragraph decided, what it was taken from."""

    def inherit(self, name: str, source: str) -> None:
        """Takes a field from elsewhere, where no words of the paragraph decide it."""
        self.evidence.pop(name, None)
        self.inherited[name] = source

    def spread(self, tolerance: Decimal, relative: bool) -> None:
        """Sets the bounds of a ±, in percent of the value or in its own unit."""
        if self.value is None:
            return
        delta = abs(self.value) * tolerance / 100 if relative else tolerance
        self.low, self.high = self.value - delta, self.value + delta


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a quantity is no record: the name of the reason and the words that decided it."""

    reason: str
    at: tuple[int, int] | None = None
