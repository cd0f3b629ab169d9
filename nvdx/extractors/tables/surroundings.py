"""What stands above a table: its title rows and corner, its caption, its headings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nvdx.documents.types import Block, Table
from nvdx.extractors.segment import SEGMENT_METRICS
from nvdx.extractors.state import NOBODY
from nvdx.extractors.tables.grid import Grid
from nvdx.extractors.tables.heads import Head, read_head
from nvdx.extractors.tables.units import Unit
from nvdx.lexicon import Vocabulary
from nvdx.mentions.scan import Token

_LONGEST_CAPTION: Final = 120
_SENTENCE_ENDS: Final = ("。", ".", "!", ";", "…")
_WEAK_HEADING: Final = 6
"""The level of short lines that are headings by their looks alone: they do not nest."""


@dataclass(frozen=True, slots=True)
class Above:
    """What the corner, the caption and the headings say of every cell, nearest first.

    Attributes:
        near: heads whose words count even where they are a sentence.
        far: headings further up, of which only the basis, the unit and the company count.
    """

    near: tuple[Head, ...]
    far: tuple[Head, ...]

    def metric(self) -> tuple[str | None, bool]:
        """The metric of businesses and regions that name none; and whether it is another noun's."""
        for head in self.near:
            if head.crowd and head.company is None:
                return None, True
            if head.metric in SEGMENT_METRICS:
                return head.metric, False
            if head.blocked:
                return None, True
        return None, False

    def topic(self) -> str | None:
        """The metric of companies and bases that name none, whichever it is."""
        for head in self.near:
            if head.blocked or head.metric is not None:
                return None if head.blocked else head.metric
        return None

    def under(self, section: Head) -> Above:
        """The same with a row between the rows that heads those below it.

        One that nobody understands may say anything, so those below it need words of their own.
        """
        foreign = section.metric is not None and section.metric not in SEGMENT_METRICS
        unknown = not section.understood and section.metric is None
        return Above((replace(section, blocked=foreign or unknown), *self.near), self.far)

    def parts(self) -> tuple[Token, ...]:
        """The business that the table is of, where a head above is nothing but its name."""
        for head in self.near:
            if head.understood and head.parts:
                # `Products` and `Services` above row heads only say what sort of thing they name.
                return head.parts if not any(t.has("suffix") for t in head.parts) else ()
        return ()

    def basis(self) -> str | None:
        """The basis of every row: of a heading further up only where it is a head and no sentence."""
        for head in (*self.near, *(h for h in self.far if h.understood)):
            if head.basis is not None:
                return head.basis
            if head.bases:
                return None
        return None

    def kind(self, *, surely: bool) -> str | None:
        """The kind that a head above gives; a sentence gives it to outlooks alone."""
        for head in self.near:
            if head.kind is not None or head.expected is not None:
                return head.kind or head.expected if head.understood or not surely else None
        return None

    def named_kind(self) -> str | None:
        """The kind that a head above gives by saying whose figures they are."""
        return next((h.kind for h in self.near if h.understood and h.kind is not None), None)

    def dated(self, entity: str) -> Head | None:
        """The period that stands above, where it can be meant of this company."""
        for head in self.near:
            if head.dated and not head.compared and head.company in (None, entity):
                return head
        return None

    def unit(self, own: Iterable[Head], *, scaled: bool) -> Unit | None:
        """The nearest unit of money: with a scale where one is to be had."""
        currency: str | None = None
        for head in (*own, *self.near, *self.far):
            money = [u for u in head.units if u.ratio is None]
            scales = {u for u in money if u.power is not None}
            if len(scales) > 1:
                return None
            currency = currency or next((u.currency for u in money if u.currency), None)
            if scaled and scales:
                unit = scales.pop()
                return replace(unit, currency=unit.currency or currency)
            if not scaled and money:
                return money[0]
        return Unit(None, currency) if currency else None

    def company(self, section: str | None, subject: str | None) -> str | None:
        """Whose table it is: a company above it, else whose turn it is in the document.

        A caption that is a sentence may name anybody; where it names another, nobody can tell.
        """
        usual = section
        if usual is None:
            usual = next((h.company for h in self.far if h.understood and h.company), subject)
        for head in self.near:
            if head.company is not None:
                return head.company if head.understood or head.company == usual else NOBODY
            if head.stranger:
                return NOBODY
        return usual


class Outline:
    """The headings of a document, each with the one that it stands under."""

    def __init__(self, blocks: Sequence[Block | Table]) -> None:
        self._places: list[int] = []
        self._found: list[tuple[Block, int | None]] = []
        """Each heading, and the number of the one that it stands under."""
        under: list[int] = []
        for place, block in enumerate(blocks):
            if isinstance(block, Block) and block.kind == "heading" and block.level < _WEAK_HEADING:
                while under and self._found[under[-1]][0].level >= block.level:
                    under.pop()
                self._places.append(place)
                self._found.append((block, under[-1] if under else None))
                under.append(len(self._found) - 1)

    def over(self, place: int) -> list[str]:
        """The headings that a block stands under, the innermost first."""
        found: list[str] = []
        number: int | None = bisect_left(self._places, place) - 1
        while number is not None and number >= 0:
            heading, number = self._found[number]
            found.append(heading.text)
        return found


def above(
    blocks: Sequence[Block | Table], index: int, outline: Outline | None = None
) -> tuple[str | None, str | None]:
    """The caption and the headings of the table at an index, for `read_table`.

    The caption is what stands between the table and the heading, table or long paragraph before
    it, or the short heading right above it; the headings are those it stands under, line by line,
    the innermost last.
    """
    captions: list[str] = []
    at = index - 1
    while at >= 0 and len(captions) < 2:
        block = blocks[at]
        if isinstance(block, Table) or (block.kind == "heading" and block.level < _WEAK_HEADING):
            break
        if len(block.text) > _LONGEST_CAPTION:
            break
        captions.append(block.text)
        at -= 1
    headings = (outline or Outline(blocks)).over(at + 1)
    return "\n".join(reversed(captions)) or None, "\n".join(reversed(headings)) or None


def read_above(grid: Grid, words: Vocabulary, caption: str | None, heading: str | None) -> Above:
    """What the lines above the cells say, each read as a head."""
    headings = (heading or "").split("\n")[::-1]
    near = [read_head(grid.corner, words, loose=False)]
    for text in (*grid.titles[::-1], *(caption or "").split("\n")[::-1], headings[0]):
        head = read_head(text, words, loose=True)
        if text.endswith(_SENTENCE_ENDS):
            # A sentence that happens to stand before the table speaks of other things too.
            head = Head(understood=False, units=head.units)
        near.append(head)
    far = [read_head(text, words, loose=True) for text in headings[1:]]
    return Above(tuple(near), tuple(far))
