"""Figures about company earnings, read from Chinese and English texts.

    import nvdx

    for fact in nvdx.extract("article.md"):
        print(fact.fiscal_period, fact.metric, fact.value, fact.unit)

What it needs is imported at the first call, so that ``import nvdx`` costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nvdx.fact import Fact
    from nvdx.mentions.quantity import Quantity

__version__ = "0.1.0"
__all__ = ["Fact", "Quantity", "__version__", "extract", "extract_text", "quantities"]


def extract(path: str | PathLike[str]) -> Iterator[Fact]:
    """The figures of one document, in the order of the text.

    Raises ``nvdx.documents.DocumentError`` at once where the document cannot be read.
    """
    from nvdx.documents import read_document
    from nvdx.extractors import extract_document

    return iter(extract_document(read_document(fspath(path))))


def extract_text(
    text: str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    entity: str = "NVDA",
) -> Iterator[Fact]:
    """The figures of a text; offsets count its code points.

    ``published`` (a date, or one as ``2025-08-28``) places words such as 'this quarter' where the
    text has no date of its own; ``entity`` is the company that the text is about where it names
    none. Raises ``ValueError`` for a malformed date.
    """
    from nvdx.documents import parse_document
    from nvdx.documents.decode import encodable
    from nvdx.extractors import extract_document

    if isinstance(published, str):
        published = date.fromisoformat(published)
    document = parse_document(encodable(text), title=title, published=published)
    return iter(extract_document(document, subject=entity))


def quantities(text: str) -> Iterator[Quantity]:
    """Every amount, percentage, percentage-point change, multiple and range in a text."""
    from nvdx.mentions.quantity import quantities as scan

    return iter(scan(text))


def __getattr__(name: str) -> Any:
    if name == "Fact":
        from nvdx.fact import Fact

        return Fact
    if name == "Quantity":
        from nvdx.mentions.quantity import Quantity

        return Quantity
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
