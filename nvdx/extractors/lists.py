"""Figures given in one list: `分别为`, `均为`, and a ± that is said of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Final

from nvdx.extractors.draft import Draft
from nvdx.extractors.reading import Reading
from nvdx.mentions.period import each_year, periods
from nvdx.mentions.scan import Token

__all__ = ["Assignment", "alike", "assignments", "spread_tolerance"]

_JOINERS: Final = (
    "、",
    "和",
    "与",
    "及",
    ",",
    "以及",
    "/",
    "and",
    ", and",
    "&",
    "和的",
    "还有",
    "跟",
    "",
)
_SENSES: Final = ("metric", "segment", "product", "basis", "base", "company", "period", "geography")

Assignment = dict[str, Token]
"""What a list gives to one of its figures: sense → the word that owns the figure."""


def assignments(reading: Reading) -> dict[int, Assignment]:
    """For each figure of a list that `分别` announces, the word of the list before that it belongs to.

    Accepted: `营收和净利润分别为300亿美元和166亿美元`, `GAAP和非GAAP毛利率分别为74.4%和75%`,
    `同比分别增长122%、168%` (each to the figure before it).
    Rejected: lists of different lengths.
    """
    found: dict[int, Assignment] = {}
    for index in reading.with_sense("respectively"):
        if reading.is_latin and (by_period := _by_periods_behind(reading, index)):
            for figure, period in by_period:
                found.setdefault(figure, {})["period"] = period
            continue
        figures = _figures(reading, index)
        if len(figures) < 2 and reading.is_latin:
            figures = _figures_before(reading, index)
            index = figures[0] if figures else index
        if len(figures) < 2:
            continue
        owners = _owners(reading, index, len(figures)) or _parts_told_before(reading, figures)
        if owners is None:
            continue
        sense, words = owners
        for figure, word in zip(figures, words, strict=True):
            found.setdefault(figure, {})[sense] = word
        if sense in _OF_A_RUN:
            for run in _runs_behind(reading, figures[-1], sense, len(words)):
                for figure, word in zip(run, words, strict=True):
                    found.setdefault(figure, {}).setdefault(sense, word)
    for index in reading.with_sense("both_bases"):
        pair = _pair(reading, index)
        if pair is not None:
            for figure in pair:
                found.setdefault(figure, {}).setdefault("both", reading.tokens[index])
    for index, token in enumerate(reading.tokens):
        if token.period is not None and token.period.years:
            for figure, year in _by_year(reading, index):
                found.setdefault(figure, {})["year"] = year
    return found


_YEARS: Final = re.compile(
    r"\b(?:the )?(?P<of>fiscal |calendar )?years?(?: ended [A-Z][a-z]+ \d{1,2},)? "
    r"(?P<years>20\d\d(?:, 20\d\d)?,? and 20\d\d),? $"
)
_ENDED: Final = re.compile(
    r"\b(?:the )?(?P<of>(?:fiscal )?(?:quarter|year)|(?:three|six|nine|twelve) month)s"
    r"(?: periods?)? ended (?P<first>[A-Z][a-z]+ \d{1,2}, 20\d\d) and (?P<second>[A-Z][a-z]+ \d{1,2}, 20\d\d),? $"
)
_MONTHS: Final = re.compile(
    r"\b(?:the )?(?P<short>three|six)(?: months| month periods?)?,? and (?:the )?(?P<long>six|nine|twelve)[ -]months?"
    r"(?: periods?)? ended (?P<day>[A-Z][a-z]+ \d{1,2}, 20\d\d),? $"
)


def _written_together(text: str, start: int, end: int) -> list[Token]:
    """Periods that share a noun: `fiscal years 2025 and 2024`, `the three and nine months ended October 27, 2024`."""
    if (match := _YEARS.search(text, start, end)) is not None:
        noun = "fiscal year " if match["of"] != "calendar " else "calendar year "
        written = [noun + year for year in re.findall(r"\d{4}", match["years"])]
    elif (match := _ENDED.search(text, start, end)) is not None:
        written = [f"{match['of']} ended {match[name]}" for name in ("first", "second")]
    elif (match := _MONTHS.search(text, start, end)) is not None:
        written = [f"{match[name]} months ended {match['day']}" for name in ("short", "long")]
    else:
        return []
    span = match.start(), match.end()
    return [Token(*span, match[0], period=mention) for words in written for mention in periods(words)]


def _named_together(reading: Reading, index: int) -> list[Token]:
    """The periods that are joined up to a token: `the third quarter and first nine months of fiscal 2025`."""
    dated: list[Token] = []
    at = reading.tokens[index].start
    for token in reversed(reading.tokens[:index]):
        if token.period is not None:
            gap = reading.text[token.end : at].strip()
            if not (gap in _AND_PERIOD if dated else gap in ("", ",")):
                break
            dated.insert(0, token)
            at = token.start
        elif token.mark != ",":
            break
    return dated


_AND_PERIOD: Final = frozenset({"and", ", and", ",", "and the", ", and the", ", the"})
_FIGURES_TO_PERIODS: Final = 90
"""Code points (`of total revenue for the`) between figures and the periods that they are of."""


def _by_periods_behind(reading: Reading, index: int) -> list[tuple[int, Token]]:
    """`74.6% and 75.8% for the third quarter and first nine months of fiscal year 2025, respectively`.

    Each figure with its period, in the order of the text. A part of a year takes the year of the period
    behind it. Nothing where there are not as many figures as periods.
    """
    tokens, text = reading.tokens, reading.text
    end = tokens[index].start
    dated = _written_together(text, reading.start, end) or _named_together(reading, index)
    if len(dated) < 2 or any(t.period is None or t.period.years for t in dated):
        return []
    at = dated[0].start
    behind = [k for k in range(index) if tokens[k].end <= at]
    last = next((k for k in reversed(behind) if tokens[k].quantity is not None), None)
    if last is None or at - tokens[last].end > _FIGURES_TO_PERIODS:
        return []
    if any(tokens[k].mark in (";", "。", "(") for k in behind if k > last):
        return []
    figures = [last]
    for k in range(last - 1, -1, -1):
        if tokens[k].quantity is not None:
            if text[tokens[k].end : tokens[figures[0]].start].strip() not in _JOINERS:
                break
            figures.insert(0, k)
        elif tokens[k].mark != ",":
            break
    if len(figures) != len(dated):
        return []
    whole = dated[-1].period
    assert whole is not None
    each: list[tuple[int, Token]] = []
    for figure, token in zip(figures, dated, strict=True):
        mention = token.period
        assert mention is not None
        if mention.part and not (mention.year or mention.relative or mention.end_date) and whole.year:
            token = replace(token, period=replace(mention, year=whole.year, fiscal=whole.fiscal))
        each.append((figure, token))
    return each


_OF_A_RUN: Final = ("period", "segment", "company", "geography")


def _runs_behind(reading: Reading, last: int, sense: str, count: int) -> Iterator[list[int]]:
    """`2021、2022财年营收分别为167亿、269亿,增速达到53%和61%`: later runs of as many figures go on with the list."""
    run: list[int] = []
    for i in range(last + 1, len(reading.tokens)):
        token = reading.tokens[i]
        if token.quantity is not None and token.quantity.form != "tolerance":
            gap = reading.text[reading.tokens[run[-1]].end : token.start].strip() if run else ""
            if run and gap in ("、", "和", "与", "及", "/"):
                run.append(i)
            else:
                if len(run) == count:
                    yield run
                run = [i]
        elif _has(token, sense) or token.mark in ("。", ";"):
            break
    if len(run) == count:
        yield run


def alike(reading: Reading, index: int) -> tuple[int, int] | None:
    """Place and length of a figure's list, where `分别` has no words of its own to give out.

    `营收300亿,净利润166亿,去年同期分别为135亿和62亿`: each is compared with the figure at its place.
    """
    for i in range(index - 1, -1, -1):
        token = reading.tokens[i]
        if token.mark in (";", "。") or (token.quantity is None and token.has("metric", "segment")):
            return None
        if token.has("respectively"):
            figures = _figures(reading, i)
            told = any(
                t.has("guidance", "market", "analysts", "expect", "past")
                or (t.period is not None and t.period.comparison)
                for t in reading.tokens[:i]
                if t.clause == token.clause
            )
            if index not in figures or len(figures) < 2 or not told:
                return None
            return figures.index(index), len(figures)
    return None


def _by_year(reading: Reading, index: int) -> Iterator[tuple[int, Token]]:
    """`2025-2027财年收入为1237/1642/1846亿美元`: each figure of a row with slashes has its year."""
    token = reading.tokens[index]
    assert token.period is not None
    years = each_year(token.period)
    row: list[int] = []
    for i in range(index + 1, len(reading.tokens)):
        other = reading.tokens[i]
        if other.quantity is not None:
            joined = bool(row) and reading.text[
                reading.tokens[row[-1]].end : other.start
            ].strip() in ("/", "、", "和", "与", "及", "以及")
            row = [*row, i] if joined else [i]
            if len(row) == len(years):
                for figure, year in zip(row, years, strict=True):
                    yield figure, replace(token, period=year)
        elif other.period is not None or other.mark == "。":
            return


def _pair(reading: Reading, index: int) -> tuple[int, int] | None:
    """The two joined figures that follow `GAAP和非GAAP`, with or without `分别`."""
    for i in range(index + 1, len(reading.tokens)):
        token = reading.tokens[i]
        if token.mark in (",", ";", "。") or token.has("both_bases"):
            return None
        if token.quantity is not None:
            for k in range(i + 1, min(i + 4, len(reading.tokens))):
                other = reading.tokens[k]
                if other.quantity is not None:
                    gap = reading.text[token.end : other.start].strip().rstrip("约近").strip()
                    return (i, k) if gap in ("、", "和", "与", "及", "/", "and") else None
            return None
    return None


def _figures(reading: Reading, index: int) -> list[int]:
    """The figures behind `分别`, as far as only joiners, commas and expectations stand between them."""
    figures: list[int] = []
    start = reading.tokens[index].end
    for i in range(index + 1, len(reading.tokens)):
        token = reading.tokens[i]
        if token.quantity is not None:
            if token.quantity.form == "tolerance":
                break
            if figures and reading.text[start : token.start].strip() not in _JOINERS:
                break
            figures.append(i)
            start = token.end
        elif token.mark in (";", "。", "\n", ":") or (
            figures and not (token.mark in (",", "、", "/") or token.has("versus"))
        ):
            break
    return figures


_OF_A_WHOLE: Final = re.compile(r" of (?:[A-Za-z][A-Za-z'-]* ?){1,5}, ")
"""`accounted for 34% and 14% of wafer revenue, respectively`."""


def _figures_before(reading: Reading, index: int) -> list[int]:
    """`… were $30 billion and $17 billion, respectively`: English says it behind the list."""
    figures: list[int] = []
    end = reading.tokens[index].start
    last = next((i for i in range(index - 1, -1, -1) if reading.tokens[i].quantity is not None), None)
    if last is not None and _OF_A_WHOLE.fullmatch(reading.text, reading.tokens[last].end, end):
        figures, end, index = [last], reading.tokens[last].start, last
    for i in range(index - 1, -1, -1):
        token = reading.tokens[i]
        if token.quantity is not None:
            if reading.text[token.end : end].strip() not in _JOINERS:
                break
            figures.append(i)
            end = token.start
        elif token.mark not in (",", "") or token.senses or token.period is not None:
            break
    return figures[::-1]


def _owners(reading: Reading, index: int, count: int) -> tuple[str, list[Token]] | None:
    """The list of `count` words of one sense that stands nearest before `分别`."""
    tokens = reading.tokens
    for i in range(index - 1, -1, -1):
        if tokens[i].mark in (";", "。"):
            break
        if count == 2 and (tokens[i].has("both_bases") or two_bases(reading, i)):
            return "both", [tokens[i], tokens[i]]
        for sense in _SENSES:
            if _has(tokens[i], sense):
                words = _coordinated(reading, i, sense)
                same = sense == "metric" and len({w.get("metric") for w in words}) == 1
                if len(words) == count and not same:
                    return sense, words
    figures = [t for t in tokens[:index] if t.quantity is not None and t.quantity.form == "amount"]
    if len(figures) >= count and any(
        t.has("yoy", "qoq", "up", "down") for t in tokens[max(0, index - 3) : index + 3]
    ):
        return "figure", figures[-count:]
    return None


def _parts_told_before(
    reading: Reading, figures: Sequence[int]
) -> tuple[str, list[Token]] | None:
    """`Mobile revenue was $4.3 billion, and auto revenue was $1.7 billion, with margins of 54% and 45%, respectively`."""
    if not reading.is_latin:
        return None
    named = {t.text: t for t in reading.tokens[: figures[0]] if t.has("segment") and not t.has("generic")}
    return ("segment", list(named.values())) if len(named) == len(figures) else None


def _has(token: Token, sense: str) -> bool:
    if sense == "period":
        return token.period is not None
    if sense == "basis":
        return token.has("gaap", "non_gaap")
    if sense == "base":
        return token.has("yoy", "qoq")
    return token.has(sense)


def _coordinated(reading: Reading, last: int, sense: str) -> list[Token]:
    """The words of one sense that are joined up to a last one, from left to right."""
    words = [reading.tokens[last]]
    at = reading.tokens[last].start
    for i in range(last - 1, -1, -1):
        token = reading.tokens[i]
        if _has(token, sense):
            gap = reading.text[token.end : at].strip()
            inner = "".join(
                t.text
                for t in reading.tokens
                if token.end <= t.start and t.end <= at and not t.mark and not t.has("versus")
            )
            if gap.replace(inner, "", 1).strip() not in _JOINERS or not gap:
                break
            words.append(token)
            at = token.start
        elif token.quantity is not None or token.mark in (";", "。", "(", ")"):
            break
    return words[::-1]


def two_bases(reading: Reading, index: int) -> bool:
    """`GAAP operating expenses and non-GAAP operating expenses`: one metric named for each basis.

    Args:
        index: a token; True where it is the last metric of such a pair.
    """
    tokens = reading.tokens
    if index < 3 or not (metric := tokens[index].get("metric")):
        return False
    first, named, second = tokens[index - 3 : index]
    bases = {"gaap" if t.has("gaap") else "non_gaap" if t.has("non_gaap") else "" for t in (first, second)}
    return (
        bases == {"gaap", "non_gaap"}
        and named.get("metric") == metric
        and reading.text[named.end : second.start].strip() in _JOINERS
    )


def both_of(reading: Reading, index: int, sense: str) -> list[Token]:
    """The words that share one figure with `均` or `都`: `本土、国际市场均增长9%`."""
    here = reading.tokens[index]
    for i in reading.before(index, same_clause=False):
        token = reading.tokens[i]
        if token.quantity is not None or token.clause < here.clause - 1:
            break
        if _has(token, sense):
            words = _coordinated(reading, i, sense)
            return words if len(words) > 1 else []
    return []


def spread_tolerance(drafts: Sequence[Draft], reading: Reading, index: int) -> None:
    """Gives a ± that stands apart to the figures it is said of.

    `均上下浮动50个基点` goes to all expectations of the sentence with such a unit that have no bounds,
    without `均` it goes to the last amount or the last margin.
    """
    token = reading.tokens[index]
    quantity = token.quantity
    assert quantity is not None and quantity.value is not None
    every = any(t.has("each", "respectively") for t in reading.tokens[max(0, index - 3) : index])
    points = quantity.unit == "percentage_points"
    money = quantity.unit not in (None, "percent", "percentage_points")
    eligible = [
        d
        for d in drafts
        if d.measure == "level"
        and d.value is not None
        and d.low is None
        and d.sentence == (reading.start, reading.end)
        and d.kind != "reported"
        and (d.unit == "percent" if points else True)
    ]
    if not eligible:
        return
    last = eligible[-1]
    if money:  # `$7.1 billion in sales, plus or minus $300 million`
        own = last.unit.removesuffix("/share")
        if own == quantity.unit and last.value is not None and quantity.value < last.value:
            last.spread(quantity.value, relative=False)
        return
    if quantity.value > 100:
        return
    beside = eligible[-2] if len(eligible) > 1 else last
    between = [t for t in reading.tokens if beside.end <= t.start < last.start]
    joined = reading.text[beside.end : last.start].startswith(("、", "和", "与", "及", ",")) and all(
        t.mark or t.has("gaap", "non_gaap", "metric", "expect") for t in between
    )
    pair = joined and beside.metric == last.metric and beside.basis != last.basis
    chosen = (
        [d for d in eligible if d.metric == last.metric and d.period == last.period]
        if every or pair  # `毛利率GAAP为74.9%、非GAAP为75%,误差正负50个基点`
        else [last]
    )
    for draft in chosen:
        draft.spread(quantity.value, relative=draft.unit != "percent" and quantity.unit == "percent")


def share_bounds(
    drafts: Sequence[Draft], merged: Draft, tolerance_value: object, relative: bool
) -> None:
    """A ± that a list's last figure carries holds for the list: `分别为64%和66%,上下浮动50个基点`."""
    from decimal import Decimal

    assert isinstance(tolerance_value, Decimal)
    for draft in drafts:
        if (
            draft is not merged
            and draft.low is None
            and draft.value is not None
            and draft.metric == merged.metric
        ):
            draft.spread(tolerance_value, relative)


def twin(draft: Draft, **changes: object) -> Draft:
    """A copy of a draft with other fields, for one figure that is said of two things."""
    other = copy(draft)
    other.evidence, other.inherited = dict(draft.evidence), dict(draft.inherited)
    for name, value in changes.items():
        setattr(other, name, value)
    return other
