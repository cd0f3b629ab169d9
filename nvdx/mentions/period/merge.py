"""From atoms to mentions: what stands together, and what a list says only once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from nvdx.fiscal import SPANS, Part
from nvdx.mentions.period.atoms import Atom, finds
from nvdx.mentions.period.grammar import Grammar
from nvdx.mentions.period.model import YEAR_RELATIVES, PeriodMention, Relative

__all__ = ["carry_years", "grouped", "mention_of"]


_CONTEXT: Final = 14  # code points around `第二季` in which words of finance or of shows count
# What may stand between the atoms of one mention.
_GLUE: Final = re.compile(r"[的之]?| ?| ?-|'s[ -]?|,? (?:of|in|for) (?:the )?(?:company's )?|, ")
_GLUE_BEFORE_END: Final = re.compile(r"[的]?| |,? ?\(?(?:即)?|,? \(?(?:which |that )?")
_GLUE_AFTER_END: Final = re.compile(r"[的之]?| |的这一|的该")
# What may stand between periods that share one year.
_LIST_GLUE: Final = re.compile(r" ?(?:[、/&]|以及|[和及与暨]|,? and(?: for)?(?: the)?) ?(?:the )?")


def grouped(atoms: Iterable[Atom], text: str) -> Iterator[list[Atom]]:
    """Atoms that make one mention together."""
    group: list[Atom] = []
    for atom in atoms:
        if group and _joins(group, atom, text[group[-1].end : atom.start]):
            group.append(atom)
            continue
        if group:
            yield group
        group = [atom]
    if group:
        yield group


def _joins(group: list[Atom], atom: Atom, between: str) -> bool:
    """Whether an atom belongs to the group before it: each kind once, with glue in between."""
    last = group[-1]
    if between.startswith(",") and atom.relative == "this_year" and atom.latin:
        return False  # `Beyond Q1, for the remainder of the year`
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


def mention_of(group: list[Atom], text: str, grammar: Grammar) -> PeriodMention | None:
    """One mention of the atoms of a group; None where they mean nothing by themselves."""
    if len(group) == 1 and group[0].weak == "alone":
        return None
    start, end = group[0].start, group[-1].end
    if any(a.weak == "season" for a in group):
        around = start - _CONTEXT, end + _CONTEXT
        if finds(grammar.shows, text, *around):
            return None
        if len(group) == 1 and not finds(grammar.finance, text, *around):
            return None
    part: Part | None = None
    year: int | None = None
    relative: Relative | None = None
    stated: Atom | None = None
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


def carry_years(mentions: list[PeriodMention], text: str) -> list[PeriodMention]:
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
    by_year = mention.year is not None or mention.relative in YEAR_RELATIVES
    return by_year and mention.part is not None and not mention.split


def _undated(mention: PeriodMention) -> bool:
    bare = mention.year is None and mention.relative is None and not mention.years
    return bare and mention.part is not None and not (mention.end_date or mention.end_month_day)


def _in_order(first: PeriodMention, second: PeriodMention) -> bool:
    assert first.part is not None and second.part is not None
    if first.part == "FY":
        return False
    return second.part == "FY" or SPANS[first.part][1] < SPANS[second.part][1]
