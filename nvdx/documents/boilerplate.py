"""What a page holds beside its article: navigation, recommendations, notices, disclaimers.

The words are data (lexicon/documents.yaml); what a word of each list does to the page is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nvdx.documents.markup import LINK, LINK_END
from nvdx.documents.types import Block, Metadata, Table
from nvdx.documents.words import bare, words

LONGEST_LABEL = 40
LONGEST_BYLINE = 120
LONGEST_NOTICE = 120
LONGEST_CAPTION = 60
LONGEST_CREDIT = 60
# As much text, in one block that ends like a sentence, as no menu has.
PROSE = 60
# Headings as high as this begin another article, whatever part of the page is being left out.
MAIN_HEADING = 2

_LINK_TEXT = re.compile(f"{LINK}[^{LINK_END}]*{LINK_END}")
_WORD = re.compile(r"\w")
_FIGURES_ONLY = re.compile(r"(?:\([^)]*\))?[\s:]*(?:[-+]?[\d.,]+\s*(?:[%亿万元股手倍美港十百千BMTKx]|USD|HKD|[-~/])*\s*)*$")
_SENTENCE_END = re.compile(r"[。！？!?;.]")


class Piece(NamedTuple):
    """A block and the stretch of the masked page that it was made from."""

    block: Block | Table
    raw: str
    aside: bool = False


def without_boilerplate(pieces: Iterable[Piece], meta: Metadata) -> Iterator[Piece]:
    """The pieces that belong to the article, in order; one is cut where a notice ends it."""
    ours = {bare(name) for name in (meta.source, meta.author) if name}
    known = words()
    skip_to = 0  # the level of heading that ends what is being left out, 0 outside of such a part
    prose = False  # whether any of the article has been seen: a page may begin with its menus
    skip_aside = False  # whether that part stands in a column beside the text
    for piece in pieces:
        block, raw, aside = piece
        if skip_aside and not aside:
            skip_to, skip_aside = 0, False
        if isinstance(block, Table):
            if not skip_to:
                yield piece
            continue
        text = block.text
        heading = block.kind == "heading"
        if len(text) <= LONGEST_LABEL:
            label = bare(text)
            if not label or label in ours:
                continue
            if label in known.sections or label in known.notes:
                level = 6 if label in known.notes else MAIN_HEADING
                if heading and block.level < 5:
                    level = max(level, block.level)
                skip_to, skip_aside = level, aside
                continue
        long = len(text) >= PROSE and not heading
        if skip_to:
            if not (heading and block.level <= skip_to) and (prose or not long):
                continue
            skip_to = 0
        if not heading and _is_link(raw, text):
            continue
        kept = _kept(block)
        if kept is not None:
            prose = prose or long
            yield piece if kept is block else Piece(kept, raw, aside)


def _is_link(raw: str, text: str) -> bool:
    """Whether a block is nothing but links, with a few signs between them."""
    if LINK not in raw:
        return False
    others = len(_WORD.findall(_LINK_TEXT.sub("", raw)))
    return others * 5 <= len(text)


def _kept(block: Block) -> Block | None:
    """The block without what is no part of the article, None where nothing is left."""
    known = words()
    text = block.text
    if known.disclaimers.match(text):
        return None
    if len(text) <= LONGEST_NOTICE:
        if known.bylines.match(text) or known.notices.search(text):
            return None
        if (row := known.market_rows.match(text)) and _FIGURES_ONLY.match(text, row.end()):
            return None
    start = _notice_start(text)
    if start == 0:
        return None
    if start == len(text):
        return block
    return Block(block.kind, block.level, text[:start], block.origin.cut(start))


def _notice_start(text: str) -> int:
    """Where in a paragraph the article ends: at a disclaimer after a sentence, or at a picture credit.

    A credit comes after the caption, so with few words before it those go too.
    """
    known = words()
    for tail in known.tails.finditer(text):
        if _SENTENCE_END.match(text, tail.start() - 1):
            return tail.start()
    for credit in known.credits.finditer(text):
        if len(text) - credit.end() <= LONGEST_CREDIT:
            sentence = max((m.end() for m in _SENTENCE_END.finditer(text, 0, credit.start())), default=0)
            return sentence if credit.start() - sentence <= LONGEST_CAPTION else credit.start()
    return len(text)
