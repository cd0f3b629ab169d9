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
from nvdx.documents.markup import STRONG
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


# Columns beyond which a line is no line of a page, but a paragraph.
WIDEST_PAGE = 140
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
    for line in found:
        line.width = _width(page, line)
    margin = _margin(page, texts)
    hard = not margin and _is_transcript(page, texts)
    made: list[Stretch] = []
    index = 0
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
        if hard and line.kind == "text":
            stretch.hard = True
            while index < len(found) and found[index].kind == "text" and not found[index].after_blank:
                spans.append((found[index].start, found[index].end))
                index += 1
        elif margin:
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
    return made


def _aside(line: Line) -> Stretch:
    rows = [line.cells] if line.kind == "row" else []
    return Stretch("paragraph", 0, [(line.start, line.end)], rows=rows, aside=True)


def _beside(page: str, last: Line, found: Sequence[Line], index: int, margin: int) -> int:
    """How many of the lines from `index` on are a narrow column that stands in an open sentence.

    Text taken out of a PDF brings the column beside a paragraph between two of its lines.
    """
    if last.width < margin * 0.85 or _CAPTION.match(page, last.start) or _is_final(page, last) or _is_final(page, found[index]):
        return 0
    end = index
    while end < len(found) and found[end].width < margin * 0.8 and found[end].kind != "heading":
        end += 1
    if end - index < LEAST_BESIDE or end == len(found) or not _resumes(page, found[end]):
        return 0
    return end - index


def _width(page: str, line: Line) -> int:
    """Columns on a page: two for an ideograph, one for a letter."""
    length = line.end - line.start
    if length > WIDEST_PAGE:
        return length
    return (len(page[line.start : line.end].encode("utf-8", "replace")) + length) // 2


def _is_final(page: str, line: Line) -> bool:
    """Whether a sentence ends with the line."""
    tail = page[max(line.start, line.end - 8) : line.end].rstrip(_CLOSING)
    return tail[-1:] in _FINAL and tail != ""


def _margin(page: str, texts: Sequence[Line]) -> int:
    """The width that a hard-wrapped page's lines fill, 0 for a page that is not."""
    if len(texts) < 8:
        return 0
    widths = sorted(line.width for line in texts)
    if widths[len(widths) * 9 // 10] > WIDEST_PAGE:
        return 0
    margin = widths[len(widths) * 19 // 20]
    full = [line for line in texts if margin * 0.85 <= line.width <= margin * 1.1]
    open_ended = sum(not _is_final(page, line) for line in full)
    if len(full) * 2 >= len(texts) and open_ended * 2 >= len(full) and margin >= 30:
        return margin
    return 0


def _is_transcript(page: str, texts: Sequence[Line]) -> bool:
    """Whether the lines are clauses as spoken: short, unpunctuated, one under the other."""
    if len(texts) < 12:
        return False
    widths = sorted(line.width for line in texts)
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
    if following.kind != "text" or _CAPTION.match(page, line.start) or _ENUMERATOR.match(page, following.start):
        return False
    if _is_final(page, line) and following.after_blank:
        return False
    word = page[following.start : following.start + 24].split(" ", 1)[0]
    next_word = len(word) if word.isascii() else 2
    return line.width + next_word > margin * 0.85
