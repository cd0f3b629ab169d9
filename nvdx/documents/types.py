"""What a document is to the rest of the package: metadata, blocks, tables and exact origins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "quote"]


class DocumentError(Exception):
    """A path that cannot be read as a document: missing, unreadable, or not text."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        return type(self), (self.path, self.message)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the front matter, or the head of the page, says of the document."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None


class Origin:
    """Exact map from offsets in a clean text to offsets in the file's decoded text.

    Kept as runs: a run of n clean characters that came from n file characters one by one, or one
    clean character that came from any number of them (an HTML entity, a run of spaces).
    `starts` has one entry more than the runs: the length of the clean text.

    >>> origin = Origin(starts=(0, 2, 3), sources=(10, 14), ends=(12, 19))
    >>> origin.span(0, 2), origin.span(2, 3), origin.span(1, 3), origin.span(2, 2)
    ((10, 12), (14, 19), (11, 19), (14, 14))
    """

    __slots__ = ("_ends", "_sources", "_starts")

    def __init__(
        self, starts: Sequence[int], sources: Sequence[int], ends: Sequence[int]
    ) -> None:
        self._starts = starts
        self._sources = sources
        self._ends = ends

    def __len__(self) -> int:
        return self._starts[-1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The file's [start, end) for the clean text's [start, end): all that its characters stand for.

        An empty span is the empty span before the character at `start`. Raises IndexError for
        offsets outside the clean text.
        """
        if not 0 <= start <= end <= self._starts[-1]:
            raise IndexError(f"[{start}, {end}) is outside a text of {self._starts[-1]} characters")
        if start == end:
            at = self._bounds(start)[0] if start < self._starts[-1] else self._ends[-1]
            return at, at
        return self._bounds(start)[0], self._bounds(end - 1)[1]

    def _bounds(self, index: int) -> tuple[int, int]:
        run = bisect_right(self._starts, index) - 1
        source, end = self._sources[run], self._ends[run]
        if end - source != self._starts[run + 1] - self._starts[run]:
            return source, end
        at = source + index - self._starts[run]
        return at, at + 1

    def cut(self, end: int) -> Origin:
        """The origin of the first `end` characters of the clean text (`end` at least 1)."""
        run = bisect_right(self._starts, end - 1) - 1
        return Origin(
            (*self._starts[: run + 1], end),
            self._sources[: run + 1],
            (*self._ends[:run], self._bounds(end - 1)[1]),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of running text: a heading, a paragraph, a list item, a quotation or a table cell."""

    kind: BlockKind
    level: int
    """Heading level 1 to 6, list depth from 1, else 0."""
    text: str
    """The clean text, what the grammar reads; hard line breaks are "\\n"."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, None where a cell is empty; the heads are the first row or rows."""

    rows: tuple[tuple[Block | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: the decoded text that all offsets count in, and what it is made of."""

    path: str
    text: str
    encoding: str
    meta: Metadata
    blocks: tuple[Block | Table, ...]
    _lines: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def line_of(self, offset: int) -> int:
        """The 1-based line of the file that the character at `offset` stands on.

        >>> Document("-", "a\\nb", "utf-8", Metadata(), ()).line_of(2)
        2
        """
        if not self._lines:
            at = -1
            self._lines.append(0)
            while (at := self.text.find("\n", at + 1)) >= 0:
                self._lines.append(at + 1)
        return bisect_right(self._lines, offset)
