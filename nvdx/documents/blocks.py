"""Lines to stretches of running text: which lines a page broke, and which are one block each.

Three kinds of page are told apart by their lines of plain text:

- one paragraph (or sentence) a line: a line is a block;
- hard-wrapped, as a PDF or an e-mail gives it: most lines fill the page's width and stop in
  mid-sentence. They are joined, across blank lines too, until a sentence ends with its line, the next
  word would have fitted on the line, or the next line begins a numbered point, a question or an answer;
- a transcript, subtitles: short lines with no full stops. Consecutive lines are one block and keep
  their line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nvdx.documents.lines import JUNK, Line
from nvdx.documents.markup import GONE, STRONG
from nvdx.documents.types import BlockKind


@dataclass(slots=True)
class Stretch:
    """A block before it is cleaned: offsets of what it is made of, in order."""

    kind: BlockKind
    level: int
    spans: list[tuple[int, int]]
    hard: bool = False
    rows: list[list[tuple[int, int]]] = field(default_factory=list)
    aside: bool = False
    """Whether it stands in a column beside the text, which it interrupts."""

    def raw(self, page: str) -> str:
        """Its stretch of the page, masked where something else stands between its spans."""
        start, end = self.spans[0]
        if len(self.spans) == 1:
            return page[start:end]
        parts = [page[start:end]]
        for following, following_end in self.spans[1:]:
            parts.append("\n".rjust(following - end, GONE))
            parts.append(page[following:following_end])
            end = following_end
        return "".join(parts)


# Columns beyond which a line is no line of a page, but a paragraph.
WIDEST_PAGE = 140
LEAST_MARGIN = 30
# As much of the width as a line fills that was broken there: the next word did not fit.
FULL = 0.85
# A line of a narrower column than the text's.
NARROW = 0.8
# With fewer lines of text a page's width cannot be told.
LEAST_LINES = 8
# A column of fewer lines is rather the end of a paragraph and what follows it.
LEAST_BESIDE = 5
_FINAL = "。！？!?…."
_CLOSING = "”’」』）)】》\"'*_ " + JUNK + STRONG
_ENUMERATOR = re.compile(
    r"(?:\d{1,2}[、）)]|[（(]?\d{1,2}[）)]|[①-⑳⑴-⒇]|[（(]?[一二三四五六七八九十]{1,3}[、）)]|[QA问答][：:]"
    r"|第[一二三四五六七八九十\d]{1,2}[，,、：:])"
)
_LABEL = re.compile(r"[^\s:：，。；,;]{1,12}[:：]")
_CAPTION = re.compile(r"(?:图表?|表|figure|table|chart|exhibit)\s?\d{1,3}(?:[-.]\d{1,2})?\s?[:：.]", re.I)


def stretches(page: str, found: Sequence[Line]) -> list[Stretch]:
    """The blocks that the lines of a masked page make up."""
    texts = [line for line in found if line.kind == "text"]
    margin = 0
    hard = False
    if _has_page_lines(texts):
        margin = _margin(page, texts)
        hard = not margin and _is_transcript(page, texts)
    made: list[Stretch] = []
    index = 0
    looked_at = 0  # the end of a paragraph of lines that are one block each
    while index < len(found):
        line = found[index]
        index += 1
        if line.kind == "row":
            stretch = Stretch("paragraph", 0, [(line.start, line.end)], rows=[line.cells])
            while index < len(found) and found[index].kind == "row" and not found[index].after_blank:
                stretch.rows.append(found[index].cells)
                index += 1
            made.append(stretch)
            continue
        spans = [(line.start, line.end)]
        kind: BlockKind = "paragraph" if line.kind == "text" else line.kind
        stretch = Stretch(kind, line.level, spans)
        made.append(stretch)
        if line.kind == "heading":
            continue
        if margin:
            last = line
            while index < len(found):
                beside = _beside(page, last, found, index, margin)
                made.extend(_aside(aside) for aside in found[index : index + beside])
                index += beside
                if not _runs_on(page, last, found[index], margin):
                    break
                last = found[index]
                spans.append((last.start, last.end))
                index += 1
        elif index >= looked_at:
            looked_at = _paragraph_end(found, index)
            stretch.hard = hard and line.kind == "text"
            if stretch.hard or _is_wrapped(page, found[index - 1 : looked_at]):
                spans.extend((more.start, more.end) for more in found[index:looked_at])
                index = looked_at
    return made


def _paragraph_end(found: Sequence[Line], index: int) -> int:
    """Where the lines end that go on the line before `index` with no blank line and no mark."""
    kind = "quote" if found[index - 1].kind == "quote" else "text"
    while index < len(found) and found[index].kind == kind and not found[index].after_blank:
        index += 1
    return index


def _is_wrapped(page: str, lines: Sequence[Line]) -> bool:
    """Whether the lines of one paragraph were broken where the page's width ended."""
    if len(lines) < 2:
        return False
    *full, last = lines
    margin = max(_width(page, line) for line in full)
    if not LEAST_MARGIN <= margin <= WIDEST_PAGE or _width(page, last) > margin * 1.05:
        return False
    if len(lines) == 2:  # a title and a line under it look the same, but for how the second begins
        return page[last.start].islower() or page[full[0].end - 1] in ",，、"
    pairs = zip(full, lines[1:], strict=True)
    if any(_fits(page, line, following, margin) for line, following in pairs):
        return False
    return sum(_is_final(page, line) for line in full) * 2 <= len(full)


def _aside(line: Line) -> Stretch:
    rows = [line.cells] if line.kind == "row" else []
    return Stretch("paragraph", 0, [(line.start, line.end)], rows=rows, aside=True)


def _beside(page: str, last: Line, found: Sequence[Line], index: int, margin: int) -> int:
    """How many of the lines from `index` on are a narrow column that stands in an open sentence.

    Text taken out of a PDF brings the column beside a paragraph between two of its lines.
    """
    if _width(page, found[index]) >= margin * NARROW or _width(page, last) < margin * FULL:
        return 0
    if _is_final(page, last) or _is_final(page, found[index]) or _CAPTION.match(page, last.start):
        return 0
    end = index
    while end < len(found) and _width(page, found[end]) < margin * NARROW and found[end].kind != "heading":
        end += 1
    if end - index < LEAST_BESIDE or end == len(found) or not _resumes(page, found[end]):
        return 0
    return end - index


def _width(page: str, line: Line) -> int:
    """Columns on a page: two for an ideograph, one for a letter."""
    if not line.width:
        length = line.end - line.start
        if length <= WIDEST_PAGE:
            length = (len(page[line.start : line.end].encode("utf-8", "replace")) + length) // 2
        line.width = length
    return line.width


def _is_final(page: str, line: Line) -> bool:
    """Whether a sentence ends with the line."""
    last = page[line.end - 1]
    if last not in _CLOSING:
        return last in _FINAL
    tail = page[max(line.start, line.end - 8) : line.end].rstrip(_CLOSING)
    return tail[-1:] in _FINAL and tail != ""


def _has_page_lines(texts: Sequence[Line]) -> bool:
    """Whether there are enough lines of text to tell, and few are longer than any page is wide."""
    lengths = sorted(line.end - line.start for line in texts)
    return len(lengths) >= LEAST_LINES and lengths[len(lengths) * 9 // 10] <= WIDEST_PAGE


def _margin(page: str, texts: Sequence[Line]) -> int:
    """The width that a hard-wrapped page's lines fill, 0 for a page that is not."""
    widths = sorted(_width(page, line) for line in texts)
    margin = widths[len(widths) * 19 // 20]
    full = [line for line in texts if margin * FULL <= _width(page, line) <= margin * 1.1]
    open_ended = sum(not _is_final(page, line) for line in full)
    if len(full) * 2 >= len(texts) and open_ended * 2 >= len(full) and margin >= LEAST_MARGIN:
        return margin
    return 0


def _is_transcript(page: str, texts: Sequence[Line]) -> bool:
    """Whether the lines are clauses as spoken: short, unpunctuated, one under the other."""
    if len(texts) < 12:
        return False
    widths = sorted(_width(page, line) for line in texts)
    if widths[len(widths) // 2] > 50 or widths[len(widths) * 19 // 20] > 100:
        return False
    together = sum(not line.after_blank for line in texts)
    final = sum(_is_final(page, line) for line in texts)
    return together * 2 >= len(texts) and final * 3 <= len(texts)


def _resumes(page: str, line: Line) -> bool:
    """Whether a line can be the rest of a sentence."""
    return not _ENUMERATOR.match(page, line.start) and not _LABEL.match(page, line.start, line.end)


def _runs_on(page: str, line: Line, following: Line, margin: int) -> bool:
    """Whether a wrapped page's line goes on in the line that follows."""
    if following.kind != "text" or _CAPTION.match(page, line.start):
        return False
    if _ENUMERATOR.match(page, following.start) or _is_final(page, line) and following.after_blank:
        return False
    return not _fits(page, line, following, margin)


def _fits(page: str, line: Line, following: Line, margin: int) -> bool:
    """Whether the next line's first word would have had room on the line, so that a break was meant."""
    word = page[following.start : following.start + 24].split(" ", 1)[0]
    return _width(page, line) + (len(word) if word.isascii() else 2) <= margin * FULL
