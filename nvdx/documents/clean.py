"""A stretch of a masked page to clean text with its exact origin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from unicodedata import normalize

from nvdx.documents.markup import GONE, REST
from nvdx.documents.types import Origin
from nvdx.documents.words import load_yaml

SPACE = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Control characters are the masks of markup.py; the others print nothing: soft hyphen, zero-width
# spaces and joiners, bidi controls, variation selectors, byte order mark, tags.
NOTHING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
CJK = (
    "\u2e80-\u2fdf\u3001-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6"
    "\U00020000-\U0003ffff"
)
# A gap is what does not reach the clean text as it stands. A single space between two words is not
# one, and that is what most spaces are, so the pattern passes over those.
_GAP = re.compile(f"[{SPACE}\n{NOTHING}](?:[{SPACE}\n{NOTHING}]+|(?<![{SPACE}])|(?=[{CJK}])|(?<=[{CJK}].))", re.S)
_BLANK = re.compile(f"[{SPACE}\n]")
_CJK = re.compile(f"[{CJK}]")


def _width_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    pairs = {
        "\t": " ", "￥": "¥", "￡": "£", "￠": "¢", "｡": "。", "､": "、", "﹑": "、", "﹪": "%",
        "﹐": ",", "﹒": ".", "﹔": ";", "﹕": ":", "﹖": "?", "﹗": "!", "﹙": "(", "﹚": ")",
        "﹢": "+", "﹣": "-", "﹤": "<", "﹥": ">", "﹦": "=", "﹩": "$", "﹟": "#", "﹠": "&",
        "～": "~", "〜": "~", "∼": "~", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "－": "-",
    }
    table.update((ord(a), b) for a, b in pairs.items())
    table.update((ord(c), " ") for c in "\xa0\u1680\u202f\u205f\u3000")
    table.update((code, " ") for code in range(0x2000, 0x200B))
    # Radicals and compatibility ideographs, which PDF files give for ordinary characters.
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF)):
        for code in range(first, last + 1):
            plain = normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table


WIDTH = _width_table()


@cache
def simplifying() -> dict[int, str]:
    """WIDTH with the Traditional characters as well."""
    pairs = load_yaml("traditional.yaml")["pairs"].split()
    return WIDTH | {ord(pair[0]): pair[1] for pair in pairs}


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def character_table(text: str) -> dict[int, str]:
    """What each character of a document becomes: Traditional to Simplified only where it has any.

    Every character of Simplified Chinese text stands in GB 2312, no Traditional one does but for
    a few that never come alone; so text that can be encoded in it needs no table of thousands.
    """
    try:
        "".join(_HAN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return simplifying()
    return WIDTH


def clean(page: str, start: int, end: int, table: dict[int, str], *, hard: bool = False) -> tuple[str, Origin]:
    """The clean text of page[start:end] and where each of its characters comes from.

    `page` is a masked page (see markup.py). Line breaks are joined, or kept where `hard`.

    >>> page = "营收 816 亿美元，\\n同比 up 85% –"
    >>> text, origin = clean(page, 0, len(page), WIDTH)
    >>> text, [page[slice(*origin.span(i, i + 1))] for i in (2, 8, 11, 14)]
    ('营收816亿美元,同比up 85% -', ['8', '，', 'u', '8'])
    """
    return clean_text(page[start:end], start, table, hard=hard)


def clean_text(raw: str, at: int, table: dict[int, str], *, hard: bool = False) -> tuple[str, Origin]:
    """As `clean`, of a stretch taken out already that stands at offset `at` of the file."""
    parts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    ends: list[int] = []
    length = done = 0
    for match in _GAP.finditer(raw):
        gap_start, gap_end = match.span()
        gap = match[0]
        if gap_start > done:
            parts.append(raw[done:gap_start])
            starts.append(length)
            sources.append(at + done)
            ends.append(at + gap_start)
            length += gap_start - done
        done = gap_end
        if gap[0] == REST and length:
            rest = gap_start + len(gap) - len(gap.lstrip(REST))
            if length - starts[-1] > 1:
                ends[-1] -= 1
                starts.append(length - 1)
                sources.append(ends[-1])
                ends.append(0)
            ends[-1] = at + rest
            gap = raw[rest:gap_end]
            gap_start = rest
        blanks = [m.start() for m in _BLANK.finditer(gap)]
        if not blanks or not length or gap_end == len(raw):
            continue
        between = _joint(raw[match.start() - 1], gap, raw[gap_end], hard)
        if between:
            parts.append(between)
            starts.append(length)
            sources.append(at + gap_start + blanks[0])
            ends.append(at + gap_start + blanks[-1] + 1)
            length += 1
    if done < len(raw):
        parts.append(raw[done:])
        starts.append(length)
        sources.append(at + done)
        ends.append(at + len(raw))
        length += len(raw) - done
    starts.append(length)
    return "".join(parts).translate(table), Origin(starts, sources, ends)


def _joint(before: str, gap: str, after: str, hard: bool) -> str:
    """What stands in clean text for a gap with white space in it."""
    if "\n" in gap:
        if hard:
            return "\n"
        if before in "-‐‑‒–−－" and (after.isdigit() or after.isalpha()):
            return ""
    return "" if _CJK.match(before) or _CJK.match(after) else " "


def clean_spans(
    page: str, spans: Sequence[tuple[int, int]], table: dict[int, str], *, hard: bool = False
) -> tuple[str, Origin]:
    """As `clean`, of several stretches that make one text: what stands between them is left out."""
    start, end = spans[0]
    if len(spans) > 1:
        raw = [page[start:end]]
        for following, following_end in spans[1:]:
            raw.append("\n".rjust(following - end, GONE))
            raw.append(page[following:following_end])
            end = following_end
        return clean_text("".join(raw), start, table, hard=hard)
    return clean_text(page[start:end], start, table, hard=hard)
