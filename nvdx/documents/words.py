"""The words that the reader of documents goes by: lexicon/documents.yaml, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).resolve().parent.parent / "lexicon"
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The comments in documents.yaml say what each list means."""

    fields: dict[str, tuple[str, ...]]
    """Keys, in lower case, by the field of the metadata that they give."""
    body_label: tuple[str, ...]
    dateline_cues: tuple[str, ...]
    news_cues: tuple[str, ...]
    not_dateline: tuple[str, ...]
    captions: tuple[str, ...]
    sections: frozenset[str]
    """As `bare` gives them, like `notes` and `lines`."""
    notes: frozenset[str]
    lines: frozenset[str]
    disclaimers: tuple[str, ...]
    """In lower case and as written, like the lists below; compare with `comparable` text."""
    bylines: tuple[str, ...]
    tails: tuple[str, ...]
    credits: tuple[str, ...]
    notices: tuple[str, ...]
    market_rows: tuple[str, ...]
    page_parts: tuple[str, ...]
    page_parts_before: tuple[str, ...]
    page_parts_after: tuple[str, ...]
    first_characters: frozenset[str]
    """Of the disclaimers, the bylines, the market's words: most blocks begin with none."""


def bare(text: str) -> str:
    """A text without all that is no letter or digit, in lower case: to compare labels.

    >>> bare("【相关阅读】"), bare("Read Next:")
    ('相关阅读', 'readnext')
    """
    return _NOT_WORD.sub("", text).lower()


def comparable(text: str) -> str:
    """A text as the lists of words are compared with it: in lower case if it is all ASCII.

    Making other text lower case would take longer than all that is done with the words.
    """
    return text.lower() if text.isascii() else text


@cache
def words() -> Words:
    """The words, loaded once; a list too many or too few in documents.yaml is a TypeError."""
    data = load_yaml("documents.yaml")
    fields = {name: tuple(map(str.lower, keys)) for name, keys in data.pop("fields").items()}
    bared: dict[str, Any] = {
        name: frozenset(map(bare, data.pop(name))) for name in ("sections", "notes", "lines")
    }
    lists: dict[str, Any] = {name: tuple(_cases(found)) for name, found in data.items()}
    starts = lists["disclaimers"] + lists["bylines"] + lists["market_rows"]
    return Words(
        fields=fields, first_characters=frozenset(word[0] for word in starts), **bared, **lists
    )


def _cases(found: Iterable[str]) -> Iterator[str]:
    """Each word in lower case, for text that is all ASCII and compared so, and as it is written."""
    for word in found:
        yield from dict.fromkeys((word.lower(), word))


def any_of(found: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))


def load_yaml(name: str) -> Any:
    """A lexicon file as plain data."""
    return load_text((LEXICON / name).read_text(encoding="utf-8"))


def load_text(text: str) -> Any:
    """YAML as dicts, lists and strings; ValueError where it is none."""
    import yaml  # here, for what reads no document should not pay for it

    try:
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
