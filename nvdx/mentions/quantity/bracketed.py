"""Losses as accountants write them: `$(0.14)`, `$(437) million`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from nvdx.mentions.quantity.model import Quantity

__all__ = ["bracketed_losses"]

_SIGN: Final = "$("
_SCALES: Final = {"thousand": 3, "million": 6, "billion": 9}
_LOSS: Final = re.compile(
    r"(?<![A-Za-z])(?:US)?\$\((?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?|\d{1,3}(?:,\d{3})+\.\d{1,3})\)"
    r"(?: (?P<scale>thousand|million|billion)\b)?"
)


def bracketed_losses(text: str) -> Iterator[Quantity]:
    """Negative amounts of dollars whose number stands in parentheses.

    >>> [str(q.value) for q in bracketed_losses("EPS of $(0.14), a net loss of $(1,437) million")]
    ['-0.14', '-1437000000']
    >>> list(bracketed_losses("$5 (2024: $4), $(see note 3)"))
    []
    """
    if _SIGN not in text:
        return
    for match in _LOSS.finditer(text):
        written = match["number"].replace(",", "")
        power = _SCALES.get(match["scale"] or "", 0)
        value = -Decimal(written).scaleb(power)
        decimals = len(written.partition(".")[2]) - power
        yield Quantity(
            match.start(), match.end(), "amount", Decimal(f"{value:f}"), None, None, "USD", "=", decimals, -1
        )  # fmt: skip
