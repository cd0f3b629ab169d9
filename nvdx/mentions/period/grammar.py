"""The rules of all languages together, and the atoms that they find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from string import ascii_letters
from typing import Final

from nvdx.mentions.period.atoms import Atom, Rules
from nvdx.mentions.period.chinese import chinese_rules
from nvdx.mentions.period.codes import code_rules
from nvdx.mentions.period.english import english_rules
from nvdx.mentions.period.heads import TRIGGER, Heads
from nvdx.mentions.period.words import Words, any_of, load_words

__all__ = ["Grammar", "load_grammar"]


_WORD_START: Final = r"(?<![A-Za-z0-9_])(?<![0-9][.,])"
_DIGITS: Final = frozenset("0123456789")
_CODES: Final = frozenset("CFHLQT") | _DIGITS
_LATIN: Final = frozenset(ascii_letters + "'") | _DIGITS
# No H100 and no date in Chinese: they need not have the English rules compiled.
_ENGLISH: Final = re.compile(
    r"[A-Za-z](?![0-9])|'|[0-9]{1,2}[A-Za-z -]|(?:19|20)[0-9]{2}(?![0-9年财])"
)


class _Alternatives:
    """Rules that start with the same kind of character, as one pattern made when first asked for."""

    def __init__(self, rules: Rules, prefix: str = "") -> None:
        self._rules: Final = rules
        self._prefix: Final = prefix

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        either = "|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in self._rules.items())
        return re.compile(f"{self._prefix}(?:{either})")

    def read(self, text: str, start: int) -> tuple[tuple[Atom, ...], int] | None:
        """The atoms that the first rule makes that matches, none where it declines; and the end."""
        match = self.pattern.match(text, start)
        if match is None or match.lastgroup is None:
            return None
        return self._rules[match.lastgroup][1](match), match.end()


class Grammar:
    """The rules of all languages, and the words that mentions are judged by."""

    def __init__(self, lexicon: Words) -> None:
        chinese = chinese_rules(lexicon.zh)
        numbers = {name: rule for name, rule in chinese.items() if name.startswith("n_")}
        others = {name: rule for name, rule in chinese.items() if name not in numbers}
        self._numbers: Final = _Alternatives(numbers, _WORD_START)
        self._codes: Final = _Alternatives(code_rules(lexicon), _WORD_START)
        self._english: Final = _Alternatives(english_rules(lexicon.en), _WORD_START)
        self._chinese: Final = _Alternatives(others)
        # A text without a trigger holds no mention, and an atom starts where a head does: both
        # only spare the rules work.
        self.trigger: Final = re.compile(TRIGGER)
        self._heads: Final = Heads(lexicon)
        self.comparison: Final = frozenset(lexicon.comparison)
        self.finance: Final = re.compile(any_of(lexicon.zh.finance))
        self.shows: Final = re.compile(any_of(lexicon.zh.shows))

    def atoms(self, text: str) -> Iterator[Atom]:
        """The atoms of a text in order, without overlap."""
        position = 0
        for start in self._heads.starts(text):
            if start < position:
                continue
            for alternatives in self._starting_at(text, start):
                read = alternatives.read(text, start)
                if read is None:
                    continue
                atoms, end = read
                # What a rule declines may still hold something.
                if atoms:
                    yield from atoms
                    position = end
                break

    def _starting_at(self, text: str, start: int) -> Iterator[_Alternatives]:
        """The rules that can start with a character, those of numbers and codes before words."""
        character = text[start]
        if character not in _LATIN:
            yield self._chinese
            return
        if character in _DIGITS:
            yield self._numbers
        if character in _CODES:
            yield self._codes
        if _ENGLISH.match(text, start):
            yield self._english


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """The grammar of the words of lexicon/periods.yaml."""
    return Grammar(load_words())
