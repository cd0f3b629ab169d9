"""What a file says of itself before its text: YAML between `---` lines, header lines, a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from nvdx.documents.dates import find_date
from nvdx.documents.types import Metadata
from nvdx.documents.words import any_of, load_text, words

_OPENING = re.compile(r"[\ufeff\s]*---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r|\Z)", re.M)
_COMMENT = re.compile(r"[\ufeff\s]*<!--[ \t]*(?:ya?ml\b)?(.*?)-->", re.S | re.I)
# A line that YAML and a plain reader of lines read the same way: a key and a plain scalar.
_PLAIN = re.compile(r"([A-Za-z_][\w-]*):[ \t]+([^\s\[{&*!|>%@`\"'#-](?:[^#\n]|(?<! )#)*)$")
_KEY_VALUE = re.compile(r"[ \t]*[\"']?([^\s:：\"'#-][^:：\n\"']{0,30}?)[\"']?[ \t]*[:：][ \t]*(.*)")
_QUOTED = re.compile(r"(['\"])(.*)\1$")
_URL = re.compile(r"https?://\S+")
_LINK = re.compile(r"\[[^\]]*\]\((\S+?)\)")
# A line of front matter: a key, an item, what is indented below one, a comment, a closing bracket.
_LIKE_YAML = re.compile(r"[\"']?[^\s:：#\"'-][^:：\"']{0,60}[\"']?[ \t]*:(?:\s|$)|[ \t]|-\s|#|[\]}]|$")
# Longer than this, front matter is rather a text between two rules, unless each of its lines looks
# like YAML; and then it is read line by line. A longer header line is a paragraph.
MOST_CHARACTERS = 20_000
LONGEST_HEADER = 400
HEADER_LINES = 12
# Maps within maps within maps hold no metadata, and may hold themselves.
DEEPEST = 2
MOST_NAMES = 50


@dataclass(slots=True)
class FrontMatter:
    """The fields found, the offset where the text begins, and header lines after that."""

    fields: dict[str, str] = field(default_factory=dict)
    """Keys in lower case, as written, to their values; those of nested maps too."""
    start: int = 0
    hidden: list[tuple[int, int]] = field(default_factory=list)

    def add(self, key: str, value: str) -> None:
        if value := value.strip():
            self.fields.setdefault(key.strip().lower(), value)

    def metadata(self) -> Metadata:
        """What the fields mean; documents.yaml has their names, the first with a value wins."""
        values = {
            name: [self.fields[key] for key in keys if key in self.fields]
            for name, keys in words().fields.items()
        }
        sites = values["source"]
        urls = (_URL.search(_unlinked(value)) for value in values["url"] + sites)
        days = map(find_date, values["published"])
        return Metadata(
            title=next(iter(values["title"]), None),
            source=next((site for site in sites if not _URL.search(site)), None),
            author=next(iter(values["author"]), None),
            published=next((found.day for found in days if found), None),
            url=next((found[0] for found in urls if found), None),
        )


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a document; never an error, whatever it looks like.

    >>> text = "---\\ntitle: 财报: 超预期\\ndate: 2024-08-29\\n---\\n正文"
    >>> front = read_front_matter(text)
    >>> front.metadata().title, front.metadata().published, text[front.start:]
    ('财报: 超预期', datetime.date(2024, 8, 29), '正文')
    >>> read_front_matter("营收：10 亿元\\n").fields
    {}
    """
    front = FrontMatter()
    if opening := _OPENING.match(text):
        closing = _CLOSING.search(text, opening.end())
        inner = text[opening.end() : closing.start()] if closing else ""
        if closing and _KEY_VALUE.match(inner.lstrip()):
            if len(inner) <= MOST_CHARACTERS:
                _read_yaml(inner, front)
                front.start = closing.end()
            elif all(_LIKE_YAML.match(line) for line in inner.splitlines()):
                _read_lines(inner, front)
                front.start = closing.end()
    elif comment := _COMMENT.match(text):
        for line in comment[1].splitlines():
            if found := _KEY_VALUE.fullmatch(line):
                front.add(found[1], found[2])
        front.start = comment.end()
    _read_header(text, front)
    return front


def _read_yaml(inner: str, front: FrontMatter) -> None:
    """Plain lines as they stand, all else by YAML, and what is no YAML line by line."""
    found = [_PLAIN.match(line) for line in inner.splitlines() if line.strip()]
    if all(found):
        for match in found:
            if match:
                front.add(match[1], match[2])
        return
    try:
        data = load_text(inner)
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        for key, value in _flattened(data):
            front.add(key, value)
        return
    _read_lines(inner, front)


def _read_lines(inner: str, front: FrontMatter) -> None:
    """The keys and values that stand on a line each."""
    for line in inner.splitlines():
        if match := _KEY_VALUE.fullmatch(line.rstrip()):
            value = match[2].strip()
            quoted = _QUOTED.match(value)
            front.add(match[1], quoted[2] if quoted else value)


def _flattened(data: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    """Keys and values, the outer ones first; a list of names as one text.

    Aliases make a map stand in many places, and lists of lists of them more than can be counted:
    each is read once, and of long values so much as a header line may have.
    """
    seen: set[int] = set()
    level = [data]
    for _ in range(DEEPEST + 1):
        inner: list[dict[Any, Any]] = []
        for part in level:
            for key, value in part.items():
                if isinstance(value, dict):
                    if id(value) not in seen:
                        seen.add(id(value))
                        inner.append(value)
                elif isinstance(value, list):
                    names = (item for item in value if isinstance(item, str))
                    yield str(key), ", ".join(islice(names, MOST_NAMES))[:LONGEST_HEADER]
                elif isinstance(value, str):
                    yield str(key), " ".join(value.split())
        level = inner


@cache
def _header() -> re.Pattern[str]:
    keys = any_of(key for keys in words().fields.values() for key in keys)
    label = any_of(words().body_label)
    return re.compile(
        rf"[\ufeff \t>*_-]*(?:(?P<label>{label})|(?P<key>{keys}))[*_ \t]*[:：][*_ \t]*"
        r"(?P<value>[^\n]*)",
        re.I,
    )


@cache
def _prefix() -> re.Pattern[str]:
    label = any_of(words().body_label)
    date = r"(?P<date>[\d:/.\-T 年月日时分秒]{0,40})"
    return re.compile(rf"[\ufeff\s]*+{date}[，,]?\s*(?:{label})[:：]")


def _read_header(text: str, front: FrontMatter) -> None:
    """Lines such as `标题：…` at the head of the text, one heading before them allowed."""
    if prefix := _prefix().match(text, front.start):
        if prefix["date"].strip():
            front.add(words().fields["published"][0], prefix["date"])
        front.start = prefix.end()
        return
    position = front.start
    headings = 0
    for _ in range(HEADER_LINES * 2):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        body = line.strip(" \t\r\ufeff")
        if body.startswith("#") and not headings:
            headings += 1
        elif body:
            match = _header().match(line)
            if match is None or len(body) > LONGEST_HEADER:
                return
            if match["label"]:
                front.hidden.append((position, position + match.start("value")))
                return
            front.add(match["key"], match["value"])
            front.hidden.append((position, end))
        position = end + 1
        if position > len(text):
            return


def _unlinked(value: str) -> str:
    """The URL of a Markdown link, else the value."""
    return link[1] if (link := _LINK.search(value)) else value
