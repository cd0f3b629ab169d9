"""What stands right behind a figure and owns it."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.draft import Draft
from nvdx.extractors.parts import PARENTHESIS, segment_id
from nvdx.extractors.reading import Reading, explained
from nvdx.extractors.state import DocumentState, Frame, Scope
from nvdx.mentions.scan import Token

__all__ = ["is_included", "purpose_of", "tail_of"]

_PURPOSE: Final = re.compile(
    r" (?:remaining |left |available |outstanding )?"
    r"(?:towards|toward|for|on|under|in|to|through|via|was|were|of)(?: [A-Z][A-Za-z]+'s)?"
    r"(?: (?:our|its|the|their|the company's|company's|this|an|a|additional|new|remaining"
    r"|existing|current|net|open-market|open market)\b)* ?"
)
_USED_FOR: Final = re.compile(r"(?:被|则)?(?:用来|拿来|拿去|用于)(?:进行|支付|发放|实施|做)?了?")
_CASH: Final = re.compile(
    r" (?:of|in) (?:gross |total )?(cash)\b(?! (?:flow|dividend|from|and(?! \$)|equivalents|used))(?!,)"
)
_MAY_BUY: Final = re.compile(
    r"\bauthori[sz]\w+\b[^.;$]{0,90}\b(?P<what>repurchase)(?: of)? (?:(?:additional )?shares of our common stock )?"
    r"(?:up to |an? |additional |further |of |another )*$"
)
"""`we were authorized, subject to certain specifications, to repurchase up to $46.4 billion of our stock`."""
_ENDED_WITH: Final = re.compile(r"\b(?:ended|exited|closed|finished)\b[^.;]{0,60}\bwith\b[^.;,]{0,40}$")
_SPENT_ON: Final = frozenset(
    {"capex", "share_repurchases", "repurchase_authorization", "dividend_per_share", "shareholder_returns"}
)


def purpose_of(reading: Reading, index: int) -> Token | None:
    """`$14.1 billion toward share repurchases`, `$24.3 billion remaining under our share repurchase
    authorization`: what English says money was spent on or may be spent on.
    """
    here = reading.tokens[index]
    if reading.is_latin and (cash := _CASH.match(reading.text, here.end)) is not None:
        if _ENDED_WITH.search(reading.text, reading.start, here.start):
            return Token(
                cash.start(1), cash.end(1), cash[1], {"metric": "cash"}, depth=here.depth, clause=here.clause
            )  # fmt: skip
    if reading.is_latin and (right := _MAY_BUY.search(reading.text, reading.start, here.start)) is not None:
        return Token(
            *right.span("what"), right["what"], {"metric": "repurchase_authorization"},
            depth=here.depth, clause=here.clause,
        )  # fmt: skip
    pattern = _PURPOSE if reading.is_latin else _USED_FOR
    match = pattern.match(reading.text, here.end)
    if match is None or here.quantity is None or here.quantity.form != "amount":
        return None
    behind = next((t for t in reading.tokens[index + 1 :] if t.start >= match.end()), None)
    if behind is None or behind.start != match.end():
        return None
    return behind if behind.get("metric") in _SPENT_ON else None


_WAS_FOR: Final = re.compile(
    r" (?:(?:was|were|is) (?:for|from|in|related to|attributable to)|(?:came|comes|coming) from|related to) (?:our |the )?",
)
_IN: Final = re.compile(r" (?:in|from) (?:our |the )?")
_DID: Final = re.compile(
    r"\b(?:did|had|delivered|generated|posted|recorded|saw) (?:about |approximately |roughly |over |nearly |a record )*$"
)
_ENDS: Final = re.compile(r" (?:this|last|in|for|and|during)\b|[,.;]|$")


def _was_for(reading: Reading, index: int, frame: Frame, entity: str | None) -> Token | None:
    """`Of that, $33.8 billion was for compute`: the business that a part of revenue just given came from."""
    here, told = reading.tokens[index], frame.previous or frame.last
    if not reading.is_latin or here.quantity is None or here.quantity.form != "amount":
        return None
    if (match := _IN.match(reading.text, here.end)) and _DID.search(
        reading.text, reading.start, here.start
    ):
        part = next((t for t in reading.tokens[index + 1 :] if t.start == match.end()), None)
        ends = part is not None and _ENDS.match(reading.text, part.end)
        return part if ends and segment_id(part, entity) else None
    match = _WAS_FOR.match(reading.text, here.end)
    if match is None or told is None or told.metric != "revenue" or told.measure not in ("level", "yoy", "qoq", "change"):
        return None
    part = next((t for t in reading.tokens[index + 1 :] if t.start == match.end()), None)
    return part if part is not None and segment_id(part, entity) else None


_INCLUDING: Final = re.compile(
    r",? (?:including|with|of which|which includes) (?:about |approximately |roughly |nearly |over |more than |some )*$"
)
_FROM: Final = re.compile(r" (?:of (?:it|that|which) )?(?:came |coming )?(?:from|in|for|of) (?:its |our |the )?")


def _including(reading: Reading, index: int, frame: Frame, entity: str | None) -> Token | None:
    """`$29 billion in the current quarter, including about $7 billion from AI servers`: a part of the revenue before."""
    here, told = reading.tokens[index], frame.previous
    if told is None or told.metric != "revenue" or told.measure != "level" or not reading.is_latin:
        return None
    if told.sentence != (reading.start, reading.end) or told.segment or told.product:
        return None
    if not _INCLUDING.search(reading.text, told.end, here.start):
        return None
    match = _FROM.match(reading.text, here.end)
    part = next((t for t in reading.tokens[index + 1 :] if match and t.start == match.end()), None)
    return part if segment_id(part, entity) or segment_id(part, entity, "product") else None


def is_included(reading: Reading, index: int, told: Draft | None) -> bool:
    """Whether the words before an amount say that it is within the amount before (`including $7 billion from …`)."""
    here = reading.tokens[index]
    return (
        reading.is_latin
        and told is not None
        and told.sentence == (reading.start, reading.end)
        and _INCLUDING.search(reading.text, told.end, here.start) is not None
    )


def _added_to(reading: Reading, index: int) -> Token | None:
    """`an additional $60 billion to the company's share repurchase authorization`."""
    named = next((t for t in map(reading.tokens.__getitem__, reading.right(index)) if t.has("metric")), None)
    if named is None or named.get("metric") != "repurchase_authorization":
        return None
    gap = reading.text[reading.tokens[index].end : named.start]
    return named if _TO_WHOSE.fullmatch(gap) else None


_TO_WHOSE: Final = re.compile(r" (?:to|under) (?:the|its|our|the company['’]s) (?:existing |current )?", re.I)
_BOOKS: Final = re.compile(r"(?:录得|确认|实现|取得|获得)了?(?:大?约|近|超过?|逾|至少)?$")
_SALES: Final = re.compile(r"(?:芯片|晶片|产品)?(?:的)?销售(?![员团点渠费成])")
_SELLS: Final = re.compile(r"(?:销售|卖出|售出|卖掉|出售|卖)了?(?:价值)?(?:大?约|近|超过?|逾|至少)?$")


_SOLD: Final = re.compile(r"\b(?:sold|shipped) (?:about |approximately |roughly |nearly |over |more than |just |some )*$")
_SPENDS: Final = re.compile(
    r"\b(?:spent|spend|spends|spending) (?:about |around |roughly |nearly |over |more than "
    r"|between |up to |as much as |just )*$"
)
_ON_WHAT: Final = re.compile(
    r"(?: (?:this|next|last) (?:fiscal )?year| in (?:fiscal |calendar )?20\d\d| in the [\w-]+ quarter)?"
    r" on (?:its |new |building "
    r"|out |more |AI |artificial intelligence |artificial-intelligence |cloud |global |property,? |plant,? |and )*"
    r"(?P<what>(?:AI |data[- ]cent(?:er|re) )?infrastructure|data[- ]cent(?:er|re)s|equipment|servers|capital projects)\b"
)


def _spent_on(reading: Reading, index: int) -> Token | None:
    """`plans to spend $20 billion to $23 billion this year on data centers`: with its year, capital expenditure."""
    here = reading.tokens[index]
    if not reading.is_latin or here.quantity is None or here.quantity.form != "amount":
        return None
    if not _SPENDS.search(reading.text, reading.start, here.start):
        return None
    match = _ON_WHAT.match(reading.text, here.end)
    if match is None or not any(t.period is not None and not t.period.comparison for t in reading.tokens):
        return None
    return Token(
        match.start("what"), match.end("what"), match["what"], {"metric": "capex"}, depth=here.depth, clause=here.clause
    )  # fmt: skip


def _sold_behind(reading: Reading, index: int, entity: str | None) -> Token | None:
    """`向海外客户销售了约6.5亿美元的H20`: what is sold for an amount brings it as revenue."""
    here = reading.tokens[index]
    behind = next(iter(reading.tokens[index + 1 : index + 2]), None)
    if behind is None or here.quantity is None or here.quantity.form != "amount":
        return None
    if reading.is_latin and behind.start - here.end <= 12 and segment_id(behind, entity, "product"):
        gap = reading.text[here.end : behind.start].strip()
        if gap in ("of", "worth of", "in", "of its", "worth of its"):
            return behind if _SOLD.search(reading.text, reading.start, here.start) else None
    if reading.text[here.end : behind.start].strip() != "的" or not segment_id(behind, entity, "product"):
        return None
    if _SELLS.search(reading.text, reading.start, here.start):
        return behind
    # `录得46亿美元的H20销售`
    booked = _BOOKS.search(reading.text, reading.start, here.start)
    return behind if booked and _SALES.match(reading.text, behind.end) else None


_OF_A_FIGURE: Final = re.compile(r" of (?:about |nearly |roughly |a record )?[$€£¥]?\d")
_SOLD_TO: Final = re.compile(r" (?:to|in|from) (?:customers in )?")


def _sold_to(reading: Reading, metric: Token) -> Token | None:
    """`$4.6 billion in H20 sales to China`: the region behind the noun that an amount is of."""
    match = _SOLD_TO.match(reading.text, metric.end) if reading.is_latin else None
    if match is None:
        return None
    return next((t for t in reading.tokens if t.start == match.end() and t.has("geography")), None)


_IN_A_PERIOD: Final = re.compile(r", (?:in|of) (?:its |total |adjusted )*")


def _behind_its_tolerance(reading: Reading, index: int) -> Token | None:
    """`$37.5 billion, plus or minus 2%, in fourth-quarter revenue`: the comma ends the tolerance, not the phrase."""
    here = reading.tokens[index]
    if not reading.is_latin or here.quantity is None or here.quantity.tolerance is None:
        return None
    match = _IN_A_PERIOD.match(reading.text, here.end)
    if match is None:
        return None
    at = match.end()
    for token in (t for t in reading.tokens[index + 1 : index + 4] if t.start >= match.end()):
        if reading.text[at : token.start].strip():
            return None
        if token.period is None:
            return token if token.has("metric") else None
        at = token.end
    return None


_SALES_OF: Final = re.compile(r" (?:in|of) (?:[a-z-]+ )?(?=[A-Z])")
_ARE_SALES: Final = re.compile(r" (?:sales|revenues?)\b")


def _sales_behind(reading: Reading, index: int, entity: str | None) -> Token | None:
    """`from approximately $650 million in unrestricted H20 sales`: a product's revenue, however it is called."""
    here = reading.tokens[index]
    if not reading.is_latin or here.quantity is None or here.quantity.form != "amount":
        return None
    match = _SALES_OF.match(reading.text, here.end)
    behind = next((t for t in reading.tokens[index + 1 :] if match and t.start >= match.end()), None)
    if match is None or behind is None or behind.start != match.end() or not segment_id(behind, entity, "product"):
        return None
    return behind if _ARE_SALES.match(reading.text, behind.end) else None


def tail_of(reading: Reading, index: int, frame: Frame, state: DocumentState) -> Scope | None:
    """What stands right behind a figure and owns it: `226亿美元的数据中心收入`, `42.6亿美元营收`.

    Rejected: a noun behind a comma, a verb or other words (`28亿美元,净利润`).
    """
    at = reading.tokens[index].end
    scope = Scope()
    if (purpose := purpose_of(reading, index)) is not None:
        scope.metric, scope.metric_clause = purpose, purpose.clause
        return scope
    if (grant := _added_to(reading, index)) is not None:
        scope.metric, scope.metric_clause = grant, grant.clause
        return scope
    entity = frame.entity or state.subject
    sold = _sold_behind(reading, index, entity) or _sales_behind(reading, index, entity)
    if sold is not None:
        scope.product, scope.product_clause = sold, sold.clause
        return scope
    if (spent := _spent_on(reading, index)) is not None:
        scope.metric, scope.metric_clause = spent, spent.clause
        return scope
    if (share := _was_for(reading, index, frame, entity)) is not None:
        scope.segment, scope.segment_clause = share, share.clause
        return scope
    if (part := _including(reading, index, frame, entity)) is not None:
        if segment_id(part, entity):
            scope.segment, scope.segment_clause = part, part.clause
        else:
            scope.product, scope.product_clause = part, part.clause
        return scope
    if (metric := _behind_its_tolerance(reading, index)) is not None:
        scope.metric, scope.metric_clause = metric, metric.clause
        return scope
    first = True
    for i in reading.right(index):
        token = reading.tokens[i]
        gap = PARENTHESIS.sub("", reading.text[at : token.start]).strip()
        if gap.isascii() and gap not in (
            "",
            "of",
            "in",
            "of our",
            "in our",
            "of total",
            "in total",
            "in quarterly",
            "of quarterly",
            "in record",
            "of record",
            "in net",
            "of new",
            "in new",
            "of unrestricted",
            "in unrestricted",
            "on",
        ):
            return None
        if explained(gap) not in (
            "",
            "的",
            "of",
            "in",
            "on",
            "quarterly",
            "new",
            "net",
            "新",
            "新的",
            "的新",
            "左右的",
            "以上的",
            "多的",
            "之多的",
        ) and not (not first and gap in ("和", "及", "与")):
            return None
        first = False
        if gap == "on" and _OF_A_FIGURE.match(reading.text, token.end):
            return None  # `jumped to $7.4 billion on revenue of $17.6 billion`
        if token.text in ("涨幅", "跌幅") and any(reading.tokens[j].has("yoy", "qoq") for j in reading.left(index)):
            return None  # `环比也有35%的涨幅`
        if token.has("metric", "other"):
            behind = reading.tokens[i + 1] if i + 1 < len(reading.tokens) else None
            if behind is not None and behind.has("other") and behind.start == token.end and not reading.is_latin:
                token = behind  # `8亿美元的库存减值` is an impairment.
            scope.metric, scope.metric_clause = token, token.clause
            if token.get("metric") == "revenue" and (region := _sold_to(reading, token)) is not None:
                scope.geography, scope.geography_clause = region, region.clause
            return scope
        if segment_id(token, entity):
            scope.segment, scope.segment_clause = token, token.clause
        elif segment_id(token, entity, "product"):
            if scope.segment is not None:
                at = token.end
                continue
            scope.product, scope.product_clause = token, token.clause
        elif token.has("geography"):
            scope.geography, scope.geography_clause = token, token.clause
        elif token.has("segment", "product") and (scope.segment or scope.product):
            at = token.end
            continue
        elif not (
            token.period
            or token.has("suffix", "total", "gaap", "non_gaap", "company", "run_rate", "own")
            or token.mark in ('"', "“", "”")
            or token.text in ("和", "与", "及", "and")
        ):
            return None
        at = token.end
    return None
