"""Text of documents on a terminal: what would steer it is shown, not sent."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["visible"]

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


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
