"""Reads the tokens of a sentence in order: words fill the frame, a quantity takes what it needs from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from nvdx.extractors import lists
from nvdx.extractors.case import OF_A_TALK, RATIOS, Case, anchor_of, build_case, compared_behind
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.english import asides, supposes, whom_it_knows
from nvdx.extractors.growth import growth, ratio_change
from nvdx.extractors.guidance import read_speaker
from nvdx.extractors.margin import is_base_of_ratio, ratio_level, ratio_of_revenue
from nvdx.extractors.reading import Reading, explained
from nvdx.extractors.restated import restated
from nvdx.extractors.revenue import amount
from nvdx.extractors.segment import (
    SEGMENT_METRICS,
    is_whole,
    is_whole_of_share,
    read_part,
    segment_id,
    whole_of,
)
from nvdx.extractors.share import share_of_revenue
from nvdx.extractors.shareholders import per_share, returned
from nvdx.extractors.state import NOBODY, DocumentState, Frame, Scope
from nvdx.extractors.subject import read_company
from nvdx.fiscal import QUARTERS, FiscalPeriod
from nvdx.mentions.scan import Token

__all__ = ["RULES", "Decision", "link_sentence"]

Rule = Callable[[Case], Draft | Refusal | None]
Decision = tuple[Token, Draft | Refusal]
_Opened = tuple[Scope, Token | None, str | None, Token | None]
"""What an opened parenthesis found: scope, period, kind and the word of the kind."""

RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "amount": (restated, per_share, returned, amount),
    "percent": (ratio_of_revenue, share_of_revenue, ratio_level, growth),
    "points": (ratio_change,),
    "multiple": (growth,),
    "double": (growth,),
    "flat": (growth,),
}
"""Which rules read which form of quantity, in order; the first that does not pass decides."""


def link_sentence(reading: Reading, frame: Frame, state: DocumentState) -> Iterator[Decision]:
    """Reads one sentence and says of each quantity what record it is or why it is none.

    Args:
        reading: the sentence.
        frame: what the paragraph has set; read on, and left as the sentence leaves it.
        state: the document so far.
    """
    given = lists.assignments(reading)
    _goes_on_with_the_outlook(reading, frame)
    stack: list[_Opened] = []
    passing = asides(reading)
    drafts: list[Draft] = []
    refused: Token | None = None
    for index, token in enumerate(reading.tokens):
        if token.quantity is not None:
            if token.quantity.form == "tolerance":
                lists.spread_tolerance(drafts, reading, index)
                continue
            if refused is not None and _grew_from(reading, refused, index):
                yield token, Refusal("its-figure-is-no-record")
                continue
            refused = None
            for decision in _decide(reading, index, frame, state, given.get(index), drafts):
                outcome = decision[1]
                if isinstance(outcome, Refusal) and outcome.reason in _NOT_OURS:
                    refused = token
                if isinstance(outcome, Draft):
                    drafts.append(outcome)
                    frame.previous = outcome
                    period = outcome.period
                    if outcome.kind == "guidance" and not outcome.aside and period is not None:
                        frame.quarterly = frame.quarterly or period.quarter is not None
                    if outcome.entity == frame.entity:
                        frame.entity_line = frame.line
                    if not outcome.aside and not token.depth:
                        frame.last = outcome
                yield decision
        elif token.period is not None:
            _read_period(reading, index, frame, state)
        elif token.mark:
            _read_mark(reading, index, frame, stack, state)
        elif _said_in_aside(reading, token, passing):
            continue
        else:
            _read_word(reading, index, frame, state)


def _said_in_aside(reading: Reading, token: Token, passing: list[tuple[int, int]]) -> bool:
    """A word in an aside that says nothing of the figures around the aside; `passing` holds their spans."""
    within = [start for start, end in passing if start < token.start < end]
    if token.has("metric", "other", "segment", "product", "customer", "geography"):
        return bool(within)
    named = token.has("company", "person", "stranger", "group")
    return named and any(whom_it_knows(reading, start) for start in within)


_REFLECTS: Final = re.compile(
    r"(?:This|That|It|The midpoint|At the midpoint|At the midpoint, this|These)\b[^.;,]{0,40}?"
    r"\b(?:reflects?|represents?|implies|imply|equates|translates|corresponds|would be)\b"
)


def _goes_on_with_the_outlook(reading: Reading, frame: Frame) -> None:
    """`This reflects 8% to 15% growth`: what the outlook of the sentence before comes to is an outlook too."""
    last = frame.last
    if last is None or last.kind != "guidance" or not reading.is_latin or not reading.tokens:
        return
    if _REFLECTS.match(reading.text, reading.start):
        frame.kind, frame.kind_at = "guidance", reading.tokens[0]


_NOT_OURS: Final = frozenset({"out-of-scope", "no-metric", "total-not-per-share", "paid-not-returned"})


def _grew_from(reading: Reading, amount: Token, index: int) -> bool:
    """`TAC was $13.4 billion, up 7%`: growth with nothing of its own is that of the amount before it."""
    token = reading.tokens[index]
    if not reading.is_latin or amount.quantity is None or amount.quantity.form != "amount":
        return False
    if token.quantity is None or token.quantity.form == "amount":
        return False
    between = [t for t in reading.tokens[:index] if t.start >= amount.end]
    return all(
        t.mark == "," or t.period is not None or t.has("up", "down", "yoy", "qoq", "from", "versus")
        for t in between
    )


def _decide(
    reading: Reading,
    index: int,
    frame: Frame,
    state: DocumentState,
    given: lists.Assignment | None,
    drafts: list[Draft],
) -> Iterator[Decision]:
    token = reading.tokens[index]
    assert token.quantity is not None
    case = build_case(reading, index, frame, state)
    opened, closed = (
        case.reading.text.rfind(mark, case.reading.start, token.start) for mark in "《》"
    )
    if opened > closed:
        yield token, Refusal("title-of-another-text")
        return
    if _CREDIT.search(case.reading.text, case.reading.start, token.start):
        yield token, Refusal("title-of-another-text")
        return
    if reading.row_length(index) >= _ROW:
        yield token, Refusal("row-of-a-text-table")
        return
    if frame.span or _over_years(case) or _of_years_together(case, given):
        yield token, Refusal("several-years-together")
        return
    if token.quantity.form == "amount" and any(t.has("per_unit") for t in reading.tokens[:index]):
        yield token, Refusal("per-unit")
        return
    if _at_another_time(case):
        yield token, Refusal("another-time")
        return
    if (refusal := _of_something_else(case)) is not None:
        yield token, refusal
        return
    # `假设收入回落到270亿,净利率20%,那就是54亿利润`: a Chinese sentence goes on supposing.
    supposed = case.clause if reading.is_latin else reading.tokens[:index]
    if any(t.has("hypothesis") and not _of_a_rate(reading, t) for t in supposed) or (
        reading.is_latin and supposes(reading.text, reading.start, token.start)
    ):
        yield token, Refusal("hypothesis")
        return
    if _set_against(case):
        yield token, Refusal("compared-with-another-figure")
        return
    if _years_ago(reading, index):
        yield token, Refusal("years-ago")
        return
    if _earlier_value(case):
        yield token, Refusal("earlier-value-without-period")
        return
    if case.entity is None:
        yield token, Refusal("nobody-we-know")
        return
    if reading.is_latin and token.quantity.form == "amount" and _of_a_group(reading, index):
        yield token, Refusal("several-companies-together")
        return
    given = given or {}
    owner = given.get("figure")
    if owner is not None:
        whose = next((d for d in drafts if d.start == owner.start), None)
        if whose is None:
            yield token, Refusal("its-figure-is-no-record")
            return
        if whose.aside:
            # `…,预期分别为287亿和150亿,同比分别增长122%和168%`: what grew is what was reported.
            whose = next(
                (
                    d
                    for d in reversed(drafts)
                    if not d.aside
                    and (d.measure, d.metric, d.segment) == ("level", whose.metric, whose.segment)
                ),
                whose,
            )
    _assign(case, given)
    place = None if given else lists.alike(reading, index)
    twin_of = _compared_in_place(case, drafts, place)
    if twin_of is not None:
        for name, at in (("metric", "metric"), ("segment", "segment"), ("product", "product")):
            span = twin_of.evidence.get(at)
            word = next((t for t in reading.tokens if span and t.start == span[0]), None)
            setattr(case.scope, name, word)
        case.entity = twin_of.entity
    outcome: Draft | Refusal | None = None
    for rule in RULES[token.quantity.form]:
        outcome = rule(case)
        if outcome is not None:
            break
    if outcome is None:
        outcome = (
            _next_share(case, given, drafts)
            or _next_growth(case, given, drafts)
            or Refusal("nothing-governs-it")
        )
    if isinstance(outcome, Draft) and twin_of is not None:
        outcome.metric, outcome.basis, outcome.unit = twin_of.metric, twin_of.basis, twin_of.unit
        outcome.aside = True
        first = drafts[-1]
        if place is not None and place[0] and first.aside:
            outcome.period, outcome.period_text = first.period, first.period_text
            outcome.kind = first.kind
    if isinstance(outcome, Draft):
        _look_ahead(case, outcome)
    listed = given or any(d.segment is not None for d in drafts)
    if isinstance(outcome, Draft) and not listed and _parts_together(case, outcome):
        outcome = Refusal("several-parts-together")
    if isinstance(outcome, Draft) and _no_horizon(case, outcome):
        outcome = Refusal("outlook-without-horizon")
    if isinstance(outcome, Draft):
        if not outcome.aside and not token.depth:
            frame.last_scope = case.scope.copy()
        if owner is not None and whose is not None:
            for name in (
                "metric",
                "segment",
                "product",
                "geography",
                "customer",
                "period",
                "period_text",
                "kind",
                "entity",
            ):
                setattr(outcome, name, getattr(whose, name))
            outcome.inherited["metric"] = f"the figure it is said of («{owner.text}»)"
        yield from _several(case, outcome, given, drafts)
    else:
        yield token, outcome


_THEN: Final = re.compile(
    r"那时候?|当时|彼时|那会儿|那一年|那年|那个季度|再过一年|又过了?一年|过了一年"
    r"|(?<![一二两三四五六七八九十\d])次年|翌年|第二年"
)


def _at_another_time(case: Case) -> bool:
    """`那时候游戏占一半以上`, `再过一年,收入又翻了一番`: of a time that the sentence does not say.

    Accepted: `那一年(2024财年),公司营收609亿`, where a period stands behind the words; what was expected then.
    """
    if case.reading.is_latin or case.kind != "reported":
        return False
    said = list(_THEN.finditer(case.reading.text, case.reading.start, case.token.start))
    words = said[-1] if said else None
    if words is None or "\n" in case.reading.text[words.end() : case.token.start]:
        return False
    return not any(
        t.period is not None
        and (t.period.year is not None or t.period.end_date is not None)
        and words.start() - t.end <= _DATED_WITHIN
        and t.start < case.token.start
        for t in case.reading.tokens
    )


_DATED_WITHIN: Final = 4
"""Code points between a year and the words that take it up again: `2016年,那时候…`."""


_RATE: Final = re.compile(r"(?:兑|汇率)[^,。;]{0,24}$")


def _of_a_rate(reading: Reading, hypothesis: Token) -> bool:
    """`以1美元兑30.6元新台币假设,毛利率…`: an outlook's exchange rate is no supposition about its figures."""
    return _RATE.search(reading.text, reading.start, hypothesis.start) is not None


_COMPARED: Final = re.compile(r"的?(?:营收|收入|规模)?(?:相?比(?![重例率])|相较)")
_WITH: Final = re.compile(r"(?:跟|和|与|同)[^,。;\n]{1,14}$")


def _set_against(case: Case) -> bool:
    """`跟辉达一季184亿比`: the figure that another one is set against, with no period of a comparison."""
    if not _COMPARED.match(case.reading.text, case.token.end) or case.local_period() is not None:
        return False
    return _WITH.search(case.reading.text, case.reading.start, case.token.start) is not None


def _of_a_group(reading: Reading, index: int) -> bool:
    """`Microsoft, Alphabet, Amazon and Meta will spend $200 billion`: three companies or more share no figure."""
    length, at = 0, -1
    for token in reading.tokens[:index]:
        if token.quantity is not None or token.has("respectively", "each"):
            length, at = 0, -1
        elif token.has("company"):
            joined = at >= 0 and reading.text[at : token.start].strip() in (",", "and", ", and", "&")
            length, at = (length + 1 if joined else 1), token.end
            if length >= _GROUP:
                return not any(
                    t.has("respectively", "each") or t.has("company") for t in reading.tokens[index:]
                ) and not any(t.has("company") for t in reading.tokens[:index] if t.start > at + 60)
    return False


_GROUP: Final = 3


def _compared_in_place(
    case: Case, drafts: list[Draft], place: tuple[int, int] | None
) -> Draft | None:
    """The level that a figure of a list stands beside: `去年同期分别为135亿和62亿`."""
    if place is None:
        return None
    at, count = place
    levels = [d for d in drafts if d.measure == "level" and d.end <= case.token.start]
    earlier = levels[: len(levels) - at][-count:]
    percent = case.quantity.form == "percent"
    if len(earlier) < count or any((d.unit == "percent") != percent for d in earlier):
        return None
    return earlier[at]


def _next_growth(case: Case, given: lists.Assignment, drafts: list[Draft]) -> Draft | None:
    """`2021、2022财年营收…,增速达到53%和61%`: the word of growth stands before the first of a list only."""
    first = drafts[-1] if drafts else None
    if first is None or case.quantity.form != "percent" or not given or first.value is None:
        return None
    joined = case.reading.text[first.end : case.token.start].strip() in ("、", "和", "与", "及", "/")
    if first.measure not in ("yoy", "qoq", "change") or first.unit != "percent" or not joined:
        return None
    number = case.quantity.value
    if number is None:
        return None
    return case.draft(
        "growth.listed", first.metric, measure=first.measure, unit="percent", kind=first.kind,
        value=-abs(number) if first.value < 0 else number,
    )  # fmt: skip


_YEARS_AGO: Final = re.compile(r"(?:[两二三四五六七八九十]|(?<!\d)\d{1,2})年(?:多)?(?:之|以)?前(?!后|三|3|半|两)")


def _years_ago(reading: Reading, index: int) -> bool:
    """`四年前,它的年收入不过595亿元`: a year that only the reader could count, until a period is named."""
    here = reading.tokens[index].start
    said = list(_YEARS_AGO.finditer(reading.text, reading.start, here))
    if not said:
        return False
    return not any(
        t.period is not None and t.period.relative != "same_period"
        for t in reading.tokens[:index]
        if t.start >= said[-1].start()
    )


_AND: Final = frozenset({"、", "和", "与", "及", "以及", "/", "和的"})


def _parts_together(case: Case, draft: Draft) -> bool:
    """`云业务和YouTube将达到1000亿美元的营收`: one figure for two segments is neither's.

    Rejected: `均增长9%` (each), a list that `分别` assigns, a business named again in its own segment.
    """
    word = case.scope.segment
    if draft.segment is None or word is None or case.reading.is_latin:
        return False
    if case.find(case.clause, "each", "respectively"):
        return False
    tokens = case.reading.tokens
    at = next((i for i, t in enumerate(tokens) if t is word), 0)
    while at and tokens[at - 1].has("suffix") and not tokens[at - 1].has("segment"):
        at -= 1
    before = tokens[at - 1] if at else None
    joiner = case.reading.text[before.end : word.start] if before is not None else ""
    if before is not None and before.mark == "、" and at > 1:
        before, joiner = tokens[at - 2], "、"
    elif before is not None and before.text in _AND and at > 1:
        before, joiner = tokens[at - 2], before.text
    if before is None or joiner.strip() not in _AND:
        return False
    if before.has("suffix") and not before.has("segment"):
        before = tokens[tokens.index(before) - 1]
    other = segment_id(before, draft.entity)
    return (
        other is not None
        and other != draft.segment
        and not other.startswith(f"{draft.segment}.")
        and not draft.segment.startswith(f"{other}.")
    )


def _of_years_together(case: Case, given: lists.Assignment | None) -> bool:
    """`在2025和2026年有5000亿美元的收入`: one amount of two years, where no list gives each its own."""
    at = case.frame.period_at
    return (
        at is not None
        and at.period is not None
        and len(at.period.years) > 1
        and case.quantity.form == "amount"
        and at.start >= case.reading.start
        and not given
        and sum(t.quantity is not None for t in case.reading.tokens) == 1
    )


def _next_share(case: Case, given: lists.Assignment, drafts: list[Draft]) -> Draft | None:
    """`数据中心、游戏占比分别为87.5%、9.6%`: the cue of a share stands before the first of a list only."""
    first = drafts[-1] if drafts else None
    if first is None or first.measure != "share" or case.quantity.form != "percent":
        return None
    if not given.keys() & {"segment", "product", "geography"}:
        return None
    return case.draft(
        "share.listed", "revenue", measure="share", unit="percent", share_of=first.share_of
    )


def _look_ahead(case: Case, draft: Draft) -> None:
    """A period after the one that is reported has no results yet: its figure is an outlook."""
    anchor = anchor_of(draft.entity, case.state)
    period = draft.period
    if draft.metric in ("dividend_per_share", "repurchase_authorization"):
        return
    if period is not None and period.ttm and draft.kind in ("guidance", "estimate"):
        draft.kind = "reported"  # The company's own estimate of what has passed.
    if anchor is None or period is None or period.ttm:
        return
    if (
        draft.kind == "guidance"
        and not draft.aside
        and _is_over(period, anchor)
        and (
            _said_before(case)
            or _from_a_past_year(case)
            or _RECORD.search(_clause_before(case))
        )
        and not _foretold(case, draft)
    ):
        draft.kind = "reported"
    if draft.kind != "reported":
        return
    running = (
        period.part == "FY"
        and period.year == anchor.year
        and anchor.quarter != 4
        and draft.measure != "run_rate"
        and not case.find(case.clause, "done")
    )
    later = running or (
        period.index > anchor.index if period.quarter else period.year > anchor.year
    )
    if later and (
        case.state.published is None
        or case.state.calendar(draft.entity).dates(period)[1] > case.state.published
    ):
        at = case.frame.speaker_at
        near = at is not None and case.token.start - at.end < _SPEAKER_WITHIN
        draft.kind = case.frame.speaker or "guidance" if near else "guidance"
        if draft.kind == "guidance" and not near and case.is_private():
            draft.kind = "estimate"  # Nobody guides the market of a company that is not listed.
        draft.inherited["kind"] = "its period, which has not ended"


def _from_a_past_year(case: Case) -> bool:
    """`will increase from 24% in fiscal 2025 to …`: what an outlook starts from has been."""
    start = case.find(case.left, "from")
    return bool(start) and case.reading.is_latin and case.trailing_period() is not None


_RECORD: Final = re.compile(r"纪录|记录|最高|峰值|高点")


def _clause_before(case: Case) -> str:
    """The clause before the figure, as it is written."""
    start = case.clause[0].start if case.clause else case.token.start
    return case.reading.text[start : case.token.start]


def _is_over(period: FiscalPeriod, anchor: FiscalPeriod) -> bool:
    if period.quarter:
        return period.index < anchor.index
    return period.part == "FY" and period.year < anchor.year + (anchor.quarter == 4)


def _foretold(case: Case, draft: Draft) -> bool:
    """`预计全年营收10亿元,净亏损3亿元`: the sentence foretells the very period, over or not (业绩预告).

    Rejected: a second level of the same metric (`指引325亿,收入351亿`), which is what came of it.
    """
    told = case.frame.previous
    return (
        told is not None
        and told.kind == "guidance"
        and told.period == draft.period
        and (told.metric != draft.metric or draft.measure != "level")
        and told.sentence == (case.reading.start, case.reading.end)
    )


def _said_before(case: Case) -> bool:
    """Whether the verb of expectation stands in an earlier clause, with nothing of the past about it."""
    at = case.frame.kind_at
    return (
        at is not None
        and at.clause < case.token.clause
        and not any(t.has("past") for t in case.clause)
    )


_OVER_YEARS: Final = re.compile(
    r"\b(?:over|in|across|for|during) the (?:next|coming)"
    r" (?:couple of |few |several |two |three |four |five |\d+ (?:to \d+ )?)?years"
    r"|\bby the end of the decade|\bover the long(?:er)?[- ]term|\bover time\b"
    r"|\blong[- ]term (?:target|model|goal|gross|operating)"
    r"|\b(?:in|across|for|through|over|during) (?:fiscal |calendar )?(?:20|')\d\d,?"
    r" (?:and|to|through|plus) (?:fiscal |calendar )?(?:20|')\d\d"
    r"|\bthrough (?:the end of )?(?:fiscal |calendar )?(?:year )?(?:20\d\d|'\d\d)",
    re.IGNORECASE,
)


def _over_years(case: Case) -> bool:
    """`over the next few years`, `in 2025 and 2026`, `by the end of the decade`: no one period has the figure."""
    if not case.reading.is_latin:
        return False
    if case.quantity.form == "amount":
        return bool(_OVER_YEARS.search(_english_clause(case)))
    before = [t.end for t in case.reading.tokens[: case.index] if t.quantity is not None or t.mark]
    start = before[-1] if before else case.reading.start
    return bool(_LONG_TERM.search(case.reading.text, start, case.token.start))


_LONG_TERM: Final = re.compile(
    r"\blong(?:er)?[- ]term\b|\bby the end of the decade|\bover time\b|\bthrough[- ]cycle\b"
    r"|\bover the next (?:few|several|three|five) years",
    re.IGNORECASE,
)


def _english_clause(case: Case) -> str:
    """The words around a figure up to the figures beside it."""
    tokens = case.reading.tokens
    before = [t.end for t in tokens[: case.index] if t.quantity is not None or t.mark == ";"]
    behind = [t.start for t in tokens[case.index + 1 :] if t.quantity is not None or t.mark == ";"]
    start = before[-1] if before else case.reading.start
    return case.reading.text[start : behind[0] if behind else case.reading.end]


_CHANGE_IN: Final = re.compile(
    r" (?:(?!and |or |from )[a-z-]+ ){0,2}?(?:increase|growth|gain|rise|jump|improvement|lift|uplift|reduction"
    r"|decrease|decline|drop|expansion) (?:in|on|of|for) (?:the |our |its |their )?",
    re.IGNORECASE,
)
_MEANINGFUL: Final = (
    "metric", "segment", "product", "geography", "customer", "total", "suffix", "constant_currency", "yoy", "qoq",
)  # fmt: skip
_WITHIN: Final = 48


def _of_something_else(case: Case) -> Refusal | None:
    """`a 5% increase in ad conversions`: growth of a thing behind it that no word of ours names."""
    if not case.reading.is_latin or case.quantity.form not in ("percent", "multiple"):
        return None
    match = _CHANGE_IN.match(case.reading.text, case.token.end)
    if match is None:
        return None
    for token in case.reading.tokens[case.index + 1 :]:
        if token.start < match.end():
            continue
        if token.start - match.end() > _WITHIN or token.quantity is not None or token.has("other"):
            break
        if token.mark:
            break
        if token.period is not None or token.has(*_MEANINGFUL):
            return None
    return Refusal("growth-of-something-else", match.span())


_ROW: Final = 3
"""Figures with nothing but blanks between them: a row whose heads stand elsewhere."""
_SPEAKER_WITHIN: Final = 60
_NEAR_TERM: Final = frozenset(
    {
        "revenue",
        "gross_margin",
        "operating_expenses",
        "operating_income",
        "operating_margin",
        "net_income",
        "net_margin",
        "eps",
        "tax_rate",
        "gross_profit",
    }
)


def _no_horizon(case: Case, draft: Draft) -> bool:
    """An outlook that says for when in no way: a forecast, or spending that may come some day."""
    if case.kind == "guidance" or draft.metric in RATIOS:
        near = [t for t in case.reading.tokens[: case.index] if case.token.clause - t.clause <= 1]
        some_day = case.find(near, "some_day")
        since = [t for t in near if some_day is not None and t.start > some_day.start]
        if some_day is not None and not any(t.period or t.quantity for t in since):
            return not any(t.period for t in case.clause)
    if case.kind == "reported" or draft.aside or case.stated or case.trailing_period():
        return False
    if draft.metric == "dividend_per_share":
        return False  # A dividend is declared, not foreseen.
    last = case.frame.previous
    if last is not None and last.sentence == draft.sentence and last.metric == draft.metric:
        return False
    return draft.kind == "estimate" or (draft.kind == "guidance" and draft.metric not in _NEAR_TERM)


def _earlier_value(case: Case) -> bool:
    """The first figure of `由83%提升至87%`, unless its own period is stated (`由上财季的83%`)."""
    start = case.find(case.left, "from")
    if start is None or case.local_period() is not None:
        return False
    if case.reading.is_latin and any(t.has("up", "down") and t.start > start.end for t in case.left):
        return False  # `sales from gaming increased 16% to …`
    if case.reading.is_latin and case.trailing_period() is not None:
        return False  # `from $5 billion of revenue in 2024 to …`
    if (
        case.token.text.isascii()
        and case.quantity.form in ("amount", "percent")
        and case.reading.text[start.end : case.token.start].strip() in ("", "a", "the", "about")
    ):
        told = case.frame.previous
        if told is not None and told.sentence == (case.reading.start, case.reading.end):
            return case.trailing_period() is None
    if any(t.period is not None for t in case.left if t.start >= start.end):
        return False
    tokens = case.reading.tokens
    for token in tokens[case.index + 1 : case.index + 5]:
        if token.quantity is not None or token.mark in (";", "。"):
            return False
        if token.has("to"):
            if not case.reading.is_latin:
                return True
            target = tokens[tokens.index(token) + 1 : tokens.index(token) + 2]
            return bool(target) and target[0].quantity is not None
    return False


def _assign(case: Case, given: lists.Assignment) -> None:
    """Puts the word that a list gave this figure where the rules look for it."""
    scope = case.scope
    if "metric" in given:
        scope.metric = given["metric"]
    if "segment" in given:
        scope.segment = given["segment"]
        if scope.metric is not None and scope.metric.has("other"):
            scope.metric = None
    if "product" in given:
        scope.product = given["product"]
    if "geography" in given:
        scope.geography = given["geography"]
    if "company" in given:
        case.entity = given["company"].get("company")


def _several(
    case: Case, draft: Draft, given: lists.Assignment, drafts: list[Draft]
) -> Iterator[Decision]:
    """One figure said of several things gives several records; a list's ± holds for its earlier figures."""
    token, quantity = case.token, case.quantity
    if "period" in given and given["period"].period is not None:
        draft.period = case.resolve(given["period"])
        draft.period_text = (given["period"].start, given["period"].end)
    if "basis" in given:
        draft.basis = "non_gaap" if given["basis"].has("non_gaap") else "gaap"
    if "year" in given and given["year"].period is not None:
        draft.period = case.resolve(given["year"])
        draft.period_text = (given["year"].start, given["year"].end)
    if "base" in given and draft.measure in ("yoy", "qoq", "change"):
        draft.measure = "yoy" if given["base"].has("yoy") else "qoq"
    siblings = [d for d in drafts if d.metric == draft.metric and d.sentence == draft.sentence]
    if "both" in given:
        draft.basis = (
            "non_gaap"
            if siblings and siblings[-1].basis == "gaap" and siblings[-1].measure == draft.measure
            else "gaap"
        )
    if given and quantity.tolerance is not None:
        lists.share_bounds(
            siblings[-1:],
            draft,
            quantity.tolerance.value,
            quantity.tolerance.unit == "percent" and draft.unit != "percent",
        )
    pair = next((i for i, t in enumerate(case.reading.tokens) if t is case.scope.metric), None)
    twice = not given and pair is not None and draft.basis and lists.two_bases(case.reading, pair)
    if twice:
        draft.basis = "gaap"
    _same_period_as_growth_to(case, draft)
    yield token, draft
    if (nothing := _from_nothing(case, draft)) is not None:
        yield token, nothing
    if given:
        return
    if twice:
        yield token, lists.twin(draft, basis="non_gaap")
        return
    if case.frame.both and draft.basis is None:
        draft.basis = "gaap"
        if not case.find(case.clause, "respectively"):
            yield token, lists.twin(draft, basis="non_gaap")
        return
    each = case.find(case.left, "each")
    if each is not None:
        for sense in ("segment", "geography"):
            words = lists.both_of(case.reading, case.index, sense)
            for word in words[:-1]:
                changes = (
                    {"segment": segment_id(word, draft.entity)}
                    if sense == "segment"
                    else {"geography": word.get("geography")}
                )
                yield token, lists.twin(draft, **changes)
    for company in case.frame.also:
        if (
            company
            and company != draft.entity
            and company != NOBODY
            and not case.find(case.clause, "total")
        ):
            other = lists.twin(draft, entity=company)
            yield token, other


_TO: Final = re.compile(r" to (?:a )?(?:record |new record |about |approximately |roughly |over |nearly )*")


def _same_period_as_growth_to(case: Case, draft: Draft) -> None:
    """`increased 15% to $113.9 billion for the trailing twelve months`: the period holds for the growth too."""
    told = case.frame.previous
    if (
        told is None
        or told.sentence != draft.sentence
        or told.metric != draft.metric
        or told.measure not in ("yoy", "qoq", "change")
        or draft.measure != "level"
        or case.trailing_period() is None
        or not _TO.fullmatch(case.reading.text, told.end, case.token.start)
    ):
        return
    told.period, told.period_text = draft.period, draft.period_text
    if told.measure == "change" and draft.period is not None and (draft.period.part == "FY" or draft.period.ttm):
        told.measure = "yoy"


_CREDIT: Final = re.compile(r"注明(?:来源|出处)|原文标题|本文标题")
_NOTHING: Final = re.compile(r"从[^,。;]{0,10}的(0|零)(?=[^\d.%个])[^,。;]{0,8}$")


def _from_nothing(case: Case, draft: Draft) -> Draft | None:
    """`从去年的0发展到今年的数十亿美元`: nothing is a figure too, where its period is stated."""
    start = max(case.reading.start, case.token.start - 30)
    match = _NOTHING.search(case.reading.text, start, case.token.start)
    named = next(
        (t for t in reversed(case.clause) if match and t.end <= match.start(1) and t.period), None
    )
    if match is None or named is None:
        return None
    return lists.twin(
        draft, start=match.start(1), end=match.end(1), value=Decimal(0), low=None, high=None, decimals=None,
        comparator="=", kind="reported", aside=True, rule="amount.nothing",
        period=case.resolve(named, outlook=False), period_text=(named.start, named.end),
    )  # fmt: skip


def _read_period(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    """A period is what the following figures are of, or what they are compared with."""
    token = reading.tokens[index]
    assert token.period is not None
    if reading.text.startswith(("以来", "之后", "以后", "后,"), token.end):
        return
    if reading.text[: token.start].endswith("为") and _PROVIDED.match(reading.text, token.end):
        return
    if token.period.relative == "last_quarter" and OF_A_TALK.match(reading.text, token.end):
        return
    if _AFTER.search(reading.text, reading.start, token.start):
        return  # `继2019年、2022年后第三次`: years that came before.
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
        and before.has("versus", "from", "beat")
        and not before.mark
    ) or _grew_over(reading, index)
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
    frame.period_at = token


def _grew_over(reading: Reading, index: int) -> bool:
    """`rose 15% over the first quarter`: behind a percentage `over` compares."""
    before = reading.tokens[index - 1].quantity if index else None
    if before is None or before.form != "percent" or not reading.is_latin:
        return False
    gap = reading.text[reading.tokens[index - 1].end : reading.tokens[index].start]
    return gap.strip() in ("over", "over the")


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
    if any(t.has("expect", "guidance", "market") for t in reading.tokens):
        return False
    anchor = anchor_of(whose, state)
    if anchor is None:
        return True
    near = at.period.year >= anchor.year - 1
    return at.period.year < anchor.year and not (near and token.period.part == anchor.part)


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


def _read_mark(
    reading: Reading,
    index: int,
    frame: Frame,
    stack: list[_Opened],
    state: DocumentState,
) -> None:
    mark = reading.tokens[index].mark
    if mark in ("(", "["):
        stack.append((frame.scope.copy(), frame.period_at, frame.kind, frame.kind_at))
    elif mark in (")", "]") and stack:
        inner = frame.scope
        frame.scope, frame.period_at, kind, kind_at = stack.pop()
        if (said := _says_which_year(reading, index)) is not None:
            frame.period_at = said
        if frame.kind_at is not kind_at and reading.tokens[index - 1].quantity is not None:
            frame.kind, frame.kind_at = kind, kind_at  # `(预期增长12%)` is over with its parenthesis.
        region = inner.geography
        if region is not None and str(region.get("geography")).startswith("ex-"):
            # `数据中心业务(除中国外)增长`: what a parenthesis leaves out stays left out behind it.
            frame.scope.geography, frame.scope.geography_clause = (
                region,
                reading.tokens[index].clause,
            )
    elif mark == "\n":
        frame.line += 1
        frame.label = None
        forgotten = frame.line - frame.entity_line > 1 and state.subject is not None
        if forgotten and frame.entity not in (None, state.subject):
            # In text of one clause a line, a company named in passing is gone two lines later.
            frame.entity = frame.entity_at = None
    elif mark == ":":
        frame.label = _labelled(reading, index, frame)
    elif mark == ";" and _market_opens(reading, index):
        return  # `…; analysts had penciled in $13 billion`: the market's figure for the same thing.
    elif mark in (";", "。", "!", "?"):
        frame.scope.segment = frame.scope.product = frame.scope.geography = frame.scope.customer = (
            None
        )
        frame.stale = True
        if frame.kind == "consensus":
            frame.kind = frame.kind_at = None
        frame.base = None
        if _basis_was_used(reading, frame):
            frame.basis, frame.basis_at, frame.both = None, None, False
        if mark == ";":
            _back_to_the_quarter(frame)
        if mark == ";" and frame.label is not None:
            frame.scope.segment, frame.scope.segment_clause = frame.label, -1


def _says_which_year(reading: Reading, closing: int) -> Token | None:
    """`那一年(2024财年),公司营收609亿美元`: the parenthesis says which year the words before it mean.

    Rejected: a parenthesis with more in it, one behind a period that is understood (`上季(截至10月26日)`).
    """
    if closing < 2 or reading.tokens[closing - 2].mark != "(":
        return None
    opening, said = reading.tokens[closing - 2], reading.tokens[closing - 1]
    if said.period is None or said.period.comparison or said.period.relative is not None:
        return None
    if reading.text[opening.end : said.start].strip() or reading.text[said.end : reading.tokens[closing].start].strip():
        return None
    return said if _THAT_YEAR.search(reading.text, reading.start, opening.start) else None


_THAT_YEAR: Final = re.compile(r"(?:那一?个?|这一?个?|该|当|同|次|第二|后一|前一)(?:财?年|季度?|财季)$")


def _back_to_the_quarter(frame: Frame) -> None:
    """`三季度营收540亿;全年费用增长38%;税率16.5%`: a year said of one item of an outlook ends with it."""
    year, quarter = frame.period_at, frame.outlook_at
    if frame.kind != "guidance" or year is None or year.period is None:
        return
    if year.period.part in QUARTERS:
        frame.outlook_at = year
    elif (
        year.period.part in (None, "FY")
        and quarter is not None
        and quarter.period is not None
        and quarter.period.part in QUARTERS
        and quarter.start < year.start
    ):
        frame.period_at = quarter


def _labelled(reading: Reading, index: int, frame: Frame) -> Token | None:
    """The segment before a colon, where the clause says no more than its name: `2)游戏业务:`."""
    segment = frame.scope.segment
    if segment is None or segment.clause != reading.tokens[index].clause:
        return None
    opener = max(
        (t.end for t in reading.tokens[:index] if t.clause < segment.clause), default=reading.start
    )
    rest = [t for t in reading.tokens[:index] if t.start >= segment.end]
    if any(t.quantity or t.has("metric", "other") for t in rest):
        return None
    before = reading.residue(opener, segment.start)
    return segment if before + reading.residue(segment.end, reading.tokens[index].start) <= 3 else None


def _market_opens(reading: Reading, index: int) -> bool:
    following = reading.tokens[index + 1 : index + 2]
    return reading.is_latin and bool(following) and following[0].has("analysts", "market")


_IN_PASSING: Final = re.compile(
    r"[,(]? ?(?:and |primarily |largely |mainly |partially |partly |mostly |again |once again )*"
    r"(?:driven by|led by|due to|reflecting|offset by|helped by|fueled by|thanks to|owing to|attributable to"
    r"|including|excluding|inclusive of|net of|which includes?|which excludes?|because of)\b"
)


def _in_passing(reading: Reading, index: int) -> bool:
    """`revenue, driven by hardware sales, …`, `capex, including payments on leases, was …`: a clause that
    has no figure and gives a cause or a part; what it names governs no figure of another clause.
    """
    token = reading.tokens[index]
    if not reading.is_latin or token.depth:
        return False
    clause = [t for t in reading.tokens if t.clause == token.clause and not t.depth]
    if any(t.quantity is not None for t in clause):
        return False
    marks = [t.end for t in reading.tokens[:index] if t.mark == ","]
    return bool(marks) and bool(_IN_PASSING.match(reading.text, marks[-1]))


_NAMES: Final = ("company", "person", "brand", "stranger", "group")
_SPEAKERS: Final = (
    "expect", "guidance", "market", "analysts", "house", "author", "own", "reporter", "person",
)  # fmt: skip
_PARTS: Final = ("segment", "product", "geography", "customer")
# Every sense that `_read_word` asks for: the cues of growth and comparison set nothing by themselves.
_READ: Final = frozenset((
    *_NAMES, *_SPEAKERS, *_PARTS, "anaphor_company", "done", "both_bases", "gaap", "non_gaap",
    "metric", "other", "anaphor_segment", "total",
))  # fmt: skip


def _read_word(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    token = reading.tokens[index]
    if _READ.isdisjoint(token.senses):
        return
    if token.has(*_PARTS, "metric", "other", "total") and _in_passing(reading, index):
        return
    if token.has(*_NAMES):
        read_company(reading, index, frame, state)
    if token.has(*_SPEAKERS):
        read_speaker(reading, index, frame)
    if (
        token.has("anaphor_company")
        and frame.entity == NOBODY
        and frame.entity_at is not None
        and frame.entity_at.has("group")
    ):
        frame.entity, frame.entity_at = frame.displaced, None
    if token.has("done") and frame.kind_at is not None and frame.kind_at.clause < token.clause:
        frame.kind = frame.kind_at = None
    if token.has("both_bases", "gaap", "non_gaap") and _says_it_behind(reading, index, state):
        return
    if token.has("both_bases") or (
        token.has("gaap", "non_gaap") and _other_basis_before(reading, index)
    ):
        frame.both, frame.basis, frame.basis_at = True, None, None
        frame.basis_clause = token.clause
    elif token.has("gaap", "non_gaap"):
        frame.basis = "non_gaap" if token.has("non_gaap") else "gaap"
        frame.basis_at, frame.basis_clause, frame.both = token, token.clause, False
    if token.has(*_PARTS):
        read_part(reading, index, frame, state)
    if token.has("metric", "other"):
        _read_metric(reading, token, frame)
    elif (
        token.has("anaphor_segment")
        and frame.segment is not None
        and not _of_a_metric(reading, index)
    ):
        frame.scope.segment, frame.scope.segment_clause = frame.segment, token.clause
    elif (
        token.has("total")
        and not is_whole_of_share(reading, index)
        and token.clause not in (frame.scope.segment_clause, frame.scope.product_clause)
    ):
        whose = frame.entity or state.section_entity or state.subject
        whole = whole_of(reading, index, frame.scope.segment, whose)
        frame.scope.segment, frame.scope.product = whole, None
        frame.scope.segment_clause = token.clause if whole else -1


def _other_basis_before(reading: Reading, index: int) -> bool:
    """`按GAAP和非GAAP计算`: the second of the two bases, joined to the first."""
    here = reading.tokens[index]
    for i in range(index - 1, max(-1, index - 3), -1):
        token = reading.tokens[i]
        if token.has("gaap", "non_gaap"):
            joined = reading.text[token.end : here.start].strip() in ("和", "与", "及", "以及", "and")
            return joined and token.has("gaap") != here.has("gaap")
    return False


def _of_a_metric(reading: Reading, index: int) -> bool:
    """`毛利率这块`: the words only round off the metric before them."""
    before = reading.tokens[index - 1] if index else None
    return before is not None and before.has("metric") and before.end == reading.tokens[index].start


_IS_OF: Final = re.compile(r"(?:这个|这|以上|上面|两者|它们|都|分别|前者)*(?:是|为|指)的?(?:按照?|依)?$")


def _says_it_behind(reading: Reading, index: int, state: DocumentState) -> bool:
    """`…1.30美元,这个是Non-GAAP的`, `…71.5%和72.5%,分别是GAAP和非GAAP`: the basis of the figures just given.

    Rejected: `GAAP毛利率`, `按GAAP计,净利润为`, a basis that stands before what it is said of.
    """
    token = reading.tokens[index]
    ends = next((t.start for t in reading.tokens[index:] if t.mark), reading.end)
    opener = max((t.end for t in reading.tokens[:index] if t.mark), default=-1)
    phrase = [t for t in reading.tokens if opener <= t.start < ends]
    if any(t.quantity or t.has("metric") for t in phrase):
        return False
    if opener < 0 or not _IS_OF.search(reading.text[opener : token.start]):
        return False
    told = [d for d in state.drafts if d.sentence == (reading.start, reading.end)]
    if not told or told[-1].metric == "revenue":
        return False
    of_both = token.has("both_bases")
    for draft, basis in zip(
        reversed(told[-2:]),
        ("non_gaap", "gaap") if of_both else ("non_gaap" if token.has("non_gaap") else "gaap",) * 2,
        strict=False,
    ):
        if draft.metric == told[-1].metric and draft.basis is None:
            draft.basis = basis
    return True


def _read_metric(reading: Reading, token: Token, frame: Frame) -> None:
    scope = frame.scope
    metric = token.get("metric")
    at = reading.tokens.index(token)
    if is_whole_of_share(reading, at) or _is_measured_with(reading, at):
        return
    if reading.is_latin and token.text.lower().startswith("per ") and scope.metric is not None:
        return  # `net income of $17.1 billion, or $1.59 per diluted share`: a unit, not the next topic.
    if (
        scope.metric is not None
        and scope.metric.get("metric") not in (None, "revenue")
        and is_base_of_ratio(reading, at)
    ):
        return
    if (
        scope.metric is not None
        and scope.metric.get("metric") == "share_repurchases"
        and scope.metric_clause == token.clause
        and token.text in ("shares", "stock", "common stock", "股票", "股份")
    ):
        return  # What was bought back.
    if (
        scope.metric is not None
        and scope.metric.end == token.start
        and scope.metric.text.isascii() != token.text.isascii()
    ):
        return  # A gloss: `operating income营业收入` is the first of the two.
    if (
        frame.line
        and frame.kind_at is not None
        and "\n" in reading.text[frame.kind_at.end : token.start]
    ):
        frame.kind = frame.kind_at = None
    if frame.basis_clause < token.clause and metric != (
        scope.metric.get("metric") if scope.metric else None
    ):
        # `不按通用会计准则,净利润为…`: a basis that has a clause for itself holds for what follows.
        if _basis_was_used(reading, frame):
            frame.basis, frame.basis_at, frame.both = None, None, False
    elif frame.both and frame.basis_clause < token.clause and _basis_was_used(reading, frame):
        frame.both = False
    stale = scope.segment is not None and scope.segment_clause < token.clause
    if (
        stale
        and scope.segment is not None
        and reading.text.count("\n", scope.segment.end, token.start) > 1
    ):
        scope.segment = scope.product = None
    if metric in SEGMENT_METRICS:
        if (
            is_whole(token)
            and scope.segment is not None
            and reading.text[: scope.segment.start].endswith("来自")
        ):
            scope.segment = None  # `大部分来自广告的总销售额` is the whole company's.
        if is_whole(token) and (scope.segment is None or scope.segment.end < token.start - 3):
            said = scope.segment or scope.product
            near = said is not None and (
                (said is scope.product and said.end >= token.start - 3)
                # `YouTube的广告和订阅总收入`: the total of a said.
                or (said.clause == token.clause and reading.text.startswith("的", said.end))
            )
            if reading.text[token.start - 1 : token.start] not in ("在", "占") and not near:
                scope.segment = scope.product = None
        elif (
            metric == "revenue"
            and scope.segment_clause < token.clause
            and _already_told(frame, scope)
            and any(t.quantity and t.clause == token.clause for t in reading.tokens)
            and not _tails(reading, token)
            and not token.depth
            and scope.segment is not frame.label
        ):
            scope.segment = scope.product = None
    elif (
        scope.segment_clause != token.clause and not _loss_of_the_part(token, frame, scope)
    ) or _figure_between(reading, scope.segment, token):
        scope.segment = scope.product = None
    if scope.metric_clause != token.clause:
        for part in ("geography", "customer"):
            if getattr(scope, f"{part}_clause") != token.clause:
                setattr(scope, part, None)
    scope.metric, scope.metric_clause = token, token.clause


def _figure_between(reading: Reading, part: Token | None, token: Token) -> bool:
    """`cloud revenue rose to $3.0 billion and capex totaled …`: English goes on to the whole company."""
    if part is None or not reading.is_latin:
        return False
    return any(t.quantity is not None and part.end <= t.start < token.start for t in reading.tokens)


def _loss_of_the_part(token: Token, frame: Frame, scope: Scope) -> bool:
    """`汽车业务收入328亿元,毛利率18.5%,净亏损62亿元`: a loss told right behind a part's figures is the part's."""
    told = frame.previous
    return (
        token.has("loss")
        and told is not None
        and told.segment is not None
        and told.kind == "reported"
        and told.segment == segment_id(scope.segment, told.entity)
    )


def _is_measured_with(reading: Reading, at: int) -> bool:
    """`是净利润的1.35倍`: a metric that something else is held against is not what the text goes on about."""
    token = reading.tokens[at]
    following = reading.tokens[at + 1] if at + 1 < len(reading.tokens) else None
    if following is None or following.quantity is None or following.quantity.form != "multiple":
        return False
    if reading.text[token.end : following.start].strip("近约超") != "的":
        return False
    return reading.text[: token.start].endswith(("是", "为", "相当于", "达到", "超过", "达"))


def _tails(reading: Reading, token: Token) -> bool:
    """Whether the word stands right behind a figure, as in `42亿美元的营收`."""
    before = next(
        (t for t in reversed(reading.tokens) if t.end <= token.start and t.quantity is not None),
        None,
    )
    return before is not None and explained(reading.text[before.end : token.start]) == ""


def _basis_was_used(reading: Reading, frame: Frame) -> bool:
    """Whether the clause that named the basis has a metric or a figure of its own."""
    return any(
        t.clause == frame.basis_clause and (t.quantity or t.has("metric")) for t in reading.tokens
    )


def _already_told(frame: Frame, scope: Scope) -> bool:
    """Whether the segment's revenue was given already, so that a bare `营收` is the company's again."""
    last = frame.last
    return (
        last is not None
        and last.metric == "revenue"
        and last.measure == "level"
        and scope.segment is not None
        and last.segment == segment_id(scope.segment, last.entity)
    )
