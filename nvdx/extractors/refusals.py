"""What makes a figure none of ours: of something else, of another time, of several together, held against."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Final

from nvdx.extractors import lists
from nvdx.extractors.case import Case
from nvdx.extractors.case_periods import local_period, trailing_period
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.parts import segment_id
from nvdx.extractors.reading import Reading
from nvdx.mentions.period import PeriodMention
from nvdx.mentions.scan import Token

__all__ = [
    "AND",
    "at_another_time",
    "earlier_value",
    "ends_a_range",
    "joined_to",
    "of_a_group",
    "of_a_rate",
    "of_something_else",
    "of_years_together",
    "parts_together",
    "products_together",
    "set_against",
    "unlike",
    "within_years",
    "years_ago",
]

AND: Final = frozenset({"、", "和", "与", "及", "以及", "/", "和的"})
"""What joins the parts of a list."""
_THEN: Final = re.compile(
    r"此后(?:的)?(?:几|数|[两三四五六七八九十]|\d+)年|每年都|年初(?:时|还|仅|只)?(?:的|有|为|是)|那时候?|当时|彼时|那会儿|那一年|那年|那个季度|再过一年|又过了?一年|过了一年"
    r"|(?<![一二两三四五六七八九十\d])次年|翌年|第二年"
    r"|(?:[一二两三四五六七八九十半]|\d)(?:年|个月|个季度)(?:之|以)?后(?!期|段|的今天)"
    r"|(?:(?:之|以)前|(?:管制|禁令|疫情|收购|合并|上市|发布|爆发|出现|到来|诞生|问世|上任|接手)前),"
    r"(?=[^。;]{0,20}?(?:一般|通常|往往|曾|还|只|不过|仅|每[年季]))"
)


def at_another_time(case: Case) -> bool:
    """`那时候游戏占一半以上`, `再过一年,收入又翻了一番`: of a time that the sentence does not say.

    Accepted: `那一年(2024财年),公司营收609亿`, where a period stands behind the words; what was expected then.
    """
    if case.reading.is_latin or case.kind != "reported":
        return False
    words = None
    for found in _THEN.finditer(case.reading.text, case.reading.start, case.token.start):
        within = (t.start <= found.start() < t.end for t in case.reading.tokens if t.period is not None)
        words = words if any(within) else found  # `2023年11月至次年1月`
    if words is None or "\n" in case.reading.text[words.end() : case.token.start]:
        return False
    if _that_year(case, words) or _that_quarter(case, words):
        return False
    return not any(
        t.period is not None
        and (t.period.year is not None or t.period.end_date is not None)
        and words.start() - t.end <= _DATED_WITHIN
        and t.start < case.token.start
        for t in case.reading.tokens
    )


def _that_quarter(case: Case, words: re.Match[str]) -> bool:
    """`2024财年第二季度营收135亿美元。那个季度数据中心收入103亿美元`: the quarter that the sentence before told of."""
    told, at = case.frame.last, case.frame.period_at
    if told is None or told.period is None or at is None or told.period_text != (at.start, at.end):
        return False
    return words[0] == "那个季度" and told.period.quarter is not None


_IN_YEARS: Final = re.compile(
    r"\b(?:in|over|within) (?:just |only |less than |a span of |the span of |barely )*"
    r"(?:two|three|four|five|six|\d) (?:short )?years\b",
    re.IGNORECASE,
)


def within_years(case: Case) -> bool:
    """`went in two years from $15 billion to $115 billion`: where it came from and got to, in years unnamed."""
    text, here = case.reading.text, case.token
    if not case.find(case.left, "from", "to") or trailing_period(case) is not None:
        return False
    moved = [t for t in case.reading.tokens if t.has("from") and t.start < here.start]
    return bool(moved) and bool(_IN_YEARS.search(text, case.reading.start, case.reading.end))


_THAT_YEAR: Final = frozenset({"那一年", "那年", "次年", "翌年", "第二年"})
_A_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(财年|年)")
_NAMED_WITHIN: Final = 80
"""Code points before the words in which the year that they mean is named."""


def _that_year(case: Case, words: re.Match[str]) -> bool:
    """`2018年6月,创始人退休。那一年,公司营收1.03万亿`, `…2021年达到300亿,次年363亿`: the year named last, or the next.

    Sets the period of what follows. Rejected: words behind two years (`2016年到2018年…那一年`), behind none.
    """
    text = case.reading.text
    if words[0] not in _THAT_YEAR:
        return False
    named = list(_A_YEAR.finditer(text, max(0, words.start() - _NAMED_WITHIN), words.start()))
    if not named or any(year[1] != named[-1][1] for year in named[-2:]):
        return False
    year = int(named[-1][1]) + (words[0] not in ("那一年", "那年"))
    mention = PeriodMention(
        words.start(), words.end(), part="FY", year=year, fiscal=named[-1][2] == "财年"
    )
    token = Token(words.start(), words.end(), words[0], period=mention, clause=case.token.clause)
    case.frame.period_at = token
    return True


_DATED_WITHIN: Final = 4
"""Code points between a year and the words that take it up again: `2016年,那时候…`."""
_RATE: Final = re.compile(r"(?:兑|汇率)[^,。;]{0,24}$")


def of_a_rate(reading: Reading, hypothesis: Token) -> bool:
    """`以1美元兑30.6元新台币假设,毛利率…`: an outlook's exchange rate is no supposition about its figures."""
    return _RATE.search(reading.text, reading.start, hypothesis.start) is not None


_COMPARED: Final = re.compile(r"的?(?:营收|收入|规模)?(?:相?比(?![重例率])|相较)")
_WITH: Final = re.compile(r"(?:跟|和|与|同)[^,。;\n]{1,14}$")


def set_against(case: Case) -> bool:
    """`跟辉达一季184亿比`: the figure that another one is set against, with no period of a comparison."""
    if not _COMPARED.match(case.reading.text, case.token.end) or local_period(case) is not None:
        return False
    return _WITH.search(case.reading.text, case.reading.start, case.token.start) is not None


def of_a_group(reading: Reading, index: int) -> bool:
    """`Microsoft, Alphabet, Amazon and Meta will spend $200 billion`: three companies or more share no figure."""
    length, at = 0, -1
    for token in reading.tokens[:index]:
        if token.quantity is not None or token.has("respectively", "each"):
            length, at = 0, -1
        elif token.has("company"):
            joined = at >= 0 and reading.text[at : token.start].strip() in (",", "and", ", and", "&")
            length, at = (length + 1 if joined else 1), token.end
            if length >= _GROUP:
                return not any(
                    t.has("respectively", "each") or t.has("company") for t in reading.tokens[index:]
                ) and not any(t.has("company") for t in reading.tokens[:index] if t.start > at + 60)
    return False


_GROUP: Final = 3
_YEARS_AGO: Final = re.compile(r"(?:[两二三四五六七八九十]|(?<!\d)\d{1,2})年(?:多)?(?:之|以)?前(?!后|三|3|半|两)")


def years_ago(reading: Reading, index: int) -> bool:
    """`四年前,它的年收入不过595亿元`: a year that only the reader could count, until a period is named."""
    here = reading.tokens[index].start
    said = list(_YEARS_AGO.finditer(reading.text, reading.start, here))
    if not said:
        return False
    return not any(
        t.period is not None and t.period.relative != "same_period"
        for t in reading.tokens[:index]
        if t.start >= said[-1].start()
    )


_UP_TO: Final = re.compile(r"[ ]?(?:至|到|~|-|to)[ ]?(?:年|季|同比|环比)?(?:增长?|减少?|up|down)[ ]?")


def ends_a_range(case: Case, first: Draft, last: Draft) -> bool:
    """`年减1%至年增6%`, `down 1% to up 6%`: the bounds of one range stand on both sides of zero."""
    if first.measure not in ("yoy", "qoq", "change") or last.measure not in (first.measure, "change"):
        return False
    if first.value is None or last.value is None or (first.value < 0) == (last.value < 0):
        return False
    if first.metric != last.metric or not _UP_TO.fullmatch(case.reading.text, first.end, case.token.start):
        return False
    first.low, first.high = sorted((first.value, last.value))
    first.value, first.end = None, case.token.end
    return True


_LISTED_BEFORE: Final = re.compile(r"(?:、|和|与|及)[\u4e00-\u9fffA-Za-z ]{0,10}$")
_IN_ALL: Final = re.compile(r"(?:等)?[^,。;]{0,4}(?:合计|总计|共计|加起来|加在一起|三者|两者|一共)")


def products_together(case: Case, draft: Draft) -> bool:
    """`HBM、大容量模组与低功耗DRAM合计收入100亿美元`: the sum of a list is none of its members'."""
    word = case.scope.product
    if draft.product is None or word is None or case.reading.is_latin:
        return False
    if not _IN_ALL.match(case.reading.text, word.end):
        return False
    return _LISTED_BEFORE.search(case.reading.text, case.reading.start, word.start) is not None


def parts_together(case: Case, draft: Draft) -> bool:
    """`云业务和YouTube将达到1000亿美元的营收`: one figure for two segments is neither's.

    Rejected: `均增长9%` (each), a list that `分别` assigns, a business named again in its own segment.
    """
    word = case.scope.segment
    if draft.segment is None or word is None or case.reading.is_latin:
        return False
    if case.find(case.clause, "each", "respectively"):
        return False
    tokens = case.reading.tokens
    at = next((i for i, t in enumerate(tokens) if t is word), 0)
    while at and tokens[at - 1].has("suffix") and not tokens[at - 1].has("segment"):
        at -= 1
    before = tokens[at - 1] if at else None
    joiner = case.reading.text[before.end : word.start] if before is not None else ""
    if before is not None and before.mark == "、" and at > 1:
        before, joiner = tokens[at - 2], "、"
    elif before is not None and before.text in AND and at > 1:
        before, joiner = tokens[at - 2], before.text
    if before is None or joiner.strip() not in AND:
        return False
    if before.has("suffix") and not before.has("segment"):
        before = tokens[tokens.index(before) - 1]
    other = segment_id(before, draft.entity)
    return (
        other is not None
        and other != draft.segment
        and not other.startswith(f"{draft.segment}.")
        and not draft.segment.startswith(f"{other}.")
    )


def of_years_together(case: Case, given: lists.Assignment | None) -> bool:
    """`在2025和2026年有5000亿美元的收入`: one amount of two years, where no list gives each its own."""
    at = case.frame.period_at
    return (
        at is not None
        and at.period is not None
        and len(at.period.years) > 1
        and case.quantity.form == "amount"
        and at.start >= case.reading.start
        and not given
        and sum(t.quantity is not None for t in case.reading.tokens) == 1
    )


_UNLIKE: Final = Decimal("1.6")


def unlike(expected: Draft, told: Draft) -> bool:
    """What was expected of a list of other length: no expectation is so far from what came of it."""
    if expected.kind != "consensus" or not expected.value or not told.value or told.unit == "percent":
        return False
    ratio = abs(expected.value / told.value)
    return ratio > _UNLIKE or ratio * _UNLIKE < 1


def joined_to(reading: Reading, told: Draft, token: Token) -> bool:
    """Whether a figure stands in a list right behind the one that was told last."""
    return told.end <= token.start and reading.text[told.end : token.start].strip() in ("、", "和", "与", "及", "/")


_CHANGE_IN: Final = re.compile(
    r" (?:(?!and |or |from )[a-z-]+ ){0,2}?(?:increase|growth|gain|rise|jump|improvement|lift|uplift|reduction"
    r"|decrease|decline|drop|expansion) (?:in|on|of|for) (?:the |our |its |their )?",
    re.IGNORECASE,
)
_MEANINGFUL: Final = (
    "metric", "segment", "product", "geography", "customer", "total", "suffix", "constant_currency", "yoy", "qoq",
)  # fmt: skip
_WITHIN: Final = 48


def of_something_else(case: Case) -> Refusal | None:
    """`a 5% increase in ad conversions`: growth of a thing behind it that no word of ours names."""
    if not case.reading.is_latin or case.quantity.form not in ("percent", "multiple"):
        return None
    match = _CHANGE_IN.match(case.reading.text, case.token.end)
    if match is None:
        return None
    for token in case.reading.tokens[case.index + 1 :]:
        if token.has("yoy", "qoq") and token.start < match.end() < token.end:
            return None  # `a 69% increase on an annual basis`
        if token.has("metric") and token.end <= match.end():
            return None  # `231% revenue growth in the current quarter`
        if token.start < match.end():
            continue
        if token.start - match.end() > _WITHIN or token.quantity is not None or token.has("other"):
            break
        if token.mark:
            break
        if token.period is not None or token.has(*_MEANINGFUL):
            return None
    return Refusal("growth-of-something-else", match.span())


def _end_of_a_former_range(case: Case) -> bool:
    """`to a range of $63 billion to $64 billion from $65 billion to $68 billion`: the last figure of the old range."""
    tokens, i = case.reading.tokens, case.index
    if i < 4 or not tokens[i - 1].has("to") or not tokens[i - 3].has("from"):
        return False
    low, old = tokens[i - 2], tokens[i - 5] if tokens[i - 4].mark == "," and i > 4 else tokens[i - 4]
    if low.quantity is None or old.quantity is None or low.quantity.form != case.quantity.form:
        return False
    return (
        case.reading.text[low.end : case.token.start].strip() == "to"
        and case.reading.text[old.end : low.start].strip(", ").removeprefix("up ").removeprefix("down ")
        in ("from", "from a range of", "from the", "from about")
    )


def earlier_value(case: Case) -> bool:
    """The first figure of `由83%提升至87%`, unless its own period is stated (`由上财季的83%`)."""
    if case.reading.is_latin and _end_of_a_former_range(case):
        return True
    if not case.reading.is_latin and (_in_a_list_that_was_revised(case) or _ends_a_range_that_was_revised(case)):
        return True
    start = case.find(case.left, "from")
    if start is None or local_period(case) is not None:
        return False
    if case.reading.is_latin and any(t.has("up", "down") and t.start > start.end for t in case.left):
        return False  # `sales from gaming increased 16% to …`
    if case.reading.is_latin and trailing_period(case) is not None:
        return False  # `from $5 billion of revenue in 2024 to …`
    if (
        case.token.text.isascii()
        and case.quantity.form in ("amount", "percent")
        and case.reading.text[start.end : case.token.start].strip() in ("", "a", "the", "about")
    ):
        told = case.frame.previous
        if told is not None and told.sentence == (case.reading.start, case.reading.end):
            return trailing_period(case) is None
    if any(t.period is not None for t in case.left if t.start >= start.end):
        return False
    tokens = case.reading.tokens
    for token in tokens[case.index + 1 : case.index + 5]:
        if token.quantity is not None or token.mark in (";", "。"):
            return False
        if token.has("to"):
            if not case.reading.is_latin:
                return True
            target = tokens[tokens.index(token) + 1 : tokens.index(token) + 2]
            return bool(target) and target[0].quantity is not None
    return False


def _ends_a_range_that_was_revised(case: Case) -> bool:
    """`从235亿至250亿美元砍到218亿至226亿美元`: the upper end of the former range."""
    tokens, i = case.reading.tokens, case.index
    if i < 3 or not tokens[i - 1].has("to") or tokens[i - 2].quantity is None or not tokens[i - 3].has("from"):
        return False
    behind = tokens[i + 1 : i + 4]
    return any(
        t.has("to") and not t.mark and after.quantity is not None for t, after in pairwise(behind)
    )


def _in_a_list_that_was_revised(case: Case) -> bool:
    """`收入预测由318/372/421亿美元上调至329/401/478亿美元`: each figure of the list before the revision."""
    tokens, first, last = case.reading.tokens, case.index, case.index
    while first > 1 and tokens[first - 1].mark in ("/", "、") and tokens[first - 2].quantity is not None:
        first -= 2
    while last + 2 < len(tokens) and tokens[last + 1].mark in ("/", "、") and tokens[last + 2].quantity is not None:
        last += 2
    if first == last or first == 0 or last + 1 == len(tokens):
        return False
    return tokens[first - 1].has("from") and tokens[last + 1].has("revised", "to")
