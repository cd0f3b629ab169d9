"""From a document to its records."""

from __future__ import annotations

from nvdx.extractors.document import extract_document

__all__ = ["extract_document"]
