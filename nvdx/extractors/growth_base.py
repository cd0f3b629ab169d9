"""What growth is measured against (the year before, the quarter before, nothing said), and which way it goes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import (
    compared_behind,
    is_the_reported,
    period_of,
    said_with_a_verb,
    spoken_period,
    trailing_period,
)
from nvdx.extractors.english import compares
from nvdx.fiscal import QUARTERS, FiscalPeriod
from nvdx.mentions.scan import Token

__all__ = [
    "GROWTH",
    "RATES",
    "base_of",
    "base_of_document",
    "base_of_sentence",
    "direction",
    "year_after_base",
]

_YEAR_BACK: Final = frozenset(
    {"same_quarter_last_year", "same_period_last_year", "last_year", "same_period"}
)
GROWTH: Final = ("yoy", "qoq", "change")
RATES: Final = ("涨幅", "跌幅", "增速", "增幅", "增长率", "降幅", "成长率", "增长速度")
_RATES_OF_GROWTH: Final = tuple(rate for rate in RATES if rate != "降幅")
_OPENING_BASE: Final = re.compile(r"(?:On an? )?$")
_QUARTER_BACK: Final = frozenset({"last_quarter"})


def base_of(case: Case) -> tuple[str | None, Token | None]:
    """`yoy`, `qoq` or None, and the words that said so.

    Looked for between the last figure and this one, then in the clause before that (`与上年同期的50亿美元
    相比增长53%`), then behind the figure as English has it (`up 18% sequentially`).
    """
    trailing = _trails_the_last_figure(case)
    for token in reversed(case.left):
        if (base := _base(case, token)) is not None and not (trailing and token.text.isascii()):
            return base, token
    for token in case.right:
        noun = case.reading.text[case.token.end : token.start] == "的"  # `122%的同比增长`
        if (base := _base(case, token)) is not None and (noun or not token.text.startswith("同比")):
            return base, token
    if case.reading.is_latin and (behind := _against(case)) is not None:
        return behind
    for token in reversed(case.clause):
        if token.period is not None and (base := _base(case, token)) is not None:
            return base, token
    if case.token.text.isascii() and (found := _english_base(case)) is not None:
        return found
    if case.reading.is_latin and (behind := _times_of(case)) is not None:
        return behind
    if not case.reading.is_latin and (said := _of_the_rate(case)) is not None:
        return said
    frame = case.frame
    if frame.base is not None and _still_compared(case, frame.base, frame.base_clause):
        return _base(case, frame.base), frame.base
    told = frame.previous
    if (
        told is not None
        and told.aside
        and told.kind == "reported"
        and told.measure == "level"
        and told.sentence == (case.reading.start, case.reading.end)
    ):
        # `…,上年同期为23亿美元,增幅49%`: the figure just given in passing is what it grew from.
        if (
            not any(t.has("metric") for t in case.clause)
            and (base := _distance(told.period, spoken_period(case)[0])) is not None
        ):
            return base, None
    if (again := _said_more_precisely(case)) is not None:
        return again, None
    for token in reversed(case.clause):
        if token.has("yoy", "qoq") and case.reading.residue(token.end, case.token.start) <= 2:
            return _base(case, token), token
    return _base_of_a_move(case) or _base_of_an_amount(case) or _base_of_the_opening(case), None


_ON_A_BASIS: Final = re.compile(
    r"(?:(?:Now|But|And|So|Then),? )?[Oo]n an? (?:(?P<qoq>sequential|quarter-over-quarter|quarterly)"
    r"|year-over-year|year-on-year|annual)(?: basis)?, "
)


def _base_of_the_opening(case: Case) -> str | None:
    """`On a sequential basis, even as gross margin was down 100 basis points, …`: said once for the sentence."""
    if not case.reading.is_latin:
        return None
    match = _ON_A_BASIS.match(case.reading.text, case.reading.start)
    if match is None:
        return None
    return "qoq" if match["qoq"] else "yoy"


_PRECISELY: Final = re.compile(
    r"(?:有余|还?多)?[,—:(]+(?:大幅|飙升|暴|大|猛|激|狂)?(?:增长|增幅|涨幅|增加|增|涨|上涨)了?(?:高?达|约|为|近|超)?$"
)


def _said_more_precisely(case: Case) -> str | None:
    """`同比翻倍有余,增长106%`: the same growth once more in percent has the same base."""
    told = case.frame.previous
    if case.reading.is_latin or told is None or told.measure not in ("yoy", "qoq") or case.quantity.form != "percent":
        return None
    if told.sentence != (case.reading.start, case.reading.end):
        return None
    multiple = next((t for t in case.reading.tokens if t.start == told.start and t.quantity is not None), None)
    if multiple is None or multiple.quantity is None or multiple.quantity.form not in ("multiple", "double"):
        return None
    return told.measure if _PRECISELY.fullmatch(case.reading.text, told.end, case.token.start) else None


def _base_of_an_amount(case: Case) -> str | None:
    """`环比增加了100亿美元,增幅22%`: the rate of a growth that was just given as an amount."""
    rate = case.find(case.left, "up", "down")
    if rate is None or rate.text not in RATES or any(t.has("metric") for t in case.clause):
        return None
    before = [t for t in case.reading.tokens[: case.index] if t.clause == case.token.clause - 1]
    if any(t.quantity is not None and t.quantity.form != "amount" for t in before):
        return None
    if not any(t.quantity is not None or t.has("up", "down") for t in before):
        return None  # `环比增加了100亿美元,增幅22%`, `同比腰斩,跌幅51%`
    told = next((t for t in reversed(before) if t.has("yoy", "qoq")), None)
    return _base(case, told) if told is not None else None


_ALL_THROUGH: Final = re.compile(r"(?:^|[,。;:])(?:若?按|从|以)?(环比|同比)(?:角度|口径)?(?:计算|来看|来说|看|计|而言),?")


def _of_the_rate(case: Case) -> tuple[str | None, Token | None] | None:
    """`同比增速从-13%升到265%`: the rate that moved says its base; `按环比计算,…` says it for the sentence."""
    rate = next(
        (t for t in case.clause if t.text.endswith(_RATES_OF_GROWTH) and t.has("yoy", "qoq") and t.start < case.token.start),
        None,
    )
    if rate is not None and not any(t.has("metric") and t.start > rate.end for t in case.clause):
        return _base(case, rate), rate
    said = _ALL_THROUGH.match(case.reading.text[case.reading.start : case.token.start])
    if said is None or any(t.has("yoy", "qoq") for t in case.left):
        return None
    return ("yoy" if said[1] == "同比" else "qoq"), None


def _base_of_a_move(case: Case) -> str | None:
    """`由去年同期的103亿美元增至263亿美元,增幅154%`: what grew moved from a figure whose period is stated."""
    if any(t.has("metric") or t.period is not None for t in case.clause):
        return None
    here = (case.reading.start, case.reading.end)
    told = [d for d in case.state.drafts[-4:] if d.rule != "amount.eps" or d.metric == case.metric]
    moved = [d for d in told[-2:] if d.sentence == here and d.measure == "level"]
    previous = case.frame.previous
    if len(moved) < 2 or (previous is not moved[1] and previous is not case.state.drafts[-1]):
        return None
    before, now = moved
    same = all(getattr(before, name) == getattr(now, name) for name in ("entity", "metric", "segment", "product"))
    between = [t for t in case.reading.tokens if before.end <= t.start < now.start]
    if not (same and before.aside and any(t.has("to") for t in between)):
        return None
    return _distance(before.period, now.period)


def base_of_sentence(case: Case) -> str | None:
    """`Compute grew 56% year over year, while networking more than doubled`: one sentence, one comparison."""
    told = case.frame.previous
    if told is None or told.sentence != (case.reading.start, case.reading.end):
        return None
    joined = case.reading.text[told.end : case.token.start]
    same = told.measure in ("yoy", "qoq") and told.metric == case.metric
    if same and told.measure == "qoq" and (period := spoken_period(case)[0]) is not None and period.quarter is None:
        return None  # `up 28% sequentially in the fourth quarter, and up 133% in fiscal 2024`
    return told.measure if same and _WHILE.search(joined) else None


def base_of_document(case: Case) -> str | None:
    """`All comparisons are on a year-over-year basis`: a call that says so once for all."""
    stated = case.state.comparisons
    if stated is None or case.find(case.left, "qoq") or not direction(case)[0]:
        return None
    return stated


_WHILE: Final = re.compile(r"\b(?:while|whereas|and)\b|;", re.IGNORECASE)


def _trails_the_last_figure(case: Case) -> bool:
    """`up 18% sequentially and up 262% year-on-year`: English says the base behind its figure."""
    before = [t for t in case.clause if t.quantity is not None]
    return bool(before) and case.token.text.isascii()


def _against(case: Case) -> tuple[str, Token] | None:
    """`rose 17% from the first quarter`, `4% above last year`: the compared period right behind the figure."""
    at = case.token.end
    opened = False
    for token in case.reading.tokens[case.index + 1 : case.index + 5]:
        gap = case.reading.text[at : token.start].strip()
        if token.period is not None:
            if not opened or gap not in ("", "the", "in the", "in", "its"):
                return None
            base = "yoy" if token.period.relative == "last_year" else _base(case, token)
            if base is None:
                now = spoken_period(case)[0]
                base = _distance(_then(case, token, now), now)
            return None if base is None else (base, token)
        if token.quantity is not None and opened and not gap:
            behind = compared_behind(case.reading, case.reading.tokens.index(token))
            found = _base_told(case, behind) if behind is not None else None
            return (found, behind) if found is not None and behind is not None else None
        if token.has("from", "versus", "beat"):
            opened = True
        elif not token.has("up", "down", "metric", "segment", "suffix") or opened:
            return None
        at = token.end
    return None


def _times_of(case: Case) -> tuple[str, Token] | None:
    """`nearly double the $22 billion it earned in the year-ago quarter`: the base is the figure behind it."""
    following = case.reading.tokens[case.index + 1 : case.index + 2]
    if case.quantity.form not in ("double", "multiple") or not following or following[0].quantity is None:
        return None
    if case.reading.text[case.token.end : following[0].start].strip() not in ("the", "its", "that of the"):
        return None
    at = case.index + 1
    behind = said_with_a_verb(case.reading, at) or compared_behind(case.reading, at)
    if behind is None:
        return None
    found = _base_told(case, behind) or _distance(period_of(case, behind, outlook=False), spoken_period(case)[0])
    return None if found is None else (found, behind)


def _english_base(case: Case) -> tuple[str, Token] | None:
    """A base that opens the sentence, or that the last of several figures carries for all.

    `Sequentially, expenses were up 10% and …`, `grew more than 5x and … more than 3x from last year`.
    """
    tokens = case.reading.tokens
    if not case.reading.is_latin:
        return None
    first = next((i for i, t in enumerate(tokens) if t.quantity is not None), 0)
    opening = next(
        (
            t
            for t in tokens[:first]
            if t.has("yoy", "qoq")
            and _OPENING_BASE.fullmatch(case.reading.text, case.reading.start, t.start)
        ),
        None,
    )
    if opening is not None:
        return ("yoy" if opening.has("yoy") else "qoq"), opening
    behind_commas = False
    for before, token in pairwise(tokens[case.index :]):
        if token.mark == "," or (token.clause != case.token.clause and not behind_commas):
            behind_commas = True
        if behind_commas and (
            token.has("up", "down", "yoy", "qoq", "other", "segment")
            or (
                token.quantity is not None
                and not before.has("from", "versus", "to", "metric")
                and before.mark != ","
            )
            or (token.has("metric") and token.get("metric") != "eps")
            or token.mark not in ("", ",")
        ):
            return None
        if (base := _base(case, token)) is not None:
            return base, token
        if token.quantity is not None and before.has("from", "versus"):
            behind = compared_behind(case.reading, case.reading.tokens.index(token))
            found = _base_told(case, behind) if behind is not None else None
            if behind is not None and found is None:
                found = _distance(period_of(case, behind, outlook=False), spoken_period(case)[0])
            if behind is not None and found is not None:
                return found, behind
        if token.period is not None and before.has("from", "versus"):
            if token.period.relative in _YEAR_BACK:
                return "yoy", token
            if token.period.relative in _QUARTER_BACK:
                return "qoq", token
    return None


def year_after_base(case: Case) -> FiscalPeriod | None:
    """`与2022财年的4.44美元相比下滑25%`: where nothing else tells, what grew is the year after."""
    base = case.frame.base
    if base is None or base.period is None or base.clause != case.token.clause:
        return None
    if not base.period.fiscal or base.period.year is None or base.period.part != "FY":
        return None
    return FiscalPeriod(base.period.year + 1)


def _still_compared(case: Case, base: Token, clause: int) -> bool:
    """`与去年相比,计算收入增长5倍,网络收入增长3倍`: a comparison that opens the sentence holds for its clauses."""
    if clause == case.token.clause:
        return True
    return not any(t.quantity is not None and t.clause == clause for t in case.reading.tokens)


def _base_told(case: Case, token: Token) -> str | None:
    """What the period of a compared figure makes of growth: `34% from $13.5 billion in the previous one`."""
    relative = token.period.relative if token.period is not None else None
    return "qoq" if relative in _QUARTER_BACK else _base(case, token)


def _base(case: Case, token: Token) -> str | None:
    if token.has("yoy"):
        return "yoy"
    if token.has("qoq"):
        return "qoq"
    if token.period is None:
        return None
    if not (token.period.comparison or token is case.frame.base):
        if not _compared_by_preposition(case, token):
            return None
        now = spoken_period(case)[0]
        return _distance(_then(case, token, now), now)
    if is_the_reported(case, token):
        return None  # `上季纯利升64%` is what it speaks of, not what it compares with.
    if token.period.relative == "last_year" and token.period.part not in (None, "FY"):
        then, now = period_of(case, token, outlook=False), spoken_period(case)[0]
        if then is not None and now is not None and then.part != now.part:
            return _distance(then, now) or "change"  # `上半年与去年下半年持平`
    if token.period.relative in _YEAR_BACK:
        return "yoy"
    if token.period.relative in _QUARTER_BACK:
        if case.reading.is_latin and not compares(case.reading.text, case.reading.start, token.start):
            return None  # `climbed 42% to $1.7 billion last quarter` says when, not from what.
        return "qoq"
    if token.period.relative == "last_year":
        return "yoy"
    then, now = period_of(case, token, outlook=False), spoken_period(case)[0]
    return None if then is None or now is None or then == now else _distance(then, now) or "change"


_COMPARED_WITH: Final = re.compile(
    r"\b(?:from|over|than|versus|vs\.?|against|relative to|compared (?:to|with)) (?:the |our |in )?(?:the )?$",
    re.IGNORECASE,
)
_LONGEST_COMPARED: Final = 40
"""More code points than `_COMPARED_WITH` can match, so that no sentence is searched from its start."""


def _compared_by_preposition(case: Case, token: Token) -> bool:
    """`up 22% from Q3`, `over the second quarter of fiscal 2025`: English compares with any period."""
    return case.reading.is_latin and bool(
        _COMPARED_WITH.search(
            case.reading.text, max(case.reading.start, token.start - _LONGEST_COMPARED), token.start
        )
    )


def _then(case: Case, token: Token, now: FiscalPeriod | None) -> FiscalPeriod | None:
    """`$6.7 billion in the second quarter of fiscal 2023, down 19% from Q1`: a quarter without a year before it."""
    said = token.period
    bare = said is not None and not (said.year or said.relative or said.end_date or said.end_month_day)
    if case.reading.is_latin and bare and now is not None and now.quarter and said is not None and said.part in QUARTERS:
        there = FiscalPeriod(now.year, said.part)
        return there if there.index < now.index else there.previous_year()
    return period_of(case, token, outlook=False)


def _distance(then: FiscalPeriod | None, now: FiscalPeriod | None) -> str | None:
    if then is None or now is None or then.part == "FY" != now.part:
        return None
    if then == now.previous_year():
        return "yoy"
    if then.quarter and now.quarter and now.index - then.index == 1:
        return "qoq"
    return None


def direction(case: Case) -> tuple[int, Token | None]:
    """+1, -1 or 0 where no word tells."""
    if case.quantity.sign:
        return case.quantity.sign, None
    if case.reading.is_latin and (behind := _noun_of_change(case)) is not None:
        return (-1 if behind.has("down") else 1), behind
    rate = next((t for t in case.clause if t.text.endswith(_RATES_OF_GROWTH)), None) or _forecast_of_growth(case)
    for token in reversed(case.left):
        if rate is not None and token.has("to") and token is not rate:
            return 1, rate  # `增速从40%跌至17%`: what fell is the rate, which is still growth.
        if token.has("down", "beat_below"):
            return -1, token
        if token.has("up", "beat_by"):
            return 1, token
    two = case.reading.tokens[case.index + 1 : case.index + 3]
    if len(two) == 2 and two[1].quantity is not None and two[0].end == two[1].start:
        if not case.reading.is_latin and two[0].has("down", "up"):
            return 0, None  # `较上季的33%下降2个百分点`: what stands between two figures is the second's.
    for token in case.right:
        gap = case.reading.text[case.token.end : token.start].strip()
        if token.has("metric") and gap in ("", "的"):
            continue
        if gap not in ("", "的", "收入", "营收", "year-over-year", "sequential"):
            if token.has("yoy", "qoq"):
                continue
            break
        if token.has("down"):
            return -1, token
        if token.has("up"):
            return 1, token
        if not token.has("yoy", "qoq"):
            break
    told = case.frame.previous
    if case.reading.is_latin and told is not None and told.measure in GROWTH and told.value:
        between = case.reading.text[told.end : case.token.start]
        if told.end <= case.token.start and between.strip() in ("(", "(up", "(about", "(by"):
            return (-1 if told.value < 0 else 1), None  # `more than tripled (220%)`
    if case.reading.is_latin and told is not None and told.measure in GROWTH and told.value:
        here = told.sentence == (case.reading.start, case.reading.end)
        if here and told.end <= case.token.start and trailing_period(case) is not None:
            if _AND_IN_ANOTHER.fullmatch(case.reading.text, told.end, case.token.start):
                return (-1 if told.value < 0 else 1), None  # `12% in the second quarter and 9% in the first`
    if case.reading.is_latin and (gapped := _gapped(case)):
        return gapped, None
    joined = case.reading.is_latin and all(t.has("yoy", "qoq") for t in case.left)
    if joined and case.left and told is not None and told.measure in GROWTH and told.value:
        return (-1 if told.value < 0 else 1), None  # `down 59% year-over-year and 30% sequentially`
    return 0, None


def _forecast_of_growth(case: Case) -> Token | None:
    """`營收成長預期從原先的25%上調至30%`: what is raised is a rate of growth."""
    if case.find(case.left, "revised") is None:
        return None
    for token, following in pairwise(case.reading.tokens[: case.index]):
        if token.has("up") and following.has("expect", "guidance") and token.end == following.start:
            return token
    return None


def _gapped(case: Case) -> int:
    """`Handset sales rose 14% to $7 billion, automotive 17% to $1 billion`: the verb stands in the first part only."""
    part = case.left[-1] if case.left else None
    target = case.reading.tokens[case.index + 1 : case.index + 3]
    if part is None or not part.has("segment", "product") or len(target) < 2 or not target[0].has("to"):
        return 0
    if case.reading.text[part.end : case.token.start] != " " or target[1].quantity is None:
        return 0
    here = (case.reading.start, case.reading.end)
    told = [d for d in case.state.drafts[-4:] if d.sentence == here and d.measure in GROWTH and d.value]
    return 0 if not told else (-1 if told[-1].value < 0 else 1)  # type: ignore[operator]


_AND_IN_ANOTHER: Final = re.compile(r" (?:in|for|during) [\w' -]{3,40},? and (?:by |of |another )?")


def _noun_of_change(case: Case) -> Token | None:
    """`a 1% sequential decline or a 22% year-over-year increase`: each figure has its own noun behind it."""
    at = case.token.end
    for token in case.right:
        if case.reading.text[at : token.start].strip():
            return None
        if token.has("up", "down"):
            return token
        if not token.has("yoy", "qoq") and token.get("metric") != "revenue":
            return None
        at = token.end
    return None
