"""The rules of all languages as one pattern, and the atoms that it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nvdx.mentions.period.atoms import Atom, Production
from nvdx.mentions.period.chinese import chinese_rules
from nvdx.mentions.period.codes import code_rules
from nvdx.mentions.period.english import english_rules
from nvdx.mentions.period.heads import TRIGGER, heads_of
from nvdx.mentions.period.model import Relative
from nvdx.mentions.period.words import any_of, load_words

__all__ = ["Grammar", "load_grammar", "read_atoms"]


WORD_START: Final = r"(?<![A-Za-z0-9_])(?<![0-9][.,])"


@dataclass(frozen=True, slots=True)
class Grammar:
    # A text without a trigger holds no mention, and an atom starts where a head does: both only
    # spare the master pattern work.
    trigger: re.Pattern[str]
    heads: re.Pattern[str]
    master: re.Pattern[str]
    productions: Mapping[str, Production]
    comparison: frozenset[Relative]
    finance: re.Pattern[str]
    shows: re.Pattern[str]


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    lexicon = load_words()
    chinese = chinese_rules(lexicon.zh)
    codes = code_rules(lexicon)
    english = english_rules(lexicon.en)
    rules = {**codes, **chinese, **english}

    def either(group: Iterable[str]) -> str:
        return "|".join(f"(?P<{name}>{rules[name][0]})" for name in group)

    # One look at a character tells which rules can start there at all.
    master = "|".join(
        (
            rf"(?=[0-9]){WORD_START}(?:{either(n for n in chinese if n.startswith('n_'))})",
            rf"(?=[A-Za-z0-9']){WORD_START}(?:{either((*codes, *english))})",
            rf"(?=[^A-Za-z0-9'])(?:{either(n for n in chinese if not n.startswith('n_'))})",
        )
    )
    return Grammar(
        trigger=re.compile(TRIGGER),
        heads=re.compile(heads_of(lexicon)),
        master=re.compile(master),
        productions={name: production for name, (_, production) in rules.items()},
        comparison=frozenset(lexicon.comparison),
        finance=re.compile(any_of(lexicon.zh.finance)),
        shows=re.compile(any_of(lexicon.zh.shows)),
    )


def read_atoms(text: str, grammar: Grammar) -> Iterator[Atom]:
    position = 0
    while head := grammar.heads.search(text, position):
        match = grammar.master.match(text, head.start())
        atoms: tuple[Atom, ...] = ()
        if match is not None and match.lastgroup is not None:
            atoms = grammar.productions[match.lastgroup](match)
        yield from atoms
        # What a production declines may still hold something.
        position = match.end() if match is not None and atoms else head.start() + 1
