"""A document from a path or a text: the stages of reading, one after the other."""

from __future__ import annotations

import sys
from datetime import date

from nvdx.documents.blocks import Stretch, stretches
from nvdx.documents.clean import character_table, clean, clean_spans
from nvdx.documents.boilerplate import Piece, without_boilerplate
from nvdx.documents.dateline import find_published, find_title
from nvdx.documents.decode import decode
from nvdx.documents.discover import STDIN
from nvdx.documents.frontmatter import read_front_matter
from nvdx.documents.headings import with_headings
from nvdx.documents.lines import read_lines
from nvdx.documents.markup import GONE, mask
from nvdx.documents.types import Block, Document, DocumentError, Metadata, Table


def read_document(path: str) -> Document:
    """The document in a file, or on standard input where the path is `-`.

    Raises DocumentError for a file that cannot be opened or is no text.
    """
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                data = file.read()
        text, encoding = decode(data)
    except OSError as error:
        raise DocumentError(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise DocumentError(path, str(error)) from error
    return parse_document(text, path=path, encoding=encoding)


def parse_document(
    text: str,
    *,
    path: str = STDIN,
    encoding: str = "utf-8",
    title: str | None = None,
    published: date | None = None,
) -> Document:
    """The document that a text is; `title` and `published`, where given, overrule what it says.

    >>> document = parse_document("---\\ndate: 2025-08-28\\n---\\n# Q2\\n\\n营收 **467** 亿美元。\\n")
    >>> [(block.kind, block.text) for block in document.blocks]
    [('heading', 'Q2'), ('paragraph', '营收467亿美元。')]
    >>> document.meta.title, document.meta.published
    ('Q2', datetime.date(2025, 8, 28))
    """
    front = read_front_matter(text)
    page = mask(text)
    for start, end in front.hidden:
        page = page[:start] + GONE * (end - start) + page[end:]
    table = character_table(text)
    meta = front.metadata()
    pieces = [
        Piece(block, page[stretch.spans[0][0] : stretch.spans[-1][1]], stretch.aside)
        for stretch in stretches(page, read_lines(page, front.start))
        if (block := _block(page, stretch, table)) is not None
    ]
    found = [piece.block for piece in pieces]
    blocks = with_headings(list(without_boilerplate(pieces, meta)))
    meta = Metadata(
        title=title or meta.title or find_title(blocks),
        source=meta.source,
        author=meta.author,
        published=published or meta.published or find_published(found),
        url=meta.url,
    )
    return Document(path, text, encoding, meta, blocks)


def _block(page: str, stretch: Stretch, table: dict[int, str]) -> Block | Table | None:
    if stretch.rows:
        return Table(tuple(tuple(_cell(page, cell, table) for cell in row) for row in stretch.rows))
    text, origin = clean_spans(page, stretch.spans, table, hard=stretch.hard)
    return Block(stretch.kind, stretch.level, text, origin) if text else None


def _cell(page: str, span: tuple[int, int], table: dict[int, str]) -> Block | None:
    text, origin = clean(page, *span, table)
    return Block("paragraph", 0, text, origin) if text else None
