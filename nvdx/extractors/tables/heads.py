"""The heads of rows and columns, and the lines above a table: what each of them names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nvdx.extractors.tables.units import Unit, take_units
from nvdx.extractors.tables.words import SUBSTANCE, YEAR, blank, load_grammar
from nvdx.lexicon import Vocabulary
from nvdx.mentions.period import PeriodMention, periods
from nvdx.mentions.scan import Token, scan

_LONGEST_HEAD: Final = 100
_BLANKS: Final = re.compile(r"  +")
_KNOWN: Final = frozenset(
    {"metric", "segment", "product", "geography", "customer", "company", "gaap", "non_gaap",
     "both_bases", "yoy", "qoq", "up", "down", "share", "market", "guidance", "expect", "analysts", "house", "author",
     "suffix", "total", "own", "done"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What a head names. `understood` is False where a word of it is unknown or out of scope."""

    understood: bool = True
    blocked: bool = False
    """Whether a noun of it makes figures that are no record (`研发费用`, `订单`)."""
    metric: str | None = None
    whole: bool = False
    """Whether the metric's own word says that all is summed up (`总营收`)."""
    loss: bool = False
    bases: tuple[str, ...] = ()
    """Both bases in their order where it names both (`GAAP / Non-GAAP毛利率`)."""
    company: str | None = None
    stranger: bool = False
    crowd: bool = False
    """Whether it speaks of an industry or a group of companies."""
    parts: tuple[Token, ...] = ()
    period: Token | None = None
    since: Token | None = None
    """The period that a change is from, where the head says that only (`vs. Q3 2024`)."""
    year: int | None = None
    instant: bool = False
    """Whether the period is the one that a bare date ends: of a balance, not of what was earned."""
    measure: str | None = None
    basis: str | None = None
    kind: str | None = None
    expected: str | None = None
    """The kind of an expectation of which neither it nor anything above says whose it is."""
    total: bool = False
    units: tuple[Unit, ...] = ()

    @property
    def dated(self) -> bool:
        return self.period is not None or self.year is not None

    @property
    def compared(self) -> bool:
        """Whether its period is the base of a comparison (`去年同期`)."""
        return (
            self.period is not None
            and self.period.period is not None
            and self.period.period.comparison
        )

    @property
    def is_sum(self) -> bool:
        """`合计` alone, not `营业费用合计`."""
        return self.total and self.metric is None and not self.parts

    @property
    def leans(self) -> bool:
        """`同比`: growth or a share of what another head says."""
        return self.measure is not None and self.metric is None and not self.parts

    def inherit(self, owner: Head) -> Head:
        """What a head such as `同比` leaves open, as the level that it belongs to has it."""
        return replace(
            self,
            metric=self.metric or owner.metric,
            loss=self.loss or owner.loss,
            company=self.company or owner.company,
            parts=self.parts or owner.parts,
            period=self.period if self.dated else owner.period,
            year=self.year if self.dated else owner.year,
            instant=self.instant if self.dated else owner.instant,
            basis=self.basis or owner.basis,
            kind=self.kind or (None if self.expected else owner.kind),
            expected=self.expected or owner.expected,
            total=self.total or owner.total,
        )


NOTHING: Final = Head()


def read_head(text: str, words: Vocabulary, *, loose: bool = False) -> Head:
    """What a head, or with `loose` a caption, names."""
    grammar = load_grammar()
    if len(text) > _LONGEST_HEAD and not loose:
        return Head(understood=False)
    text = _BLANKS.sub(" ", grammar.note.sub(" ", text))  # `Earnings (loss) per share` is one word.
    text = grammar.excepted.sub(lambda m: " " * len(m[0]), text)
    letter = grammar.letter.search(text)
    mark = letter[0] if letter is not None else ""
    if letter is not None:
        text = blank(text, *letter.span())
    units, text = take_units(text, loose=loose)
    measures: set[str] = set()
    share = grammar.share.search(text)
    if share is not None:
        measures.add("share")
        text = blank(text, *share.span())
    since = _since(text) if share is None else None
    if share is None and grammar.change.search(text) and any(map(_has_base, periods(text))):
        text = grammar.against.sub(lambda m: " " * len(m[0]), text)
    # `其` of `其中` is no word of its own.
    fillers = [m.span() for m in grammar.filler.finditer(text) if m.end() - m.start() > 1]
    tokens = [t for t in scan(text, words) if not t.mark and not _within(t, fillers)]
    rest = text
    for token in tokens:
        rest = blank(rest, token.start, token.end)
    mentions = [t for t in tokens if t.period is not None]
    day = None if mentions else grammar.day.search(rest)
    if day is not None:
        mentions, rest = _ended(day), blank(rest, *day.span())
    years = [] if mentions else list(YEAR.finditer(rest))
    for found in years:
        rest = blank(rest, *found.span())
    total = any(t.has("total") and not t.has("metric") for t in tokens)
    if (sum_word := grammar.total.search(rest)) is not None:
        total, rest = True, blank(rest, *sum_word.span())
    moved = any(t.has("up", "down") and not t.has("yoy", "qoq") for t in tokens)
    if (change := grammar.change.search(rest)) is not None:
        moved, rest = True, blank(rest, *change.span())
    odd = [t for t in tokens if not t.period and not _is_known(t)]
    odd += [t for t in tokens if t.get("metric") == "eps" and grammar.basic.search(text)]
    understood = not odd and SUBSTANCE.search(grammar.filler.sub("", rest)) is None
    measures |= {m for m in ("yoy", "qoq") for t in tokens if t.has(m)}
    measures |= {"share"} if any(t.has("share") for t in tokens) else set()
    base = _base(mentions[0].period) if len(mentions) == 1 else None
    if moved and not measures and base is not None:
        measures, mentions = {base}, []
    if since is not None and len(mentions) == 1 and not (measures or moved):
        measures, mentions, rest = {"change"}, [], grammar.against.sub(" ", rest)
        odd = [t for t in odd if grammar.against.match(t.text) is None]
        understood = not odd and SUBSTANCE.search(grammar.filler.sub("", rest)) is None
    else:
        since = None
    measures = measures or ({"change"} if moved else set())
    naming = [*tokens, *scan(share[0], words)] if share else tokens
    metrics = {t.get("metric") for t in naming if t.has("metric")}
    companies = {t.get("company") for t in tokens if t.has("company")}
    bases = _bases(tokens)
    kind, expected, kinds = _read_kind(tokens, mark)
    named = (measures, metrics, mentions, years, companies)
    clear = max(map(len, named)) <= 1 and kinds <= 1
    return Head(
        understood=understood and clear and not (moved and "share" in measures),
        blocked=any(t.has("other") and not _is_known(t) for t in tokens),
        crowd=any(t.has("world", "group") and not _is_known(t) for t in tokens),
        metric=metrics.pop() if len(metrics) == 1 else None,
        whole=any(t.has("metric") and _is_total(t) for t in tokens),
        loss=any(t.has("loss") for t in tokens),
        bases=tuple(bases) if len(bases) > 1 else (),
        company=companies.pop() if len(companies) == 1 else None,
        stranger=any(t.has("stranger") for t in tokens),
        parts=tuple(t for t in tokens if t.has("segment", "product", "geography", "customer")),
        period=mentions[0] if len(mentions) == 1 else None,
        since=since,
        year=int(years[0][0]) if len(years) == 1 else None,
        instant=day is not None,
        measure=measures.pop() if len(measures) == 1 else None,
        basis=bases[0] if len(bases) == 1 else None,
        kind=kind,
        expected=expected,
        total=total,
        units=units,
    )


def _since(text: str) -> Token | None:
    """`vs. Q3 2024`: the period that a column has the changes from."""
    if load_grammar().against.match(text.lstrip()) is None:
        return None
    dated = [p for p in periods(text) if p.year is not None and p.part is not None]
    return Token(0, 0, "", period=dated[0]) if len(dated) == 1 else None


def _ended(day: re.Match[str]) -> list[Token]:
    """The period that ends with a bare date, `October 27, 2024` or `2024年6月30日`."""
    text = f"截至{day[0]}" if "年" in day[0] else f"as of {day[0]}"
    return [Token(*day.span(), day[0], period=mention) for mention in periods(text)]


def _base(mention: PeriodMention | None) -> str | None:
    """The measure of a change from the period that a head names (`比上年同期增减`)."""
    relative = mention.relative if mention is not None else None
    if relative in ("same_period_last_year", "same_quarter_last_year", "last_year"):
        return "yoy"
    return "qoq" if relative == "last_quarter" else None


def _has_base(mention: PeriodMention) -> bool:
    return _base(mention) is not None


def _within(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    size = token.end - token.start
    return any(
        start <= token.start and token.end <= end and size < end - start for start, end in spans
    )


def _bases(tokens: Sequence[Token]) -> list[str]:
    """The bases that words name, in their order."""
    if any(t.has("both_bases") for t in tokens):
        return ["gaap", "non_gaap"]
    named = ["gaap" if t.has("gaap") else "non_gaap" for t in tokens if t.has("gaap", "non_gaap")]
    return list(dict.fromkeys(named))


def _is_total(token: Token) -> bool:
    return token.has("total") or load_grammar().total.match(token.text) is not None


def _is_known(token: Token) -> bool:
    if token.quantity is not None:
        return False
    if token.has("constant_currency", "stranger", "run_rate"):
        return False
    return token.has(*_KNOWN) or load_grammar().filler.fullmatch(token.text) is not None


def _read_kind(tokens: Sequence[Token], mark: str) -> tuple[str | None, str | None, int]:
    """The kind that words decide, what an expectation is where nobody is named, how many kinds."""
    kinds: set[str] = set()
    for sense, kind in (("market", "consensus"), ("guidance", "guidance")):
        kinds |= {kind for t in tokens if t.has(sense)}
    if not kinds and any(t.has("house", "author") for t in tokens):
        kinds.add("estimate")
    if mark in load_grammar().words.actual_letters or any(t.has("done") for t in tokens):
        kinds.add("reported")
    if kinds:
        return (kinds.pop() if len(kinds) == 1 else None), None, len(kinds)
    if mark:
        return None, "estimate", 0
    if any(t.has("expect") for t in tokens):
        if any(t.has("analysts") for t in tokens):
            return "consensus", None, 1
        if any(t.has("own") or t.text.lower() in load_grammar().words.plans for t in tokens):
            return "guidance", None, 1
        return None, "consensus", 0
    return None, None, 0


def differ(one: str | None, other: str | None) -> bool:
    """Whether two heads contradict each other; one that names nothing contradicts none."""
    return one is not None and other is not None and one != other
