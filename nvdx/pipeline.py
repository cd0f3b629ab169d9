"""The stream from paths to records: discover, read, extract, one document in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from nvdx.documents import DocumentError, discover, read_document

if TYPE_CHECKING:
    from nvdx.companies import Company
    from nvdx.documents import Document
    from nvdx.fact import Fact

Extract = Callable[["Document"], "Iterable[Fact]"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document that was read, and its figures in the order of the text."""

    path: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that gave nothing, and why, in words for a person."""

    path: str
    message: str


Result = Extracted | Failure


def run(
    paths: Iterable[str | PathLike[str]],
    *,
    companies: Mapping[str, Company] | None = None,
    extract: Extract | None = None,
    relative_to: Path | None = None,
) -> Iterator[Result]:
    """The results of the documents that some paths name, each before the next document is opened.

    A document gives all its figures or one failure, and a failure stops nothing. A document that
    is named twice is read once. With ``relative_to`` the records name their document by its path
    from that folder. ``extract`` is by default :func:`nvdx.extractors.extract_document`, which
    knows the companies given, or the built-in ones.
    """
    if extract is None:
        from nvdx.extractors import extract_document

        extract = partial(extract_document, companies=companies)
    seen: set[str] = set()
    for path in _discovered(paths):
        if isinstance(path, Failure):
            yield path
        elif path not in seen:
            seen.add(path)
            yield _result(path, extract, relative_to)


def _result(path: str, extract: Extract, relative_to: Path | None) -> Result:
    try:
        document = read_document(path)
        if relative_to is not None:
            document = replace(document, path=Path(path).relative_to(relative_to).as_posix())
        return Extracted(path, tuple(extract(document)))
    except DocumentError as error:
        return Failure(path, error.message)
    except OSError as error:
        return Failure(path, error.strerror or str(error))
    except Exception as error:
        # One document that trips over a mistake of ours must not take the others with it.
        return Failure(path, f"internal error: {type(error).__name__}: {error}")


def _discovered(paths: Iterable[str | PathLike[str]]) -> Iterator[str | Failure]:
    """The documents of each path; a path that has none, or is not there, is a failure."""
    for path_given in paths:
        given, found = fspath(path_given), 0
        try:
            for path in discover([given]):
                found += 1
                yield path
        except DocumentError as error:
            yield Failure(error.path, error.message)
        else:
            if not found:
                yield Failure(given, "no documents in this folder")
