"""Parts of a company by name: which segment or product a word is, for which company."""

from __future__ import annotations

import re
from typing import Final

from nvdx.extractors.reading import Reading
from nvdx.mentions.scan import Token

__all__ = ["PARENTHESIS", "next_token", "segment_id"]

PARENTHESIS: Final = re.compile(r"\([^()]*\)")


def segment_id(token: Token | None, entity: str | None, sense: str = "segment") -> str | None:
    """The id of a segment (or product) word for a company, None where it is none of that company's."""
    if token is None or not entity:
        return None
    ids = token.get(sense)
    return ids.get(entity) if ids else None


def next_token(reading: Reading, index: int) -> Token | None:
    return reading.tokens[index + 1] if index + 1 < len(reading.tokens) else None
