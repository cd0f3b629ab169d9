"""Margins and tax rates as levels."""

from __future__ import annotations

from nvdx.extractors.case import RATIOS, Case
from nvdx.extractors.draft import Draft, Refusal

__all__ = ["ratio_level"]


def ratio_level(case: Case) -> Draft | Refusal | None:
    """A gross, operating or net margin, or a tax rate.

    Accepted: `毛利率为75%`, `毛利率提升至71.2%`, `税率预计在17%至19%之间`.
    Rejected: `毛利率下降2%` (points or percent, the words do not tell).
    """
    metric = case.metric
    if metric is None and not any(t.has("metric", "other", "segment") for t in case.clause):
        last = case.frame.last
        if (
            last is not None
            and last.metric in RATIOS
            and last.sentence == (case.reading.start, case.reading.end)
        ):
            metric = last.metric
    if metric not in RATIOS:
        return None
    moved = case.find(case.left, "up", "down")
    target = case.find(case.left, "to")
    if (moved is not None and (target is None or target.start < moved.start)) or case.quantity.sign:
        near = case.find(case.left, "metric")
        if case.quantity.sign or near is None or moved is None or moved.start > near.start:
            return Refusal("percent-change-of-a-ratio")
    if case.find(case.left, "yoy", "qoq") and target is None:
        return Refusal("percent-change-of-a-ratio")
    return case.draft("margin", metric, unit="percent")
