"""What the head of a web page says of its article: meta elements, JSON-LD, times, the title."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from html import unescape
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup, Tag

from nvdx.documents.dates import find_date
from nvdx.documents.types import Metadata

# Names of meta elements (name, property or itemprop, in lower case) that give a field; the first
# that has a value wins. The date on which a page was changed is not its date.
_TITLES = ("og:title", "headline", "twitter:title", "title", "dc.title", "parsely-title")
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publish_time",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
)
_AUTHORS = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_SITES = ("og:site_name", "application-name", "dc.publisher")
_URLS = ("og:url", "twitter:url")
# Lists within lists of JSON-LD hold no article.
_DEEPEST = 5
# Of a name, as many as can stand one within the other with the same text.
MOST_ELEMENTS = 20


def page_metadata(soup: BeautifulSoup, is_kept: Callable[[Tag], bool]) -> Metadata:
    """The metadata of a parsed page; `is_kept` tells what stands in the article.

    >>> soup = BeautifulSoup('<title>Q1 - Daily</title><meta name="date" content="2023-05-24">'
    ...     '<meta property="og:title" content="Q1 &amp; outlook">', "html.parser")
    >>> meta = page_metadata(soup, lambda tag: True)
    >>> meta.title, meta.published
    ('Q1 & outlook', datetime.date(2023, 5, 24))
    """
    named = _meta_elements(soup)
    data = _linked_data(soup)
    titles = [*_of(named, _TITLES[:1]), *_text_of(data, "headline"), *_of(named, _TITLES[1:])]
    titles += (_words(tag) for tag in _first(soup, "h1", is_kept))
    titles += (_words(tag) for tag in soup.find_all("title", limit=1))
    days = [*_of(named, _DATES[:1]), *_text_of(data, "datePublished"), *_of(named, _DATES[1:])]
    days += (_time(tag) for tag in _first(soup, "time", is_kept))
    authors = [*_of(named, _AUTHORS), *_text_of(data, "author")]
    links = soup.find_all("link", rel="canonical", limit=1)
    return Metadata(
        title=next(filter(None, titles), None),
        source=next(iter((*_of(named, _SITES), *_text_of(data, "publisher"))), None),
        author=next((name for name in authors if "://" not in name), None),
        published=_first_day(days),
        url=next(iter((*(str(link.get("href", "")) for link in links), *_of(named, _URLS))), None),
    )


def _first(soup: BeautifulSoup, name: str, is_kept: Callable[[Tag], bool]) -> Iterator[Tag]:
    return islice(filter(is_kept, soup.find_all(name)), MOST_ELEMENTS)


def _meta_elements(soup: BeautifulSoup) -> dict[str, str]:
    """The contents of the meta elements by their names; the first of a name is the page's own."""
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        content = " ".join(str(tag.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            if content and (name := tag.get(attribute)):
                found.setdefault(str(name).strip().lower(), content)
    return found


def _of(named: dict[str, str], names: Iterable[str]) -> Iterator[str]:
    return (named[name] for name in names if name in named)


def _linked_data(soup: BeautifulSoup) -> dict[str, Any]:
    """The JSON-LD object that has a headline, else one that has a date; broken JSON has none."""
    objects: list[dict[str, Any]] = []
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            objects += _objects(json.loads(script.get_text(), strict=False))
        except (ValueError, RecursionError):
            continue
    for key in ("headline", "datePublished"):
        for found in objects:
            if found.get(key):
                return found
    return {}


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        data = data.get("@graph")
    if isinstance(data, list) and depth < _DEEPEST:
        for item in data:
            yield from _objects(item, depth + 1)


def _text_of(data: dict[str, Any], key: str) -> Iterator[str]:
    """The text, or the name of the thing or of the first of the things, that a key has."""
    value = data.get(key)
    value = value[0] if isinstance(value, list) and value else value
    value = value.get("name") if isinstance(value, dict) else value
    if isinstance(value, str) and (text := " ".join(unescape(value).split())):
        yield text


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _time(tag: Tag) -> str:
    return str(tag.get("datetime") or "") or _words(tag)


def _first_day(texts: Iterable[str]) -> date | None:
    return next((found.day for found in map(find_date, texts) if found), None)
