"""Reads the tokens of a sentence in order: words fill the frame, a quantity takes what it needs from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from nvdx.extractors import lists
from nvdx.extractors.case import Case, build_case
from nvdx.extractors.case_periods import period_of, reported_quarter, trailing_period
from nvdx.extractors.chinese import from_outside
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.elliptic import same_metric_again
from nvdx.extractors.english import asides, supposes, what_is_excluded, whom_it_knows
from nvdx.extractors.framing import Opened, read_mark, read_word
from nvdx.extractors.framing_periods import read_period
from nvdx.extractors.growth import growth, ratio_change
from nvdx.extractors.margin import ratio_level, ratio_of_revenue
from nvdx.extractors.outlook import look_ahead, no_horizon, over_years
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.refusals import (
    AND,
    at_another_time,
    earlier_value,
    ends_a_range,
    joined_to,
    of_a_group,
    of_a_rate,
    of_something_else,
    of_years_together,
    parts_together,
    products_together,
    set_against,
    unlike,
    within_years,
    years_ago,
)
from nvdx.extractors.restated import restated
from nvdx.extractors.revenue import amount
from nvdx.extractors.share import share_of_revenue
from nvdx.extractors.shareholders import per_share, returned
from nvdx.extractors.state import NOBODY, DocumentState, Frame
from nvdx.extractors.story import tell
from nvdx.extractors.unstated import nobody_states
from nvdx.fiscal import QUARTERS
from nvdx.mentions.scan import Token

__all__ = ["RULES", "Decision", "link_sentence"]

Rule = Callable[[Case], Draft | Refusal | None]
Decision = tuple[Token, Draft | Refusal]
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "amount": (restated, same_metric_again, per_share, returned, amount),
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
    stack: list[Opened] = []
    excluded = what_is_excluded(reading)
    passing = asides(reading) + excluded
    drafts: list[Draft] = []
    refused: Token | None = None
    together: Token | None = None
    former: Token | None = None
    untold: Token | None = None
    for index, token in enumerate(reading.tokens):
        if token.quantity is not None:
            if token.quantity.form == "tolerance":
                lists.spread_tolerance(drafts, reading, index)
                continue
            if refused is not None and (
                _grew_from(reading, refused, index)
                or _grew_with(reading, together, index)
                or _was_before(reading, refused, index)
            ):
                untold = token
                yield token, Refusal("its-figure-is-no-record")
                continue
            refused = None
            if untold is not None and (
                _moved_from(reading, untold, token) or _says_it_again(reading, untold, token)
            ):
                yield token, Refusal("its-figure-is-no-record")
                continue
            untold = None
            if frame.entity not in (None, NOBODY, state.subject):
                frame.entity_line = frame.line  # Figures of any kind keep it its turn.
            if former is not None and _listed_with(reading, former, token):
                yield token, Refusal("former-value")
                former = token
                continue
            former = None
            if any(start < token.start < end for start, end in excluded):
                yield token, Refusal("within-an-aside")
                continue
            for decision in _decide(reading, index, frame, state, given.get(index), drafts):
                outcome = decision[1]
                if isinstance(outcome, Refusal) and outcome.reason in _NOT_OURS:
                    refused = token
                    together = token if outcome.reason == "several-companies-together" else None
                if isinstance(outcome, Refusal):
                    untold = token
                if isinstance(outcome, Refusal) and outcome.reason in _BEFORE_IT_MOVED:
                    former = token
                if isinstance(outcome, Draft):
                    drafts.append(outcome)
                    frame.previous = outcome
                    _remember_what_lies_ahead(frame, outcome)
                    if frame.kind is None and outcome.inherited.get("kind") == "the ±":
                        # `给的数字是430亿(±2%),换算季增9%`: growth behind it is the outlook's too.
                        frame.kind, frame.kind_at = "guidance", token
                    tell(outcome, reading, frame, state)
                    period = outcome.period
                    if outcome.kind == "guidance" and not outcome.aside and period is not None:
                        frame.quarterly = frame.quarterly or period.quarter is not None
                    if outcome.entity == frame.entity:
                        frame.entity_line = frame.line
                    if not outcome.aside and not token.depth:
                        frame.last = outcome
                yield decision
        elif token.period is not None:
            read_period(reading, index, frame, state)
        elif token.mark:
            read_mark(reading, index, frame, stack, state)
        elif _said_in_aside(reading, token, passing):
            continue
        else:
            read_word(reading, index, frame, state)
    if drafts and reading.is_latin and (said := _ALL_ON.search(reading.text, reading.start, reading.end)):
        for draft in drafts:
            if draft.basis is None and draft.metric in _WITH_A_BASIS and draft.end <= said.start():
                draft.basis = "non_gaap" if said["non"] else "gaap"
                draft.evidence["basis"] = said.span("basis")


_ALL_ON: Final = re.compile(
    r"[,;] (?:each|all|both) (?:on a|on an|of which are) (?P<basis>(?P<non>[Nn]on-)?GAAP)(?: basis)?[.)]?$"
)
"""`gross margin of 36% with a tax rate of 12%, all on a non-GAAP basis.`"""
_WITH_A_BASIS: Final = frozenset(
    {"gross_margin", "operating_expenses", "operating_income", "operating_margin", "net_income", "eps", "tax_rate"}
)


def _remember_what_lies_ahead(frame: Frame, draft: Draft) -> None:
    """Keeps what the words of a period meant in an outlook, for what the next lines say of it."""
    at = frame.period_at
    if draft.kind != "guidance" or draft.aside or draft.period is None or at is None:
        return
    if draft.period_text == (at.start, at.end):
        frame.foretold = at, draft.period


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


_NOT_OURS: Final = frozenset({
    "out-of-scope", "no-metric", "total-not-per-share", "paid-not-returned", "several-companies-together",
})  # fmt: skip


_UP_FROM: Final = re.compile(r"(?: of (?:its |total )?(?:revenue|sales))?,? (?:up|down|compared with|versus) (?:from )?")


def _moved_from(reading: Reading, untold: Token, token: Token) -> bool:
    """`13% of revenue, down from 17% in fiscal 2024`: where the first is no record, the second is none either."""
    return (
        reading.is_latin
        and untold.quantity is not None
        and token.quantity is not None
        and untold.quantity.form == token.quantity.form == "percent"
        and _UP_FROM.fullmatch(reading.text, untold.end, token.start) is not None
    )


_BEFORE_IT_MOVED: Final = frozenset({"earlier-value-without-period", "former-value"})


def _listed_with(reading: Reading, former: Token, token: Token) -> bool:
    """`up from $4.25 and $5.50`: the second of two former values."""
    same = former.quantity is not None and token.quantity is not None
    return (
        reading.is_latin
        and same
        and former.quantity.form == token.quantity.form  # type: ignore[union-attr]
        and reading.text[former.end : token.start].strip() in ("and", "or", ", or", ", and")
    )


def _says_it_again(reading: Reading, dropped: Token, token: Token) -> bool:
    """`拿下英伟达年收入的10%,即数十亿美元`: what says once more a figure that is no record."""
    if reading.is_latin:
        return False
    return reading.text[dropped.end : token.start].strip(" ,(约近") in ("即", "也就是", "相当于", "也即", "换算下来是")


_RESULTS: Final = ("亏损", "盈利", "亏", "亏了", "利润")


def _was_before(reading: Reading, amount: Token, index: int) -> bool:
    """`EBITA为1.62亿元,去年同期亏损29亿元`: what the figure before was a year ago is no record either."""
    if reading.is_latin or reading.tokens[index].quantity.form != "amount":  # type: ignore[union-attr]
        return False
    between = [t for t in reading.tokens[:index] if t.start >= amount.end]
    compared = any(t.period is not None and t.period.comparison for t in between)
    return compared and all(
        t.mark in (",", "(") or t.period is not None or t.text in _RESULTS for t in between if t.senses or t.mark
    )


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


def _grew_with(reading: Reading, together: Token | None, index: int) -> bool:
    """`四家合计950亿美元,同比增长64%`: growth of what several companies come to, until somebody is named."""
    if together is None:
        return False
    token = reading.tokens[index]
    if token.quantity is None or token.quantity.form == "amount":
        return False
    between = [t for t in reading.tokens[:index] if t.start >= together.end]
    return not any(t.has("company", "metric", "segment") or t.mark in (";", "。") for t in between)


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
    if _SUMMED.search(case.reading.text, case.reading.start, token.start):
        yield token, Refusal("several-parts-together")
        return
    if frame.span or over_years(case) or of_years_together(case, given):
        yield token, Refusal("several-years-together")
        return
    if token.quantity.form == "amount" and any(t.has("per_unit") for t in reading.tokens[:index]):
        yield token, Refusal("per-unit")
        return
    if reading.is_latin and token.quantity.form == "amount" and within_years(case):
        yield token, Refusal("several-years-together")
        return
    if at_another_time(case):
        yield token, Refusal("another-time")
        return
    if not reading.is_latin and (reason := nobody_states(reading, index)):
        yield token, Refusal(reason)
        return
    if not reading.is_latin and _AGAINST_SEVERAL.search(reading.text, reading.start, token.start):
        yield token, Refusal("several-periods-at-once")
        return
    if reading.is_latin and _only_asked(reading):
        yield token, Refusal("asked-not-told")
        return
    if (refusal := of_something_else(case)) is not None:
        yield token, refusal
        return
    # `假设收入回落到270亿,净利率20%,那就是54亿利润`: a Chinese sentence goes on supposing.
    supposed = case.clause if reading.is_latin else reading.tokens[:index]
    if any(t.has("hypothesis") and not of_a_rate(reading, t) for t in supposed) or (
        reading.is_latin and supposes(reading.text, reading.start, token.start)
    ):
        yield token, Refusal("hypothesis")
        return
    if reading.is_latin and _THOSE_FIGURES.search(reading.text, reading.start, token.start):
        yield token, Refusal("nobody-named")
        return
    if reading.is_latin and _ONE_OF_THEM.search(reading.text, _since_the_last_figure(reading, index), token.start):
        yield token, Refusal("nobody-named")
        return
    if not reading.is_latin and from_outside(reading.text, reading.start, token.start):
        yield token, Refusal("part-we-do-not-know")
        return
    if set_against(case):
        yield token, Refusal("compared-with-another-figure")
        return
    if years_ago(reading, index):
        yield token, Refusal("years-ago")
        return
    if earlier_value(case):
        yield token, Refusal("earlier-value-without-period")
        return
    if case.entity is None:
        yield token, Refusal("nobody-we-know")
        return
    if (
        token.quantity.form == "amount"
        and (of_a_group(reading, index) if reading.is_latin else _of_them_all(reading, index))
    ):
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
    if given and drafts and token.quantity.form == "percent" and joined_to(reading, drafts[-1], token):
        outcome = _next_share(case, given, drafts)
    for rule in RULES[token.quantity.form] if outcome is None else ():
        outcome = rule(case)
        if outcome is not None:
            break
    if isinstance(outcome, Draft) and drafts and ends_a_range(case, drafts[-1], outcome):
        yield token, Refusal("end-of-a-range")
        return
    unnamed = isinstance(outcome, Refusal) and outcome.reason in _UNNAMED
    if outcome is None or (unnamed and given):
        outcome = (
            _next_share(case, given, drafts)
            or _listed_share(case, drafts)
            or _next_growth(case, given, drafts)
            or Refusal("nothing-governs-it")
        )
    if isinstance(outcome, Draft) and twin_of is not None and unlike(outcome, twin_of):
        yield token, Refusal("unlike-the-figure-at-its-place")
        return
    if isinstance(outcome, Draft) and twin_of is not None:
        outcome.metric, outcome.basis, outcome.unit = twin_of.metric, twin_of.basis, twin_of.unit
        outcome.aside = True
        first = drafts[-1]
        if place is not None and place[0] and first.aside:
            outcome.period, outcome.period_text = first.period, first.period_text
            outcome.kind = first.kind
    if isinstance(outcome, Draft):
        _of_the_part_s_year(case, outcome, drafts)
        _as_guided(case, outcome)
        look_ahead(case, outcome)
    listed = given or any(d.segment is not None for d in drafts)
    if isinstance(outcome, Draft) and products_together(case, outcome):
        outcome = Refusal("several-parts-together")
    if isinstance(outcome, Draft) and not listed and parts_together(case, outcome):
        outcome = Refusal("several-parts-together")
    if isinstance(outcome, Draft) and no_horizon(case, outcome):
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


_YES_OR_NO: Final = re.compile(
    r"(?:(?:And|So|But|Or|Okay|OK|Hi|Thanks),? )*(?:[A-Z][a-z]+, )?"
    r"(?:[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Dd]o|[Dd]oes|[Dd]id|[Ww]ill|[Ww]ould|[Cc]an|[Cc]ould|[Ss]hould) "
)


def _only_asked(reading: Reading) -> bool:
    """`Does 73.5% count as low-70s?`: a figure in a question that yes or no answers is not told."""
    return reading.text.endswith("?", reading.start, reading.end) and bool(_YES_OR_NO.match(reading.text, reading.start))


_AGAINST_SEVERAL: Final = re.compile(
    r"(?:较|比|低于|高于|不及|优于)(?:前|过去|此前|之前)[两二三四五六2-6]个?(?:季度?|财季|年)的?[\d.%、,和与及倍约]*$"
)
"""`较前三季的262%、265%、206%放缓`: each is of another period, which nobody names."""
_SUMMED: Final = re.compile(
    r"(?:[两二三四五六七八]|(?<!\d)[2-8]) ?(?:大|项|种|类|款|个(?!季|财季|月|年))(?:(?!客户)[^,。;\d]){0,8}?"
    r"(?:合计|加总|加起来|合起来|合共|共计|总计)[^。;]*$"
)
"""`HBM、DIMM与LPDDR三项产品合计营收100亿`: of several parts together, which no path names."""
def _as_guided(case: Case, draft: Draft) -> None:
    """`一季度大约是71%` in an answer, after an outlook of 71% for the first quarter: that outlook again.

    A bare quarter would be the latest one; the very figure that was guided for says which is meant.
    """
    at, anchor = case.frame.period_at, reported_quarter(case)
    if draft.value is None or at is None or anchor is None:
        return
    if draft.kind != "reported" and not (draft.kind == "guidance" and draft.aside):
        return
    mention = at.period
    if mention is None or mention.year or mention.relative or mention.end_date or mention.part not in QUARTERS:
        return
    running = anchor.shift(1)
    if draft.kind == "reported" and mention.part == running.part and not case.reading.is_latin:
        ours = [d for d in case.state.drafts if d.entity == draft.entity]
        guided = any(d.kind == "guidance" and d.period == running for d in ours)
        if guided and "?" in case.reading.text[case.token.end :] and all(d.period != draft.period for d in ours):
            draft.kind, draft.period = "guidance", running  # A question about the quarter that was guided for.
            return
    for earlier in case.state.drafts:
        same = all(getattr(earlier, name) == getattr(draft, name) for name in _MEANING)
        ahead = earlier.period is not None and earlier.period.part == mention.part
        if same and ahead and earlier.kind == "guidance" and earlier.period.index > anchor.index:  # type: ignore[union-attr]
            draft.kind, draft.period = "guidance", earlier.period
            return


_MEANING: Final = ("entity", "metric", "segment", "product", "measure", "unit", "value")


def _of_the_part_s_year(case: Case, draft: Draft, drafts: list[Draft]) -> None:
    """`游戏营收25亿,环比下降22%;全年营收114亿`: a year's revenue below a quarter's of the company is a part's.

    Rejected: `数据中心营收356亿;全年营收1305亿` beside a quarter's 393, which is the company's.
    """
    told = next((d for d in reversed(drafts) if not d.aside), None)
    if case.reading.is_latin or told is None or told.segment is None or draft.segment or draft.product:
        return
    if draft.measure != "level" or draft.metric != "revenue" or draft.value is None:
        return
    if draft.period is None or draft.period.part != "FY" or told.entity != draft.entity:
        return
    part = case.frame.segment
    if segment_id(part, draft.entity) != told.segment or told.metric != "revenue":
        return
    whole = [
        d.value
        for d in case.state.drafts
        if (d.entity, d.metric, d.measure, d.unit) == (draft.entity, "revenue", "level", draft.unit)
        and d.value is not None and d.period is not None and d.period.quarter
        and not (d.segment or d.product or d.geography or d.customer)
    ]  # fmt: skip
    if whole and draft.value < max(whole):
        draft.segment = told.segment
        for scope in (case.frame.scope, case.scope):
            scope.segment, scope.segment_clause = part, case.token.clause


_THOSE_FIGURES: Final = re.compile(
    r"\b(?:those|these) (?:figures|numbers) (?:ris|grow|climb|fall|reach|jump|hit|increas|to|at|will|would|should)"
)
_ONE_OF_THEM: Final = re.compile(
    r"\b(?:[Oo]ne of (?:them|the two|the companies)|(?:and|while|but) the (?:other|latter|former))\b"
    r"(?! (?:half|hand))"
)


def _since_the_last_figure(reading: Reading, index: int) -> int:
    told = [t.end for t in reading.tokens[:index] if t.quantity is not None]
    return told[-1] if told else reading.start


_ALL_OF_THEM: Final = re.compile(r"合计|总计|共计|总和|之和|加起来|加总|合共|总共|一共")


def _of_them_all(reading: Reading, index: int) -> bool:
    """`微软242亿、亚马逊314亿,合计556亿`, `甲、乙今年资本开支合计超过1800亿`: of two companies or more.

    Rejected: what one company's parts come to, a company named behind the word.
    """
    here = reading.tokens[index].start
    since = max((t.end for t in reading.tokens[:index] if t.quantity is not None), default=reading.start)
    said = _ALL_OF_THEM.search(reading.text, since, here)
    if said is None:
        return False
    named = [(t.get("company"), t.start) for t in reading.tokens[:index] if t.has("company")]
    if any(at > said.start() for _, at in named):
        return False
    return len({company for company, at in named if "。" not in reading.text[at:here]}) > 1


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
    joined = case.reading.text[first.end : case.token.start].strip() in ("、", "和", "与", "及", "/", "and")
    if first.measure not in ("yoy", "qoq", "change") or first.unit != "percent" or not joined:
        return None
    number = case.quantity.value
    if number is None:
        return None
    return case.draft(
        "growth.listed", first.metric, measure=first.measure, unit="percent", kind=first.kind,
        value=-abs(number) if first.value < 0 else number,
    )  # fmt: skip




def _next_share(case: Case, given: lists.Assignment, drafts: list[Draft]) -> Draft | None:
    """`数据中心、游戏占比分别为87.5%、9.6%`: the cue of a share stands before the first of a list only."""
    first = drafts[-1] if drafts else None
    if first is None or first.measure != "share" or case.quantity.form != "percent":
        return None
    if "period" in given:  # `58% and 56% of total revenue for the third quarter and first nine months`
        again = lists.twin(first, start=case.token.start, end=case.token.end, rule="share.listed")
        quantity = case.quantity
        again.value, again.low, again.high = quantity.value, quantity.low, quantity.high
        again.comparator, again.decimals = quantity.comparator, quantity.decimals
        return again
    if not given.keys() & {"segment", "product", "geography"}:
        return None
    return case.draft(
        "share.listed", "revenue", measure="share", unit="percent", share_of=first.share_of
    )


_UNNAMED: Final = frozenset({"share-of-no-named-part", "share-of-nothing-named"})
_PARTS_OF_A_LIST: Final = frozenset({"、", ",", "和", "与", "及", "以及", "而", ";"})
_TAKES: Final = frozenset({"", "约", "则", "为", "则为", "约为", "则约", "也有", "达", "有"})


def _listed_share(case: Case, drafts: list[Draft]) -> Draft | None:
    """`3nm占24%、5nm 36%、7nm 14%`: further parts of the same whole, each with nothing but its share.

    Rejected: words of growth between them, a part of another kind than the one before.
    """
    first = drafts[-1] if drafts else None
    if first is None or first.measure != "share" or case.quantity.form != "percent":
        return None
    if first.customer or first.geography or case.entity != first.entity:
        return None
    text, here = case.reading.text, case.token
    between = [t for t in case.reading.tokens if first.end <= t.start < here.start and not t.mark]
    between = [t for t in between if t.text not in AND]
    if not between or any(not t.has("segment", "product", "suffix") for t in between):
        return None
    sense = "product" if first.product else "segment"
    part = segment_id(between[0], first.entity, sense)
    if part is None or part in (first.segment, first.product):
        return None
    if text[first.end : between[0].start].strip() not in _PARTS_OF_A_LIST:
        return None
    if text[between[-1].end : here.start].strip() not in _TAKES:
        return None
    draft = case.draft(
        "share.listed", "revenue", measure="share", unit="percent", share_of=first.share_of,
        period=first.period, kind=first.kind, geography=None,
    )  # fmt: skip
    draft.segment = part if sense == "segment" else first.segment
    draft.product = part if sense == "product" else None
    draft.evidence[sense] = (between[0].start, between[0].end)
    return draft


_ROW: Final = 3
"""Figures with nothing but blanks between them: a row whose heads stand elsewhere."""


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
        draft.period = period_of(case, given["period"])
        draft.period_text = (given["period"].start, given["period"].end)
    if "basis" in given:
        draft.basis = "non_gaap" if given["basis"].has("non_gaap") else "gaap"
    if "year" in given and given["year"].period is not None:
        draft.period = period_of(case, given["year"])
        draft.period_text = (given["year"].start, given["year"].end)
    if "base" in given and draft.measure in ("yoy", "qoq", "change"):
        draft.measure = "yoy" if given["base"].has("yoy") else "qoq"
        told = drafts[-1] if drafts else None
        listed = told is not None and told.sentence == draft.sentence and told.measure in ("yoy", "qoq")
        if listed and told is not None and told.value and draft.value and told.value < 0:
            if not case.find(case.left, "up", "down"):
                draft.value = -abs(draft.value)  # `同比、环比分别下滑65%和60%`
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
    if not given and siblings and quantity.tolerance is not None and _other_basis_just_before(case, draft, siblings[-1]):
        # `GAAP毛利率74.4%,Non-GAAP毛利率75%,上下浮动0.5个百分点`
        lists.share_bounds(
            siblings[-1:], draft, quantity.tolerance.value, quantity.tolerance.unit == "percent" and draft.unit != "percent"
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


def _other_basis_just_before(case: Case, draft: Draft, told: Draft) -> bool:
    """Whether the same metric of the other basis stands right before, with no ± of its own."""
    if case.reading.is_latin or told.low is not None or {told.basis, draft.basis} != {"gaap", "non_gaap"}:
        return False
    between = [t for t in case.reading.tokens if told.end <= t.start < case.token.start]
    return told.measure == draft.measure == "level" and all(
        t.mark in (",", "、", "/") or t.has("gaap", "non_gaap", "metric", "expect") for t in between
    )


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
        or trailing_period(case) is None
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
        period=period_of(case, named, outlook=False), period_text=(named.start, named.end),
    )  # fmt: skip
