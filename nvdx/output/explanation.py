"""What was read in the sentences of a document, told from the linker's own trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rich.cells import cell_len

from nvdx.companies import Company
from nvdx.documents.types import Block, Document, Table
from nvdx.extractors.document import link_document
from nvdx.extractors.draft import Draft, Refusal
from nvdx.extractors.reading import Reading
from nvdx.extractors.record import Recorder
from nvdx.extractors.sentences import sentences
from nvdx.fact import Fact, number_text
from nvdx.lexicon import vocabulary
from nvdx.mentions.period import PeriodMention
from nvdx.mentions.quantity import Quantity
from nvdx.mentions.scan import Token, scan

__all__ = ["Explained", "Explanation", "Mention", "Refused", "explanations", "figure_text"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the file that mean something: `kind` is `figure`, `period` or a sense of the lexicon."""

    start: int
    end: int
    text: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A record, its number in the whole explanation, and for each field where it came from."""

    number: int
    fact: Fact
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A figure of the file that is no record, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence or one table cell.

    Attributes:
        line: of the file, where the sentence begins.
        start, end: of the sentence in the file; `text` are the characters there.
        refused: the figures that are no record.
    """

    line: int
    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Explained, ...] = ()
    refused: tuple[Refused, ...] = ()

    def only(self, facts: Sequence[Explained]) -> Explanation:
        """The same with some of its records and without the figures that are none."""
        return replace(self, facts=tuple(facts), refused=())

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The text cut at its mentions, each piece with the kind of its mention or an empty one."""
        at = self.start
        for mention in self.mentions:
            if mention.start < at:
                continue
            yield self.text[at - self.start : mention.start - self.start], ""
            yield self.text[mention.start - self.start : mention.end - self.start], mention.kind
            at = mention.end
        yield self.text[at - self.start :], ""

    def notes(self) -> Iterator[str]:
        """What there is to say of the sentence, line by line."""
        words = [(" ".join(m.text.split()), m.meaning) for m in self.mentions]
        yield from _columns("words", words)
        for explained in self.facts:
            yield f"record {explained.number}: {_meaning(explained.fact)}"
            yield from _columns("", explained.because)
        yield from _columns(
            "no record", [(" ".join(one.text.split()), one.reason) for one in self.refused]
        )


def _columns(head: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if head and rows:
        yield head
    width = max((cell_len(name) for name, _ in rows), default=0)
    for name, content in rows:
        yield f"  {name}{' ' * (width - cell_len(name))}  {content}"


_NAMES: Final = (
    "entity", "fiscal_period", "segment", "product", "geography", "customer", "metric", "measure",
)  # fmt: skip


def _meaning(fact: Fact) -> str:
    parts = [getattr(fact, name) for name in _NAMES]
    parts += [f"of {fact.share_of}" if fact.share_of else None, fact.kind, fact.basis]
    return f"«{' '.join(fact.raw.split())}» {' '.join(filter(None, parts))} = {figure_text(fact)}"


def figure_text(of: Fact | Quantity) -> str:
    """A value with its bounds and unit.

    >>> from nvdx.mentions.quantity import quantities
    >>> [figure_text(q) for q in quantities("约 910 亿美元（±2%），5%-10%")]
    ['~ 91000000000 (89180000000 to 92820000000) USD', '5 to 10 percent']
    """
    parts: list[str] = [of.comparator] if of.comparator != "=" else []
    if of.value is not None:
        parts.append(number_text(of.value))
    if of.low is not None and of.high is not None:
        bounds = f"{number_text(of.low)} to {number_text(of.high)}"
        parts.append(bounds if of.value is None else f"({bounds})")
    return " ".join([*parts, of.unit or ""]).rstrip()


def explanations(
    document: Document, companies: Mapping[str, Company], line: int | None = None
) -> Iterator[Explanation]:
    """What was read on a line of a document, or in every sentence and cell with a figure.

    A line is explained by the sentences that stand on it, with those that have no figure.
    """
    decided: dict[int, list[tuple[Reading, Token, Draft | Refusal]]] = defaultdict(list)

    def trace(block: Block, reading: Reading, token: Token, outcome: Draft | Refusal) -> None:
        decided[id(block)].append((reading, token, outcome))

    refused_cells: dict[int, Refusal] = {}

    def trace_cell(cell: Block, refusal: Refusal) -> None:
        refused_cells[id(cell)] = refusal

    linked = link_document(document, companies, trace=trace, trace_cell=trace_cell)
    recorder = Recorder(document, companies)
    explained: dict[int, Explained] = {}
    in_cells: dict[int, list[Explained]] = defaultdict(list)
    invalid: dict[int, str] = {}
    for number, (block, draft) in enumerate(linked, start=1):
        try:
            fact = recorder.fact(block, draft)
        except Exception as error:
            invalid[id(draft)] = recorder.objection(block, draft, error)
            continue
        because = tuple(_because(document, block, draft, fact))
        explained[id(draft)] = Explained(number, fact, because)
        in_cells[id(block)].append(explained[id(draft)])
    words = vocabulary(companies, document.text)
    for part in document.blocks:
        if isinstance(part, Table):
            cells = (cell for row in part.rows for cell in row if cell is not None)
            for cell in cells:
                facts, no = in_cells[id(cell)], refused_cells.get(id(cell))
                place = _place(document, cell, (0, len(cell.text)))
                if (facts or no) and (line is None or place.line == line):
                    refused = [Refused(place.start, place.end, place.text, _reason(no))] if no else []
                    yield replace(place, facts=tuple(facts), refused=tuple(refused))
            continue
        for start, end in sentences(part.text):
            place = _place(document, part, (start, end))
            last = document.line_of(max(place.start, place.end - 1))
            if line is not None and not place.line <= line <= last:
                continue
            told = [one for one in decided[id(part)] if start <= one[1].start < end]
            if not told and line is None:
                continue
            if told:
                tokens = told[0][0].tokens
            else:
                tokens = scan(part.text[start:end], words)
                for token in tokens:
                    token.start, token.end = token.start + start, token.end + start
            refusals = [
                (token, out if isinstance(out, Refusal) else Refusal(invalid[id(out)]))
                for _, token, out in told
                if isinstance(out, Refusal) or id(out) in invalid
            ]
            yield replace(
                place,
                mentions=tuple(_mentions(document, part, tokens)),
                facts=tuple(explained[id(out)] for _, _, out in told if id(out) in explained),
                refused=tuple(_refused(document, part, token, out) for token, out in refusals),
            )


def _place(document: Document, block: Block, span: Span) -> Explanation:
    start, end = block.origin.span(*span)
    return Explanation(document.line_of(start), start, end, document.text[start:end])


def _text(document: Document, block: Block, span: Span) -> str:
    start, end = block.origin.span(*span)
    return " ".join(document.text[start:end].split())


def _reason(refusal: Refusal) -> str:
    """A reason in words; one that quotes the document has them already."""
    return refusal.reason if "«" in refusal.reason else refusal.reason.replace("-", " ")


def _refused(document: Document, block: Block, token: Token, refusal: Refusal) -> Refused:
    start, end = block.origin.span(token.start, token.end)
    reason = _reason(refusal)
    if refusal.at:
        reason = f"{reason} («{_text(document, block, refusal.at)}»)"
    return Refused(start, end, document.text[start:end], reason)


def _because(
    document: Document, block: Block, draft: Draft, fact: Fact
) -> Iterator[tuple[str, str]]:
    """For each field the words that decided it, or what it was taken from."""
    yield "rule", fact.rule
    for name, (start, end) in draft.evidence.items():
        words = f"«{_text(document, block, (start, end))}»"
        elsewhere = not draft.sentence[0] <= start < draft.sentence[1]
        yield name, f"{words} in a sentence before" if elsewhere else words
    for name, source in draft.inherited.items():
        if name not in draft.evidence:
            yield name, f"from {source}"


def _mentions(document: Document, block: Block, tokens: Sequence[Token]) -> Iterator[Mention]:
    for token in tokens:
        if token.mark:
            continue
        start, end = block.origin.span(token.start, token.end)
        if token.quantity is not None:
            kind, meaning = "figure", f"{token.quantity.form} {figure_text(token.quantity)}"
        elif token.period is not None:
            kind, meaning = "period", f"period {_period(token.period)}"
        else:
            kind = next(iter(token.senses), "word")
            meaning = ", ".join(
                sense if content is True else f"{sense} {content}"
                for sense, content in token.senses.items()
            )
        yield Mention(start, end, document.text[start:end], kind, meaning)


def _period(mention: PeriodMention) -> str:
    """The parts of a period as they are said.

    >>> from nvdx.mentions.period import periods
    >>> [_period(m) for m in periods("2025财年Q2,去年同期,截至7月28日")]
    ['fiscal 2025 Q2', 'same_period_last_year', 'ends 07-28']
    """
    calendar = {True: "fiscal", False: "calendar", None: None}[mention.fiscal]
    parts: list[str | None] = [calendar, mention.relative]
    parts += [str(mention.year) if mention.year is not None else None]
    parts += [", ".join(map(str, mention.years)) or None, mention.part]
    if mention.end_date is not None:
        parts.append(f"ends {mention.end_date}")
    if mention.end_month_day is not None:
        parts.append("ends {:02}-{:02}".format(*mention.end_month_day))
    return " ".join(filter(None, parts))
