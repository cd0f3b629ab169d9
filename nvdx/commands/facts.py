"""Facts for the commands that show them: from JSON lines, or extracted from documents on the spot."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from nvdx.commands import complain
from nvdx.companies import Company
from nvdx.documents import DocumentError, decode_document
from nvdx.extractors import extract_document
from nvdx.fact import Fact
from nvdx.pipeline import Failure, run

LINES = (".jsonl", ".ndjson")
STDIN = "-"


class Gathered:
    """The facts of some sources, each a file of JSON lines, a document, a folder of them, or `-`.

    Standard input is taken for JSON lines where it begins with a brace, else for a document.

    Attributes:
        failed: how many documents or lines could not be read; each was told on standard error.
    """

    def __init__(self, sources: Sequence[str], companies: Mapping[str, Company]) -> None:
        self.failed = 0
        self._sources = sources
        self._companies = companies

    def __iter__(self) -> Iterator[Fact]:
        for source in self._sources:
            if source == STDIN:
                yield from self._standard_input()
            elif source.lower().endswith(LINES):
                try:
                    with open(source, "rb") as lines:
                        yield from self._lines(source, lines)
                except OSError as error:
                    self._fail(f"{source}: {error.strerror}")
            else:
                for result in run([source], companies=self._companies):
                    if isinstance(result, Failure):
                        self._fail(f"{result.path}: {result.message}")
                    else:
                        for message in result.dropped:
                            self._fail(f"{result.path}: {message}")
                        yield from result.facts

    def _standard_input(self) -> Iterator[Fact]:
        data = sys.stdin.buffer.read()
        if data.lstrip().startswith(b"{"):
            yield from self._lines(STDIN, data.splitlines())
            return
        try:
            document = decode_document(data, STDIN)
            yield from extract_document(
                document, self._companies, dropped=lambda said: self._fail(f"{STDIN}: {said}")
            )
        except DocumentError as error:
            self._fail(str(error))

    def _lines(self, source: str, lines: Iterable[bytes]) -> Iterator[Fact]:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield Fact.model_validate_json(line)
            except ValidationError as errors:
                first = errors.errors(include_url=False)[0]
                place = ".".join(map(str, first["loc"]))
                self._fail(f"{source}:{number}: no record: {place or 'line'}: {first['msg']}")

    def _fail(self, message: str) -> None:
        self.failed += 1
        complain(message)
