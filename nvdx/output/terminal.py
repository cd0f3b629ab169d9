"""Text of documents and names of files on a terminal: what would steer it is shown, not sent.

Control characters move the cursor, set titles or make the terminal type; marks that turn the
writing direction show a text in another order than it has (https://trojansource.codes).
"""

from __future__ import annotations

import re
import sys
from typing import BinaryIO, Final

__all__ = ["Terminal", "visible", "visible_line", "write_text"]

# Controls of ASCII and Latin-1 but the line feed and the tab, marks that turn the writing
# direction, and what no encoding can write.
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""A text with control characters as escapes.

    >>> visible("\x1b[31m营收\u202e")
    '\\x1b[31m营收\\u202e'
    """
    return _STEERING.sub(_escape, text)


def visible_line(text: str) -> str:
    r"""A text with control characters as escapes, line feeds and tabs among them.

    >>> visible_line("a\nnvdx: b")
    'a\\nnvdx: b'
    """
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


class Terminal:
    """Standard output that is a terminal, to write lines of JSON to.

    JSON leaves some of these characters as they are; here they are written as JSON's escapes, so
    that the lines mean the same.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, lines: bytes) -> int:
        return self._stream.write(_STEERING.sub(_json_escape, lines.decode()).encode())

    def flush(self) -> None:
        self._stream.flush()


def write_text(text: str) -> None:
    """A text to standard output, as it is or, where that is a terminal, with JSON's escapes."""
    if sys.stdout.isatty():
        text = _STEERING.sub(_json_escape, text)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.flush()


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # what Python has for a byte of a name that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
