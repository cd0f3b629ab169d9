"""Words and marks of a sentence fill the frame that its figures are read in."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from nvdx.extractors.draft import RATIOS, Draft
from nvdx.extractors.english import tells_of_the_past
from nvdx.extractors.guidance import read_speaker
from nvdx.extractors.margin import is_base_of_ratio
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading, explained
from nvdx.extractors.segment import (
    SEGMENT_METRICS,
    is_whole,
    is_whole_of_share,
    read_part,
    whole_of,
)
from nvdx.extractors.state import NOBODY, DocumentState, Frame, Scope
from nvdx.extractors.subject import read_company, take_up
from nvdx.fiscal import QUARTERS
from nvdx.mentions.scan import Token

__all__ = ["Opened", "costs_of_the_part", "opening_division", "opening_part", "read_mark", "read_word", "year_of_the_part"]

Opened = tuple[Scope, Token | None, str | None, Token | None]
"""What an opened parenthesis found: scope, period, kind and the word of the kind."""


def read_mark(
    reading: Reading,
    index: int,
    frame: Frame,
    stack: list[Opened],
    state: DocumentState,
) -> None:
    mark = reading.tokens[index].mark
    if mark in ("(", "["):
        stack.append((frame.scope.copy(), frame.period_at, frame.kind, frame.kind_at))
    elif mark in (")", "]") and stack:
        inner = frame.scope
        frame.scope, frame.period_at, kind, kind_at = stack.pop()
        if _says_its_name(reading, index, inner.segment):
            frame.scope.segment = frame.segment = inner.segment  # `微软云(Microsoft Cloud)收入`
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
        region = frame.scope.geography
        if region is not None and region.end == reading.tokens[index].start and not reading.is_latin:
            frame.scope.geography_clause = reading.tokens[index].clause + 1  # `更刺眼的是大中华区:收入185亿`
    elif mark == "," and frame.kind is not None and _turns_to_the_past(reading, index):
        frame.kind = frame.kind_at = frame.speaker = frame.speaker_at = None
    elif mark == ";" and reading.is_latin and _IT.match(reading.text, reading.tokens[index].end):
        return  # `Compute revenue was up 27%; it was up 266% in fiscal 2024`: of the same subject.
    elif mark == ";" and _market_opens(reading, index):
        return  # `…; analysts had penciled in $13 billion`: the market's figure for the same thing.
    elif mark in (";", "。", "!", "?"):
        frame.scope.segment = frame.scope.product = frame.scope.geography = frame.scope.customer = (
            None
        )
        frame.stale = True
        if frame.kind == "consensus" and not _lists_expectations(reading, index, frame):
            frame.kind = frame.kind_at = None
        if frame.kind == "guidance" and not reading.is_latin and _was_former(reading, frame):
            frame.kind = frame.kind_at = None
        if frame.speaker == "consensus" and not reading.is_latin:
            frame.speaker = frame.speaker_at = None  # `…,分析师预期728亿;预计毛利率…`: the company goes on.
        frame.base = None
        if _basis_was_used(reading, frame):
            frame.basis, frame.basis_at, frame.both = None, None, False
        if mark == ";":
            _back_to_the_quarter(frame)
        if mark == ";" and frame.label is not None:
            frame.scope.segment, frame.scope.segment_clause = frame.label, -1
        elif mark == ";" and not reading.is_latin and (division := _division(reading, index, frame)) is not None:
            frame.scope.segment, frame.scope.segment_clause = division, -1
            frame.label = division if year_of_the_part(reading, index + 1) else None


_DIVISIONS: Final = ("部门", "分部", "事业部", "事业群", "集团")


def _division(reading: Reading, index: int, frame: Frame) -> Token | None:
    """`数据中心部门营收39亿美元,同比增长69%;运营利润为11.57亿美元`: the operating result of the sentence's division.

    Rejected: a sentence about several parts, a part that is not called a division, other metrics.
    """
    next_metric = next((t for t in reading.tokens[index + 1 :] if t.has("metric", "segment") or t.mark), None)
    if next_metric is None:
        return None
    goes_on = year_of_the_part(reading, index + 1)
    if not goes_on and next_metric.get("metric") not in ("operating_income", "operating_margin"):
        return None
    named = opening_part(reading) if goes_on else opening_division(reading)
    others = [t for t in reading.tokens[:index] if t.has("segment") and t is not named and not t.has("suffix", "metric")]
    return named if named is not None and not others and frame.segment is named else None


def year_of_the_part(reading: Reading, index: int) -> bool:
    """`数据中心业务第四季度营收184亿美元;全年营收475亿美元`: a clause that opens with a year, then bare revenue."""
    behind = reading.tokens[index : index + 2]
    return (
        len(behind) == 2
        and behind[0].period is not None
        and not behind[0].period.comparison
        and behind[1].text in ("营收", "收入", "销售额")
        and behind[1].start == behind[0].end
    )


def opening_part(reading: Reading) -> Token | None:
    """The segment that opens a Chinese sentence and is called a business: `数据中心业务…`, `——游戏部门…`."""
    for before, token in pairwise(reading.tokens):
        if before.has("segment") and not before.has("suffix"):
            return before if token.has("suffix") and not token.has("metric") and token.start == before.end else None
        if not (before.has("company") or before.period is not None or before.mark in ("—", "-", "")):
            return None
    return None


def opening_division(reading: Reading) -> Token | None:
    """The segment that opens a Chinese sentence and is called a division: `AMD数据中心部门…`, `客户端部门…`."""
    for before, token in pairwise(reading.tokens):
        if before.has("segment") and not before.has("suffix"):
            return before if token.text in _DIVISIONS and token.start == before.end else None
        if not (before.has("company") or before.period is not None):
            return None
    return None


def _says_its_name(reading: Reading, closing: int, named: Token | None) -> bool:
    """Whether a parenthesis right behind an everyday word for a segment holds nothing but a segment's name."""
    if closing < 3 or named is None or reading.tokens[closing - 1] is not named or named.has("generic"):
        return False
    opening, word = reading.tokens[closing - 2], reading.tokens[closing - 3]
    return opening.mark == "(" and word.has("generic") and word.end == opening.start


def _was_former(reading: Reading, frame: Frame) -> bool:
    """`营收59.31亿美元,此前给出的指引为59亿美元;净利润…`: an outlook in passing that is over with its clause."""
    at = frame.kind_at
    if at is None or at.start < reading.start:
        return False
    clause = [t for t in reading.tokens if t.clause == at.clause]
    told = any(t.quantity is not None and t.clause < at.clause for t in reading.tokens)
    return told and any(t.has("past") and t.end <= at.end for t in clause)


def _turns_to_the_past(reading: Reading, index: int) -> bool:
    """`…, below the $50 billion that was expected, while services rose 15%`: a clause that reports."""
    here = reading.tokens[index]
    if not reading.is_latin or not reading.text.startswith((" while ", " whereas ", " but ", " even as "), here.end):
        return False
    end = next((t.start for t in reading.tokens[index + 1 :] if t.quantity is not None), reading.end)
    words = [t for t in reading.tokens[index + 1 :] if t.end <= end]
    if any(t.has("expect", "guidance", "market", "analysts") for t in words):
        return False
    return tells_of_the_past(reading.text, here.end, end)


def _lists_expectations(reading: Reading, index: int, frame: Frame) -> bool:
    """`分析师一致预期是:营收2030亿;净利润1107亿`: what a colon leads in is expected to the sentence's end."""
    at = frame.kind_at
    if at is None or reading.tokens[index].mark != ";" or reading.is_latin:
        return False
    behind = [t for t in reading.tokens if t.start >= at.end][:2]
    return bool(behind) and behind[0].mark == ":"


def _says_which_year(reading: Reading, closing: int) -> Token | None:
    """`那一年(2024财年),公司营收609亿美元`: the parenthesis says which year the words before it mean, as
    in `最近一个财季(2025财年二季度)的营收`.

    Rejected: a parenthesis with more in it, one behind a period that is understood (`上季(截至10月26日)`).
    """
    if closing < 2 or reading.tokens[closing - 2].mark != "(":
        return None
    opening, said = reading.tokens[closing - 2], reading.tokens[closing - 1]
    if said.period is None or said.period.comparison or said.period.relative is not None:
        return None
    if reading.text[opening.end : said.start].strip() or reading.text[said.end : reading.tokens[closing].start].strip():
        return None
    before = reading.tokens[closing - 3] if closing > 2 else None
    if before is not None and before.period is not None and before.end == opening.start:
        named = said.period.fiscal and said.period.year is not None and said.period.part is not None
        opener = reading.tokens[closing - 4] if closing > 3 else None
        against = opener is not None and opener.has("versus", "from", "beat")
        if not named or against:
            return None
        before.period = said.period  # `上个季度(2026财年第一季度)` compares with nothing.
        return said
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


_IT: Final = re.compile(r"\s+it\b")
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


_LEFT_OUT: Final = re.compile(
    r"(?:若|如果?|倘若?|假如)?(?:是)?(?:排除|剔除|不计入?|撇除|撇开|扣除|扣掉|除去|不含|不算|不考虑|不看)[^,。;:]{0,12}$"
)


def _left_out(reading: Reading, index: int) -> bool:
    """`若排除H20费用则为71.3%`: what is left out of a figure is not what the figure is."""
    token = reading.tokens[index]
    opener = max(
        (t.end for t in reading.tokens[:index] if t.mark or t.quantity is not None), default=reading.start
    )
    return _LEFT_OUT.match(reading.text, opener, token.start) is not None


_CAUSES: Final = ("由于", "因为", "随着", "受益于", "得益于", "受惠于", "伴随", "考虑到", "鉴于")


def _is_in_a_cause(reading: Reading, index: int) -> bool:
    """`由于AI收入占比提升,下季毛利率将下降`: a part named in a Chinese clause of a cause, which has no figure."""
    token = reading.tokens[index]
    clause = [t for t in reading.tokens if t.clause == token.clause]
    if any(t.quantity is not None for t in clause) or token.depth:
        return False
    opener = max((t.end for t in reading.tokens[:index] if t.mark and t.clause < token.clause), default=reading.start)
    ends = next((t for t in reading.tokens[index:] if t.mark), None)
    return reading.text.startswith(_CAUSES, opener) and ends is not None and ends.mark == ","


_NAMES: Final = frozenset({"company", "person", "brand", "stranger", "group"})
_SPEAKERS: Final = frozenset(
    {"expect", "guidance", "market", "analysts", "house", "author", "own", "reporter", "person"}
)
_PARTS: Final = frozenset({"segment", "product", "geography", "customer"})
_SCOPED: Final = _PARTS | {"metric", "other", "total"}
_EXCLUDABLE: Final = frozenset({"other", "product"})
_OF_A_CAUSE: Final = frozenset({"product", "segment"})
_BASES: Final = frozenset({"both_bases", "gaap", "non_gaap"})
# Every sense that `read_word` asks for: the cues of growth and comparison set nothing by themselves.
_READ: Final = frozenset((
    *_NAMES, *_SPEAKERS, *_PARTS, "anaphor_company", "done", "both_bases", "gaap", "non_gaap",
    "metric", "other", "anaphor_segment", "total", "suffix",
))  # fmt: skip


def read_word(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    token = reading.tokens[index]
    senses = token.senses  # Asked for each word of each sentence: by sets, which is twice as fast.
    if _READ.isdisjoint(senses):
        return
    if not _SCOPED.isdisjoint(senses) and _in_passing(reading, index):
        return
    if not _EXCLUDABLE.isdisjoint(senses) and not reading.is_latin and _left_out(reading, index):
        return
    if not _OF_A_CAUSE.isdisjoint(senses) and not reading.is_latin and _is_in_a_cause(reading, index):
        return
    if frame.year_of is not None and _leaves(token, frame.year_of):
        frame.period_at, frame.year_of = frame.resumes_at, None
    if not _NAMES.isdisjoint(senses):
        read_company(reading, index, frame, state)
    if not _SPEAKERS.isdisjoint(senses):
        read_speaker(reading, index, frame)
    if (
        "anaphor_company" in senses
        and frame.entity == NOBODY
        and frame.entity_at is not None
        and frame.entity_at.has("group")
    ):
        frame.entity, frame.entity_at = frame.displaced, None
    elif "anaphor_company" in senses:
        take_up(reading, index, frame)
    if "done" in senses and frame.kind_at is not None and frame.kind_at.clause < token.clause:
        frame.kind = frame.kind_at = None
    if not _BASES.isdisjoint(senses) and _says_it_behind(reading, index, state):
        return
    if "both_bases" in senses or (
        ("gaap" in senses or "non_gaap" in senses) and _other_basis_before(reading, index)
    ):
        frame.both, frame.basis, frame.basis_at = True, None, None
        frame.basis_clause = token.clause
    elif ("gaap" in senses or "non_gaap" in senses):
        frame.basis = "non_gaap" if "non_gaap" in senses else "gaap"
        frame.basis_at, frame.basis_clause, frame.both = token, token.clause, False
    if not _PARTS.isdisjoint(senses):
        read_part(reading, index, frame, state)
    if "metric" in senses or "other" in senses:
        _read_metric(reading, token, frame, state)
    elif token.text in _DIVISIONS and (whole := _back_to_the_division(reading, index)) is not None:
        frame.scope.segment, frame.scope.segment_clause = whole, token.clause
    elif (
        "anaphor_segment" in senses
        and frame.segment is not None
        and not _of_a_metric(reading, index)
    ):
        frame.scope.segment, frame.scope.segment_clause = frame.segment, token.clause
    elif (
        "total" in senses
        and not is_whole_of_share(reading, index)
        and token.clause not in (frame.scope.segment_clause, frame.scope.product_clause)
    ):
        whose = frame.entity or state.section_entity or state.subject
        whole = whole_of(reading, index, frame.scope.segment, whose)
        frame.scope.segment, frame.scope.product = whole, None
        frame.scope.segment_clause = token.clause if whole else -1


def _leaves(token: Token, told: Draft) -> bool:
    """Whether a word goes on to another metric or another segment than those of a figure."""
    metric, segment = token.get("metric"), segment_id(token, told.entity)
    return (metric is not None and metric != told.metric) or segment not in (None, told.segment)


def _back_to_the_division(reading: Reading, index: int) -> Token | None:
    """`创新业务分部收入186亿元,其中汽车收入181亿元,分部毛利率23.2%`: the division that the sentence opened with."""
    token = reading.tokens[index]
    before, behind = reading.tokens[index - 1] if index else None, reading.tokens[index + 1 : index + 2]
    if before is None or not before.mark or not behind or not behind[0].has("metric"):
        return None
    if behind[0].start != token.end or "其中" not in reading.text[reading.start : token.start]:
        return None
    return next((t for t in reading.tokens[:index] if t.has("segment") and not t.has("suffix")), None)


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


_IS_OF: Final = re.compile(r"(?:呢个|呢|这个|这|以上|上面|两者|它们|都|分别|前者)*(?:是|为|指)的?(?:按照?|依)?$")


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


def _read_metric(reading: Reading, token: Token, frame: Frame, state: DocumentState) -> None:
    scope = frame.scope
    metric = token.get("metric")
    at = reading.tokens.index(token)
    if token.text in _RATES_OF_CHANGE and not reading.is_latin and _goes_on_with_growth(reading, token, scope):
        return
    if is_whole_of_share(reading, at) or _is_measured_with(reading, at) or _keeps_pace_with(reading, token):
        return
    if token.has("other") and token.text in _SPENDS and scope.metric is not None:
        if scope.metric.get("metric") == "capex" and scope.metric.start >= reading.start:
            return  # `甲的资本支出是660亿,乙光是这一季就要花300亿`
    if metric in _STOCKS and reading.is_latin and _CHARGED.search(reading.text, reading.start, token.start):
        scope.metric, scope.metric_clause = replace(token, senses={"other": True}), token.clause
        return
    if reading.is_latin and token.text in _OF_AN_AMOUNT:
        last = frame.last
        again = last is not None and last.metric != "net_income" and last.value is not None and last.value < 0
        if not _amount_follows(reading, at) or (again and token.text == "loss of" and scope.metric is None):
            return  # `an operating loss of $4 billion. Analysts had projected a loss of $5 billion`
    if reading.is_latin and token.text.lower().startswith("per ") and scope.metric is not None:
        return  # `net income of $17.1 billion, or $1.59 per diluted share`: a unit, not the next topic.
    if (
        scope.metric is not None
        and scope.metric.get("metric") not in (None, "revenue")
        and is_base_of_ratio(reading, at)
    ):
        return
    if _of_the_profit_before(reading, token, frame):
        token.senses = {**token.senses, "metric": "operating_income"}
        scope.metric, scope.metric_clause = token, token.clause
        return
    if token.text == "费用" and scope.metric is not None and scope.metric.get("metric") == "operating_expenses":
        return  # `营业费用约40亿美元,全年费用增速…`: said of operating expenses, the word means them.
    if (
        scope.metric is not None
        and scope.metric.get("metric") == "share_repurchases"
        and token.clause - scope.metric_clause <= 1
        and token.text in _PAID
        and not any(
            t.quantity is not None and t.quantity.form == "amount"
            for t in reading.tokens
            if scope.metric.end <= t.start < token.start
        )
    ):
        scope.metric_clause = token.clause
        return  # `回购4300万股,耗资约171亿港元`
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
    if reading.is_latin and scope.segment is not None and scope.segment_clause < token.clause:
        if _APPOSITION.fullmatch(reading.text, scope.segment.end, token.start):
            scope.segment_clause = token.clause  # `Reality Labs, which makes headsets, lost $3.7 billion`
    stale = scope.segment is not None and scope.segment_clause < token.clause
    if (
        stale
        and scope.segment is not None
        and reading.text.count("\n", scope.segment.end, token.start) > 1
    ):
        scope.segment = scope.product = None
    if (
        scope.product is not None
        and scope.product_clause < token.clause
        and reading.text.count("\n", scope.product.end, token.start) > 1
    ):
        scope.product = None  # Lines later a metric is the company's again.
    if stale and metric in RATIOS and frame.basis_at is not None and not reading.is_latin:
        if frame.basis_at.clause == token.clause and token.start - frame.basis_at.end <= 1:
            scope.segment = scope.product = None  # Segments have no margin by GAAP and another one.
    if stale and metric == "gross_margin" and frame.kind == "guidance" and not reading.is_latin:
        scope.segment = scope.product = None  # Margins are guided for whole companies.
    if stale and metric == "gross_margin":
        whose = state.companies.get(frame.entity or state.section_entity or state.subject or "")
        if whose is not None and not whose.segment_margins:
            scope.segment = scope.product = None
    if metric == "gross_margin" and _figure_between(reading, scope.product, token):
        scope.product = None  # `Blackwell brought in $11 billion, and gross margin fell to 73.5%`
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
    elif not _again_by_its_kind(reading, token) and (
        (
            scope.segment_clause != token.clause
            and not _loss_of_the_part(token, frame, scope)
            and not costs_of_the_part(token, state, scope.segment)
        )
        or _figure_between(reading, scope.segment, token)
    ):
        scope.segment = scope.product = None
    if scope.segment is None and reading.is_latin and costs_of_the_part(token, state, frame.segment):
        scope.segment, scope.segment_clause = frame.segment, token.clause
    if scope.metric_clause != token.clause:
        for part in ("geography", "customer"):
            if getattr(scope, f"{part}_clause") != token.clause:
                setattr(scope, part, None)
    scope.metric, scope.metric_clause = token, token.clause


_SPENDS: Final = frozenset({"花", "花了", "要花", "花费", "花掉", "投入", "砸", "砸下", "支出", "烧掉"})
_STOCKS: Final = ("inventory", "supply_commitments")
_CHARGED: Final = re.compile(
    r"\b(?:provisions?|charges?|reserves?|releases?|write-?downs?|write-?offs?|impairments?|losses|penalties)"
    r" (?:for|of|on|related to|associated with|tied to)(?: [a-z-]+,?){0,5} $",
    re.IGNORECASE,
)
"""`Provisions for inventory and excess purchase obligations totaled …`: what was charged, not what is held."""


_OF_AN_AMOUNT: Final = frozenset({"lost", "loss of"})
_NOT_A_RESULT: Final = re.compile(
    r"(?: more)? (?:in|of|worth of|off) (?:[\w'’-]+ ){0,3}?(?:sales|revenues?|market|value|capitali[sz]ation|orders|business"
    r"|wealth|worth|bookings)\b"
)
_STOCK: Final = re.compile(r"\b(?:shares?|stocks?|investors?|shareholders|fortune|wealth|index|market)\b", re.IGNORECASE)


def _amount_follows(reading: Reading, index: int) -> bool:
    """`The unit lost $4.4 billion`, `a loss of $16.6 billion`; not `lost ground`, `lost $8 billion in sales`."""
    token, behind = reading.tokens[index], reading.tokens[index + 1 : index + 2]
    if not behind or behind[0].quantity is None or behind[0].quantity.form != "amount":
        return False
    clause = [t.end for t in reading.tokens[:index] if t.mark or t.quantity is not None]
    said = reading.text[clause[-1] if clause else reading.start : token.start]
    return (
        reading.residue(token.end, behind[0].start) <= _ABOUT
        and _NOT_A_RESULT.match(reading.text, behind[0].end) is None
        and _STOCK.search(said) is None
    )


_ABOUT: Final = 8
"""Letters of `nearly`, `about`, `a record` between a verb and its amount."""


_GAIN_OR_LOSS: Final = frozenset({"盈利", "亏损", "亏了", "巨亏", "亏损额"})


def _of_the_profit_before(reading: Reading, token: Token, frame: Frame) -> bool:
    """`经营亏损1.55亿美元,去年同期盈利7.43亿美元`: a bare gain or loss beside an operating one is of the same kind.

    Rejected: a metric of its own in between (`经营利润8亿元,净利润6亿元,上年亏损3亿元`).
    """
    told = frame.previous
    if token.text not in _GAIN_OR_LOSS or told is None or told.metric != "operating_income":
        return False
    if told.sentence != (reading.start, reading.end) or told.measure not in ("level", "yoy", "qoq", "change"):
        return False
    between = [t for t in reading.tokens if told.end <= t.start < token.start]
    return any(t.period is not None for t in between) and not any(t.has("metric", "segment", "company") for t in between)


def _again_by_its_kind(reading: Reading, token: Token) -> bool:
    """`down 2%; the unit lost $2.3 billion`: the clause names the part as what it is."""
    return reading.is_latin and any(
        t.has("anaphor_segment") and t.clause == token.clause and t.end <= token.start for t in reading.tokens
    )


_APPOSITION: Final = re.compile(
    r"(?: (?:unit|division|business|segment|arm|group))?, (?:which|who|whose|once|long|now|the|an?|home to) [^,;$%]{3,90},"
    r" (?:also |again |alone )?$"
)


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


_BESIDE: Final = 4
"""Figures before a part's costs that tell whether the text is about that part alone."""


def costs_of_the_part(token: Token, state: DocumentState, segment: Token | None) -> bool:
    """`Revenue of the segment was $9 billion, gross margin 67%. Operating expenses rose 9%`: a part's costs.

    Rejected: costs behind the margins of several parts, behind revenue alone.
    """
    if token.get("metric") != "operating_expenses" or segment is None or not state.drafts:
        return False
    told = state.drafts[-_BESIDE:]
    last = told[-1]
    return (
        last.segment is not None
        and last.metric in ("gross_margin", "operating_expenses")
        and last.segment == segment_id(segment, last.entity)
        and all(d.segment == last.segment for d in told)
        and any(d.metric == "revenue" for d in told)
    )


_PAID: Final = ("耗资", "斥资", "花费", "花了", "支出", "对价")
_RATES_OF_CHANGE: Final = ("涨幅", "跌幅")


def _goes_on_with_growth(reading: Reading, token: Token, scope: Scope) -> bool:
    """`游戏收入16亿美元,同比腰斩,跌幅51%`: behind a metric the word is of that one, not of a share price."""
    told = scope.metric
    if told is None or not told.has("metric") or told.start < reading.start:
        return False
    since = [t for t in reading.tokens if told.start <= t.start < token.start]
    return any(t.has("yoy", "qoq") for t in since) and not any(t.has("other") for t in since)


_WITH: Final = re.compile(r"(?:和|与|跟|同|随着?)(?:公司|其)?(?:的|整体|总体)*$")
_PACE: Final = re.compile(
    r"(?:的)?(?:增长|增速|增幅|增长率|规模)?(?:的)?(?:速度|节奏)?(?:相|保持|大致|基本|同步)*"
    r"(?:匹配|一致|同步|相当|挂钩|相称|看齐)"
)


def _keeps_pace_with(reading: Reading, token: Token) -> bool:
    """`运营费用的增长会和收入匹配`: what something keeps pace with is not what the text goes on about."""
    if reading.is_latin or not _PACE.match(reading.text, token.end):
        return False
    return _WITH.search(reading.text, reading.start, token.start) is not None


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
