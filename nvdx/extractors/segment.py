"""What part of the company a figure is for: segment, product, geography, customer group."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nvdx.extractors.english import comes_from, is_subject, revenue_of
from nvdx.extractors.parts import next_token, segment_id
from nvdx.extractors.product import (
    AS_SUBJECT,
    MOVED,
    OPENED_BY,
    SAYS_THAT,
    SOLD,
    is_product,
    is_region,
    opens_with,
)
from nvdx.extractors.reading import Reading
from nvdx.extractors.state import DocumentState, Frame
from nvdx.mentions.scan import Token

__all__ = ["customer_of", "read_part"]

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
_WHOLE: Final = re.compile(
    r"总(?:体)?营收|总收入|总营业|总销售|total|集团|公司(?:整体|总)?(?:营收|收入)"
)


def read_part(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    """A word that may name a segment, a product, a region or a customer group."""
    token = reading.tokens[index]
    scope = frame.scope
    if _IN_AN_ASIDE.search(reading.text, reading.start, token.start):
        return
    if token.has("segment") and _back_at_the_subject(reading, index, frame, state):
        frame.entity = frame.entity_at = None
    if token.has("segment", "product") and _is_the_subject_s(reading, index, frame, state):
        frame.entity = frame.entity_at = None
    if (
        token.has("segment")
        and segment_id(token, frame.entity or state.subject)
        and _is_segment(reading, index, frame.entity or state.subject)
    ):
        if (is_whole_of_share(reading, index) and not _owns_an_amount(reading, index)) or _goes_on_with(
            reading, index
        ):
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
        whole = not reading.is_latin and frame.scope.product is not None and is_whole_of_share(reading, index)
        if is_product(reading, index) and not whole and not _says_what_it_is(reading, token, frame):
            if scope.segment_clause != token.clause:
                scope.segment = None
            if scope.metric_clause != token.clause:
                scope.metric = None
            scope.product, scope.product_clause = token, token.clause
    if token.has("geography") and is_region(reading, index):
        scope.geography, scope.geography_clause = token, token.clause
        if reading.is_latin and opens_with(reading, token):
            scope.geography_clause += 1  # `In Greater China, revenue was …`
    if token.has("customer"):
        scope.customer, scope.customer_clause = token, token.clause


_KINDS: Final = frozenset({"gpu", "cpu", "ai"})


def _says_what_it_is(reading: Reading, token: Token, frame: Frame) -> bool:
    """`Instinct系列GPU`: the kind of thing behind a product's own name, which says more."""
    named = frame.scope.product
    if named is None or reading.is_latin or not named.has("brand") or named.clause != token.clause:
        return False
    kinds = set((token.get("product") or {}).values())
    return kinds <= _KINDS and reading.text[named.end : token.start].strip() in ("", "系列", "架构", "平台", "系列的")


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


_ITS: Final = re.compile(r"(?: (?:division|unit|business|segment|group|arm))?['’]s (?:total |quarterly |record )?")


def _owns_an_amount(reading: Reading, index: int) -> bool:
    """`About half of the data center division's $35.6 billion in sales`: the amount is the part's too."""
    behind = next((t for t in reading.tokens[index + 1 :] if t.quantity is not None), None)
    return (
        reading.is_latin
        and behind is not None
        and _ITS.fullmatch(reading.text, reading.tokens[index].end, behind.start) is not None
    )


def _is_the_subject_s(
    reading: Reading, index: int, frame: Frame, state: DocumentState
) -> bool:
    """`微软已部署数万块GPU,Blackwell贡献了…`: a clause that opens with a part of the document's company, of which
    the one named in passing has none, and that one has no figure.
    """
    token, subject, at = reading.tokens[index], state.subject, frame.entity_at
    if reading.is_latin or subject is None or frame.entity in (None, subject) or not frame.entity:
        return False
    if at is None or at.start < reading.start or (index and reading.tokens[index - 1].mark not in (",", ";")):
        return False
    if any(t.quantity is not None and t.quantity.unit for t in reading.tokens[:index] if t.start > at.start):
        return False
    for kind in ("segment", "product"):
        if segment_id(token, subject, kind) and not any(
            segment_id(token, frame.entity, other) for other in ("segment", "product")
        ):
            return True
    return False


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


_RECKONS: Final = ("计算", "运算")
_RECKONED_SO: Final = re.compile(r"(?:按照?|依照?|根据)[^,。;、]{1,16}$")
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
    if token.text in _RECKONS and (
        _RECKONED_BY.search(reading.text, reading.start, token.start)
        or _RECKONED_SO.search(reading.text, reading.start, token.start)
    ):
        return False  # `按中值计算环比增长14%`, `按美国通用会计准则计算的每股收益`
    if entity not in (token.get("generic") or ()):
        return True
    if _QUOTED.match(reading.text, token.end) and reading.text[: token.start].endswith(
        ("“", '"', "「")
    ):
        return True  # An everyday word in quotation marks is meant as a name.
    return _said_of_a_business(reading, index) and _at_word_boundary(reading, index)


_ENGLISH_SUBJECT: Final = re.compile(r",? (?:which|whose|has)\b")
_QUOTED: Final = re.compile(r",?[”\"」]")


def _english_business(reading: Reading, index: int) -> bool:
    """An everyday English word that the sentence speaks of as a business."""
    token, following = reading.tokens[index], next_token(reading, index)
    if following is None or not reading.is_latin:
        return False
    before = reading.text[reading.start : token.start]
    if OPENED_BY.search(before):
        after = reading.tokens[index + 2] if index + 2 < len(reading.tokens) else None
        return following.mark == "," and after is not None and after.get("metric") is not None
    if SOLD.search(before):
        return not _NAMES_GO_ON.match(reading.text, token.end)
    verb = next((t for t in reading.tokens[index + 1 :] if not t.has("versus")), following)
    gap = reading.text[token.end : verb.start].strip().lower()
    moved = verb.has("up", "down") or (
        verb.quantity is not None and verb.quantity.form in ("double", "flat")
    )
    return moved and gap in MOVED and bool(AS_SUBJECT.search(before))


_NAMES_GO_ON: Final = re.compile(r" (?!revenue|sales|and |or |was|were|is|in |of |for |to )[a-z]+(?<!s) ")


def _said_of_a_business(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    following = next_token(reading, index)
    if following is None:
        return reading.end - token.end <= 1
    if _english_business(reading, index):
        return True
    gap = reading.text[token.end : following.start].strip()
    opens = token.text[:1].isupper() or (
        reading.is_latin and SAYS_THAT.search(reading.text, reading.start, token.start)
    )
    if opens and (
        _ENGLISH_SUBJECT.match(reading.text, token.end) or is_subject(reading.text, token.end)
    ):
        return True
    if revenue_of(reading.text, reading.start, token.start):
        return True
    if gap == "-" and following.has("metric"):
        return True  # `its product-revenue forecast`
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
    if gap in _IS and following.quantity is not None and following.quantity.form == "amount":
        return _opens_its_clause(reading, index)
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


_ALONE: Final = re.compile(
    r"(?:(?:就|也|表现|的表现)[^,:\n0-9]{1,8}"
    r"|的话|呢|这块|这一块|那块|方面|部分|的部分|那边|这边|这个部分)?[,:]?(?=[,:\n])"
)
_OPENS_ALONE: Final = re.compile(r"(?:然后|那|那么|再来|接下来|另外|还有|至于|而|最后|接着|来看|看到)+$")


def _stands_alone_before_a_figure(reading: Reading, index: int) -> bool:
    """`游戏呢`, `车用的话,`: an everyday word has its clause for itself, and the next begins with an amount."""
    token = reading.tokens[index]
    alone = _ALONE.match(reading.text, token.end)
    if alone is None:
        return False
    opener = max((t.end for t in reading.tokens[:index] if t.mark), default=reading.start)
    before = reading.text[opener : token.start]
    if before.strip() and not _OPENS_ALONE.fullmatch(before.strip()):
        return False
    behind = [t for t in reading.tokens[index + 1 : index + 7] if not t.mark and t.start >= alone.end()]
    figure = next((t for t in behind[:2] if t.quantity is not None), None)
    return (
        figure is not None
        and figure.quantity is not None
        and figure.quantity.form == "amount"
        and reading.residue(alone.end(), figure.start) <= 3
    )


_CONTRASTS: Final = ("却", "则", "反而", "反倒")
_IS: Final = frozenset({"是", "则是", "为", "则为", "有", "则有", "大概是", "大约是", "来到", "达到"})


def _opens_its_clause(reading: Reading, index: int) -> bool:
    """`其中运算是194亿`, `网路则是32亿`: an everyday word that is the subject of an amount."""
    token = reading.tokens[index]
    opener = max((t.end for t in reading.tokens[:index] if t.mark), default=reading.start)
    before = reading.text[opener : token.start].strip()
    return before in ("", "其中") or _OPENS_ALONE.fullmatch(before) is not None


_SUBJECT_GOES_ON: Final = ("已经", "已", "也", "则", "继续", "仍", "依然", "保持", "连续", "同样")


def _goes_on_as_subject(reading: Reading, index: int) -> bool:
    """`广告已经连续三个季度…`: an everyday word that opens the sentence as its subject."""
    token = reading.tokens[index]
    if index and reading.tokens[index - 1].mark == "," and reading.tokens[index - 1].end == token.start:
        return reading.text.startswith(_CONTRASTS, token.end)  # `利润大跌,云却增长了34%`
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
