"""Documents: from paths to clean blocks of text, each character of which knows its place."""

from nvdx.documents.discover import discover
from nvdx.documents.read import parse_document, read_document
from nvdx.documents.types import (
    Block,
    BlockKind,
    Document,
    DocumentError,
    Metadata,
    Origin,
    Table,
)

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "DocumentError",
    "Metadata",
    "Origin",
    "Table",
    "discover",
    "parse_document",
    "read_document",
]
