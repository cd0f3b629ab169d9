"""Periods: the words of a text that say which quarter or year a figure is of.

`periods` reads cleaned text in two steps, each linear:

1. one compiled pattern finds *atoms*: a year (`2025财年`, `FY27`, `去年`), a part of a year
   (`第二季度`, `third-quarter`, `前九个月`), an end date (`截至7月28日`), a relative word (`上一季度`);
2. neighbouring atoms with nothing but glue between them (`的`, `of`, a space, `'s`) become one
   mention, whatever their order: `2025财年Q2`, `Q2 FY25`, `the second quarter of fiscal 2025`.

A *weak* atom means something only beside another: `2025` needs a part (`2025Q2`, `2025上半年`), `第二季`
a year or words of finance, since shows have seasons too.

What a mention means on a company's calendar is decided later (`nvdx.extractors.quarter`).
Words are in `nvdx/lexicon/periods.yaml`.
"""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

from nvdx.fiscal import QUARTERS, SPANS, Part

try:  # many times faster, but absent where PyYAML was built without libyaml
    from yaml import CBaseLoader as BaseLoader
except ImportError:
    from yaml import BaseLoader  # type: ignore[assignment]

__all__ = ["PeriodMention", "Relative", "each_year", "may_have_period", "periods"]

LEXICON: Final = Path(__file__).parent.parent.parent / "lexicon" / "periods.yaml"

Relative = Literal[
    "this_quarter",
    "last_quarter",
    "next_quarter",
    "latest_quarter",
    "same_quarter_last_year",
    "same_period_last_year",
    "same_period_two_years_ago",
    "same_period",
    "this_year",
    "last_year",
    "year_before_last",
    "next_year",
    "latest_year",
    "year_to_date",
    "ttm",
]
"""How a word points from the document's anchor quarter (or from the period just spoken of).

`year_to_date` is the part of the anchor's fiscal year that ends with the anchor.
`same_period_last_year` is the same part of the year before (`去年同期`, `a year ago`), `same_period`
the period spoken of (`同期`), or, with a year (`2021年同期`), its part in that year; `ttm` the four
quarters that end with the anchor.
"""

_YEAR_RELATIVES: Final[frozenset[Relative]] = frozenset(
    ("this_year", "last_year", "year_before_last", "next_year", "latest_year")
)
_LONGEST_RANGE: Final = 12  # years; what is longer is history, not a row of figures
_CONTEXT: Final = 14  # code points around `第二季` in which words of finance or of shows count


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period; `text[start:end]` are the words.

    `part`: None for a relative quarter, for a relative year alone (`今年`), and where an end date
    says all. `year`: as written, two digits expanded. `fiscal`: True for fiscal words (`财年`, `财季`,
    `FY`), False for calendar words (`2025年`, `calendar 2025`), None where neither is said (`第二季度`,
    `Q2`, `2025Q2`). `relative` may come with a part: `去年` + Q2. `end_date`: a stated end of the
    period, or `end_month_day` where its year is not written. `years`: those of a list or a range
    (`2025-2027财年`), `year` is then None. `split`: two consecutive years that name (`2022/23财年`) or
    may name (`2022-2023财年`) one fiscal year. `comparison`: the words read as the base of a
    comparison (`上年同期`, `the prior quarter`).
    """

    start: int
    end: int
    part: Part | None = None
    year: int | None = None
    fiscal: bool | None = None
    relative: Relative | None = None
    end_date: date | None = None
    end_month_day: tuple[int, int] | None = None
    comparison: bool = False
    years: tuple[int, ...] = ()
    split: bool = False


def each_year(mention: PeriodMention) -> tuple[PeriodMention, ...]:
    """A mention of several years as one of each, on the same span; any other as it is.

    >>> [m.year for m in each_year(next(periods("2025-2027财年收入")))]
    [2025, 2026, 2027]
    """
    if not mention.years:
        return (mention,)
    return tuple(replace(mention, year=year, years=(), split=False) for year in mention.years)


def may_have_period(text: str) -> bool:
    """Whether `periods` could find any: a quick look for the words that all have one of."""
    return _grammar().trigger.search(text) is not None


def periods(text: str) -> Iterator[PeriodMention]:
    """The periods that cleaned text names, in order, without overlap, each as long as can be.

    >>> def show(text):
    ...     for m in periods(text):
    ...         print(text[m.start : m.end], m.part, m.year, m.fiscal, m.relative)
    >>> show("2025财年Q2营收300亿美元,去年同期为135亿")
    2025财年Q2 Q2 2025 True None
    去年同期 None None None same_period_last_year
    >>> show("Revenue in the second quarter of fiscal 2025 beat that of last year's fourth quarter")
    the second quarter of fiscal 2025 Q2 2025 True None
    last year's fourth quarter Q4 None None last_year
    >>> [(m.part, m.end_date) for m in periods("截至2024年7月28日的第二季度")]
    [('Q2', datetime.date(2024, 7, 28))]

    Neither dates, durations, seasons nor models are periods:

    >>> list(periods("2024年7月28日,连续三个季度,每季度,两年内,美剧第二季开播,H100,GTC 2026,Q&A"))
    []
    """
    grammar = _grammar()
    if grammar.trigger.search(text) is None:
        return
    mentions = [
        built
        for group in _groups(_atoms(text, grammar), text)
        if (built := _mention(group, text, grammar)) is not None
    ]
    # Of `全年2025H1` the year takes the half's place: nothing is left of that.
    yield from (m for m in _carry_years(mentions, text) if m.start < m.end)


# --- the lexicon --------------------------------------------------------------------------------


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Chinese(_Strict):
    ordinals: dict[str, int]
    numerals: dict[str, int]
    fiscal_year: tuple[str, ...]
    quarter: tuple[str, ...]
    fiscal_quarter: tuple[str, ...]
    short_quarter: tuple[str, ...]
    parts: dict[Part, tuple[str, ...]]
    parts_after_year: dict[Part, tuple[str, ...]]
    fiscal_parts: tuple[str, ...]
    short_parts: dict[Part, tuple[str, ...]]
    quarter_determiners: dict[Relative, tuple[str, ...]]
    year_determiners: dict[Relative, tuple[str, ...]]
    relative: dict[Relative, tuple[str, ...]]
    until: tuple[str, ...]
    ended: tuple[str, ...]
    months: dict[str, int]
    not_after_date: tuple[str, ...]
    finance: tuple[str, ...]
    shows: tuple[str, ...]


class _English(_Strict):
    ordinals: dict[str, int]
    parts: dict[Part, tuple[str, ...]]
    parts_after_year: dict[Part, tuple[str, ...]]
    relative: dict[Relative, tuple[str, ...]]
    months: dict[str, int]
    month_names: dict[str, int]
    before_year: tuple[str, ...]
    after_year: tuple[str, ...]
    not_after_year: tuple[str, ...]
    not_after_quarter: tuple[str, ...]
    not_after_half: tuple[str, ...]


class _Lexicon(_Strict):
    comparison: tuple[Relative, ...]
    zh: _Chinese
    en: _English
    models: tuple[str, ...]
    versions: tuple[str, ...]


class _Loader(BaseLoader):
    """Leaves every scalar a string, since `3` and `no` are words here, and accepts no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) < len(node.value):
            raise yaml.constructor.ConstructorError(
                problem="a key is there twice", problem_mark=node.start_mark
            )
        return mapping


def _load() -> _Lexicon:
    with LEXICON.open(encoding="utf-8") as file:
        return _Lexicon.model_validate(yaml.load(file, _Loader))


_Meaning = TypeVar("_Meaning", Part, Relative)


def _by_word(words: Mapping[_Meaning, Iterable[str]]) -> dict[str, _Meaning]:
    """Turn meaning → words around; ValueError for a word of two meanings."""
    meanings: dict[str, _Meaning] = {}
    for meaning, group in words.items():
        for word in group:
            if meanings.setdefault(word, meaning) != meaning:
                raise ValueError(f"{word!r} means {meanings[word]} and {meaning}")
    return meanings


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w)))) + ")"


def _any_phrase(phrases: Iterable[str]) -> str:
    """The same for English: a leading article may be there, a space may be a hyphen."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "(?:" + "|".join(_phrase(p) for p in ordered) + ")"


def _phrase(phrase: str) -> str:
    article = "" if phrase.startswith(("the ", "a ", "one ", "for ", "this ")) else "(?:the )?"
    return article + "[ -]".join(map(re.escape, phrase.split(" ")))


def _plain(words: str) -> str:
    """English as matched back to how the lexicon writes it.

    >>> _plain("The Year-Ago Quarter")
    'the year ago quarter'
    """
    return words.lower().replace("-", " ")


# --- atoms --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    kind: Literal["year", "part", "end", "relative"]
    part: Part | None = None
    year: int | None = None
    fiscal: bool | None = None
    relative: Relative | None = None
    end_date: date | None = None
    end_month_day: tuple[int, int] | None = None
    years: tuple[int, ...] = ()
    split: bool = False
    # "alone": means nothing without a neighbour; "season": nor without words of finance
    weak: Literal["", "alone", "season"] = ""
    # English and codes may put the year after the part
    latin: bool = False


_Production = Callable[[re.Match[str]], "tuple[_Atom, ...]"]


@dataclass(frozen=True, slots=True)
class _Grammar:
    # A text without a trigger holds no mention, and an atom starts where a head does: both only
    # spare the master pattern work.
    trigger: re.Pattern[str]
    heads: re.Pattern[str]
    master: re.Pattern[str]
    productions: Mapping[str, _Production]
    comparison: frozenset[Relative]
    finance: re.Pattern[str]
    shows: re.Pattern[str]


def _atoms(text: str, grammar: _Grammar) -> Iterator[_Atom]:
    position = 0
    while head := grammar.heads.search(text, position):
        match = grammar.master.match(text, head.start())
        atoms: tuple[_Atom, ...] = ()
        if match is not None and match.lastgroup is not None:
            atoms = grammar.productions[match.lastgroup](match)
        yield from atoms
        # What a production declines may still hold something.
        position = match.end() if match is not None and atoms else head.start() + 1


# --- from atoms to mentions ---------------------------------------------------------------------

# What may stand between the atoms of one mention.
_GLUE: Final = re.compile(r"[的之]?| ?| ?-|'s[ -]?|,? (?:of|in|for) (?:the )?(?:company's )?|, ")
_GLUE_BEFORE_END: Final = re.compile(r"[的]?| |,? ?\(?(?:即)?|,? \(?(?:which |that )?")
_GLUE_AFTER_END: Final = re.compile(r"[的之]?| |的这一|的该")
# What may stand between periods that share one year.
_LIST_GLUE: Final = re.compile(r" ?(?:[、/&]|以及|[和及与暨]|,? and(?: for)?(?: the)?) ?(?:the )?")


def _groups(atoms: Iterable[_Atom], text: str) -> Iterator[list[_Atom]]:
    """Atoms that make one mention together."""
    group: list[_Atom] = []
    for atom in atoms:
        if group and _joins(group, atom, text[group[-1].end : atom.start]):
            group.append(atom)
            continue
        if group:
            yield group
        group = [atom]
    if group:
        yield group


def _joins(group: list[_Atom], atom: _Atom, between: str) -> bool:
    """Whether an atom belongs to the group before it: each kind once, with glue in between."""
    last = group[-1]
    kinds = {a.kind for a in group}
    if atom.kind in kinds or any(a.years for a in group) or len(between) > 24:
        return False
    if atom.kind == "relative":
        if atom.relative == "same_period":
            return kinds == {"year"} and last.year is not None and between in ("", "的")
        return kinds == {"end"} and atom.relative == "ttm" and between in ("", "的")
    if "relative" in kinds:
        ended = atom.kind == "end" and atom.part is None and kinds == {"relative"}
        return ended and last.relative == "ttm" and between == " "
    if atom.kind == "end":
        return last.part is None or (
            atom.part is None and bool(_GLUE_BEFORE_END.fullmatch(between))
        )
    if last.kind == "end":
        if last.part is not None and atom.kind == "part":
            return False
        return _GLUE_AFTER_END.fullmatch(between) is not None
    if atom.kind == "year":
        # Chinese puts a year after a part only as a fiscal one: Q2 2025财年.
        if not atom.latin and not (atom.fiscal and atom.relative is None):
            return False
        if not last.latin and between not in ("", " "):
            return False
    elif between == ", ":
        return False
    return _GLUE.fullmatch(between) is not None


def _mention(group: list[_Atom], text: str, grammar: _Grammar) -> PeriodMention | None:
    """One mention of the atoms of a group; None where they mean nothing by themselves."""
    if len(group) == 1 and group[0].weak == "alone":
        return None
    start, end = group[0].start, group[-1].end
    if any(a.weak == "season" for a in group):
        around = start - _CONTEXT, end + _CONTEXT
        if _finds(grammar.shows, text, *around):
            return None
        if len(group) == 1 and not _finds(grammar.finance, text, *around):
            return None
    part: Part | None = None
    year: int | None = None
    relative: Relative | None = None
    stated: _Atom | None = None
    fiscals: set[bool | None] = set()
    years: tuple[int, ...] = ()
    split = False
    for atom in group:
        part = part or atom.part
        year = year or atom.year
        years = years or atom.years
        split = split or atom.split
        fiscals.add(atom.fiscal)
        if atom.end_date or atom.end_month_day:
            stated = atom
    for atom in group:
        # `the quarter ended` is no more than its date where a part is named too.
        if atom.relative and (atom.relative != "this_quarter" or len(group) == 1):
            relative = atom.relative
    if stated is not None and stated.kind == "year" and part is not None:
        stated = None
    if part is None and relative is None and stated is None and (year or years):
        part = "FY"
    return PeriodMention(
        start,
        end,
        part,
        year,
        True if True in fiscals else False if False in fiscals else None,
        relative,
        stated.end_date if stated else None,
        stated.end_month_day if stated else None,
        relative in grammar.comparison or (relative == "same_period" and year is not None),
        years,
        split,
    )


def _carry_years(mentions: list[PeriodMention], text: str) -> list[PeriodMention]:
    """A list has its year once: `2024年第四季度及全年`, `Q1 and Q2 2025`, `fourth quarter and fiscal 2025`.

    Only where the parts follow each other in time, so that another year's quarter is not touched.
    """
    carried = list(mentions)
    steps = range(len(carried) - 1)
    for i, j, giver in (
        *((i, i + 1, 0) for i in steps),
        *((i, i + 1, 1) for i in reversed(steps)),
    ):
        pair = carried[i], carried[j]
        given, taker = pair[giver], pair[1 - giver]
        if not (_dated(given) and _undated(taker)) or not _in_order(*pair):
            continue
        if _LIST_GLUE.fullmatch(text[pair[0].end : pair[1].start]) is None:
            continue
        fiscal = taker.fiscal if taker.fiscal is not None else given.fiscal
        carried[j if giver == 0 else i] = replace(
            taker, year=given.year, relative=given.relative, fiscal=fiscal
        )
    return carried


def _dated(mention: PeriodMention) -> bool:
    by_year = mention.year is not None or mention.relative in _YEAR_RELATIVES
    return by_year and mention.part is not None and not mention.split


def _undated(mention: PeriodMention) -> bool:
    bare = mention.year is None and mention.relative is None and not mention.years
    return bare and mention.part is not None and not (mention.end_date or mention.end_month_day)


def _in_order(first: PeriodMention, second: PeriodMention) -> bool:
    assert first.part is not None and second.part is not None
    if first.part == "FY":
        return False
    return second.part == "FY" or SPANS[first.part][1] < SPANS[second.part][1]


def _full_year(digits: str) -> int:
    """Four digits as they are, two by the usual pivot.

    >>> _full_year("2027"), _full_year("27"), _full_year("99")
    (2027, 2027, 1999)
    """
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _several(first: str, rest: str) -> tuple[tuple[int, ...], bool] | None:
    """Years of `2025` + `-2027` or `、2026`, and whether they may be one split year.

    >>> _several("2025", "-2027")
    ((2025, 2026, 2027), False)
    >>> _several("2022", "/23")
    ((2022, 2023), True)
    >>> _several("2025", "、2026、2028")
    ((2025, 2026, 2028), False)
    >>> _several("2025", "-2019") is None
    True
    """
    steps = re.findall(r"([^0-9FYfy']+)[FYfy']*([0-9]{4}|[0-9]{2})", rest)
    years = (_full_year(first), *(_full_year(digits) for _, digits in steps))
    if any(a >= b for a, b in itertools.pairwise(years)):
        return None
    separator = steps[0][0].strip()
    if len(years) > 2:
        return years, False
    if separator in ("-", "~", "至", "到", "to", "through") and years[1] - years[0] > 1:
        if years[1] - years[0] >= _LONGEST_RANGE:
            return None
        return tuple(range(years[0], years[1] + 1)), False
    return years, separator in ("-", "/") and years[1] - years[0] == 1


def _day(year: int, month: int, day: int | None) -> date | None:
    """A date, with the month's last day for None; None for what is no date."""
    try:
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    except ValueError:
        return None


def _until(year: int | None, month: int, day: int | None) -> dict[str, Any] | None:
    """The fields of an atom for a stated end; None for what is no date."""
    # A leap year where none is written, so that 29 February is a day.
    stated = _day(2024 if year is None else year, month, day)
    if stated is None:
        return None
    if year is None:
        # 28 February too is within the tolerance that is given to end dates.
        return {"end_month_day": (month, min(stated.day, 28) if month == 2 else stated.day)}
    return {"end_date": stated}


def _months_part(months: int | None) -> Part | None:
    """The part of a year that so many months are; three may be any quarter."""
    parts: dict[int | None, Part] = {6: "H1", 9: "M9", 12: "FY"}
    return parts.get(months)


def _quarter(number: int) -> Part:
    return QUARTERS[number - 1]


def _finds(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return pattern.search(text, max(0, start), min(len(text), end)) is not None


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    lexicon = _load()
    chinese = _chinese_rules(lexicon.zh)
    codes = _code_rules(lexicon)
    english = _english_rules(lexicon.en)
    rules = {**codes, **chinese, **english}

    def either(group: Iterable[str]) -> str:
        return "|".join(f"(?P<{name}>{rules[name][0]})" for name in group)

    # One look at a character tells which rules can start there at all.
    master = "|".join(
        (
            rf"(?=[0-9]){_WORD_START}(?:{either(n for n in chinese if n.startswith('n_'))})",
            rf"(?=[A-Za-z0-9']){_WORD_START}(?:{either((*codes, *english))})",
            rf"(?=[^A-Za-z0-9'])(?:{either(n for n in chinese if not n.startswith('n_'))})",
        )
    )
    return _Grammar(
        trigger=re.compile(_TRIGGER),
        heads=re.compile(_heads(lexicon)),
        master=re.compile(master),
        productions={name: production for name, (_, production) in rules.items()},
        comparison=frozenset(lexicon.comparison),
        finance=re.compile(_any(lexicon.zh.finance)),
        shows=re.compile(_any(lexicon.zh.shows)),
    )


# Every atom holds one of these; text with none is not looked at again.
_TRIGGER: Final = (
    r"[季年期半截Q月]|FY|CY|[12]H|H[12]|TTM|LTM|9M|uarter|UARTER|iscal|ISCAL|[Yy]ear|YEAR|[Hh]alf|HALF"
    r"|[Mm]onth|MONTH|[Cc]alendar|nded|nding|s of |in (?:19|20)|or (?:19|20)|ng (?:19|20)|by (?:19|20)"
    r"|of (?:19|20)|eriod|(?<![0-9])20[0-9]{2}[ -][A-Za-z]|'[12][0-9](?![0-9])|revious one"
    r"|(?:gh|ut|ce) (?:19|20)"
)
_WORD_START: Final = r"(?<![A-Za-z0-9_])(?<![0-9][.,])"
_NOT_LATIN: Final = r"(?![A-Za-z0-9_])"
_YEAR4: Final = r"(?:19|20)[0-9]{2}"

Rules = dict[str, tuple[str, _Production]]


_HEAD: Final = 8
"""Characters of a head that are looked for: with more of them the pattern takes longer to compile
than it saves."""


def _heads(lexicon: _Lexicon) -> str:
    """A pattern for the first characters of every atom: literals, which `re` is quick to find."""
    zh, en = lexicon.zh, lexicon.en
    long_nouns = (*zh.quarter, *zh.fiscal_quarter)
    heads = {"第" + ordinal for ordinal in zh.ordinals} | set(zh.until)
    for joined in (zh.parts, zh.parts_after_year, zh.short_parts):
        heads.update(word for words in joined.values() for word in words)
    heads.update(word for words in zh.relative.values() for word in words)
    for determiners, nouns in (
        (zh.quarter_determiners, (*long_nouns, *zh.short_quarter)),
        (zh.year_determiners, zh.fiscal_year),
    ):
        heads.update(d + noun for words in determiners.values() for d in words for noun in nouns)
    for ordinal in zh.ordinals:
        after = (*long_nouns, *zh.short_quarter, *zh.ordinals, *"、,和与及至到~-")
        heads.update(ordinal + follower for follower in after)
    heads.update(a + b for a in "一二" for b in "〇零○九")
    heads = {head[:3] for head in heads if head[0] not in "0123456789"}
    phrases = {
        "fiscal",
        "financial",
        "calendar",
        "quarter",
        "period",
        "year",
        "as of ",
        *en.ordinals,
    }
    phrases.update(("ended ", "ending ", "ends ", *(f"{number} month" for number in en.months)))
    phrases.update(f"{month} {noun}" for month in en.month_names for noun in ("quarter", "period"))
    for joined_en in (en.parts, en.parts_after_year, en.relative):
        phrases.update(phrase for words in joined_en.values() for phrase in words)
    for phrase in phrases:
        words = phrase.removeprefix("the ").split(" ", 1)
        first, second = words[0], words[1][:1] if len(words) > 1 else None
        for written in (first, first.capitalize(), first.upper()):
            openings = [written]
            if second is not None:
                seconds = (second.lower(), second.upper())
                openings = [f"{written}{glue}{letter}" for glue in " -" for letter in seconds]
            heads.update(f"{the}{o}" for the in ("", "the ", "The ", "THE ") for o in openings)
    heads = {head for head in heads if head[0] not in "0123456789"}
    heads.update(
        ("'1", "'2", "FY", "CY", "TTM", "LTM", *(f"{c}{d}" for c in "QHF" for d in "1234"), "FQ", "F2")
    )
    # A number starts one where it is a year, or stands before 年, 财年, 月, 季, Q, H, M or months.
    number = "(?:[0-9]?(?:[年全财会月季QHM]|[至到~-][01]?[0-9]月| ?[Mm]onth|-[Mm]onth|[stnr][tdh] )|{year})"
    years = {"1": "9[0-9]{2}(?![0-9])", "2": "0[0-9]{2}(?![0-9])"}
    apart = "(?<![A-Za-z0-9_].)"
    numbers = [d + apart + number.replace("{year}", years.get(d, "(?!)")) for d in "0123456789"]
    return "|".join((_trie({head[:_HEAD] for head in heads}), *numbers))


def _trie(words: Iterable[str]) -> str:
    """A pattern for the shortest of the words that match, every alternative with its own first letter.

    >>> _trie(("上季", "上一季", "本季", "本"))
    '上(?:一季|季)|本'
    """
    branches: dict[str, set[str]] = {}
    for word in words:
        branches.setdefault(word[0], set()).add(word[1:])
    return "|".join(
        re.escape(first) + ("" if "" in rest else _branch(_trie(rest)))
        for first, rest in sorted(branches.items())
    )


def _branch(pattern: str) -> str:
    return f"(?:{pattern})" if "|" in pattern else pattern


# A month, a season or a start of the year after a year makes it a date: 2025年9月, 今年秋季, 2025年初.
_NOT_A_DATE: Final = (
    r"(?!年?初|年?[春夏秋冬]|[0-9]{1,2}\s?月(?!季)|[一二三四五六七八九十]{1,3}月"
    r"|前(?:[一二四五七八十两几]|[124578]|1[0-2])个?月|以?前[,。;]|[均率级款]|化(?!学))"
)


def _chinese_rules(zh: _Chinese) -> Rules:
    """Rules for Chinese; names that start with `n_` start with a digit."""
    fiscal_year = _any(zh.fiscal_year)
    long_quarter = _any((*zh.quarter, *zh.fiscal_quarter))
    short_quarter = _any(zh.short_quarter)
    season = rf"{short_quarter}(?![节赛风候军])"
    ordinal = "[" + "".join(zh.ordinals) + "]"
    # 十三季度, 每一季度, 过去四季度, 未来三季度, 连续三季度 name no quarter; 单一季度 is any single one.
    free = rf"(?<![{''.join(zh.numerals)}十百两几数每某任另近续去来后前同首])(?!(?<=单)一)"
    part_words = _by_word(zh.parts)
    after_year = _by_word(zh.parts_after_year)
    short_parts = _by_word(zh.short_parts)
    quarter_determiners = _by_word(zh.quarter_determiners)
    year_determiners = _by_word(zh.year_determiners)
    relative_words = _by_word(zh.relative)
    # 以上季度, 情况下季度, 因此季度, 成本季度: the determiner belongs to the word before it.
    own_word = (
        r"(?!(?<=[以况境响景])[上下]|(?<=[成样版])本|(?<=[因从对至彼])此|(?<=[相适])当|(?<=过)去)"
    )
    year_end = r"(?:年?[底末](?!端))"
    # @ is replaced to make the names of the groups unique to a rule.
    month = rf"(?:(?P<@y>{_YEAR4})年|(?P<@r>今年|去年))?(?P<@m>1[0-2]|0?[1-9])月"
    day = r"(?:(?P<@d>3[01]|[12][0-9]|0?[1-9])[日号]|[底末])"
    # What a stated end may be the end of: 的第二季度 is an atom of its own, 的三个月 is part of this.
    ending_noun = (
        rf"(?:[的,]?(?:(?:这一个|这一|这个|该|一个|上述)?"
        rf"(?P<@q>{long_quarter}|{season})|(?P<@n>{_any(zh.months)})个月(?:期间)?"
        rf"|(?:这一|这个|该|一个|本)?(?P<@fy>{fiscal_year}|年度|一年|全年)))?"
    )

    def number(digit: str) -> int:
        return zh.ordinals[digit]

    def dated(m: re.Match[str], p: str) -> tuple[_Atom, ...]:
        groups = m.groupdict()
        year, month, day = groups[f"{p}y"], groups[f"{p}m"], groups[f"{p}d"]
        fields = _until(int(year) if year else None, int(month), int(day) if day else None)
        if fields is None:
            return ()
        relative: Relative | None = None
        if groups.get(f"{p}r"):
            relative = relative_words[groups[f"{p}r"]]
        part: Part | None = None
        fiscal: bool | None = None
        if noun := groups.get(f"{p}q"):
            # 去年 tells the year of the date, so it stays.
            relative = relative or "this_quarter"
            fiscal = True if noun in zh.fiscal_quarter else None
        elif months := groups.get(f"{p}n"):
            part = _months_part(zh.months[months])
            relative = relative or ("this_quarter" if part is None else None)
        elif groups.get(f"{p}fy"):
            part = "FY"
        atom = _Atom(m.start(), m.end(), "end", part, None, fiscal, relative, **fields)
        return (atom,)

    def until(m: re.Match[str]) -> tuple[_Atom, ...]:
        return dated(m, "u")

    def until_numeric(m: re.Match[str]) -> tuple[_Atom, ...]:
        stated = _day(int(m["sy"]), int(m["sm"]), int(m["sd"]))
        return () if stated is None else (_Atom(*m.span(), "end", end_date=stated),)

    def ended(m: re.Match[str]) -> tuple[_Atom, ...]:
        return dated(m, "e")

    def month_quarter(m: re.Match[str]) -> tuple[_Atom, ...]:
        fields = _until(int(m["mqy"]) if m["mqy"] else None, int(m["mqm"]), None)
        assert fields is not None
        return (_Atom(*m.span(), "end", relative="this_quarter", **fields),)

    def months(m: re.Match[str]) -> tuple[_Atom, ...]:
        # 8至10月: the months of a quarter, of a half year …; other spans are no fiscal period.
        count = (int(m["nmb"]) - int(m["nma"])) % 12 + 1
        fields = _until(int(m["nmy"]) if m["nmy"] else None, int(m["nmb"]), None)
        if count not in zh.months.values() or fields is None:
            return ()
        part = _months_part(count)
        relative: Relative | None = "this_quarter" if part is None else None
        return (_Atom(*m.span(), "end", part, None, None, relative, **fields),)

    def years(m: re.Match[str]) -> tuple[_Atom, ...]:
        several = _several(m["ya"], m["yb"])
        if several is None:
            return ()
        return (
            _Atom(*m.span(), "year", fiscal=m["yn"] != "年", years=several[0], split=several[1]),
        )

    def fiscal(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "year", year=_full_year(m["fyd"]), fiscal=True),)

    def calendar(m: re.Match[str]) -> tuple[_Atom, ...]:
        year = int(m["cyd"])
        end_date = date(year, 12, 31) if m["cye"] else None
        return (_Atom(*m.span(), "year", year=year, fiscal=False, end_date=end_date),)

    def short_calendar(m: re.Match[str]) -> tuple[_Atom, ...]:
        year = _full_year(m["scd"])
        return (_Atom(*m.span(), "year", year=year, fiscal=False, weak="alone"),)

    def spelled(m: re.Match[str]) -> tuple[_Atom, ...]:
        year = int("".join(str(zh.numerals[c]) for c in m["spd"]))
        return (_Atom(*m.span(), "year", year=year, fiscal=m["spn"] != "年"),)

    def relative_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        month_day = (12, 31) if m["rye"] else None
        relative = relative_words[m["ryw"]]
        return (_Atom(*m.span(), "year", relative=relative, end_month_day=month_day),)

    def determined_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "year", fiscal=True, relative=year_determiners[m["dyw"]]),)

    def determined_quarter(m: re.Match[str]) -> tuple[_Atom, ...]:
        fiscal = True if m["dqn"] in zh.fiscal_quarter else None
        # 上一季 and 这一季 may be a show's, 本季 and 下季 are hardly ever.
        seasonal = m["dqn"] in zh.short_quarter and len(m["dqw"]) > 1
        return (
            _Atom(
                *m.span(),
                "relative",
                fiscal=fiscal,
                relative=quarter_determiners[m["dqw"]],
                weak="season" if seasonal else "",
            ),
        )

    def phrase(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "relative", relative=relative_words[m["rpw"]]),)

    def fixed(m: re.Match[str]) -> tuple[_Atom, ...]:
        fiscal = True if m["fxw"] in zh.fiscal_parts else None
        return (_Atom(*m.span(), "part", part_words[m["fxw"]], fiscal=fiscal),)

    def fixed_after_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "part", after_year[m["faw"]], weak="alone"),)

    def fixed_short(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "part", short_parts[m["fsw"]], weak="season"),)

    def quarter(m: re.Match[str], p: str) -> tuple[_Atom, ...]:
        fiscal = True if m[f"{p}n"] in zh.fiscal_quarter else None
        return (_Atom(*m.span(), "part", _quarter(number(m[f"{p}d"])), fiscal=fiscal),)

    def season_quarter(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "part", _quarter(number(m["sqd"])), weak="season"),)

    def year_season(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "part", _quarter(number(m["ysd"])), weak="alone"),)

    def listed(m: re.Match[str]) -> tuple[_Atom, ...]:
        # 一、二季度 at the start of a line is the heading `一、` and the words 二季度.
        start = m.start()
        if m["lq"][0] != "第" and m["lqs"] == "、" and m.string[:start].rpartition("\n")[2] == "":
            return ()
        return (_Atom(start, m.end(), "part", _quarter(number(m["lqd"]))),)

    def pair(m: re.Match[str]) -> tuple[_Atom, ...]:
        first, second = number(m["pa"]), number(m["pb"])
        if second != first + 1:
            return ()
        middle = m.end("pa")
        return (
            _Atom(m.start(), middle, "part", _quarter(first)),
            _Atom(middle, m.end(), "part", _quarter(second)),
        )

    def report(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "part", _quarter(number(m["rqd"]))),)

    separator = r"[-~/、,和与及至到]"
    not_dated = rf"(?!{_any(zh.not_after_date)})"
    return {
        # digits first
        "n_month_quarter": (
            rf"(?:(?P<mqy>{_YEAR4})年)?(?P<mqm>1[0-2]|0?[1-9])月{long_quarter}",
            month_quarter,
        ),
        "n_months": (
            rf"(?:(?P<nmy>{_YEAR4})年)?(?P<nma>1[0-2]|0?[1-9])月?[至到~-](?P<nmb>1[0-2]|0?[1-9])月份?"
            r"(?![0-9日底末初])季?度?",
            months,
        ),
        "n_ended": (
            (month + day + rf"{_any(zh.ended)}的?" + ending_noun).replace("@", "e"),
            ended,
        ),
        "n_years": (
            rf"(?P<ya>{_YEAR4})(?P<yb>(?:{separator}(?:{_YEAR4}|[0-9]{{2}})(?![0-9])){{1,6}})"
            rf"(?P<yn>{fiscal_year}|年{_NOT_A_DATE})",
            years,
        ),
        "n_fiscal": (rf"(?P<fyd>{_YEAR4}|[0-9]{{2}})(?:年的?)?全?{fiscal_year}", fiscal),
        "n_calendar": (
            rf"(?P<cyd>{_YEAR4})(?:年(?P<cye>{year_end})|年{_NOT_A_DATE}(?:度(?=[^假])|度$)?)",
            calendar,
        ),
        "n_short_calendar": (rf"(?P<scd>[12][0-9])年{_NOT_A_DATE}", short_calendar),
        "n_quarter": (
            rf"(?P<nqd>[1-4])(?P<nqn>{long_quarter})",
            lambda m: quarter(m, "nq"),
        ),
        # dates
        "until": (
            (
                rf"{_any(zh.until)}于?{month}(?:{day}|(?![0-9]))"
                rf"(?:当日|当天)?(?:为止|止)?{not_dated}{ending_noun}"
            ).replace("@", "u"),
            until,
        ),
        "until_numeric": (
            rf"{_any(zh.until)}于?(?P<sy>{_YEAR4})[-/.](?P<sm>[01]?[0-9])[-/.](?P<sd>[0-3]?[0-9])(?![0-9])",
            until_numeric,
        ),
        # years
        "spelled": (
            rf"(?P<spd>[二一][〇零○九][〇零○一二三四五六七八九]{{2}})(?P<spn>{fiscal_year}|年{_NOT_A_DATE})",
            spelled,
        ),
        "determined_year": (
            rf"{own_word}(?P<dyw>{_any(year_determiners)}){fiscal_year}",
            determined_year,
        ),
        # relative quarters before the ordinals: 上一季度 is not 一季度
        "determined_quarter": (
            rf"{own_word}(?P<dqw>{_any(quarter_determiners)})(?P<dqn>{long_quarter}|{season})",
            determined_quarter,
        ),
        "phrase": (
            rf"(?<![0-9十百零第历史])"
            rf"(?P<rpw>{_any(w for w, r in relative_words.items() if r not in _YEAR_RELATIVES)})(?!间)",
            phrase,
        ),
        "relative_year": (
            rf"{own_word}(?P<ryw>{_any(w for w, r in relative_words.items() if r in _YEAR_RELATIVES)})"
            rf"(?:(?P<rye>{year_end})|{_NOT_A_DATE})",
            relative_year,
        ),
        # parts
        "fixed": (rf"(?<!一)(?P<fxw>{_any(part_words)})(?!龄|无休|化|级|以来)", fixed),
        "fixed_after_year": (rf"(?P<faw>{_any(after_year)})(?![前后间])", fixed_after_year),
        "fixed_short": (rf"(?P<fsw>{_any(short_parts)})(?![节赛度])", fixed_short),
        "listed": (
            rf"(?P<lq>(?:第|{free})(?P<lqd>{ordinal}))(?=(?P<lqs>[、,和与及至到~-])第?{ordinal}"
            rf"(?:[、和与及]第?{ordinal})?{long_quarter})",
            listed,
        ),
        "pair": (rf"(?:第|{free})(?P<pa>[一二三])(?P<pb>[二三四]){long_quarter}", pair),
        "quarter": (
            rf"(?:(?<!连续)第|{free})(?P<oqd>{ordinal})(?P<oqn>{long_quarter})",
            lambda m: quarter(m, "oq"),
        ),
        "report": (rf"(?:第|{free})(?P<rqd>{ordinal}){short_quarter}(?=财?报(?!名))", report),
        "season_quarter": (rf"(?<!连续)第(?P<sqd>{ordinal}){season}", season_quarter),
        "year_season": (rf"{free}(?P<ysd>[一二三四]){season}", year_season),
    }


def _code_rules(lexicon: _Lexicon) -> Rules:
    """Rules for codes, as in Chinese and English alike: FY27Q1, 2025Q2, Q2'25, 1H25, FY25."""
    zh = lexicon.zh
    noun = rf"(?P<@>{_any((*zh.quarter, *zh.fiscal_quarter))}|{_any(zh.short_quarter)}(?![节赛]))?"
    versions = re.compile(_any(lexicon.versions))
    models = re.compile(rf"{_any(lexicon.models)}[ -]?$")

    def part_of(code: str) -> Part:
        """`Q2`, `2Q`, `FQ2`, `H1`, `1H`, `9M`."""
        code = code.lstrip("F")
        if code == "9M":
            return "M9"
        letter, digit = sorted(code, reverse=True)
        return QUARTERS[int(digit) - 1] if letter == "Q" else ("H1" if digit == "1" else "H2")

    def fiscal_of(prefix: str | None, code: str, noun: str | None) -> bool | None:
        if prefix == "CY":
            return False
        return True if prefix or code.startswith("F") or noun in zh.fiscal_quarter else None

    def year_part(m: re.Match[str]) -> tuple[_Atom, ...]:
        part = part_of(m["c1p"])
        # Windows 11 25H2
        if part[0] == "H" and not m["c1f"]:
            if _finds(versions, m.string, m.start() - 12, m.start()):
                return ()
        fiscal = fiscal_of(m["c1f"], m["c1p"], m["c1n"])
        year = _full_year(m["c1y"])
        return (
            _Atom(m.start(), m.end("c1p"), "year", year=year, fiscal=fiscal, latin=True),
            _Atom(m.end("c1p"), m.end(), "part", part, fiscal=fiscal, latin=True),
        )

    def part_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        part = part_of(m["c2p"])
        digits = m["c2y"] or m["c2a"] or m["c2b"] or m["c2c"]
        fiscal = fiscal_of(m["c2f"], m["c2p"], None)
        year = _full_year(digits)
        return (
            _Atom(m.start(), m.end("c2p"), "part", part, fiscal=fiscal, latin=True),
            _Atom(m.end("c2p"), m.end(), "year", year=year, fiscal=fiscal, latin=True),
        )

    def years(m: re.Match[str]) -> tuple[_Atom, ...]:
        several = _several(m["c3a"], m["c3b"])
        if several is None:
            return ()
        return (
            _Atom(*m.span(), "year", fiscal=True, years=several[0], split=several[1], latin=True),
        )

    def year(m: re.Match[str]) -> tuple[_Atom, ...]:
        fiscal = m["c4f"] != "CY"
        return (_Atom(*m.span(), "year", year=_full_year(m["c4y"]), fiscal=fiscal, latin=True),)

    def part(m: re.Match[str]) -> tuple[_Atom, ...]:
        code = m["c5p"]
        part = part_of(code)
        text, start, end = m.string, m.start(), m.end()
        # Q1: and Q1、 number the questions of an interview, 奥迪Q3 is a car.
        line = text.rfind("\n", 0, start) + 1
        if text[line:start].strip() == "" and re.match(r" ?[:、.)]", text[end : end + 2]):
            return ()
        if models.search(text, max(0, start - 8), start):
            return ()
        fiscal = fiscal_of(None, code, m["c5n"])
        weak: Literal["", "alone"] = "alone" if "H" in code or code == "9M" else ""
        return (_Atom(start, end, "part", part, fiscal=fiscal, weak=weak, latin=True),)

    def ttm(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (_Atom(*m.span(), "relative", relative="ttm", latin=True),)

    quarter = "Q[1-4]"
    return {
        "code_year_part": (
            rf"(?:(?P<c1f>FY|CY|F) ?'?(?=(?:{_YEAR4}|[0-9]{{2}})[ -]?[QH]))?"
            rf"(?P<c1y>{_YEAR4}(?=[ -]?[QH])|[0-9]{{2}}(?=[QH]|(?<=FY[0-9][0-9])[ -][QH]))"
            rf"[ -]?(?P<c1p>{quarter}|H[12]){_NOT_LATIN}{noun.replace('@', 'c1n')}",
            year_part,
        ),
        "code_part_year": (
            rf"(?P<c2p>F?{quarter}|F?[1-4]Q|H[12]|[12]H|9M)"
            rf"(?:[ /-]?(?P<c2f>FY|CY|F) ?'?(?P<c2y>{_YEAR4}|[0-9]{{2}})|[ -]?'(?P<c2a>[0-9]{{2}})"
            rf"|(?<=[0-9][QHM])(?P<c2b>[0-9]{{2}})|[ -]?(?P<c2c>{_YEAR4}))(?![A-Za-z0-9_%]|财|年)",
            part_year,
        ),
        "code_years": (
            r"FY ?'?(?P<c3a>[0-9]{4}|[0-9]{2})"
            r"(?P<c3b>(?: ?(?:[-/~至到、]|to) ?(?:FY ?)?'?(?:[0-9]{4}|[0-9]{2})(?![0-9A-Za-z%])){1,6})",
            years,
        ),
        "code_year": (
            rf"(?P<c4f>FY|CY) ?'?(?P<c4y>{_YEAR4}|[0-9]{{2}})[EAF]?{_NOT_LATIN}",
            year,
        ),
        "code_part": (
            rf"(?<![./])(?P<c5p>F?{quarter}|F?[1-4]Q|H[12]|[12]H|9M)(?![A-Za-z0-9_]|\.[0-9])"
            rf"{noun.replace('@', 'c5n')}",
            part,
        ),
        "code_ttm": (rf"(?:TTM|LTM){_NOT_LATIN}", ttm),
    }


def _english_rules(en: _English) -> Rules:
    part_words = _by_word(en.parts)
    after_year = _by_word(en.parts_after_year)
    relative_words = _by_word(en.relative)
    ordinal = _any(en.ordinals)
    month = _any(en.month_names)
    quarter_end = (
        rf"(?:quarter|period)(?![ -]{_any(en.not_after_quarter)}\b|s\b|[ -](?:over|on|to)[ -])"
    )
    after_preposition = re.compile(rf"(?i:\b{_any(en.before_year)} (?:the )?)$")
    # `Our 2025 capital expenditures`, `2024 data center segment revenue`, not `January 28, 2024 revenue`
    as_adjective = re.compile(rf" (?:[A-Za-z&-]+ ){{0,3}}?{_any(en.after_year)}\b")
    owned = re.compile(r"(?:[A-Z][A-Za-z.]* ?|[0-9,] ?)$")

    def atom(m: re.Match[str], kind: Literal["year", "part", "relative"], **f: Any) -> _Atom:
        return _Atom(m.start(), m.end(), kind, latin=True, **f)

    def stated(m: re.Match[str]) -> tuple[_Atom, ...]:
        month_name = m["edm1"] or m["edm2"] or m["edm3"]
        day = m["edd1"] or m["edd2"]
        year = m["edy1"] or m["edy2"] or m["edy3"]
        fields = _until(
            int(year) if year else None,
            en.month_names[month_name.lower()],
            int(day) if day else None,
        )
        if fields is None:
            return ()
        part: Part | None = None
        relative: Relative | None = None
        noun = (m["edn"] or "").lower()
        if m["edw"]:
            part = _months_part(en.months[m["edw"].lower()])
            relative = "this_quarter" if part is None else None
        elif noun.endswith("year"):
            part = "FY"
        elif noun:
            relative = "this_quarter"
        return (
            _Atom(
                *m.span(),
                "end",
                part,
                fiscal=True if "fiscal" in noun else None,
                relative=relative,
                weak="" if noun or m["edw"] or m["eda"] else "alone",
                latin=True,
                **fields,
            ),
        )

    def month_quarter(m: re.Match[str]) -> tuple[_Atom, ...]:
        fields = _until(None, en.month_names[m["emm"].lower()], None)
        assert fields is not None
        return (_Atom(*m.span(), "end", relative="this_quarter", latin=True, **fields),)

    def fiscal_years(m: re.Match[str]) -> tuple[_Atom, ...]:
        several = _several(m["efa"], m["efb"])
        if several is None:
            return ()
        return (atom(m, "year", fiscal=True, years=several[0], split=several[1]),)

    def fiscal_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (atom(m, "year", fiscal=True, year=_full_year(m["enfy"] or m["efz"])),)

    def calendar_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (atom(m, "year", fiscal=False, year=_full_year(m["ecy"])),)

    def short_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        said = after_preposition.search(m.string, max(0, m.start() - 12), m.start())
        weak: Literal["", "alone"] = "" if said else "alone"
        return (atom(m, "year", year=_full_year(m["ecs"]), fiscal=False, weak=weak),)

    def quarter(m: re.Match[str]) -> tuple[_Atom, ...]:
        kind = (m["eqa"] or m["eqb"] or "").lower().strip(" -")
        fiscal = {"fiscal": True, "calendar": False}.get(kind)
        part = QUARTERS[en.ordinals[m["eqd"].lower()] - 1]
        return (atom(m, "part", part=part, fiscal=fiscal),)

    def listed(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (atom(m, "part", part=QUARTERS[en.ordinals[m["eld"].lower()] - 1]),)

    def last_of_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        return (atom(m, "part", part="Q4"),)

    def coded(m: re.Match[str]) -> tuple[_Atom, ...]:
        fiscal = m["ekf"].lower() == "fiscal"
        return (atom(m, "part", part=QUARTERS[int(m["ekd"]) - 1], fiscal=fiscal),)

    def fixed(m: re.Match[str]) -> tuple[_Atom, ...]:
        words = _plain(m["epw"]).removeprefix("the ")
        return (
            atom(m, "part", part=part_words[words], fiscal=True if "fiscal" in words else None),
        )

    def fixed_after_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        part = after_year[_plain(m["eaw"]).removeprefix("the ")]
        return (atom(m, "part", part=part, weak="alone"),)

    def relative(m: re.Match[str]) -> tuple[_Atom, ...]:
        words = _plain(m["erw"])
        meaning = relative_words.get(words) or relative_words[words.removeprefix("the ")]
        kind: Literal["year", "relative"] = "year" if meaning in _YEAR_RELATIVES else "relative"
        fiscal = True if "fiscal" in words else False if "calendar" in words else None
        return (atom(m, kind, relative=meaning, fiscal=fiscal),)

    def bare_year(m: re.Match[str]) -> tuple[_Atom, ...]:
        said = after_preposition.search(m.string, max(0, m.start() - 12), m.start()) or (
            as_adjective.match(m.string, m.end())
            and not owned.search(m.string, max(0, m.start() - 12), m.start())
        )
        return (atom(m, "year", year=int(m["eby"]), fiscal=False, weak="" if said else "alone"),)

    number = r"(?P<@>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
    day_date = (
        rf"(?:(?P<edm1>{month})\.? {number.replace('@', 'edd1')}(?:,? (?P<edy1>{_YEAR4}))?"
        rf"|{number.replace('@', 'edd2')} (?P<edm2>{month})\b\.?(?:,? (?P<edy2>{_YEAR4}))?"
        rf"|(?:in |the end of )?(?P<edm3>{month})\b\.?(?:,? (?:of )?(?P<edy3>{_YEAR4}))?)(?![0-9])"
    )
    return {
        "e_stated": (
            rf"(?i:(?:(?:the )?(?:(?P<edn>(?:fiscal )?(?:quarter|year)|period)|(?P<edw>{_any(en.months)})"
            rf"[ -]months?(?: period)?),? ?(?:which |that )?)?(?:end(?:ed|ing|s) (?:on )?|(?P<eda>as of ))"
            rf"{day_date})",
            stated,
        ),
        "e_month_quarter": (
            rf"(?i:(?:the )?(?P<emm>{month})[ -]{quarter_end}(?<!period))",
            month_quarter,
        ),
        "e_years": (
            rf"(?i:(?:the )?fiscal (?:years? )?(?P<efa>{_YEAR4})"
            rf"(?P<efb>(?: ?(?:,|-|/|to|through|and|, and) ?(?:fiscal )?{_YEAR4})+))(?![0-9])",
            fiscal_years,
        ),
        "e_fiscal_year": (
            rf"(?i:(?:the )?(?:(?:fiscal|financial)(?: year)?[ -]'?(?P<enfy>{_YEAR4}|(?<=')[0-9]{{2}})"
            rf"|(?P<efz>{_YEAR4}) fiscal(?: year)?))(?![0-9A-Za-z])",
            fiscal_year,
        ),
        "e_calendar_year": (
            rf"(?i:(?:the )?calendar (?:year )?'?(?:(?P<ecy>{_YEAR4}|(?<=')[0-9]{{2}})))(?![0-9])",
            calendar_year,
        ),
        "e_short_year": (r"'(?P<ecs>[12][0-9])(?![0-9A-Za-z'%])", short_year),
        "e_last_of_year": (
            rf"(?i:(?:the )?last (?:fiscal )?quarter(?= of (?:the (?:fiscal |calendar )?year|fiscal|calendar"
            rf"|{_YEAR4}|this |last )))",
            last_of_year,
        ),
        "e_quarter": (
            rf"(?i:(?:the )?(?P<eqa>fiscal |calendar )?(?P<eqd>{ordinal})[ -](?P<eqb>fiscal[ -]|calendar[ -])?"
            rf"{quarter_end}(?<!period))",
            quarter,
        ),
        "e_listed": (
            rf"(?i:(?:the )?(?P<eld>{ordinal})(?=(?:,| and| or| to|, and) (?:the )?{ordinal}[ -]quarters?\b))",
            listed,
        ),
        "e_last_listed": (
            rf"(?i:(?<=and )(?P<elz>{ordinal})[ -]quarters\b)",
            lambda m: (atom(m, "part", part=QUARTERS[en.ordinals[m["elz"].lower()] - 1]),),
        ),
        "e_coded": (
            rf"(?i:(?:the )?(?P<ekf>fiscal|calendar) Q(?P<ekd>[1-4])){_NOT_LATIN}",
            coded,
        ),
        "e_fixed": (
            rf"(?i:(?P<epw>{_any_phrase(part_words)}))(?![A-Za-z]|[ -](?i:end|ago|earlier|{_any(en.not_after_half)}))",
            fixed,
        ),
        "e_fixed_after_year": (
            rf"(?i:(?P<eaw>{_any_phrase(after_year)}))(?![A-Za-z])",
            fixed_after_year,
        ),
        "e_relative": (
            rf"(?i:(?P<erw>{_any_phrase(relative_words)}))"
            rf"(?![A-Za-z]| '?[0-9]|[ -](?i:over|on|to)[ -](?i:quarter|year)|[ -]{_any(en.not_after_quarter)}\b)",
            relative,
        ),
        "e_bare_year": (
            rf"(?P<eby>(?:199|20[0-4])[0-9])(?![0-9A-Za-z%$]|[.,][0-9]|[年财亿万]| ?{_any(en.not_after_year)}\b)",
            bare_year,
        ),
    }
