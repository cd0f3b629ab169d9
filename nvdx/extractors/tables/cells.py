"""Cells at a glance: their text, and whether they hold figures or nothing."""

from __future__ import annotations

from nvdx.documents.types import Block
from nvdx.extractors.tables.figures import read_figures
from nvdx.extractors.tables.words import SUBSTANCE, load_grammar
from nvdx.lexicon import Vocabulary


def text_of(cell: Block | None) -> str:
    """The text of a cell, empty where there is none."""
    return cell.text.strip() if cell is not None else ""


def is_value(cell: Block | None, words: Vocabulary) -> bool:
    """Whether a cell holds figures and nothing else."""
    text = text_of(cell)
    return bool(text) and bool(read_figures(text, words))


def is_empty(cell: Block | None) -> bool:
    """Whether a cell says nothing: no letter or digit, or a word for none."""
    text = text_of(cell)
    return not SUBSTANCE.search(text) or text in load_grammar().words.none
