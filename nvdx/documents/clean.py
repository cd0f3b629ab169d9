"""A stretch of a masked page to clean text with its exact origin."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from unicodedata import normalize

from nvdx.documents.markup import REST
from nvdx.documents.types import Origin, Runs
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
_IN_GAP = f"[{SPACE}\n{NOTHING}]"
_GAP = re.compile(f"{_IN_GAP}(?:{_IN_GAP}+|(?<![{SPACE}])|(?=[{CJK}])|(?<=[{CJK}].))", re.S)
_BLANK = re.compile(f"[{SPACE}\n]")
_CJK = re.compile(f"[{CJK}]")


def _width_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    forms = "￥￡￠｡､﹑﹪﹐﹒﹔﹕﹖﹗﹙﹚﹢﹣﹤﹥﹦﹩﹟﹠～〜∼‐‑‒–−－"
    plain = "¥£¢。、、%,.;:?!()+-<>=$#&~~~------"
    table.update((ord(form), sign) for form, sign in zip(forms, plain, strict=True))
    table.update((ord(c), " ") for c in "\t\xa0\u1680\u202f\u205f\u3000")
    table.update((code, " ") for code in range(0x2000, 0x200B))
    # Radicals and compatibility ideographs, which PDF files give for ordinary characters.
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF)):
        for code in range(first, last + 1):
            ordinary = normalize("NFKC", chr(code))
            if len(ordinary) == 1 and ordinary != chr(code):
                table[code] = ordinary
    return table


WIDTH = _width_table()
_WIDE = re.compile(f"[{re.escape(''.join(map(chr, WIDTH)))}]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class _Simplification:
    table: dict[int, str]
    """WIDTH, and the Traditional characters."""
    traditional: re.Pattern[str]


@cache
def _simplification() -> _Simplification:
    words = load_yaml("traditional.yaml")
    pairs = [*words["pairs"].split(), *words["cantonese"].split()]
    return _Simplification(
        WIDTH | {ord(pair[0]): pair[1] for pair in pairs},
        re.compile(f"[{''.join(pair[0] for pair in pairs)}]"),
    )


def is_traditional(text: str) -> bool:
    """Whether a text has any Traditional Chinese character.

    Nearly all text in Simplified Chinese can be encoded in GB 2312, and no Traditional one can, but
    for a few characters that never come alone; so most text is told without the table of thousands.

    >>> is_traditional("营收"), is_traditional("營收"), is_traditional("Größe")
    (False, True, False)
    """
    if text.isascii():
        return False
    if not _simplification.cache_info().currsize:
        try:
            "".join(_HAN.findall(text)).encode("gb2312")
        except UnicodeEncodeError:
            pass
        else:
            return False
    return _simplification().traditional.search(text) is not None


def normal(text: str, traditional: bool) -> str:
    """The characters of a text as the grammar knows them, one for one; no character is left out.

    >>> normal("８５％－", False), normal("營收", True)
    ('85%-', '营收')
    """
    if text.isascii():
        return text.translate(WIDTH) if "\t" in text else text
    if traditional:
        return text.translate(_simplification().table)
    return _WIDE.sub(_narrow, text)


def _narrow(match: re.Match[str]) -> str:
    return WIDTH[ord(match[0])]


def clean(raw: str, at: int, traditional: bool, *, hard: bool = False) -> tuple[str, Origin]:
    """The clean text of a stretch of a masked page that begins at offset `at`, and its origin.

    Line breaks are joined, or kept where `hard`. For masked pages see markup.py.

    >>> page = "营收 816 亿美元，\\n同比 up 85% –"
    >>> text, origin = clean(page, 0, False)
    >>> text, [page[slice(*origin.span(i, i + 1))] for i in (2, 8, 11, 14)]
    ('营收816亿美元,同比up 85% -', ['8', '，', 'u', '8'])
    """
    joint = _hard_joint if hard else _headline_joint if is_headline(raw) else _joint
    text = normal(_GAP.sub(joint, raw), traditional)
    return text, Origin(len(text), partial(_runs, raw, at, joint))


def _runs(raw: str, at: int, joint: Callable[[re.Match[str]], str]) -> Runs:
    starts: list[int] = []
    sources: list[int] = []
    ends: list[int] = []
    length = done = 0
    for match in _GAP.finditer(raw):
        start, end = match.span()
        if start > done:
            starts.append(length)
            sources.append(at + done)
            ends.append(at + start)
            length += start - done
        done = end
        gap = match[0]
        if gap[0] == REST and length:
            start += len(gap) - len(gap.lstrip(REST))
            if length - starts[-1] > 1:
                ends[-1] -= 1
                starts.append(length - 1)
                sources.append(ends[-1])
                ends.append(0)
            ends[-1] = at + start
        if joint(match):
            blanks = [blank.start() for blank in _BLANK.finditer(raw, start, end)]
            starts.append(length)
            sources.append(at + blanks[0])
            ends.append(at + blanks[-1] + 1)
            length += 1
    if done < len(raw):
        starts.append(length)
        sources.append(at + done)
        ends.append(at + len(raw))
        length += len(raw) - done
    starts.append(length)
    return Runs(starts, sources, ends)


def _joint(match: re.Match[str]) -> str:
    """What stands in clean text for a gap: nothing, or a space where it parts two words."""
    gap = match[0]
    if gap == " ":
        return ""  # alone it is only a gap beside an ideograph
    if not _BLANK.search(gap):
        return ""
    raw = match.string
    start, end = match.span()
    if not start or end == len(raw):
        return ""
    before, after = raw[start - 1], raw[end]
    if "\n" in gap and before in "-‐‑‒–−－" and after.isalnum():
        return ""
    return "" if _CJK.match(before) or _CJK.match(after) else " "


_SAID = re.compile("[\u4e00-\u9fff0-9%]{3}[\u4e00-\u9fff%]")
_STATEMENT = re.compile("[\u4e00-\u9fff]{3}")
# Where words and ideographs touch in a headline, a blank before a word is no habit of type-setting.
_TIGHT = re.compile("[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]")
_WORD = re.compile("[A-Z]")
_PARTED = re.compile("(?<=[\u4e00-\u9fff0-9%]{3}[\u4e00-\u9fff%])[ \u3000]+(?=[\u4e00-\u9fff]{3})")
_PARTED_BY_A_WORD = re.compile("(?<=[\u4e00-\u9fff0-9%]{3}[\u4e00-\u9fff%])[ \u3000]+(?=[A-Z])")
_LONGEST_HEADLINE = 90


def is_headline(raw: str) -> bool:
    """Whether a line is one whose blanks part statements, as headlines of Taiwan and Hong Kong have them.

    >>> is_headline("輝達上季獲利年增168% 本季財測未達預期"), is_headline("營收 300 億美元，年增 168%")
    (True, False)
    """
    if raw.isascii() or len(raw) > _LONGEST_HEADLINE or "\n" in raw or "。" in raw:
        return False
    return _PARTED.search(raw) is not None or (
        _PARTED_BY_A_WORD.search(raw) is not None and _TIGHT.search(raw) is not None
    )


def _headline_joint(match: re.Match[str]) -> str:
    """As `_joint`, but a blank that parts two statements of a headline stays one."""
    raw, start, end = match.string, *match.span()
    opens = _STATEMENT.match(raw, end) or (_WORD.match(raw, end) and _TIGHT.search(raw))
    if _BLANK.search(match[0]) and opens and _SAID.fullmatch(raw, start - 4, start):
        return " "
    return _joint(match)


def _hard_joint(match: re.Match[str]) -> str:
    """As `_joint`, but a line break stays one."""
    if "\n" in match[0] and match.start() and match.end() < len(match.string):
        return "\n"
    return _joint(match)
