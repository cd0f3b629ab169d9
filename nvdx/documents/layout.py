"""How a page breaks its lines, so that what a page broke can be joined again.

Three kinds of page are told apart by their lines of plain text:

- one paragraph (or sentence) a line;
- hard-wrapped, as a PDF or an e-mail gives it: most lines fill the page's width and stop in
  mid-sentence. A line goes on in the next one, across blank lines too, unless a sentence ends with
  it, the next word would have fitted on it, or the next line begins a numbered point, a question
  or an answer;
- a transcript, subtitles: short lines one under the other, few of which end a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from nvdx.documents.lines import JUNK, Line
from nvdx.documents.markup import STRONG
from nvdx.documents.words import any_of, bare, words

# Columns beyond which a line is no line of a page, but a paragraph.
WIDEST_PAGE = 140
LEAST_MARGIN = 30
# As much of the width as a line fills that was broken there: the next word did not fit.
FULL = 0.85
# A line of a narrower column than the text's.
NARROW = 0.8
# With fewer lines of text a page's layout cannot be told.
LEAST_LINES = 8
# Full lines that tell a page by themselves, where most of its lines are short.
LEAST_FULL = 6
# A column of fewer lines is rather the end of a paragraph and what follows it.
LEAST_BESIDE = 5
# A line that a page repeats so often is its header or footer.
LEAST_REPEATED = 3
# A transcript's lines: how many at least, and how wide half of them and nearly all of them are.
LEAST_CLAUSES = 12
CLAUSE = 50
WIDEST_CLAUSE = 100

_FINAL = "。！？!?…."
_CLOSING = "”’」』）)】》\"'*_ " + JUNK + STRONG
# After one of these nothing has ended yet.
_OPEN = "，、,（(「『《“"
# What a number goes on with.
_MAGNITUDE = "十百千万萬亿億兆倍%％"
_ENUMERATOR = re.compile(
    r"(?:\d{1,2}[、）)]|[（(]?\d{1,2}[）)]|[①-⑳⑴-⒇]|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
    r"|[QA问答][：:]|第[一二三四五六七八九十\d]{1,2}[，,、：:])"
)
_LABEL = re.compile(r"[^\s:：，。；,;]{1,12}[:：]")
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}\W*$")
_DIGITS = re.compile(r"\d+")


class Layout:
    """What a masked page's lines tell of how it is laid out, and which of them belong together."""

    def __init__(self, page: str, lines: Sequence[Line]) -> None:
        self._page = page
        self.margin = 0
        """Columns that the lines of a hard-wrapped page fill, 0 where it is none."""
        self.is_transcript = False
        self._furniture: set[str] = set()
        self._caption = _caption()
        texts = [line for line in lines if line.kind == "text"]
        lengths = sorted(line.end - line.start for line in texts)
        if len(texts) >= LEAST_LINES and lengths[len(lengths) * 9 // 10] <= WIDEST_PAGE:
            self._tell(texts)

    def _tell(self, texts: Sequence[Line]) -> None:
        widths = sorted(map(self.width, texts))
        widest = widths[len(widths) * 19 // 20]
        full = [line for line in texts if widest * FULL <= self.width(line) <= widest * 1.1]
        open_ended = sum(not self.is_final(line) for line in full)
        most = len(full) * 2 >= len(texts) and open_ended * 2 >= len(full)
        # A page of short paragraphs and labels: its full lines tell by stopping in mid-sentence.
        some = len(full) >= LEAST_FULL and len(full) * 3 >= len(texts) and open_ended * 4 >= len(full) * 3
        if widest >= LEAST_MARGIN and (most or some):
            self.margin = widest
            narrow = widest * NARROW
            seen = Counter(self._shape(line) for line in texts if self.width(line) < narrow)
            self._furniture = {shape for shape, n in seen.items() if n >= LEAST_REPEATED}
            return
        together = sum(not line.after_blank for line in texts)
        final = sum(map(self.is_final, texts))
        self.is_transcript = (
            len(texts) >= LEAST_CLAUSES
            and widths[len(widths) // 2] <= CLAUSE
            and widest <= WIDEST_CLAUSE
            and together * 2 >= len(texts)
            and final * 3 <= len(texts)
        )

    def width(self, line: Line) -> int:
        """Columns on a page: two for an ideograph, one for a letter."""
        if not line.width:
            length = line.end - line.start
            if length <= WIDEST_PAGE:
                text = self._page[line.start : line.end]
                length = (len(text.encode("utf-8", "replace")) + length) // 2
            line.width = length
        return line.width

    def is_final(self, line: Line) -> bool:
        """Whether a sentence ends with the line."""
        last = self._page[line.end - 1]
        if last not in _CLOSING:
            return last in _FINAL
        tail = self._page[max(line.start, line.end - 8) : line.end].rstrip(_CLOSING)
        return tail != "" and tail[-1] in _FINAL

    def runs_on(self, line: Line, following: Line) -> bool:
        """Whether a hard-wrapped page's line goes on in the line that follows."""
        if following.kind != "text" or _ENUMERATOR.match(self._page, following.start):
            return False
        if following.after_blank and self.is_final(line):
            return False
        return not self._is_caption(line) and not self._fits(line, following, self.margin)

    def is_wrapped(self, lines: Sequence[Line]) -> bool:
        """Whether the lines of one paragraph were broken where the width of its page ended."""
        if len(lines) < 2:
            return False
        *full, last = lines
        margin = max(map(self.width, full))
        if not LEAST_MARGIN <= margin <= WIDEST_PAGE or self.width(last) > margin * 1.05:
            return False
        if len(lines) == 2:  # a title and a line under it look the same, but for how that begins
            return self._page[last.start].islower()
        for line, following in zip(full, lines[1:], strict=True):
            if self._fits(line, following, margin):
                return False
        return sum(map(self.is_final, full)) * 2 <= len(full)

    def is_open(self, line: Line, following: Line) -> bool:
        """Whether a line ends within a clause or a figure, however short it is."""
        tail = self._page[max(line.start, line.end - 8) : line.end].rstrip(JUNK + STRONG)
        if tail[-1:].isdigit():
            return self._page[following.start] in _MAGNITUDE
        return tail[-1:] in _OPEN and tail != ""

    def beside(self, line: Line, lines: Sequence[Line], index: int) -> int:
        """How many lines from `index` on stand within the sentence that `line` leaves open.

        Text taken out of a PDF brings a narrow column beside a paragraph, or the foot of one page
        and the head of the next, between two lines of it.
        """
        following = lines[index]
        if self.width(following) >= self.margin * NARROW or self.width(line) < self.margin * FULL:
            return 0
        if self.is_final(line) or self._is_caption(line):
            return 0
        end = index
        while end < len(lines) and self._is_furniture(lines[end]):
            end += 1
        if end == index and not self.is_final(following):
            while (
                end < len(lines)
                and lines[end].kind != "heading"
                and self.width(lines[end]) < self.margin * NARROW
            ):
                end += 1
            if end - index < LEAST_BESIDE:
                return 0
        return end - index if end < len(lines) and self._resumes(lines[end]) else 0

    def is_label(self, line: Line) -> bool:
        """Whether a line says only that another part of the page begins."""
        label = bare(self._page[line.start : line.end])
        return label in words().sections or label in words().notes

    def _fits(self, line: Line, following: Line, margin: int) -> bool:
        """Whether the next line's first word had room on the line, so that a break was meant."""
        word = self._page[following.start : following.start + 24].split(" ", 1)[0]
        return self.width(line) + (len(word) if word.isascii() else 2) <= margin * FULL

    def _resumes(self, line: Line) -> bool:
        """Whether a line can be the rest of a sentence."""
        return line.kind == "text" and not (
            _ENUMERATOR.match(self._page, line.start)
            or _LABEL.match(self._page, line.start, line.end)
        )

    def _is_furniture(self, line: Line) -> bool:
        text = self._page[line.start : line.end]
        return _PAGE_NUMBER.match(text) is not None or self._shape(line) in self._furniture

    def _shape(self, line: Line) -> str:
        """A line without the number of its page."""
        return _DIGITS.sub("0", self._page[line.start : line.end])

    def _is_caption(self, line: Line) -> bool:
        """Whether a line names a figure or a table, which no sentence runs on from."""
        return self._caption.match(self._page, line.start, line.end) is not None


@cache
def _caption() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of(words().captions)})\s?\d{{1,3}}(?:[-.]\d{{1,2}})?\s?[:：.]", re.I
    )
