"""A document from a path or a text: the stages of reading, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from nvdx.documents.blocks import stretches
from nvdx.documents.boilerplate import without_boilerplate
from nvdx.documents.clean import is_traditional
from nvdx.documents.dateline import find_published, find_title
from nvdx.documents.decode import decode, decode_page, encodable
from nvdx.documents.discover import BEGINNING, is_page
from nvdx.documents.frontmatter import read_front_matter
from nvdx.documents.headings import with_headings
from nvdx.documents.lines import read_lines
from nvdx.documents.load import STDIN, load
from nvdx.documents.markup import GONE, mask
from nvdx.documents.pieces import Piece, pieces_of
from nvdx.documents.texttables import with_text_tables
from nvdx.documents.types import Document, DocumentError, Metadata, Page, doc_name


def read_document(path: str, *, max_bytes: int | None = None) -> Document:
    """The document in a file, or on standard input where the path is `-`.

    Raises DocumentError for a file that cannot be opened, has more than ``max_bytes`` or is no text.
    """
    return decode_document(load(path, max_bytes), path)


def decode_document(data: bytes, path: str) -> Document:
    """The document that the bytes of a file are. Raises DocumentError where they are no text."""
    try:
        found = decode_page(data) if is_page(path, data[:BEGINNING]) else decode(data)
    except ValueError as error:
        raise DocumentError(path, str(error), "not_text") from error
    document = parse_document(found.text, path=doc_name(path), encoding=found.encoding)
    return replace(document, broken=found.broken) if found.broken else document


def parse_document(
    text: str,
    *,
    path: str = STDIN,
    encoding: str = "utf-8",
    title: str | None = None,
    published: date | None = None,
) -> Document:
    """The document that a text is; `title` and `published`, where given, overrule what it says.

    A text whose path ends in `.html` or `.htm`, or that begins as web pages do, is a web page; all
    others are Markdown or plain. It is read when what it is made of is first asked for.

    >>> document = parse_document("---\\ndate: 2025-08-28\\n---\\n# Q2\\n\\n营收 **467** 亿美元。")
    >>> [(block.kind, block.text) for block in document.blocks]
    [('heading', 'Q2'), ('paragraph', '营收467亿美元。')]
    >>> document.meta.title, document.meta.published
    ('Q2', datetime.date(2025, 8, 28))
    """
    read = partial(_read, text, path, title, published)
    return Document(path, text, encoding, read, given_title=title)


def _read(text: str, path: str, title: str | None, published: date | None) -> Page:
    page, begin, meta = _web_page(text) if is_page(path, text[:BEGINNING]) else _text_page(text)
    traditional = is_traditional(text)
    pieces: list[Piece] = []
    for stretch in stretches(page, with_text_tables(page, read_lines(page, begin))):
        pieces += pieces_of(page, stretch, traditional)
    kept = list(without_boilerplate(pieces, meta))
    found = title or meta.title or find_title(kept)
    meta = Metadata(
        title=found and encodable(found),
        source=meta.source,
        author=meta.author,
        published=published or meta.published or find_published([piece.block for piece in pieces]),
        url=meta.url,
    )
    return Page(meta, with_headings(kept))


def _text_page(text: str) -> tuple[str, int, Metadata]:
    """The masked page of Markdown or plain text, where its text begins, and its front matter."""
    front = read_front_matter(text)
    page = mask(text)
    for start, end in front.hidden:
        page = page[:start] + GONE * (end - start) + page[end:]
    return page, front.start, front.metadata()


def _web_page(text: str) -> tuple[str, int, Metadata]:
    from nvdx.documents.html import read_page  # here, for the parser that no other file needs

    web = read_page(text)
    return web.page, 0, web.meta
