"""What the words of a period mean in a document: its anchors, and the quarter that is running."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.quarter import default_anchor, resolve
from nvdx.extractors.state import DocumentState
from nvdx.fiscal import FiscalPeriod
from nvdx.mentions.scan import Token

__all__ = ["OF_A_TALK", "THIS", "anchor_of", "resolve_period", "results_to_come"]

def anchor_of(entity: str, state: DocumentState) -> FiscalPeriod | None:
    """The quarter that the document reports of a company (contract, period rules 3 and 7)."""
    if state.told_on is not None:
        return default_anchor(state.calendar(entity), state.told_on)
    if entity not in state.anchors:
        published = state.published
        state.anchors[entity] = default_anchor(state.calendar(entity), published)
    return state.anchors[entity]


OF_A_TALK: Final = re.compile(r"(?:的|时的?)?(?:财报|业绩|分析师)?(?:电话会|业绩会|说明会|发布会|会议|财报会|会上)")
"""`上一季度电话会里给出的15%`: when it was said, not what it was said of."""
_TO_COME: Final = re.compile(
    r"(?:将|定于|定在|计划|拟)[^,。;]{0,16}?(?:公布|发布|披露|公告|发表|交出|报告|放榜)(?P<close>[^,。;]{0,8}$)?"
)


def results_to_come(text: str, *, right_before: int | None = None) -> bool:
    """Whether a Chinese sentence says of results that they are still to come out, so that its quarter is none reported.

    >>> results_to_come("甲公司将于8月27日公布第二财季业绩"), results_to_come("甲公司8月27日公布第二财季业绩")
    (True, False)

    With an offset, whether it says so right before the words there.

    >>> text = "将于8月27日公布第二财季业绩,上一财季营收441亿"
    >>> results_to_come(text, right_before=text.index("第二")), results_to_come(text, right_before=text.index("上一"))
    (True, False)
    """
    return any(
        right_before is None or said["close"] is not None
        for said in _TO_COME.finditer(text, 0, len(text) if right_before is None else right_before)
    )


_RUNNING: Final = re.compile(
    r"(?:the )?(?:current(?: fiscal)?|this(?: fiscal)?|present)[ -]quarter$|当前(?:这个)?财?季度?$", re.IGNORECASE
)
THIS: Final = re.compile(r"[本这今]一?个?财?季度?$")


def _is_told(entity: str, state: DocumentState) -> bool:
    """Whether the document gives results of the anchor's quarter, so that `本季` is the one after it."""
    anchor = anchor_of(entity, state)
    return entity in state.reporting or any(
        d.entity == entity and d.kind == "reported" and d.period == anchor for d in state.drafts
    )


def _is_long_over(entity: str, anchor: FiscalPeriod | None, state: DocumentState) -> bool:
    """Whether the last quarter ended so long ago that an outlook for `这一季` is for the one after it."""
    if anchor is None or anchor.quarter is None or state.published is None:
        return False
    return (state.published - state.calendar(entity).dates(anchor)[1]).days > _REPORTED_WITHIN


_REPORTED_WITHIN: Final = 60
"""Days after a quarter's end in which its results come out and are talked about."""


def resolve_period(
    token: Token, entity: str, state: DocumentState, *, outlook: bool, base: FiscalPeriod | None
) -> FiscalPeriod | None:
    """The fiscal period that a period mention means for a company in this document."""
    mention = token.period
    assert mention is not None
    anchor = anchor_of(entity, state)
    if anchor is not None and anchor.quarter == 2 and mention.relative == "next_quarter" and token.text == "次季":
        return anchor  # Hong Kong's second quarter, where the document reports just that.
    this = THIS.match(token.text) and mention.end_date is None
    running = _RUNNING.match(token.text) or (
        # `预计本季度营收…` beside the results of the quarter before it.
        this
        and (
            entity in state.reporting
            or _is_long_over(entity, anchor, state)
            or (state.running and (_is_told(entity, state) or entity != state.subject))
        )
    )
    if outlook and anchor is not None and running:
        return anchor.shift(
            1
        )  # An outlook for `the current quarter` is for the one that is running.
    if (
        mention.year is None
        and mention.relative is None
        and mention.end_date is None
        and mention.part
    ):
        stated = state.stated.get(entity, {}).get(mention.part) if not state.told_on else None
        if (
            stated is not None
            and (outlook or anchor is None)
            and (anchor is None or stated >= anchor)
        ):
            return stated
    return resolve(
        mention, calendar=state.calendar(entity), anchor=anchor,
        published=state.told_on or state.published,
        outlook=outlook, base=base,
    )  # fmt: skip
