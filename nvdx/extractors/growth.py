"""Growth: a change against the year before, the quarter before, or a base that is not stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import period_of, spoken_period, trailing_period
from nvdx.extractors.dates import of_its_quarter
from nvdx.extractors.draft import RATIOS, Draft, Refusal
from nvdx.extractors.english import beats_the_market, grows_in, over_several_periods, priced_at
from nvdx.extractors.growth_base import (
    GROWTH,
    RATES,
    base_of,
    base_of_document,
    base_of_sentence,
    direction,
    year_after_base,
)
from nvdx.extractors.parts import segment_id
from nvdx.extractors.resolution import anchor_of
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.unknown import other_product, unknown_part
from nvdx.fiscal import FiscalPeriod
from nvdx.mentions.scan import Token

__all__ = ["adopt_stated_bases", "growth", "ratio_change", "spent_by_an_industry"]

_OF_SEVERAL: Final = re.compile(
    r"(?:此前|过去|之前|前面|接下来|未来)(?:的)?[两三四五六七八九十\d]+个?(?:时期|季度|财季)[^,。;]{0,14}(?:都|均)[^,。;]{0,4}$"
)
"""`此前三个季度的同比增幅都超过200%`: of several quarters, which the contract has no period for."""
_RATE_OF_ANOTHER: Final = re.compile(r"(?:增速|增长率|增幅|增长速度|成长率)的[约近]?$")
_COMPOUND: Final = re.compile(r"\bCAGR\b|\bcompound(?:ed)? annual", re.IGNORECASE)
_BAND: Final = re.compile(r"(?:low|mid|middle|high|upper)[ -](?:to[ -](?:mid|high)[ -])?\d0s$", re.IGNORECASE)
_TO_AS: Final = re.compile(r" as (?:much|many|high|large|big|great)\b")
_BELOW: Final = re.compile(r" (?:below|under|lower|less|short of|smaller|worse)\b")
_DIFFERS: Final = re.compile(r"(?:相差|差了?|差距)(?:有|是)?(?:快|近|将近|接近|约|超过)?$")
_TURNED: Final = re.compile(r"翻了?(?:接近|将近|近|超过|超|约|大约|足足)?$")


def _next_of_shares(case: Case) -> bool:
    """`两家客户占比分别为14%和11%`: the second of two shares, of which nothing says whose it is."""
    told = case.frame.previous
    if told is None or told.measure != "share" or case.quantity.form != "percent":
        return False
    gap = case.reading.text[told.end : case.token.start]
    return told.end <= case.token.start and gap.strip() in ("和", "与", "及", "、", "and", ",")


def growth(case: Case) -> Draft | Refusal | None:
    """Growth in percent, as a multiple, doubled or flat.

    Accepted: `同比增长122%`, `环比-5%`, `同比增长近两倍` (200), `增至3倍` (200), `翻倍` (100), `持平` (0), `62%的增长`.
    Rejected: `高出预期5%` (a beat), `较整体营收增长翻倍` (one growth against another), `翻了15倍`
    (by or to, the word does not tell), growth at constant currency beside growth as reported.
    """
    quantity, frame = case.quantity, case.frame
    if _beats_what_was_expected(case):
        return Refusal("beat-or-miss")
    if _one_after_the_other(case):
        return Refusal("several-periods-at-once")
    if _of_a_share_before(case):
        return Refusal("share-of-something-else")
    base, base_at = base_of(case)
    if (moved := _rate_moved_to(case)) is not None:
        base, base_at = moved, None
    sign, sign_at = direction(case)
    if sign == 0 and base is not None and case.reading.is_latin and _BELOW.match(
        case.reading.text, case.token.end
    ):
        sign = -1
    if (
        sign == 0
        and quantity.form == "multiple"
        and quantity.value == 1
        and _TURNED.search(case.reading.text, 0, case.token.start)
    ):
        sign = 1
    flat = quantity.form == "flat"
    if sign == 0 and not flat and _next_of_shares(case):
        return Refusal("share-of-nothing-named")
    last = frame.last
    if base is None and case.reading.is_latin:
        base = base_of_sentence(case) or base_of_document(case)
    if base is None and sign == 0 and not flat and quantity.form != "double":
        expected = case.aside or case.find(case.left, "guidance", "market")
        if expected and last is not None and last.measure in GROWTH and case.bound != "tail":
            return case.draft("growth.compared", last.metric, unit="percent", measure=last.measure)
        return None
    if (
        base is None
        and sign_at is not None
        and sign_at.text in RATES
        and last is not None
        and last.measure in GROWTH
    ):
        base = last.measure
    if sign_at is not None and sign_at.has("revised") and case.kind != "reported":
        return Refusal("revision-of-an-expectation")
    if _at_constant_currency(case) or _without_currency(case):
        return Refusal("constant-currency")
    if _LIKE_FOR_LIKE.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("like-for-like")
    if case.reading.is_latin and _WITHOUT_IT.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("like-for-like")
    if beats_by(case) and base is None:
        return Refusal("beat-or-miss")
    if case.reading.is_latin and beats_the_market(case.reading, case.token):
        return Refusal("beat-or-miss")
    if case.reading.is_latin and _COMPOUND.search(
        case.reading.text, max(case.reading.start, case.token.start - 40), min(case.reading.end, case.token.end + 40)
    ):
        return Refusal("growth-over-several-years")
    if _of_something_unnamed(case, sign_at):
        return Refusal("growth-of-something-unnamed")
    if flat and base is None and case.metric == "eps":
        return Refusal("break-even")  # `预计每股收益持平`: neither a profit nor a loss.
    if _DIFFERS.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("compared-with-another-figure")
    if flat and case.reading.is_latin and _after_a_share(case):
        return Refusal("flat-share")
    if case.reading.is_latin and _OF_A_MONTH.match(case.reading.text, case.token.end):
        return Refusal("of-a-month")
    if case.reading.is_latin and _company_itself_moved(case, sign_at):
        return Refusal("share-price")
    if case.reading.is_latin and priced_at(case.reading.text, case.token.start, case.token.end):
        return Refusal("valuation")
    if case.reading.is_latin and _BAND.match(case.token.text) and not case.reading.text.startswith(
        ("%", " percent", " per cent", " growth"), case.token.end
    ):
        if not any(t.has("up", "down") and "grow" in t.text.lower() for t in case.clause):
            return Refusal("band-of-something-unnamed")
    if case.reading.is_latin and over_several_periods(case.reading.text, case.token.end):
        return Refusal("several-periods-together")
    if sign_at is not None and any(t.has("at_most") and t.end == sign_at.start for t in case.left):
        return Refusal("claim-of-at-most")
    if (
        quantity.form == "multiple"
        and quantity.value != 1
        and _TURNED.search(case.reading.text, 0, case.token.start)
    ):
        return Refusal("by-or-to-unclear")
    if quantity.form == "double" and _said_in_percent_too(case):
        return Refusal("said-again-in-percent")
    if (
        base is None
        and quantity.form == "double"
        and not _follows_its_level(case)
        and not any(
            t.period is not None or t.has("company", "segment", "product") for t in case.clause
        )
        and not (case.reading.is_latin and (case.scope.metric or case.scope.segment or case.scope.product))
    ):
        return Refusal("rhetoric")
    if case.token.text.isascii() and quantity.form in ("multiple", "double"):
        other = case.find(case.right, "other")
        if case.bound == "last" or other is not None:
            return Refusal("multiple-of-something-else")
    metric = _metric_of_growth(case)
    if isinstance(metric, Refusal):
        return metric
    if metric == "capex" and (
        spent_by_an_industry(case)
        or case.scope.segment is not None
        or case.scope.customer is not None
        or case.find(case.clause, "world", "group", "customer")
        or case.follows_a_group()
    ):
        return Refusal("spending-of-a-group")
    if metric in RATIOS:
        if flat and base is not None:
            return case.draft(
                "growth.flat-margin",
                metric,
                measure=base,
                value=Decimal(0),
                unit="percentage_points",
                comparator="~",
            )
        return Refusal("percent-change-of-a-ratio")
    if (refusal := other_product(case) or unknown_part(case)) is not None:
        return refusal
    if _of_a_count(case):
        return Refusal("growth-of-a-count")
    if _OF_SEVERAL.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("several-periods-at-once")
    if _RATE_OF_ANOTHER.search(case.reading.text, max(0, case.token.start - 8), case.token.start):
        return Refusal("compared-with-another-figure")
    against = next(
        (t for t in case.left if t.has("versus") and t.text not in ("和", "与", "同", "和的")), None
    )
    if (
        against
        and base is None
        and any(t.has("metric") for t in case.left if t.start > against.end)
    ):
        return Refusal("compared-with-another-figure")
    if base is None and any(t.period is not None and t.period.relative == "ttm" for t in case.left):
        return Refusal("growth-over-no-period")
    if flat:
        low = high = None
        value: Decimal | None = Decimal(0)
        comparator = "~"
    else:
        factor = _times(case)
        value, low, high = (
            _as_percent(n, factor, sign or 1, quantity.form)
            for n in (quantity.value, quantity.low, quantity.high)
        )
        comparator = quantity.comparator
    if low is not None and high is not None and low > high:
        low, high = high, low
    draft = case.draft(
        "growth.flat" if flat else "growth",
        metric,
        value=value,
        low=low,
        high=high,
        comparator=comparator,
        unit="percent",
        measure="change",
    )
    _goes_on_about_the_part(case, draft)
    part = case.scope.segment
    others = metric not in SEGMENT_METRICS and metric != "operating_expenses"
    if case.reading.is_latin and others and part not in (None, *case.reading.tokens):
        draft.segment = None  # `Gaming rose 9%. It also reported a 5% rise in net income.`
    if draft.period is None and (year := year_after_base(case)) is not None:
        draft.period, base = year, base or "yoy"
    told = frame.previous
    if base is None and told is not None and told.basis is not None and draft.basis not in (None, told.basis):
        alike = (told.sentence, told.metric, told.segment) == (draft.sentence, draft.metric, draft.segment)
        if alike and told.measure in ("yoy", "qoq"):
            base = told.measure  # `GAAP运营费用环比增长9%,非GAAP增长11%`
    if case.reading.is_latin:
        _said_behind(case, draft)
    draft.measure = base or (
        "yoy" if draft.period is not None and draft.period.part == "FY" else "change"
    )
    if (
        base is None
        and told is not None
        and told.measure == "change"
        and told.sentence == draft.sentence
        and told.period == draft.period
    ):
        draft.measure = "change"  # `2024财年比2015年增长67%,其中中国只增长14%`
    if quantity.form in ("multiple", "double"):
        draft.decimals = (
            -2
            if quantity.decimals == 0
            else None
            if quantity.decimals is None
            else quantity.decimals - 2
        )
    if quantity.form == "percent":
        _at_its_own_period(case, draft)
    _goes_on_about_customers(case, draft)
    if _of_what_was_reported(case, draft):
        draft.kind = "reported"
    elif _of_what_the_market_expects(case, draft):
        draft.kind = "consensus"
    if metric == "dividend_per_share":
        of_its_quarter(case, draft)
    if metric == "repurchase_authorization":
        draft.period, draft.period_text = anchor_of(draft.entity, case.state), None
    for name, token in (("measure", base_at), ("sign", sign_at)):
        if token is not None:
            draft.evidence[name] = (token.start, token.end)
    return draft


_IN_TURN: Final = re.compile(r"(?:依次|先后|分别)[^,。;\d]{0,6}\d")


def _one_after_the_other(case: Case) -> bool:
    """`增速在过去四个季度里依次为262%、122%、94%和78%`: each of another quarter, which the text does not name."""
    at = case.frame.period_at
    if case.reading.is_latin or at is None or at.period is None or at.period.relative != "ttm":
        return False
    return at.start >= case.reading.start and bool(_IN_TURN.search(case.reading.text, at.end, case.token.end))


_WAS: Final = re.compile(r"[^。;]*占[^。;]*,(?:而)?(?:一年前|去年同期|上年同期|上季度?)(?:的?[^,。;\d]{0,4})?[是为有]$")


def _of_a_share_before(case: Case) -> bool:
    """`它占总收入的55.6%,一年前是58.3%`: the share of a year ago is no growth, whether or not the first is a record."""
    if case.reading.is_latin or case.quantity.form != "percent" or case.find(case.left, "up", "down", "yoy", "qoq"):
        return False
    return _WAS.match(case.reading.text[case.reading.start : case.token.start]) is not None


def _goes_on_about_the_part(case: Case, draft: Draft) -> None:
    """`2024年AI收入增长两倍;2025年还将翻一番`: behind a semicolon growth of nothing named is that of the part before."""
    told, scope = case.frame.last, case.scope
    if case.reading.is_latin or told is None or draft.segment or draft.product or case.bound != "earlier":
        return
    if told.sentence != draft.sentence or told.metric != draft.metric or not (told.segment or told.product):
        return
    if told.customer or scope.segment is not None or scope.product is not None:
        return
    if not any(t.has("metric", "segment", "product", "company", "total", "own") for t in case.clause):
        draft.segment, draft.product = told.segment, told.product


def _follows_its_level(case: Case) -> bool:
    """`数据中心收入126亿美元,几乎翻了一番`: growth right behind the level of which it is said."""
    told = case.frame.previous
    if told is None or told.measure != "level" or told.aside or case.reading.is_latin:
        return False
    gap = case.reading.text[told.end : case.token.start]
    return told.sentence == (case.reading.start, case.reading.end) and bool(_AT_ONCE.fullmatch(gap))


_AT_ONCE: Final = re.compile(r",(?:几乎|接近|近乎|差不多|足足|整整|相当于|又|已)*翻?了?")
_INDUSTRY: Final = re.compile(r"(?:行业|产业|业界|厂商)的?(?:[一-鿿]{0,4})?$")


def spent_by_an_industry(case: Case) -> bool:
    """`DRAM产业的资本开支将增长两成`: nobody's in particular."""
    word = case.scope.metric
    return (
        word is not None
        and not case.reading.is_latin
        and _INDUSTRY.search(case.reading.text, max(case.reading.start, word.start - 10), word.start) is not None
    )


_THEIR: Final = ("其", "他们", "它们")


def _of_what_was_reported(case: Case, draft: Draft) -> bool:
    """`甲预计今年支出1250亿,乙上一季资本支出349亿,年增74%`: growth of a result that follows an outlook."""
    told = case.frame.previous
    return (
        draft.kind != "reported"
        and told is not None
        and told.kind == "reported"
        and told.measure == "level"
        and told.sentence == draft.sentence
        and (told.entity, told.metric, told.period, told.segment)
        == (draft.entity, draft.metric, draft.period, draft.segment)
        and case.kind_at is not None
        and case.kind_at.end <= told.start
    )


def _of_what_the_market_expects(case: Case, draft: Draft) -> bool:
    """`公司的财测是540亿;市场共识是548亿,年增56%`: growth belongs to the nearest figure."""
    told = case.frame.previous
    if told is None or told.kind != "consensus" or draft.kind != "guidance" or case.reading.is_latin:
        return False
    if told.sentence != draft.sentence or told.measure != "level" or told.period != draft.period:
        return False
    between = [t for t in case.reading.tokens if told.end <= t.start < case.token.start]
    return all(t.mark == "," or t.has("yoy", "qoq", "up", "down") for t in between)


_OR_GROWTH: Final = re.compile(r",? (?:or|implying|which (?:is|would be)) (?:about |roughly |nearly )?")
_AFTER: Final = re.compile(
    r"\b(?:after|following) (?:a |an )?(?:growing|rising|falling|climbing|increasing|declining|gaining|growth of|gains? of)?"
    r"(?: by)? ?$"
)


def _said_behind(case: Case, draft: Draft) -> None:
    """`$16.2 billion, or 15% growth` is of the amount; `up 55%, after growing 52% the previous quarter` of that quarter."""
    told, text = case.frame.previous, case.reading.text
    if told is not None and told.sentence == draft.sentence and told.end <= case.token.start:
        if told.metric == draft.metric and told.measure == "level" and draft.kind == told.kind:
            if _OR_GROWTH.fullmatch(text, told.end, case.token.start) and trailing_period(case) is None:
                draft.period, draft.period_text = told.period, told.period_text
    behind = next(iter(case.reading.tokens[case.index + 1 : case.index + 2]), None)
    if behind is None or behind.period is None or not behind.period.comparison:
        return
    gap = text[case.token.end : behind.start].strip()
    if gap in ("", "in", "in the", "the") and _AFTER.search(text, case.reading.start, case.token.start):
        draft.period, draft.period_text, draft.aside = period_of(case, behind, outlook=False), None, True


def _goes_on_about_customers(case: Case, draft: Draft) -> None:
    """`云服务商约占数据中心收入的一半,收入同比增长2倍`: the revenue from those customers, of that segment."""
    told = case.frame.previous
    if told is None or told.measure != "share" or told.customer is None:
        return
    if told.sentence != draft.sentence or draft.metric != "revenue":
        return
    if draft.segment not in (None, told.segment) or draft.product or draft.geography:
        return
    if draft.customer not in (None, told.customer):
        return
    metric = case.scope.metric
    named = [t for t in case.clause if not (t.text in _THEIR and metric is not None and t.end == metric.start)]
    if not case.find(named, "company", "person", "own", "total", "anaphor_company"):
        draft.customer, draft.segment, draft.period = told.customer, told.segment, told.period


def _at_constant_currency(case: Case) -> bool:
    """`营收同比增长15%,按固定汇率计算增长16%`: the second is no growth as reported, unless it stands alone.

    Accepted in Chinese: `Azure按固定汇率计算将增长37%`, where the text gives no other growth of the same thing.
    """
    at = next((t for t in reversed(case.clause) if t.has("constant_currency")), None)
    if at is None:
        return False
    if case.reading.is_latin or case.token.depth:
        return True
    entity, metric = case.entity, case.metric
    if metric is None or case.bound not in ("clause", "tail"):
        return True
    part, product = segment_id(case.scope.segment, entity), segment_id(case.scope.product, entity, "product")
    for d in case.state.drafts:
        same = (d.entity, d.metric, d.segment, d.product) == (entity, metric, part, product)
        if same and d.measure in GROWTH and d.period == spoken_period(case)[0]:
            return True
    for token in case.reading.tokens[case.index + 1 :]:
        if token.has("metric", "segment", "product", "company") or token.mark in (";", "。"):
            return False
        if token.quantity is not None:
            return token.quantity.form == "percent"
    return False


def _without_currency(case: Case) -> bool:
    """`up 5%, or 8% excluding changes in foreign exchange rates`: the second is no growth as reported.

    Growth at constant currency alone is a record, where the document gives none as reported.
    """
    if not case.reading.is_latin:
        return False
    excluded = _EXCLUDING.search(case.reading.text[case.reading.start : case.token.start])
    behind: list[Token] = []
    for token in case.reading.tokens[case.index + 1 :]:
        if token.quantity is not None:
            break
        behind.append(token)
    if not excluded and not any(t.has("constant_currency") for t in behind):
        return False
    if not excluded and _BOTH_WAYS.search(case.reading.text[case.token.end : behind[-1].end]):
        return False  # `up 11% in both USD and constant currency` is as reported too.
    if excluded:
        return True
    entity, metric = case.entity, case.metric
    part = segment_id(case.scope.segment, entity)
    return any(
        d.entity == entity
        and d.metric == metric
        and d.segment == part
        and d.measure in GROWTH
        and d.period == spoken_period(case)[0]
        for d in (*case.state.drafts, *([case.frame.previous] if case.frame.previous else []))
    )


_BOTH_WAYS: Final = re.compile(r"\b(?:USD|dollars?|reported|actual)(?: basis)? and (?:in |on a )?constant", re.IGNORECASE)
_EXCLUDING: Final = re.compile(
    r"(?:^|[.,;] )(?:Excluding|excluding) (?:[^.;]|\.\d){0,110}(?:foreign exchange|currency|exchange rates)[^.;%]*$"
)
_LIKE_FOR_LIKE: Final = re.compile(
    r"(?:剔除|不计入?|扣除|撇除|若不考虑)(?!非经常|股权)[^,。;]{1,20}(?:后|影响|因素)[^。;]{0,8}?(?:同比|环比)[^,。;]{0,6}$"
)
"""`剔除已出售业务后同比增长10%`: growth on another footing beside growth as reported."""


_WITHOUT_IT: Final = re.compile(
    r"\b(?:[Ww]ithout|[Ee]xcluding|[Ss]tripping out) [^;]{2,60}\bwould have "
    r"(?:been|grown|risen|increased|climbed|fallen)\b[^;]*$"
)
"""`Without the acquisition, growth would have been 4%`."""


_BY: Final = re.compile(
    r"(?:超出?|高于|低于|超过|不及|逊于|好于)[^,。;()]{0,10}(?:预期|指引|预测|预估)(?:值|中值|上限)?\([^()]*\)(?:约|近|超|逾|大约)?$"
)


def _beats_what_was_expected(case: Case) -> bool:
    """`超出一致预期(3000亿)约8%`: by how much, behind what was expected."""
    if case.reading.is_latin:
        return False
    return _BY.search(case.reading.text, case.reading.start, case.token.start) is not None


def beats_by(case: Case) -> bool:
    """`高出10亿美元`, `比预期高5%`: by how much a figure beat another one."""
    if _beats_what_was_expected(case):
        return True
    token = case.find(case.left, "beat_by", "beat_below")
    if token is None:
        return False
    between = case.reading.text[token.end : case.token.start]
    for other in case.left:
        if other.start >= token.end and other.has("market", "expect", "guidance", "analysts"):
            between = between.replace(other.text, "", 1)
    return between.strip("了约近逾超将达整足 ") == ""


def _at_its_own_period(case: Case, draft: Draft) -> None:
    """`高于上季的20%`, `增幅较上财季的409%`: the growth of that other period."""
    here = case.token
    for token in reversed(case.left):
        if token.period is None or token.has("up", "down"):
            if token.has("up", "down"):
                return
            continue
        if not (token.period.comparison or token is case.frame.base):
            return
        if case.reading.text[token.end : here.start].strip() in ("的", "", "为"):
            draft.period = period_of(case, token, outlook=False)
            draft.period_text, draft.kind, draft.aside = (token.start, token.end), "reported", True
            named = next((t for t in case.clause if t.has("yoy", "qoq")), None)
            draft.measure = (
                ("qoq" if named.has("qoq") else "yoy")
                if named
                else case.frame.last.measure
                if case.frame.last and case.frame.last.measure in GROWTH
                else draft.measure
            )
        return


_OF_A_MONTH: Final = re.compile(
    r" (?:year-over-year |year-on-year )?(?:jump|rise|increase|drop|fall|decline|surge|gain|growth) in (?:its )?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|monthly) (?:sales|revenue)"
)
_RELATIVE: Final = re.compile(r"(?: \([A-Z.]+\))?, (?:which|whose|who)\b")
_OPENS: Final = 4


def _company_itself_moved(case: Case, sign_at: Token | None) -> bool:
    """`Broadcom, which reported last week, gained 10%`: behind its relative clause a company's own move is its stock's."""
    if sign_at is None or sign_at.start > case.token.start:
        return False
    before = [t for t in case.reading.tokens if t.end <= sign_at.start]
    if not before or before[-1].mark != "," or case.reading.text[before[-1].end : sign_at.start].strip():
        return False
    first = before[0]
    opens = first.has("company") and first.start - case.reading.start <= _OPENS
    return opens and _RELATIVE.match(case.reading.text, first.end) is not None and not any(
        t.has("yoy", "qoq", "metric") for t in case.right
    )


def _said_in_percent_too(case: Case) -> bool:
    """`翻倍成长114%`: the doubling only introduces the figure."""
    behind = case.reading.tokens[case.index + 1 : case.index + 4]
    figure = next((t for t in behind if t.quantity is not None), None)
    return (
        figure is not None
        and figure.quantity is not None
        and figure.quantity.form == "percent"
        and all(t is figure or t.has("up", "yoy", "qoq") for t in behind[: behind.index(figure)])
    )


def _metric_of_growth(case: Case) -> str | Refusal:
    """The metric whose growth it is; a clause that names none goes on about the last figure."""
    words = [t for t in case.clause if t.has("metric", "other", "segment", "product")]
    last = case.frame.last
    scope = case.scope
    if case.bound == "tail" and scope.metric is not None and scope.metric.has("other"):
        return Refusal("out-of-scope", (scope.metric.start, scope.metric.end))
    if scope.metric is not None and scope.metric.has("other") and not scope.metric.has("metric"):
        return Refusal("out-of-scope", (scope.metric.start, scope.metric.end))
    metric = case.metric
    if metric == "net_income" and case.reading.is_latin and _TO_A_SHARE.match(case.reading.text, case.token.end):
        return "eps"
    if case.reading.is_latin and (named := _named_behind(case)) is not None:
        return named
    if metric is None and not words and last is not None:
        metric = last.metric
    if metric is None:
        return Refusal("no-metric")
    return metric


_TO_A_SHARE: Final = re.compile(
    r"(?: (?:from a year (?:ago|earlier)|year over year|year-over-year))? to (?:a record )?"
    r"(?:\$[\d.]+|[\d.]+ cents?),? (?:per|a) (?:diluted )?share\b"
)
"""`Earnings doubled to $0.81 per share`: it is the earnings of one share that grew."""


_COUNTED: Final = re.compile(
    r"\d(?:\.\d+)?[万亿千百]*(?:多|余)?(?:片|辆|台|部|块|颗|张|家|人次|人|名|次|单|吨|座|套|件|艘|只|枚|GWh|MWh|GW)(?:\([^()]*\))?,[^,。;]*$"
)


def _of_a_count(case: Case) -> bool:
    """`付运晶圆239万片,环比增长4.3%`: growth with no metric of its own is that of the count before it."""
    if case.reading.is_latin or any(t.has("metric", "segment", "product") for t in case.clause):
        return False
    return _COUNTED.search(case.reading.text, case.reading.start, case.token.start) is not None


def _rate_moved_to(case: Case) -> str | None:
    """`同比增速从上季的12%跳到了60%`: the second rate is measured against what the first one was."""
    told = case.frame.previous
    if case.reading.is_latin or told is None or not told.aside or told.measure not in GROWTH:
        return None
    if told.sentence != (case.reading.start, case.reading.end) or case.quantity.form != "percent":
        return None
    since = [t for t in case.left if t.start >= told.end]
    if not any(t.has("to") for t in since) or any(t.has("yoy", "qoq", "metric") for t in since):
        return None
    return told.measure


_UNNAMED: Final = 4


def _of_something_unnamed(case: Case, sign_at: Token | None) -> bool:
    """`Daily active people across its apps rose 8%`: a subject that no word of ours knows."""
    if not case.reading.is_latin or sign_at is None:
        return False
    if sign_at.start >= case.token.end and (thing := grows_in(case.reading.text, sign_at.end)) is not None:
        behind = next((t for t in case.reading.tokens if t.start >= thing), None)
        if any(t.period is not None and t.start <= thing < t.end for t in case.reading.tokens):
            return False  # `231% revenue growth in the current quarter`
        if behind is None or behind.mark:
            return True
        noun = next((t for t in case.reading.tokens if t.start > behind.start), behind)
        if noun.has("other") and case.reading.text[behind.end : noun.start] == " ":
            return True  # `a 5% increase in ad conversions`
        return behind.start - thing > _UNNAMED and not behind.has("metric", "segment", "product")
    if case.bound not in ("last", "earlier"):
        return False
    if sign_at.end > case.token.start:
        return False
    opener = max(
        (t.end for t in case.reading.tokens if t.mark and t.end <= sign_at.start),
        default=case.reading.start,
    )
    named = [t for t in case.reading.tokens if opener <= t.start < sign_at.start]
    if any(t.has("metric", "segment", "product", "yoy", "qoq") for t in named):
        return False
    return case.reading.residue(max(opener, case.reading.start), sign_at.start) > _UNNAMED


def _after_a_share(case: Case) -> bool:
    told = case.frame.previous
    here = (case.reading.start, case.reading.end)
    return told is not None and told.measure == "share" and told.sentence == here


_JUMP_IN: Final = re.compile(r"(?:in|of|for) (?:the |its |our |total |quarterly |overall |adjusted |annual )*$")


def _named_behind(case: Case) -> str | None:
    """`a 57% jump in revenue`: the noun behind the growth says what grew."""
    moved = next((t for t in case.right[:1] if t.has("up", "down")), None)
    if moved is None:
        return None
    for token in case.right[1:3]:
        if token.has("metric"):
            gap = case.reading.text[moved.end : token.start].strip() + " "
            for period in (t for t in case.right if t.period and t.end <= token.start):
                gap = gap.replace(f"{period.text} ", "").replace(f"{period.text.removeprefix('the ')} ", "")
            metric: str | None = token.get("metric")
            return metric if _JUMP_IN.fullmatch(gap) else None
        if not (token.has("gaap", "non_gaap", "total") or token.period):
            return None
    return None


_TIMES_OF: Final = re.compile(
    r"(?:是|为|相当于|达到)(?:了)?(?:去年|上年|前一?年|上一?财?年|上季|上一?季度|同期|20\d\d)[^,。;]{1,24}"
    r"的(?:约|近|将近|大约|超过|逾)?$"
)
"""`是去年同期4.96亿美元的三倍`: behind what a figure is held against, a multiple is what it grew to."""


def _times(case: Case) -> str:
    """Whether a multiple is what a figure grew by or what it grew to."""
    target = case.find(case.left, "to")
    text = case.reading.text[max(case.reading.start, case.token.start - 12) : case.token.start]
    if target is not None and not target.text.endswith("达"):
        held = (
            case.reading.residue(target.end, case.token.start) == 0
            and case.find(case.left, "metric") is not target
        )
        if held and not any(
            t.has("metric", "up", "down") for t in case.left if t.start >= target.end
        ):
            return "to"
    if text.rstrip("约近").endswith("的") and ("是" in text or "为" in text):
        return "to"
    if not case.reading.is_latin and _TIMES_OF.search(
        case.reading.text, case.reading.start, case.token.start
    ):
        return "to"
    if case.reading.is_latin and case.quantity.form == "multiple":
        if _TO_AS.match(case.reading.text, case.token.end):
            return "to"  # `almost twice as much as a year earlier`
    if case.quantity.form == "multiple" and case.token.text.rstrip().endswith(
        ("x", "X", "×", "fold", "-fold")
    ):
        return "to"
    return "by"


def _as_percent(number: Decimal | None, times: str, sign: int, form: str) -> Decimal | None:
    if number is None:
        return None
    if form == "double":
        return (number - 1) * 100
    if form == "multiple":
        return (number - 1 if times == "to" else number) * 100 * sign
    return abs(number) * sign


def adopt_stated_bases(titles: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """Growth without a base has the base that the text states for the same growth.

    A title may be told by the text below it (`净利大涨168%`), a sentence only by one before it; the
    basis of a figure that is said again is adopted in the same way.
    """
    everywhere = {_meaning(d): d.measure for d in drafts if d.measure in ("yoy", "qoq")}
    for draft in titles:
        if draft.measure == "change":
            draft.measure = everywhere.get(_meaning(draft), "change")
    granted = {(d.entity, d.value) for d in drafts if d.metric == "repurchase_authorization"}
    done = {(d.entity, d.value) for d in drafts if d.metric == "share_repurchases" and d not in titles}
    for draft in titles:
        if draft.metric == "share_repurchases" and (draft.entity, draft.value) in granted - done:
            draft.metric, draft.rule = "repurchase_authorization", "amount.repurchase_authorization"
    _adopt_stated_periods(drafts)
    bases: dict[tuple[object, ...], str] = {}
    bases_of_account: dict[tuple[object, ...], str | None] = {}
    before: Draft | None = None
    for draft in drafts:
        meaning = _meaning(draft)
        beside, before = before, draft
        if draft.measure == "change":
            draft.measure = bases.get(meaning, "change")
        elif draft.measure in ("yoy", "qoq"):
            bases[meaning] = draft.measure
        if draft.metric not in ("revenue", "net_income") and draft.measure == "level":
            if draft.basis is None:
                if not _of_the_income(draft, beside):
                    draft.basis = bases_of_account.get(meaning)
            else:
                known = bases_of_account.setdefault(meaning, draft.basis)
                bases_of_account[meaning] = draft.basis if known == draft.basis else None


def _of_the_income(draft: Draft, beside: Draft | None) -> bool:
    """`net income of $26.4 billion, or $1.05 per share`: as reported, though adjusted earnings were the same."""
    return (
        draft.metric == "eps"
        and beside is not None
        and beside.metric == "net_income"
        and beside.basis is None
        and beside.sentence == draft.sentence
    )


def _adopt_stated_periods(drafts: Sequence[Draft]) -> None:
    """A level said again without a period (`对这200亿亏损的反应`) has the one that it was stated with."""
    stated: dict[tuple[object, ...], set[FiscalPeriod | None]] = {}
    for draft in drafts:
        if draft.measure == "level" and draft.kind == "reported":
            stated.setdefault(_amount_of(draft), set()).add(
                draft.period if draft.period_text is not None else None
            )
    # `flat at $2.9 billion, compared with $2.9 billion a year ago`
    compared = {(_amount_of(d), d.sentence) for d in drafts if d.aside and d.period_text is not None}
    for draft in drafts:
        if draft.measure != "level" or draft.kind != "reported" or draft.period_text is not None:
            continue
        if draft.period is None or draft.aside or draft.unit == "percent" or draft.rule == "table":
            continue
        named = stated[_amount_of(draft)] - {None}
        if len(named) == 1 and (_amount_of(draft), draft.sentence) not in compared:
            draft.period = next(iter(named))


def _amount_of(draft: Draft) -> tuple[object, ...]:
    return (draft.entity, draft.metric, draft.segment, draft.product, draft.geography, draft.value, draft.unit)


def _meaning(draft: Draft) -> tuple[object, ...]:
    return (
        draft.entity,
        draft.period,
        draft.metric,
        draft.segment,
        draft.product,
        draft.kind,
        draft.value,
    )


def ratio_change(case: Case) -> Draft | Refusal | None:
    """The change of a margin or a tax rate, in percentage points.

    Accepted: `毛利率75%,同比+14.2pcts`, `毛利率环比下降50个基点`. Rejected: points of a growth rate, of a share.
    """
    metric = case.metric
    if (
        metric is None
        and case.frame.last is not None
        and not any(t.has("metric", "other", "segment") for t in case.clause)
    ):
        metric = case.frame.last.metric
    if metric not in RATIOS:
        return Refusal("points-of-no-ratio")
    if case.find(case.clause, "share"):
        return Refusal("points-of-a-share")
    if beats_by(case) and base_of(case)[0] is None:
        return Refusal("beat-or-miss")
    base, base_at = base_of(case)
    sign, _ = direction(case)
    if base is None and sign == 0:
        return Refusal("no-direction")
    value, low, high = (
        None if n is None else abs(n) * (sign or 1)
        for n in (case.quantity.value, case.quantity.low, case.quantity.high)
    )
    draft = case.draft(
        "margin.points",
        metric,
        value=value,
        low=low,
        high=high,
        unit="percentage_points",
        comparator=case.quantity.comparator,
        measure="change",
    )
    draft.measure = base or (
        "yoy" if draft.period is not None and draft.period.part == "FY" else "change"
    )
    if base_at is not None:
        draft.evidence["measure"] = (base_at.start, base_at.end)
    return draft
