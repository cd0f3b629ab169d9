"""Documents: from paths to clean blocks of text, each character of which knows its place."""

from nvdx.documents.discover import discover, walk
from nvdx.documents.load import load
from nvdx.documents.read import decode_document, parse_document, read_document
from nvdx.documents.types import (
    Block,
    BlockKind,
    Document,
    DocumentError,
    ErrorName,
    Metadata,
    Origin,
    Table,
    doc_name,
)

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "DocumentError",
    "ErrorName",
    "Metadata",
    "Origin",
    "Table",
    "decode_document",
    "discover",
    "doc_name",
    "load",
    "parse_document",
    "read_document",
    "walk",
]
