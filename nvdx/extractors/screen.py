"""A look at a text as it stands in its file: whether reading it can give any record at all.

Most pages of an archive name no metric, or no company, or no figure near a metric, which is seen in a
fraction of the time that reading them takes (`make bench` has both together). A metric may go without
saying in a short text only: in a longer one, a figure with no metric anywhere near it is none of ours.
Of what counts, the screen lets too much through, never too little: it knows nothing of sentences, and
takes notation, blanks and line breaks out of the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Final

from nvdx.companies import Company
from nvdx.documents.clean import NOTHING, is_traditional, normal
from nvdx.documents.decode import encodable
from nvdx.documents.types import Block, Document
from nvdx.lexicon import Vocabulary, Words, vocabulary
from nvdx.mentions.quantity import may_show_figure, quantities

__all__ = ["Screen", "may_state", "may_tell"]

SHORT: Final = 2000
"""A text with fewer characters need only show a figure: there a metric may go without saying."""
REACH: Final = 200
"""How many characters a figure may stand from the nearest word of a metric: a paragraph or two."""
BESIDE: Final = 2
"""How many blocks before, and one less behind, a figure's metric may stand from it."""
_OWNERS: Final = frozenset({"company", "person", "brand"})
_LONGEST_FIGURE: Final = 40
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--|-->")
_ADDRESS: Final = re.compile(r"[!#-&*-;=?-Z\\^_a-z{-~]*")
"""What goes on behind the `://` of an address, up to a bracket or a blank."""
_ENTITY: Final = re.compile("&(?:#|nbsp|e[nm]sp|amp|thinsp)")
# Of the forms that have an ordinary character in their place, those that words and figures have.
_OTHER_FORMS: Final = re.compile(
    "[\uff04\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uffe5\u2e80-\u2fdf\uf900-\ufaff]"
)
_UNPRINTED: Final = re.compile(f"[{NOTHING}]+")
# Cells of tables hold bare numbers, their unit stands in a head: behind a bar, a tab or a tag, in
# columns, or alone on a line. Of many blanks the last ones are enough.
_CELL: Final = re.compile(
    r"(?:[|\t>]|[ ]{2})[ \t*]{0,99}+[-+(]?[ ]?[0-9]|^[ \t]*[-+(]?[ ]?[0-9][0-9,.]*\)?[ \t]*$", re.MULTILINE
)


class Screen:
    """Whether a text can give records, by the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        # A Latin word needs the blanks around it; a Chinese one may be torn by a line's end.
        self._latin: Final = _WordList(vocabulary, latin=True)
        self._chinese: Final = _WordList(vocabulary, latin=False)

    def lets_through(self, text: str, *, owned: bool = False) -> bool:
        """Whether a text names a company, unless it is `owned`, and a metric with a figure nearby.

        >>> from nvdx.companies import load_companies
        >>> from nvdx.lexicon import vocabulary
        >>> screen = Screen(vocabulary(load_companies()))
        >>> texts = "英伟达营**收**300\\n亿美元", "英伟达股价涨3%", "Revenue rose 3%.", "NVIDIA's revenue rose."
        >>> [screen.lets_through(text) for text in texts]
        [True, False, False, False]
        >>> screen.lets_through("Revenue rose 3%.", owned=True)
        True
        """
        spaced = _plain(text)
        looks = [(spaced, *self._latin.look(spaced))]
        if not spaced.isascii():
            gapless = spaced.replace(" ", "")
            looks.append((gapless, *self._chinese.look(gapless)))
        if not (owned or any(is_owned for _, is_owned, _ in looks)):
            return False
        if not any(metrics for _, _, metrics in looks):
            return False
        return _CELL.search(text) is not None or any(
            _figure_near(metrics, plain) for plain, _, metrics in looks
        )


class _WordList:
    """The metrics, and the names that say whose figures they are, in one of two scripts."""

    def __init__(self, vocabulary: Vocabulary, *, latin: bool) -> None:
        from ahocorasick_rs import AhoCorasick

        kinds: dict[str, tuple[bool, bool]] = {}
        for word, senses in vocabulary.by_word.items():
            metric, owner = "metric" in senses, not _OWNERS.isdisjoint(senses)
            if word.isascii() == latin and (metric or owner):
                key = word if latin else word.replace(" ", "")
                known = kinds.get(key, (False, False))
                kinds[key] = known[0] or metric, known[1] or owner
        self._latin: Final = latin
        self._kinds: Final = list(kinds.values())
        self._automaton: Final = AhoCorasick(list(kinds))

    def look(self, text: str) -> tuple[bool, list[int]]:
        """Whether a text names anybody, and where it names metrics."""
        owned = False
        metrics: list[int] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if self._latin and _is_part_of_a_word(text, start, end):
                continue
            metric, owner = self._kinds[index]
            owned = owned or owner
            if metric:
                metrics.append(start)
        return owned, metrics


def _is_part_of_a_word(text: str, start: int, end: int) -> bool:
    """Whether Latin letters or digits go on before or behind; an `s` of the plural does not count."""
    end += text.startswith("s", end)
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _plain(text: str) -> str:
    """The characters as the grammar knows them, without notation, with single blanks in between."""
    first, *addresses = text.split("://")
    if addresses:
        text = first + " ".join(_ADDRESS.sub("", part, count=1) for part in addresses)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text and _ENTITY.search(text):
        text = unescape(text)
    if not text.isascii():
        traditional = is_traditional(text)
        if traditional or _OTHER_FORMS.search(text):
            text = normal(text, traditional)
    text = " ".join(text.replace("*", "").replace("_", " ").split())
    if not text.isprintable() or "\ufe0f" in text:
        text = encodable(_UNPRINTED.sub("", text))
    return text


def _shows_figure(text: str) -> bool:
    """Whether there may be a figure anywhere in a text."""
    spaced = _plain(text)
    gapless = spaced.replace(" ", "")
    return _CELL.search(text) is not None or any(
        may_show_figure(plain, 0, len(plain)) for plain in (spaced, gapless)
    )


def _figure_near(metrics: Sequence[int], text: str) -> bool:
    """Whether a figure stands within reach of one of the offsets, which ascend."""
    done = 0
    for at in metrics:
        end = at + REACH
        if may_show_figure(text, max(at - REACH, done), end):
            return True
        done = max(end - _LONGEST_FIGURE, 0)
    return False


@lru_cache(maxsize=4)
def _screen_for(vocabulary: Vocabulary) -> Screen:
    return Screen(vocabulary)


def may_state(
    document: Document, companies: Mapping[str, Company], *, owned: bool = False
) -> bool:
    """Whether reading a document can give records; `owned` where it need not name its company."""
    if len(document.text) < SHORT:
        return _shows_figure(document.text)
    text = f"{document.given_title or ''}\n{document.text}"
    return _screen_for(vocabulary(companies)).lets_through(text, owned=owned)


def may_tell(document: Document, blocks: Sequence[Block], said: Sequence[Words]) -> bool:
    """Whether a block of a document that was read has a figure, and it or one beside it a metric.

    What was read is without the menus and notices in which a text may have had them. `said` are the
    words of each block; short documents may leave the metric unsaid, as for `may_state`.
    """
    if len(document.text) < SHORT:
        return True
    named = [any("metric" in senses for _, _, senses in words) for words in said]
    return any(
        any(named[max(at - BESIDE, 0) : at + BESIDE]) and next(quantities(block.text), None)
        for at, block in enumerate(blocks)
    )
