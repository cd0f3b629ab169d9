"""Rules for codes, which are alike in Chinese and English: `FY27Q1`, `Q2'25`, `1H25`, `FY25`."""

from __future__ import annotations

import re
from typing import Literal

from nvdx.fiscal import QUARTERS, Part
from nvdx.mentions.period.atoms import (
    NOT_LATIN,
    YEAR4,
    Atom,
    Rules,
    finds,
    full_year,
    several_years,
)
from nvdx.mentions.period.words import Words, any_of

__all__ = ["code_rules"]


def code_rules(lexicon: Words) -> Rules:
    """Rules for codes, as in Chinese and English alike: FY27Q1, 2025Q2, Q2'25, 1H25, FY25."""
    zh = lexicon.zh
    noun = (
        rf"(?P<@>{any_of((*zh.quarter, *zh.fiscal_quarter))}|{any_of(zh.short_quarter)}(?![节赛]))?"
    )
    versions = re.compile(any_of(lexicon.versions))
    models = re.compile(rf"{any_of(lexicon.models)}[ -]?$")

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

    def year_part(m: re.Match[str]) -> tuple[Atom, ...]:
        part = part_of(m["c1p"])
        # Windows 11 25H2
        if part[0] == "H" and not m["c1f"]:
            if finds(versions, m.string, m.start() - 12, m.start()):
                return ()
        fiscal = fiscal_of(m["c1f"], m["c1p"], m["c1n"])
        year = full_year(m["c1y"])
        return (
            Atom(m.start(), m.end("c1p"), "year", year=year, fiscal=fiscal, latin=True),
            Atom(m.end("c1p"), m.end(), "part", part, fiscal=fiscal, latin=True),
        )

    def part_year(m: re.Match[str]) -> tuple[Atom, ...]:
        part = part_of(m["c2p"])
        digits = m["c2y"] or m["c2a"] or m["c2b"] or m["c2c"]
        fiscal = fiscal_of(m["c2f"], m["c2p"], None)
        year = full_year(digits)
        return (
            Atom(m.start(), m.end("c2p"), "part", part, fiscal=fiscal, latin=True),
            Atom(m.end("c2p"), m.end(), "year", year=year, fiscal=fiscal, latin=True),
        )

    def years(m: re.Match[str]) -> tuple[Atom, ...]:
        several = several_years(m["c3a"], m["c3b"])
        if several is None:
            return ()
        return (
            Atom(*m.span(), "year", fiscal=True, years=several[0], split=several[1], latin=True),
        )

    def year(m: re.Match[str]) -> tuple[Atom, ...]:
        fiscal = m["c4f"] != "CY"
        return (Atom(*m.span(), "year", year=full_year(m["c4y"]), fiscal=fiscal, latin=True),)

    def part(m: re.Match[str]) -> tuple[Atom, ...]:
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
        return (Atom(start, end, "part", part, fiscal=fiscal, weak=weak, latin=True),)

    def ttm(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "relative", relative="ttm", latin=True),)

    quarter = "Q[1-4]"
    return {
        "code_year_part": (
            rf"(?:(?P<c1f>FY|CY|F) ?'?(?=(?:{YEAR4}|[0-9]{{2}})[ -]?[QH]))?"
            rf"(?P<c1y>{YEAR4}(?=[ -]?[QH])|[0-9]{{2}}(?=[QH]|(?<=FY[0-9][0-9])[ -][QH]))"
            rf"[ -]?(?P<c1p>{quarter}|H[12]){NOT_LATIN}{noun.replace('@', 'c1n')}",
            year_part,
        ),
        "code_part_year": (
            rf"(?P<c2p>F?{quarter}|F?[1-4]Q|H[12]|[12]H|9M)"
            rf"(?:[ /-]?(?P<c2f>FY|CY|F) ?'?(?P<c2y>{YEAR4}|[0-9]{{2}})|[ -]?'(?P<c2a>[0-9]{{2}})"
            rf"|(?<=[0-9][QHM])(?P<c2b>[0-9]{{2}})|[ -]?(?P<c2c>{YEAR4}))(?![A-Za-z0-9_%]|财|年)",
            part_year,
        ),
        "code_years": (
            r"FY ?'?(?P<c3a>[0-9]{4}|[0-9]{2})"
            r"(?P<c3b>(?: ?(?:[-/~至到、]|to) ?(?:FY ?)?'?(?:[0-9]{4}|[0-9]{2})(?![0-9A-Za-z%])){1,6})",
            years,
        ),
        "code_year": (
            rf"(?P<c4f>FY|CY) ?'?(?P<c4y>{YEAR4}|[0-9]{{2}})[EAF]?{NOT_LATIN}",
            year,
        ),
        "code_part": (
            rf"(?<![./])(?P<c5p>F?{quarter}|F?[1-4]Q|H[12]|[12]H|9M)(?![A-Za-z0-9_]|\.[0-9])"
            rf"{noun.replace('@', 'c5n')}",
            part,
        ),
        "code_ttm": (rf"(?:TTM|LTM){NOT_LATIN}", ttm),
    }
