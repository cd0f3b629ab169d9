"""Records of a table that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nvdx.documents.types import Block
from nvdx.extractors.draft import Draft


def without_conflicts(found: Sequence[tuple[Block, Draft]]) -> Iterator[tuple[Block, Draft]]:
    """Leaves out what the table states twice with different figures: its heads say more than read.

    Several houses may well expect different figures.
    """
    values: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for _, draft in found:
        figure = (draft.value, draft.low, draft.high)
        values.setdefault(_identity(draft), set()).add(figure)
    for cell, draft in found:
        if draft.kind == "estimate" or len(values[_identity(draft)]) == 1:
            yield cell, draft


def _identity(draft: Draft) -> tuple[object, ...]:
    return (
        draft.entity, draft.metric, draft.measure, draft.period, draft.segment, draft.product,
        draft.geography, draft.customer, draft.kind, draft.basis,
    )  # fmt: skip
