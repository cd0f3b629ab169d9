"""Lines that head what follows though no mark of their own says so: all bold, or short and open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nvdx.documents.pieces import Piece
from nvdx.documents.types import Block, Table

PLAIN_LEVEL = 6
LONGEST_PLAIN = 40
LONGEST_LABEL = 14
# Such a line heads a paragraph, not another short line.
SHORTEST_PARAGRAPH = 40
LONG_PARAGRAPH = 100

_SENTENCE_ENDS = "。.!?;…"
_PLAIN = re.compile(r"[^\W_a-z].*[^,、:\-—~=|(]$|[\"“「『《【\[#].*[^,、:\-—~=|(]$")
_WORDS = re.compile(r"[^\W\d_]{2}")


def with_headings(pieces: Sequence[Piece]) -> tuple[Block | Table, ...]:
    """The blocks of the pieces, short lines that head a paragraph or a table made headings."""
    blocks: list[Block | Table] = []
    for number, piece in enumerate(pieces):
        block = piece.block
        if isinstance(block, Block) and block.kind == "paragraph" and "\n" not in block.text:
            following = pieces[number + 1].block if number + 1 < len(pieces) else None
            if _is_title(block.text, following):
                block = Block("heading", PLAIN_LEVEL, block.text, block.origin)
        blocks.append(block)
    return tuple(blocks)


def _is_title(text: str, following: Block | Table | None) -> bool:
    if following is None or len(text) > LONGEST_PLAIN or text[-1] in _SENTENCE_ENDS:
        return False
    if text.endswith(":"):
        return len(text) <= LONGEST_LABEL and "," not in text
    if not _PLAIN.match(text) or not _WORDS.search(text):
        return False
    if isinstance(following, Table):
        return True
    if following.kind == "list_item":
        return len(text) <= LONGEST_LABEL or text.isascii()
    return (
        following.kind == "paragraph"
        and len(following.text) >= max(SHORTEST_PARAGRAPH, len(text) * 3 // 2)
        and (len(following.text) >= LONG_PARAGRAPH or _is_sentence(following.text))
    )


def _is_sentence(text: str) -> bool:
    return text.rstrip('"”’」』)')[-1:] in _SENTENCE_ENDS
