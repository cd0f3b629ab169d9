"""A web page: which of its source is the article, and what its head says of it.

The page is parsed only to know its parts. What is no part of the article is masked where it stands,
and the rest goes the way of all HTML (markup.py): so every offset stays one of the file.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from nvdx.documents.markup import GONE, mask
from nvdx.documents.pagemeta import page_metadata
from nvdx.documents.types import Metadata
from nvdx.documents.words import any_of, words

# Between tags a break of the line is only a space, and so is a tab: to the reader of lines they
# would be a line's end and a cell's.
_SPACES = str.maketrans("\n\r\t\f\v", "     ")
# A backtick is no mark of code here.
_SIGNS = str.maketrans("`", "'")
# What is markup but no element: document types, processing instructions, conditional sections.
_DECLARATION = re.compile(r"<!(?!--)[^<>]*>|<\?[^<>]*>")
_PREFORMATTED = re.compile(r"</?pre(?:\s[^<>]*)?>", re.I)

# What would take the parser time or memory out of proportion: see _parsable.
_INNER = r"(?:\"[^\"]*\"|'[^']*'|[^'\"<>]++)*+"
_STRAY = re.compile(rf"<(?!!--|/?[A-Za-z]{_INNER}>)")
_TAG = re.compile(rf"(</?[A-Za-z][^\s\"'<>/]*){_INNER}>")
MOST_WORK = 20_000_000
LONGEST_TAG = 262_144
_CLOSING = re.compile(r"</([^\s<>/]+)\s*>")

# Never the article, whatever they hold.
_FURNITURE = frozenset(("nav", "aside", "footer", "menu", "dialog", "title"))
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LINK_PARTS = ("ul", "ol", "dl", "p", "div", "section", "table")
# Parts that stand in the midst of a line of text.
_WITHIN_LINE = frozenset(("a", "b", "em", "i", "label", "small", "span", "strong", "sub", "sup"))


@dataclass(frozen=True, slots=True)
class WebPage:
    """The masked page of an HTML file, of the file's length, and its metadata."""

    page: str
    meta: Metadata


def read_page(text: str) -> WebPage:
    """The article of a web page; what cannot be told apart is kept, and nothing is an error.

    >>> page = read_page("<title>Q1</title><nav>Home</nav><p>Revenue:<br>$7.19&nbsp;billion</p>")
    >>> page.page.replace("\\0", "").replace("\\1", "").split("\\n"), page.meta.title
    (['', '', '', 'Revenue:', '$7.19\\xa0billion', ''], 'Q1')
    """
    flat = _DECLARATION.sub(_gone, text.translate(_SPACES))
    try:
        soup = _parsed(flat)
    except ParserRejectedMarkup:
        return WebPage(mask(flat), Metadata())
    parts = _Parts(soup, flat)
    hidden = list(parts.hidden())
    meta = page_metadata(soup, parts.is_kept)
    flat = _with_preformatted(flat, text).translate(_SIGNS)
    return WebPage(mask(_without(flat, hidden)), meta)


def _parsed(flat: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a page that looks like a file's name, or like XML
        return BeautifulSoup(_parsable(flat), "html.parser")


def _parsable(flat: str) -> str:
    """The page as the parser gets it, character for character, without what it is slow with.

    For each `<!--` that nothing closes, and for each `<` that begins no whole tag, the parser looks
    through all the rest of the page; a page may have some, but not so many that this adds up.
    A tag's attributes take two hundred times their length of memory.

    >>> _parsable("<p>a</p><!-- b --><!-- c"), _parsable("<p>1 < 2")
    ('<p>a</p><!-- b -->     c', '<p>1 < 2')
    """
    closed = flat.rfind("-->") + 1
    if flat.find("<!--", closed) >= 0:
        flat = flat[:closed] + flat[closed:].replace("<!--", "    ")
    if flat.count("<") * len(flat) > MOST_WORK:
        if sum(1 for _ in _STRAY.finditer(flat)) * len(flat) > MOST_WORK:
            flat = _STRAY.sub(" ", flat)
    return _TAG.sub(_shortened, flat) if len(flat) > LONGEST_TAG else flat


def _shortened(tag: re.Match[str]) -> str:
    if len(tag[0]) <= LONGEST_TAG:
        return tag[0]
    return f"{tag[1]}{' ' * (len(tag[0]) - len(tag[1]) - 1)}>"


class _Parts:
    """Which elements of a parsed page are the article's."""

    def __init__(self, soup: BeautifulSoup, flat: str) -> None:
        self._soup = soup
        self._flat = flat
        self._tags = soup.find_all(True)
        self._number = {id(tag): number for number, tag in enumerate(self._tags)}
        self._following = [0] * len(self._tags)
        """Of each element, the number of the first one that begins after it."""
        self._depth = [0] * len(self._tags)
        """How many elements of its name end with the last one within it, if they are closed."""
        self._measure()
        self._closings: dict[int, dict[str, list[int]]] = {}
        self._dropped: set[int] = set()
        self._text, self._linked = self._weights()
        self._titles = soup.find_all("h1")
        around = self._counts_within("h1")
        self._around_titles = {at for at, n in around.items() if n == len(self._titles)}
        self._articles = self._within(lambda tag: tag.name in ("article", "main"))

    def hidden(self) -> Iterator[tuple[int, int, str]]:
        """The stretches of the source that are no article: start, end, what parts them."""
        done = 0
        for tag in self._tags:
            if _start(tag) >= done and self._is_furniture(tag) and (end := self._end(tag)):
                self._dropped.add(id(tag))
                done = end
                yield _start(tag), end, "" if tag.name in _WITHIN_LINE else "\n"
        self._gone = self._within(lambda tag: id(tag) in self._dropped) | self._dropped
        if article := self._article():
            start, end = article
            titles = [tag for tag in self._titles if _start(tag) < start and self.is_kept(tag)]
            done = 0
            for title in titles:
                yield done, _start(title), "\n"
                done = self._end(title) or _start(title)
            yield done, start, "\n"
            yield end, len(self._flat), "\n"

    def is_kept(self, tag: Tag) -> bool:
        """Whether an element stands in none that was dropped."""
        return id(tag) not in self._gone

    def _article(self) -> tuple[int, int] | None:
        """Where the smallest element stands that is marked as the article and has most of the text.

        A page that is a list of articles has none.
        """
        left, _ = self._weights()
        marked = self._soup.select("article, main, [role=main], [itemprop~=articleBody]")
        most = [tag for tag in marked if left[id(tag)] * 2 > left[id(self._soup)]]
        for tag in sorted(most, key=lambda tag: left[id(tag)]):
            if end := self._end(tag):
                return _start(tag), end
        return None

    def _is_furniture(self, tag: Tag) -> bool:
        if tag.name in _FURNITURE or _attribute(tag, "role") in _ROLES:
            return True
        if tag.name in ("html", "body", "main", "article", "head") or self._is_most(tag):
            return False
        if tag.name in _LINK_PARTS and self._linked[id(tag)] * 5 > self._text[id(tag)] * 4:
            return True
        if tag.name == "header":
            return id(tag) not in self._articles
        return tag.name == "form" or _is_named_so(tag) or _is_invisible(tag)

    def _is_most(self, tag: Tag) -> bool:
        """Whether an element has most of the page's text or all its titles: a frame around it."""
        most = self._text[id(tag)] * 2 > self._text[id(self._soup)]
        return most or id(tag) in self._around_titles

    def _weights(self) -> tuple[Counter[int], Counter[int]]:
        """How many characters of text each element has, and how many of them are links."""
        nodes = list(self._soup.descendants)
        links: set[int] = set()  # links and what is in them
        left_out: set[int] = set()
        for node in nodes:
            above = id(node.parent)
            if isinstance(node, Tag):
                if above in links or (node.name == "a" and node.has_attr("href")):
                    links.add(id(node))
                if above in left_out or id(node) in self._dropped or node.name == "title":
                    left_out.add(id(node))
        text: Counter[int] = Counter()
        linked: Counter[int] = Counter()
        for node in reversed(nodes):  # what is within an element comes before it
            above = id(node.parent)
            if isinstance(node, Tag):
                text[above] += text[id(node)]
                linked[above] += linked[id(node)]
            elif type(node) is NavigableString and above not in left_out:
                length = len(node.strip())
                text[above] += length
                linked[above] += length if above in links else 0
        return text, linked

    def _within(self, is_one: Callable[[Tag], bool]) -> set[int]:
        """The elements that stand in one of some."""
        inside: set[int] = set()
        ones: set[int] = set()
        for tag in self._tags:  # an element comes before those within it
            if is_one(tag):
                ones.add(id(tag))
            if id(tag.parent) in inside or id(tag.parent) in ones:
                inside.add(id(tag))
        return inside

    def _counts_within(self, name: str) -> Counter[int]:
        """How many elements of a name each element has within it."""
        counts: Counter[int] = Counter()
        for tag in reversed(self._tags):
            counts[id(tag.parent)] += counts[id(tag)] + (tag.name == name)
        return +counts

    def _measure(self) -> None:
        opened: Counter[str] = Counter()
        nth = [0] * len(self._tags)  # the how manyth of its name that is open
        stack: list[int] = []
        for number in range(len(self._tags) + 1):
            tag = self._tags[number] if number < len(self._tags) else None
            parent = tag.parent if tag else None
            left = len(stack)
            while left and self._tags[stack[left - 1]] is not parent:
                left -= 1
            for ended in stack[left:]:
                self._following[ended] = number
                self._depth[ended] = opened[self._tags[ended].name] - nth[ended]
            opened.subtract(self._tags[ended].name for ended in stack[left:])
            del stack[left:]
            if tag:
                opened[tag.name] += 1
                nth[number] = opened[tag.name]
                stack.append(number)

    def _end(self, tag: Tag) -> int | None:
        """The offset after an element's closing tag, None where it has none.

        The parser tells where elements begin. So the closing tag is looked for between the last
        element within and the first one after, behind those of elements of the same name within.
        """
        number = self._number[id(tag)]
        following = self._following[number]
        if following not in self._closings:
            end = _start(self._tags[following]) if following < len(self._tags) else len(self._flat)
            closings: dict[str, list[int]] = {}
            for found in _CLOSING.finditer(self._flat, _start(self._tags[following - 1]), end):
                closings.setdefault(found[1].lower(), []).append(found.end())
            self._closings[following] = closings
        ends = self._closings[following].get(tag.name, [])
        depth = self._depth[number]
        return ends[depth] if depth < len(ends) else None


def _start(tag: Tag) -> int:
    """The offset of an element's tag: the parsed page has one line."""
    return tag.sourcepos or 0


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value.strip() if isinstance(value, str) else " ".join(value or ())


def _is_named_so(tag: Tag) -> bool:
    """Whether a class or the id of an element is what authors call a part that is no article."""
    names = f"{_attribute(tag, 'class')} {_attribute(tag, 'id')}".split()
    return any(map(_names().fullmatch, names))


@cache
def _names() -> re.Pattern[str]:
    """Names of furniture as a whole class or id, with a word of their own around them or two.

    >>> [bool(_names().fullmatch(name)) for name in ("sidebar", "site_navBar", "related-links", "data-table")]
    [True, True, True, False]
    """
    said = words()
    before, name, after = map(_any_name, (said.page_parts_before, said.page_parts, said.page_parts_after))
    return re.compile(f"(?:{before}[-_]*)?{name}(?:[-_]*{after})?", re.I)


def _any_name(names: Iterable[str]) -> str:
    return f"(?:{any_of(names)})".replace("\\-", "[-_]?")


def _is_invisible(tag: Tag) -> bool:
    return (
        tag.has_attr("hidden")
        or _attribute(tag, "aria-hidden") == "true"
        or _HIDDEN_STYLE.search(_attribute(tag, "style")) is not None
    )


def _gone(match: re.Match[str]) -> str:
    return GONE * len(match[0])


def _without(page: str, hidden: Iterable[tuple[int, int, str]]) -> str:
    """The page with GONE in the hidden stretches, which may lie one within the other."""
    parts: list[str] = []
    done = 0
    for start, end, parting in sorted(hidden):
        start = max(start, done)
        if start < end:
            parts += page[done:start], parting.ljust(end - start, GONE)
            done = end
    return "".join(parts) + page[done:]


def _with_preformatted(flat: str, text: str) -> str:
    """The page with the lines of its preformatted text, which pages of filings put releases in.

    Their tags go too, for within Markdown such a part is code.
    """
    parts: list[str] = []
    done = 0
    is_open = False
    for tag in _PREFORMATTED.finditer(flat):
        source = text if is_open else flat
        parts += source[done : tag.start()], "\n".ljust(len(tag[0]), GONE)
        is_open = not tag[0].startswith("</")
        done = tag.end()
    return "".join(parts) + flat[done:]
