"""What a page holds beside its article: navigation, recommendations, notices, disclaimers.

The words are data (lexicon/documents.yaml); what a word of each list does to the page is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nvdx.documents.pieces import BOLD_LEVEL, Piece
from nvdx.documents.types import Block, Metadata, Table
from nvdx.documents.words import bare, comparable, words

LONGEST_LABEL = 40
LONGEST_NOTICE = 120
LONGEST_CAPTION = 60
LONGEST_CREDIT = 60
# As much text, in one block that ends like a sentence, as no menu has.
PROSE = 60
# Headings as high as this begin another article, whatever part of the page is being left out.
MAIN_HEADING = 2
LOWEST_HEADING = 6

# A figure that can be a company's: a notice of the site states none.
_MONEY = re.compile(r"\d ?[%亿万元]|[$¥€£] ?\d|\d ?(?:[mb]illion|percent)")
_SIGNS = " *\"'“”‘’「」『』【】[]>|—-·•#&▲▼△▽◆■●…"
_SENTENCE_ENDS = "。！？!?;."
# What stands after the label in a row of market data.
_FIGURES = re.compile(r"[\d\s.,:%+\-/~()亿万元股手倍美港十百千只家bmtkxBMTKX$¥]*")


def without_boilerplate(pieces: Iterable[Piece], meta: Metadata) -> Iterator[Piece]:
    """The pieces that belong to the article, in order; one is cut where a notice ends it."""
    ours = {bare(name) for name in (meta.source, meta.author) if name}
    known = words()
    skip_to = 0  # the level of heading that ends what is being left out, 0 outside of such a part
    skip_aside = False  # whether that part stands in a column beside the text
    note = ""  # "announced" by a plain line: the next paragraph, or the "list" that follows
    prose = False  # whether any of the article has been seen: a page may begin with its menus
    for piece in pieces:
        block = piece.block
        if skip_aside and not piece.aside:
            skip_to, skip_aside = 0, False
        if isinstance(block, Table):
            if not skip_to:
                yield piece
            continue
        length = len(block.text)
        heading = block.kind == "heading"
        if length <= LONGEST_LABEL:
            label = bare(block.text)
            if not label or label in known.lines or label in ours:
                continue
            if label in known.sections:
                is_marked = heading and block.level < BOLD_LEVEL
                skip_to = max(MAIN_HEADING, block.level) if is_marked else MAIN_HEADING
                skip_aside = piece.aside
                continue
            if label in known.notes:
                skip_to, note = (LOWEST_HEADING, "") if heading else (skip_to, "announced")
                continue
        long = length >= PROSE and not heading
        if skip_to:
            if not (heading and block.level <= skip_to) and (prose or not long):
                continue
            skip_to = 0
        if note and block.kind == "list_item":
            note = "list"
            continue
        was_announced, note = note == "announced", ""
        if was_announced and block.kind == "paragraph":
            continue
        kept = _cut(block)
        if kept is not None:
            prose = prose or long
            yield piece if kept is block else Piece(kept, piece.raw, piece.aside)


def _cut(block: Block) -> Block | None:
    """The block without what is no part of the article, None where nothing is left."""
    known = words()
    text = comparable(block.text)
    label = text if text[0].isalnum() else text.lstrip(_SIGNS)
    short = len(text) <= LONGEST_NOTICE
    if label[:1] in known.first_characters:
        if label.startswith(known.disclaimers):
            return None
        if short and (label.startswith(known.bylines) or _is_market_row(label)):
            return None
    if short and not _MONEY.search(text):
        for notice in known.notices:
            if notice in text:
                return None
    end = _article_end(text)
    if end == len(text):
        return block
    return Block(block.kind, block.level, block.text[:end], block.origin.cut(end)) if end else None


def _article_end(text: str) -> int:
    """Where in a paragraph the article ends: at a disclaimer after a sentence, or at a credit.

    A picture's credit comes after its caption, so with few words before it those go too.
    """
    known = words()
    for tail in known.tails:
        if tail in text:
            at = text.find(tail)
            if at and text[at - 1] in _SENTENCE_ENDS:
                return at
    for credit in known.credits:
        if credit in text:
            at = text.rfind(credit)
            if len(text) - at <= LONGEST_CREDIT:
                sentence = max(text.rfind(end, 0, at) for end in _SENTENCE_ENDS) + 1
                return sentence if at - sentence <= LONGEST_CAPTION else at
    return len(text)


def _is_market_row(text: str) -> bool:
    """Whether a line is a word of the stock market and figures.

    >>> [_is_market_row(text) for text in ("成交量2.1亿股", "市盈率:45.2", "股价上涨后公布财报")]
    [True, True, False]
    """
    known = words().market_rows
    if not text.startswith(known):
        return False
    label = max((word for word in known if text.startswith(word)), key=len)
    return _FIGURES.fullmatch(text, len(label)) is not None
