"""What a document is to the rest of the package: metadata, blocks, tables and exact origins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "list_item", "quote"]

ErrorName = Literal[
    "bad_front_matter",
    "empty_folder",
    "internal",
    "link_loop",
    "not_a_file",
    "not_found",
    "not_text",
    "permission",
    "too_large",
    "unreadable",
    "vanished",
    "worker_died",
]
"""Why a document gave nothing, for programs; these names stay."""


_LINE_END = re.compile(r"\r\n?|\n")


class DocumentError(Exception):
    """A path that cannot be read as a document: missing, unreadable, or not text."""

    def __init__(self, path: str, message: str, error: ErrorName = "unreadable") -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message
        self.error: ErrorName = error

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, ErrorName]]:
        return type(self), (self.path, self.message, self.error)


def doc_name(path: str) -> str:
    r"""A path as records and messages have it: bytes that are no UTF-8 as `\xff`.

    JSON and terminals take text only, and every reader has its own idea of a lone surrogate,
    which is what Python has for such a byte.

    >>> doc_name("a/\udcff.md"), doc_name("a/财报.md")
    ('a/\\xff.md', 'a/财报.md')
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return path


def line_starts(text: str) -> list[int]:
    r"""Where each line begins; a line ends with LF, CR LF, or a CR alone, as in most editors.

    >>> line_starts("a\nb\r\nc\rd")
    [0, 2, 5, 7]
    """
    if "\r" not in text:  # most texts
        starts = [0]
        at = -1
        while (at := text.find("\n", at + 1)) >= 0:
            starts.append(at + 1)
        return starts
    return [0, *(found.end() for found in _LINE_END.finditer(text))]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the front matter, or the head of the page, says of the document."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None


class Runs(NamedTuple):
    """What a clean text is made of, run by run.

    A run of n clean characters came from n file characters one by one; or one clean character came
    from any number of them (an HTML entity, several spaces).
    """

    starts: Sequence[int]
    """Where each run begins in the clean text, and in the end where the last one ends."""
    sources: Sequence[int]
    """Where the file's characters of each run begin."""
    ends: Sequence[int]
    """Where they end."""


class Origin:
    """Exact map from offsets in a clean text to offsets in the file's decoded text.

    The runs are worked out when they are first asked for: most blocks of most files state nothing.

    >>> origin = Origin(3, lambda: Runs(starts=(0, 2, 3), sources=(10, 14), ends=(12, 19)))
    >>> origin.span(0, 2), origin.span(2, 3), origin.span(1, 3), origin.span(2, 2)
    ((10, 12), (14, 19), (11, 19), (14, 14))
    """

    __slots__ = ("_length", "_runs", "_work_out")

    def __init__(self, length: int, work_out: Callable[[], Runs]) -> None:
        self._length = length
        self._work_out = work_out
        self._runs: Runs | None = None

    def __len__(self) -> int:
        return self._length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The file's [start, end) for the clean text's: all that its characters stand for.

        An empty span is the empty span before the character at `start`. Raises IndexError for
        offsets outside the clean text.
        """
        if not 0 <= start <= end <= self._length:
            raise IndexError(f"[{start}, {end}) is outside a text of {self._length} characters")
        if start == end:
            at = self._source(start)[0] if start < self._length else self._source(start - 1)[1]
            return at, at
        return self._source(start)[0], self._source(end - 1)[1]

    def _source(self, index: int) -> tuple[int, int]:
        if self._runs is None:
            self._runs = self._work_out()
        starts, sources, ends = self._runs
        run = bisect_right(starts, index) - 1
        source, end = sources[run], ends[run]
        if end - source != starts[run + 1] - starts[run]:
            return source, end
        at = source + index - starts[run]
        return at, at + 1

    def cut(self, length: int) -> Origin:
        """The origin of the first `length` characters of the clean text."""
        return Origin(length, self._work_out)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of running text: a heading, a paragraph, a list item, a quotation, a cell."""

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


class Page(NamedTuple):
    """What reading a document's text gives."""

    meta: Metadata
    blocks: tuple[Block | Table, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document: the decoded text that all offsets count in, and what it is made of.

    The text is read when `meta` or `blocks` are first asked for: most files of an archive state
    nothing, and their text alone can tell.
    """

    path: str
    text: str
    encoding: str
    read: Callable[[], Page] = field(repr=False, compare=False)
    broken: int = 0
    """In how many places bytes were no character of the encoding: U+FFFD stands there."""
    given_title: str | None = None
    """A title that the text need not have, from whoever had the document read."""
    _page: list[Page] = field(default_factory=list, init=False, repr=False, compare=False)
    _lines: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def meta(self) -> Metadata:
        """What the front matter, or the head of the page, says of the document."""
        return self._read().meta

    @property
    def blocks(self) -> tuple[Block | Table, ...]:
        """The text in order: headings, paragraphs, list items, quotations, tables."""
        return self._read().blocks

    def _read(self) -> Page:
        if not self._page:
            self._page.append(self.read())
        return self._page[0]

    def line_of(self, offset: int) -> int:
        """The 1-based line of the file that the character at `offset` stands on.

        >>> Document("-", "a\\nb", "utf-8", lambda: Page(Metadata(), ())).line_of(2)
        2
        """
        if not self._lines:
            self._lines.extend(line_starts(self.text))
        return bisect_right(self._lines, offset)
