"""Tables in running text: rows of a label and its cells under the heads of their columns.

A PDF file leaves a row on one line (`Revenue $18,120 $13,507 Up 34%`), a page that was copied often
each cell on a line of its own. Both are put together again here, so that the lines become rows as
those of a Markdown table are. Lines are a table only where heads above them give as many columns as
the rows have cells; rows of figures without such heads say nothing that anybody could rely on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from nvdx.documents.lines import Line
from nvdx.documents.textcells import Span, TextRow, may_end_with_cell, part, plain, split
from nvdx.documents.textheads import Head, HeadLine, columns, read_heads
from nvdx.documents.words import any_of, load_yaml

# Lines of words between two rows: a part's name, the beginning of a label.
MOST_WORDS: Final = 3
LONGEST_TITLE: Final = 110
# Lines of heads above the first row for each of its columns, in a table of one cell a line.
_MOST_LEVELS: Final = 3
_NOTE: Final = re.compile(r"[(\[]\w{1,2}[)\]]")
_PAGE_NUMBER: Final = re.compile(r"\d{1,3}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_ENDS: Final = re.compile(r"[。！？!?；;]$|[a-z)]\.$")
_PERCENT: Final = re.compile(r"[%％点]|(?:pts?|pps?|ppts|bps?|pcts?)\)?$")
_GOES_ON: Final = re.compile(r"[a-z(&]")


@dataclass(slots=True)
class _Row:
    """A row while its lines are gathered."""

    label: Span
    cells: list[list[Span]]
    """By line."""
    first: int
    end: int
    """The lines that it is made of, as indices."""
    above: list[int] = field(default_factory=list)
    """Lines of words between the row before it and this one."""

    @property
    def size(self) -> int:
        return sum(map(len, self.cells))


@dataclass(slots=True)
class _Heads:
    """The heads of a table: index of their first line, what stands above the labels, the rows of
    heads, whether their own words make them heads, the lines of words between them and the rows."""

    first: int
    corner: Span | None
    levels: list[list[Head | None]]
    sure: bool
    sections: list[int] = field(default_factory=list)


def with_text_tables(page: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of a masked page, those of tables in running text made rows of a table.

    >>> from nvdx.documents.lines import read_lines
    >>> page = "A title\\nQ3 FY24 Q2 FY24\\nRevenue $18,120 $13,507\\nNet income\\n9,243\\n6,188\\n"
    >>> lines = with_text_tables(page, read_lines(page, 0))
    >>> [line.kind for line in lines]
    ['text', 'row', 'row', 'row']
    >>> [page[a:b] for a, b in lines[-1].cells]
    ['Net income', '9,243', '6,188']
    """
    return _Finder(page, lines).found()


class _Finder:
    def __init__(self, page: str, lines: Sequence[Line]) -> None:
        self.page = page
        self.lines = lines
        self._rows: dict[int, TextRow] = {}
        self._heads: dict[int, HeadLine | None] = {}

    def found(self) -> list[Line]:
        made: list[Line] = []
        kept = index = 0
        likely = [may_end_with_cell(self.page, line.end) for line in self.lines] + [False]
        while index < len(self.lines):
            if not (likely[index] or likely[index + 1]) or not self._begins(index):
                index += 1
                continue
            rows = self._gather(index)
            end = rows[-1].end if rows else index + 1
            table = self._table(rows, kept) if rows else None
            if table is not None:
                first, new = table
                made += self.lines[kept:first]
                made += new
                kept = end
            elif _is_columns(self.page, rows):
                made += self.lines[kept : rows[0].first]
                kept = end
            index = end
        return [*made, *self.lines[kept:]]

    def row(self, index: int) -> TextRow:
        if index not in self._rows:
            line = self.lines[index]
            self._rows[index] = split(self.page, line.start, line.end)
        return self._rows[index]

    def heads(self, index: int) -> HeadLine | None:
        if index not in self._heads:
            line = self.lines[index]
            usable = line.kind == "text" or (line.kind == "heading" and self._underlined(index))
            self._heads[index] = read_heads(self.page, line.start, line.end) if usable else None
        return self._heads[index]

    def text(self, index: int) -> str:
        line = self.lines[index]
        return plain(self.page, line.start, line.end).strip()

    def _underlined(self, index: int) -> bool:
        """Whether a heading is one for the rule below it, not for a mark before it."""
        at = self.page.rfind("\n", 0, self.lines[index].start) + 1
        return not self.page[at : self.lines[index].start].strip()

    def _begins(self, index: int) -> bool:
        """Whether a row can begin with a line."""
        if self.lines[index].kind not in ("text", "list_item"):
            return False
        row = self.row(index)
        if row.cells:
            return row.label is not None and (len(row.cells) > 1 or self._is_cells(index + 1))
        if not self._is_cells(index + 1) or not self._is_label(index):
            return False
        return len(self.row(index + 1).cells) > 1 or self._is_cells(index + 2)

    def _is_cells(self, index: int) -> bool:
        """Whether a line is only cells."""
        if index >= len(self.lines) or self.lines[index].kind != "text":
            return False
        row = self.row(index)
        if row.cells:
            return row.label is None
        line = self.lines[index]
        return part(self.page, line.start, line.end) is not None

    def _is_label(self, index: int) -> bool:
        """Whether a line can be the label of a row or of a part of a table."""
        if self.lines[index].kind != "text":
            return False
        text = self.text(index)
        return len(text) <= LONGEST_TITLE and not _ENDS.search(text) and (
            _LETTER.search(text) is not None or self.heads(index) is not None
        )

    def _is_head(self, index: int) -> bool:
        """Whether a line is heads and not a label above its cells."""
        heads = self.heads(index)
        if heads is None or (len(heads.heads) == 1 and heads.heads[0].kind != "period"):
            return False
        return (heads.sure and len(heads.heads) > 1) or not self._is_cells(index + 1)

    def _is_sure(self, index: int) -> bool:
        heads = self.heads(index)
        return heads is not None and heads.sure and heads.heads[0].kind != "length"

    def _gather(self, index: int) -> list[_Row]:
        """The rows that follow from a line on, with the lines of words between them."""
        rows: list[_Row] = []
        words: list[int] = []
        while index < len(self.lines) and len(words) <= MOST_WORDS:
            line = self.lines[index]
            if line.kind != "text" and not (line.kind == "list_item" and self.row(index).cells):
                break
            row = self.row(index)
            if row.cells and row.label is not None:
                label = self._joined(words, row.label)
                rows.append(_Row(label, [list(row.cells)], index, index + 1, words))
                words = []
            elif self._is_cells(index):
                if sum(self._is_sure(at) for at in words) > 1:
                    break  # the heads of another table
                if words:
                    start = self.lines[words[-1]]
                    label = self._joined(words[:-1], (start.start, start.end))
                    above = words[:-1] if label[0] == start.start else words[:-2]
                    rows.append(_Row(label, [], words[-1], index + 1, above))
                    words = []
                if not rows:
                    break
                self._add(rows[-1], index)
            elif self._is_head(index) or not self._is_label(index):
                break
            else:
                words.append(index)
            index += 1
        return rows

    def _add(self, row: _Row, index: int) -> None:
        """Adds a line of cells to a row, a sign to the cell that it belongs to."""
        line = self.lines[index]
        row.end = index + 1
        sort = None if self.row(index).cells else part(self.page, line.start, line.end)
        last = row.cells[-1][-1] if row.cells and row.cells[-1] else None
        open_sign = last is not None and part(self.page, *last) == "sign"
        if sort == "sign" or (sort is None and not open_sign):
            row.cells.append([(line.start, line.end)] if sort else list(self.row(index).cells))
        elif last is not None and sort == "tail":
            row.cells[-1][-1] = (last[0], line.end)
        elif last is not None:
            first, *others = self.row(index).cells
            row.cells[-1][-1:] = [(last[0], first[1]), *others]

    def _joined(self, words: list[int], label: Span) -> Span:
        """A label with the line above that it goes on from; that line is taken from the words."""
        if not words:
            return label
        line = self.lines[words[-1]]
        above = self.text(words[-1])
        goes_on = _GOES_ON.match(self.page, label[0]) is not None and not above.endswith(":")
        if goes_on or _open_end().search(above):
            del words[-1]
            return line.start, label[1]
        return label

    # --- the table ---

    def _table(self, rows: list[_Row], kept: int) -> tuple[int, list[Line]] | None:
        """The index of the first line of a table and its rows, None without heads that fit."""
        sizes = Counter(row.size for row in rows if row.size > 1)
        for width, _ in sorted(sizes.items(), key=lambda item: (-item[1], -item[0]))[:2]:
            fitting = [_fitted(self.page, row, width) for row in rows]
            full = sum(cells is not None for _, cells in fitting)
            if full * 2 < len(rows):
                continue
            found = self._head(rows[0], width, kept)
            if found is None or full < (1 if found.sure and width > 2 else 2):
                continue
            titles = self._titles(found.first, kept)
            new = [self._section(at, width) for at in titles]
            for number, level in enumerate(found.levels, 1):
                lead = found.corner if number == len(found.levels) else None
                new.append(self._line([lead, *(h.span if h else None for h in level)], width))
            new += [self._section(at, width) for at in found.sections]
            for row, (label, cells) in zip(rows, fitting, strict=True):
                if row is not rows[0]:
                    new += [self._section(at, width) for at in row.above]
                new.append(self._line([label, *(cells or row.cells[0][: width - 1] or [label])], 0))
            new[0].after_blank = True
            return found.first - len(titles), new
        return None

    def _line(self, cells: Sequence[Span | None], width: int) -> Line:
        """A row of a table, with empty cells behind those given up to a width."""
        at = next(cell[0] for cell in cells if cell is not None)
        spans: list[Span] = []
        for cell in cells:
            spans.append(cell or (at, at))
            at = spans[-1][1]
        spans += [(at, at)] * (width + 1 - len(spans))
        return Line("row", 0, spans[0][0], spans[-1][1], False, spans)

    def _section(self, index: int, width: int) -> Line:
        line = self.lines[index]
        return self._line([(line.start, line.end)], width)

    def _head(self, row: _Row, width: int, kept: int) -> _Heads | None:
        """The heads above the first row."""
        top = row.first
        for skipped in range(MOST_WORDS):
            at = top - skipped
            if skipped and not self._is_section(at, kept):
                return None
            found = self._sure_heads(at, width, kept)
            if found is None and not skipped and len(row.cells) == width:
                found = self._worded_heads(at, width, kept)
            if found is not None:
                found.sections = list(range(at, top))
                return found
        return None

    def _is_section(self, index: int, kept: int) -> bool:
        """Whether a line can stand between the heads and the first row."""
        if index < kept or not self._is_label(index):
            return False
        heads = self.heads(index)
        return heads is None or (len(heads.heads) == 1 and heads.heads[0].kind in ("words", "length"))

    def _sure_heads(self, end: int, width: int, kept: int) -> _Heads | None:
        """Heads that end before a line and are known by their words or by the gaps between them."""
        lines: list[HeadLine] = []
        first = end
        while first > kept and (line := self.heads(first - 1)) is not None:
            if not line.sure and len(line.heads) < 2:
                break
            if lines and len(line.heads) == 1 and line.heads[0].kind == "period":
                if len(lines[0].heads) > 1 and any(h.kind == "period" for h in lines[0].heads):
                    break  # a title, as the columns below have periods of their own
            lines.insert(0, line)
            first -= 1
            if line.lead is not None or len(lines) > _MOST_LEVELS * width:
                break
        if not lines:
            return None
        last = lines[-1].heads
        if len(last) == 1 and last[0].kind == "length" and len(lines) > 1:
            return None  # `Non-GAAP` below the heads is the name of a part
        corner = next((line.lead for line in reversed(lines) if line.lead), None)
        if corner is None and len(last) == width + 1 and last[0].kind != "period":
            corner = last[0].span
            lines[-1] = HeadLine(None, last[1:])
        elif corner is None and len(last) > width and _are_bases(last, len(last) - width):
            corner = (last[0].span[0], last[-width - 1].span[1])  # `Q4 FY25 outlook GAAP Non-GAAP`
            lines[-1] = HeadLine(None, last[-width:])
        levels = columns(lines, width)
        return None if levels is None else _Heads(first, corner, levels, True)

    def _worded_heads(self, end: int, width: int, kept: int) -> _Heads | None:
        """Heads of any words, one a line: as many as the columns and the corner, and nothing more."""
        heads: list[Head] = []
        first = end
        while first > kept and len(heads) < width + 2 and self._is_label(first - 1):
            line = self.heads(first - 1)
            if line is None or len(line.heads) > 1 or line.lead is not None:
                break
            heads.insert(0, line.heads[0])
            first -= 1
        if len(heads) == width + 1 and heads[0].kind == "words":
            corner = heads.pop(0).span
        elif len(heads) == width and all(h.kind != "words" for h in heads):
            corner = None
        else:
            return None
        return _Heads(first, corner, [list(heads)], False)

    def _titles(self, first: int, kept: int) -> list[int]:
        """The lines right above the heads that give units or the basis."""
        index = first
        while index > kept and first - index < MOST_WORDS and self.lines[index - 1].kind == "text":
            text = self.text(index - 1)
            if len(text) > LONGEST_TITLE or self.row(index - 1).cells or _ENDS.search(text):
                break
            if not _title().search(text):
                break
            index -= 1
        return list(range(index, first))


def _are_bases(heads: Sequence[Head], start: int) -> bool:
    """Whether the heads from one on, and no others, say `GAAP` and the like."""
    return [h.kind == "length" for h in heads] == [at >= start for at in range(len(heads))]


def _fitted(page: str, row: _Row, width: int) -> tuple[Span, list[Span] | None]:
    """The label and the cells of a row, None where it has more or fewer than its table's columns."""
    label, cells = row.label, [cell for line in row.cells for cell in line]
    if len(cells) == width + 1 and _NOTE.fullmatch(page, *cells[0]):
        return (label[0], cells[0][1]), cells[1:]  # the mark of a footnote
    if len(row.cells) > 1 and len(cells) - len(row.cells[-1]) == width:
        if len(row.cells[-1]) == 1 and _PAGE_NUMBER.fullmatch(page, *row.cells[-1][0]):
            cells = cells[:-1]
    return label, cells if len(cells) == width else None


def _is_columns(page: str, rows: Sequence[_Row]) -> bool:
    """Whether rows that have no heads can only be those of a table: as many cells of one form each."""
    if len(rows) < 2 or len({row.size for row in rows}) > 1 or rows[0].size < 2:
        return False
    for row in rows:
        cells = [page[cell[0] : cell[1]] for line in row.cells for cell in line]
        if len({_PERCENT.search(cell) is not None for cell in cells}) > 1:
            return False  # `营收 467亿美元 +56%`: an item of a list
    return True


@cache
def _open_end() -> re.Pattern[str]:
    words = load_yaml("texttables.yaml")["open_ends"]
    latin = any_of(word for word in words if word.isascii())
    return re.compile(rf"(?:[,，(&/]|(?<!\S)(?:{latin})|{any_of(set(words) - {w for w in words if w.isascii()})})$", re.I)


@cache
def _title() -> re.Pattern[str]:
    words = load_yaml("texttables.yaml")
    return re.compile(
        rf"^\(.*\)$|{any_of(words['units'])}|^(?:{any_of(words['bases_of_accounting'])})$", re.I
    )
