"""The words: YAML files of this folder, checked and joined into one matcher.

A word may carry several senses (`增至` means growth and leads to a target value). The matcher is one
Aho-Corasick automaton over all words of all senses, so a text is read once however many words there
are, and the longest word at a place wins (`净利润率` before `净利润`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from nvdx.lexicon.loader import Loader

__all__ = ["FOLDER", "LexiconError", "Senses", "Vocabulary", "Words", "load_yaml", "vocabulary"]

FOLDER: Final = Path(__file__).parent

Senses = Mapping[str, Any]
"""What a word means: sense name → value, as {"metric": "revenue"} or {"up": True, "to": True}."""


Words = list[tuple[int, int, Senses]]
"""Words found in a text: start, end and senses of each."""


class LexiconError(ValueError):
    """A lexicon file that does not have the shape its readers rely on."""


def load_yaml(name: str) -> dict[str, Any]:
    """One lexicon file as plain strings, lists and mappings.

    Raises:
        LexiconError: the file is no mapping.
    """
    with (FOLDER / name).open(encoding="utf-8") as file:
        content = yaml.load(file, Loader)
    if not isinstance(content, dict):
        raise LexiconError(f"{name}: a mapping of names to words is expected")
    return content


def words_of(name: str, key: str, words: object) -> list[str]:
    """The words of one entry, checked.

    Raises:
        LexiconError: the entry is not a list of words.
    """
    if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
        raise LexiconError(f"{name}: `{key}` must be a list of words")
    return words


def case_forms(word: str) -> tuple[str, ...]:
    """The forms of a word that a text may use: a Latin word starts sentences and stands in titles.

    >>> case_forms("net income")
    ('net income', 'Net income', 'Net Income', 'NET INCOME')
    >>> case_forms("client and gaming")[2:]
    ('Client And Gaming', 'CLIENT AND GAMING', 'Client and Gaming', 'client & gaming', 'Client & gaming', 'Client & Gaming')
    >>> case_forms("营收")
    ('营收',)
    """
    if not word.isascii():
        return (word,)
    titled = word.title()
    forms = (word, word[:1].upper() + word[1:], titled, word.upper(), _small_words(titled))
    joined = [f.replace(w, " & ") for f in forms for w in (" and ", " And ") if w in f]
    return tuple(dict.fromkeys((*forms, *joined)))


_SMALL: Final = re.compile(r"(?<= )(?:And|Of|For|In|The|To|On|Per|By|From|With|A|An)(?= )")


def _small_words(title: str) -> str:
    """A title as it is mostly written, its prepositions and articles small."""
    small = _SMALL.sub(lambda word: word[0].lower(), title)
    return small[0].lower() + small[1:] if small.startswith("To ") else small


class Vocabulary:
    """Finds the words of the lexicon and of the companies in a text.

    Args:
        entries: word → senses; a word given twice has the senses of both.
    """

    def __init__(self, entries: Sequence[tuple[str, Senses]]) -> None:
        # Imported here: the wheel is needed only once a document has something to read.
        from ahocorasick_rs import AhoCorasick, MatchKind

        joined: dict[str, dict[str, Any]] = {}
        for word, senses in entries:
            known = joined.setdefault(word, {})
            for sense, value in senses.items():
                if isinstance(value, dict):
                    known[sense] = {**known.get(sense, {}), **value}
                else:
                    known.setdefault(sense, value)
        _inherit_from_prefixes(joined)
        words = list(joined)
        # With each word whether it begins or ends with a Latin letter or digit: most do not.
        self._entries: Final[list[tuple[Senses, bool, bool]]] = [
            (senses, _latin(word[0]), _latin(word[-1])) for word, senses in joined.items()
        ]
        self.by_word: Final[Mapping[str, Senses]] = joined
        """Every word with its senses."""
        self._automaton: Final = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Words:
        """Words of the text from left to right, the longest at each place, never overlapping.

        A Latin word counts only where no Latin letter or digit touches it, but for a figure in Chinese
        behind it (`Meta170亿美元`).
        """
        found: Words = []
        size = len(text)
        entries = self._entries
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            senses, latin_start, latin_end = entries[index]
            if latin_start and start and _latin(text[start - 1]):
                continue
            if latin_end and end < size and _latin(text[end]) and not _FIGURE.match(text, end):
                within = self._within(text, start, end)
                if within is None:
                    continue
                end, senses = within
            found.append((start, end, senses))
        return found

    def _within(self, text: str, start: int, end: int) -> tuple[int, Senses] | None:
        """What a word still says that goes on: `H100` in `H100s`, `Instinct` of `Instinct GPU` in `Instinct GPUs`."""
        whole = self.by_word[text[start:end]]
        if text[end] == "s" and "brand" in whole and not _latin(text[end + 1 : end + 2] or " "):
            return end + 1, whole
        at = text.rfind(" ", start, end)
        while at > start:
            senses = self.by_word.get(text[start:at])
            if senses is not None:
                return at, senses
            at = text.rfind(" ", start, at)
        return None


def _inherit_from_prefixes(joined: dict[str, dict[str, Any]]) -> None:
    """Lets a company's longer term mean for other companies what its beginning means for them.

    The longest word wins, so Intel's `数据中心和AI` would hide the `数据中心` of the others.
    """
    for word, senses in joined.items():
        for sense in ("segment", "product"):
            if sense in senses:
                for end in range(len(word) - 1, 1, -1):
                    shorter = joined.get(word[:end], {}).get(sense)
                    if shorter:
                        senses[sense] = {**shorter, **senses[sense]}
                for at in (i + 1 for i, c in enumerate(word) if c == " "):
                    # English qualifies in front: one company's `core data center` is others' `data center`.
                    shorter = joined.get(word[at:], {}).get(sense)
                    if shorter:
                        senses[sense] = {**shorter, **senses[sense]}


_FIGURE: Final = re.compile(r"(?<=[A-Za-z]{3})\d[\d,.]*(?:[多余]?[万亿]|美元|美金|元|%)")


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def lexicon_entries() -> list[tuple[str, Senses]]:
    """Words of metrics.yaml, other.yaml, cues.yaml and dimensions.yaml with their senses."""
    entries: list[tuple[str, Senses]] = []

    def add(words: list[str], senses: Senses) -> None:
        entries.extend((form, senses) for word in words for form in case_forms(word))

    for metric, forms in load_yaml("metrics.yaml").items():
        add(words_of("metrics.yaml", metric, forms["words"]), {"metric": metric})
        if "losses" in forms:
            losses = words_of("metrics.yaml", f"{metric}.losses", forms["losses"])
            add(losses, {"metric": metric, "loss": True})
    for concept, words in load_yaml("other.yaml").items():
        add(words_of("other.yaml", concept, words), {"other": concept})
    for cue, words in load_yaml("cues.yaml").items():
        add(words_of("cues.yaml", cue, words), {cue: True})
        if cue in ("up", "down"):
            add([word for word in words if word.endswith(("至", "到"))], {"to": True})
    strangers = words_of("strangers.yaml", "companies", load_yaml("strangers.yaml")["companies"])
    entries.extend((name, {"stranger": True}) for name in strangers)
    dimensions = load_yaml("dimensions.yaml")
    add(
        words_of("dimensions.yaml", "segment_suffix", dimensions["segment_suffix"]),
        {"suffix": True},
    )
    add(words_of("dimensions.yaml", "parts", dimensions["parts"]), {"part_noun": True})
    for dimension, sense in (("customers", "customer"), ("geographies", "geography")):
        for name, words in dimensions[dimension].items():
            add(words_of("dimensions.yaml", name, words), {sense: name})
    return entries


@lru_cache(maxsize=4)
def _vocabulary(companies: tuple[Any, ...], taiwan: bool = False) -> Vocabulary:
    from nvdx.documents.clean import clean

    aliases = {
        form: company.id
        for company in companies
        for alias in company.aliases
        for form in (alias, clean(alias, 0, True)[0])
    }
    if taiwan:
        known = {company.id for company in companies}
        aliases |= {n: o for n, o in load_yaml("traditional.yaml")["names"].items() if o in known}
    # A company that a user adds is a stranger no more.
    entries = [
        (word, senses)
        for word, senses in lexicon_entries()
        if not (word in aliases and "stranger" in senses)
    ]
    entries.extend((alias, {"company": owner}) for alias, owner in aliases.items())
    for company in companies:
        entries.extend((person, {"person": company.id}) for person in company.people)
        for sense, terms in (("segment", company.segments), ("product", company.products)):
            for term in terms:
                for word in term.words:
                    senses: dict[str, Any] = {sense: {company.id: term.id}}
                    if word in term.names:
                        senses["brand"] = company.id
                    if word in term.generic:
                        senses["generic"] = {company.id: True}
                    entries.extend((form, senses) for form in case_forms(word))
    return Vocabulary([*entries, *_as_in_taiwan(entries)])


_NAMES: Final = ("company", "person", "stranger")


def _as_in_taiwan(entries: list[tuple[str, Senses]]) -> Iterator[tuple[str, Senses]]:
    """Each word again as Taiwan says it (`芯片` 晶片, `服务器` 伺服器), by traditional.yaml; names stay."""
    terms: dict[str, list[str]] = load_yaml("traditional.yaml")["words"]
    within = re.compile("|".join(sorted(terms, key=len, reverse=True)))
    for word, senses in entries:
        if word.isascii() or any(name in senses for name in _NAMES):
            continue
        for number, found in enumerate(within.finditer(word)):
            for term in terms[found[0]]:
                said = word[: found.start()] + term + word[found.end() :]
                # The rest is said as in Taiwan too (`数据中心网络` is 资料中心网路), or not (`移动与客户端` 行动与客户端).
                rest = within.sub(lambda m: terms[m[0]][0], said)
                if not number:
                    yield rest, senses
                if rest != said:
                    yield said, senses


_TRADITIONAL: Final = re.compile("[營財報億業務萬與為這個們說產計資訊長]")
"""Common characters that only text in Traditional characters has."""


def vocabulary(companies: Mapping[str, Any], text: str = "") -> Vocabulary:
    """The matcher for these companies, built once for each set of them; `text` tells the script."""
    return _vocabulary(tuple(companies.values()), _as_taiwan_names(companies, text))


@lru_cache(maxsize=1)
def _taiwan_names() -> Mapping[str, str]:
    names: dict[str, str] = load_yaml("traditional.yaml")["names"]
    return names


def _as_taiwan_names(companies: Mapping[str, Any], text: str) -> bool:
    """Whether `超微` is AMD, as in Taiwan, and not Super Micro: in Traditional text that doesn't name the latter."""
    names = _taiwan_names()
    if not any(name in text for name in names) or not _TRADITIONAL.search(text):
        return False

    def named(company: Any) -> bool:
        return any(alias in text for alias in company.aliases if alias not in names)

    meant = [companies[owner] for owner in names.values() if owner in companies]
    others = [c for c in companies.values() if any(name in c.aliases for name in names)]
    return any(map(named, meant)) or not any(map(named, others))
