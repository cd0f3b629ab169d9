"""Whether a word that may name a product or a region is what a figure is said of."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.english import is_subject, within_an_epithet
from nvdx.extractors.parts import PARENTHESIS, next_token
from nvdx.extractors.reading import Reading
from nvdx.mentions.scan import Token

__all__ = [
    "AS_SUBJECT",
    "MOVED",
    "OPENED_BY",
    "REGION_GIVES",
    "SAYS_THAT",
    "SOLD",
    "is_product",
    "is_region",
    "opens_with",
]

# `In gaming, revenue was …`, `revenue from networking`, `while networking more than doubled`
OPENED_BY: Final = re.compile(
    r"(?:^|[,;:.] )(?:and |but |while |then |now |next,? )*(?:in|within|for|across|on|as for|as to|turning to|moving to)"
    r" (?:our |the )?$",
    re.IGNORECASE,
)
AS_SUBJECT: Final = re.compile(
    r"(?:^|[,;:.] |, and |\band |\bwhile |\bwhereas |\bbut |\bwith |\bas )(?:our |total |record )?$", re.IGNORECASE
)
MOVED: Final = frozenset(
    {"", "more than", "nearly", "almost", "roughly", "also", "was", "were", "essentially", "about"}
)
SOLD: Final = re.compile(
    r"\b(?:sales|revenues?) (?:of|from|for|in) (?:our |its |the )?$", re.IGNORECASE
)


def opens_with(reading: Reading, token: Token) -> bool:
    return reading.text.startswith(",", token.end) and bool(
        OPENED_BY.search(reading.text[reading.start : token.start])
    )


def is_product(reading: Reading, index: int) -> bool:
    """Whether the product is what a figure is said of, and not a cause, a chip or a name in passing.

    Accepted: `Blackwell 营收`, `主权AI的收入`, `CPU 业务`, a product that opens its clause and is followed
    by its growth. Rejected: `由 Hopper 需求推动,营收…`.
    """
    token = reading.tokens[index]
    if reading.is_latin and within_an_epithet(reading.text, token.end):
        return False  # `The AI bellwether reported sales of …`
    if reading.is_latin and (
        _names_a_part_of(reading, index) or _BUSINESS.match(reading.text, token.end)
    ):
        return True
    if reading.is_latin and _OF_WHICH.search(reading.text, reading.start, token.start):
        return _WAS.match(reading.text, token.end) is not None
    if reading.is_latin and (_is_sold(reading, token) or _brings_revenue(reading, index)):
        return True
    if reading.is_latin and token.text.endswith(" business") and is_subject(reading.text, token.end):
        # `Our AI business has now surpassed an annual revenue run rate of $13 billion`
        return any(
            t.has("run_rate") or t.get("metric") == "revenue"
            for t in reading.tokens[index + 1 :]
            if t.clause == token.clause
        )
    if token.text[:1].isupper() and _opens_clause(reading, index):
        if is_subject(reading.text, token.end):
            return _figure_of_revenue_follows(reading, index)
    if not reading.is_latin and reading.text.startswith("贡献", token.end) and index + 2 < len(reading.tokens):
        given = reading.tokens[index + 2].quantity
        if given is not None and given.form == "amount":
            return True  # `其中Blackwell贡献约110亿美元`
    if token.has("brand") and reading.text.endswith("其中", reading.start, token.start):
        following = next((t for t in reading.tokens[index + 1 :] if t.quantity is not None or t.mark), None)
        if following is not None and following.quantity is not None and following.quantity.form == "amount":
            between = [t for t in reading.tokens[index + 1 :] if t.end <= following.start]
            return not any(t.has("metric", "other") for t in between)
    at = token.end
    for i in range(index + 1, min(index + 4, len(reading.tokens))):
        other = reading.tokens[i]
        if other.mark in ("(", ")", '"', "”", "」"):
            at = other.end
            continue
        if other.quantity and at > token.end:
            # `通过AI业务创造出30亿美元的收入`: the business's revenue stands behind its amount.
            return any(
                t.get("metric") == "revenue" and t.depth == other.depth
                for t in reading.tokens[i + 1 : i + 9]
                if t.clause == other.clause
            )
        named = other.has("segment") and not other.has("generic", "other")
        if named and other.start == token.end and _revenue_follows(reading, i):
            return True  # `Blackwell数据中心收入`: of a product within a segment.
        if (
            other.mark
            or other.quantity
            or (other.has("segment", "company") and not other.has("suffix"))
        ):
            break
        if other.has("run_rate") and reading.text[at : other.start].strip() in ("is now", "is", "now", "was"):
            return True
        if reading.residue(at, other.start) > 3:
            break
        if other.has("metric"):
            return other.get("metric") in (
                "revenue",
                "gross_margin",
                "operating_income",
            ) and not reading.text[at : other.start].startswith("的需求")
        if other.has("run_rate"):
            return True
        at = (
            other.end
            if other.has("suffix", "product", "total", "geography", "expect") or other.period
            else at
        )
        if not (
            other.has("suffix", "product", "total", "geography", "expect", "anaphor_company")
            or other.period
        ):
            break
    return _opens_clause(reading, index) and _growth_follows(reading, index)


_BUSINESS: Final = re.compile(
    r" (?:business|unit|division|line) "
    r"(?:was|were|is|rose|fell|grew|shrank|climbed|jumped|dropped|declined|brought in|had)\b"
)
"""`Its Mac business was up 13%`."""
_OF_WHICH: Final = re.compile(r"\d\w*(?: billion| million)?,? of which (?:the |its )?$")
_WAS: Final = re.compile(r"(?: chips| products)? (?:was|were|made up|accounted for|came to|contributed|is|are)\b")
"""`$63.9 billion, of which AI was $20 billion`."""


def _names_a_part_of(reading: Reading, index: int) -> bool:
    """`Blackwell Data Center revenue`: a product right before the segment whose revenue it is a part of."""
    token, behind = reading.tokens[index], reading.tokens[index + 1 : index + 3]
    return (
        len(behind) == 2
        and behind[0].has("segment")
        and behind[1].get("metric") == "revenue"
        and reading.text[token.end : behind[0].start] == " "
        and reading.text[behind[0].end : behind[1].start] == " "
    )


def _is_sold(reading: Reading, product: Token) -> bool:
    """`Sales of H20 products were …`, not `driven by higher sales of H20`."""
    sold = SOLD.search(reading.text, reading.start, product.start)
    return sold is not None and not _CAUSE_OF_SALES.search(
        reading.text, reading.start, sold.start()
    )


_CAUSE_OF_SALES: Final = re.compile(
    r"\b(?:driven by|due to|thanks to|from|by|on|of|in|higher|lower|strong|increased|stronger|weaker|reduced) $",
    re.IGNORECASE,
)
_BRINGS: Final = re.compile(
    r"(?: (?:platform|business|products?|GPUs?|family|line|series|systems|architecture|chips?|accelerators?|revenue))?"
    r"(?:, [^,.;]{0,60},)? (?:also |already |alone )?(?:recorded|delivered|generated|contributed|achieved|posted|produced"
    r"|reached|brought in|exceeded|surpassed|crossed|drove|had|made up|added)\b[^,.;$]{0,24}$"
)
_IN_REVENUE: Final = re.compile(
    r" (?:in|of) (?:[a-z-]+ ){0,2}?(?:revenues?|sales)\b", re.IGNORECASE
)


_EARNS: Final = re.compile(r"\b(?:generated|contributed|brought in|raked in|chipped in|pulled in)\b")
_NOTHING_ELSE: Final = re.compile(
    r"(?:[,.;)]|$| (?:in|during|for|over) "
    r"(?:the|its|this|that|fiscal|Q\d|20\d\d|just|only)\b(?! (?:cost|sav))| (?:last|this) "
    r"| to (?:revenue|sales|the (?:top line|total|quarter)|total)| (?:and|while|but) )"
)
"""Behind an amount that a product generated: no noun that says it was anything but revenue."""


def _brings_revenue(reading: Reading, index: int) -> bool:
    """`The Hopper platform recorded $2 billion in revenue`: a product as the subject of its revenue."""
    token = reading.tokens[index]
    figure = next((t for t in reading.tokens[index + 1 :] if t.quantity is not None), None)
    return (
        figure is not None
        and figure.quantity is not None
        and figure.quantity.form == "amount"
        and bool(_BRINGS.fullmatch(reading.text, token.end, figure.start))
        and bool(
            _IN_REVENUE.match(reading.text, figure.end)
            or (
                _EARNS.search(reading.text, token.end, figure.start)
                and _NOTHING_ELSE.match(reading.text, figure.end)
            )
        )
    )


def _revenue_follows(reading: Reading, index: int) -> bool:
    following = next_token(reading, index)
    return (
        following is not None
        and following.get("metric") == "revenue"
        and reading.text[reading.tokens[index].end : following.start].strip() in ("", "的", "业务")
    )


def _figure_of_revenue_follows(reading: Reading, index: int) -> bool:
    """`Blackwell delivered $11 billion of revenue`: an amount with the word behind or before it."""
    for at, other in enumerate(reading.tokens[index + 1 :], index + 1):
        if other.has("other", "segment", "company") or other.mark in (";", "."):
            return False
        if other.has("metric"):
            return bool(other.get("metric") == "revenue")
        if other.quantity is not None:
            behind = reading.tokens[at + 1 : at + 3]
            return any(t.get("metric") == "revenue" and t.start - other.end <= 12 for t in behind)
    return False


_CAUSE_BEFORE: Final = re.compile(
    r"(?:考虑|考虑到|鉴于|若|如果|伴随|叠加|看好|等待|预计|期待|受|因|由|由于|凭借|随着|得益于|受益于|归功于|靠|依靠|依托|基于|在|对|为"
    r"|driven by|due to|thanks to|on)(?:强劲的?)? ?$"
)
SAYS_THAT: Final = re.compile(r"(?:^|[,;:—] |\b(?:that|while|and|as|but|said|says) )(?:the |its |our |Nvidia's )?$")


def _opens_clause(reading: Reading, index: int) -> bool:
    first = reading.tokens[index].start
    if reading.is_latin and SAYS_THAT.search(reading.text, reading.start, first):
        return True
    for i in reading.before(index):
        token = reading.tokens[i]
        if not (
            token.period
            or token.mark
            or token.has("company", "person", "anaphor_company", "own", "suffix")
        ):
            return False
    first = reading.tokens[index].start
    if _CAUSE_BEFORE.search(reading.text, reading.start, first):
        return False
    opener = max(
        (t.end for t in reading.tokens[:index] if t.mark and t.mark not in '("“「'),
        default=reading.start,
    )
    return reading.residue(opener, first) <= 3


def _growth_follows(reading: Reading, index: int) -> bool:
    """The product's own growth or revenue comes in this clause or the next, with no other subject."""
    token = reading.tokens[index]
    growth = False
    for other in reading.tokens[index + 1 :]:
        if other.clause > token.clause + 3:
            return False
        if other.has("company") and reading.text[other.start - 1 : other.start] in ("为", "给"):
            continue
        if other.has("company", "other", "segment", "own", "group"):
            return False
        if other.has("metric"):
            return bool(other.get("metric") == "revenue")
        if other.has("yoy", "qoq") or (other.period is not None and other.period.comparison):
            growth = True
        if other.text in ("增长", "增长了") and not reading.is_latin:
            growth = True
        if other.quantity is not None and other.quantity.form == "amount":
            return any(
                t.get("metric") == "revenue"
                for t in reading.tokens
                if 0 <= t.start - other.end <= 2
            )
        if other.quantity is not None:
            return growth and other.quantity.form in ("percent", "multiple", "double")
    return False


def is_region(reading: Reading, index: int) -> bool:
    """`大中华区营收`, `中国的数据中心收入`, `来自中国市场的收入`, `中国市场贡献了`; not `美国当地时间`."""
    token = reading.tokens[index]
    if _REVENUE_FROM.search(reading.text, reading.start, token.start):
        return True
    if reading.is_latin and _REGION_BRINGS.match(reading.text, token.end):
        return True
    following = _behind_parenthesis(reading, index)
    if following is None:
        return False
    if reading.is_latin and following.mark == "," and index + 2 < len(reading.tokens):
        # `In Greater China, revenue was …`
        return opens_with(reading, token) and reading.tokens[index + 2].get("metric") == "revenue"
    if following.mark == ")" and str(token.get("geography")).startswith("ex-"):
        return True
    if not reading.is_latin and _in_a_list_of_regions(reading, index, following):
        return True
    if reading.text.startswith("同期", token.end):
        return True  # `美国同期增长74%`
    gap = PARENTHESIS.sub("", reading.text[token.end : following.start])
    if len(gap) > 1 and gap not in ("的", "曾", "地区", "区", "只", "仅", "也"):
        return False
    if following.mark == ":" and not reading.is_latin and index + 2 < len(reading.tokens):
        # `更刺眼的是大中华区:收入185亿`
        behind: str | None = reading.tokens[index + 2].get("metric")
        return behind == "revenue"
    if following.has("metric"):
        return True
    if following.has("segment", "share", "customer"):
        return True
    if following.mark == "、" or following.has("geography"):
        return True
    if following.has("up", "down", "yoy", "qoq", "each", "total"):
        return token.text.endswith(("市场", "区", "外", "海外", "本土"))
    if following.has("suffix") and index + 2 < len(reading.tokens):
        after = reading.tokens[index + 2]
        return (
            after.has("metric", "share", "up", "down", "yoy", "qoq", "each")
            and reading.residue(following.end, after.start) <= 2
        )
    return False


_REGION_BRINGS: Final = re.compile(
    r"(?:,? (?:including|excluding) [^,.$]{3,40},)? (?:brought in|contributed|generated|accounted for|made up|represented)\b"
)


REGION_GIVES: Final = re.compile(
    r"(?:客户|地区|市场|区域|区)?(?:则|分别|也|还)?(?:为|占|占比|占到|贡献|贡献了|达|达到|有|约|是)*$"
)


def _in_a_list_of_regions(reading: Reading, index: int, following: Token) -> bool:
    """`来自美国的收入614亿美元,占47%;新加坡237亿美元`: a region that opens a clause, right before its figure.

    Rejected: a region where the sentence names no other one (`中国1000亿美元的市场`).
    """
    token, quantity = reading.tokens[index], following.quantity
    if quantity is None or quantity.form not in ("amount", "percent"):
        return False
    gap = PARENTHESIS.sub("", reading.text[token.end : following.start]).strip()
    if not REGION_GIVES.fullmatch(gap):
        return False
    before = reading.tokens[index - 1] if index else None
    if before is not None and not before.mark and reading.text[before.end : token.start].strip() not in ("和", "而", "与"):
        return False
    other = token.get("geography")
    return any(t.has("geography") and t.get("geography") != other for t in reading.tokens)


_REVENUE_FROM: Final = re.compile(
    r"\b(?:revenue|revenues|sales) (?:from|in|to) (?:the |customers in )?$", re.IGNORECASE
)


def _behind_parenthesis(reading: Reading, index: int) -> Token | None:
    """`来自中国(含香港)的收入`: what a parenthesis adds to a region does not part it from its noun."""
    token, following = reading.tokens[index], next_token(reading, index)
    if following is None or following.mark != "(":
        return following
    inner = [t for t in reading.tokens[index + 2 :] if t.depth >= following.depth]
    if any(t.quantity or t.has("metric") for t in inner[:4]):
        return following
    after = [t for t in reading.tokens[index + 2 :] if t.depth == token.depth and t.mark != ")"]
    return after[0] if after else following
