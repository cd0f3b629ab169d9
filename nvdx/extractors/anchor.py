"""The quarter that a document reports of each company, found before the first figure is read."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Final

from nvdx.documents.types import Block, Document
from nvdx.documents.words import any_of
from nvdx.documents.words import words as words_of_pages
from nvdx.extractors.quarter import default_anchor, resolve
from nvdx.extractors.resolution import results_to_come
from nvdx.extractors.sentences import sentences
from nvdx.extractors.state import DocumentState
from nvdx.fiscal import FiscalPeriod, Part
from nvdx.lexicon import Vocabulary, Words
from nvdx.mentions.period import PeriodMention, may_have_period, periods

__all__ = ["find_anchors"]

_REPORT: Final = re.compile(
    r"财报|业绩|季报|公布|发布|报告|披露|季绩|年报|纪要|说明会|电话会|results|earnings|reported|reports|commentary|release",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(r"营收|收入|净利|预告|预警|指引")
_RUNNING: Final = re.compile(
    r"[本今]财?季度?(?:的)?(?:营收|业绩|毛利率|财务|资本支出|获利|销售)?(?:的)?(?:财测|预测|展望|预期|预估|指引|将|可望|有望|料|估)"
    r"|(?:预估|预测|预期|预计|预料|估计|料|展望|指引)(?:将在)?(?:该公司|公司)?[本今]财?季"
    r"|(?:公布|公布了|发布|公告|发表),?[^,。;]{0,8}上一?个?财?季度?的?(?:财报|业绩|营收|财务|成绩)"
)
"""An outlook for `本季`, a report of `上季`: the quarter that is reported is the one before this one."""
_AHEAD: Final = frozenset({"expect", "guidance", "market"})
_LAST_OF: Final[Mapping[Part, Part]] = {"FY": "Q4", "H1": "Q2", "H2": "Q4", "M9": "Q3"}
"""A text without a date that tells of a whole year was written after its last quarter."""
_BLOCKS: Final = 60


def find_anchors(
    document: Document,
    blocks: list[Block],
    said: list[Words],
    words: Vocabulary,
    state: DocumentState,
) -> None:
    """Sets ``state.anchors`` and ``state.stated`` (contract, period rules 2, 3 and 7).

    The anchor is the first quarter that a sentence about a report states with its year or its end; a
    bare quarter of such a sentence together with the document's date; else the last quarter that had
    ended when the document was published.
    """
    current: str | None = None
    weak: dict[str, FiscalPeriod] = {}
    latest: dict[str, FiscalPeriod] = {}
    texts = [(block.text, found) for block, found in zip(blocks, said, strict=True)]
    if title := document.meta.title:
        texts.insert(0, (title, words.find(title)))
    for number, (text, known) in enumerate(texts):
        if number > _BLOCKS and state.anchors:
            break
        if not may_have_period(text):
            companies = [senses["company"] for _, _, senses in known if "company" in senses]
            current = companies[-1] if companies else current
            continue
        companies_said = deque((at, to, s["company"]) for at, to, s in known if "company" in s)
        for start, end in sentences(text):
            sentence = text[start:end]
            found = list(periods(sentence))
            named: list[tuple[int, str]] = []
            while companies_said and companies_said[0][0] < end:
                at, to, company = companies_said.popleft()
                if start <= at and to <= end:
                    named.append((at - start, company))
            current = named[-1][1] if named else current
            if not found:
                continue
            report = bool(_REPORT.search(sentence))
            ahead = any(start <= at < end and not _AHEAD.isdisjoint(senses) for at, _, senses in known)
            of_figures = (report or bool(_FIGURES.search(sentence))) and not results_to_come(sentence)
            for mention in found:
                before = [company for at, company in named if at < mention.start]
                entity = (
                    before[-1] if before else state.subject or (named[0][1] if named else current)
                )
                if entity is None:
                    continue
                if of_figures:
                    _just_over(mention, entity, state)
                period = _stated(mention, entity, state)
                if period is not None and not period.ttm and not ahead:
                    latest[entity] = _later(period, latest.get(entity))
                if period is None or period.quarter is None:
                    continue
                state.stated.setdefault(entity, {})[period.part] = max(
                    period, state.stated.get(entity, {}).get(period.part, period)
                )
                if _plausible(period, entity, state):
                    if report:
                        state.reporting.add(entity)
                        state.anchors.setdefault(entity, period)
                    weak.setdefault(entity, period)
    state.running = any(
        _RUNNING.search(text)
        for text in (document.meta.title or "", *(block.text for block in blocks))
    )
    for entity, period in weak.items():
        default = default_anchor(state.calendar(entity), state.published)
        if state.published is None and entity in latest:
            last = latest[entity]
            period = max(period, replace(last, part=_LAST_OF.get(last.part, last.part)))
        state.anchors.setdefault(entity, default or period)
    if state.published is None and state.subject is not None:
        state.published = _day_of_the_lead(blocks, state)


_LEADS: Final = 6
_RESULTS_WITHIN: Final = timedelta(days=120)
"""From a quarter's end to the news of its results: the annual ones of some companies take three months."""


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(\d{{1,2}})月(\d{{1,2}})日(?:{any_of(words_of_pages().news_cues)})")


def _day_of_the_lead(blocks: list[Block], state: DocumentState) -> date | None:
    """The day of `某社9月24日消息`, its year the one in which the reported quarter's results came out."""
    assert state.subject is not None
    anchor = state.anchors.get(state.subject)
    said = next((m for block in blocks[:_LEADS] if (m := _lead().search(block.text))), None)
    if anchor is None or said is None:
        return None
    end = state.calendar(state.subject).dates(anchor)[1]
    for year in (end.year, end.year + 1):
        try:
            day = date(year, int(said[1]), int(said[2]))
        except ValueError:
            return None
        if end < day <= end + _RESULTS_WITHIN:
            return day
    return None


def _later(period: FiscalPeriod, told: FiscalPeriod | None) -> FiscalPeriod:
    """The later of two periods; of a year and a part of it the part, for a year that runs is not over."""
    if told is None or period.year != told.year:
        return period if told is None or period.year > told.year else told
    if "FY" in (period.part, told.part):
        return told if period.part == "FY" else period
    return max(period, told, key=lambda one: _LAST_OF.get(one.part, one.part))


def _just_over(mention: PeriodMention, entity: str, state: DocumentState) -> None:
    """Figures that come out within days of the quarter's end, before it can be the default anchor."""
    if state.published is None or entity in state.anchors:
        return
    if mention.part is None or mention.year or mention.relative or mention.end_date:
        return
    calendar = state.calendar(entity)
    last = default_anchor(calendar, state.published)
    if last is None:
        return
    running = last.shift(1)
    if running.part == mention.part and calendar.dates(running)[1] < state.published:
        state.reporting.add(entity)
        state.anchors[entity] = running


def _stated(mention: PeriodMention, entity: str, state: DocumentState) -> FiscalPeriod | None:
    """The quarter of a mention that brings its year or its end date with it."""
    if (
        mention.year is None
        and mention.end_date is None
        and getattr(mention, "end_month_day", None) is None
    ):
        return None
    return resolve(
        mention,
        calendar=state.calendar(entity),
        anchor=None,
        published=state.published,
        outlook=False,
    )


def _plausible(period: FiscalPeriod, entity: str, state: DocumentState) -> bool:
    """A report is written within half a year of the quarter's end; older quarters are told of in passing."""
    if state.published is None:
        return True
    end = state.calendar(entity).dates(period)[1]
    return -20 <= (state.published - end).days <= 200
