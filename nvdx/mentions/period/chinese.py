"""Rules for Chinese: `2025财年`, `第二季度`, `前九个月`, `截至7月28日`, `上一季度`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nvdx.fiscal import Part
from nvdx.mentions.period.atoms import (
    YEAR4,
    Atom,
    Rules,
    end_fields,
    full_year,
    nth_quarter,
    part_of_months,
    several_years,
    stated_day,
)
from nvdx.mentions.period.model import YEAR_RELATIVES, Relative
from nvdx.mentions.period.words import ChineseWords, any_of, by_word

__all__ = ["chinese_rules"]


_REPUBLIC: Final = 1911
"""The year before the first of the Republic of China, by which Taiwan's filings count."""
# A month, a season or a start of the year after a year makes it a date: 2025年9月, 今年秋季, 2025年初.
_NOT_A_DATE: Final = (
    r"(?!年?初|年?[春夏秋冬]|[0-9]{1,2}\s?月(?!季)|[一二三四五六七八九十]{1,3}月"
    r"|前(?:[一二四五七八十两几]|[124578]|1[0-2])个?月|以?前[,。;]|[均率级款]|化(?!学))"
)


def chinese_rules(zh: ChineseWords) -> Rules:
    """Rules for Chinese; names that start with `n_` start with a digit."""
    fiscal_year = any_of(zh.fiscal_year)
    long_quarter = any_of((*zh.quarter, *zh.fiscal_quarter))
    short_quarter = any_of(zh.short_quarter)
    season = rf"{short_quarter}(?![节赛风候军])"
    ordinal = "[" + "".join(zh.ordinals) + "]"
    # 十三季度, 每一季度, 过去四季度, 未来三季度, 连续三季度 name no quarter; 单一季度 is any single one.
    free = rf"(?<![{''.join(zh.numerals)}十百两几数每某任另近续去来后前同首])(?!(?<=单)一)"
    part_words = by_word(zh.parts)
    after_year = by_word(zh.parts_after_year)
    short_parts = by_word(zh.short_parts)
    quarter_determiners = by_word(zh.quarter_determiners)
    year_determiners = by_word(zh.year_determiners)
    relative_words = by_word(zh.relative)
    # 以上季度, 情况下季度, 因此季度, 成本季度: the determiner belongs to the word before it.
    own_word = (
        r"(?!(?<=[首每一两三多数依])次|(?<=[以况境响景])[上下]|(?<=[成样版])本|(?<=[因从对至彼])此"
        r"|(?<=[相适])当|(?<=过)(?<![超高好多强]过)去)"
    )
    year_end = r"(?:年?[底末](?!端))"
    # @ is replaced to make the names of the groups unique to a rule.
    month = rf"(?:(?P<@y>{YEAR4})年|(?P<@r>今年|去年))?(?P<@m>1[0-2]|0?[1-9])月"
    day = r"(?:(?P<@d>3[01]|[12][0-9]|0?[1-9])[日号]|[底末])"
    # What a stated end may be the end of: 的第二季度 is an atom of its own, 的三个月 is part of this.
    ending_noun = (
        rf"(?:[的,]?(?:(?:这一个|这一|这个|该|一个|上述)?"
        rf"(?P<@q>{long_quarter}|{season})|(?P<@n>{any_of(zh.months)})个月(?:期间)?"
        rf"|(?:这一|这个|该|一个|本)?(?P<@fy>{fiscal_year}|年度|一年|全年)))?"
    )

    def number(digit: str) -> int:
        return zh.ordinals[digit]

    def dated(m: re.Match[str], p: str) -> tuple[Atom, ...]:
        groups = m.groupdict()
        year, month, day = groups[f"{p}y"], groups[f"{p}m"], groups[f"{p}d"]
        fields = end_fields(int(year) if year else None, int(month), int(day) if day else None)
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
            part = part_of_months(zh.months[months])
            relative = relative or ("this_quarter" if part is None else None)
        elif groups.get(f"{p}fy"):
            part = "FY"
        atom = Atom(m.start(), m.end(), "end", part, None, fiscal, relative, **fields)
        return (atom,)

    def until(m: re.Match[str]) -> tuple[Atom, ...]:
        return dated(m, "u")

    def until_numeric(m: re.Match[str]) -> tuple[Atom, ...]:
        stated = stated_day(int(m["sy"]), int(m["sm"]), int(m["sd"]))
        return () if stated is None else (Atom(*m.span(), "end", end_date=stated),)

    def ended(m: re.Match[str]) -> tuple[Atom, ...]:
        return dated(m, "e")

    def month_quarter(m: re.Match[str]) -> tuple[Atom, ...]:
        fields = end_fields(int(m["mqy"]) if m["mqy"] else None, int(m["mqm"]), None)
        assert fields is not None
        return (Atom(*m.span(), "end", relative="this_quarter", **fields),)

    def months(m: re.Match[str]) -> tuple[Atom, ...]:
        # 8至10月: the months of a quarter, of a half year …; other spans are no fiscal period.
        first, last = int(m["nma"]), int(m["nmb"])
        count = (last - first) % 12 + 1
        turns = last < first
        year = int(m["nmz"]) if m["nmz"] else int(m["nmy"]) + turns if m["nmy"] else None
        if m.string.endswith("去年", 0, m.start()) and not (turns and (m["nmt"] or m["nmz"])):
            return ()  # A quarter a year ago, which the words alone do not date.
        fields = end_fields(year, last, None)
        if count not in zh.months.values() or fields is None:
            return ()
        part = part_of_months(count)
        relative: Relative | None = "this_quarter" if part is None else None
        return (Atom(*m.span(), "end", part, None, None, relative, **fields),)

    def years(m: re.Match[str]) -> tuple[Atom, ...]:
        several = several_years(m["ya"], m["yb"])
        if several is None:
            return ()
        return (
            Atom(*m.span(), "year", fiscal=m["yn"] != "年", years=several[0], split=several[1]),
        )

    def fiscal(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "year", year=full_year(m["fyd"]), fiscal=True),)

    def calendar(m: re.Match[str]) -> tuple[Atom, ...]:
        year = int(m["cyd"])
        end_date = date(year, 12, 31) if m["cye"] else None
        return (Atom(*m.span(), "year", year=year, fiscal=False, end_date=end_date),)

    def republic(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "year", year=int(m["rcy"]) + _REPUBLIC, fiscal=False),)

    def short_calendar(m: re.Match[str]) -> tuple[Atom, ...]:
        year = full_year(m["scd"])
        return (Atom(*m.span(), "year", year=year, fiscal=False, weak="alone"),)

    def spelled(m: re.Match[str]) -> tuple[Atom, ...]:
        year = int("".join(str(zh.numerals[c]) for c in m["spd"]))
        return (Atom(*m.span(), "year", year=year, fiscal=m["spn"] != "年"),)

    def relative_year(m: re.Match[str]) -> tuple[Atom, ...]:
        month_day = (12, 31) if m["rye"] else None
        relative = relative_words[m["ryw"]]
        return (Atom(*m.span(), "year", relative=relative, end_month_day=month_day),)

    def determined_year(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "year", fiscal=True, relative=year_determiners[m["dyw"]]),)

    def determined_quarter(m: re.Match[str]) -> tuple[Atom, ...]:
        fiscal = True if m["dqn"] in zh.fiscal_quarter else None
        # 上一季 and 这一季 may be a show's, 本季 and 下季 are hardly ever.
        seasonal = m["dqn"] in zh.short_quarter and len(m["dqw"]) > 1
        return (
            Atom(
                *m.span(),
                "relative",
                fiscal=fiscal,
                relative=quarter_determiners[m["dqw"]],
                weak="season" if seasonal else "",
            ),
        )

    def phrase(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "relative", relative=relative_words[m["rpw"]]),)

    def fixed(m: re.Match[str]) -> tuple[Atom, ...]:
        fiscal = True if m["fxw"] in zh.fiscal_parts else None
        return (Atom(*m.span(), "part", part_words[m["fxw"]], fiscal=fiscal),)

    def fixed_after_year(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "part", after_year[m["faw"]], weak="alone"),)

    def fixed_short(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "part", short_parts[m["fsw"]], weak="season"),)

    def quarter(m: re.Match[str], p: str) -> tuple[Atom, ...]:
        fiscal = True if m[f"{p}n"] in zh.fiscal_quarter else None
        return (Atom(*m.span(), "part", nth_quarter(number(m[f"{p}d"])), fiscal=fiscal),)

    def season_quarter(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "part", nth_quarter(number(m["sqd"])), weak="season"),)

    def year_season(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "part", nth_quarter(number(m["ysd"])), weak="alone"),)

    def listed(m: re.Match[str]) -> tuple[Atom, ...]:
        # 一、二季度 at the start of a line is the heading `一、` and the words 二季度.
        start = m.start()
        if m["lq"][0] != "第" and m["lqs"] == "、" and m.string[:start].rpartition("\n")[2] == "":
            return ()
        return (Atom(start, m.end(), "part", nth_quarter(number(m["lqd"]))),)

    def pair(m: re.Match[str]) -> tuple[Atom, ...]:
        first, second = number(m["pa"]), number(m["pb"])
        if second != first + 1:
            return ()
        middle = m.end("pa")
        return (
            Atom(m.start(), middle, "part", nth_quarter(first)),
            Atom(middle, m.end(), "part", nth_quarter(second)),
        )

    def report(m: re.Match[str]) -> tuple[Atom, ...]:
        return (Atom(*m.span(), "part", nth_quarter(number(m["rqd"]))),)

    separator = r"[-~/、,和与及至到]"
    not_dated = rf"(?!{any_of(zh.not_after_date)})"
    return {
        # digits first
        "n_month_quarter": (
            # `7月季度`, `7月结束的那一季`
            rf"(?:(?P<mqy>{YEAR4})年)?(?P<mqm>1[0-2]|0?[1-9])月(?:{long_quarter}"
            rf"|(?:底|份)?{any_of(zh.ended)}的(?:那|该|这)?一?个?(?:{long_quarter}|{season}))",
            month_quarter,
        ),
        "n_months": (
            # `去年11月至今年1月`
            rf"(?:(?P<nmy>{YEAR4})年)?(?P<nma>1[0-2]|0?[1-9])月?份?[至到~-]"
            rf"(?:(?P<nmz>{YEAR4})年|(?P<nmt>今年|次年|翌年))?(?P<nmb>1[0-2]|0?[1-9])月份?"
            r"(?![0-9日底末初])季?度?",
            months,
        ),
        "n_ended": (
            (month + day + rf"{any_of(zh.ended)}的?" + ending_noun).replace("@", "e"),
            ended,
        ),
        "n_years": (
            rf"(?P<ya>{YEAR4})(?P<yb>(?:{separator}(?:{YEAR4}|[0-9]{{2}})(?![0-9])){{1,6}})"
            rf"(?P<yn>{fiscal_year}|年{_NOT_A_DATE})",
            years,
        ),
        "n_fiscal": (rf"(?P<fyd>{YEAR4}|[0-9]{{2}})(?:年的?)?全?{fiscal_year}", fiscal),
        "n_calendar": (
            rf"(?P<cyd>{YEAR4})(?:年(?P<cye>{year_end})|年{_NOT_A_DATE}(?:度(?=[^假])|度$)?)",
            calendar,
        ),
        # Years of the Republic, as filings in Taiwan count them: `民国114年第3季`, `113年度`.
        "n_republic": (
            rf"(?<![0-9.])(?P<rcy>1[0-2][0-9])年(?:度(?!假)"
            rf"|(?={any_of((*part_words, *after_year))}|第?[一二三四1-4]季|Q[1-4]|1至[69]月)"
            rf"|(?<=民国1[0-2][0-9]年){_NOT_A_DATE})",
            republic,
        ),
        "n_short_calendar": (rf"(?P<scd>[12][0-9])年{_NOT_A_DATE}", short_calendar),
        "n_quarter": (
            rf"(?P<nqd>[1-4])(?P<nqn>{long_quarter})",
            lambda m: quarter(m, "nq"),
        ),
        # dates
        "until": (
            (
                rf"{any_of(zh.until)}于?{month}(?:{day}|(?![0-9]))"
                rf"(?:当日|当天)?(?:为止|止)?{not_dated}{ending_noun}"
            ).replace("@", "u"),
            until,
        ),
        "until_numeric": (
            rf"{any_of(zh.until)}于?(?P<sy>{YEAR4})[-/.](?P<sm>[01]?[0-9])[-/.](?P<sd>[0-3]?[0-9])(?![0-9])",
            until_numeric,
        ),
        # years
        "spelled": (
            rf"(?P<spd>[二一][〇零○九][〇零○一二三四五六七八九]{{2}})(?P<spn>{fiscal_year}|年{_NOT_A_DATE})",
            spelled,
        ),
        "determined_year": (
            rf"{own_word}(?P<dyw>{any_of(year_determiners)}){fiscal_year}",
            determined_year,
        ),
        # relative quarters before the ordinals: 上一季度 is not 一季度
        "determined_quarter": (
            rf"{own_word}(?P<dqw>{any_of(quarter_determiners)})(?P<dqn>{long_quarter}|{season})",
            determined_quarter,
        ),
        "phrase": (
            rf"(?<![0-9十百零第历史])"
            rf"(?P<rpw>{any_of(w for w, r in relative_words.items() if r not in YEAR_RELATIVES)})(?!间)",
            phrase,
        ),
        "relative_year": (
            rf"{own_word}(?P<ryw>{any_of(w for w, r in relative_words.items() if r in YEAR_RELATIVES)})"
            rf"(?:(?P<rye>{year_end})|{_NOT_A_DATE})",
            relative_year,
        ),
        # parts
        "fixed": (rf"(?<!一)(?P<fxw>{any_of(part_words)})(?!龄|无休|化|级|以来)", fixed),
        "fixed_after_year": (rf"(?P<faw>{any_of(after_year)})(?![前后间])", fixed_after_year),
        "fixed_short": (rf"(?P<fsw>{any_of(short_parts)})(?![节赛度])", fixed_short),
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
