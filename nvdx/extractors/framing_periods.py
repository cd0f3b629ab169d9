"""Periods of a sentence fill the frame: what its figures are of, or what they are compared with."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from nvdx.extractors.case_periods import compared_behind, said_with_a_verb, same_quarter_of
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.resolution import OF_A_TALK, anchor_of, resolve_period
from nvdx.extractors.state import DocumentState, Frame
from nvdx.extractors.story import counted_from_the_story
from nvdx.fiscal import QUARTERS
from nvdx.mentions.scan import Token

__all__ = ["read_period"]

_STILL_ONLY: Final = re.compile(
    r"(?:时|的时候)?(?:营收|收入|净利润?)?(?:还|才|尚|不过)(?:只有|只是|只|仅有|仅为|仅|不到|不足|是)"
)
"""`2025财年营收1305亿,而2023财年还只有270亿`: a time that shows how far the figures have come, and no more."""


def read_period(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    """A period is what the following figures are of, or what they are compared with."""
    token = reading.tokens[index]
    assert token.period is not None
    if reading.text.startswith(("以来", "之后", "以后", "后,"), token.end):
        return
    if index and (same := reading.tokens[index - 1].period) and same.relative == "same_period" and reading.is_latin:
        return  # `from 59.0% in the same quarter of 2024`
    if reading.is_latin and _of_a_figure_held_against(reading, index):
        return
    if reading.text[: token.start].endswith("为") and _PROVIDED.match(reading.text, token.end):
        return
    if token.period.relative == "last_quarter" and OF_A_TALK.match(reading.text, token.end):
        return
    if reading.is_latin and _closed(reading, token):
        return
    if _times_that_of(reading, index):
        frame.base, frame.base_clause = token, token.clause
        return
    if _AFTER.search(reading.text, reading.start, token.start):
        return  # `继2019年、2022年后第三次`: years that came before.
    if token.period.relative == "same_period" and reading.is_latin and index <= 1:
        opened = same_quarter_of(reading, index)
        if opened is not None:
            frame.period_at = opened  # `In the same quarter of 2024, AMD had sales of …`
            return
    if token.period.relative == "same_period" and token.period.year is None:
        if index and reading.tokens[index - 1].has("company"):
            # `甲2024年营收…,第四季度毛利率…;乙同期…`: another company's `同期` is what the sentence opened with.
            opening = next(
                (t for t in reading.tokens[:index] if t.period and not t.period.comparison), None
            )
            frame.period_at = opening or frame.period_at
        return
    if _dates_the_period_before(reading, token, frame):
        return
    if frame.period_at is not None and _STILL_ONLY.match(reading.text, token.end):
        frame.base, frame.base_clause = token, token.clause
        return
    if _multiple_of(reading, index) or _stands_beside(reading, index, frame, state):
        token.period = replace(token.period, comparison=True)
        frame.base, frame.base_clause = token, token.clause
        return
    if (meant := counted_from_the_story(reading, token, frame, state)) is not None:
        token.period = meant
    before = reading.tokens[index - 1] if index else None
    compared = (
        before is not None
        and (
            before.end >= token.start - 1
            or (
                reading.is_latin
                and reading.text[before.end : token.start].strip() in ("in", "the", "in the", "its", "in its")
            )
        )
        and (before.has("versus", "from", "beat") or before.text in _WITH)
        and not before.mark
    ) or _grew_over(reading, index) or _expected_over(reading, index)
    if _told_of_a_compared_figure(reading, index):
        return
    following = reading.tokens[index + 1] if index + 1 < len(reading.tokens) else None
    if (
        token.period.comparison
        and not compared
        and following is not None
        and following.mark in (",", "(", "\n")
        and following.start == token.end
    ):
        opens = before is None or (before.mark and before.mark not in "(")
        if before is not None and before.has("company") and following.mark == "\n":
            opens = index < 2 or reading.tokens[index - 2].mark == "\n"
        if opens and not (
            following.mark == "("
            and index + 2 < len(reading.tokens)
            and reading.tokens[index + 2].quantity
        ):
            compared = False
            frame.period_at = token
            return
    if _opens_as_topic(reading, index) and not compared:
        frame.period_at = token
        return
    if _another_s_last_quarter(reading, index, state) and not compared:
        frame.period_at = token
        if frame.kind_at is not None and frame.kind_at.clause < token.clause:
            frame.kind = frame.kind_at = None  # What another one had in its last quarter is no outlook.
        return
    last = frame.last
    if (
        token.period.relative == "last_year"
        and token.period.part in (None, "FY")
        and last is not None
        and not compared
    ):
        # `…收入为1771亿元,去年该部分收入为1722亿元,同比增长…`: last year's figure in passing.
        compared = last.measure == "level" and last.sentence == (reading.start, reading.end)
    year = frame.period_at.period if frame.period_at is not None else None
    mention = token.period
    if _of_the_annual_report(reading, index, frame, state):
        token.period = mention = replace(mention, relative="last_year")
    if (
        mention.relative == "last_year"
        and token.text.startswith(("上", "前"))
        and year is not None
        and year.year
        and year.part in (None, "FY")
        and frame.period_at is not None
        and frame.period_at.start >= reading.start
    ):
        # `2025财年…171亿,上一财年是103亿`: the year before the one just named.
        token.period = mention = replace(
            mention, relative=None, year=year.year - 1, fiscal=year.fiscal, part="FY"
        )
    if (
        year is not None
        and year.year
        and mention.part
        and not (mention.year or mention.relative)
        and mention.end_date is None
        and frame.period_at is not None
    ):
        here = frame.period_at.start >= reading.start and (
            # `全年收入900亿;四季度增长20%` has gone on to another period, `其中一季度` has not.
            reading.text[: token.start].endswith("其中")
            or not any(t.quantity for t in reading.tokens[:index] if t.start > frame.period_at.start)
        )
        if (here and year.part in (None, "FY")) or _in_a_past_year(reading, index, frame, state):
            # `在2020年,公司前三季度…`: a year said before the part of the year.
            token.period = replace(mention, year=year.year, fiscal=year.fiscal)
    elif (
        mention.relative == "this_quarter"
        and year is not None
        and year.year
        and year.part in QUARTERS
        and token.text.startswith(_THE_SAID)
        and frame.period_at is not None
    ):
        token.period = replace(
            mention, year=year.year, part=year.part, fiscal=year.fiscal, relative=None
        )
    if compared or token.period.comparison:
        frame.base, frame.base_clause = token, token.clause
        return
    earlier = (
        frame.kind_at is not None
        and frame.kind_at.clause < token.clause
        and frame.kind == "guidance"
    )
    if (frame.stale or earlier) and _is_reported(
        token, frame.entity or state.section_entity or state.subject, state
    ):
        frame.kind = frame.kind_at = None
    frame.span = (
        frame.period_at is not None
        and token.start - frame.period_at.end in (1, 2)
        and reading.text[frame.period_at.end : token.start].strip() in ("至", "到", "-", "~", "—")
    )
    if _beside_the_quarter(reading, index, frame, state):
        frame.year_of, frame.resumes_at = frame.last, frame.period_at
    else:
        frame.year_of = None
    frame.period_at = token


_CLOSED: Final = re.compile(
    r"\b(?:clos(?:ed|ing)(?: out)?|capp(?:ed|ing)(?: off)?|end(?:ed|ing)|finish(?:ed|ing)"
    r"|conclud(?:ed|ing)|wrapp(?:ed|ing) up|round(?:ed|ing) out) (?:out )?$"
)


def _closed(reading: Reading, token: Token) -> bool:
    """`We closed out the fiscal year with a strong quarter`: the year that a quarter closes is not its period."""
    mention = token.period
    yearly = mention is not None and (mention.part == "FY" or mention.relative in ("this_year", "last_year"))
    if not yearly or not reading.text.startswith(" with ", token.end):
        return False
    return _CLOSED.search(reading.text, reading.start, token.start) is not None


def _beside_the_quarter(
    reading: Reading, index: int, frame: Frame, state: DocumentState
) -> bool:
    """`资本支出49亿,全年138亿`, `游戏营收25亿,…。全年游戏营收114亿`: the year of the figure just told, of nothing else.

    Rejected: `全年营收1305亿`, which may go on with the year.
    """
    token, last = reading.tokens[index], frame.last
    mention = token.period
    if reading.is_latin or last is None or last.period is None or last.period.quarter is None:
        return False
    if mention is None or mention.part != "FY" or mention.year or mention.relative or mention.end_date:
        return False
    for following in reading.tokens[index + 1 :]:
        if following.quantity is not None:
            return following.quantity.form == "amount" and following.start - token.end <= _BARE
        if segment_id(following, last.entity) is not None:
            return segment_id(following, last.entity) == last.segment
        if following.mark or following.has("metric", "product"):
            return False
    return False


_BARE: Final = 3
"""Code points (`则为`, `达`) between a full year and its figure."""


def _times_that_of(reading: Reading, index: int) -> bool:
    """`变成了去年的三倍`: the year that a multiple is taken of is not what the text goes on about."""
    following = next(iter(reading.tokens[index + 1 : index + 2]), None)
    token = reading.tokens[index]
    return (
        following is not None
        and following.quantity is not None
        and following.quantity.form in ("multiple", "double")
        and reading.text[token.end : following.start].strip("近约超将的") == ""
        and reading.text.startswith("的", token.end)
    )


def _expected_over(reading: Reading, index: int) -> bool:
    """`全年收入将比去年增长一倍`: the verb and what it compares with are one word."""
    before, token = reading.tokens[index - 1] if index else None, reading.tokens[index]
    return (
        before is not None
        and before.has("expect")
        and before.end == token.start
        and before.text.endswith(("比", "较"))
        and not reading.is_latin
    )


_IS_TIMES: Final = re.compile(r"(?:是|为|相当于)(?:了)?$")


def _multiple_of(reading: Reading, index: int) -> bool:
    """`资本支出212亿美元,是2024财年69亿美元的三倍多`: the period of what a multiple is taken of."""
    following = reading.tokens[index + 1 : index + 3]
    if reading.is_latin or len(following) < 2:
        return False
    if not _IS_TIMES.search(reading.text, reading.start, reading.tokens[index].start):
        return False
    amount, times = following
    return (
        amount.quantity is not None
        and amount.quantity.form == "amount"
        and times.quantity is not None
        and times.quantity.form == "multiple"
        and reading.text[amount.end : times.start].strip("近约") == "的"
    )


_IS: Final = re.compile(r"(?:则|仅|还|只|也)?(?:为|是|有|约|约为|为约|达|达到)?(?:约|近|逾|超)?")


def _stands_beside(reading: Reading, index: int, frame: Frame, state: DocumentState) -> bool:
    """`毛利率19.3%,2023年第四季度为22.7%;净利润…`: another period's figure in passing, of what was just said.

    Rejected: a later period (`2023年为44亿美元,2024年为298亿美元`): the text has gone on to it.
    """
    token, told = reading.tokens[index], frame.previous
    if reading.is_latin or told is None or told.measure != "level" or token.period.comparison:  # type: ignore[union-attr]
        return False
    if told.sentence != (reading.start, reading.end) or index + 1 >= len(reading.tokens):
        return False
    before, figure = reading.tokens[index - 1], reading.tokens[index + 1]
    if before.mark not in (",", "(") or figure.quantity is None or token.period.year is None:  # type: ignore[union-attr]
        return False
    if reading.text[told.end : before.start].strip("左右以上下") or before.end != token.start:
        return False
    if figure.quantity.form not in ("amount", "percent"):
        return False
    gap = reading.text[token.end : figure.start]
    if not gap or not _IS.fullmatch(gap) or told.period is None:
        return False
    if any(t.quantity is not None and t.start - figure.end <= 1 for t in reading.tokens[index + 2 :]):
        return False  # `2023财年则是270亿美元和44亿美元`: a list of its own
    then = resolve_period(token, told.entity, state, outlook=False, base=None)
    if then is None:
        return False
    calendar = state.calendar(told.entity)
    return calendar.dates(then)[0] < calendar.dates(told.period)[0]


def _grew_over(reading: Reading, index: int) -> bool:
    """`rose 15% over the first quarter`: behind a percentage `over` compares."""
    before = reading.tokens[index - 1].quantity if index else None
    if before is None or before.form != "percent" or not reading.is_latin:
        return False
    gap = reading.text[reading.tokens[index - 1].end : reading.tokens[index].start]
    return gap.strip() in ("over", "over the")


_WITH: Final = ("将与", "将和", "会与", "可与")
"""`上半年收入将与去年下半年持平`: words of an outlook that compare."""
_WHICH_ENDED: Final = re.compile(r",? (?:which |that )?(?:ended|ending|ends|closed)? ?(?:on |in )?")


def _dates_the_period_before(reading: Reading, token: Token, frame: Frame) -> bool:
    """`Fiscal 2026, which ended on January 25, 2026, brought …`: the date adds nothing to the year."""
    before = frame.period_at
    if before is None or before.start < reading.start or before.period is None:
        return False
    mention = token.period
    return (
        mention is not None
        and mention.end_date is not None
        and mention.part is None
        and before.period.part == "FY"
        and _WHICH_ENDED.fullmatch(reading.text[before.end : token.start]) is not None
    )


_PROVIDED: Final = re.compile(r"的?(?:采购|准备|锁定|储备|预留|布局|备货|预备|做好|规划)")
"""`为下半年采购了…`: a period that is provided for is not what the next figures are of."""
_ANNUAL: Final = re.compile(r"年报|年度报告|年度业绩")


def _of_the_annual_report(
    reading: Reading, index: int, frame: Frame, state: DocumentState
) -> bool:
    """`年报里,它的全年营收7771亿元`: the year of the annual report is over, whatever quarter came since."""
    token = reading.tokens[index]
    mention = token.period
    whose = frame.entity or state.section_entity or state.subject
    anchor = anchor_of(whose, state) if whose else None
    if anchor is None or anchor.quarter in (None, 4):
        return False
    if any(t.period is not None and t.period.year for t in reading.tokens[:index]):
        return False
    if mention is None or mention.part != "FY" or mention.year or mention.relative or mention.end_date:
        return False
    if any(t.has("expect", "guidance", "market") for t in reading.tokens):
        return False
    return bool(_ANNUAL.search(reading.text, reading.start, token.start))


_AFTER: Final = re.compile(r"继[^,。;]{0,12}$")
_THE_SAID: Final = ("当", "该", "这", "那")
"""`当季`, `该季度` behind a quarter that was named with its year point back to that one."""


def _in_a_past_year(reading: Reading, index: int, frame: Frame, state: DocumentState) -> bool:
    """`2019财年是另一场考验。三季度营收…`: a paragraph that tells of a year long past stays in it.

    Rejected: an outlook; the quarter that the document reports, beside the year just over.
    """
    at, token = frame.period_at, reading.tokens[index]
    whose = frame.entity or state.section_entity or state.subject
    if at is None or at.period is None or at.period.year is None or token.period is None or not whose:
        return False
    if reading.is_latin and _OF_THAT_YEAR.match(reading.text, token.end):
        return True
    if any(
        t.has("expect", "guidance", "market") and not _missed(reading, t) for t in reading.tokens
    ):
        return False
    anchor = anchor_of(whose, state)
    if anchor is None:
        return True
    near = at.period.year >= anchor.year - 1
    return at.period.year < anchor.year and not (near and token.period.part == anchor.part)


_OF_THAT_YEAR: Final = re.compile(r" of (?:that|the same) (?:same )?(?:fiscal )?year\b")
_MISSED: Final = re.compile(r"\b(?:beat|beating|miss|missed|missing|topped|exceeded) (?:its |the |own |earlier )*$")


def _missed(reading: Reading, word: Token) -> bool:
    """`revenue missed guidance by $1.4 billion`: an outlook that is only held against what came."""
    return reading.is_latin and bool(_MISSED.search(reading.text, reading.start, word.start))


def _of_a_figure_held_against(reading: Reading, index: int) -> bool:
    """`half of the $3.0 billion it made in fiscal 2022`: the period of that figure alone."""
    figure = next((i for i in range(index - 1, -1, -1) if reading.tokens[i].quantity is not None), None)
    return figure is not None and said_with_a_verb(reading, figure) is reading.tokens[index]


def _told_of_a_compared_figure(reading: Reading, index: int) -> bool:
    """`down from $15.3 billion in the first quarter`: English says the period of that figure alone."""
    if index < 2 or not reading.is_latin:
        return False
    for i in range(index - 2, max(-1, index - 9), -1):
        if reading.tokens[i].has("versus", "from") and reading.tokens[i + 1].quantity is not None:
            return compared_behind(reading, i + 1) is reading.tokens[index]
    opener, figure = reading.tokens[index - 2], reading.tokens[index - 1]
    return figure.quantity is not None and opener.has("from", "versus")


def _opens_as_topic(reading: Reading, index: int) -> bool:
    """`上季营收260亿美元,较去年同期大增168%`: a past quarter that opens the sentence and has figures of its own.

    Rejected: `上季营收为260亿美元,本季…`, a sentence that goes on to another period.
    """
    token, following = reading.tokens[index], reading.tokens[index + 1 : index + 2]
    if token.period is None or token.period.relative != "last_quarter" or token.clause:
        return False
    if any(not t.has("company", "anaphor_company") for t in reading.tokens[:index]):
        return False
    rest = reading.tokens[index + 1 :]
    if not following or not following[0].has("metric", "segment"):
        return False
    return not any(t.period and not t.period.comparison for t in rest)


def _another_s_last_quarter(reading: Reading, index: int, state: DocumentState) -> bool:
    """`博通上季AI收入41亿美元,同比增长77%`: a clause about another company that says its quarter."""
    token = reading.tokens[index]
    if token.period is None or token.period.relative != "last_quarter" or index == 0:
        return False
    whose, behind = reading.tokens[index - 1], reading.tokens[index + 1 : index + 2]
    if not whose.has("company") or whose.get("company") == state.subject:
        return False
    opens = index == 1 or bool(reading.tokens[index - 2].mark)
    return opens and bool(behind) and behind[0].has("metric", "segment", "product")


def _is_reported(token: Token, entity: str | None, state: DocumentState) -> bool:
    """Whether a period is the reported quarter, so that an outlook before it has ended."""
    assert token.period is not None
    if token.period.relative in ("this_quarter", "last_quarter", "latest_quarter"):
        return True
    if not entity or token.period.year or token.period.relative:
        return False
    anchor = anchor_of(entity, state)
    return anchor is not None and token.period.part == anchor.part
