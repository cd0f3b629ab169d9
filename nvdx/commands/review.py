"""`nvdx review`: documents with their figures marked, as one page for a browser."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from nvdx.commands import complain, known_companies
from nvdx.commands.facts import Gathered
from nvdx.companies import Company, CompanyFileError
from nvdx.documents import DocumentError, discover, read_document
from nvdx.documents.types import Document
from nvdx.fact import Fact
from nvdx.golden import SUFFIX, Difference, differences, read_golden, record_of
from nvdx.output.explanation import Explained, Refused, explanations
from nvdx.output.files import whole_file
from nvdx.output.review import Reviewed, explained, page
from nvdx.output.terminal import visible_line


def review(
    paths: Sequence[str],
    output: Path,
    *,
    facts: str | None = None,
    golden: bool = False,
    companies: Sequence[Path] = (),
) -> int:
    """Write the page of the documents in ``paths``.

    With ``facts``, a file of JSON lines, its records are shown instead of those that the documents
    give now; with ``golden`` the differences to the reviewed records beside each document are
    marked. Returns 0, 1 where something could not be read (the rest is shown), 2 where nothing can
    be shown or written.
    """
    try:
        known = known_companies(companies)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    work = _Work(known, golden)
    if facts is not None:
        gathered = Gathered([facts], known)
        work.given = _Given(gathered)
        work.failed += gathered.failed
    reviewed = list(work.documents(paths))
    if not reviewed:
        return complain("no documents to show")
    try:
        with whole_file(output) as stream:
            stream.write(page(reviewed).encode("utf-8", "replace"))
    except OSError as error:
        return complain(f"cannot write {output}: {error.strerror}")
    records = sum(len(one.facts) for one in reviewed)
    told = f"{output}: {len(reviewed)} documents, {records} records"
    print(visible_line(told), file=sys.stderr)
    return 1 if work.failed else 0


class _Given:
    """Records of a file by document: the one of the path given, else the only one of that name."""

    def __init__(self, facts: Gathered) -> None:
        self._by_path: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_path[fact.source.doc].append(fact)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for path in self._by_path:
            self._by_name[PurePath(path).name].append(path)

    def of(self, document: Document) -> list[Fact]:
        path = document.path
        if path not in self._by_path:
            named = self._by_name.get(PurePath(path).name, [])
            if len(named) != 1:
                return []
            path = named[0]
        return self._by_path[path]


@dataclass(slots=True)
class _Work:
    known: Mapping[str, Company]
    golden: bool
    given: _Given | None = None
    failed: int = field(default=0)

    def documents(self, paths: Sequence[str]) -> Iterator[Reviewed]:
        found: dict[str, None] = {}
        for given in paths:
            try:
                found |= dict.fromkeys(discover([given]))
            except DocumentError as error:
                self._fail(str(error))
        for path in found:
            try:
                yield self._read(path)
            except (DocumentError, OSError) as error:
                self._fail(str(error))

    def _read(self, path: str) -> Reviewed:
        document = read_document(path)
        facts: list[Explained] = []
        refused: list[Refused] = []
        for explanation in explanations(document, self.known):
            facts += explanation.facts
            refused += explanation.refused
        facts.sort(key=lambda one: one.number)
        if self.given is not None:
            facts = explained(self._sound(document, self.given.of(document)))
        against = self._against(path, facts) if self.golden else None
        return Reviewed(document, facts, refused, against)

    def _sound(self, document: Document, facts: Sequence[Fact]) -> Iterator[Fact]:
        """The records whose figure stands in the document where they say."""
        for fact in facts:
            if document.text[fact.source.start : fact.source.end] == fact.raw:
                yield fact
            else:
                self._fail(f"{document.path}: record {fact.id} is not of this text; it is left out")

    def _against(self, path: str, facts: Sequence[Explained]) -> list[Difference]:
        golden = Path(path + SUFFIX)
        if not golden.exists():
            self._fail(f"{path}: no golden {golden.name} beside it")
            return []
        expected, broken = read_golden(golden)
        for line, message in broken:
            self._fail(f"{golden}:{line}: {message}")
        now = [record_of(one.fact) for one in facts]
        for record in (*expected, *now):
            # Goldens name their documents by the path from the folder that was checked.
            record["source"].pop("doc", None)
        return differences(expected, now)

    def _fail(self, message: str) -> None:
        self.failed += 1
        complain(message)
