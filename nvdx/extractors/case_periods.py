"""Of which period a figure is: said before it, behind it, above it, or by the document."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from nvdx.extractors.draft import RATIOS, Draft
from nvdx.extractors.english import told_of_a_past_period
from nvdx.extractors.quarter import TO_DATE
from nvdx.extractors.reading import Reading
from nvdx.extractors.resolution import OF_A_TALK, THIS, anchor_of, resolve_period, results_to_come
from nvdx.extractors.story import counted_from_the_story
from nvdx.fiscal import QUARTERS, FiscalPeriod
from nvdx.mentions.scan import Token

if TYPE_CHECKING:
    from nvdx.extractors.case import Case

__all__ = [
    "compared_behind",
    "is_the_reported",
    "local_period",
    "looks_ahead",
    "period_of",
    "reported_quarter",
    "said_with_a_verb",
    "same_quarter_of",
    "spoken_period",
    "trailing_period",
]

_LONGER: Final = ("FY", "M9", "H1", "H2")
_SO_FAR: Final = re.compile(r"累计|至今|迄今|为止|已经?(?:回购|返还|投入|支出|实现|完成|花|达)")
_RESULTS_AFTER: Final = timedelta(days=25)
"""Days from a quarter's end to the day on which its results are spoken of, at the earliest."""
_GUIDED: Final = frozenset({"guided", "guided for", "guided to", "guidance", "guide"})
_OF_ONE_SHARE: Final = re.compile(r" (?:per|a) (?:diluted )?share\b")
_OR_A_SHARE: Final = re.compile(
    r",? (?:or|\() ?(?:\$[\d.]+|[\d.]+ cents?)(?: (?:per|a)(?: diluted)? share)?[,)]?"
)
"""`net income of $5 billion, or $1.20 a share, in the first quarter`: one thing said twice, then its period."""
_IN_AND: Final = re.compile(r" (?:in|of) (?:[a-z-]+ ){1,3}and (?:about |nearly |over )?")
_IN_A_PERIOD: Final = frozenset(
    preposition + article
    for preposition in (
        "", "in", "for", "during", "over", "of", "by", "by late", "at", "through", ", for", ", in",
        "at the end of", "as of the end of", "in the whole of", "for all of", "during all of",
        "across", "range", "range for", "range in", "range by", "range at",
        "expected for", "expected in",
    )
    for article in ("", " the", " its", " all of", " each of", " just the")
) | {"the", "late", "later", "in late", "just", "only", "back in"}  # fmt: skip
_IT_EARNED: Final = re.compile(
    r",?(?: (?:that|which))? (?:it|they|the company|[A-Z][a-z]+) (?:had )?(?:earned|made|posted|reported|recorded|generated"
    r"|had|booked|spent|logged|took in|brought in|did|lost|delivered|saw)(?: (?:in|for|during))?(?: (?:the|its))?"
)
_GLOSS: Final = re.compile(r",? or (?:\$[\d.]+|[\d.]+ cents)(?: (?:per|a)(?: diluted)? share)?")
_RESULTS_OUT: Final = 30
"""Days after a quarter's end by which most large companies have reported it."""


def local_period(case: Case) -> Token | None:
    """The compared period that stands just before the figure: `去年同期的620亿`, `上季为83%`."""
    here = case.token
    if (behind := _compared_behind(case)) is not None:
        if case.reading.is_latin and behind.period and behind.period.relative == "last_quarter":
            prior = case.frame.previous
            opened = case.find(case.left, "from", "versus", "beat") is not None
            if not (opened or (prior is not None and prior.aside)) and _reports_no_quarter(case):
                return None  # `AMD's business made $3.5 billion last quarter`: the one it reported.
        return behind
    if _was_moved_from(case, trailing := trailing_period(case)):
        return trailing
    if (told := told_of_a_past_period(case.reading, case.index)) is not None:
        return told
    if case.reading.is_latin and case.left and case.left[-1].has("from"):
        gap = case.reading.text[case.left[-1].end : here.start].strip()
        if gap in ("", "about", "just", "the") and (told := trailing_period(case)) is not None:
            return told  # `recover to 72% from 61% in Q1`: what was is no outlook.
    if case.reading.is_latin and case.left and case.left[-1].has("beat"):
        stated = trailing_period(case)
        gap = case.reading.text[case.left[-1].end : here.start].strip()
        if stated is not None and stated.period and stated.period.year and gap in ("", "the"):
            return stated  # `$48 billion for FY26, well above the $20 billion of FY25`
    for token in reversed(case.left):
        if case.reading.is_latin and token.has("beat") and not token.has("versus"):
            return None  # `up 74% from a year earlier and above the $30 billion it had forecast`
        if token.period is not None and OF_A_TALK.match(case.reading.text, token.end):
            continue
        if token.period is not None:
            compared = token.period.comparison or token is case.frame.base
            return token if compared else None
        if token.has("up", "down", "yoy", "qoq", "to"):
            return None
    if here.depth and all(t.mark == "(" for t in case.left):
        # `相较去年同期(241亿美元)下降`: the parenthesis stands behind the compared period.
        before = [
            t
            for t in case.reading.tokens[: case.index]
            if t.depth < here.depth and t.mark != "("
        ]
        if before and before[-1].period is not None and before[-1].period.comparison:
            return before[-1]
    return None


def _compared_behind(case: Case) -> Token | None:
    """`from $6.2 billion, or 25 cents per share, a year earlier`: English says it behind the figure."""
    told = case.frame.previous
    share = (
        told is not None
        and told.measure == "share"
        and told.sentence == (case.reading.start, case.reading.end)
        and case.find(case.left, "from") is not None
    )
    if case.quantity.form == "amount" or case.metric in RATIOS or share:
        return (
            compared_behind(case.reading, case.index)
            or said_with_a_verb(case.reading, case.index)
            or _shared_behind(case.reading, case.index)
        )
    return None


def looks_ahead(case: Case, token: Token | None = None) -> bool:
    """Whether the figure looks ahead; what was expected of the reported quarter does not."""
    if case.kind == "reported" or (case.aside and case.find(case.left, "beat")):
        return False
    if case.kind == "guidance" and (case.aside or _past(case)):
        # The next quarter lies ahead, whenever it was guided for; another one has been.
        mention = token.period if token is not None else None
        bare = mention is not None and not (mention.year or mention.relative or mention.end_date)
        anchor = anchor_of(case.entity, case.state) if case.entity else None
        ahead = anchor is None or not anchor.quarter or (
            mention is not None and mention.part in (anchor.part, anchor.shift(1).part)
        )
        if not case.reading.is_latin:
            # `将于8月27日公布第二财季业绩,此前预计营收为450亿美元`
            ahead = token is not None and bool(
                results_to_come(
                    case.reading.text[case.reading.start : token.start], right_before=token.start - case.reading.start
                )
            )
        return bool(bare and ahead and mention and mention.part in QUARTERS)
    behind = case.kind_at is not None and case.kind_at.start >= case.token.end
    if behind and token is not None and THIS.match(token.text):
        return False  # `本季营收181亿,高过给出的160亿的展望`
    if (
        case.kind == "consensus"
        and token is not None
        and token.period is not None
        and case.entity
    ):
        anchor = anchor_of(case.entity, case.state)
        return anchor is None or token.period.part != anchor.part
    return True


def reported_quarter(case: Case) -> FiscalPeriod | None:
    """The quarter that the document reports of the figure's company."""
    assert case.entity
    return anchor_of(case.entity, case.state)


def period_of(case: Case, token: Token, *, outlook: bool | None = None) -> FiscalPeriod | None:
    """The fiscal period that a period mention means for the figure's company."""
    assert token.period is not None and case.entity
    if is_the_reported(case, token):
        return reported_quarter(case)
    token = _with_its_end(case, token)
    assert token.period is not None
    if (
        token.period.relative == "last_year"
        and token.period.part in (None, "FY")
        and token is case.frame.base
    ):
        topic = spoken_period(case)[0]
        if topic is not None:
            return topic.previous_year()
    if _was_moved_from(case, token):
        told = case.frame.previous
        assert told is not None and told.period is not None
        return told.period.previous_year()
    if (
        token.period.relative == "last_quarter"
        and token.period.year is None
        and token is not case.frame.period_at
    ):
        topic = spoken_period(case)[0]
        ahead = looks_ahead(case) and (case.reading.is_latin or token is not case.frame.base)
        if topic is not None and topic.quarter and not topic.ttm and not ahead:
            return topic.shift(-1)  # `预计毛利率71%,低于上一季的73.5%`: the quarter before the guided one.
    return resolve_period(
        token,
        case.entity,
        case.state,
        outlook=looks_ahead(case, token) if outlook is None else outlook,
        base=spoken_period(case)[0] if token.period.comparison else None,
    )


def is_the_reported(case: Case, token: Token) -> bool:
    """`上季营收`: the reported quarter where the document calls the running one `本季`, or reports none.

    Rejected: `较上季`, `上季为73%`, which say what a figure is compared with.
    """
    period = token.period
    if period is None or period.relative != "last_quarter" or period.year is not None:
        return False
    other = _reports_no_quarter(case)
    if not (other or case.state.running or case.state.in_heading):
        return False
    if case.kind != "reported" and not other:
        return False
    told = case.frame.previous
    if other and told is not None and told.sentence == (case.reading.start, case.reading.end):
        if told.entity == case.entity and told.period_text is not None and told.period_text[1] <= token.start:
            return False  # `美光二季度净利润7.9亿,而上一季度亏损12.3亿`: the one before the quarter just named.
    if token not in case.reading.tokens:
        return other
    at = case.reading.tokens.index(token)
    before = case.reading.tokens[at - 1] if at else None
    if before is not None and before.has("versus", "from", "beat"):
        return False
    if other and token is case.frame.period_at:
        return True
    following = next((t for t in case.reading.tokens[at + 1 : at + 2] if not t.mark), None)
    return following is not None and following.has("metric", "segment", "gaap", "non_gaap")


def _reports_no_quarter(case: Case) -> bool:
    """Whether another company's anchor is only its last quarter, ended so long ago that its results are out."""
    anchor, published = reported_quarter(case), case.state.published
    here = (case.reading.start, case.reading.end)
    last = {t.start for t in case.reading.tokens if t.period and t.period.relative == "last_quarter"}
    if not case.reading.is_latin and any(
        d.entity == case.entity and d.period == anchor and d.sentence == here and not d.aside
        and (d.period_text is None or d.period_text[0] not in last)
        for d in case.state.drafts[-8:]
    ):
        return False  # `分部毛利率23.2%,经营亏损5亿元,上个季度亏损7亿元`: the sentence tells of the reported one.
    if case.entity in (None, case.state.subject) or case.entity in case.state.reporting:
        return False
    if anchor is None or published is None:
        return False
    return (published - case.state.calendar(case.entity).dates(anchor)[1]).days >= _RESULTS_OUT


def _with_its_end(case: Case, token: Token) -> Token:
    """`上季(截至10月26日)`: the parenthesis behind a relative period says when it ended."""
    at = case.reading.tokens.index(token) if token in case.reading.tokens else -1
    behind = case.reading.tokens[at + 1 : at + 3] if at >= 0 else []
    if len(behind) < 2 or behind[0].mark != "(" or behind[0].start != token.end:
        return token
    ended = behind[1].period
    dated = ended is not None and (ended.end_date or ended.end_month_day)
    return behind[1] if dated else token


def spoken_period(case: Case) -> tuple[FiscalPeriod | None, Token | None, str]:
    """The period spoken of, before any comparison, the words that say it, or what it is taken from."""
    assert case.entity
    token = trailing_period(case) or case.frame.period_at
    if token is not None and token.start >= case.token.end:
        meant = counted_from_the_story(case.reading, token, case.frame, case.state)
        token.period = meant or token.period
    told = case.frame.previous
    if told is None and (case.reading.is_latin or case.bound == "last"):
        told = case.frame.last
    if case.frame.echo and case.frame.last is not None and case.kind != "reported":
        if token is None or token.start < case.reading.start or token.period.comparison:  # type: ignore[union-attr]
            return case.frame.last.period, None, "the figure before"
    if token is None and case.kind == "guidance" and case.frame.outlook_at is not None:
        token = case.frame.outlook_at
    if (
        token is not None
        and case.aside
        and told is not None
        and told.period_text == (token.start, token.end)
    ) and told.sentence == (case.reading.start, case.reading.end):
        return told.period, token, ""
    if token is not None and case.kind == "consensus" and token.start >= case.reading.start:
        # `本季毛利率74.6%,低于上季的75.1%,符合市场预期(74.5%)`: expected of the quarter that was reported.
        span = (token.start, token.end)
        for draft in case.state.drafts[-4:]:
            here = draft.sentence == (case.reading.start, case.reading.end)
            if here and draft.period_text == span and draft.kind == "reported":
                return draft.period, token, ""
    if (
        case.kind == "consensus"
        and (case.aside or case.bound == "last" or (case.reading.is_latin and _goes_with(case, told)))
        and told is not None
        and told.kind == "guidance"
        and (token is None or token.start < case.reading.start or not case.reading.is_latin or token.end <= told.start)
        and (
            case.bound == "last"
            or case.reading.is_latin
            or told.sentence == (case.reading.start, case.reading.end)
        )
    ):
        # What the market expected of the very quarter that is guided.
        return told.period, None, "the figure before"
    if (ends := _by_the_year_end(case, token)) is not None:
        return *ends, ""
    if token is not None and token.period is not None:
        if is_the_reported(case, token):
            return reported_quarter(case), token, ""
        period = resolve_period(
            _with_its_end(case, token), case.entity, case.state, outlook=looks_ahead(case, token), base=None
        )
        if _is_of_another(case, token, period):
            return reported_quarter(case), None, "the quarter that the document reports"
        if period is not None and _runs_now(case, token, period):
            period = period.shift(1)
        if period is not None and period.part in _LONGER and _single_quarter(case, token):
            if not case.reading.is_latin:
                case.frame.period_at = None  # What comes next is of the quarter too.
            return anchor_of(case.entity, case.state), None, "the quarter that the document reports"
        if period is not None and _so_far(case, token, period):
            anchor = reported_quarter(case)
            assert anchor is not None
            return FiscalPeriod(anchor.year, TO_DATE[anchor.part]), token, ""
        return period, token, ""
    above = case.state.section_period_at
    if above is not None and above.period is not None:
        period = resolve_period(
            above, case.entity, case.state, outlook=looks_ahead(case, above), base=None
        )
        return period, None, f"the lines above («{above.text}»)"
    anchor = anchor_of(case.entity, case.state)
    if anchor is None:
        return None, None, "a document that names no quarter and no date"
    guided = case.kind_at is not None and case.kind_at.has("guidance") and case.reading.is_latin
    if guided and case.kind == "guidance" and case.frame.awaits and case.kind_at.text in _GUIDED:  # type: ignore[union-attr]
        return anchor, None, "the quarter whose results are to come"
    if guided and case.kind in ("consensus", "estimate") and not case.aside:
        return anchor.shift(1), None, "the quarter after the one that the document reports"
    then = case.reading.is_latin and case.state.told_on is not None  # `In October it had guided for …`
    if case.kind == "guidance" and not case.aside and (then or not _past(case)):
        return anchor.shift(1), None, f"the quarter after the one that the document reports, {anchor}"
    return anchor, None, "the quarter that the document reports"


def _is_of_another(case: Case, token: Token, period: FiscalPeriod | None) -> bool:
    """`微软2026财年一季度资本开支349亿;亚马逊收入330亿`: a fiscal quarter said of a company named before this one."""
    whose, mention = case.frame.entity_at, token.period
    if whose is None or period is None or mention is None or not mention.fiscal or case.reading.is_latin:
        return False
    if not case.reading.start <= token.start < whose.start or period.quarter is None or case.kind != "reported":
        return False
    anchor = reported_quarter(case)
    named = {t.get("company") for t in case.reading.tokens if t.has("company") and t.start < token.start}
    return anchor is not None and period.index > anchor.index and bool(named - {None, case.entity})


def _runs_now(case: Case, token: Token, period: FiscalPeriod) -> bool:
    """`公司预计本季度营收540亿美元` behind the results of a quarter: the quarter that has begun.

    Rejected: a former outlook for the reported quarter, an outlook in a text without its results.
    """
    assert token.period is not None
    if token.period.relative != "this_quarter" or token.period.year or not looks_ahead(case, token):
        return False
    if case.kind != "guidance":
        return False
    here = token.start >= case.reading.start and token.clause == case.token.clause
    if not here and token is not case.frame.outlook_at:
        return False
    return any(
        d.entity == case.entity
        and d.period == period
        and d.kind == "reported"
        and d.measure == "level"
        for d in case.state.drafts
    )


def _single_quarter(case: Case, token: Token) -> bool:
    """`全年营收374亿美元。HBM单季收入接近20亿美元`: of one quarter, in words of its own clause."""
    start = max(token.end, case.clause[0].start - 8 if case.clause else token.end)
    text = case.reading.text[min(start, case.token.start) : case.token.start]
    elsewhere = token.start < case.reading.start or token.clause != case.token.clause
    return case.kind == "reported" and elsewhere and "单季" in text


def _so_far(case: Case, token: Token, year: FiscalPeriod) -> bool:
    """`今年累计资本开支达595亿元`, `2026财年至今营收908亿美元`: a running year up to the reported quarter."""
    anchor = reported_quarter(case)
    if case.kind != "reported" or case.reading.is_latin or year.part != "FY":
        return False
    if anchor is None or anchor.part not in ("Q1", "Q2", "Q3") or year.year != anchor.year:
        return False
    start = max(token.end, case.clause[0].start - 4 if case.clause else token.end)
    return token.start >= case.reading.start and bool(
        _SO_FAR.search(case.reading.text, min(start, case.token.start), case.token.start)
    )


def _by_the_year_end(case: Case, stated: Token | None) -> tuple[FiscalPeriod, Token] | None:
    """`年底毛利率将回到75%左右`: an outlook for the end of the year, unless a period is said with the words."""
    words = case.find(case.clause, "year_end")
    if words is None or not looks_ahead(case):
        return None
    if stated is not None and stated.start >= case.reading.start and stated.clause == words.clause:
        return None
    calendar = case.state.calendar(case.entity or "")
    day, anchor = case.state.published, reported_quarter(case)
    if day is None and anchor is not None:
        day = calendar.dates(anchor)[1] + _RESULTS_AFTER
    if day is None:
        return None
    return calendar.quarter_containing(date(day.year, 12, 31)).fiscal_year, words


def _goes_with(case: Case, told: Draft | None) -> bool:
    """`It guided to $32.5 billion. Analysts expect revenue of $31.8 billion`: of the very same quarter."""
    return told is not None and told.metric == case.metric


def trailing_period(case: Case) -> Token | None:
    """`can approach $7 billion this year`: English says the period behind the figure too."""
    if not case.token.text.isascii():
        return None
    at = case.token.end
    if case.quantity.form != "amount" and (grown := _grown_to(case)) is not None:
        return grown
    if case.quantity.form not in ("amount", "percent"):
        return None
    if match := _OF_ONE_SHARE.match(case.reading.text, at):
        at = match.end()
    if (gloss := _OR_A_SHARE.match(case.reading.text, at)) is not None:
        said = [t for t in case.reading.tokens[case.index + 1 :] if t.start >= gloss.end()][:1]
        if said and (told := said[0].period) is not None and not told.comparison:
            gap = case.reading.text[gloss.end() : said[0].start].strip()
            return said[0] if gap in _IN_A_PERIOD else None
    following = case.reading.tokens[case.index + 1 : case.index + 3]
    per_share = _OF_ONE_SHARE.match(case.reading.text, case.token.end) is not None
    if len(following) == 2 and following[0].mark == "," and (case.kind != "reported" or per_share):
        # `$8.7 billion, plus or minus $200 million, for the fiscal first quarter`
        comma, behind = following
        gap = case.reading.text[comma.end : behind.start].strip()
        period = behind.period
        if period is not None and not period.comparison and (
            gap in ("for the", "in the", "for", "in", "of")
            or (not gap and behind.text.lower().startswith("late"))
        ):
            return behind
    for token in case.right:
        gap = case.reading.text[at : token.start]
        if not case.reading.is_latin and token.period is not None and not token.text.isascii():
            return None  # `净利增长28.9% 四季度收入…`: in Chinese a period stands before what is of it.
        if token.period is not None and not token.period.comparison and gap.isascii():
            if case.quantity.form == "percent" and gap.strip().startswith("over"):
                return None
            return token if gap.strip().removesuffix(" late") in _IN_A_PERIOD else None
        if token.has("metric") and re.search(r"\band\b", gap):
            return None  # `$3.0 billion and capex for FY25 …` goes on about something else.
        bought = token.has("other") and case.metric == "share_repurchases"
        within = case.quantity.form == "amount" and token.has("from")  # `of revenue from HBM in`
        plunge = case.quantity.form == "percent" and token.has("up", "down") and gap == " "
        if not bought and not within and not plunge and not token.has(
            "metric", "segment", "suffix", "own", "anaphor_company", "total", "product", "geography",
            "gaap", "non_gaap", "yoy", "qoq", "expect",
        ):  # fmt: skip
            return None
        at = token.end
    return _shared_period(case)


def _shared_period(case: Case) -> Token | None:
    """`$130 billion in revenue and $73 billion in net income in fiscal 2025`: one period for both."""
    behind = case.reading.tokens[case.index + 1 :]
    second = next((t for t in behind if t.quantity is not None), None)
    if second is None or case.quantity.form != "amount" or second.quantity.form != "amount":  # type: ignore[union-attr]
        return None
    if any(t.period is not None for t in case.reading.tokens[: case.index]):
        return None
    if _IN_AND.fullmatch(case.reading.text, case.token.end, second.start) is None:
        return None
    rest = behind[behind.index(second) + 1 :][:3]
    period = next((t for t in rest if t.period is not None and not t.period.comparison), None)
    if period is None or not rest[0].has("metric"):
        return None
    return period if case.reading.text[rest[0].end : period.start].strip() in _IN_A_PERIOD else None


def _grown_to(case: Case) -> Token | None:
    """`tripled (up 220%) to $12.2 billion in fiscal 2024`: the amount's period is that of its growth."""
    tokens = case.reading.tokens
    at, i = case.token.end, case.index + 1
    while i < len(tokens) and tokens[i].depth > case.token.depth:
        at, i = tokens[i].end, i + 1
    if i < len(tokens) and tokens[i].has("up", "down") and case.reading.text[at : tokens[i].start] == " ":
        at, i = tokens[i].end, i + 1  # `77% growth to $18 billion this fiscal year`
    if i + 2 >= len(tokens) or not tokens[i].has("to") or tokens[i + 1].quantity is None:
        return None
    amount, period = tokens[i + 1], tokens[i + 2]
    if case.reading.text[at : tokens[i].start].strip() or amount.quantity.form != "amount":  # type: ignore[union-attr]
        return None
    if period.period is None or period.period.comparison:
        return None
    gap = case.reading.text[amount.end : period.start].strip()
    return period if gap in _IN_A_PERIOD else None


def _was_moved_from(case: Case, token: Token | None) -> bool:
    """`rose to 74.6% from 74% last year`: the year before is that of the very quarter."""
    told = case.frame.previous
    return (
        token is not None
        and token.period is not None
        and token.period.relative == "last_year"
        and token.period.part in (None, "FY")
        and case.reading.is_latin
        and case.find(case.left, "from") is not None
        and told is not None
        and told.period is not None
        and told.sentence == (case.reading.start, case.reading.end)
    )


def _past(case: Case) -> bool:
    """Whether what is expected was expected before: `此前指引`; not `on track to exceed its previous …`."""
    past = case.find(case.clause, "past")
    return past is not None and not any(
        t.has("expect") and not t.has("past") for t in case.clause if t.end <= past.start
    )


def compared_behind(reading: Reading, index: int) -> Token | None:
    """The compared period that English says behind a level, and behind what is said once more of it.

    Accepted: `$13.5 billion a year earlier`, `$6.2 billion, or 25 cents per share, in the prior quarter`.
    Rejected: `up 15% from the prior quarter` (a base), anything in a sentence that is not English.
    """
    at = reading.tokens[index].end
    if not reading.is_latin:
        return None
    before = reading.tokens[index - 1] if index else None
    against = before is not None and before.has("versus", "from") and not before.mark
    again = False
    if match := _OF_ONE_SHARE.match(reading.text, at):
        at = match.end()
    for place, token in enumerate(reading.tokens[index + 1 :], index + 1):
        gap = reading.text[at : token.start].strip()
        if token.period is not None:
            if token.period.relative == "same_period" and gap in _IN_A_PERIOD:
                return same_quarter_of(reading, place)
            compared = token.period.comparison or (against and token.period.relative is None)
            gap = gap.removeprefix("on that basis").strip()
            return token if compared and gap in _IN_A_PERIOD else None
        if token.quantity is not None:
            if gap not in ("or", ", or") or token.quantity.form not in ("amount", "percent"):
                return None
            again = True
        elif not (
            token.mark == ","
            or (token.has("metric", "gaap", "non_gaap") and gap in ("", "in", "of"))
        ):
            return None
        elif token.mark and again and gap:
            again = gap in ("per share", "a share", "per diluted share")
            if not again:
                return None
        at = token.end
    return None


def same_quarter_of(reading: Reading, index: int) -> Token | None:
    """`from 59.0% in the same quarter of 2024`: of the year before; a year behind it says no more."""
    token = reading.tokens[index]
    year = next(iter(reading.tokens[index + 1 : index + 2]), None)
    if year is None or year.period is None or not year.period.year or token.period is None:
        return None
    if reading.text[token.end : year.start].strip() not in ("of", "in", "in fiscal", "of fiscal"):
        return None
    period = replace(token.period, relative="same_quarter_last_year", comparison=True)
    return replace(token, period=period)


def said_with_a_verb(reading: Reading, index: int) -> Token | None:
    """`less than half of the $3.0 billion it made in the fourth quarter of fiscal 2022`: the period of that figure."""
    here = reading.tokens[index]
    if not reading.is_latin or here.quantity is None or here.quantity.form not in ("amount", "percent"):
        return None
    at = here.end
    if (share := _OF_ONE_SHARE.match(reading.text, at)) is not None:
        at = share.end()
    if (gloss := _GLOSS.match(reading.text, at)) is not None:
        at = gloss.end()
    match = _IT_EARNED.match(reading.text, at)
    if match is None:
        return None
    behind = next((t for t in reading.tokens[index + 1 :] if t.start >= match.end() - 4 and t.period), None)
    if behind is None or behind.period is None or behind.start > match.end() + 5:
        return None
    fixed = behind.period.comparison or behind.period.year is not None
    return behind if fixed else None


def _shared_behind(reading: Reading, index: int) -> Token | None:
    """`saw revenue of $39 billion and EPS of $0.89 in the same quarter last year`: of both figures."""
    here = reading.tokens[index]
    if not reading.is_latin or any(t.period is not None for t in reading.tokens[:index]):
        return None
    behind = reading.tokens[index + 1 :]
    second = next((t for t in behind if t.quantity is not None), None)
    if second is None or any(t.mark or t.period is not None for t in behind[: behind.index(second)]):
        return None
    if not reading.text.startswith(" and ", here.end):
        return None
    between = behind[: behind.index(second)]
    if not any(t.has("metric") for t in between) or any(t.has("from", "versus", "up", "down") for t in between):
        return None
    return compared_behind(reading, reading.tokens.index(second))
