"""Markdown and HTML out of the way, without moving a character.

A *masked page* is a text of the same length as the file's: every offset in it is an offset in the
file. What is markup there has become one of the control characters below (a real document holds
none), block elements of HTML have become line breaks and the Markdown that means the same. So the
reader of lines knows one notation, and taking the control characters out is all that is left to do
for a clean text.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape
from typing import Final

GONE: Final = "\x00"
"""Markup that stands for nothing."""
REST: Final = "\x01"
"""The rest of a notation whose first place holds the character that it stands for."""
LINK: Final = "\x02"
"""Where the text of a link begins."""
LINK_END: Final = "\x03"
"""Where it ends."""
STRONG: Final = "\x04"
"""A mark of strong emphasis."""
ESCAPE: Final = "\x05"
"""A backslash; the character after it is no markup."""
CELL: Final = "\x06"
"""Where a cell of an HTML table begins."""
CELLS: Final = {CELL: 1} | {mark: n for n, mark in enumerate("\x08\x10\x17\x18\x19\x1a\x1b", 2)}
"""How many cells begin at a mark, all but the last of them empty: a tag may have little room."""
ITEM: Final = "\x0e"
"""Where an item of an HTML list begins."""
QUOTE: Final = "\x0f"
"""Where an HTML quotation begins."""
HEADINGS: Final = "\x11\x12\x13\x14\x15\x16"
"""Where an HTML heading of level 1 to 6 begins."""

# Only within this module: a line break that is meant as one, where others are only spaces.
_BREAK: Final = "\x07"

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_TOKEN = re.compile(
    r"""[\\`*_\[\]<&](?:
      (?<=\\)"""
    + _PUNCTUATION
    + r"""
    | (?<=\[)(?P<plain>[^\[\]\\`*_<&\n]{0,200})\]\((?P<to>[!-'*-~]*)\)    # most links and images
    | (?<=\*)\*+ | (?<=_)_+ | (?<=`)`+
    | (?<=\])\((?P<dest>[^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+)\)
    | (?<=\])\((?P<cut>(?:https?:)?//[^\s()]*)(?=\s|\Z)           # cut off before it was closed
    | (?<=<)(?:!-- | https?://[^\s<>]+>
        | (?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9:-]*)(?:\s(?:"[^"]*"|'[^']*'|[^'"<>]++)*+)?/?>)
    | (?<=&)(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});
    )?""",
    re.X | re.S,
)
_DESTINATION = re.compile(r"\s*(?:<[^<>]*>|[!-~]*|(?:https?:|/)\S*)\s*(?:[\"'].*[\"'])?\s*")
_FOOTNOTE = re.compile(r"\^[^\[\]\s]{1,20}|\d{1,3}|[ xX]")
_URL = re.compile("https?://[!#-&(-;=?-Z\\[\\]^_a-z{-~]+")
_WWW = re.compile("www\\.[!#-&(-;=?-Z\\[\\]^_a-z{-~]+")
# A link's text is a few words, or a card with a picture and a title.
LONGEST_LINK = 1000
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BREAKS = {ord(c): "\n" for c in "\x0b\x0c\x85\u2028\u2029"}
_FENCE_END = {mark: re.compile(rf"^[ \t>]*{mark}{{3,}}[ \t]*$", re.M) for mark in "`~"}
_COMMENT_END = re.compile("-->")
# More backticks than that are no code, but a line drawn with them.
MOST_TICKS = 8
_ROW = re.compile(r"\s*\|")
_TILDE_FENCE = re.compile(r"^[ ]{0,3}~~~[^~\n]*$", re.M)

# HTML: what a tag does to the page. Elements whose content is no text of the document:
_DROPPED = re.compile(
    "script|style|noscript|template|svg|head|nav|aside|footer|iframe|textarea|select|button|math"
    "|pre|code|object|audio|video|canvas"
)
_LINES = re.compile(
    "p|div|br|hr|section|article|header|main|ul|ol|dl|dt|dd|figure|figcaption|center|address"
    "|details|summary|fieldset|legend|form|body|html|tbody|thead|tfoot|caption|hgroup|search"
    "|dialog|menu|dir|option|optgroup|frameset|frame|noframes|applet|marquee"
)
# Elements whose content is one run of text, in which a line break is only a space.
_RUNS = re.compile("p|h[1-6]|li|td|th|dt|dd|figcaption|caption|blockquote")
# All others that HTML has, and those with a hyphen or a colon, which pages make up themselves.
_INLINE = re.compile(
    "a|abbr|acronym|bdi|bdo|big|cite|data|del|dfn|em|font|i|img|input|ins|kbd|label|link|mark|meta"
    "|q|rp|rt|ruby|s|samp|small|source|span|strike|sub|sup|time|tt|u|var|wbr|area|base|col"
    "|colgroup|param|track|picture|embed|map|nobr|output|meter|progress|slot|basefont|.*[-:].*"
)
_SPAN = re.compile(r"\s(col|row)span\s*=\s*[\"']?\s*(\d{1,3})\b", re.I)
_MARKS = {"li": ITEM, "blockquote": QUOTE, "td": CELL, "th": CELL}
_MARKS |= {f"h{level}": mark for level, mark in enumerate(HEADINGS, 1)}


def mask(text: str) -> str:
    """The masked page of a text: same length, no markup left but the control characters above.

    >>> mask("a **b** &lt; [c](http://d) \\\\*") == (
    ...     f"a {STRONG*2}b{STRONG*2} <{REST*3} {LINK}c{LINK_END}{GONE*10} {ESCAPE}*")
    True
    >>> mask("<p>a<br>b</p>").replace(GONE, "")
    '\\na\\nb\\n'
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if _ODD.search(text):
        text = _ODD.sub(GONE, text.translate(_BREAKS))
    page = _masked(text) if _TOKEN.search(text) else text
    if "~~~" in page:
        page = _without_tilde_fences(page)
    if "://" in page:
        page = _URL.sub(_gone_url, page)
    if "www." in page:
        page = _WWW.sub(_gone_url, page)
    return page


def _gone_url(match: re.Match[str]) -> str:
    url = match[0].split(")")[0] if "(" not in match[0] else match[0]
    url = url.rstrip(".,;:!?(")
    return GONE * len(url) + match[0][len(url) :]


def _without_tilde_fences(page: str) -> str:
    parts: list[str] = []
    done = 0
    while opening := _TILDE_FENCE.search(page, done):
        closing = _FENCE_END["~"].search(page, opening.end())
        end = closing.end() if closing else len(page)
        parts += page[done : opening.start()], GONE * (end - opening.start())
        done = end
    return "".join(parts) + page[done:]


@cache
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(tag)}\s*>", re.I)


@cache
def _code_end(ticks: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!`)`{{{ticks}}}(?!`)|\n\s*\n")


class _Page:
    """The edits that make a masked page, in order: (start, end, what stands there instead)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[tuple[int, int, str]] = []
        self.brackets: list[tuple[int, int]] = []  # where each open "[" is, in text and in edits
        self.runs: list[tuple[int, int]] = []  # stretches in which a line break is only a space
        self.run_start = -1
        self.tables = 0  # how many are open
        self.last_cell = 0
        self.column = 0  # of the next cell
        self.owed = 0  # empty cells for the columns that the last cell spans beside its own
        self.below: Counter[int] = Counter()  # how many more rows a cell spans, by its column
        self.missing: set[re.Pattern[str]] = set()  # what the rest of the text does not have
        self.line_known = 0  # where it was last asked of what the line is
        self.line_is_row = False

    def put(self, start: int, end: int, instead: str = "") -> None:
        self.edits.append((start, end, instead.ljust(end - start, GONE)))

    def after(self, closing: re.Pattern[str], at: int) -> int:
        """The offset after the next match from `at` on, 0 where there is none."""
        found = None if closing in self.missing else closing.search(self.text, at)
        if found is None:
            self.missing.add(closing)
            return 0
        return found.end()

    def in_row(self, at: int) -> bool:
        """Whether the line that `at` stands on, never before the last one asked for, is a row of a
        Markdown table."""
        line = self.text.rfind("\n", self.line_known, at) + 1
        if line or not self.line_known:
            self.line_is_row = _ROW.match(self.text, line) is not None
        self.line_known = at
        return self.line_is_row

    def end_run(self, at: int) -> None:
        if 0 <= self.run_start < at:
            self.runs.append((self.run_start, at))
        self.run_start = -1

    def built(self) -> str:
        self.end_run(self.last_cell if self.tables else len(self.text))
        parts: list[str] = []
        done = 0
        for start, end, instead in self.edits:
            parts.append(self.text[done:start])
            parts.append(instead)
            done = end
        parts.append(self.text[done:])
        page = "".join(parts)
        if self.runs:
            parts = []
            done = 0
            for start, end in self.runs:
                parts.append(page[done:start])
                parts.append(page[start:end].replace("\n", " "))
                done = end
            parts.append(page[done:])
            page = "".join(parts)
        return page.replace(_BREAK, "\n")


def _masked(text: str) -> str:
    page = _Page(text)
    done = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        done = end
        first = text[start]
        if first == "*" or first == "_":
            _emphasis(page, start, end)
        elif first == "[" and end > start + 1:
            _plain_link(page, match)
        elif first == "[":
            page.brackets.append((start, len(page.edits)))
            page.put(start, start)
        elif first == "]":
            _bracket(page, match)
        elif first == "\\":
            if end > start + 1:
                page.put(start, start + 1, ESCAPE)
            elif text.startswith("\n", end):
                page.put(start, end)
        elif first == "&":
            _entity(page, start, end)
        elif first == "`":
            done = _code(page, start, end)
        elif end > start + 1:
            done = _tag(page, match)
    return page.built()


def _emphasis(page: _Page, start: int, end: int) -> None:
    """Marks of emphasis: doubled ones everywhere, single ones that lean on a word."""
    text = page.text
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if text[start] == "_":
        if before.isalnum() and after.isalnum():
            return  # snake_case
    elif end - start == 1:
        if before.isspace() and after.isspace():
            return  # a bullet, or a sign of multiplication
        if before.isalnum() and after.isalnum() and (before + after).isascii():
            return  # 5*6
    page.put(start, end, STRONG * (end - start) if end - start > 1 else GONE)


def _plain_link(page: _Page, match: re.Match[str]) -> None:
    """A link or an image whose text has no markup of its own."""
    start, end = match.span()
    text_end = match.end("plain")
    if start and page.text[start - 1] == "!":
        page.put(start - 1, end)
    elif text_end == start + 1:
        page.put(start, end)
    else:
        page.put(start, start + 1, LINK)
        page.put(text_end, end, LINK_END)


def _bracket(page: _Page, match: re.Match[str]) -> None:
    """The end of a link, an image, a footnote mark, or just a bracket."""
    start, end = match.span()
    destination = match["dest"] if match["cut"] is None else match["cut"]
    is_link = destination is not None and _DESTINATION.fullmatch(destination) is not None
    if not page.brackets:
        if is_link:
            page.put(start, end)
        return
    opening, edit = page.brackets.pop()
    text = page.text
    if not is_link:
        if start - opening <= 22 and _FOOTNOTE.fullmatch(text, opening + 1, start):
            del page.edits[edit:]
            page.put(opening, start + 1)
        return
    if opening and text[opening - 1] == "!":
        del page.edits[edit:]
        page.put(opening - 1, end)
    elif start - opening > LONGEST_LINK:
        page.put(start, end)
    else:
        if "\n" in text[opening:start]:
            _on_one_line(page, opening + 1, start, edit + 1)
        page.edits[edit] = (opening, opening + 1, LINK)
        page.put(start, end, LINK_END)


def _on_one_line(page: _Page, start: int, end: int, edit: int) -> None:
    """Line breaks between `start` and `end`, where the edits from `edit` on are, become spaces."""
    edits = []
    for following in (*page.edits[edit:], (end, end, "")):
        for at in range(start, following[0]):
            if page.text[at] == "\n":
                edits.append((at, at + 1, " "))
        edits.append(following)
        start = following[1]
    page.edits[edit:] = edits[:-1]


def _entity(page: _Page, start: int, end: int) -> None:
    if end == start + 1:
        return
    character = unescape(page.text[start:end])
    if len(character) == 1:
        if character < " ":
            character = " "
        page.edits.append((start, end, character + REST * (end - start - 1)))


def _code(page: _Page, start: int, end: int) -> int:
    """Code is no text: the offset after it, a span within a line or a fenced block."""
    text = page.text
    ticks = end - start
    if ticks >= 3 and _begins_line(text, start):
        done = page.after(_FENCE_END["`"], end) or len(text)
    elif ticks > MOST_TICKS:
        done = end
    else:
        found = _code_end(ticks).search(text, end)
        done = found.end() if found and text[found.start()] == "`" else end
    page.put(start, done)
    return done


def _tag(page: _Page, match: re.Match[str]) -> int:
    """An HTML tag or comment, or a URL in angle brackets: the offset after what it takes away."""
    start, end = match.span()
    if match["tag"] is None:
        if page.text.startswith("<!--", start):
            end = page.after(_COMMENT_END, end) or end
        page.put(start, end)
        return end
    tag, closes = match["tag"].lower(), bool(match["close"])
    if _DROPPED.fullmatch(tag):
        if not closes:
            end = page.after(_closing(tag), end) or end
        page.put(start, end)
    elif tag == "br":
        in_row = page.tables or page.in_row(start)
        page.put(start, end, " " if in_row else _BREAK)
    elif tag == "table" or page.tables:
        _table_tag(page, tag, closes, start, end)
    elif tag in _MARKS or _LINES.fullmatch(tag):
        page.end_run(start)
        within_item = tag == "p" and not closes and _after_mark(page, start)
        mark = "" if closes else _MARKS.get(tag, "")
        page.put(start, end, "" if within_item else "\n" + mark)
        if not closes and _RUNS.fullmatch(tag):
            page.run_start = end
    elif tag == "b" or tag == "strong":
        page.put(start, end, STRONG * (end - start))
    elif _INLINE.fullmatch(tag):
        page.put(start, end)
    return end


def _table_tag(page: _Page, tag: str, closes: bool, start: int, end: int) -> None:
    """A tag in an HTML table: rows become lines, cells are marked, all else is a space."""
    if tag == "table":
        page.tables += -1 if closes else 1
        outermost = page.tables == (0 if closes else 1)
        if outermost:
            page.end_run(start)
            page.run_start = -1 if closes else end
            page.below.clear()
        page.put(start, end, "\n" if outermost else " ")
        return
    page.last_cell = end
    if page.tables == 1 and tag in ("tr", "td", "th"):
        _row_tag(page, tag, closes, start, end)
    else:
        page.put(start, end, " " if tag in _MARKS or tag == "tr" or _LINES.fullmatch(tag) else "")


def _row_tag(page: _Page, tag: str, closes: bool, start: int, end: int) -> None:
    """A tag of a row or a cell. A cell over several columns or rows leaves empty ones there.

    Those are marked within the next tags, as many as have room.
    """
    if tag == "tr" and not closes:
        page.column = page.owed = 0
        page.put(start, end, _BREAK)
        return
    if tag == "tr" or not closes:
        while page.below[page.column] > 0:
            page.below[page.column] -= 1
            page.column += 1
            page.owed += 1
    own = "" if closes else CELL
    empties = _empties(page.owed, end - start - len(own))
    page.owed -= sum(CELLS[mark] for mark in empties)
    page.put(start, end, empties + own or " ")
    if not closes:
        spans = {way[1].lower(): int(way[2]) for way in _SPAN.finditer(page.text, start, end)}
        columns = max(spans.get("col", 1), 1)
        for column in range(page.column, page.column + columns):
            page.below[column] = spans.get("row", 1) - 1
        page.column += columns
        page.owed += columns - 1


def _empties(count: int, room: int) -> str:
    """Marks for so many empty cells, or for as many as the room has marks for.

    >>> [sum(CELLS[mark] for mark in _empties(count, 3)) for count in (0, 1, 9, 24, 40)]
    [0, 1, 9, 24, 24]
    """
    marks = ""
    by_size = {size: mark for mark, size in CELLS.items()}
    while count and len(marks) < room:
        size = min(count, len(CELLS))
        marks += by_size[size]
        count -= size
    return marks


def _after_mark(page: _Page, start: int) -> bool:
    """Whether nothing but space stands between this and the tag that opened a list item."""
    for edit_start, edit_end, instead in reversed(page.edits):
        if page.text[edit_end:start].strip():
            return False
        if instead.strip(GONE):
            return instead[:2] in (f"\n{ITEM}", f"\n{QUOTE}")
        start = edit_start
    return False


def _begins_line(text: str, at: int) -> bool:
    """Whether only blanks and marks of quotations stand before an offset on its line."""
    while at and text[at - 1] in " \t>":
        at -= 1
    return not at or text[at - 1] == "\n"
