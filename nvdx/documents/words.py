"""The words that the reader of documents goes by: lexicon/documents.yaml, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    """Keys in lower case by the field of the metadata."""
    keys: re.Pattern[str]
    """Any of those keys, at the head of a header line."""
    body_label: re.Pattern[str]
    dateline_cues: re.Pattern[str]
    news_cues: re.Pattern[str]
    not_dateline: re.Pattern[str]
    sections: frozenset[str]
    """As `bare` gives them."""
    notes: frozenset[str]
    disclaimers: re.Pattern[str]
    bylines: re.Pattern[str]
    tails: re.Pattern[str]
    credits: re.Pattern[str]
    notices: re.Pattern[str]
    market_rows: re.Pattern[str]


def bare(text: str) -> str:
    """A text without all that is no letter or digit, in lower case: to compare labels.

    >>> bare("【相关阅读】"), bare("Read Next:")
    ('相关阅读', 'readnext')
    """
    return _NOT_WORD.sub("", text).lower()


@cache
def words() -> Words:
    """The words, loaded once; raises KeyError or TypeError where documents.yaml lacks a list."""
    data = load_yaml("documents.yaml")
    fields = {name: tuple(key.lower() for key in keys) for name, keys in data["fields"].items()}
    return Words(
        fields=fields,
        keys=_any_of(key for keys in fields.values() for key in keys),
        body_label=_any_of(data["body_label"]),
        dateline_cues=_any_of(data["dateline_cues"]),
        news_cues=_any_of(data["news_cues"]),
        not_dateline=_any_of(data["not_dateline"]),
        sections=frozenset(map(bare, data["sections"])),
        notes=frozenset(map(bare, data["notes"])),
        disclaimers=_any_of(data["disclaimers"]),
        bylines=_any_of(data["bylines"]),
        tails=_any_of(data["tails"]),
        credits=_any_of(data["credits"]),
        notices=_any_of(data["notices"]),
        market_rows=_any_of(data["market_rows"]),
    )


def _any_of(found: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; a space in one is any white space or none."""
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile("|".join(re.escape(w).replace(r"\ ", r"\s*") for w in longest_first), re.I)


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
