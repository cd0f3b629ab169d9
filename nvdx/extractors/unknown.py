"""Figures of what nobody knows: a part, a product or a name that no company file has."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.case import Case
from nvdx.extractors.draft import Refusal
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import explained
from nvdx.mentions.scan import Token

__all__ = ["other_product", "unknown_part"]

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def other_product(case: Case) -> Refusal | None:
    """`《某游戏》上线至今收入…`: a title that is no product we know owns the figure."""
    if case.scope.segment is not None or case.scope.product is not None or case.bound == "tail":
        return None
    opener = max(
        (t.end for t in case.reading.tokens[: case.index] if t.clause < case.token.clause),
        default=case.reading.start,
    )
    at = case.reading.text.find("《", opener, case.token.start)
    return Refusal("product-we-do-not-know", (at, at + 1)) if at >= 0 else None


_OF_A_MONTH: Final = re.compile(
    r"(?:\d{1,2}月份?|单月|当月|上月|本月|(?:前|首|头)(?:[124578]|1[01]|[一二两四五七八十]|十一)个月)"
    r"(?:的|合并|单月|自结|累计)*$"
)
"""Behind a month; months that make a quarter or a half year are a period and do not get here."""
_NAME: Final = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,}[A-Za-z]*(?: (?:of |the )?[A-Z][A-Za-z.]+)*")


def _unknown_name(case: Case, metric: Token) -> tuple[int, int] | None:
    """A Latin name in a Chinese clause that is nobody's we know: the figure may be its own."""
    reading = case.reading
    if not _HAN.search(reading.text, reading.start, reading.end):
        return None
    opener = max(
        (t.end for t in reading.tokens if t.clause < metric.clause and t.end <= metric.start),
        default=reading.start,
    )
    for match in _NAME.finditer(reading.text, opener, metric.start):
        inside = any(t.start < match.end() and t.end > match.start() for t in reading.tokens)
        later = any(
            t.has("company", "person", "own", "anaphor_company", "house", "market")
            for t in reading.tokens
            if match.end() <= t.start < metric.start
        )
        if (
            not inside
            and not later
            and reading.text[match.end() : match.end() + 1] not in ("指", "说", "表", "称", ")")
        ):
            return match.span()
    return None


_SPENT: Final = frozenset({"capex", "share_repurchases", "repurchase_authorization"})
_EVERY_PART: Final = re.compile(
    r"(?:各项?|所有|全部|全线|主营|主要|核心|各大|多项|两大|三大|四大|整体|公司|集团|其|旗下)(?:[\u4e00-\u9fff]{0,2})$"
)


def _unknown_subject(case: Case, metric: Token) -> tuple[int, int] | None:
    """`高端应用的芯片部门出现萎缩,收入下滑24%`: the clause before is about a part that no file names."""
    reading = case.reading
    before = [t for t in reading.tokens if t.clause == metric.clause - 1 and t.start < metric.start]
    parts = [t for t in before if t.text in ("部门", "事业部", "分部", "板块")]
    if not parts or any(
        t.quantity or t.mark not in ("", ",") or t.has("metric", "company", "own") for t in before
    ):
        return None
    named = [t for t in before if 0 <= parts[0].start - t.end <= 1]
    if any(segment_id(t, case.entity) or segment_id(t, case.entity, "product") for t in named):
        return None
    if _EVERY_PART.search(reading.text, reading.start, parts[0].start):
        return None
    first = next(t for t in reading.tokens if t.clause == metric.clause and not t.mark)
    return (parts[0].start, parts[0].end) if first is metric else None


_ANAPHORS: Final = ("公司", "巨头", "集团", "厂商", "企业", "方面", "部分", "财报", "业绩")


_OF_THE_THING: Final = re.compile(
    r" (?:of|from|for) (?:the|that|those|these|such|both) (?:\w+ )?(?:chips?|GPUs?|processors?|products?|parts?|systems?"
    r"|devices?|models?|cards?|phones?|servers?)\b"
)
"""`Sales of the chip came to $4.6 billion`: of something that only the sentences before name."""


def unknown_part(case: Case) -> Refusal | None:
    """`会议软件收入`, `操作系统销售额`: the metric of something that is in no file of the company."""
    scope = case.scope
    metric = scope.metric
    if metric is not None and case.reading.text[: metric.start].endswith((" their ", "Their ")):
        return Refusal("somebody-elses", (metric.start, metric.end))
    if (
        metric is None
        or scope.segment is not None
        or scope.product is not None
        or scope.geography is not None
    ):
        return None
    reading = case.reading
    if reading.is_latin and metric.get("metric") == "revenue" and _OF_THE_THING.match(reading.text, metric.end):
        return Refusal("part-we-do-not-know", (metric.start, metric.end))
    before = [t for t in reading.tokens if t.end <= metric.start]
    at = before[-1].end if before else reading.start
    words = reading.text[at : metric.start]
    if (
        before
        and before[-1].has("world")
        and "行业" in before[-1].text
        and words.strip() in ("", "的")
    ):
        return Refusal("whole-industry", (before[-1].start, before[-1].end))
    dated = bool(before) and before[-1].period is not None
    if not dated and _OF_A_MONTH.search(reading.text, reading.start, metric.start):
        return Refusal("of-a-month", (metric.start, metric.end))
    if reading.text[reading.start : metric.start].endswith(("的合并", "合并年", "个部门的合计")):
        return Refusal("several-parts-together", (metric.start, metric.end))
    foreign = (
        bool(before)
        and before[-1].has("segment", "product")
        and not segment_id(before[-1], case.entity)
        and not segment_id(before[-1], case.entity, "product")
        and not before[-1].has("metric", "total")
    )
    if foreign and words.strip() in ("", "的"):
        return Refusal("part-we-do-not-know", (before[-1].start, metric.start))
    if before and before[-1].has("part_noun") and not words.strip():
        return Refusal("part-we-do-not-know", (before[-1].start, metric.start))
    suffixed = (
        bool(before)
        and metric.get("metric") not in _SPENT
        and before[-1].has("suffix")
        and not before[-1].has("metric", "segment")
    )
    if (
        suffixed
        and explained(words.strip("年")) == ""
        and not reading.text[: before[-1].start].endswith(("主营", "全部", "各项", "各", "主要"))
    ):
        return Refusal("part-we-do-not-know", (before[-1].start, metric.start))
    if not words.strip() and (part := _unknown_subject(case, metric)) is not None:
        return Refusal("part-we-do-not-know", part)
    if (name := _unknown_name(case, metric)) is not None:
        return Refusal("name-we-do-not-know", name)
    named = bool(before) and before[-1].has("company")
    if (
        named
        and len(words) >= 2
        and words == explained(words)
        and not words.endswith(_ANAPHORS)
        and words.isalpha()
    ):
        return Refusal("part-we-do-not-know", (at, metric.start))
    return None
