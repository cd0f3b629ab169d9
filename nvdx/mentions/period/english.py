"""Rules for English: `the second quarter`, `fiscal 2025`, `ended July 28`, `a year ago`."""

from __future__ import annotations

import re
from typing import Any, Literal

from nvdx.fiscal import QUARTERS, Part
from nvdx.mentions.period.atoms import (
    NOT_LATIN,
    YEAR4,
    Atom,
    Rules,
    end_fields,
    full_year,
    part_of_months,
    several_years,
)
from nvdx.mentions.period.model import YEAR_RELATIVES, Relative
from nvdx.mentions.period.words import EnglishWords, any_of, any_phrase, as_in_lexicon, by_word

__all__ = ["english_rules"]


def english_rules(en: EnglishWords) -> Rules:
    part_words = by_word(en.parts)
    after_year = by_word(en.parts_after_year)
    relative_words = by_word(en.relative)
    ordinal = any_of(en.ordinals)
    month = any_of(en.month_names)
    quarter_end = (
        rf"(?:quarter|period)(?![ -]{any_of(en.not_after_quarter)}\b|s\b|[ -](?:over|on)[ -]"
        r"|[ -]to[ -](?:date|quarter|year)\b)"
    )
    after_preposition = re.compile(rf"(?i:\b{any_of(en.before_year)} (?:the )?)$")
    # `Our 2025 capital expenditures`, `2024 data center segment revenue`, not `January 28, 2024 revenue`
    as_adjective = re.compile(rf" (?:[A-Za-z&-]+ ){{0,3}}?{any_of(en.after_year)}\b")
    owned = re.compile(r"(?:(?!(?:Our|The|Its|Their) )[A-Z][A-Za-z.]* ?|[0-9,] ?)$")

    # `12% in the second quarter and 9% in the first`
    outlook_before = re.compile(
        r"\b(?:guid\w+|forecasts?|expects?|sees|projects?|called|calls)\b"
        r"(?:[^.;]|\.[0-9])*\b(?:billion|million|[0-9]%) (?:in|for) $"
    )
    quarter_before = re.compile(rf"(?i:\b{ordinal}[ -](?:fiscal[ -])?quarter\b(?:[^.;]|\.[0-9])*\b(?:in|for|of) )$")

    def atom(m: re.Match[str], kind: Literal["year", "part", "relative"], **f: Any) -> Atom:
        return Atom(m.start(), m.end(), kind, latin=True, **f)

    def stated(m: re.Match[str]) -> tuple[Atom, ...]:
        month_name = m["edm1"] or m["edm2"] or m["edm3"]
        day = m["edd1"] or m["edd2"]
        year = m["edy1"] or m["edy2"] or m["edy3"]
        fields = end_fields(
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
            part = part_of_months(en.months[m["edw"].lower()])
            relative = "this_quarter" if part is None else None
        elif noun.endswith("year"):
            part = "FY"
        elif noun:
            relative = "this_quarter"
        return (
            Atom(
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

    def month_quarter(m: re.Match[str]) -> tuple[Atom, ...]:
        fields = end_fields(None, en.month_names[m["emm"].lower()], None)
        assert fields is not None
        return (Atom(*m.span(), "end", relative="this_quarter", latin=True, **fields),)

    def fiscal_years(m: re.Match[str]) -> tuple[Atom, ...]:
        several = several_years(m["efa"], m["efb"])
        if several is None:
            return ()
        return (atom(m, "year", fiscal=True, years=several[0], split=several[1]),)

    def fiscal_year(m: re.Match[str]) -> tuple[Atom, ...]:
        return (atom(m, "year", fiscal=True, year=full_year(m["enfy"] or m["efz"])),)

    def calendar_year(m: re.Match[str]) -> tuple[Atom, ...]:
        return (atom(m, "year", fiscal=False, year=full_year(m["ecy"])),)

    def short_year(m: re.Match[str]) -> tuple[Atom, ...]:
        said = after_preposition.search(m.string, max(0, m.start() - 12), m.start())
        weak: Literal["", "alone"] = "" if said else "alone"
        return (atom(m, "year", year=full_year(m["ecs"]), fiscal=False, weak=weak),)

    def quarter(m: re.Match[str]) -> tuple[Atom, ...]:
        kind = (m["eqa"] or m["eqb"] or "").lower().strip(" -")
        fiscal = {"fiscal": True, "calendar": False}.get(kind)
        part = QUARTERS[en.ordinals[m["eqd"].lower()] - 1]
        return (atom(m, "part", part=part, fiscal=fiscal),)

    def listed(m: re.Match[str]) -> tuple[Atom, ...]:
        return (atom(m, "part", part=QUARTERS[en.ordinals[m["eld"].lower()] - 1]),)

    def ordinal_again(m: re.Match[str]) -> tuple[Atom, ...]:
        before = m.string[max(0, m.start() - 160) : m.start()]
        if not (quarter_before.search(before) or outlook_before.search(before)):
            return ()
        return (atom(m, "part", part=QUARTERS[en.ordinals[m["eod"].lower()] - 1]),)

    def last_of_year(m: re.Match[str]) -> tuple[Atom, ...]:
        return (atom(m, "part", part="Q4"),)

    def of_the_year(m: re.Match[str]) -> tuple[Atom, ...]:
        return (atom(m, "part", part="FY", fiscal=True),)

    def coded(m: re.Match[str]) -> tuple[Atom, ...]:
        fiscal = m["ekf"].lower() == "fiscal"
        return (atom(m, "part", part=QUARTERS[int(m["ekd"]) - 1], fiscal=fiscal),)

    def fixed(m: re.Match[str]) -> tuple[Atom, ...]:
        words = as_in_lexicon(m["epw"]).removeprefix("the ")
        return (
            atom(m, "part", part=part_words[words], fiscal=True if "fiscal" in words else None),
        )

    def fixed_after_year(m: re.Match[str]) -> tuple[Atom, ...]:
        part = after_year[as_in_lexicon(m["eaw"]).removeprefix("the ")]
        return (atom(m, "part", part=part, weak="alone"),)

    def relative(m: re.Match[str]) -> tuple[Atom, ...]:
        words = as_in_lexicon(m["erw"])
        meaning = relative_words.get(words) or relative_words[words.removeprefix("the ")]
        kind: Literal["year", "relative"] = "year" if meaning in YEAR_RELATIVES else "relative"
        fiscal = True if "fiscal" in words else False if "calendar" in words else None
        return (atom(m, kind, relative=meaning, fiscal=fiscal),)

    def bare_year(m: re.Match[str]) -> tuple[Atom, ...]:
        said = after_preposition.search(m.string, max(0, m.start() - 12), m.start()) or (
            as_adjective.match(m.string, m.end())
            and not owned.search(m.string, max(0, m.start() - 12), m.start())
        )
        return (atom(m, "year", year=int(m["eby"]), fiscal=False, weak="" if said else "alone"),)

    number = r"(?P<@>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
    day_date = (
        rf"(?:(?P<edm1>{month})\.? {number.replace('@', 'edd1')}(?:,? (?P<edy1>{YEAR4}))?"
        rf"|{number.replace('@', 'edd2')} (?P<edm2>{month})\b\.?(?:,? (?P<edy2>{YEAR4}))?"
        rf"|(?:in |the end of )?(?P<edm3>{month})\b\.?(?:,? (?:of )?(?P<edy3>{YEAR4}))?)(?![0-9])"
    )
    return {
        "e_stated": (
            rf"(?i:(?:(?:the )?(?:(?P<edn>(?:fiscal )?(?:quarter|year)|period)|(?P<edw>{any_of(en.months)})"
            rf"[ -]months?(?: period)?),? ?(?:which |that )?)?(?:end(?:ed|ing|s) (?:on )?"
            rf"|(?P<eda>as of |at (?=[a-z]+ [0-9]{{1,2}}, ?20)))"
            rf"{day_date})",
            stated,
        ),
        "e_month_quarter": (
            rf"(?i:(?:the )?(?P<emm>{month})[ -]{quarter_end}(?<!period))",
            month_quarter,
        ),
        "e_years": (
            rf"(?i:(?:the )?fiscal (?:years? )?(?P<efa>{YEAR4})"
            rf"(?P<efb>(?: ?(?:,|-|/|to|through|and|, and) ?(?:fiscal )?{YEAR4})+))(?![0-9])",
            fiscal_years,
        ),
        "e_fiscal_year": (
            rf"(?i:(?:the )?(?:(?:fiscal|financial)(?: year)?[ -]'?(?P<enfy>{YEAR4}|(?<=')[0-9]{{2}})"
            rf"|(?P<efz>{YEAR4}) fiscal(?: year)?))(?![0-9A-Za-z])",
            fiscal_year,
        ),
        "e_calendar_year": (
            rf"(?i:(?:the )?calendar (?:year )?'?(?:(?P<ecy>{YEAR4}|(?<=')[0-9]{{2}})))(?![0-9])",
            calendar_year,
        ),
        "e_short_year": (r"'(?P<ecs>[12][0-9])(?![0-9A-Za-z'%])", short_year),
        "e_last_of_year": (
            rf"(?i:(?:the )?last (?:fiscal )?quarter(?= of (?:the (?:fiscal |calendar )?year|fiscal|calendar"
            rf"|{YEAR4}|this |last )))",
            last_of_year,
        ),
        "e_of_the_year": (
            r"(?i:fiscal[ -]year(?= (?:total )?(?:revenues?|sales|net income|earnings|operating income|gross margins?"
            r"|operating expenses|free cash flow|capital expenditures)\b))",
            of_the_year,
        ),
        "e_quarter": (
            rf"(?i:(?:the )?(?P<eqa>fiscal |calendar )?(?P<eqd>{ordinal})[ -](?P<eqb>fiscal[ -]|calendar[ -])?"
            rf"{quarter_end}(?<!period))",
            quarter,
        ),
        "e_ordinal_again": (
            rf"(?i:the (?P<eod>{ordinal})(?=[.,;)]|$| (?:and|but|while|when|on)\b))",
            ordinal_again,
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
            rf"(?i:(?:the )?(?P<ekf>fiscal|calendar) Q(?P<ekd>[1-4])){NOT_LATIN}",
            coded,
        ),
        "e_fixed": (
            rf"(?i:(?P<epw>{any_phrase(part_words)}))"
            rf"(?![A-Za-z]|[ -](?i:to date|end|ago|earlier|before|ahead|since|prior|after|to come"
            rf"|{any_of(en.not_after_half)}))",
            fixed,
        ),
        "e_fixed_after_year": (
            rf"(?i:(?P<eaw>{any_phrase(after_year)}))(?![A-Za-z])",
            fixed_after_year,
        ),
        "e_relative": (
            rf"(?i:(?P<erw>{any_phrase(relative_words)}))"
            rf"(?![A-Za-z]| '?[0-9]|[ -](?i:over|on|to)[ -](?i:quarter|year)|[ -]{any_of(en.not_after_quarter)}\b)",
            relative,
        ),
        "e_bare_year": (
            rf"(?P<eby>(?:199|20[0-4])[0-9])(?![0-9A-Za-z%$]|[.,][0-9]|[年财亿万]| ?{any_of(en.not_after_year)}\b)",
            bare_year,
        ),
    }
