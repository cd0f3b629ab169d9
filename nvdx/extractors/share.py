"""Shares of revenue: `占总营收的87%`, `52%的销售额来自三家客户`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import local_period, period_of, trailing_period
from nvdx.extractors.draft import RATIOS, Draft, Refusal
from nvdx.extractors.parts import segment_id
from nvdx.extractors.product import REGION_GIVES
from nvdx.extractors.segment import customer_of
from nvdx.mentions.scan import Token

__all__ = ["share_of_revenue"]

_RESIDUE: Final = 4
_DISCLOSED: Final = 10
"""Percent of revenue from which a company has to say that it has such a customer."""
_PROPORTION: Final = ("比重", "比例", "份额", "比率")
_ROUGHLY: Final = ("约", "大约", "大概")


def share_of_revenue(case: Case) -> Draft | Refusal | None:
    """A part of the company's or of a segment's revenue.

    Accepted: `数据中心占总营收的87%`, `云厂商约占数据中心收入的45%`, `52%的销售额来自三家客户`, `营收占比已达43%`.
    Rejected: market shares, shares of anything but revenue, a part that nobody names.
    """
    _of_whose_revenue(case)
    if case.bound == "tail" and case.metric in RATIOS:
        return None  # `representing a 26% operating margin`
    if (named := _of_a_named_customer(case)) is not None:
        return named
    if case.reading.is_latin and _growth_behind(case):
        return None  # `which represents a 1% sequential decrease`
    if _FORMERLY.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("share-of-the-past")
    if _OF_A_FORMER_LEVEL.search(case.reading.text, case.reading.start, case.token.start):
        return Refusal("share-of-something-else")
    if case.reading.text.startswith((" of where", " of what"), case.token.end):
        return Refusal("share-of-something-else")
    if not case.reading.is_latin and _of_a_market_before(case):
        return Refusal("share-of-a-market")
    if not case.reading.is_latin and _for_some_time(case):
        return Refusal("several-periods-at-once")
    cue = case.find(case.left, "share")
    if cue is not None and cue.text.startswith(("比重", "的比例", "比例")):
        # `云服务商占数据中心收入的比重约为一半`: the verb stands before what the share is of.
        cue = next((t for t in case.left if t.text in ("占", "占到", "约占", "占了")), cue)
    following = case.right[0] if case.right else None
    if (
        cue is not None
        and case.reading.is_latin
        and following is not None
        and following.has("up", "down")
        and not case.reading.text[case.token.end : following.start].strip(" -")
    ):
        return None  # `the midpoint represents 30% growth`
    if (
        cue is None
        and case.find(case.left, "to")
        and not case.find(case.left, "yoy", "qoq", "metric")
    ):
        cue = case.find(case.clause, "share")
    if (
        cue is not None
        and case.reading.is_latin
        and any(t.has("up", "down") and t.start >= cue.end for t in case.left)
    ):
        return None  # `which would represent growth of 107%`
    if (got := _got_from(case)) is not None:
        return got
    if (again := _amount_as_share(case)) is not None:
        return again
    if cue is None and (next_part := _next_part(case)) is not None:
        return next_part
    if cue is None:
        cue = _reached(case)
    if cue is None and (cue := _cue_behind(case)) is None:
        return _goes_on(case)
    words = [t for t in (*case.clause, *case.right) if t.has("metric", "other")]
    words = [t for t in words if t.has("metric") or not segment_id(t, case.entity, "product")]
    if case.reading.is_latin:  # `sales to customers outside of the United States`
        regions = {t.start - 1 for t in case.clause if t.has("geography")}
        words = [t for t in words if not (t.text == "customers" and t.end in regions)]
    if not case.reading.is_latin and any(t.get("metric") == "revenue" and t.start >= cue.end for t in words):
        words = [t for t in words if t.text != "出货"]  # `3纳米出货占晶圆销售金额的23%`
    if not words and not case.reading.is_latin and case.find(case.clause, "respectively"):
        words = _behind_the_list(case)
    if case.reading.is_latin and _says_its_whole(case, cue):
        words = [t for t in words if t.start > cue.start]
    wrong = next((t for t in words if t.has("other") or t.get("metric") != "revenue"), None)
    if wrong is not None:
        return Refusal("share-of-no-revenue", (wrong.start, wrong.end))
    told = case.frame.previous
    if cue.text.startswith("贡献") and not words and not any(t.has("segment") for t in case.left):
        # `5nm贡献了35%的营收,3nm贡献了15%`: the second part is of the same whole.
        part_too = any(segment_id(t, case.entity, "product") for t in case.left)
        here = case.reading.start, case.reading.end
        region_too = any(t.has("geography") for t in case.left)
        last = told or case.frame.last
        goes_on = last is not None and last.measure == "share" and (
            (part_too and told is last and last.sentence == here) or (region_too and not case.reading.is_latin)
        )  # `…收入占比分别为25%和15%。按地区看,中国区贡献了84%`
        if goes_on and region_too:
            case.scope.segment = case.scope.product = None
        if not goes_on:
            return Refusal("contribution-to-what")
    if any(segment_id(t, case.entity, "product") for t in case.left if t.start >= cue.end) and words:
        return Refusal("share-of-a-product")  # `GB300占Blackwell总收入的三分之二`
    if cue.text in _PROPORTION and not case.reading.is_latin:
        # `占数据中心收入的比重在45%`: the verb before it says what the share is of.
        cue = next((t for t in case.left if t.text.endswith("占") and t.start < cue.start), cue)
    whole = _whole(case, cue)
    if cue.text.startswith("占") and "占比" not in cue.text and not words and whole is None:
        if case.reading.residue(cue.end, case.token.start) >= 2:
            return Refusal("share-of-something-else")
    entity = case.entity
    assert entity
    customer = customer_of(case.reading, case.index) or _of_the_clause_before(case, cue, whole)
    if (
        customer is not None
        and customer[0].startswith("top")
        and case.quantity.comparator == ">"
        and case.quantity.value == _DISCLOSED
    ):
        return Refusal("several-customers-apart")  # `三家客户的占比超过10%`, each of them
    if customer is not None and customer[0].startswith("top") and case.find(case.clause, "respectively"):
        return Refusal("several-customers-apart")  # `两名客户分别贡献了23%和16%`
    if (
        case.reading.is_latin
        and cue.start > case.token.start
        and _OF_THAT.match(case.reading.text, case.token.end)
    ):
        return _of_that(case, cue, customer)
    if customer is not None and case.quantity.comparator in (">", ">=") and case.quantity.value == 10:
        return Refusal("threshold-of-disclosure")  # `四个客户各占营收超过10%`
    part = case.scope.segment
    if whole is not None and part is whole:
        part = None
    region = next((t for t in case.clause if t.has("geography") and t.start < cue.start), None)
    if region is None and cue.start > case.token.start:
        region = next(
            (t for t in case.reading.tokens if t.has("geography") and 0 <= t.start - cue.end <= 2),
            None,
        )
    geography = (
        region or case.scope.geography
        if region or case.scope.geography_clause == case.token.clause or not case.left
        else None
    )
    if (
        part is None
        and case.frame.scope.segment is not None
        and case.frame.scope.segment is not whole
        and customer is None
    ):
        part = case.frame.scope.segment
    if not (words or part or whole or customer) and case.frame.last is None:
        return Refusal("share-of-nothing-named")
    if (
        case.reading.is_latin
        and part is not None
        and (part.start < case.reading.start or part.clause < 0)
        and customer is None
        and cue.start < case.token.start
        and case.reading.residue(case.reading.start, cue.start) > _RESIDUE
    ):
        return Refusal("share-of-something-unnamed")  # `Chips made with 3-nanometer technology accounted for 23%`
    draft = case.draft("share", "revenue", measure="share", unit="percent")
    if case.reading.is_latin and (dated := _dated_behind(case)) is not None:
        draft.period, draft.period_text = period_of(case, dated), (dated.start, dated.end)
    whole_id, part_id = segment_id(whole, entity), segment_id(part, entity)
    if customer is not None and not (
        part is not None
        and part.start >= case.reading.start
        and part.clause == case.token.clause
        and whole is None
        and not words
    ):
        draft.customer, draft.evidence["customer"] = customer
    draft.segment = (
        part_id if part_id is not None and (whole_id is None or customer is None) else whole_id
    )
    if (
        customer is not None
        and draft.segment is None
        and told is not None
        and told.measure == "share"
        and told.sentence == draft.sentence
    ):
        draft.segment = told.segment
    before = case.frame.last
    if (
        customer is not None
        and draft.segment is None
        and before is not None
        and before.metric == "revenue"
        and before.entity == entity
        and (
            (case.reading.text.startswith("其中", case.reading.start) and before.sentence != draft.sentence)
            or _OF_WHICH.search(case.reading.text, case.reading.start, case.token.start)
        )
    ):
        draft.segment = before.segment  # `数据中心营收145亿。其中约一半来自云端服务业者`
    draft.share_of = whole_id or (
        "total" if draft.segment is None or customer is None else draft.segment
    )
    if customer is not None and whole is None and part_id is not None:
        draft.segment, draft.share_of = part_id, part_id
    draft.geography = geography.get("geography") if geography else draft.geography
    products = [t for t in case.clause if segment_id(t, entity, "product") and t.start < cue.start]
    own = [t for t in products if t in case.left]
    product = next(iter(own or products), None)
    if case.scope.product in (own or products):
        product = case.scope.product
    of_a_product = case.scope.product is not None and case.scope.product.start >= case.token.end
    if case.reading.is_latin and of_a_product and product is None and cue.start > case.token.start:
        product = _antecedent(case)
        if product is None:
            return Refusal("share-of-a-product")
        draft.product, draft.share_of = None, draft.product
    if product is None and cue.start > case.token.start:
        # `四成来自推理`: the part stands behind the verb.
        product = next(
            (
                t
                for t in case.right
                if segment_id(t, entity, "product") and 0 <= t.start - cue.end <= 1
            ),
            None,
        )
    if product is not None and draft.segment in (None, whole_id) and customer is None:
        draft.product = segment_id(product, entity, "product")
    if not (
        draft.customer
        or draft.geography
        or draft.product
        or (draft.segment and draft.segment != draft.share_of)
    ):
        return Refusal("share-of-no-named-part")
    draft.evidence["measure"] = (cue.start, cue.end)
    if draft.comparator == "=" and (
        cue.text.startswith(_ROUGHLY) or case.reading.text[: cue.start].endswith(_ROUGHLY)
    ):
        draft.comparator = "~"
    return draft


_FORMERLY: Final = re.compile(
    r"(?:以前|从前|过去几(?:个季度|个财季|季|年)|前几(?:个季度|个财季|季|年))(?:都|一直)?(?:大约|大概|约)?占[^,。;\n%\d]{0,14}$"
)
"""`以前占数据中心营收大概两成`, `过去几季约占20%`: of times that the contract has no period for."""
_OF_A_FORMER_LEVEL: Final = re.compile(
    r"(?:水平|水准|规模|时期|之前|以前|[之以]前水平|高峰|高点|峰值)的(?:大?约|近|不到|不足|只有)?$"
)
"""`占比约为出口管制前水平的一半`: a part of a level, not of the revenue."""


def _of_a_market_before(case: Case) -> bool:
    """`全球服务器市场规模达952亿,其中GPU服务器占近一半`: a sentence about a market in which no company is named."""
    before = [t for t in case.reading.tokens if t.start < case.token.start]
    if any(t.has("company", "person", "own") for t in before):
        return False
    return any(t.get("other") == "market" for t in before)


_FOR_SOME_TIME: Final = re.compile(
    r"(?:过去|近|此前|之前)的?(?:[几两三四五六]|数)个?(?:季度|财季|财年|年)(?:里|来|中|间|内)?[^。;]*$"
)


def _for_some_time(case: Case) -> bool:
    """`这些地区在过去几个季度里一直占20%`: of several quarters; not of the four that a TTM has."""
    match = _FOR_SOME_TIME.search(case.reading.text, case.reading.start, case.token.start)
    return match is not None and not any(
        t.period is not None and t.start >= match.start() for t in case.reading.tokens[: case.index]
    )


def _antecedent(case: Case) -> Token | None:
    """`our XPU business, which accelerated to 65% of our AI revenue`: what `which` takes up."""
    opener = next((t for t in case.reading.tokens if t.clause == case.token.clause), case.token)
    for token in reversed(case.reading.tokens[: case.index]):
        if token.clause < case.token.clause and segment_id(token, case.entity, "product"):
            gap = case.reading.text[token.end : opener.start]
            return token if re.match(r"(?: [a-z]+){0,2}, which\b", gap) else None
    return None


_OR: Final = re.compile(
    r",? (?:or|which is|representing|equal to) (?:about |roughly |nearly |around |some |approximately )*"
)
_OF_SALES: Final = re.compile(
    r" of (?:its |the company's |total |overall |Nvidia's |all |quarterly |net )*(?:revenues?|sales)\b", re.IGNORECASE
)


def _amount_as_share(case: Case) -> Draft | None:
    """`China brought in $17.1 billion, or about 13% of sales`: the amount just given as a part of the whole."""
    told = case.frame.previous
    if told is None or not case.reading.is_latin or told.metric != "revenue" or told.measure != "level":
        return None
    if not (told.geography or told.segment or told.product or told.customer):
        return None
    if told.sentence != (case.reading.start, case.reading.end) or told.end > case.token.start:
        return None
    text = case.reading.text
    if not _OR.fullmatch(text, told.end, case.token.start) or not _OF_SALES.match(text, case.token.end):
        return None
    draft = case.draft("share.again", "revenue", measure="share", unit="percent", share_of="total")
    for name in ("period", "period_text", "kind", "geography", "segment", "product", "customer"):
        setattr(draft, name, getattr(told, name))
    return draft


_GOT: Final = re.compile(
    r"\b(?:got|gets|get|drew|draws|made|makes|earned|earns|derived|derives|generated|generates) "
    r"(?:about |roughly |nearly |around |some |just |over |more than |only )*$"
)
_ITS_REVENUE_FROM: Final = re.compile(
    r" of (?:its|their|total|all|all its|overall) (?:total |net |annual )?(?:revenues?|sales) (?:from|in) (?:the )?"
)


def _got_from(case: Case) -> Draft | None:
    """`Nvidia got 17% of its revenue from China`: the part stands behind the whole."""
    text = case.reading.text
    match = _ITS_REVENUE_FROM.match(text, case.token.end) if case.reading.is_latin else None
    if match is None or not _GOT.search(text, case.reading.start, case.token.start):
        return None
    part = next((t for t in case.reading.tokens if match.end() - 4 <= t.start <= match.end() and not t.mark), None)
    part = next((t for t in case.reading.tokens if t.start == match.end()), part)
    if part is None:
        return None
    segment, product = segment_id(part, case.entity), segment_id(part, case.entity, "product")
    if not (segment or product or part.has("geography")):
        return None
    draft = case.draft("share.from", "revenue", measure="share", unit="percent", share_of="total")
    draft.segment, draft.product = segment, None if segment else product
    draft.geography = part.get("geography") if part.has("geography") else None
    return draft


_FOR: Final = re.compile(r" for (?:about |roughly |nearly |another |just |the other )*")


def _next_part(case: Case) -> Draft | None:
    """`computing accounted for 55% of sales, smartphones for 32%`: the verb stands in the first part only."""
    told = case.frame.previous
    if told is None or told.measure != "share" or not case.reading.is_latin:
        return None
    if told.sentence != (case.reading.start, case.reading.end) or told.customer:
        return None
    for token in case.left:
        part, product = segment_id(token, case.entity), segment_id(token, case.entity, "product")
        if (part or product) and _FOR.fullmatch(case.reading.text, token.end, case.token.start):
            draft = case.draft("share.next", "revenue", measure="share", unit="percent", share_of=told.share_of)
            draft.segment, draft.product = part, None if part else product
            draft.period, draft.period_text, draft.kind = told.period, told.period_text, told.kind
            return draft
    return None


def _reached(case: Case) -> Token | None:
    """`先进制程的营收达到全季晶圆销售金额的74%`: behind the verb stands what the share is of, and 的."""
    if case.reading.is_latin or case.reading.text[case.token.start - 1 : case.token.start] != "的":
        return None
    cue = next((t for t in case.left if t.text in ("达", "达到", "相当于")), None)
    whole = case.left[-1] if case.left else None
    behind = cue is not None and whole is not None and whole.start >= cue.end
    return cue if behind and whole is not None and whole.get("metric") == "revenue" else None


def _behind_the_list(case: Case) -> list[Token]:
    """`分别贡献了47%、18%和16%的收入`: the metric stands behind the last of the shares."""
    for before, token in pairwise(case.reading.tokens[case.index :]):
        if token.mark in (",", ";", "。"):
            break
        if token.has("metric", "other"):
            return [token] if case.reading.text[before.end : token.start].strip() == "的" else []
    return []


_OF_WHICH: Final = re.compile(r"[,:。;]其中(?:约|大约|大概|近|超过?|逾|有|的|,)*$")


def _of_the_clause_before(
    case: Case, cue: Token, whole: Token | None
) -> tuple[str, tuple[int, int]] | None:
    """`云服务商是最大买家,贡献了数据中心收入的一半`: who the clause before is about, where this one opens with its verb."""
    if whole is None or case.reading.is_latin or case.clause[:1] != [cue]:
        return None
    before = [t for t in case.reading.tokens if t.clause == cue.clause - 1 and not t.mark]
    if not before or not before[0].has("customer") or any(t.quantity for t in before):
        return None
    return before[0].get("customer"), (before[0].start, before[0].end)


def _says_its_whole(case: Case, cue: Token) -> bool:
    """`shipments of 3-nanometer accounted for 24% of total wafer revenue`: the whole says what it is a share of."""
    whole = next((t for t in case.right if t.has("metric", "other")), None)
    return cue.end <= case.token.start and whole is not None and whole.get("metric") == "revenue"


_OF_THAT: Final = re.compile(r" of (?:that|it|this|which|those sales|that total|that figure|that amount)\b")


_OF_THE_TOTAL: Final = re.compile(r" of (?:the |its |the company's |Nvidia's )?(?:overall "
    r"|grand )?total(?=[,.;)]|$| in\b| for\b)")


def _growth_behind(case: Case) -> bool:
    """Whether the words around the figure make it growth: `represents growth of 25%`, `79% year-over-year growth`."""
    last = case.left[-1] if case.left else None
    if last is not None and last.has("up", "down") and not last.has("share"):
        return case.find(case.left, "share") is not None
    return any(
        t.has("yoy", "qoq", "up", "down")
        and not case.reading.text[case.token.end : t.start].strip()
        for t in case.right[:1]
    )


_CUSTOMER_LETTER: Final = re.compile(
    r"客户 ?([A-H])(?:各|则|也|约|就)?(?:占比?|贡献)(?:了|到)?(?:约|近|大约|营收的?|总营收的?)*$"
)
_EACH_TAKES: Final = re.compile(
    r"(?:的)?(?:则|也)?(?:分别|各自|各)?(?:占比?|比重|贡献)(?:了|到|为|最高|最大|最多)?,?"
    r"(?:总?营收的?)?(?:约|大约|近|超过|逾|达)?$"
)
_LISTED: Final = frozenset({"、", "和", "与", "及", ",", "以及", "/"})


def _of_a_named_customer(case: Case) -> Draft | None:
    """Customers that the text names one by one, after what the largest take together.

    Accepted: `前六大客户占总营收的63%。其中Meta占比最高,约23%;谷歌、微软各占10%到15%`, `客户A占23%`.
    Rejected: a company's share with no customers told of before it.
    """
    reading, here = case.reading, case.token
    if case.quantity.form != "percent":
        return None
    told = case.frame.previous or case.frame.last
    letter = _CUSTOMER_LETTER.search(reading.text, reading.start, here.start)
    listed = _lettered_list(case)
    if told is None or told.measure != "share" or not told.customer:
        found = listed or (letter and (letter[1], letter.span(1)))
        return _of_a_lettered_customer(case, *found) if found else None
    if listed is not None:
        return _of_a_lettered_customer(case, *listed)
    names: list[str] = []
    span: tuple[int, int] | None = None
    if letter is not None:
        names, span = [f"customer_{letter[1].lower()}"], letter.span(1)
    else:
        at = here.start
        for token in reversed(reading.tokens[: case.index]):
            if token.quantity is not None:
                break
            if not token.has("company"):
                continue
            between = reading.text[token.end : at]
            joined = between in _LISTED if names else _EACH_TAKES.fullmatch(between)
            if not joined or token.get("company") == told.entity:
                break
            known = case.state.companies[token.get("company")]
            names.insert(0, _CUSTOMERS.get(known.id, known.name.lower().replace(" ", "_")))
            span, at = (token.start, span[1] if span else token.end), token.start
    if not names or span is None:
        return None
    case.entity = case.frame.entity = told.entity  # The customers were only named.
    case.frame.also = ()
    draft = case.draft("share.customer", "revenue", measure="share", unit="percent")
    draft.customer, draft.evidence["customer"] = "+".join(names), span
    draft.period, draft.segment, draft.kind = told.period, told.segment, told.kind
    draft.product = draft.geography = None
    draft.share_of = told.share_of
    return draft


_LETTERS: Final = re.compile(
    r"客户 ?(?P<a>[A-H])(?:、|和|与|及|以及|,)(?:客户)? ?(?P<b>[A-H])(?:(?:、|和|与|及|以及|,)(?:客户)? ?(?P<c>[A-H]))?"
    r"(?=[^。;A-Za-z]{0,8}(?:分别|依次))"
)
_LETTER_WITHIN: Final = 60
"""Code points in which a list of customers and their shares stands."""


def _lettered_list(case: Case) -> tuple[str, tuple[int, int]] | None:
    """`客户A、客户B分别占总营收的22%和14%`: whose share it is by its place in the list."""
    reading, here = case.reading, case.token
    start = max(reading.start, here.start - _LETTER_WITHIN)
    names = next(_LETTERS.finditer(reading.text, start, here.start), None)
    if names is None:
        return None
    before = [t for t in reading.tokens if names.end() <= t.start < here.start and t.quantity]
    letters = [name for name in "abc" if names[name]]
    if len(before) >= len(letters):
        return None
    which = letters[len(before)]
    return names[which], names.span(which)


def _of_a_lettered_customer(case: Case, letter: str, span: tuple[int, int]) -> Draft | None:
    """The share of revenue of a customer that filings call by a letter."""
    revenue = any(t.get("metric") == "revenue" for t in (*case.clause, *case.right))
    if case.entity is None or not (revenue or _lettered_list(case)):
        return None
    draft = case.draft("share.customer", "revenue", measure="share", unit="percent")
    draft.customer, draft.evidence["customer"] = f"customer_{letter.lower()}", span
    draft.segment = draft.product = draft.geography = None
    draft.share_of = "total"
    return draft


_CUSTOMERS: Final = {"META": "meta", "GOOGL": "google", "SMCI": "supermicro", "AMZN": "amazon"}
"""What a company is called as a customer, where that is not its usual name."""


def _of_whose_revenue(case: Case) -> None:
    """`数据中心占英伟达营收的88%` in an article about somebody else: the whole names the company."""
    cue = case.find(case.left, "share")
    whose = next((t for t in case.left if cue and t.has("company") and t.start >= cue.end), None)
    if cue is None or whose is None or not cue.text.startswith(("占", "约占")):
        return
    revenue = next((t for t in case.left if t.start >= whose.end and t.has("metric")), None)
    company: str | None = whose.get("company")
    if revenue is None or revenue.get("metric") != "revenue":
        return
    case.entity = company
    parts = [t for t in case.clause if t.end <= cue.start and segment_id(t, company)]
    if parts and case.scope.segment is None:
        case.scope.segment, case.scope.segment_clause = parts[-1], parts[-1].clause


def _cue_behind(case: Case) -> Token | None:
    """`45%的收入来自`: the revenue and the verb follow the figure."""
    revenue = False
    if case.reading.is_latin and _OF_THAT.match(case.reading.text, case.token.end):
        return next((t for t in case.right if t.has("share")), None)
    if (
        case.reading.is_latin
        and _OF_THE_TOTAL.match(case.reading.text, case.token.end)
        and case.frame.last is not None
        and case.frame.last.metric == "revenue"
    ):
        return case.token
    if case.reading.is_latin and case.reading.text.startswith(" of ", case.token.end):
        for token in case.right:  # `approximately half of our Data Center revenue`
            if token.has("metric", "other", "up", "down"):
                return token if token.get("metric") == "revenue" else None
        return None
    for token in case.right:
        if token.get("metric") == "revenue":
            revenue = True
        elif token.has("share") and (
            revenue or token.text in ("来自", "来自于", "comes from", "came from")
        ):
            return token
        elif token.has("metric", "other", "up", "down"):
            return None
    return None


_WHOLE_IN: Final = re.compile(r"(?: percent)? of [^,;.$%]{0,50}? (?:in|for|during) (?:the |its )?")


def _dated_behind(case: Case) -> Token | None:
    """`26% of its total in fiscal 2022`: the period behind the whole of a share."""
    for token in case.reading.tokens[case.index + 1 : case.index + 6]:
        if token.quantity is not None or token.mark:
            return None
        if token.period is not None:
            gap = case.reading.text[case.token.end : token.start]
            said = not token.period.comparison and _WHOLE_IN.fullmatch(gap)
            return token if said else None
    return None


def _of_that(
    case: Case, cue: Token, customer: tuple[str, tuple[int, int]] | None
) -> Draft | Refusal:
    """`Roughly half of that came from cloud providers`: a part of the figure just given."""
    last = case.frame.last
    if last is None or last.metric != "revenue" or last.product:
        return Refusal("share-of-nothing-named")
    part = next((t for t in case.right if t.start >= cue.end and segment_id(t, case.entity)), None)
    draft = case.draft("share", "revenue", measure="share", unit="percent", period=last.period)
    draft.share_of = last.segment or "total"
    draft.segment = segment_id(part, case.entity) or last.segment
    if customer is not None:
        draft.customer, draft.evidence["customer"] = customer
    elif part is None:
        return Refusal("share-of-no-named-part")
    draft.evidence["measure"] = (cue.start, cue.end)
    return draft


def _whole(case: Case, cue: Token) -> Token | None:
    """The segment that the share is a part of: behind `占`, or before the figure that `来自` follows."""
    if cue.start > case.token.start:
        if case.token.text.isascii():
            between = [t for t in case.right if t.start < cue.start and segment_id(t, case.entity)]
            if between or case.reading.is_latin:
                return between[-1] if between else None
        return next((t for t in reversed(case.clause) if t.has("segment")), None)
    if cue.text.startswith(("来自", "来源")):
        return None
    behind = [t for t in (*case.left, *case.right) if t.start >= cue.end]
    return next((t for t in behind if segment_id(t, case.entity)), None)


def _goes_on(case: Case) -> Draft | None:
    """`占比由上财季的83%提升至87%`: the second figure of a share."""
    last = case.frame.previous
    if last is None or last.measure != "share" or case.quantity.form != "percent":
        return None
    if last.sentence != (case.reading.start, case.reading.end):
        return None
    if any(t.has("metric", "other", "segment", "yoy", "qoq") for t in case.left):
        return None
    also = (
        case.reading.is_latin
        and case.reading.text[last.end : case.token.start].endswith(" and ")
        and trailing_period(case) is not None
    )  # `13%, compared with 17% in fiscal 2024 and 21% in fiscal 2023`
    region = case.find(case.left, "geography")
    listed = (
        last.geography is not None
        and region is not None
        and region.get("geography") != last.geography
        and REGION_GIVES.fullmatch(case.reading.text, region.end, case.token.start) is not None
    )
    if not (case.find(case.left, "to", "beat") or local_period(case) or listed or also):
        return None
    if case.left and case.reading.residue(case.left[0].start, case.token.start) > _RESIDUE:
        return None
    draft = case.draft(
        "share.goes-on",
        "revenue",
        measure="share",
        unit="percent",
        segment=last.segment,
        share_of=last.share_of,
    )
    draft.customer, draft.geography, draft.product = last.customer, last.geography, last.product
    if listed and region is not None:
        draft.geography = region.get("geography")  # `北美客户占76%,中国大陆客户为8%`
    return draft
