"""The words of lexicon/tables.yaml and units.yaml as the patterns that heads and cells are read with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from pydantic import Field

from nvdx.lexicon import load_yaml
from nvdx.lexicon.schema import Schema, load

YEAR: Final = re.compile(r"(?<![0-9.,-])(?:19|20)[0-9]{2}(?![0-9.,-])")
SUBSTANCE: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")


class _Lexicon(Schema):
    """The schema of lexicon/tables.yaml, which says what each entry is for."""

    fillers: tuple[str, ...]
    totals: tuple[str, ...]
    changes: tuple[str, ...]
    against: tuple[str, ...]
    basic: tuple[str, ...]
    shares: tuple[str, ...]
    except_: tuple[str, ...] = Field(alias="except")
    except_after: tuple[str, ...]
    including: tuple[str, ...]
    loss_notes: tuple[str, ...]
    unit_labels: tuple[str, ...]
    forecast_letters: tuple[str, ...]
    actual_letters: tuple[str, ...]
    fiscal: tuple[str, ...]
    plans: tuple[str, ...]
    ranks: tuple[str, ...]
    rises: tuple[str, ...]
    falls: tuple[str, ...]
    none: tuple[str, ...]


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; Latin ones are whole words."""
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        parts.append(before + re.escape(word) + after)
    return "(?:" + "|".join(parts) + ")"


class Grammar:
    """The patterns made from the lexicon."""

    def __init__(self, words: _Lexicon, units: Mapping[str, Any]) -> None:
        def pattern(text: str) -> re.Pattern[str]:
            return re.compile(text, re.IGNORECASE)

        self.words = words
        self.filler = pattern(_any(words.fillers))
        self.total = pattern(_any(words.totals))
        self.change = pattern(_any(words.changes))
        self.basic = pattern(_any(words.basic))
        self.against = pattern(rf"(?<![同环占]){_any(words.against)}")
        self.share = pattern(_any(words.shares))
        self.fiscal = pattern(_any(words.fiscal) + r"|\bFY(?=[0-9 ])")
        self.rank = pattern(rf"\s*{_any(words.ranks)}?\s*")
        self.rise = pattern(_any(words.rises))
        self.fall = pattern(_any(words.falls))
        self.excepted = pattern(rf"{_any(words.except_)}[^()]*|[^,;()]*{_any(words.except_after)}")
        self.note = pattern(
            rf"\[\d{{1,2}}\]|\((?:\d|[a-z]|{_any(words.loss_notes)})\)|[*†‡]+"
            rf"|\(\s?{_any(words.including)}[^()]*\)"
        )
        self.cell_note = re.compile(r"\[\d{1,2}\]|[*†‡]+|(?<=[0-9%])\s*\([1-9a-z]\)\s*$")
        letters = "".join((*words.forecast_letters, *words.actual_letters))
        self.letter = re.compile(rf"(?<=[0-9])[{letters}](?![A-Za-z0-9])")
        months = _any(load_yaml("periods.yaml")["en"]["month_names"])
        year = r"(?:19|20)[0-9]{2}"
        self.day = pattern(
            rf"{months}\.?\s[0-9]{{1,2}},?\s{year}|{year}年[0-9]{{1,2}}月[0-9]{{1,2}}日"
        )
        self._make_units(units)

    def _make_units(self, units: Mapping[str, Any]) -> None:
        self.currencies: dict[str, tuple[str, int]] = {}
        symbols: list[str] = []
        for code, currency in units["currencies"].items():
            signs = (*currency.get("codes", ()), *currency.get("symbols", ()))
            names = (*currency["words"], *signs)
            self.currencies |= {name.lower(): (code, 0) for name in names}
            self.currencies |= {name.lower(): (code, -2) for name in currency.get("cents", ())}
            symbols += signs
        self.scales = {word: int(power) for word, power in units["scales"]["words"].items()}
        letters = {word: int(power) for word, power in units["scales"]["letters"].items()}
        currency = "|".join(map(re.escape, sorted(self.currencies, key=len, reverse=True)))
        scale = "|".join(sorted(self.scales, key=len, reverse=True))
        label = _any(self.words.unit_labels)
        self.unit = re.compile(
            rf"(?P<label>{label}\s?[为是]?\s?)?(?:all\s|amounts\s|figures\s)?(?P<in>in\s)?"
            rf"(?P<before>{currency})?\s?(?P<in2>in\s)?"
            rf"(?:(?P<han>[十百千万亿兆]{{1,3}})|(?P<scale>{scale})s?|(?P<letter>[{''.join(letters)}])"
            rf"|(?P<zeros>'?000)s?)?"
            rf"(?:\sof)?\s?(?P<after>{currency})?(?:\s?per share)?|(?P<percent>%)"
            rf"|(?P<points>百分点|pp|pts|ppts|percentage points)",
            re.IGNORECASE,
        )
        self.scales |= letters
        self.label_alone = re.compile(rf"\s*{label}\s*[为是]?\s*", re.IGNORECASE)
        # A number with nothing but a currency sign: what the scale of a head multiplies.
        sign = "|".join(map(re.escape, sorted(symbols, key=len, reverse=True)))
        self.number = re.compile(
            rf"\s*(?P<figure>(?P<minus>[-+])?\s?(?P<symbol>{sign})?\s{{0,2}}(?P<minus2>[-+])?"
            rf"(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,15}})(?:\.(?P<fraction>[0-9]{{1,6}}))?"
            rf"(?:\s?(?P<scale>(?:{scale}|[{''.join(letters)}])(?![A-Za-z0-9])))?)\s*",
            re.IGNORECASE,
        )
        self.negative = re.compile(
            rf"\s*(?:{sign})?\s?(?P<open>\()\s?(?:{sign})?\s?[0-9][0-9.,]*[^()0-9+-]{{0,8}}(?P<close>\))[^0-9()]*"
        )
        compared = units["comparators"]
        self.comparator = re.compile(
            _any(w for side in ("before", "after") for ws in compared[side].values() for w in ws),
            re.IGNORECASE,
        )
        self.before = {w: sign for sign, ws in compared["before"].items() for w in ws}


@cache
def load_grammar() -> Grammar:
    return Grammar(load("tables.yaml", _Lexicon), load_yaml("units.yaml"))


def blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
