"""Whose figure it is: the subject of the clause, the paragraph, the section, the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from nvdx.extractors.english import turns_to
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.state import NOBODY, DocumentState, Frame
from nvdx.mentions.scan import Token

__all__ = ["document_subject", "read_company", "take_up"]

# A company after one of these is what the clause speaks of in passing, not its subject.
_OBLIQUE_BEFORE: Final = re.compile(
    r"(?:对|向|给|比|较|与|和|跟|同|被|由|从|为|像|除|除了|超过|超越|超出|高于|低于|仅次于|倍于|不如|落后于|领先于|击败|取代|打败|反超|追赶|投资|入股|收购|针对"
    r"|包括|例如|比如|诸如|譬如|像是|以及|竞争对手|客户|采购|供应给|卖给|来自|使用|采用|基于|搭载|依赖|远超|相当于|约等于|堪比|媲美|不及|逊于|优于|好于|快于|强于|弱于|多于|少于|甩开|帮助|联手|携手|联合|通过|经由|因|继|让|令|使|将"
    r"|\b(?:by|in|into|through|alongside|with|from|than|for|to|of|on|at|like|over|and|vs\.?|versus|against|including"
    r"|including:|such as|behind))了?[“\"「《]?\s?$"
)


_PREDICATE: Final = re.compile(r"(?:是|为|成|成了|作为|身为|像)(?:全球|世界|美国|中国|一|这|那|家|最大的?|知名的?|第一)*$")
"""`英伟达是一家芯片公司`: what the company is, nobody else."""
_RATED: Final = re.compile(
    r"(?:\([^()]*\))?(?:股票)?的?(?:目标价|目标股价|评级|投资评级|盈利预测|业绩预测|收入预测|营收预测)"
)
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
_AND_THEN: Final = re.compile(r"[,;] (?:and|but|while) $")
_HAS: Final = re.compile(
    r"(?: \([A-Z., ]+\))? (?:has|had|is|was|will|would|plans|expects|expected|said|says|sees|saw|guided|forecast|raised"
    r"|lifted|cut|boosted|budgeted|reported|posted|earned|spent|projected|projects|anticipates|now)\b"
)
"""`…, and Meta has budgeted $65 billion`: a company with a verb behind a comma is the subject of its clause."""
_WAS_ITS: Final = re.compile(r"['’]s (?:was|were|is|came to|stood at|rose|fell|grew|totaled|hit|reached)\b")


def document_subject(
    title: str | None,
    title_tokens: Iterable[Token],
    counts: Counter[str],
    strangers: int,
    lead: str | None,
    reported: set[str],
) -> str | None:
    """The company that a whole document is about, None for a digest or a comparison of many.

    Args:
        title: the document's title.
        title_tokens: tokens of the title.
        counts: how often each company is named in the document.
        lead: the company that the text names first.
        reported: the companies named in paragraphs that speak of results.
        strangers: how often companies are named that are none of ours.
    """
    title_tokens = list(title_tokens)
    named = [company for token in title_tokens if (company := _company(token))]
    if title_tokens and any(
        t.has("stranger")
        for t in title_tokens[: 1 + next((i for i, t in enumerate(title_tokens) if _company(t)), 0)]
    ):
        return None
    total = sum(counts.values())
    if title is not None and _compares(title, title_tokens):
        return None
    if named and (
        title is None or not re.search(r"[;；].+[;；|｜]|早知道|早报|晚报|日报|周报|导览", title)
    ):
        first = named[0]
        if (
            len(set(named)) == 1
            or counts[first] * 2 >= total
            or counts[first] == max(counts.values(), default=0)
        ):
            return first
    if not total:
        return None
    (company, most), *others = counts.most_common(2)
    if title is not None and company != lead:
        return None
    if company == lead and most >= max(3, strangers) and (not others or most >= 2 * others[0][1]):
        return company
    return (
        company
        if most >= (2 if company in reported else 4) and most * 10 >= (total + strangers) * 6
        else None
    )


_TOGETHER: Final = re.compile(r"合作|联手|携手|投资|收购|合资|联合")


def _compares(title: str, tokens: list[Token]) -> bool:
    """`甲与乙:谁更赚钱`, `甲、乙、丙,谁的增长更值钱`: a title that sets companies side by side is about none."""
    named = [t for t in tokens if t.has("company")]
    if len(named) < 2 or named[0].start > 2 or _TOGETHER.search(title):
        return False
    between = title[named[0].end : named[1].start].strip().lower()
    return between in ("、", "与", "和", "及", "vs", "vs.", "pk", "大战", "对决", "对阵") and (
        _company(named[0]) != _company(named[1])
    )


def _company(token: Token) -> str | None:
    company: str | None = token.get("company") or token.get("person")
    return company


def read_company(reading: Reading, index: int, frame: Frame, state: DocumentState) -> None:
    """A company, one of its people, a stranger or a group of companies was named: whose turn is it?"""
    token = reading.tokens[index]
    if frame.entity_at is not None and frame.entity_at.end > token.start:
        return
    if reading.is_latin and _BASED.match(reading.text, token.end):
        return  # `The Palo Alto, California-based company expects …`: a place.
    before = reading.text[max(reading.start, token.start - 8) : token.start]
    company = _company(token) or _owner_of_brand(reading, index, frame, state)
    if company is not None:
        if _is_local(reading, index):
            return
        touches = frame.oblique is not None and frame.oblique.end == token.start
        passing = _OBLIQUE_BEFORE.search(before) or touches or _joined(reading, frame.oblique, index)
        if passing and reading.is_latin and _HAS.match(reading.text, token.end):
            passing = _AND_THEN.search(reading.text, reading.start, token.start) is None
        passing = passing or (reading.is_latin and _is_an_adjective(reading, token))
        if passing and before.endswith(("将", "把")) and _ITS_FORECAST.match(reading.text, token.end):
            passing = False
        if passing and reading.is_latin and turns_to(reading.text, reading.start, token.start):
            passing = False
        if passing and not _owns_what_follows(reading, index) and not token.has("brand"):
            frame.oblique = token
            return
        joined = _joined(reading, frame.entity_at, index) and frame.entity is not None
        if reading.is_latin and frame.period_at is not None and frame.entity != company:
            if frame.period_at.start < reading.start or _said_of_another(reading, frame, token):
                frame.period_at = None  # The quarter of the sentence before was another company's.
        frame.also = (*frame.also, frame.entity) if joined and frame.entity else ()
        frame.entity, frame.entity_at, frame.entity_line = company, token, frame.line
    elif token.has("stranger") or (token.has("group") and not token.has("customer")):
        if token.has("group") and _PREDICATE.search(before):
            return
        if token.text == "企业" and reading.text.startswith(_OF_BUSINESSES, token.end):
            return
        if token.has("group") and _THE_ONE.search(before):
            take_up(reading, index, frame)
            return
        # `在港交所公告`, not `至于格芯,二季度…`
        placed = token.has("stranger") and before.endswith(("在", "于"))
        placed = placed and not before.endswith(("至于", "关于", "对于"))
        if not _OBLIQUE_BEFORE.search(before) and not placed:
            if frame.entity != NOBODY:
                frame.displaced = frame.entity if token.has("group") else None
            frame.entity, frame.entity_at, frame.also, frame.entity_line = (
                NOBODY,
                token,
                (),
                frame.line,
            )


_BASED: Final = re.compile(r"(?:, [A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)?[- ]based\b")
_ITS_FORECAST: Final = re.compile(
    r"[^,。;:]{0,30}(?:预测|预期|预估|估计|预计)值?[^,。;:]{0,16}(?:[上下]调|[上下]修|调[高低升降整]|提[高升]|降|由|从)"
)
"""`某行将甲2025年资本开支预测下调至900亿元`: whose forecast it is, though another one moves it."""
_ITS: Final = re.compile(r"\b(?:its|their|our|his|a|any|the) $")
_THINGS: Final = re.compile(
    r"(?:-related|-linked)? (?:stake|investments?|partnership|deal|contract|agreement|holdings?|shares|takeover"
    r"|acquisition|merger|spinoff|orders?|charge|gain)\b"
)


def _is_an_adjective(reading: Reading, token: Token) -> bool:
    """`excluding its OpenAI investment, it earned …`: a company that only tells what kind of thing it is."""
    return bool(_THINGS.match(reading.text, token.end)) and bool(
        _ITS.search(reading.text, max(reading.start, token.start - 8), token.start)
    )


_WHILE: Final = re.compile(r"[,;] (?:while|whereas|but) ")


def _said_of_another(reading: Reading, frame: Frame, company: Token) -> bool:
    """`Intel cut its full-year outlook, while AMD said …`: a period said of the company before `while`.

    Rejected: one that opens the sentence and holds for both.
    """
    at, before = frame.period_at, frame.entity_at
    if at is None or before is None or not reading.start <= before.start < at.start:
        return False
    return _WHILE.search(reading.text, at.end, company.start) is not None


_OF_BUSINESSES: Final = (
    "软件", "级", "客户", "服务", "端", "业务", "应用", "市场", "收入", "营收", "AI", "云", "版", "用户",
)  # fmt: skip
"""Behind 企业: what is sold to businesses, not what they have."""
_THE_ONE: Final = re.compile(r"(?:[这那该]家?(?:美国|中国|韩国|日本|荷兰|台湾|老牌|全球最?大?的?)?)$")
_PRONOUNS: Final = ("其", "它")
_OTHER_WORDS: Final = tuple("中他它实次余间")


def take_up(reading: Reading, index: int, frame: Frame) -> None:
    """`这些钱流向了英伟达。该公司预计…`: a Chinese anaphor takes up whom the sentence before was about.

    A pronoun does so only where it opens a clause: `7月31日盘后,其公布…`, not `AMD称其份额…`. Rejected: an
    anaphor behind a name of its own sentence (`微软表示,该公司…`), `公司`, which means the document's subject.
    """
    token = reading.tokens[index]
    if frame.spoken is None or reading.is_latin or token.text == "公司":
        return
    if any(t.has("company", "person", "stranger", "group") for t in reading.tokens[:index]):
        return
    if token.text in _PRONOUNS:
        before = reading.tokens[index - 1] if index else None
        opens = before is None or before.mark or before.period is not None
        if not opens or reading.text.startswith(_OTHER_WORDS, token.end):
            return
    frame.entity, frame.entity_at, frame.entity_line = frame.spoken, token, frame.line


def _owner_of_brand(reading: Reading, index: int, frame: Frame, state: DocumentState) -> str | None:
    """`AWS营收263亿美元` in an article about somebody else: the business's name stands for its company.

    Rejected: a brand that owns no figure (`AWS采购了芯片,营收…`), a brand of the company spoken of.
    """
    owner: str | None = reading.tokens[index].get("brand")
    spoken_of = frame.entity or state.section_entity or state.subject
    if owner is None or owner == spoken_of:
        return None
    if not reading.is_latin and reading.tokens[index].text.startswith(state.companies[owner].aliases):
        return owner  # `英特尔代工` names Intel itself.
    for other in reading.tokens[index + 1 : index + 5]:
        if (
            other.quantity is not None
            and (other.quantity.sign or reading.text.startswith(("'s $", "’s $"), reading.tokens[index].end))
            and reading.text[reading.tokens[index].end : other.start].strip() in ("", ":", "'s", "’s")
        ):
            return owner  # `Azure +40%, AWS: +20%`
        if other.has("metric"):
            return owner if other.get("metric") in SEGMENT_METRICS else None
        if not (
            other.period
            or other.has("suffix", "segment", "product", "geography", "total", "yoy", "qoq")
        ):
            return owner if other.has("up", "down") else None
    return None


def _is_local(reading: Reading, index: int) -> bool:
    """`苹果(1120亿美元)`: a company whose figure stands in a parenthesis of its own."""
    tokens = reading.tokens
    return (
        index + 2 < len(tokens)
        and tokens[index + 1].mark == "("
        and tokens[index + 1].start == tokens[index].end
        and any(
            t.quantity is not None
            for t in tokens[index + 2 : index + 5]
            if t.depth == tokens[index + 1].depth
        )
    )


def _owns_what_follows(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    if reading.text.startswith(("而言", "来说", "来讲", ", whose ", " whose "), token.end):
        return True
    if _WAS_ITS.match(reading.text, token.end):
        return True  # `Microsoft's were $34.9 billion and Google's came to $24 billion`
    if _RATED.match(reading.text, token.end):
        return True  # `某行将英伟达目标价上调至250美元,预计每股收益…`
    for other in [t for t in reading.tokens[index + 1 : index + 12] if t.depth == token.depth][:4]:
        if other.mark == ")" or other.mark == "(":
            continue
        if other.mark or other.quantity:
            return False
        if (other.has("metric") or segment_id(other, _company(token))) and len(
            _PARENTHESIS.sub("", reading.text[token.end : other.start]).strip("的 ")
        ) <= 4:
            return True
        if not other.period and not other.has("suffix", "product", "geography"):
            return False
    return False


def _joined(reading: Reading, last: Token | None, index: int) -> bool:
    """Whether the company is named together with the one before it: `苹果和微软`, `微软、谷歌`."""
    if last is None or last.end > reading.tokens[index].start:
        return False
    between = reading.text[last.end : reading.tokens[index].start]
    return between in ("、", "和", "与", "及", ",", "以及", "/") or between.strip() == "and"


def local_company(reading: Reading, index: int) -> str | None:
    """The company whose parenthesis the figure stands in."""
    tokens = reading.tokens
    i = index - 1
    while i >= 0 and tokens[i].depth == tokens[index].depth and tokens[i].mark != "(":
        if tokens[i].mark or tokens[i].quantity:
            return None
        i -= 1
    if i <= 0 or tokens[i].mark != "(" or tokens[i - 1].end != tokens[i].start:
        return None
    return _company(tokens[i - 1])
