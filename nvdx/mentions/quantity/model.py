"""What a quantity is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["Comparator", "Form", "Quantity", "Tolerance", "ToleranceUnit"]


Form = Literal["amount", "percent", "points", "multiple", "flat", "double", "tolerance"]
Comparator = Literal["=", "~", ">", "<", ">=", "<="]
ToleranceUnit = Literal["percent", "percentage_points"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A ±: of the figure itself (`percent`) or in points of a percentage."""

    value: Decimal
    unit: ToleranceUnit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text: `text[start:end]` is it, with its sign, currency and merged ±.

    Attributes:
        start, end: span in the text, in code points.
        form: what it is. A `double` has the number of times in `value` (`翻倍` 2), a `multiple` the
            number as written; a `tolerance` is a ± that does not stand at its figure.
        value: the point, negative where a minus is written; None for a range or a vague magnitude.
        low, high: bounds of a range, of a ± or of a vague magnitude.
        unit: ISO 4217 code (None where no currency is written), "percent", "percentage_points", or
            None for multiples.
        comparator: how the words around it mean it.
        decimals: as in XBRL: the negative power of ten of the last written digit.
        sign: +1 or -1 where a sign is written.
        tolerance: a ± merged into it, with `low` and `high` worked out.
    """

    start: int
    end: int
    form: Form
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    decimals: int | None
    sign: int
    tolerance: Tolerance | None = None
