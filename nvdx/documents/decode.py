"""Bytes to text. Offsets everywhere count the characters of the text that this gives."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterable, Iterator
from typing import NamedTuple

REPLACEMENT = "\ufffd"
NUL = b"\0"

# Characters of nearly every Chinese text in either script: the encoding that finds more of them is
# the right one of two that both decode without error.
TELLTALE = "，。、的一是在年月日不有"

# Where a page declares its encoding: `<meta charset=…>`, or in the content of an http-equiv.
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
DECLARED_WITHIN = 4096
# Browsers read these as the larger encodings that pages mean by them; Hong Kong's characters are
# in Big5 for browsers, not for Python.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
}
_HIGH = bytes(range(128, 256))
# What no text has, but for a stray one: control characters without tab, line ends, backspace and
# escape, which listings and terminals leave behind.
_CONTROLS = bytes((*range(8), *range(14, 27), *range(28, 32)))
# One broken place among so many others is an accident; more are another encoding, or no text.
ONE_IN = 20
# Of what is no UTF-8 in the first place.
NULS_ONE_IN = 200
# Other encodings are hardly ever UTF-8 by chance: there three in four characters beyond ASCII do.
BROKEN_UTF_8 = 4
# Of a text in UTF-16 without a mark, how much is judged.
_SAMPLE = 65_536
_USUAL = re.compile("[\t\n\r -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
# Of its everyday characters, how many at least a text in UTF-16 without any ASCII has.
LEAST_EVERYDAY = 3
# A byte above 127 between two below: a letter of Western Europe, or a typographic sign.
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUN = re.compile(rb"[\x80-\xff]+")

_NO_TEXT = "not a text file"
_UNKNOWN = "not a text file, or in an encoding other than UTF-8, UTF-16, GB18030 and Big5"


class Decoded(NamedTuple):
    """The text of a file and how it was come by."""

    text: str
    encoding: str
    """Python's name for it: `bytes.decode` with it and `errors="replace"` gives the text again."""
    broken: int = 0
    """In how many places bytes were no character, so that U+FFFD stands there."""


def decode(data: bytes) -> Decoded:
    """The text of a file; newlines stay as they are.

    - UTF-8 first; a byte order mark stays, as U+FEFF at offset 0, so that offsets are those of
      `bytes.decode("utf-8")`.
    - UTF-16 and UTF-32 where a byte order mark says so; UTF-16 without one where its ASCII
      characters show, whose other bytes are NUL, all even or all odd ones. Text without any ASCII
      is UTF-16 where it is none of the others below and reads as Chinese does in one byte order.
    - Else GB18030 (GBK, GB 2312) or Big5 with Hong Kong's characters, whichever decodes with fewer
      broken places; where both do, the one that gives more everyday characters. Text that is nearly
      all ASCII, with single other bytes, is Windows-1252.

    Broken bytes, such as of a file cut in the middle of a character, become U+FFFD, where they are
    few: one in twenty of the bytes beyond ASCII, in UTF-8 one in four of the characters. A few NULs
    stay as they are.

    Raises ValueError for data that is no text: much of it control characters, or nothing that any
    of these can decode.

    >>> decode("毛利率".encode("gb18030"))
    Decoded(text='毛利率', encoding='gb18030', broken=0)
    >>> decode("營收為 5 億元，年增".encode("big5"))[:2]
    ('營收為 5 億元，年增', 'big5hkscs')
    >>> decode(b"\\xef\\xbb\\xbfQ2")[:2]
    ('\\ufeffQ2', 'utf-8')
    >>> decode("a\\r\\nb".encode("utf-16"))[:2], decode("营收 5 亿元。".encode("utf-16-be"))[1]
    (('a\\r\\nb', 'utf-16'), 'utf-16-be')
    >>> decode(b"\\x89PNG\\r\\n\\x00\\x00")
    Traceback (most recent call last):
    ...
    ValueError: not a text file
    """
    if marked := _of_mark(data):
        return _replaced(data, marked, _NO_TEXT)
    if NUL in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _is_utf_16(data, encoding):
                return _replaced(data, encoding, _NO_TEXT)
    kept = data.rstrip(NUL)  # zeros at the end are what a crash leaves of a file
    controls = len(kept) - len(kept.translate(None, _CONTROLS))
    is_binary = controls * ONE_IN > len(kept) or (data and not kept)
    if not is_binary and (text := _as_utf_8(data)) is not None:
        return Decoded(text, "utf-8")
    if found := [order for order in ("utf-16-le", "utf-16-be") if _reads_as_utf_16(data, order)]:
        return _replaced(data, found[0], _NO_TEXT)
    if is_binary or data.count(NUL) * NULS_ONE_IN > len(data):
        raise ValueError(_NO_TEXT)
    damaged = data.decode("utf-8", "replace")
    broken = damaged.count(REPLACEMENT)
    if broken * BROKEN_UTF_8 <= len(damaged) - sum(map(damaged.count, map(chr, range(128)))):
        return Decoded(damaged, "utf-8", broken - data.count(REPLACEMENT.encode()))
    others = list(_of_others(data, ("cp1252",) if _is_western(data) else ("gb18030", "big5hkscs")))
    if not others:
        raise ValueError(_UNKNOWN)
    return min(others, key=lambda decoded: (decoded.broken, -_everyday(decoded.text)))


def decode_page(data: bytes) -> Decoded:
    """As `decode`, but a page that is not in UTF-8 is in the encoding that it declares.

    One that declares what it is not is decoded as if it declared nothing.

    >>> decode_page(b'<meta charset="windows-1252"><p>Umsatz: 5 \\x80')[:2]
    ('<meta charset="windows-1252"><p>Umsatz: 5 €', 'windows-1252')
    """
    declared = _DECLARED.search(data, 0, DECLARED_WITHIN)
    if declared and not _of_mark(data) and NUL not in data:
        name = declared[1].decode("ascii", "replace").lower()
        if not name.startswith("utf") and _as_utf_8(data) is None:
            try:
                return _replaced(data, _LARGER.get(name, name), _NO_TEXT)
            except (LookupError, ValueError):
                return decode(data)
    return decode(data)


def encodable(text: str) -> str:
    r"""A text with U+FFFD for lone surrogates, which escapes of YAML, JSON and Python can give.

    >>> encodable("a\ud800b")
    'a\ufffdb'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(REPLACEMENT, text)
    return text


def _of_mark(data: bytes) -> str:
    """The encoding whose byte order mark the data begins with, but for UTF-8's."""
    if data.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        return "utf-32"
    return "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ""


def _replaced(data: bytes, encoding: str, otherwise: str) -> Decoded:
    """The text with U+FFFD in a few places. Raises ValueError where there are too many."""
    text = data.decode(encoding, "replace")
    broken = 0
    if REPLACEMENT in text:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            broken = text.count(REPLACEMENT)
    wide = encoding.startswith(("utf-16", "utf-32"))
    characters = len(text) if wide else len(data) - len(data.translate(None, _HIGH))
    # The last character of a text that was cut counts for nothing.
    if (broken - text.endswith(REPLACEMENT)) * ONE_IN > characters:
        raise ValueError(otherwise)
    return Decoded(text, encoding, broken)


def _is_utf_16(data: bytes, encoding: str) -> bool:
    """Whether data with NULs is text in UTF-16: half of each of its ASCII characters is one.

    NULs alone are no proof: a text of ASCII, two bytes taken for one, gives ideographs. So what it
    gives has to be mostly ASCII, or to have the characters that Chinese cannot do without.
    """
    little = encoding == "utf-16-le"
    at_even, at_odd = data[::2].count(NUL), data[1::2].count(NUL)
    here, there = (at_odd, at_even) if little else (at_even, at_odd)
    if there * ONE_IN > here:
        return False
    sample = data[:_SAMPLE].decode(encoding, "replace")
    latin = len(sample.encode("ascii", "ignore"))
    return len(_USUAL.findall(sample)) * 10 >= len(sample) * 9 and (
        latin * 2 >= len(sample) or _everyday(sample) * 50 >= len(sample)
    )


def _reads_as_utf_16(data: bytes, encoding: str) -> bool:
    """Whether data is Chinese in UTF-16 without any ASCII, no byte of which tells what it is.

    Nine in ten characters have to be of those that Chinese is written with, several of those that
    it cannot do without among them. No text in UTF-8, GB18030 or Big5 gives that, two bytes taken
    for one character, in either order: their bytes lie elsewhere.

    >>> [_reads_as_utf_16("营收增长，利润也增长，这是最好的一年。".encode(name), "utf-16-le")
    ...  for name in ("utf-16-le", "utf-16-be", "gb18030", "utf-8")]
    [True, False, False, False]
    """
    if len(data) % 2:
        return False
    sample = data[:_SAMPLE].decode(encoding, "replace")
    everyday = _everyday(sample)
    usual = len(_USUAL.findall(sample))
    return everyday >= LEAST_EVERYDAY and everyday * 50 >= len(sample) and usual * 10 >= len(sample) * 9


def _is_western(data: bytes) -> bool:
    """Whether data that is no UTF-8 is nearly all ASCII, and most bytes that are not stand alone.

    >>> _is_western("Nvidia’s revenue rose again.".encode("cp1252")), _is_western("营收 5".encode("gbk"))
    (True, False)
    """
    high = len(data) - len(data.translate(None, _HIGH))
    alone = len(_ALONE.findall(data))
    return high * ONE_IN <= len(data) and alone * 2 > sum(1 for _ in _RUN.finditer(data))


def _of_others(data: bytes, encodings: Iterable[str]) -> Iterator[Decoded]:
    for encoding in encodings:
        try:
            yield _replaced(data, encoding, "")
        except ValueError:
            continue


def _everyday(text: str) -> int:
    return sum(map(text.count, TELLTALE))


def _as_utf_8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
