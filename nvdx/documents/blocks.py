"""Lines to stretches of running text: which lines make a block of their own, which one together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nvdx.documents.layout import Layout
from nvdx.documents.lines import Line
from nvdx.documents.markup import GONE
from nvdx.documents.types import BlockKind


@dataclass(slots=True)
class Stretch:
    """A block before it is cleaned: where on the masked page it stands."""

    kind: BlockKind
    level: int
    spans: list[tuple[int, int]]
    """The lines that it is made of."""
    hard: bool = False
    """Whether its line breaks stay."""
    rows: list[list[tuple[int, int]]] = field(default_factory=list)
    """Of a table: the cells."""
    aside: bool = False
    """Whether it stands in the midst of another block's sentence, as a column beside it does."""

    def raw(self, page: str) -> str:
        """What the page has from its first line to its last, with all else in between masked."""
        start, end = self.spans[0]
        if len(self.spans) == 1:
            return page[start:end]
        parts = [page[start:end]]
        for following, following_end in self.spans[1:]:
            parts.append("\n".rjust(following - end, GONE))
            parts.append(page[following:following_end])
            end = following_end
        return "".join(parts)


def stretches(page: str, lines: Sequence[Line]) -> list[Stretch]:
    """The blocks that the lines of a masked page make up.

    >>> from nvdx.documents.lines import read_lines
    >>> page = "# A\\nFirst line.\\nSecond line.\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |\\n"
    >>> [(s.kind, len(s.spans), len(s.rows)) for s in stretches(page, read_lines(page, 0))]
    [('heading', 1, 0), ('paragraph', 1, 0), ('paragraph', 1, 0), ('paragraph', 1, 2)]
    """
    layout = Layout(page, lines)
    made: list[Stretch] = []
    index = 0
    alone = 0  # as far as this the lines of a paragraph are known to be one block each
    while index < len(lines):
        line = lines[index]
        stretch = _of(line)
        made.append(stretch)
        index += 1
        if line.kind == "row":
            end = _same_end(lines, index, "row")
            stretch.rows.extend(row.cells for row in lines[index:end])
            index = end
        elif line.kind == "heading":
            continue
        elif layout.margin:
            index = _join_page(layout, lines, index, made)
        else:
            end = index
            if index >= alone:
                alone = _same_end(lines, index, "quote" if line.kind == "quote" else "text")
                if layout.is_transcript and line.kind == "text":
                    stretch.hard = True
                    while end < alone and not layout.is_label(lines[end]):
                        end += 1
                elif layout.is_wrapped(lines[index - 1 : alone]):
                    end = alone
            while end < alone and not stretch.hard and layout.is_open(lines[end - 1], lines[end]):
                end += 1
            stretch.spans.extend((more.start, more.end) for more in lines[index:end])
            index = end
    return made


def _of(line: Line, *, aside: bool = False) -> Stretch:
    kind: BlockKind = "paragraph" if line.kind == "text" or line.kind == "row" else line.kind
    rows = [line.cells] if line.kind == "row" else []
    return Stretch(kind, line.level, [(line.start, line.end)], rows=rows, aside=aside)


def _same_end(lines: Sequence[Line], index: int, kind: str) -> int:
    """Where the lines of a kind end that follow from `index` on with no blank line."""
    while index < len(lines) and lines[index].kind == kind and not lines[index].after_blank:
        index += 1
    return index


def _join_page(layout: Layout, lines: Sequence[Line], index: int, made: list[Stretch]) -> int:
    """Joins to the last block the lines that it goes on in; the index of the line after them."""
    stretch = made[-1]
    last = lines[index - 1]
    while index < len(lines):
        beside = layout.beside(last, lines, index)
        made.extend(_of(line, aside=True) for line in lines[index : index + beside])
        index += beside
        if not layout.runs_on(last, lines[index]):
            break
        last = lines[index]
        stretch.spans.append((last.start, last.end))
        index += 1
    return index
