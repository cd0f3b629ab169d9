"""Bytes to text. Offsets everywhere count the characters of the text that this gives."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

REPLACEMENT = "\ufffd"

# Characters of nearly every Chinese text in either script: the encoding that finds more of them is
# the right one of two that both decode without error.
TELLTALE = "，。、的一是在年月日不有"

# Where a page declares its encoding: `<meta charset=…>`, or in the content of an http-equiv.
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
DECLARED_WITHIN = 4096
# Browsers read these as the larger encodings that pages mean by them.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "ascii": "cp1252"}
_HIGH = bytes(range(128, 256))


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; newlines stay as they are.

    UTF-8 first (a byte order mark stays, as U+FEFF at offset 0, so that offsets are those of
    `bytes.decode("utf-8")`), UTF-16 where its byte order mark says so, else GB18030 or Big5,
    whichever decodes; where both do, the one that gives more everyday characters. UTF-8 with a few
    broken bytes (a file cut in the middle of a character) is UTF-8 with U+FFFD in their place.

    Raises ValueError for data that is no text: NUL bytes, or nothing that any of these can decode.

    >>> decode("毛利率".encode("gb18030"))
    ('毛利率', 'gb18030')
    >>> decode("營收為 5 億元，年增".encode("big5"))
    ('營收為 5 億元，年增', 'big5')
    >>> decode(b"\\xef\\xbb\\xbfQ2")
    ('\\ufeffQ2', 'utf-8')
    >>> decode("a\\r\\nb".encode("utf-16"))
    ('a\\r\\nb', 'utf-16')
    >>> decode(b"\\x89PNG\\r\\n\\x00\\x00")
    Traceback (most recent call last):
    ...
    ValueError: not a text file
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise ValueError("not a text file")
    damaged = data.decode("utf-8", "replace")
    non_ascii = len(damaged) - sum(map(damaged.count, map(chr, range(128))))
    if damaged.count(REPLACEMENT) * 20 <= non_ascii:
        return damaged, "utf-8"
    decoded = []
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        decoded.append((sum(map(text.count, TELLTALE)), text, encoding))
    if not decoded:
        raise ValueError("not a text file, or in an encoding other than UTF-8, GB18030 and Big5")
    _, text, encoding = max(decoded, key=lambda found: found[0])
    return text, encoding


def decode_page(data: bytes) -> tuple[str, str]:
    """As `decode`, but a page that is not in UTF-8 is in the encoding that it declares.

    One that declares what it is not is decoded as if it declared nothing.

    >>> decode_page(b'<meta charset="windows-1252"><p>Umsatz: 5 \\x80')
    ('<meta charset="windows-1252"><p>Umsatz: 5 €', 'windows-1252')
    """
    declared = _DECLARED.search(data, 0, DECLARED_WITHIN)
    if declared and not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and b"\0" not in data:
        name = declared[1].decode("ascii", "replace").lower()
        encoding = _LARGER.get(name, name)
        if not name.startswith("utf") and not _is_utf_8(data):
            try:
                text = data.decode(encoding, "replace")
            except (LookupError, ValueError):
                return decode(data)
            if text.count(REPLACEMENT) * 20 <= len(data) - len(data.translate(None, _HIGH)):
                return text, encoding
    return decode(data)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
