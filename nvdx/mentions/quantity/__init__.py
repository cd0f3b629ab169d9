"""Quantities: money, percentages, points, multiples and ranges, in Chinese and English text.

A text is walked once. `_Grammar.start` finds where a figure may begin (a digit or a Chinese
numeral with a unit in reach), `_figure` reads number and unit there, `_read` puts figures together
to ranges and lists and looks at the words around them. English number words (`doubled`, `half`,
`billions of dollars`) are looked for only around one of their stems. The words of all this come
from lexicon/units.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from nvdx.lexicon import LexiconError, load_yaml
from nvdx.mentions.numerals import BIG, SMALL, english, numeral, plain
from nvdx.mentions.spoken import spoken_money

__all__ = ["Quantity", "Tolerance", "may_have_quantity", "quantities"]

Form = Literal["amount", "percent", "points", "multiple", "flat", "double", "tolerance"]
Comparator = Literal["=", "~", ">", "<", ">=", "<="]
ToleranceUnit = Literal["percent", "percentage_points"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A ±: of the figure itself (`percent`) or in points of a percentage."""

    value: Decimal
    unit: ToleranceUnit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text: `text[start:end]` is it, with its sign, currency and merged ±.

    Attributes:
        start, end: span in the text, in code points.
        form: what it is. A `double` has the number of times in `value` (`翻倍` 2), a `multiple` the
            number as written; a `tolerance` is a ± that does not stand at its figure.
        value: the point, negative where a minus is written; None for a range or a vague magnitude.
        low, high: bounds of a range, of a ± or of a vague magnitude.
        unit: ISO 4217 code (None where no currency is written), "percent", "percentage_points", or
            None for multiples.
        comparator: how the words around it mean it.
        decimals: as in XBRL: the negative power of ten of the last written digit.
        sign: +1 or -1 where a sign is written.
        tolerance: a ± merged into it, with `low` and `high` worked out.
    """

    start: int
    end: int
    form: Form
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    decimals: int | None
    sign: int
    tolerance: Tolerance | None = None


# --- words ---


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Currency(_Model):
    words: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    cents: tuple[str, ...] = ()
    scaled: tuple[str, ...] = ()


class _Scales(_Model):
    words: dict[str, int]
    letters: dict[str, int]


class _Comparators(_Model):
    before: dict[Comparator | Literal["none"], tuple[str, ...]]
    after: dict[Comparator | Literal["none"], tuple[str, ...]]


class _Lexicon(_Model):
    """The schema of lexicon/units.yaml, which says what each entry is for."""

    variants: dict[str, str]
    currencies: dict[str, _Currency]
    not_currency: tuple[str, ...]
    scales: _Scales
    glued: tuple[str, ...]
    percent: tuple[str, ...]
    points: tuple[str, ...]
    basis_points: tuple[str, ...]
    multiples: tuple[str, ...]
    not_multiple: tuple[str, ...]
    times_before: tuple[str, ...]
    multiple_words: dict[str, int]
    not_tenths: tuple[str, ...]
    not_halves: tuple[str, ...]
    flat: tuple[str, ...]
    not_flat: tuple[str, ...]
    doublings: dict[str, int]
    not_doubling: tuple[str, ...]
    numbers: dict[str, int]
    denominators: dict[str, int]
    stems: tuple[str, ...]
    half_behind: tuple[str, ...]
    half_before: tuple[str, ...]
    not_half: tuple[str, ...]
    bands: dict[str, tuple[int, int]]
    several: tuple[str, ...]
    vaguely_before: tuple[str, ...]
    tens: dict[str, int]
    band_nouns: tuple[str, ...]
    decades: dict[str, int]
    bands_after: dict[str, tuple[int, int]]
    vague: dict[str, str]
    ranges: tuple[str, ...]
    ranges_and: tuple[str, ...]
    changes_from: tuple[str, ...]
    changes_by: tuple[str, ...]
    tolerances: tuple[str, ...]
    comparators: _Comparators
    particles: tuple[str, ...]
    expectations: tuple[str, ...]
    counted: tuple[str, ...]
    not_counted: tuple[str, ...]
    money_before: tuple[str, ...]
    doubling_verbs: dict[str, int]
    verb_behind: tuple[str, ...]
    bare_before: tuple[str, ...]


def _any(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; Latin ones end where a word ends.

    A space of a word stands for any white space, and case does not matter. The first letter is a
    set of its two cases, by which `re` rejects a word faster than by a letter without case.
    """
    parts = []
    for word in sorted(words, key=len, reverse=True):
        rest = r"\s{1,4}".join(map(re.escape, word[1:].split(" ")))
        rest = f"(?i:{rest})" if rest.upper() != rest.lower() else rest
        latin = word[0].isascii() and word[0].isalpha()
        part = (f"[{word[0].upper()}{word[0].lower()}]" if latin else re.escape(word[0])) + rest
        parts.append(part + (r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""))
    return "(?:" + "|".join(parts) + ")"


def _han(words: Iterable[str]) -> list[str]:
    return [w for w in words if not w.isascii()]


_HAN: Final = "零一二两三四五六七八九十百千万亿兆点"
_LEAD: Final = "一二两三四五六七八九十百千万"
_S: Final = r"[ \t\r\n]{0,4}"
_ARABIC: Final = r"(?>[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,15})(?>\.[0-9]{1,8})?(?![0-9])"
_LATIN: Final = re.compile("[a-z]{3}")
_REACH: Final = 40  # characters on each side of a number word in which the rest of its figure lies
_DOZEN: Final = Context(prec=12)
_ROUGH: Final[dict[str, Comparator]] = {"多": ">", "余": ">", "几": ">", "来": "~"}
# 三四成, 七八百亿: two neighbouring digits are a range
_PAIR: Final = re.compile(r"([一二两三四五六七八])([两二三四五六七八九])")
_SCALE_BEHIND: Final = re.compile(r"[百千万亿兆]+$")
_BIG_BEHIND: Final = re.compile(r"[万亿兆]+$")


class _Grammar:
    """The patterns and look-up tables made from the lexicon."""

    def __init__(self, words: _Lexicon) -> None:
        self.words = words
        self._characters()
        self._units()
        self._starts()
        self._links()
        self._comparators()
        self._english()

    def _characters(self) -> None:
        """What makes raw text as plain as cleaned text, character by character."""
        table = {ord(pair[0]): pair[1] for pair in load_yaml("traditional.yaml")["pairs"].split()}
        table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
        table |= dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"), " ")
        table |= {ord(c): to for c, to in self.words.variants.items()}
        # 圓 is 圆 there, which of money is 元
        self.table = {code: table.get(ord(to), to) for code, to in table.items()}
        self.foreign = re.compile("[" + re.escape("".join(map(chr, self.table))) + "]")

    def _units(self) -> None:
        words = self.words
        self.currency_of: dict[str, tuple[str, int]] = {}  # word → code, power of ten
        self.scaled: set[str] = set()
        self.prefixes: dict[str, str] = {}
        for code, currency in words.currencies.items():
            for name in (*currency.words, *currency.scaled):
                self.currency_of[name.lower()] = (code, 0)
            self.currency_of |= {name: (code, 0) for name in currency.codes}
            self.currency_of |= {name.lower(): (code, -2) for name in currency.cents}
            self.scaled |= {name.lower() for name in currency.scaled}
            self.prefixes |= dict.fromkeys((*currency.symbols, *currency.codes), code)
        self.prefix_ends = frozenset(prefix[-1] for prefix in self.prefixes)
        self.prefix_lengths = sorted({len(p) for p in self.prefixes}, reverse=True)
        self.codes = [c for currency in words.currencies.values() for c in currency.codes]
        names = _any(w for w in self.currency_of if w not in self.codes)
        codes = "|".join(self.codes)
        self.currency = rf"(?!{_any(words.not_currency)})(?:{names}|(?:{codes})(?![A-Za-z0-9]))"
        self.scale = _any(words.scales.words)
        letters = "".join(words.scales.letters)
        self.unit = re.compile(
            rf"""{_S}(?:
               (?P<points>{_any(words.points)}|(?i:pcts))
              |(?P<basis>{_any(words.basis_points)})
              |(?P<percent>{_any(words.percent)})
              |(?!{_any(words.not_multiple)})(?P<multiple>倍)
              |(?P<x>(?<=[0-9])[xX×](?![A-Za-z0-9]|[.-][a-z]))
              |(?P<times>[Tt]imes(?=\s{_any(words.times_before)})|-?fold(?![A-Za-z]))
              |(?!{_any(words.not_tenths)})(?P<tenths>成(?:(?P<tenth>[一二三四五六七八九])
                  (?![{_HAN}年月日个家成倍名位]))?)
              |(?<=百)(?P<hundred>分百)
              |分之(?P<part>[{_HAN}]{{1,8}}+(?!几)|[0-9]{{1,3}}(?:\.[0-9]{{1,4}})?)
            )
           |(?:[ \t\r\n-]{{0,4}}
                (?P<scale>{self.scale}|[{letters}{letters.upper()}](?![A-Za-z0-9])))?
            (?:[ \t\r\n-]{{0,4}}(?P<currency>{self.currency}))?""",
            re.VERBOSE,
        )
        self.amount_unit = re.compile(
            rf"{_S}(?P<scale>[百千万亿兆]{{1,4}}|{self.scale})?{_S}(?P<currency>{self.currency})?"
        )
        self.number = re.compile(
            rf"(?:{_ARABIC}(?:{_S}[多余来几]?[百千万亿兆]{{1,4}}(?:[多余来][万亿]{{1,2}})?"
            rf"(?:{_S}{_ARABIC}{_S}[百千万亿]{{1,3}}){{0,2}}"
            rf"(?:[0-9]{{1,4}}(?={_S}{self.currency}))?)?"
            rf"|[{_LEAD}][{_HAN}]{{0,15}}(?:[多余来几][万亿]{{1,2}})?)"
            rf"(?:[多余来](?={_S}(?:{self.currency}|[%倍个成])))?"
        )

    def _starts(self) -> None:
        words = self.words
        ends = re.escape("".join(sorted(self.prefix_ends)))
        latin = "|".join(f"(?<={c}[0-9])" for c in (*self.codes, *words.glued))
        behind = (
            *words.percent, *words.points, *words.basis_points, *words.multiples, *words.tolerances,
            *self.currency_of, *words.scales.words, *words.scales.letters, *words.ranges,
            *words.ranges_and, *"百千万亿兆多余来几成分/、-fst",
        )  # fmt: skip
        firsts = "".join(sorted({c for w in behind for c in (w[0].lower(), w[0].upper())}))
        unit = _any(_han((*self.currency_of, *words.percent, *words.points, *words.basis_points)))
        dash = _any([w for w in (*words.ranges, *words.ranges_and) if not w.isascii() or w in "-~"])
        doublings = _han(words.doublings)
        heads = "".join(sorted({w[0] for w in doublings}))
        vague = "|".join(
            f"(?<={first})" + (f"(?<![{others}].)" if others else "")
            for first, others in words.vague.items()
        )
        # The pattern consumes one character first, so that `re` skips all others in one fast loop;
        # what follows looks back at that character.
        self.start = re.compile(
            rf"""[0-9{_LEAD}半持{heads}{"".join(words.vague)}](?:
              (?<=[0-9])(?<![0-9][0-9])(?:(?<![A-Za-z_.%@][0-9])|{latin})
              (?:(?<![0-9],[0-9])|(?<=[A-Za-z][0-9],[0-9])|(?<=[0-9]{{4}},[0-9]))
              (?P<digit>(?<=[{ends}][0-9])|(?<=[{ends}]\ [0-9])
               |(?=[0-9,]{{0,20}}(?:\.[0-9]{{1,8}})?[ \t\r\n]{{0,4}}[{re.escape(firsts)}]))
             |(?<=[{_LEAD}])(?<![第几数0-9.{_HAN}].)
              (?:(?<=一)(?P<half>半)
                |(?P<teens>(?<=十)几[万亿]{{1,2}})
                |(?P<han>(?=[{_HAN}]{{0,15}}(?:(?<=[亿万兆])|[多余来]?(?:倍|成|分[之百]|{unit})
                   |[多余来几][万亿]|{dash}[{_HAN}0-9]))))
             |(?:{vague})(?<![{_HAN}].)(?P<vague>[十百千万亿兆]{{1,4}})
             |(?<=半)(?P<halves>数|(?<=[过超逾近]半)(?<![通经]过半)(?!{_any(words.not_halves)}))
             |(?<=持)(?P<flat>平)
             |(?<=[{heads}])(?P<double>{_any(w[1:] for w in doublings)})
            )""",
            re.VERBOSE,
        )

    def _links(self) -> None:
        words = self.words
        prefix = _any(self.prefixes)
        self.dash = re.compile(
            rf"{_S}(?:(?P<range>{_any(words.ranges)})|(?P<and>{_any(words.ranges_and)}))"
            rf"{_S}(?P<sign>[-+])?(?P<prefix>{prefix})?{_S}(?=[0-9{_LEAD}])"
        )
        self.change = re.compile(
            rf"(?<!来)(?<!自)(?:{_any(words.changes_from)})"
            r"(?:(?!改为|调整为|[至到])[^,;。()]){0,10}$"
        )
        self.moved = re.compile(rf"(?:{_any(words.changes_by)})了?{_S}[约近逾超]?{_S}$")
        self.between = re.compile(rf"(?:(?i:between)|在|介于|处于)\s?{prefix}?\s?$")
        self.listed = re.compile(rf"{_S}[/、]{_S}(?={_ARABIC})")
        self.plus_minus = re.compile(rf"{_S}(?:±|\+/-|\+-){_S}(?=[0-9])")
        self.tolerance_words = sorted(words.tolerances, key=len, reverse=True)
        self.tolerance_ends = frozenset(c for w in words.tolerances for c in (w[-1], w[-1].upper()))
        self.gap = re.compile(r"[\s,、]{0,4}\(?\s{0,4}")
        bands = _any(words.bands)
        self.band_behind = re.compile(
            rf"(?<![A-Za-z-])(?P<low>{bands})(?:-?\s?to[\s-](?P<high>{bands}))?[\s-]\s?$"
        )
        self.band_noun = re.compile(rf"\s{_any(words.band_nouns)}")
        self.band_ends = frozenset(w[-1] for w in words.bands)
        self.band_before = re.compile(rf"{_S}(?:左右)?{_S}的?(?P<band>{_any(words.bands_after)})(?![数值线])")
        self.counted = re.compile(
            rf"{_S}[多余]?(?:(?!{_any(words.not_counted)}){_any(words.counted)}|[A-Za-z])"
        )
        self.counted_after_ten_thousand = re.compile(
            rf"{_S}\+?{_S}(?!{_any(words.money_before)})[\u4e00-\u9fff]"
        )
        self.english_noun = re.compile(
            rf"[ \t]{{1,2}}(?!{_any(words.bare_before)})[A-Za-z]|-[A-Za-z]"
        )

    def _comparators(self) -> None:
        words = self.words
        self.before = {w: sign for sign, ws in words.comparators.before.items() for w in ws}
        self.after_of = {w: sign for sign, ws in words.comparators.after.items() for w in ws}
        # `上下` that goes on to a number is a tolerance, `+` a sum
        self.after = re.compile(rf"{_S}(?P<word>{_any(self.after_of)})(?!浮动|波动|变动|\s?[0-9$])")
        self.after_firsts = frozenset(w[0] for w in self.after_of) | {" ", "\n"}
        self.before_ends = frozenset(
            c for w in (*self.before, *words.particles) for c in (w[-1], w[-1].upper())
        )
        self.han_before = max(len(w) for w in self.before if not w.isascii())
        self.expected = re.compile(
            rf"{_S}的?[一-鿿]{{0,6}}?{_any(_han(words.expectations))}"
            rf"|\s(?:[A-Za-z]+\s){{0,3}}?{_any(w for w in words.expectations if w.isascii())}"
        )

    def _english(self) -> None:
        words = self.words
        numbers = _any(words.numbers)
        scale = _any([w for w in words.scales.words if len(w) > 4])
        bands = _any(words.bands)
        number = rf"{numbers}(?:(?:-|\s(?:and\s)?)(?:{numbers}|hundred(?![a-z]))){{0,4}}"
        plural = _any([w + "s" for w in words.scales.words if len(w) > 4])
        self.english = re.compile(
            rf"""(?<![A-Za-z0-9_/.@=-])(?=[A-Za-z])(?:
              (?P<double>{_any(w for w in words.doublings if w.isascii())})
                (?![-\s]{_any(words.not_doubling)})
             |(?P<verb>{_any(words.doubling_verbs)})(?![-\s]{_any(words.not_doubling)})
             |(?P<flat>{_any(w for w in words.flat if w.isascii())})(?!-|\s{_any(words.not_flat)})
             |(?P<multiple>{_any(words.multiple_words)})(?=\s{_any(words.times_before)})
             |(?P<part>{numbers})(?:-|\s(?=[A-Za-z]+\s(?:of|the|its|our|their)(?![a-z])))
                (?P<fraction>{_any(words.denominators)})(?!\s(?:quarter|party|half))
             |(?P<half>[Hh](?i:alf))(?![A-Za-z-])
                (?:\san?\s(?P<half_of>{scale})(?:\s(?P<half_currency>{self.currency}))?)?
             |(?P<decade>(?P<band>{bands})[\s-](?P<ten>{_any(words.decades)}))
             |(?P<digits>{bands})[\s-][Ss]ingle[\s-][Dd]igit[\s-](?P<digit_scale>{plural}|{scale})
             |(?:(?P<tens>{_any(words.tens)})\sof\s)?(?P<many>{plural})
                (?:(?:\sof)?\s(?P<many_currency>{self.currency}))?
             |{_any(words.several)}\s(?P<few>{scale})(?:\s(?P<few_currency>{self.currency}))?
             |(?P<folds>{"|".join(words.numbers)})-?fold(?![a-z])
             |(?:(?P<low>{number})\sto\s)?(?P<number>{number})
                (?=[\s-]{{0,2}}(?:{scale}|percent|per\scent|basis|pct|times))
            )""",
            re.VERBOSE,
        )
        self.vaguely = re.compile(rf"\s{_any(words.vaguely_before)}")
        # Every figure in words holds one of these words, and they one of `stems`.
        scales = [w for w in words.scales.words if len(w) > 4]
        self.triggers = {
            *words.doublings, *words.doubling_verbs, *words.flat, *words.multiple_words,
            *words.denominators, *words.decades, *scales, *(w + "s" for w in scales),
            *words.percent, "cent", "percentage", "basis", "half", "times",
            "fold", *(n + "fold" for n in words.numbers),
        }  # fmt: skip


@cache
def _grammar() -> _Grammar:
    try:
        return _Grammar(_Lexicon.model_validate(load_yaml("units.yaml")))
    except ValidationError as error:
        raise LexiconError(f"units.yaml: {error}") from error


# --- figures: one number with its unit ---

_Kind = Literal["number", "amount", "percent", "points", "multiple"]


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeral token: its value, or its bounds where it is a range itself (`三四成`).

    `power` is the power of ten of the scale at its end, which a bare number before it shares.
    `scaled` says that any scale is in it, `big` one that makes an amount, `implied` that it is
    nothing but a scale (`千亿`), `han` that it is in Chinese. `rough` is the comparator of a `多`
    or `余` within.
    """

    value: Decimal
    high: Decimal | None
    decimals: int
    power: int
    scaled: bool
    big: bool
    implied: bool
    han: bool
    rough: Comparator | None


_ONE: Final = _Number(Decimal(1), None, 0, 0, False, False, False, False, None)


def _power(scale: str) -> int:
    return sum(BIG.get(c, 0) or SMALL[c] for c in scale)


@lru_cache(maxsize=8192)
def _number(token: str) -> _Number | None:
    rough: Comparator | None = None
    for word, meaning in _ROUGH.items():
        if word in token:
            token, rough = token.replace(word, ""), meaning
    han = not token[0].isdigit()
    high: Decimal | None = None
    try:
        if han and (pair := _PAIR.search(token)):
            high = numeral(token[: pair.start(1)] + token[pair.end(1) :]).value
            token = token[: pair.end(1)] + token[pair.end(2) :]
            rough = "~"
        number = numeral(token)
    except ValueError:
        return None
    scale = (_BIG_BEHIND if han else _SCALE_BEHIND).search(token)
    power = _power(scale[0]) if scale and scale.start() else 0
    big = any(c in token for c in BIG)
    scaled = big or any(c in token for c in "百千")
    implied = not token.strip("百千万亿兆")
    return _Number(number.value, high, number.decimals, power, scaled, big, implied, han, rough)


@dataclass(slots=True)
class _Figure:
    """A number with what is written around it, not yet looked at in its sentence.

    `power` is the power of ten of the scale behind the number; `english` says that an English word
    is that scale.
    """

    start: int
    end: int
    kind: _Kind
    value: Decimal
    decimals: int | None
    high: Decimal | None = None
    currency: str | None = None
    power: int = 0
    number: _Number = _ONE
    english: bool = False


def _figure(g: _Grammar, text: str, start: int, prefix: str | None) -> _Figure | None:
    """The figure whose number begins at `start`; `prefix` is the currency written before it."""
    match = g.number.match(text, start)
    number = None if match is None else _number(match[0])
    if match is None or number is None:
        return None
    figure = _Figure(
        start, match.end(), "number", number.value, number.decimals, number.high, prefix,
        number.power, number,
    )  # fmt: skip
    return _with_unit(g, text, figure)


def _with_unit(g: _Grammar, text: str, figure: _Figure) -> _Figure | None:
    """Read the unit behind a number."""
    match = g.unit.match(text, figure.end)
    kind = match.lastgroup if match else None
    if match is None or kind is None:
        if figure.currency or figure.number.big:
            figure.kind = "amount"
            if figure.end < len(text) and _is_latin(text[figure.end]):
                return None  # $5G
        return figure
    end = match.end()
    if kind in ("points", "basis") and figure.number.scaled:
        return None
    if kind in ("percent", "points"):
        figure.kind = "percent" if kind == "percent" else "points"
    elif kind == "basis":
        _scale(figure, -2)
        figure.kind = "points"
    elif kind in ("multiple", "x", "times"):
        if not figure.value:
            return None
        figure.kind = "multiple"
    elif kind == "tenths":
        _scale(figure, 1)
        if match["tenth"]:
            figure.value += numeral(match["tenth"]).value
            figure.decimals = 0
        figure.kind = "percent"
    elif kind == "hundred":
        figure.kind, figure.decimals = "percent", 0
    elif kind == "part":
        return _fraction(figure, match["part"], end)
    else:
        return _amount(g, figure, match)
    figure.end, figure.currency = end, None
    return figure


def _scale(figure: _Figure, power: int) -> None:
    figure.value = plain(figure.value.scaleb(power))
    figure.high = None if figure.high is None else plain(figure.high.scaleb(power))
    figure.decimals = None if figure.decimals is None else figure.decimals - power


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Percent, with a dozen digits of what does not come out even."""
    return plain(_DOZEN.divide(part * 100, whole))


def _fraction(figure: _Figure, part: str, end: int) -> _Figure | None:
    """`百分之七十五`, `八分之一`: the number read so far is the denominator."""
    try:
        numerator = numeral(part)
    except ValueError:
        return None
    whole = figure.value
    if not whole:
        return None
    figure.value = _share(numerator.value, whole)
    # only a power of ten says how exact it is
    digits = len(str(whole)) - 1
    figure.decimals = numerator.decimals + digits - 2 if whole == Decimal(10) ** digits else None
    figure.kind, figure.end, figure.currency = "percent", end, None
    return figure


def _amount(g: _Grammar, figure: _Figure, match: re.Match[str]) -> _Figure | None:
    scale, currency = match["scale"], match["currency"]
    end, power = match.end(), 0
    scaled = figure.number.scaled or scale is not None
    if currency:
        code, cents = _currency(g, currency)
        if not scaled and currency.lower() in g.scaled:
            end = match.start("currency")
        elif currency == "元" and figure.number.han and figure.end - figure.start == 1:
            return None  # 一元, 三元, 万元 are words
        else:
            power = cents
            if figure.currency is None or currency != "元":  # of 港币5亿元 the 元 are Hong Kong's
                figure.currency = code
    if scale:
        exponent = g.words.scales.words.get(scale.lower())
        if exponent is None:
            if figure.currency is None:
                return None
            exponent = g.words.scales.letters[scale.lower()]
        figure.power += exponent
        power += exponent
        figure.english = True
    if power:
        _scale(figure, power)
    figure.kind = "amount" if figure.number.big or scale or figure.currency else "number"
    figure.end = end
    return figure


def _currency(g: _Grammar, word: str) -> tuple[str, int]:
    """Code of a currency word, and the power of ten of the unit that it names."""
    return g.currency_of.get(word) or g.currency_of[re.sub(r"\s+", " ", word.lower())]


_UNITS: Final = {"percent": "percent", "points": "percentage_points", "multiple": None}


# --- figures in their text ---


def _prefix(g: _Grammar, text: str, start: int) -> tuple[str | None, int]:
    """The currency written before a number, and where that begins (else `start`)."""
    end = start
    while end and start - end < 2 and text[end - 1] == " ":
        end -= 1
    if not end or text[end - 1] not in g.prefix_ends:
        return None, start
    for length in g.prefix_lengths:
        if length > end:
            continue
        word = text[end - length : end]
        code = g.prefixes.get(word)
        if code is None:
            continue
        if end > length and _is_latin(word[0]) and _is_latin(text[end - length - 1]):
            continue  # the end of a longer word
        return code, end - length
    return None, start


def _sign(g: _Grammar, text: str, start: int, kind: str) -> tuple[int, int]:
    """The sign written before a figure, and where the figure then begins."""
    at = start
    if at and text[at - 1] in " \n":
        # a line may break behind the sign of raw text
        while at and start - at < 4 and text[at - 1] in " \r\n":
            at -= 1
        if "\n" not in text[at:start] or not at or text[at - 1] != "-":
            return 0, start
    if not at or text[at - 1] not in "+-":
        return 0, start
    before = text[: at - 1][-3:]
    last = before[-1:]
    if text[at - 1] == "+":
        return (0, start) if last.isdigit() or last in tuple("%)亿万元倍") else (1, at - 1)
    if last == "" or last in ' \t\n\r(,:;、/|=[「"':
        spaced = last == " " and text[: at - 1].rstrip()[-1:] in tuple("%0123456789")
        return (0, start) if spaced else (-1, at - 1)
    if last.isascii():
        return (-1, at - 1) if before in g.words.glued else (0, start)
    if last in "亿万元倍成" or (kind == "amount" and last not in "为是达至到约比润流益损亏"):
        return 0, start  # a dash
    return -1, at - 1


def _before(g: _Grammar, text: str, start: int) -> str | None:
    """The comparator right before a figure."""
    at = start
    for _ in range(4):
        while at and start - at < 30 and text[at - 1] in " \r\n":
            at -= 1
        if not at:
            return None
        last = text[at - 1]
        if last not in g.before_ends:
            return None
        if last.isascii() and (last.isalpha() or last == "."):
            tail = text[max(0, at - 28) : at].lower()
            words = tail.replace("\n", " ").replace("-", " ").split(" ")
            for size in (4, 3, 2, 1):
                meaning = g.before.get(" ".join(words[-size:]))
                if meaning:
                    return meaning
            if words[-1] not in g.words.particles:
                return None
            at -= len(words[-1])
            continue
        for size in range(min(g.han_before, at), 0, -1):
            word = text[at - size : at]
            meaning = g.before.get(word)
            if meaning:
                if word in "<>" and at > 1 and (text[at - 2].isalpha() or text[at - 2] in "\"'/-"):
                    return None  # the end of a tag
                return meaning
        if last in g.words.particles:
            at -= 1
        elif text[at - 2 : at] in g.words.particles:
            at -= 2
        else:
            return None
    return None


def _comparator(g: _Grammar, text: str, start: int, end: int) -> tuple[Comparator, bool]:
    """How the words around a figure mean it, and whether any word says so."""
    meaning = _before(g, text, start)
    if meaning in (">", "<") and g.expected.match(text, end):
        return "=", True
    if meaning in (None, "none") and text[end : end + 1] in g.after_firsts:
        match = g.after.match(text, end)
        meaning = g.after_of[re.sub(r"\s+", " ", match["word"].lower())] if match else None
    if meaning is None or meaning == "none":
        return "=", False
    return meaning, True  # type: ignore[return-value]


def _quantity(
    g: _Grammar, text: str, figure: _Figure, start: int, end: int,
    low: Decimal | None = None, high: Decimal | None = None,
) -> Quantity:  # fmt: skip
    """A quantity of a figure that stands in text[start:end], with sign and comparator."""
    form: Form = "amount" if figure.kind in ("number", "amount") else figure.kind  # type: ignore[assignment]
    sign, start = _sign(g, text, start, form)
    comparator: Comparator = figure.number.rough or "="
    if comparator == "=":
        comparator = _comparator(g, text, start, end)[0]
    value: Decimal | None = figure.value
    if figure.high is not None and low is None:
        low, high = figure.value, figure.high
    if low is not None:
        value = None
    elif sign < 0:
        value = -figure.value
    unit = _UNITS.get(form, figure.currency)
    return Quantity(start, end, form, value, low, high, unit, comparator, figure.decimals, sign)


# --- the walk ---


def _numeric(g: _Grammar, text: str) -> Iterator[Quantity]:
    """Quantities written with digits or Chinese words."""
    held: Quantity | None = None
    pos = 0
    while match := g.start.search(text, pos):
        found, pos = _read(g, text, match)
        for quantity in found:
            if held is not None:
                merged = None
                if quantity.form == "tolerance":
                    merged = _merge(g, text, held, quantity)
                elif held.form == "flat":
                    merged = _from_flat(text, held, quantity)
                if merged is not None:
                    held = merged
                    continue
                yield held
            held = quantity
    if held is not None:
        yield held


def _read(g: _Grammar, text: str, match: re.Match[str]) -> tuple[list[Quantity], int]:
    """What begins at a match of `_Grammar.start`, and where to go on."""
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind == "digit" or kind == "han":
        return _read_figures(g, text, start, max(end, start + 1))
    if kind in ("vague", "teens"):
        return _read_vague(g, text, start, end)
    figure = _Figure(start, end, "percent", Decimal(50), None)
    if kind == "half" or kind == "halves":
        quantity = _quantity(g, text, figure, start, end)
        if kind == "halves" and text[start - 1 : start] == "过":
            quantity = replace(quantity, comparator=">")
    elif kind == "flat":
        quantity = _flat(start, end)
    else:
        figure.kind, figure.value = "multiple", Decimal(g.words.doublings[text[start:end]])
        quantity = replace(_quantity(g, text, figure, start, end), form="double")
    return [quantity], end


def _flat(start: int, end: int) -> Quantity:
    return Quantity(start, end, "flat", Decimal(0), None, None, None, "~", None, 0)


def _read_figures(g: _Grammar, text: str, start: int, pos: int) -> tuple[list[Quantity], int]:
    """A figure, a range, a list or a tolerance that begins with a number at `start`."""
    prefix, outer = _prefix(g, text, start)
    first = _figure(g, text, start, prefix)
    if first is None:
        return [], pos
    end = first.end
    band = _band(g, text, first, outer)
    if band is not None:
        return [band], band.end
    if dash := g.dash.match(text, end):
        found, stop = _range(g, text, first, outer, dash)
        if stop:
            return ([found] if found else []), stop
    if first.kind == "number":
        listed, stop = _list(g, text, first, outer)
        if listed or stop > end:
            return listed, stop
        found = _plus_minus(g, text, first, outer)
        return ([], end) if found is None else ([found], found.end)
    bare = first.kind == "amount" and first.currency is None
    if bare and not _bare_amount(g, text, first):
        return [], end
    tolerance = _tolerance(g, text, first, outer)
    if tolerance is not None:
        return [tolerance], tolerance.end
    if bare and first.number.implied and not _comparator(g, text, outer, end)[1]:
        return [], end  # 千亿 as an adjective
    return [_quantity(g, text, first, outer, end)], end


def _bare_amount(g: _Grammar, text: str, figure: _Figure) -> bool:
    """Whether a scale number without currency is money and no count of things."""
    if figure.english:
        # 22-million and `a thousand` only with a currency
        written = text[figure.start : figure.end].lower()
        if "-" in written or written.endswith("thousand"):
            return False
        following = text[figure.end : figure.end + 1]
        if following in (" ", "-"):
            return g.english_noun.match(text, figure.end) is None
        return g.counted.match(text, figure.end) is None
    written = text[figure.start : figure.end]
    if not written[0].isdigit() and not any(c in written for c in "亿兆") and len(written) < 3:
        return False  # 一万, 两万
    if written[-1] not in "万亿兆多余":
        return False  # 5千
    if written.endswith("万") and g.counted_after_ten_thousand.match(text, figure.end):
        return False
    return g.counted.match(text, figure.end) is None


def _band(g: _Grammar, text: str, figure: _Figure, start: int) -> Quantity | None:
    """`mid-70s`, `low 40% range`, `40%高位`: a part of ten percent."""
    if figure.kind not in ("number", "percent") or not 10 <= figure.value <= 90:
        return None
    if figure.value % 10:
        return None
    end = figure.end
    if figure.kind == "percent":
        behind = g.band_before.match(text, end)
        if behind:
            low, high = g.words.bands_after[behind["band"]]
            return _banded(start, behind.end(), figure.value, low, high)
    elif re.match(r"['’]?s(?![A-Za-z])", text[end : end + 4]):
        end = text.index("s", end) + 1
    else:
        return None
    if start < 4 or text[start - 1] not in "- " or text[start - 2] not in g.band_ends:
        return None
    before = g.band_behind.search(text[max(0, start - 20) : start])
    if before is None:
        return None
    if figure.kind == "percent" and text[start - 1] == " " and not g.band_noun.match(text, end):
        return None  # a record high 80%
    words = g.words.bands
    low, high = words[before["low"].lower()]
    if before["high"]:
        high = words[before["high"].lower()][1]
    return _banded(max(0, start - 20) + before.start(), end, figure.value, low, high)


def _banded(start: int, end: int, ten: Decimal, low: int, high: int) -> Quantity:
    return Quantity(start, end, "percent", None, ten + low, ten + high, "percent", "~", None, 0)


_WIDEST: Final = 20
"""No range of money runs so far: `fell by $37 million to $5.7 billion` is two figures."""


def _range(
    g: _Grammar, text: str, first: _Figure, start: int, dash: re.Match[str]
) -> tuple[Quantity | None, int]:
    """`5%-10%`, `50-60亿美元`, `$25 to $30 billion`: two figures of one kind, the lower first.

    Returns the quantity, None where it counts things, and where it ends, 0 where there is no range.
    """
    second = _figure(g, text, dash.end(), g.prefixes.get(dash["prefix"] or ""))
    if second is None or second.kind == "number" or second.high or first.high:
        return None, 0
    before = text[max(0, start - 14) : start]
    if dash["and"]:
        if not text.startswith("之间", second.end) and not g.between.search(before):
            return None, 0
    elif dash["range"][0] not in "-—~" and (
        g.change.search(before) or _moved_to(g, before, first, second)
    ):
        return None, 0
    if first.currency and second.currency and first.currency != second.currency:
        return None, 0
    unscaled = first.kind == "number" or (first.kind == "amount" and not first.power)
    if first.kind != second.kind and first.kind != "number":
        return None, 0
    digits = text[first.start : first.start + 2]
    if first.kind == "number" and digits.isdigit() and digits[0] == "0":
        return None, 0  # of a date
    low, decimals = first.value, first.decimals
    power = second.power
    if second.kind != "amount":
        power = 1 if "成" in text[dash.end() : second.end] else 0
    if unscaled and power:
        low = plain(low.scaleb(power))
        decimals = None if decimals is None else decimals - power
    if _sign(g, text, start, second.kind)[0] < 0:
        low = -low
    high = -second.value if dash["sign"] == "-" else second.value
    if low >= high or (second.kind == "amount" and 0 < low * _WIDEST < high):
        return None, 0
    joined = replace(second, start=first.start, currency=first.currency or second.currency)
    if decimals is not None and second.decimals is not None:
        joined.decimals = min(decimals, second.decimals)
    if second.kind == "amount" and not joined.currency and not _bare_amount(g, text, second):
        return None, second.end
    return _quantity(g, text, joined, start, second.end, low, high), second.end


_WIDEST_RANGE = 3
"""A range whose upper bound is this many times the lower one is a move from an amount to another."""


def _moved_to(g: _Grammar, before: str, first: _Figure, second: _Figure) -> bool:
    """`环比增加3亿美元至53亿美元`, `by $20 billion to $50 billion`: by how much, and to what.

    `增加5亿至6亿美元` is a range.
    """
    if second.kind == "amount" and before.endswith(" by "):
        return True
    if first.kind != "amount" or not first.power or not g.moved.search(before):
        return False
    return bool(first.currency) or second.value >= _WIDEST_RANGE * first.value


def _list(g: _Grammar, text: str, first: _Figure, start: int) -> tuple[list[Quantity], int]:
    """`1237/1642/1846亿美元`: bare numbers that share the unit of the last one; and where they end.

    `近1/3` is a fraction.
    """
    link = g.listed.match(text, first.end)
    if link is None:
        return [], first.end
    before = text[:start][-6:].rstrip(" ")
    if "、" in link[0] and (not before or before[-1] in "\n。;:!?|)"):
        return [], first.end  # the number of a list item
    figures = [first]
    while link and len(figures) < 12:
        figure = _figure(g, text, link.end(), None)
        if figure is None:
            return [], first.end
        figures.append(figure)
        if figure.kind != "number":
            break
        link = g.listed.match(text, figure.end)
    last = figures[-1]
    if last.kind == "number":
        fraction = _slash(g, text, figures, start) if len(figures) == 2 else None
        return ([] if fraction is None else [fraction]), last.end
    bare = last.kind == "amount" and not last.currency
    if last.high or (bare and not _bare_amount(g, text, last)):
        return [], last.end
    found: list[Quantity] = []
    for figure in figures[:-1]:
        if last.power:
            _scale(figure, last.power)
        figure.kind, figure.currency = last.kind, first.currency or last.currency
        found.append(_quantity(g, text, figure, figure.start if found else start, figure.end))
    last.currency = first.currency or last.currency
    return [*found, _quantity(g, text, last, last.start, last.end)], last.end


def _slash(g: _Grammar, text: str, figures: list[_Figure], start: int) -> Quantity | None:
    """`近1/3`: a fraction only where a comparator says so, for `1/3` may be a date."""
    part, whole = figures
    if not 0 < part.value < whole.value <= 10 or text[whole.end : whole.end + 1] in tuple("/-月日"):
        return None
    if not _comparator(g, text, start, whole.end)[1]:
        return None
    figure = replace(part, kind="percent", value=_share(part.value, whole.value), decimals=None)
    return _quantity(g, text, figure, start, whole.end)


def _plus_minus(g: _Grammar, text: str, first: _Figure, start: int) -> Quantity | None:
    """`780±2%亿美元`, `75±0.5%`, `910±18亿美元`: the unit stands behind the ±."""
    if not (sign := g.plus_minus.match(text, first.end)):
        return None
    second = _figure(g, text, sign.end(), None)
    if second is None or second.kind in ("number", "multiple") or second.high is not None:
        return None
    end, tolerance = second.end, None
    unit = g.amount_unit.match(text, end) if second.kind == "percent" else None
    if unit and (unit["scale"] or unit["currency"]):
        scale = unit["scale"] or ""
        power = g.words.scales.words.get(scale.lower())
        if power is None:
            power = _power(scale)
        if unit["currency"]:
            code, cents = _currency(g, unit["currency"])
            first.currency, power = code, power + cents
        _scale(first, power)
        first.kind, end = "amount", unit.end()
        tolerance = Tolerance(second.value, "percent")
        spread = first.value * second.value / 100
    elif second.kind == "amount":
        _scale(first, second.power)
        first.kind, first.currency = "amount", first.currency or second.currency
        spread = second.value
    else:
        first.kind = "percent"
        tolerance = Tolerance(second.value, "percentage_points")
        spread = second.value
    quantity = _quantity(g, text, first, start, end)
    return _spread(quantity, spread, tolerance, end)


def _spread(quantity: Quantity, spread: Decimal, tolerance: Tolerance | None, end: int) -> Quantity:
    value = quantity.value or Decimal(0)
    low, high = plain(value - abs(spread)), plain(value + abs(spread))
    return replace(quantity, low=low, high=high, tolerance=tolerance, end=end)


def _tolerance(g: _Grammar, text: str, figure: _Figure, start: int) -> Quantity | None:
    """The figure as a tolerance, if a word of tolerance stands before it."""
    at = start
    while at and start - at < 4 and text[at - 1] in " \r\n为约在":
        at -= 1
    if not at or text[at - 1] not in g.tolerance_ends or figure.kind == "multiple" or figure.high:
        return None
    tail = text[max(0, at - 20) : at].lower().replace("\n", " ")
    word = next((w for w in g.tolerance_words if tail.endswith(w)), None)
    if word is None:
        return None
    begin = at - len(word)
    unit = _UNITS.get(figure.kind, figure.currency)
    return Quantity(
        begin, figure.end, "tolerance", figure.value, None, None, unit, "=", figure.decimals, 0
    )


def _merge(g: _Grammar, text: str, held: Quantity, tolerance: Quantity) -> Quantity | None:
    """The figure with the tolerance that stands right behind it, None if it isn't the figure's."""
    if held.form not in ("amount", "percent") or held.value is None or held.low is not None:
        return None
    gap = text[held.end : tolerance.start]
    if tolerance.value is None or not g.gap.fullmatch(gap):
        return None
    end = tolerance.end
    if "(" in gap and (close := re.match(r"\s{0,4}\)", text[end : end + 5])):
        end += close.end()
    if held.form == "amount" and tolerance.unit == "percent":
        spread = held.value * tolerance.value / 100
        return _spread(held, spread, Tolerance(tolerance.value, "percent"), end)
    if held.form == "percent" and tolerance.unit in ("percent", "percentage_points"):
        return _spread(held, tolerance.value, Tolerance(tolerance.value, "percentage_points"), end)
    bare = tolerance.unit is None and (tolerance.decimals or 0) < 0  # `67亿美元,上下2亿`
    if held.form == "amount" and (tolerance.unit == held.unit or bare):
        return _spread(held, tolerance.value, None, end)
    return None


_FLAT_TO: Final = re.compile(
    r"(?:至|到|-|~)(?:小幅|略微|略|同比|环比)?(?:(?:增长|上升|增加|提升|增)|(下降|下滑|减少|降))"
)


def _from_flat(text: str, held: Quantity, quantity: Quantity) -> Quantity | None:
    """`持平至增长2%`, `持平到下降3%`: a range that begins with no change."""
    match = _FLAT_TO.fullmatch(text[held.end : quantity.start])
    if match is None or quantity.form != "percent" or quantity.value is None:
        return None
    sign = -1 if match[1] else 1
    bounds = sorted((Decimal(0), sign * abs(quantity.value)))
    return replace(
        quantity, start=held.start, value=None, low=bounds[0], high=bounds[1], comparator="=", sign=sign
    )


def _read_vague(g: _Grammar, text: str, start: int, end: int) -> tuple[list[Quantity], int]:
    """`数十亿美元`, `十几亿`: from one of a unit to ten, or to two tens."""
    token = text[start + 1 : end]
    teens = token[0] == "几"
    unit = numeral(token.removeprefix("几")).value * (10 if teens else 1)
    currency = g.amount_unit.match(text, end)
    code = None
    if currency and currency["currency"] and not currency["scale"]:
        code = _currency(g, currency["currency"])[0]
        stop = currency.end()
    else:
        stop = end
        if not any(c in token for c in "亿兆") or g.counted.match(text, end):
            return [], end
    prefix, outer = _prefix(g, text, start)
    high = unit * (2 if teens else 10)
    return [Quantity(outer, stop, "amount", None, unit, high, code or prefix, "~", None, 0)], stop


def _windows(g: _Grammar, text: str) -> list[tuple[int, int]]:
    """The stretches of a text that may hold a figure in words: around the words that mark one."""
    if not _LATIN.search(text):
        return []
    found = []
    for stem in g.words.stems:
        at = text.find(stem)
        while at >= 0:
            start, end = at, at + len(stem)
            while start and at - start < 12 and _is_latin(text[start - 1]):
                start -= 1
            while end < len(text) and end - at < 16 and _is_latin(text[end]):
                end += 1
            # the scale of a number in digits is read with that number
            digits = start > 1 and text[start - 1] in " -" and text[start - 2].isdigit()
            if not digits and text[start:end].lower() in g.triggers:
                found.append((max(0, start - _REACH), end + _REACH))
            at = text.find(stem, end)
    found.sort()
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _words(g: _Grammar, text: str, windows: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Quantities written in English words."""
    for start, stop in windows:
        for match in g.english.finditer(text, start, stop):
            quantity = _read_words(g, text, match)
            if quantity is not None:
                yield quantity


def _code(g: _Grammar, currency: str | None) -> str | None:
    return _currency(g, currency)[0] if currency else None


def _read_words(g: _Grammar, text: str, match: re.Match[str]) -> Quantity | None:
    start, end, words = match.start(), match.end(), g.words
    figure = _Figure(start, end, "percent", Decimal(0), None)
    if match["flat"]:
        return _flat(start, end)
    if match["verb"]:
        # only a verb: more than double, to triple
        if text[:start].rstrip()[-24:].lower().split(" ")[-1] not in words.verb_behind:
            return None
        figure.kind, figure.value = "multiple", Decimal(words.doubling_verbs[match["verb"].lower()])
        return replace(_quantity(g, text, figure, start, end), form="double")
    if match["double"] or match["multiple"] or match["folds"]:
        figure.kind = "multiple"
        if match["folds"]:
            figure.value = Decimal(words.numbers[match["folds"].lower()])
            return _quantity(g, text, figure, start, end)
        if match["double"]:
            figure.value = Decimal(words.doublings[match["double"].lower()])
            return replace(_quantity(g, text, figure, start, end), form="double")
        figure.value = Decimal(words.multiple_words[match["multiple"].lower()])
        return _quantity(g, text, figure, start, end)
    if match["fraction"]:
        part = words.numbers[match["part"].lower()]
        whole = words.denominators[match["fraction"].lower()]
        if part >= whole:
            return None
        figure.value = _share(Decimal(part), Decimal(whole))
        return _quantity(g, text, figure, start, end)
    if match["half"]:
        return _half(g, text, match, figure)
    if match["decade"]:
        low, high = words.bands[match["band"].lower()]
        return _banded(start, end, Decimal(words.decades[match["ten"].lower()]), low, high)
    if match["number"]:
        return _number_words(g, text, match)
    if match["digits"]:
        low, high = words.bands[match["digits"].lower()]
        unit = Decimal(10) ** words.scales.words[match["digit_scale"].lower().removesuffix("s")]
        return Quantity(start, end, "amount", None, low * unit, high * unit, None, "~", None, 0)
    # billions of dollars, tens of billions, several billion dollars
    code = _code(g, match["many_currency"] or match["few_currency"])
    if code is None and not (match["many"] and g.vaguely.match(text, end)):
        return None
    power = words.scales.words[(match["many"] or match["few"]).lower().removesuffix("s")]
    unit = Decimal(10) ** (power + words.tens.get((match["tens"] or "").lower(), 0))
    return Quantity(start, end, "amount", None, unit, unit * 10, code, "~", None, 0)


def _half(g: _Grammar, text: str, match: re.Match[str], figure: _Figure) -> Quantity | None:
    """`half of its revenue` a share, `half a billion dollars` an amount, `the first half` none."""
    start, end, words = match.start(), match.end(), g.words
    before = re.split(r"[\s-]+", text[max(0, start - 24) : start].lower().strip())
    if before[-1] in words.not_half:
        return None
    if match["half_of"]:
        scale = words.scales.words[match["half_of"].lower()]
        figure.kind, figure.currency = "amount", _code(g, match["half_currency"])
        figure.value, figure.decimals = Decimal(5) * Decimal(10) ** (scale - 1), 1 - scale
        if figure.currency is None and g.english_noun.match(text, end):
            return None
        return _quantity(g, text, figure, start, end)
    after = re.split(r"[^a-z]+", text[end : end + 40].lower().strip())
    meant = before[-1] in words.half_behind or _before(g, text, start) is not None
    if not meant and after[0] not in words.half_before:
        return None
    if {"year", "quarter", "fiscal", "month", "decade"} & set(after[:4]) or re.match(
        r"\s(?:of\s)?(?:fiscal\s)?(?:FY)?[0-9]", text[end : end + 14]
    ):
        return None
    figure.value = Decimal(50)
    return _quantity(g, text, figure, start, end)


def _number_words(g: _Grammar, text: str, match: re.Match[str]) -> Quantity | None:
    """`twenty-five percent`, `ten to fifteen percent`, `two billion dollars`."""
    start = match.start()
    low: Decimal | None = None
    try:
        value = english(match["number"], g.words.numbers)
        low = english(match["low"], g.words.numbers) if match["low"] else None
    except ValueError:
        return None
    figure = _with_unit(g, text, _Figure(match.start("number"), match.end(), "number", value, 0))
    if figure is None or figure.kind == "number":
        return None
    if match["number"].lower() in ("a", "an") and not figure.english:
        return None
    if figure.kind == "amount" and figure.currency is None and not _bare_amount(g, text, figure):
        return None
    if low is None:
        return _quantity(g, text, figure, start, figure.end)
    # what the unit made of the second number it makes of the first
    low = plain(low * figure.value / value)
    if low >= figure.value:
        return _quantity(g, text, figure, figure.start, figure.end)
    return _quantity(g, text, figure, start, figure.end, low, figure.value)


def _merged(first: Iterable[Quantity], second: Iterable[Quantity]) -> Iterator[Quantity]:
    """Both in order of their place; where two overlap the earlier one stays."""
    end = 0
    for quantity in sorted((*first, *second), key=lambda q: (q.start, -q.end)):
        if quantity.start >= end:
            yield quantity
            end = quantity.end


def may_have_quantity(text: str) -> bool:
    """Whether `quantities` could find any: a quick look for digits, numerals and number words.

    >>> [may_have_quantity(text) for text in ("营收翻倍", "需求强劲", "Margins were flat.")]
    [True, False, True]
    """
    g = _grammar()
    if g.start.search(text) or _windows(g, text):
        return True
    if g.foreign.search(text) is not None:
        text = text.translate(g.table)
    return bool(g.start.search(text)) or next(spoken_money(text), None) is not None


def quantities(text: str) -> Iterator[Quantity]:
    """Every amount of money, percentage, change in points, multiple and range of a text, in order.

    They don't overlap. The text may be raw: full-width signs, Traditional characters, and spaces or
    line breaks inside a figure are understood.

    >>> [(q.unit, int(q.value), q.decimals) for q in quantities("营收816亿美元,同比+85%")]
    [('USD', 81600000000, -8), ('percent', 85, 0)]
    >>> [(str(q.low), str(q.high), q.comparator) for q in quantities("margins in the mid-70s")]
    [('74', '76', '~')]
    >>> list(quantities("2025年发布的 H100 有 800 亿个晶体管,服务 2400 名用户"))
    []
    """
    g = _grammar()
    if g.foreign.search(text):
        text = text.translate(g.table)
    found = _numeric(g, text)
    if windows := _windows(g, text):
        found = _merged(found, _words(g, text, windows))
    if spoken := list(spoken_money(text)):
        sums = [
            Quantity(start, end, "amount", value, None, None, unit, "=", decimals, 0)
            for start, end, value, decimals, unit in spoken
        ]
        found = _merged(sums, found)
    return found
