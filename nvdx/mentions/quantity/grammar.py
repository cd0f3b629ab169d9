"""The patterns and look-up tables that put the words of lexicon/units.yaml together."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Final

from nvdx.lexicon import load_yaml
from nvdx.mentions.quantity.words import Words, any_of, chinese, load_words

__all__ = ["Grammar", "is_latin", "load_grammar"]


_HAN: Final = "零一二两三四五六七八九十百千万亿兆点"
_LEAD: Final = "一二两三四五六七八九十百千万"
_S: Final = r"[ \t\r\n]{0,4}"
_ARABIC: Final = r"(?>[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,15})(?>\.[0-9]{1,8})?(?![0-9])"


class Grammar:
    """The patterns and look-up tables made from the lexicon, named after what they find."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._characters()
        self._units()
        self._starts()
        self._links()
        self._comparators()
        # Every figure in words holds one of these words, and they one of `stems`.
        scales = [w for w in words.scales.words if len(w) > 4]
        self.triggers = {
            *words.doublings, *words.doubling_verbs, *words.flat, *words.multiple_words,
            *words.denominators, *words.decades, *scales, *(w + "s" for w in scales),
            *words.percent, "cent", "percentage", "basis", "half", "times",
            "fold", *(n + "fold" for n in words.numbers),
        }  # fmt: skip

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
        names = any_of(w for w in self.currency_of if w not in self.codes)
        codes = "|".join(self.codes)
        self.currency = rf"(?!{any_of(words.not_currency)})(?:{names}|(?:{codes})(?![A-Za-z0-9]))"
        self.scale = any_of(words.scales.words)
        letters = "".join(words.scales.letters)
        self.unit = re.compile(
            rf"""{_S}(?:
               (?P<points>{any_of(words.points)}|(?i:pcts))
              |(?P<basis>{any_of(words.basis_points)})
              |(?P<percent>{any_of(words.percent)})
              |(?!{any_of(words.not_multiple)})(?P<multiple>倍)
              |(?P<x>(?<=[0-9])[xX×](?![A-Za-z0-9]|[.-][a-z]))
              |(?P<times>[Tt]imes(?=\s{any_of(words.times_before)})|-?fold(?![A-Za-z]))
              |(?!{any_of(words.not_tenths)})(?P<tenths>成(?:(?P<tenth>[一二三四五六七八九])
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
        unit = any_of(
            chinese((*self.currency_of, *words.percent, *words.points, *words.basis_points))
        )
        dash = any_of(
            [w for w in (*words.ranges, *words.ranges_and) if not w.isascii() or w in "-~"]
        )
        doublings = chinese(words.doublings)
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
             |(?<=半)(?P<halves>数|(?<=[过超逾近]半)(?<![通经]过半)(?!{any_of(words.not_halves)}))
             |(?<=持)(?P<flat>平)
             |(?<=[{heads}])(?P<double>{any_of(w[1:] for w in doublings)})
            )""",
            re.VERBOSE,
        )

    def _links(self) -> None:
        words = self.words
        prefix = any_of(self.prefixes)
        self.dash = re.compile(
            rf"{_S}(?:(?P<range>{any_of(words.ranges)})|(?P<and>{any_of(words.ranges_and)}))"
            rf"{_S}(?P<sign>[-+])?(?P<prefix>{prefix})?{_S}(?=[0-9{_LEAD}])"
        )
        self.change = re.compile(
            rf"(?<!来)(?<!自)(?:{any_of(words.changes_from)})(?!(?<=自)[身己家有研主行营])"
            rf"(?:(?!{any_of(words.changes_to)})[^,;。()]){{0,10}}$"
        )
        self.moved = re.compile(rf"(?:{any_of(words.changes_by)})了?{_S}[约近逾超]?{_S}$")
        self.between = re.compile(rf"{any_of(words.between)}\s?{prefix}?\s?$")
        flat = words.flat_to
        self.flat_to = re.compile(
            rf"(?:至|到|-|~){any_of(flat.adverbs)}?(?:{any_of(flat.up)}|(?P<down>{any_of(flat.down)}))"
        )
        self.listed = re.compile(rf"{_S}[/、]{_S}(?={_ARABIC})")
        self.plus_minus = re.compile(rf"{_S}(?:±|\+/-|\+-){_S}(?=[0-9])")
        self.tolerance_words = sorted(words.tolerances, key=len, reverse=True)
        self.tolerance_ends = frozenset(c for w in words.tolerances for c in (w[-1], w[-1].upper()))
        self.gap = re.compile(r"[\s,、]{0,4}\(?\s{0,4}")
        bands = any_of(words.bands)
        self.band_behind = re.compile(
            rf"(?<![A-Za-z-])(?P<low>{bands})(?:-?\s?to[\s-](?P<high>{bands}))?[\s-]\s?$"
        )
        self.band_noun = re.compile(rf"\s{any_of(words.band_nouns)}")
        self.band_ends = frozenset(w[-1] for w in words.bands)
        self.band_before = re.compile(
            rf"{_S}(?:左右)?{_S}的?(?P<band>{any_of(words.bands_after)})(?![数值线])"
        )
        self.vaguely = re.compile(rf"\s{any_of(words.vaguely_before)}")
        self.counted = re.compile(
            rf"{_S}[多余]?(?:(?!{any_of(words.not_counted)}){any_of(words.counted)}|[A-Za-z])"
        )
        self.counted_after_ten_thousand = re.compile(
            rf"{_S}\+?{_S}(?!{any_of(words.money_before)})[\u4e00-\u9fff]"
        )
        self.english_noun = re.compile(
            rf"[ \t]{{1,2}}(?!{any_of(words.bare_before)})[A-Za-z]|-[A-Za-z]"
        )

    def _comparators(self) -> None:
        words = self.words
        self.before = {w: sign for sign, ws in words.comparators.before.items() for w in ws}
        self.after_of = {w: sign for sign, ws in words.comparators.after.items() for w in ws}
        # `上下` that goes on to a number is a tolerance, `+` a sum
        self.after = re.compile(
            rf"{_S}(?P<word>{any_of(self.after_of)})(?!浮动|波动|变动|\s?[0-9$])"
        )
        self.after_firsts = frozenset(w[0] for w in self.after_of) | {" ", "\n"}
        self.before_ends = frozenset(
            c for w in (*self.before, *words.particles) for c in (w[-1], w[-1].upper())
        )
        self.han_before = max(len(w) for w in self.before if not w.isascii())
        self.expected = re.compile(
            rf"{_S}的?[一-鿿]{{0,6}}?{any_of(chinese(words.expectations))}"
            rf"|\s(?:[A-Za-z]+\s){{0,3}}?{any_of(w for w in words.expectations if w.isascii())}"
        )

    @cached_property
    def english(self) -> re.Pattern[str]:
        """Figures in English words; the largest pattern of all, so made for the first such text."""
        words = self.words
        numbers = any_of(words.numbers)
        scale = any_of([w for w in words.scales.words if len(w) > 4])
        bands = any_of(words.bands)
        number = rf"{numbers}(?:(?:-|\s(?:and\s)?)(?:{numbers}|hundred(?![a-z]))){{0,4}}"
        plural = any_of([w + "s" for w in words.scales.words if len(w) > 4])
        return re.compile(
            rf"""(?<![A-Za-z0-9_/.@=-])(?=[A-Za-z])(?:
              (?P<double>{any_of(w for w in words.doublings if w.isascii())})
                (?![-\s]{any_of(words.not_doubling)})
             |(?P<verb>{any_of(words.doubling_verbs)})(?![-\s]{any_of(words.not_doubling)})
             |(?P<flat>{any_of(w for w in words.flat if w.isascii())})(?!-|\s{any_of(words.not_flat)})
             |(?P<multiple>{any_of(words.multiple_words)})(?=\s{any_of(words.times_before)})
             |(?P<part>{numbers})(?:-|\s(?=[A-Za-z]+\s(?:of|the|its|our|their)(?![a-z])))
                (?P<fraction>{any_of(words.denominators)})(?!\s(?:quarter|party|half))
             |(?P<half>[Hh](?i:alf))(?![A-Za-z-])
                (?:\san?\s(?P<half_of>{scale})(?:\s(?P<half_currency>{self.currency}))?)?
             |(?P<decade>(?P<band>{bands})[\s-](?P<ten>{any_of(words.decades)}))
             |(?P<digits>{bands})[\s-][Ss]ingle[\s-][Dd]igit[\s-](?P<digit_scale>{plural}|{scale})
             |(?:(?P<tens>{any_of(words.tens)})\sof\s)?(?P<many>{plural})
                (?:(?:\sof)?\s(?P<many_currency>{self.currency}))?
             |{any_of(words.several)}\s(?P<few>{scale})(?:\s(?P<few_currency>{self.currency}))?
             |(?P<folds>{"|".join(words.numbers)})-?fold(?![a-z])
             |(?:(?P<low>{number})\sto\s)?(?P<number>{number})
                (?=[\s-]{{0,2}}(?:{scale}|percent|per\scent|basis|pct|times))
            )""",
            re.VERBOSE,
        )


@cache
def load_grammar() -> Grammar:
    """The grammar of the words of lexicon/units.yaml."""
    return Grammar(load_words())


def is_latin(character: str) -> bool:
    """Whether a character is a letter of ASCII."""
    return character.isascii() and character.isalpha()
