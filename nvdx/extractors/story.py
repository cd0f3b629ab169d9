"""The quarter that a text tells of on its way through the years, which its next words count from.

An essay on how a company rose names a quarter with its year and goes on with `当季`, `下一季度`, `次季` or a bare
`第三季度`: these mean the quarter told of, not the one that the document reports.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from nvdx.extractors.draft import Draft
from nvdx.extractors.reading import Reading
from nvdx.extractors.resolution import anchor_of
from nvdx.extractors.state import DocumentState, Frame
from nvdx.fiscal import QUARTERS, FiscalPeriod
from nvdx.mentions.period import PeriodMention
from nvdx.mentions.scan import Token

__all__ = ["counted_from_the_story", "end_of_paragraph", "tell"]

_THAT: Final = ("当", "该", "那", "此")
_THE_NEXT: Final = re.compile(r"[次翌]季")
_LAST: Final = 8
"""Records that may lie between a quarter of the story and its next mention."""
_FAR: Final = 3
"""Quarters before the anchor from which a bare `第三季度` is that of the story, not the latest one."""


def tell(outcome: Draft, reading: Reading, frame: Frame, state: DocumentState) -> None:
    """Takes in a figure: of a past quarter that the text names with its year, or of one that follows it.

    Rejected: a figure said in passing, an outlook, a bare quarter where no story runs.
    """
    period = outcome.period
    if period is None or (outcome.aside and not _goes_on_from(outcome, reading)):
        return
    anchor = anchor_of(outcome.entity, state)
    if outcome.kind == "guidance" and state.told_on is not None and period.quarter and not period.ttm:
        now = state.anchors.get(outcome.entity)
        if now is None or period.index < now.index:
            frame.story = state.story = (outcome.entity, period)  # `2018年11月,公司给出的四季度指引是27亿`
        return
    if outcome.kind != "reported":
        return
    story = story_of(outcome.entity, frame, state)
    if period == anchor or period.quarter is None or period.ttm:
        frame.story = None
        state.story = None
        return
    words = [t for t in (*reading.tokens, frame.period_at) if t is not None and t.period is not None]
    dated = any(
        outcome.period_text == (at.start, at.end) and (at.period.year or at.period.end_date)  # type: ignore[union-attr]
        for at in words
    )
    if dated or (story is not None and period.index >= story.index):
        frame.story = state.story = (outcome.entity, period)


def story_of(entity: str | None, frame: Frame, state: DocumentState) -> FiscalPeriod | None:
    """The quarter last told of this company, in the paragraph or in the one before."""
    told = frame.story or state.story
    return told[1] if told is not None and told[0] == entity else None


def end_of_paragraph(state: DocumentState, frame: Frame, *, told: bool) -> None:
    """A story goes on in the next paragraph, unless this one told of something else."""
    if told and frame.story is None:
        state.story = None


def counted_from_the_story(
    reading: Reading, token: Token, frame: Frame, state: DocumentState
) -> PeriodMention | None:
    """What `当季`, `下一季度`, `次季`, a bare `第三季度` mean behind a quarter of the past; None where they don't.

    `2023财年第二季度收入67亿美元。次季降到59亿美元` → FY2023Q3. Not counted so: `本季`, the quarter that the
    document reports, an outlook in another paragraph.
    """
    mention = token.period
    if mention is None or mention.year is not None or mention.end_date is not None:
        return None
    if mention.comparison or state.told_on is not None:
        return None
    entity = frame.entity or state.section_entity or state.subject
    story = story_of(entity, frame, state)
    if story is None or not entity:
        return None
    anchor = anchor_of(entity, state)
    here = frame.story is not None
    expected = any(t.has("expect", "guidance", "market") for t in reading.tokens)
    if mention.relative == "next_quarter" and (here or _THE_NEXT.match(token.text) or not expected):
        meant = story.shift(1)
    elif mention.relative == "this_quarter" and token.text.startswith(_THAT) and here:
        meant = story
    elif mention.relative is None and mention.part in QUARTERS:
        again = _told_before(mention, entity, story, state) if here else None
        meant = again or next(q for q in map(story.shift, range(1, 5)) if q.part == mention.part)
        if anchor is None or story.index > anchor.index - _FAR or meant.index > anchor.index:
            return None
        if mention.part == anchor.part and again is None and not _in_one_breath(reading, frame, story):
            return None
        if expected and not (here and meant == story.shift(1)):
            return None
    else:
        return None
    if anchor is not None and meant.index > anchor.index + 1:
        return None
    return replace(mention, year=meant.year, part=meant.part, fiscal=True, relative=None)


def _in_one_breath(reading: Reading, frame: Frame, story: FiscalPeriod) -> bool:
    """`from $8.3 billion in the first quarter of fiscal 2023 to $6.7 billion in the second`: told in this very sentence."""
    told = frame.previous
    return told is not None and told.period == story and told.sentence == (reading.start, reading.end)


def _goes_on_from(outcome: Draft, reading: Reading) -> bool:
    """`from $8.3 billion in the first quarter of fiscal 2023 to …`: where an account begins, not what it is held against."""
    said = outcome.period_text
    return said is not None and reading.is_latin and reading.text.startswith(" to ", said[1])


def _told_before(
    mention: PeriodMention, entity: str, story: FiscalPeriod, state: DocumentState
) -> FiscalPeriod | None:
    """`…$6.7 billion in the second and $5.9 billion in the third. Margins fell in Q2`: the second quarter just told of."""
    periods = (d.period for d in reversed(state.drafts[-_LAST:]) if d.entity == entity and d.period is not None)
    return next(
        (
            p for p in periods
            if p.part == mention.part and p.year == story.year and not p.ttm and 0 <= story.index - p.index < 4
        ),
        None,
    )
