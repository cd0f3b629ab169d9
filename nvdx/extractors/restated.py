"""A figure that the text takes up again: `提到的200亿美元`, `200亿美元是独立 CPU 的收入`."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.draft import Draft
from nvdx.extractors.lists import twin
from nvdx.extractors.parts import segment_id

__all__ = ["restated"]

_IS: Final = re.compile(r"(?:这一数字|这个数字|数字)?(?:为|是指|是|指的是|即|指)")


def restated(case: Case) -> Draft | None:
    """The record that was made of this amount before, when the words only point back to it.

    Accepted: `您提到的200亿美元数字`, `200亿美元是独立 CPU 的销售收入` after `CPU 总营收近200亿美元`.
    Rejected: the same amount said of something new, with a subject of its own before it.
    """
    pointed = case.find(case.left, "anaphor_figure") or _pointed_behind(case)
    defined = bool(_IS.match(case.reading.text, case.token.end)) and not any(
        t.has("metric", "other", "segment") for t in case.left
    )
    if not (pointed or defined):
        return None
    near = [t for t in (*case.left, *case.right) if t.has("product")]
    products = {segment_id(t, case.entity, "product") for t in near} - {None}
    for earlier in reversed(case.state.drafts):
        same = earlier.value == case.quantity.value and earlier.low == case.quantity.low
        if (
            same
            and earlier.unit == (case.quantity.unit or earlier.unit)
            and earlier.measure == "level"
        ):
            if products and earlier.product not in products:
                continue
            return twin(
                earlier, start=case.token.start, end=case.token.end, rule="restated", aside=True,
                comparator=case.quantity.comparator, sentence=(case.reading.start, case.reading.end),
                period_text=None, evidence={}, inherited={"metric": "the figure that it takes up again"},
            )  # fmt: skip
    return None


def _pointed_behind(case: Case) -> bool:
    return any(
        t.has("anaphor_figure") and len(case.reading.text[case.token.end : t.start]) <= 6
        for t in case.right
    )
