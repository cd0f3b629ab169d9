"""What headings, lead lines and topic sentences set for the figures below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nvdx.documents.types import Block
from nvdx.extractors.draft import Draft
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.extractors.state import DocumentState, Frame
from nvdx.lexicon import Vocabulary, Words
from nvdx.mentions.quantity import may_have_quantity
from nvdx.mentions.scan import Token, scan

__all__ = [
    "AS_FOLLOWS",
    "OF_THE_SEGMENT",
    "RESULTS",
    "TURNS",
    "announces_outlook",
    "asks_about",
    "introduces",
    "is_a_name",
    "is_dated_item",
    "lists_on",
    "metric_of_item",
    "metric_of_list",
    "names_anybody",
    "names_company",
    "read_lead",
    "remember_company",
    "says_revenue_again",
    "speaks_of_a_segment",
    "topic_sentence",
    "turns_to_at_its_end",
]

RESULTS: Final = re.compile(
    r"财报|业绩|季报|营收|净利|毛利率|财季|财年|earnings|revenue|fiscal|results", re.IGNORECASE
)
TURNS: Final = re.compile(
    r"(?:now |and |okay[,.] |so |then )*"
    r"(?:turning|moving|switching|shifting|next|let me (?:now )?(?:turn|move)|let's (?:turn|move))\b",
    re.IGNORECASE,
)
_SUBJECT_WITHIN: Final = 12
"""Code points from a paragraph's start within which a company is taken for its subject."""
_OWNERS: Final = frozenset({"company", "person", "brand"})
AS_FOLLOWS: Final = ("如下:", "以下:", "as follows:")


def lists_on(block: Block, state: DocumentState) -> bool:
    """Whether a paragraph is a line of the list that `展望如下:` leads in, which has lost its bullets."""
    return state.lines and block.kind == "paragraph" and may_have_quantity(block.text)


_NOT_ABOUT: Final = ("是", "为", "说", "问", "靠", "给", "像", "叫", "找", "有", "到", "向")
_WHAT_IT_IS: Final = ("是", "作为", "身为", "也是", "仍是", "既是", "成为")
_NAME_AND_NOISE: Final = 2


_REPORTS: Final = re.compile(
    r"(?: \([A-Z., ]+\))?,? (?:which )?(?:reports|reported|will report|is (?:due|set|scheduled|expected|slated) to report"
    r"|posted results"
    r"|announced results|also reported|fared|did (?:better|worse|well|even)|disappointed|impressed|stood out|comes next"
    r"|told a (?:different|similar) story|followed|is (?:next|up next)|doesn['’]t report|hasn['’]t reported)\b"
)
"""`Salesforce reports next week.`: an English sentence without figures that says whose results come next."""


def introduces(reading: Reading, opening: Token) -> bool:
    """`海光信息的成绩同样不差。`, `微软最狠。`: a Chinese sentence without figures that opens a paragraph says who
    it is about. Rejected: what a company is (`台积电是主要代工厂。`), a sentence that names another one.
    """
    if reading.has_figures or (reading.is_latin and not _REPORTS.match(reading.text, opening.end)):
        return False
    if reading.text.startswith(_WHAT_IT_IS, opening.end):
        return False
    if reading.text[reading.start : opening.start].endswith(_NOT_ABOUT):
        return False  # `不少人会说是苹果。`
    others = {t.get("company") for t in reading.tokens if t.has("company")}
    return len(others) == 1 and not any(t.has("stranger", "person") for t in reading.tokens)


_LOOKS_AT: Final = re.compile(
    r"(?:最后|然后|接下来|接着|下面)?(?:我们)?(?:再|也)?(?:来)?(?:看看?|说说?|聊聊?|谈谈?|轮到|说到|回到)"
)


def turns_to_at_its_end(reading: Reading, company: Token) -> bool:
    """`再看它们的老师台积电。`: a Chinese sentence without figures that turns to the company it ends with."""
    if reading.is_latin or reading.has_figures or not _LOOKS_AT.match(reading.text, reading.start):
        return False
    return reading.end - company.end <= 2 and reading.end - reading.start <= _ANNOUNCEMENT


def is_a_name(block: Block, said: Words) -> bool:
    """`数据中心`, `GAAP`: a paragraph that is nothing but a business's or a basis's name heads what follows."""
    if block.kind != "paragraph" or len(block.text) > 2 * _TOPIC_LENGTH:
        return False
    found = [(e - s, senses) for s, e, senses in said]
    named = any("segment" in s or "gaap" in s or "non_gaap" in s for _, s in found)
    return named and len(block.text) - sum(length for length, _ in found) <= _NAME_AND_NOISE


_NEXT: Final = 2
"""Code points between a sentence and the next one."""


def says_revenue_again(reading: Reading, frame: Frame, told: Sequence[Draft]) -> bool:
    """`Data Center revenue was … . Revenue increased 21% sequentially.`: English goes on about the segment.

    Also `Fiscal year 2025 revenue was …`, where the paragraph told of no revenue but a segment's.
    """
    last, first = frame.last, next(iter(reading.tokens), None)
    if last is None or last.metric != "revenue" or last.segment is None or first is None:
        return False
    if not reading.is_latin or first.start != reading.start:
        return False
    if first.period is not None:
        again = reading.text.startswith(" revenue", first.end)
        return again and all(d.segment is not None or d.product is not None for d in told)
    dated = any(t.period is not None and t.period.year for t in reading.tokens)
    return (
        first.text == "Revenue"
        and not dated
        and last.sentence is not None
        and reading.start - last.sentence[1] <= _NEXT
    )


OF_THE_SEGMENT: Final = re.compile(
    r"(?:Segment )?(?:[Oo]perating (?:income|profit|loss|margins?)|[Gg]ross margin dollars)\b"
)
_SEGMENT: Final = re.compile(r"\bsegments?\b|\bGroup\b|\bbusiness unit\b", re.IGNORECASE)
_PARAGRAPH: Final = 4000
"""Code points that are looked back at in a paragraph that has no end."""


def speaks_of_a_segment(
    reading: Reading, draft: Draft, frame: Frame, opening: Token | None, text: str
) -> Token | None:
    """The segment that an English paragraph is about, whose operating income its next sentences give.

    Accepted: a paragraph that calls it a segment, a group or a business unit. Dropped where the paragraph
    gives revenue of the whole company.
    """
    if draft.segment is None or not reading.is_latin:
        return None if draft.product is None else opening
    if opening is not None:
        return opening
    named = _SEGMENT.search(text, max(0, reading.end - _PARAGRAPH), reading.end)
    return frame.segment if named else None


_ANNOUNCEMENT: Final = 24
_TURNS_TO: Final = re.compile(r"\b(?:turn|turning|move|moving|shift|come) to\b|\bhere (?:is|are)\b", re.IGNORECASE)


def announces_outlook(reading: Reading) -> tuple[Token | None] | None:
    """`下面给出第四季度的指引。`: a short sentence that leads in an outlook, with the period it names.

    Rejected: `这超过了我们的指引。`
    """
    words = [t for t in reading.tokens if not t.mark]
    last = words[-1] if words else None
    if last is None or any(t.has("beat", "versus", "past") for t in words):
        return None
    period = next((t for t in words if t.period is not None and not t.period.comparison), None)
    if reading.is_latin:
        told = any(t.has("guidance") for t in words) and _TURNS_TO.search(
            reading.text, reading.start, reading.end
        )
        return (period,) if told else None
    short = reading.end - reading.start <= _ANNOUNCEMENT and reading.end - last.end <= 2
    return (period,) if short and last.has("guidance") else None


_TOPIC_LENGTH: Final = 14
_TOPIC_LENGTH_LATIN: Final = 60


def topic_sentence(
    reading: Reading, frame: Frame, named: Token | None, state: DocumentState
) -> Token | None:
    """`先讲数据中心。`: a short sentence without figures that names what the next ones are about."""
    latin = reading.text[reading.start : reading.end].isascii()
    short = reading.end - reading.start <= (_TOPIC_LENGTH_LATIN if latin else _TOPIC_LENGTH)
    told = any(t.quantity or t.has("metric") for t in reading.tokens)
    if not short or told:
        return None
    if frame.segment is not named:
        return frame.segment
    last = next((t for t in reversed(reading.tokens) if not t.mark), None)
    whose = frame.entity or state.section_entity or state.subject
    if latin and TURNS.match(reading.text, reading.start):
        named_here = [t for t in reading.tokens if segment_id(t, whose) or segment_id(t, whose, "product")]
        return named_here[-1] if named_here else None
    return last if last is not None and segment_id(last, whose) else None


def read_lead(block: Block, words: Vocabulary, state: DocumentState) -> None:
    """A heading or a line that ends with a colon says for what follows it whose, when and of which kind.

    `第三财季展望`, `公司对下一季度的指引如下:`.
    """
    state.section_kind = state.section_period_at = state.section_segment = state.section_basis = (
        None
    )
    bases: set[str] = set()
    for token in scan(block.text, words):
        # A headline that only speaks of an outlook (`指引低于预期`) does not announce a list of them.
        closes = (
            block.kind != "heading" or block.text.endswith(":") or token.end >= len(block.text) - 1
        )
        if token.has("versus", "beat"):
            # `how it did versus analyst estimates`: what follows was measured with them.
            rest = block.text[token.end :]
            state.section_versus = any(
                t.has("market", "analysts", "expect") for t in scan(rest, words)
            )
            break
        if token.has("market") and closes:
            state.section_kind = "consensus"
        elif token.has("guidance") and closes and state.section_kind is None:
            state.section_kind = "guidance"
        elif token.has("both_bases"):
            state.section_basis = None
        elif token.has("gaap", "non_gaap"):
            basis = "non_gaap" if token.has("non_gaap") else "gaap"
            bases.add(basis)  # `Reconciliation of GAAP to Non-GAAP Measures` is of neither
            state.section_basis = basis if len(bases) == 1 else None
        elif (
            token.period is not None
            and not token.period.comparison
            and state.section_period_at is None
        ):
            state.section_period_at = token
        elif token.has("segment") and (_is_name_of(block.text, token) or asks_about(block.text)):
            state.section_segment = token


def metric_of_list(block: Block, words: Vocabulary) -> Token | None:
    """`公司历年营收如下:`: the one metric that a lead line names, of the whole company."""
    if not block.text.endswith(":"):
        return None
    tokens = scan(block.text, words)
    metrics = [t for t in tokens if t.has("metric", "other", "segment", "product", "geography", "customer")]
    return metrics[0] if len(metrics) == 1 and metrics[0].has("metric") else None


def is_dated_item(reading: Reading) -> bool:
    """`2024财年:609亿美元,同比增长126%`: an item that says when, and what it was, but not of what."""
    if len(reading.tokens) < 3 or any(t.has("metric", "other", "segment", "product", "company") for t in reading.tokens):
        return False
    when, colon, figure = reading.tokens[:3]
    dated = when.period is not None and when.period.relative is None and not when.period.comparison
    return dated and colon.mark == ":" and figure.quantity is not None and figure.quantity.form == "amount"


def metric_of_item(reading: Reading, told: list[Draft]) -> Token | None:
    """The metric of a list's first item (`2023财年:营收270亿美元`), which the next ones may leave unsaid."""
    metrics = [t for t in reading.tokens if t.has("metric")]
    opens = bool(reading.tokens) and reading.tokens[0].period is not None
    plain = all(d.segment is None and d.product is None and d.kind == "reported" for d in told)
    return metrics[0] if opens and plain and told and len(metrics) == 1 else None


_REST_OF_A_NAME: Final = 8


_QUESTION: Final = re.compile(r"(?:And |So )?(?:[Ww]hat about|[Hh]ow about|[Hh]ow (?:did|is|was)|[Aa]nd) [^?]{3,30}\?")


def asks_about(text: str) -> bool:
    """`What about networking?`: the short question of an interview that heads its answer."""
    return _QUESTION.fullmatch(text.strip("*\"“” ")) is not None


def _is_name_of(text: str, segment: Token) -> bool:
    """`数据中心业务`, `Gaming and AI PC`: a heading that is little more than a segment's name."""
    return segment.start <= 3 and len(text.rstrip(": ")) - segment.end <= (
        2 * _REST_OF_A_NAME if text.isascii() else _REST_OF_A_NAME // 2
    )


def names_company(said: Words) -> bool:
    return any("company" in senses for _, _, senses in said)


def names_anybody(said: Words) -> bool:
    return any(not _OWNERS.isdisjoint(senses) for _, _, senses in said)


def remember_company(block: Block, said: Words, state: DocumentState) -> None:
    if state.section_entity is not None or state.subject is not None:
        return
    for start, _, senses in said:
        if "company" in senses:
            close = start <= _SUBJECT_WITHIN or RESULTS.search(block.text)
            state.recent = senses["company"] if close else state.recent
            return
        if "stranger" in senses:
            state.recent = None
            return
