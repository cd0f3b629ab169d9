"""What part of the company a figure is for: segment, product, geography, customer group."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nvdx.extractors.english import comes_from, is_subject, revenue_of
from nvdx.extractors.reading import Reading, explained
from nvdx.extractors.state import DocumentState, Frame, Scope
from nvdx.mentions.scan import Token

__all__ = ["customer_of", "purpose_of", "read_part", "segment_id", "tail_of"]

_TOP_CUSTOMERS: Final = re.compile(
    r"(?<![第十])(?:前)?([一二两三四五六七八九十]|[0-9]{1,2})(?:大|家|个|名)(?:[\u4e00-\u9fff]{0,6}的?)?(?:直接)?客户"
    r"|(?:第一大|单一最大|最大的?单一|最大的?)(?P<largest>客户)"
    r"|\b(?:top|largest)\s+(two|three|four|five|six|[0-9])\s+customers",
    re.IGNORECASE,
)
_NUMBERS: Final = {
    "一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
}  # fmt: skip
# Metrics that companies report for a segment too; the others are the whole company's unless their
# own clause says otherwise.
SEGMENT_METRICS: Final = frozenset(
    {"revenue", "operating_income", "operating_margin", "gross_profit", "gross_margin"}
)
_PARTICLES: Final = "的了和与及在是而从由至为年度季中其将达对向把被该各以及就本"
_NO_BUSINESS: Final = (
    "基础设施", "建设", "容量", "支出", "投资", "设施", "运营商", "电力", "站点", "数量", "园区", "用电", "租赁",
    "开发商", "项目", "造价", "成本", "机房", "需求量", "行业", "产业", " infrastructure", " capacity", " operators",
)  # fmt: skip
_OF_THE_WORLD: Final = ("全球", "全球的", "全世界", "全世界的", "全美", "全美的")
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
_WHOLE: Final = re.compile(
    r"总(?:体)?营收|总收入|总营业|总销售|total|集团|公司(?:整体|总)?(?:营收|收入)"
)


def segment_id(token: Token | None, entity: str | None, sense: str = "segment") -> str | None:
    """The id of a segment (or product) word for a company, None where it is none of that company's."""
    if token is None or not entity:
        return None
    ids = token.get(sense)
    return ids.get(entity) if ids else None


def read_part(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    """A word that may name a segment, a product, a region or a customer group."""
    token = reading.tokens[index]
    scope = frame.scope
    if _IN_AN_ASIDE.search(reading.text, reading.start, token.start):
        return
    if token.has("segment") and _back_at_the_subject(reading, index, frame, state):
        frame.entity = frame.entity_at = None
    if (
        token.has("segment")
        and segment_id(token, frame.entity or state.subject)
        and _is_segment(reading, index, frame.entity or state.subject)
    ):
        if is_whole_of_share(reading, index) or _goes_on_with(reading, index):
            return
        if scope.segment_clause != token.clause:
            for part in ("product", "geography", "customer"):
                if getattr(scope, f"{part}_clause") != token.clause:
                    setattr(scope, part, None)
            if scope.metric_clause != token.clause:
                scope.metric = None
        scope.segment, scope.segment_clause = token, token.clause
        frame.segment = token
    elif token.has("product") and segment_id(token, frame.entity or state.subject, "product"):
        if _is_product(reading, index):
            if scope.segment_clause != token.clause:
                scope.segment = None
            if scope.metric_clause != token.clause:
                scope.metric = None
            scope.product, scope.product_clause = token, token.clause
    if token.has("geography") and _is_region(reading, index):
        scope.geography, scope.geography_clause = token, token.clause
        if reading.is_latin and _opens(reading, token):
            scope.geography_clause += 1  # `In Greater China, revenue was …`
    if token.has("customer"):
        scope.customer, scope.customer_clause = token, token.clause


_IN_AN_ASIDE: Final = re.compile(r"(?:包含|包括|涵盖|囊括)[^,。;:()的]*$")
"""`包含海外业务佣金的交易服务收入`: what a part comprises is not the part."""


def _back_at_the_subject(
    reading: Reading, index: int, frame: Frame, state: DocumentState
) -> bool:
    """In text of one clause a line, a line that opens with a segment of the document's company is about it."""
    token, subject = reading.tokens[index], state.subject
    if not frame.line or subject is None or frame.entity in (None, subject):
        return False
    if frame.line == frame.entity_line or segment_id(token, frame.entity):
        return False
    opens = index == 0 or reading.tokens[index - 1].mark == "\n"
    return opens and segment_id(token, subject) is not None and _is_segment(reading, index, subject)


def _goes_on_with(reading: Reading, index: int) -> bool:
    """The everyday word at the end of a longer segment name (`搜索和其他` + `广告`) is part of it."""
    before = reading.tokens[index - 1] if index else None
    return (
        before is not None
        and before.has("segment")
        and before.end == reading.tokens[index].start
        and reading.tokens[index].has("generic")
    )


def is_whole_of_share(reading: Reading, index: int) -> bool:
    """The whole that a share is of (`占数据中心收入的45%`) is not what the clause speaks of."""
    if _percent_of(reading, index):
        return True
    for i in reading.before(index):
        token = reading.tokens[i]
        if token.quantity is not None:
            return False
        if token.has("share") and not token.text.startswith("来"):
            return reading.residue(token.end, reading.tokens[index].start) <= 2
    return False


_PERCENT_OF: Final = re.compile(r" of (?:the |its |our |Nvidia's |all |(?:the )?company's |overall )*$")


def _percent_of(reading: Reading, index: int) -> bool:
    """`91% of total revenue`: English says the whole of a share behind the figure."""
    before = reading.tokens[index - 1] if index else None
    return (
        before is not None
        and before.quantity is not None
        and before.quantity.form == "percent"
        and bool(_PERCENT_OF.fullmatch(reading.text[before.end : reading.tokens[index].start]))
    )


def _next(reading: Reading, index: int) -> Token | None:
    return reading.tokens[index + 1] if index + 1 < len(reading.tokens) else None


_RECKONS: Final = ("计算", "运算")
_RECKONED_BY: Final = re.compile(
    r"(?:按照?|以|依照?|根据)(?:指引|指导|区间)?"
    r"(?:中值|中位数?|中点|均值|汇率|口径|这个|此|该|上述|同样|去年|现在)[^,。;、]{0,6}$"
)


def _is_segment(reading: Reading, index: int, entity: str | None) -> bool:
    """Whether the word is said of a business here.

    Accepted: `数据中心业务`, `游戏收入`, `客户端:`, `游戏、汽车业务`. Rejected: `游戏玩家`, `互联网络`, `计算机`.
    """
    token = reading.tokens[index]
    if reading.text.startswith(_NO_BUSINESS, token.end):
        return False
    if reading.text[: token.start].endswith(_OF_THE_WORLD):
        return False  # `全球数据中心` are everybody's.
    if token.text in _RECKONS and _RECKONED_BY.search(reading.text, reading.start, token.start):
        return False  # `按中值计算环比增长14%`
    if entity not in (token.get("generic") or ()):
        return True
    if _QUOTED.match(reading.text, token.end) and reading.text[: token.start].endswith(
        ("“", '"', "「")
    ):
        return True  # An everyday word in quotation marks is meant as a name.
    return _said_of_a_business(reading, index) and _at_word_boundary(reading, index)


_ENGLISH_SUBJECT: Final = re.compile(r",? (?:which|whose|has)\b")


_QUOTED: Final = re.compile(r",?[”\"」]")


# `In gaming, revenue was …`, `revenue from networking`, `while networking more than doubled`
_OPENED_BY: Final = re.compile(
    r"(?:^|[,;:.] )(?:and |but |while |then |now |next,? )*(?:in|within|for|across|on|as for|as to|turning to|moving to)"
    r" (?:our |the )?$",
    re.IGNORECASE,
)
_AS_SUBJECT: Final = re.compile(
    r"(?:^|[,;:.] |, and |\band |\bwhile |\bwhereas |\bbut |\bwith |\bas )(?:our |total |record )?$", re.IGNORECASE
)
_MOVED: Final = frozenset(
    {"", "more than", "nearly", "almost", "roughly", "also", "was", "were", "essentially", "about"}
)
_SOLD: Final = re.compile(
    r"\b(?:sales|revenues?) (?:of|from|for|in) (?:our |its |the )?$", re.IGNORECASE
)


def _opens(reading: Reading, token: Token) -> bool:
    return reading.text.startswith(",", token.end) and bool(
        _OPENED_BY.search(reading.text[reading.start : token.start])
    )


def _english_business(reading: Reading, index: int) -> bool:
    """An everyday English word that the sentence speaks of as a business."""
    token, following = reading.tokens[index], _next(reading, index)
    if following is None or not reading.is_latin:
        return False
    before = reading.text[reading.start : token.start]
    if _OPENED_BY.search(before):
        after = reading.tokens[index + 2] if index + 2 < len(reading.tokens) else None
        return following.mark == "," and after is not None and after.get("metric") is not None
    if _SOLD.search(before):
        return not _NAMES_GO_ON.match(reading.text, token.end)
    verb = next((t for t in reading.tokens[index + 1 :] if not t.has("versus")), following)
    gap = reading.text[token.end : verb.start].strip().lower()
    moved = verb.has("up", "down") or (
        verb.quantity is not None and verb.quantity.form in ("double", "flat")
    )
    return moved and gap in _MOVED and bool(_AS_SUBJECT.search(before))


_NAMES_GO_ON: Final = re.compile(r" (?!revenue|sales|and |or |was|were|is|in |of |for |to )[a-z]+(?<!s) ")


def _said_of_a_business(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    following = _next(reading, index)
    if following is None:
        return reading.end - token.end <= 1
    if _english_business(reading, index):
        return True
    gap = reading.text[token.end : following.start].strip()
    opens = token.text[:1].isupper() or (
        reading.is_latin and _SAYS_THAT.search(reading.text, reading.start, token.start)
    )
    if opens and (
        _ENGLISH_SUBJECT.match(reading.text, token.end) or is_subject(reading.text, token.end)
    ):
        return True
    if revenue_of(reading.text, reading.start, token.start):
        return True
    if comes_from(reading.text, reading.start, token.start):
        return True
    if gap in ("", "的") and (
        following.has(
            "suffix",
            "metric",
            "share",
            "up",
            "down",
            "yoy",
            "qoq",
            "total",
            "anaphor_segment",
            "run_rate",
        )
        or following.mark in (":", "(", "。", ".")
        or following.quantity is not None
        or following.period is not None
        or following.has("segment")
    ):
        return True
    if _goes_on_as_subject(reading, index) or _stands_alone_before_a_figure(reading, index):
        return True
    if following.mark in ("、", "/") or gap in ("和", "与", "及"):
        return (
            index + 2 < len(reading.tokens) and reading.tokens[index + 2].has("segment", "suffix")
        ) or following.has("segment")
    return bool(
        re.match(
            r"(?:的|相关|类|端|部分|板块)?(?:业务|收入|营收|部门|产品|销售)|本(?:季|财)|去年|同期|实现|表现",
            reading.text[token.end : token.end + 8],
        )
    )


_ALONE: Final = re.compile(r"(?:的话|呢|这块|这一块|那块|方面|部分|的部分|那边|这边|这个部分)?[,:]?(?=[,:\n])")
_OPENS_ALONE: Final = re.compile(r"(?:然后|那|那么|再来|接下来|另外|还有|至于|而|最后|接着|来看|看到)+$")


def _stands_alone_before_a_figure(reading: Reading, index: int) -> bool:
    """`游戏呢`, `车用的话,`: an everyday word has its clause for itself, and the next begins with an amount."""
    token = reading.tokens[index]
    if not _ALONE.match(reading.text, token.end):
        return False
    opener = max((t.end for t in reading.tokens[:index] if t.mark), default=reading.start)
    before = reading.text[opener : token.start]
    if before.strip() and not _OPENS_ALONE.fullmatch(before.strip()):
        return False
    behind = [t for t in reading.tokens[index + 1 : index + 4] if not t.mark]
    figure = next((t for t in behind[:2] if t.quantity is not None), None)
    return (
        figure is not None
        and figure.quantity is not None
        and figure.quantity.form == "amount"
        and reading.residue(token.end, figure.start) <= 3
    )


_SUBJECT_GOES_ON: Final = ("已经", "已", "也", "则", "继续", "仍", "依然", "保持", "连续", "同样")


def _goes_on_as_subject(reading: Reading, index: int) -> bool:
    """`广告已经连续三个季度…`: an everyday word that opens the sentence as its subject."""
    token = reading.tokens[index]
    return token.start == reading.start and reading.text.startswith(_SUBJECT_GOES_ON, token.end)


def _at_word_boundary(reading: Reading, index: int) -> bool:
    """A short Chinese word that follows Han characters may be the tail of another one (`互联网络`)."""
    token, text = reading.tokens[index], reading.text
    if len(token.text) > 2 or token.text.isascii() or token.start == 0:
        return True
    before = text[token.start - 1]
    if not "\u4e00" <= before <= "\u9fff" or before in _PARTICLES:
        return True
    if index and reading.tokens[index - 1].end == token.start:
        return True
    if not reading.has_figures:
        return False
    from_ = max(0, token.start - 6)
    window = text[from_ : token.end + 6]
    return _starts_word(window, token.start - from_)


@lru_cache(maxsize=4096)
def _starts_word(window: str, offset: int) -> bool:
    from nvdx.mentions.words import boundaries

    return offset in boundaries(window)


def _is_product(reading: Reading, index: int) -> bool:
    """Whether the product is what a figure is said of, and not a cause, a chip or a name in passing.

    Accepted: `Blackwell 营收`, `主权AI的收入`, `CPU 业务`, a product that opens its clause and is followed
    by its growth. Rejected: `由 Hopper 需求推动,营收…`.
    """
    token = reading.tokens[index]
    if reading.is_latin and _names_a_part_of(reading, index):
        return True
    if reading.is_latin and (_is_sold(reading, token) or _brings_revenue(reading, index)):
        return True
    if token.text[:1].isupper() and _opens_clause(reading, index):
        if is_subject(reading.text, token.end):
            return _figure_of_revenue_follows(reading, index)
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
    sold = _SOLD.search(reading.text, reading.start, product.start)
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


def _brings_revenue(reading: Reading, index: int) -> bool:
    """`The Hopper platform recorded $2 billion in revenue`: a product as the subject of its revenue."""
    token = reading.tokens[index]
    figure = next((t for t in reading.tokens[index + 1 :] if t.quantity is not None), None)
    return (
        figure is not None
        and figure.quantity is not None
        and figure.quantity.form == "amount"
        and bool(_BRINGS.fullmatch(reading.text, token.end, figure.start))
        and bool(_IN_REVENUE.match(reading.text, figure.end))
    )


def _revenue_follows(reading: Reading, index: int) -> bool:
    following = _next(reading, index)
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


_SAYS_THAT: Final = re.compile(r"(?:^|[,;:—] |\b(?:that|while|and|as|but|said|says) )(?:the |its |our |Nvidia's )?$")


def _opens_clause(reading: Reading, index: int) -> bool:
    first = reading.tokens[index].start
    if reading.is_latin and _SAYS_THAT.search(reading.text, reading.start, first):
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
        if other.has("yoy", "qoq"):
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


def _is_region(reading: Reading, index: int) -> bool:
    """`大中华区营收`, `中国的数据中心收入`, `来自中国市场的收入`, `中国市场贡献了`; not `美国当地时间`."""
    token = reading.tokens[index]
    if _REVENUE_FROM.search(reading.text, reading.start, token.start):
        return True
    following = _behind_parenthesis(reading, index)
    if following is None:
        return False
    if reading.is_latin and following.mark == "," and index + 2 < len(reading.tokens):
        # `In Greater China, revenue was …`
        return _opens(reading, token) and reading.tokens[index + 2].get("metric") == "revenue"
    if following.mark == ")" and str(token.get("geography")).startswith("ex-"):
        return True
    if reading.text.startswith("同期", token.end):
        return True  # `美国同期增长74%`
    gap = _PARENTHESIS.sub("", reading.text[token.end : following.start])
    if len(gap) > 1 and gap not in ("的", "曾", "地区", "区", "只", "仅", "也"):
        return False
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


_REVENUE_FROM: Final = re.compile(
    r"\b(?:revenue|revenues|sales) (?:from|in) (?:the )?$", re.IGNORECASE
)


def _behind_parenthesis(reading: Reading, index: int) -> Token | None:
    """`来自中国(含香港)的收入`: what a parenthesis adds to a region does not part it from its noun."""
    token, following = reading.tokens[index], _next(reading, index)
    if following is None or following.mark != "(":
        return following
    inner = [t for t in reading.tokens[index + 2 :] if t.depth >= following.depth]
    if any(t.quantity or t.has("metric") for t in inner[:4]):
        return following
    after = [t for t in reading.tokens[index + 2 :] if t.depth == token.depth and t.mark != ")"]
    return after[0] if after else following


def customer_of(reading: Reading, index: int) -> tuple[str, tuple[int, int]] | None:
    """The customer group of a share: groups named in the clause, joined with `+`, or `top3`."""
    here = reading.tokens[index]
    names: list[str] = []
    span: tuple[int, int] | None = None
    clause = [
        i
        for i, t in enumerate(reading.tokens)
        if t.clause == here.clause and t.depth == here.depth and t.mark not in (",", ";", "。")
    ]
    for i in clause:
        token = reading.tokens[i]
        if token.has("customer") and token.get("customer") not in names:
            names.append(token.get("customer"))
            span = (span[0] if span else token.start, token.end)
    if names and span:
        return "+".join(names), span
    lo, hi = reading.tokens[clause[0]].start, reading.tokens[clause[-1]].end
    following = [t for t in reading.tokens if t.start >= hi]
    match = _TOP_CUSTOMERS.search(
        reading.text, max(reading.start, lo - 12), following[0].start if following else reading.end
    )
    if match:
        number = "1" if match["largest"] else match[1] or match[3]
        return f"top{_NUMBERS.get(number.lower(), number)}", match.span()
    return None


def whole_of(reading: Reading, index: int, part: Token | None, entity: str | None) -> Token | None:
    """`计算增长195%,超过整体业务171%的增长`: of a part of a segment the whole is that segment, where it was named."""
    inner = segment_id(part, entity)
    if inner is None or "." not in inner:
        return None
    outer = inner.rpartition(".")[0]
    named = (t for t in reversed(reading.tokens[:index]) if segment_id(t, entity) == outer)
    return next(named, None)


def is_whole(token: Token) -> bool:
    """`总营收`: the word itself says that the whole company is meant."""
    return bool(_WHOLE.match(token.text))


_PURPOSE: Final = re.compile(
    r" (?:remaining |left |available |outstanding )?"
    r"(?:toward|towards|for|on|under|in|to|through|via|was|were|of)(?: [A-Z][A-Za-z]+'s)?"
    r"(?: (?:our|its|the|their|the company's|company's|this|an|a|additional|new|remaining"
    r"|existing|current|net|open-market|open market)\b)* ?"
)
_CASH: Final = re.compile(r" (?:of|in) (?:gross |total )?(cash)\b(?! (?:flow|dividend|from|and|equivalents|used))(?!,)")
_ENDED_WITH: Final = re.compile(r"\b(?:ended|exited|closed|finished)\b[^.;]{0,60}\bwith\b[^.;,]{0,40}$")
_SPENT_ON: Final = frozenset(
    {"capex", "share_repurchases", "repurchase_authorization", "dividend_per_share"}
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
    match = _PURPOSE.match(reading.text, here.end) if reading.is_latin else None
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


def _added_to(reading: Reading, index: int) -> Token | None:
    """`an additional $60 billion to the company's share repurchase authorization`."""
    named = next((t for t in map(reading.tokens.__getitem__, reading.right(index)) if t.has("metric")), None)
    if named is None or named.get("metric") != "repurchase_authorization":
        return None
    gap = reading.text[reading.tokens[index].end : named.start]
    return named if _TO_WHOSE.fullmatch(gap) else None


_TO_WHOSE: Final = re.compile(r" (?:to|under) (?:the|its|our|the company['’]s) (?:existing |current )?", re.I)


_SELLS: Final = re.compile(r"(?:销售|卖出|售出|卖掉|出售|卖)了?(?:价值)?(?:大?约|近|超过?|逾|至少)?$")


def _sold_behind(reading: Reading, index: int, entity: str | None) -> Token | None:
    """`向海外客户销售了约6.5亿美元的H20`: what is sold for an amount brings it as revenue."""
    here = reading.tokens[index]
    behind = next(iter(reading.tokens[index + 1 : index + 2]), None)
    if behind is None or here.quantity is None or here.quantity.form != "amount":
        return None
    if reading.text[here.end : behind.start].strip() != "的" or not segment_id(behind, entity, "product"):
        return None
    return behind if _SELLS.search(reading.text, reading.start, here.start) else None


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
    if (sold := _sold_behind(reading, index, entity)) is not None:
        scope.product, scope.product_clause = sold, sold.clause
        return scope
    if (share := _was_for(reading, index, frame, entity)) is not None:
        scope.segment, scope.segment_clause = share, share.clause
        return scope
    first = True
    for i in reading.right(index):
        token = reading.tokens[i]
        gap = _PARENTHESIS.sub("", reading.text[at : token.start]).strip()
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
            "左右的",
            "以上的",
            "多的",
            "之多的",
        ) and not (not first and gap in ("和", "及", "与")):
            return None
        first = False
        if token.has("metric", "other"):
            scope.metric, scope.metric_clause = token, token.clause
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
