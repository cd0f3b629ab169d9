"""The records of a table: its heads say what a cell is, its caption in which unit.

A table is read as every cell with its row head, its column head and what stands above the table.
Each head gives what it names (a metric, a business, a region, a company, a period, a measure, a
basis, a unit); the two must not contradict each other, and what neither names comes from above.
So rows of metrics with columns of periods, rows of companies with columns of metrics, and the
other way round, are all one reading. A head with a word that nobody knows gives no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from nvdx.documents.types import Block, Table
from nvdx.extractors.case import RATIOS, anchor_of, resolve_period
from nvdx.extractors.draft import Draft
from nvdx.extractors.segment import SEGMENT_METRICS, segment_id
from nvdx.extractors.state import NOBODY, DocumentState
from nvdx.fiscal import FiscalPeriod
from nvdx.lexicon import LexiconError, Vocabulary, load_yaml
from nvdx.mentions.numerals import BIG, SMALL, plain
from nvdx.mentions.period import PeriodMention, periods
from nvdx.mentions.quantity import Quantity, quantities
from nvdx.mentions.scan import Token, scan

__all__ = ["above", "read_table"]

_INCOME: Final = frozenset(
    {"revenue", "gross_profit", "gross_margin", "operating_expenses", "operating_income",
     "operating_margin", "net_income", "net_margin", "eps", "tax_rate"}
)  # fmt: skip
_PER_SHARE: Final = frozenset({"eps", "dividend_per_share"})
_LARGEST_PER_SHARE: Final = Decimal(1000)
_SMALLEST: Final = Decimal(100_000)
"""No company here states a total below this; a smaller one has a unit that nobody wrote down."""
_GROWTH: Final = frozenset({"yoy", "qoq", "change"})
_HEAD_ROWS: Final = 3
_LONGEST_HEAD: Final = 100
_LONGEST_CAPTION: Final = 120
_SENTENCE_ENDS: Final = ("。", ".", "!", ";", "…")
_WEAK_HEADING: Final = 6
"""The level of short lines that are headings by their looks alone: they do not nest."""
_KNOWN: Final = frozenset(
    {"metric", "segment", "product", "geography", "customer", "company", "gaap", "non_gaap",
     "both_bases", "yoy", "qoq", "up", "down", "share", "market", "guidance", "expect", "analysts", "house", "author",
     "suffix", "total", "own", "done"}
)  # fmt: skip
_YEAR: Final = re.compile(r"(?<![0-9.,-])(?:19|20)[0-9]{2}(?![0-9.,-])")
_NEEDED: Final = frozenset(
    {"metric", "segment", "product", "geography", "customer", "company", "gaap", "non_gaap"}
)
_NUMBER: Final = re.compile(r"[0-9]")
_SUBSTANCE: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")


# --- words ---


class _Lexicon(BaseModel):
    """The schema of lexicon/tables.yaml, which says what each entry is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fillers: tuple[str, ...]
    totals: tuple[str, ...]
    changes: tuple[str, ...]
    shares: tuple[str, ...]
    except_: tuple[str, ...]
    except_after: tuple[str, ...]
    including: tuple[str, ...]
    loss_notes: tuple[str, ...]
    unit_labels: tuple[str, ...]
    forecast_letters: tuple[str, ...]
    actual_letters: tuple[str, ...]
    fiscal: tuple[str, ...]
    plans: tuple[str, ...]
    ranks: tuple[str, ...]
    rises: tuple[str, ...]
    falls: tuple[str, ...]
    none: tuple[str, ...]


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; Latin ones are whole words."""
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        parts.append(before + re.escape(word) + after)
    return "(?:" + "|".join(parts) + ")"


class _Grammar:
    """The patterns made from the lexicon."""

    def __init__(self, words: _Lexicon, units: Mapping[str, Any]) -> None:
        def pattern(text: str) -> re.Pattern[str]:
            return re.compile(text, re.IGNORECASE)

        self.words = words
        self.filler = pattern(_any(words.fillers))
        self.total = pattern(_any(words.totals))
        self.change = pattern(_any(words.changes))
        self.share = pattern(_any(words.shares))
        self.fiscal = pattern(_any(words.fiscal) + r"|\bFY(?=[0-9 ])")
        self.rank = pattern(rf"\s*{_any(words.ranks)}?\s*")
        self.rise = pattern(_any(words.rises))
        self.fall = pattern(_any(words.falls))
        self.excepted = pattern(rf"{_any(words.except_)}[^()]*|[^,;()]*{_any(words.except_after)}")
        self.note = pattern(
            rf"\[\d{{1,2}}\]|\((?:\d|[a-z]|{_any(words.loss_notes)})\)|[*†‡]+"
            rf"|\(\s?{_any(words.including)}[^()]*\)"
        )
        self.cell_note = re.compile(r"\[\d{1,2}\]|[*†‡]+|(?<=[0-9%])\s*\([1-9a-z]\)\s*$")
        letters = "".join((*words.forecast_letters, *words.actual_letters))
        self.letter = re.compile(rf"(?<=[0-9])[{letters}](?![A-Za-z0-9])")
        self._make_units(units)

    def _make_units(self, units: Mapping[str, Any]) -> None:
        self.currencies: dict[str, tuple[str, int]] = {}
        symbols: list[str] = []
        for code, currency in units["currencies"].items():
            signs = (*currency.get("codes", ()), *currency.get("symbols", ()))
            names = (*currency["words"], *signs)
            self.currencies |= {name.lower(): (code, 0) for name in names}
            self.currencies |= {name.lower(): (code, -2) for name in currency.get("cents", ())}
            symbols += signs
        self.scales = {word: int(power) for word, power in units["scales"]["words"].items()}
        letters = {word: int(power) for word, power in units["scales"]["letters"].items()}
        currency = "|".join(map(re.escape, sorted(self.currencies, key=len, reverse=True)))
        scale = "|".join(sorted(self.scales, key=len, reverse=True))
        label = _any(self.words.unit_labels)
        self.unit = re.compile(
            rf"(?P<label>{label}\s?[为是]?\s?)?(?:all\s|amounts\s|figures\s)?(?P<in>in\s)?"
            rf"(?P<before>{currency})?\s?(?P<in2>in\s)?"
            rf"(?:(?P<han>[十百千万亿兆]{{1,3}})|(?P<scale>{scale})s?|(?P<letter>[{''.join(letters)}])"
            rf"|(?P<zeros>'?000)s?)?"
            rf"(?:\sof)?\s?(?P<after>{currency})?(?:\s?per share)?|(?P<percent>%)"
            rf"|(?P<points>百分点|pp|pts|ppts|percentage points)",
            re.IGNORECASE,
        )
        self.scales |= letters
        self.label_alone = re.compile(rf"\s*{label}\s*[为是]?\s*", re.IGNORECASE)
        # A number with nothing but a currency sign: what the scale of a head multiplies.
        sign = "|".join(map(re.escape, sorted(symbols, key=len, reverse=True)))
        self.number = re.compile(
            rf"\s*(?P<figure>(?P<minus>[-+])?\s?(?P<symbol>{sign})?\s?(?P<minus2>[-+])?"
            rf"(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,15}})(?:\.(?P<fraction>[0-9]{{1,6}}))?"
            rf"(?:\s?(?P<scale>(?:{scale}|[{''.join(letters)}])(?![A-Za-z0-9])))?)\s*",
            re.IGNORECASE,
        )
        self.negative = re.compile(
            rf"\s*(?:{sign})?\s?(?P<open>\()\s?(?:{sign})?\s?[0-9][0-9.,]*[^()0-9+-]{{0,8}}(?P<close>\))[^0-9()]*"
        )
        compared = units["comparators"]
        self.comparator = re.compile(
            _any(w for side in ("before", "after") for ws in compared[side].values() for w in ws),
            re.IGNORECASE,
        )
        self.before = {w: sign for sign, ws in compared["before"].items() for w in ws}


@cache
def _grammar() -> _Grammar:
    content = load_yaml("tables.yaml")
    content["except_"] = content.pop("except", None)
    try:
        return _Grammar(_Lexicon.model_validate(content), load_yaml("units.yaml"))
    except ValidationError as error:
        raise LexiconError(f"tables.yaml: {error}") from error


# --- units ---


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a head says the numbers are in.

    Attributes:
        power: of ten, None where a currency stands alone.
        currency: ISO 4217, None where only a scale is written.
        ratio: `percent` or `percentage_points`.
    """

    power: int | None = None
    currency: str | None = None
    ratio: str | None = None


def _take_units(text: str, *, loose: bool) -> tuple[tuple[_Unit, ...], str]:
    """The units of a head, and the head with blanks in their place.

    In running text (`loose`) a scale alone is none unless a label or an `in` leads to it.

    >>> _take_units("营收(亿美元)", loose=False)
    ((_Unit(power=8, currency='USD', ratio=None),), '营收(   )')
    >>> [u for t in ("$ in millions", "单位:人民币百万元", "同比(%)") for u in _take_units(t, loose=False)[0]]
    ... # doctest: +NORMALIZE_WHITESPACE
    [_Unit(power=6, currency='USD', ratio=None), _Unit(power=6, currency='CNY', ratio=None),
     _Unit(power=None, currency=None, ratio='percent')]
    >>> _take_units("万亿俱乐部", loose=False)[0], _take_units("迈向万亿", loose=True)[0]
    ((), ())
    """
    grammar = _grammar()
    found: list[_Unit] = []
    labelled = False
    for piece in re.finditer(r"[^(),;/:。\n]+", text):
        if grammar.label_alone.fullmatch(piece[0]):
            labelled = True
            text = _blank(text, *piece.span())
            continue
        start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
        match = grammar.unit.fullmatch(piece[0].strip())
        unit = _unit(match) if match else None
        if match is not None and unit is not None:
            lead = labelled or match["label"] or match["in"] or match["in2"]
            enclosed = text[:start].rstrip().endswith("(")
            if not loose or lead or enclosed or (unit.currency and unit.power):
                found.append(unit)
                text = _blank(text, start, start + len(piece[0].strip()))
        elif not loose and (tail := re.search(r"%\s*$", piece[0])) is not None:
            found.append(_Unit(ratio="percent"))
            text = _blank(text, piece.start() + tail.start(), piece.end())
        labelled = False
    return tuple(found), text


def _unit(match: re.Match[str]) -> _Unit | None:
    grammar = _grammar()
    if match["percent"] or match["points"]:
        return _Unit(ratio="percent" if match["percent"] else "percentage_points")
    power: int | None = None
    if match["han"]:
        power = sum(BIG.get(c, 0) or SMALL[c] for c in match["han"])
    elif match["zeros"]:
        power = 3
    elif word := match["scale"] or match["letter"]:
        power = grammar.scales[word.lower()]
    # 元 behind another currency's name is only its measure word (`新台币十亿元`).
    name = match["before"] or match["after"]
    if match["letter"] and not name:
        return None
    if name is None:
        return None if power is None else _Unit(power)
    code, cents = grammar.currencies[name.lower()]
    return _Unit(power if power is not None or not cents else cents, code)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


# --- heads ---


@dataclass(frozen=True, slots=True)
class _Head:
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
    year: int | None = None
    measure: str | None = None
    basis: str | None = None
    kind: str | None = None
    expected: str | None = None
    """The kind of an expectation of which neither it nor anything above says whose it is."""
    total: bool = False
    units: tuple[_Unit, ...] = ()

    @property
    def is_growth(self) -> bool:
        return self.measure in _GROWTH

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

    def inherit(self, owner: _Head) -> _Head:
        """What a head such as `同比` leaves open, as the level that it belongs to has it."""
        return replace(
            self,
            metric=self.metric or owner.metric,
            loss=self.loss or owner.loss,
            company=self.company or owner.company,
            parts=self.parts or owner.parts,
            period=self.period if self.dated else owner.period,
            year=self.year if self.dated else owner.year,
            basis=self.basis or owner.basis,
            kind=self.kind or (None if self.expected else owner.kind),
            expected=self.expected or owner.expected,
            total=self.total or owner.total,
        )


_NOTHING: Final = _Head()


def _read_head(text: str, words: Vocabulary, *, loose: bool = False) -> _Head:
    """What a head, or with `loose` a caption, names."""
    grammar = _grammar()
    if len(text) > _LONGEST_HEAD and not loose:
        return _Head(understood=False)
    text = grammar.note.sub(lambda m: " " * len(m[0]), text)
    text = grammar.excepted.sub(lambda m: " " * len(m[0]), text)
    letter = grammar.letter.search(text)
    mark = letter[0] if letter is not None else ""
    if letter is not None:
        text = _blank(text, *letter.span())
    units, text = _take_units(text, loose=loose)
    measures: set[str] = set()
    share = grammar.share.search(text)
    if share is not None:
        measures.add("share")
        text = _blank(text, *share.span())
    # `其` of `其中` is no word of its own.
    fillers = [m.span() for m in grammar.filler.finditer(text) if m.end() - m.start() > 1]
    tokens = [t for t in scan(text, words) if not t.mark and not _within(t, fillers)]
    rest = text
    for token in tokens:
        rest = _blank(rest, token.start, token.end)
    mentions = [t for t in tokens if t.period is not None]
    years = [] if mentions else list(_YEAR.finditer(rest))
    for found in years:
        rest = _blank(rest, *found.span())
    total = any(t.has("total") and not t.has("metric") for t in tokens)
    if (sum_word := grammar.total.search(rest)) is not None:
        total, rest = True, _blank(rest, *sum_word.span())
    moved = any(t.has("up", "down") and not t.has("yoy", "qoq") for t in tokens)
    if (change := grammar.change.search(rest)) is not None:
        moved, rest = True, _blank(rest, *change.span())
    odd = [t for t in tokens if not t.period and not _is_known(t)]
    understood = not odd and _SUBSTANCE.search(grammar.filler.sub("", rest)) is None
    measures |= {m for m in ("yoy", "qoq") for t in tokens if t.has(m)}
    measures |= {"share"} if any(t.has("share") for t in tokens) else set()
    measures = measures or ({"change"} if moved else set())
    naming = [*tokens, *scan(share[0], words)] if share else tokens
    metrics = {t.get("metric") for t in naming if t.has("metric")}
    companies = {t.get("company") for t in tokens if t.has("company")}
    bases = _bases(tokens)
    kind, expected, kinds = _read_kind(tokens, mark)
    named = (measures, metrics, mentions, years, companies)
    clear = max(map(len, named)) <= 1 and kinds <= 1
    return _Head(
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
        year=int(years[0][0]) if len(years) == 1 else None,
        measure=measures.pop() if len(measures) == 1 else None,
        basis=bases[0] if len(bases) == 1 else None,
        kind=kind,
        expected=expected,
        total=total,
        units=units,
    )


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
    return token.has("total") or _grammar().total.match(token.text) is not None


def _is_known(token: Token) -> bool:
    if token.quantity is not None:
        return False
    if token.has("constant_currency", "stranger", "run_rate"):
        return False
    return token.has(*_KNOWN) or _grammar().filler.fullmatch(token.text) is not None


def _read_kind(tokens: Sequence[Token], mark: str) -> tuple[str | None, str | None, int]:
    """The kind that words decide, what an expectation is where nobody is named, how many kinds."""
    kinds: set[str] = set()
    for sense, kind in (("market", "consensus"), ("guidance", "guidance")):
        kinds |= {kind for t in tokens if t.has(sense)}
    if not kinds and any(t.has("house", "author") for t in tokens):
        kinds.add("estimate")
    if mark in _grammar().words.actual_letters or any(t.has("done") for t in tokens):
        kinds.add("reported")
    if kinds:
        return (kinds.pop() if len(kinds) == 1 else None), None, len(kinds)
    if mark:
        return None, "estimate", 0
    if any(t.has("expect") for t in tokens):
        if any(t.has("analysts") for t in tokens):
            return "consensus", None, 1
        if any(t.has("own") or t.text.lower() in _grammar().words.plans for t in tokens):
            return "guidance", None, 1
        return None, "consensus", 0
    return None, None, 0


# --- cells ---


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a cell, with the words around it in the cell.

    Attributes:
        form: as of a quantity, or `number` where a head gives the unit.
        currency: what the cell itself writes.
        measure: growth that the cell itself says (`同比+56%`).
        direction: +1 or -1 where a word, an arrow or a sign says so.
        moved: whether it is a word or an arrow that says so.
    """

    start: int
    end: int
    form: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    comparator: str
    decimals: int | None
    measure: str | None = None
    direction: int = 0
    moved: bool = False


_LONGEST_CELL: Final = 60
_BETWEEN: Final = re.compile(r"[\s(),;/:+\-~.|]*")


def _figures(text: str, words: Vocabulary) -> list[_Figure]:
    """The figures of a cell, none where it says anything but figures and growth."""
    if len(text) > _LONGEST_CELL:
        return []
    grammar = _grammar()
    whole = grammar.cell_note.sub(lambda m: " " * len(m[0]), text)
    if (match := grammar.negative.fullmatch(whole)) is not None:
        start, end = match.span("open")[0], match.span("close")[1]
        bare = _blank(_blank(whole, start, start + 1), end - 1, end)
        return [
            replace(
                _signed(f, -1),
                start=min(f.start, start), end=max(f.end, end), direction=f.direction or -1,
            )
            for f in _plain_figures(bare, words)[:1]
        ]  # fmt: skip
    return _plain_figures(whole, words)


def _plain_figures(text: str, words: Vocabulary) -> list[_Figure]:
    if (figure := _number(text)) is not None:
        return [figure]
    found = [f for q in quantities(text) if (f := _of_quantity(text, q)) is not None]
    if not found:
        return []
    tokens = [t for t in scan(text, words) if not t.mark and t.quantity is None]
    rest = text
    for start, end in [(f.start, f.end) for f in found] + [(t.start, t.end) for t in tokens]:
        rest = _blank(rest, start, end)
    grammar = _grammar()
    for pattern in (grammar.comparator, grammar.rise, grammar.fall):
        rest = pattern.sub(lambda m: " " * len(m[0]), rest)
    if any(
        not t.has("up", "down", "to", "yoy", "qoq") and not grammar.comparator.fullmatch(t.text)
        for t in tokens
    ):
        return []
    return _with_cues(text, found, tokens) if _BETWEEN.fullmatch(rest) else []


def _number(text: str) -> _Figure | None:
    """A number that takes its unit from a head: `35,082`, `$35,082`, `约540`, `660-720`, `54±2%`."""
    grammar = _grammar()
    start = len(text) - len(text.lstrip())
    comparator = "="
    if (lead := grammar.comparator.match(text, start)) is not None:
        comparator = grammar.before.get(lead[0], "none")
        start = lead.end()
    match = grammar.number.match(text, start)
    if match is None or comparator == "none":
        return None
    signs = (match["minus"] or "") + (match["minus2"] or "")
    value = _decimal(match).copy_negate() if "-" in signs else _decimal(match)
    figure = _Figure(
        *match.span("figure"), "number", value, None, None,
        grammar.currencies[match["symbol"].lower()][0] if match["symbol"] else None, comparator,
        len(match["fraction"] or ""), direction=-1 if "-" in signs else int("+" in signs),
    )  # fmt: skip
    if match.end() == len(text):
        return _with_scale(figure, match["scale"])
    if (spread := _SPREAD.fullmatch(text, match.end())) is not None and not match["scale"]:
        delta = value * Decimal(spread["by"]) / 100
        return replace(figure, end=spread.end("by") + 1, low=value - delta, high=value + delta)
    link = _LINK.match(text, match.end())
    last = grammar.number.fullmatch(text, link.end()) if link else None
    if last is None or match["scale"] or last["scale"]:
        return None
    if last["minus"] or last["minus2"] or signs or value >= _decimal(last):
        return None
    if _YEAR.fullmatch(match["whole"]) and _YEAR.fullmatch(last["whole"]):
        return None
    return replace(figure, end=last.end("figure"), value=None, low=value, high=_decimal(last))


def _with_scale(figure: _Figure, scale: str | None) -> _Figure:
    """`44.1B`, `570 million`: the cell has its scale, with or without a currency."""
    if scale is None or figure.value is None or figure.decimals is None:
        return figure
    power = _grammar().scales[scale.lower()]
    value, decimals = plain(figure.value.scaleb(power)), figure.decimals - power
    return replace(figure, form="amount", value=value, decimals=decimals)


_LINK: Final = re.compile(r"-|~|至|到|to(?=\s)")
_SPREAD: Final = re.compile(r"(?:±|\+/-)\s?(?P<by>[0-9]{1,2}(?:\.[0-9])?)%\s*")


def _decimal(match: re.Match[str]) -> Decimal:
    fraction = match["fraction"]
    return Decimal(match["whole"].replace(",", "") + (f".{fraction}" if fraction else ""))


def _of_quantity(text: str, quantity: Quantity) -> _Figure | None:
    if quantity.form == "amount":
        number = _number(text[quantity.start : quantity.end])
        if number is not None and quantity.low is None:
            return replace(
                number, start=quantity.start, end=quantity.end, comparator=quantity.comparator
            )
    form, value = quantity.form, quantity.value
    if form == "double" and value is not None:
        form, value = "percent", (value - 1) * 100
    elif form == "flat":
        form = "percent"
    if form not in ("amount", "percent", "points"):
        return None
    return _Figure(
        quantity.start, quantity.end, form, value, quantity.low, quantity.high,
        quantity.unit if form == "amount" else None, quantity.comparator,
        0 if quantity.form == "double" else quantity.decimals, direction=quantity.sign,
    )  # fmt: skip


def _with_cues(text: str, found: list[_Figure], tokens: Sequence[Token]) -> list[_Figure]:
    """Gives each figure the words of growth before it, or behind it as English has them."""
    figures: list[_Figure] = []
    ends = [0, *(f.end for f in found)]
    starts = [*(f.start for f in found), len(text)]
    cues = [t for t in tokens if t.has("yoy", "qoq")]
    second = found[1].start if len(found) > 1 else len(text)
    behind = bool(cues) and not any(
        t.end <= second and t.start >= ends[1 if len(found) > 1 else 0] for t in cues
    )
    behind = behind or (len(found) == 1 and bool(cues) and cues[0].start >= found[0].end)
    for number, figure in enumerate(found):
        low, high = ends[number], starts[number]
        before = [t for t in tokens if low <= t.start < high]
        after = [t for t in tokens if figure.end <= t.start < starts[number + 1]]
        near = after if behind else before
        measures = {m for m in ("yoy", "qoq") for t in near if t.has(m)}
        grammar = _grammar()
        gap = text[low:high]
        fall = any(t.has("down") for t in before) or grammar.fall.search(gap) is not None
        rise = any(t.has("up") for t in before) or grammar.rise.search(gap) is not None
        if len(measures) > 1 or (fall and rise):
            return []
        to = any(t.has("to") for t in before)
        if (fall or rise) and not to:
            figure = _signed(figure, -1) if fall else figure
            figure = replace(figure, direction=-1 if fall else 1, moved=True)
        figures.append(replace(figure, measure=measures.pop() if measures else None))
    return figures


def _signed(figure: _Figure, sign: int) -> _Figure:
    """The figure with the sign that words give it, whatever its own."""
    value = None if figure.value is None else sign * abs(figure.value)
    low, high = figure.low, figure.high
    if sign < 0 and low is not None and high is not None and low >= 0:
        low, high = -high, -low
    return replace(figure, value=value, low=low, high=high)


# --- the grid ---


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table cut into its heads and its rows.

    Attributes:
        titles: rows of one cell above the heads.
        corner: what stands above the row heads.
        heads: text of each column's head, without the row heads' columns.
        rows: text of the row's head and its cells; cells are empty for a row that heads others.
    """

    titles: tuple[str, ...]
    corner: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Block | None, ...]], ...]


def _text(cell: Block | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _is_value(cell: Block | None, words: Vocabulary) -> bool:
    text = _text(cell)
    return bool(text) and bool(_figures(text, words))


def _is_empty(cell: Block | None) -> bool:
    text = _text(cell)
    return not _SUBSTANCE.search(text) or text in _grammar().words.none


def _is_head_row(row: Sequence[Block | None], words: Vocabulary) -> bool:
    """Whether a row has texts behind its first cell but no figures; bare years are no figures."""
    texts = [cell for cell in row[1:] if not _is_empty(cell)]
    values = [cell for cell in texts if _is_value(cell, words)]
    return bool(texts) and all(_YEAR.fullmatch(_text(cell)) for cell in values)


def _is_single(row: Sequence[Block | None]) -> bool:
    return bool(_text(row[0])) and not any(_text(cell) for cell in row[1:])


def _grid(table: Table, words: Vocabulary) -> _Grid | None:
    """None for a table whose cells do not stand in line: heads over several columns, one column."""
    rows = [row for row in table.rows if any(_text(cell) for cell in row)]
    titles: list[str] = []
    while len(rows) > 1 and _is_single(rows[0]):
        titles.append(_text(rows.pop(0)[0]))
    width = max((len(row) for row in rows), default=0)
    heads: list[tuple[Block | None, ...]] = []
    while rows and len(heads) < _HEAD_ROWS and _is_head_row(rows[0], words):
        heads.append(rows.pop(0))
    if width < 2 or not rows or any(len(head) != width for head in heads):
        return None
    rows = [row for row in rows if len(row) == width or _is_single(row)]
    if _counts_rows(heads, rows):
        heads = [head[1:] for head in heads]
        rows = [row[1:] for row in rows if len(row) > 1]
        width -= 1
    full = [row for row in rows if len(row) == width and not _is_single(row)]
    keys = 1
    while keys < width - 1 and full and not any(_is_value(row[keys], words) for row in full):
        if not any(_text(row[keys]) for row in full):
            break
        keys += 1
    if len(full) == 1 and heads and all(_is_value(cell, words) for cell in full[0]):
        keys = 0
    return _Grid(
        tuple(titles),
        " ".join(_text(cell) for head in heads for cell in head[:keys] if _text(cell)),
        tuple(_column_head(heads, column) for column in range(keys, width)),
        tuple(_keyed(rows, keys)),
    )


def _counts_rows(
    heads: Sequence[Sequence[Block | None]], rows: Sequence[Sequence[Block | None]]
) -> bool:
    """Whether the first column only numbers the rows."""
    if not heads or len(heads[0]) < 3:
        return False
    head = " ".join(_text(row[0]) for row in heads).strip()
    numbered = [_text(row[0]) for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    if head:
        return _grammar().rank.fullmatch(head) is not None
    return numbered


def _column_head(heads: Sequence[Sequence[Block | None]], column: int) -> str:
    """The heads of a column from above; one over several columns stands over the first of them."""
    texts: list[str] = []
    for level, head in enumerate(heads):
        text = _text(head[column])
        if not text and level < len(heads) - 1:
            text = next((t for cell in reversed(head[1:column]) if (t := _text(cell))), "")
        if text and text not in texts:
            texts.append(text)
    return " ".join(texts)


def _keyed(
    rows: Sequence[Sequence[Block | None]], keys: int
) -> Iterator[tuple[str, tuple[Block | None, ...]]]:
    first = ""
    for row in rows:
        if keys and _is_single(row):
            first = ""
            yield _text(row[0]), ()
            continue
        texts = [_text(cell) for cell in row[:keys]]
        if keys > 1:
            # A cell that spans rows is written once.
            first = texts[0] = texts[0] or first
        yield " ".join(text for text in texts if text), tuple(row[keys:])


# --- what stands above ---


@dataclass(frozen=True, slots=True)
class _Above:
    """What the corner, the caption and the headings say of every cell, nearest first.

    Attributes:
        near: heads whose words count even where they are a sentence.
        far: headings further up, of which only the basis, the unit and the company count.
    """

    near: tuple[_Head, ...]
    far: tuple[_Head, ...]

    def metric(self) -> tuple[str | None, bool]:
        """The metric of businesses and regions that name none; and whether it is another noun's."""
        for head in self.near:
            if head.crowd and head.company is None:
                return None, True
            if head.metric in SEGMENT_METRICS:
                return head.metric, False
            if head.blocked:
                return None, True
        return None, False

    def topic(self) -> str | None:
        """The metric of companies and bases that name none, whichever it is."""
        for head in self.near:
            if head.blocked or head.metric is not None:
                return None if head.blocked else head.metric
        return None

    def under(self, section: _Head) -> _Above:
        """The same with a row between the rows that heads those below it.

        One that nobody understands may say anything, so those below it need words of their own.
        """
        foreign = section.metric is not None and section.metric not in SEGMENT_METRICS
        unknown = not section.understood and section.metric is None
        return _Above((replace(section, blocked=foreign or unknown), *self.near), self.far)

    def parts(self) -> tuple[Token, ...]:
        """The business that the table is of, where a head above is nothing but its name."""
        for head in self.near:
            if head.understood and head.parts:
                # `Products` and `Services` above row heads only say what sort of thing they name.
                return head.parts if not any(t.has("suffix") for t in head.parts) else ()
        return ()

    def basis(self) -> str | None:
        """The basis of every row: of a heading further up only where it is a head and no sentence."""
        for head in (*self.near, *(h for h in self.far if h.understood)):
            if head.basis is not None:
                return head.basis
            if head.bases:
                return None
        return None

    def kind(self, *, surely: bool) -> str | None:
        """The kind that a head above gives; a sentence gives it to outlooks alone."""
        for head in self.near:
            if head.kind is not None or head.expected is not None:
                return head.kind or head.expected if head.understood or not surely else None
        return None

    def dated(self, entity: str) -> _Head | None:
        """The period that stands above, where it can be meant of this company."""
        for head in self.near:
            if head.dated and not head.compared and head.company in (None, entity):
                return head
        return None

    def unit(self, own: Iterable[_Head], *, scaled: bool) -> _Unit | None:
        """The nearest unit of money: with a scale where one is to be had."""
        currency: str | None = None
        for head in (*own, *self.near, *self.far):
            money = [u for u in head.units if u.ratio is None]
            scales = {u for u in money if u.power is not None}
            if len(scales) > 1:
                return None
            currency = currency or next((u.currency for u in money if u.currency), None)
            if scaled and scales:
                unit = scales.pop()
                return replace(unit, currency=unit.currency or currency)
            if not scaled and money:
                return money[0]
        return _Unit(None, currency) if currency else None

    def company(self, section: str | None, subject: str | None) -> str | None:
        """Whose table it is: a company above it, else whose turn it is in the document.

        A caption that is a sentence may name anybody; where it names another, nobody can tell.
        """
        usual = section
        if usual is None:
            usual = next((h.company for h in self.far if h.understood and h.company), subject)
        for head in self.near:
            if head.company is not None:
                return head.company if head.understood or head.company == usual else NOBODY
            if head.stranger:
                return NOBODY
        return usual


# --- cells with their heads ---


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as one company's figures read it: its head with what it inherits, and its period."""

    head: _Head
    period: FiscalPeriod | None
    stated: bool


@dataclass(slots=True)
class _Reader:
    """One table on its way to records."""

    state: DocumentState
    words: Vocabulary
    above: _Above
    rows: list[_Head]
    columns: list[_Head]
    fiscal: bool
    """Whether words of the table make bare years fiscal ones."""
    cached: dict[str, list[_Column | None]] = field(default_factory=dict)

    def period(
        self, head: _Head, entity: str, kind: str | None, base: FiscalPeriod | None = None
    ) -> FiscalPeriod | None:
        """The fiscal period that a head names."""
        token = head.period
        if token is None and head.year is not None:
            calendar = self.state.calendar(entity)
            if not self.fiscal and not calendar.is_calendar_year:
                return None
            text = f"FY{head.year}" if self.fiscal else f"{head.year}年"
            token = next((Token(0, 0, text, period=p) for p in periods(text)), None)
        if token is None or token.period is None or token.period.years:
            return None
        mention = _with_its_end(token.period)
        if _is_label(mention) and self._labels_are_fiscal(entity):
            mention = replace(mention, fiscal=True)
        if mention.relative == "last_quarter" and base is not None and base.quarter:
            return base.shift(-1)
        return resolve_period(
            Token(0, 0, "", period=mention), entity, self.state, outlook=kind not in (None, "reported"),
            base=base if mention.comparison else None,
        )  # fmt: skip

    def _labels_are_fiscal(self, entity: str) -> bool:
        """Whether `26Q3` is the company's own quarter: one such label is the quarter reported."""
        if self.state.calendar(entity).is_calendar_year:
            return False
        anchor = anchor_of(entity, self.state)
        mentions = [h.period.period for h in (*self.rows, *self.columns) if h.period]
        return any(
            m is not None and _is_label(m) and FiscalPeriod(m.year or 0, m.part or "FY") == anchor
            for m in mentions
        )

    def of(self, entity: str) -> list[_Column | None]:
        """The columns for one company's figures, None for those that nobody understands."""
        if entity not in self.cached:
            self.cached[entity] = self._resolved(entity)
        return self.cached[entity]

    def entity(self, row: _Head, column: _Head) -> str | None:
        """Whose figures stand where a row and a column meet."""
        if _differ(row.company, column.company):
            return None
        return row.company or column.company or self.usual()

    def usual(self) -> str | None:
        """Whose the figures are where no row or column names a company."""
        state = self.state
        return self.above.company(state.section_entity, state.subject) or None

    def _resolved(self, entity: str) -> list[_Column | None]:
        heads = self.columns
        periods_of: dict[int, FiscalPeriod | None] = {}
        for later in (False, True):
            base = _newest(self.state, entity, [p for p in periods_of.values() if p])
            for number, head in enumerate(heads):
                if head.understood and head.dated and later == head.compared:
                    periods_of[number] = self.period(
                        head, entity, self.kind(head, surely=True), base
                    )
        level = [n for n, h in enumerate(heads) if h.understood and h.measure is None]
        told = [n for n in level if heads[n].kind in (None, "reported") and not heads[n].expected]
        main = [n for n in (told or level) if not heads[n].compared]
        dates = {p for n in main if (p := periods_of.get(n)) is not None}
        default = _newest(self.state, entity, list(dates))
        columns: list[_Column | None] = []
        for number, head in enumerate(heads):
            if not head.understood or (head.dated and periods_of.get(number) is None):
                columns.append(None)
                continue
            period, stated = periods_of.get(number), head.dated
            if head.leans:
                owner = self._owner(number, periods_of, entity)
                if owner is None and any(h.measure is None for h in heads):
                    columns.append(None)
                    continue
                if owner is not None:
                    head = self._of_two(head, owner, periods_of).inherit(heads[owner])
                    period, stated = period or periods_of.get(owner), stated or heads[owner].dated
            if not stated and default is not None:
                expectation = head.kind == "consensus" or head.expected == "consensus"
                if len(dates) > 1 and head.measure is None and not expectation:
                    columns.append(None)
                    continue
                period, stated = default, True
            columns.append(_Column(head, period, stated))
        return columns

    def _owner(
        self, number: int, periods_of: Mapping[int, FiscalPeriod | None], entity: str
    ) -> int | None:
        """The column whose growth or share this one is.

        Of columns that differ in their periods alone, the newest; else the one on its left.
        """
        end = number
        while end and self.columns[end - 1].measure is not None:
            end -= 1
        start = end
        while start and self.columns[start - 1].measure is None:
            start -= 1
        if start == end or not self.columns[end - 1].understood:
            return None
        group = [n for n in range(start, end) if self.columns[n].understood]
        if len(group) < end - start and self.columns[end - 1].metric is None:
            # The one that nobody understands may be the one meant.
            return None
        if len({(self.columns[n].metric, self.columns[n].company) for n in group}) > 1:
            return end - 1
        if any(self.columns[n].parts != self.columns[end - 1].parts for n in group):
            return end - 1
        told = [n for n in group if self.columns[n].kind in (None, "reported")]
        dates = {p: n for n in reversed(told or group) if (p := periods_of.get(n)) is not None}
        newest = _newest(self.state, entity, list(dates))
        return end - 1 if newest is None else dates[newest]

    def _of_two(
        self, head: _Head, owner: int, periods_of: Mapping[int, FiscalPeriod | None]
    ) -> _Head:
        """`Change` beside two periods is from the one to the other."""
        now = periods_of.get(owner)
        others = {p for n, p in periods_of.items() if p is not None and p != now}
        if head.measure != "change" or now is None or len(others) != 1:
            return head
        then = others.pop()
        if then == now.previous_year():
            return replace(head, measure="yoy")
        quarterly = then.quarter and now.quarter and not then.ttm and not now.ttm
        return replace(head, measure="qoq") if quarterly and then == now.shift(-1) else head

    def kind(self, head: _Head, *, surely: bool) -> str | None:
        """Whose figure a head says it is, or a head above for all of them."""
        if head.kind is not None:
            return head.kind
        above = self.above.kind(surely=surely)
        if head.expected is not None:
            return above or head.expected
        told = any(h.kind or h.expected for h in (*self.rows, *self.columns))
        return None if told else above

    def record(
        self, figure: _Figure, entity: str, row: _Head, column: _Column, *,
        first: bool, signed: bool, size: int,
    ) -> Draft | None:  # fmt: skip
        """The record of one figure, None where its heads and its form do not agree.

        Args:
            figure: of the cell, the `first` one or what follows it.
            entity: whose it is.
            row: head of the row, with what it inherits.
            column: as this company's figures read it.
            first: whether it is the first figure of its cell.
            signed: whether figures of the row have signs, so that a loss is written with one.
            size: of the cell's text.
        """
        head = column.head
        if _differ(row.metric, head.metric) or _differ(row.basis, head.basis):
            return None
        part = _part((*row.parts, *head.parts), entity)
        if part is None:
            return None
        measure = self._measure(figure, first, row, head)
        if measure is None:
            return None
        metric = row.metric or head.metric
        named = metric is not None
        if metric is None:
            metric = self._default_metric(part, measure, row, column)
        if metric is None:
            return None
        part = self._placed(part, metric, entity, row, head)
        when = self._when(row, column, entity)
        if when is None or part is None:
            return None
        period, kind = when
        draft = Draft(
            start=figure.start, end=figure.end, rule="table", entity=entity, metric=metric,
            measure=measure, period=period, segment=part.segment, product=part.product,
            geography=part.geography, customer=part.customer, kind=kind,
            basis=row.basis or head.basis or self._basis_above(metric), value=figure.value,
            low=figure.low, high=figure.high, comparator=figure.comparator,
            decimals=figure.decimals, sentence=(0, size),
        )  # fmt: skip
        if measure in _GROWTH:
            return self._growth(draft, figure, (row, head))
        if measure == "share":
            return self._share(draft, figure, (row, head))
        loss = (row.loss or head.loss) and not signed
        return self._level(draft, figure, (row, head), named=named, loss=loss)

    def _basis_above(self, metric: str) -> str | None:
        """The basis that stands above, for what is reported on both bases."""
        return self.above.basis() if metric in _INCOME else None

    def _measure(self, figure: _Figure, first: bool, row: _Head, head: _Head) -> str | None:
        measures = {m for m in (row.measure, head.measure) if m is not None}
        if len(measures) > 1:
            return None
        said = measures.pop() if measures else "level"
        if figure.measure is None:
            return said if first else None
        return figure.measure if said in ("level", figure.measure, "change") else None

    def _default_metric(self, part: _Part, measure: str, row: _Head, column: _Column) -> str | None:
        """The metric of a row or column that names a business, a region or their sum alone.

        Money of a business is its revenue; growth alone may be that of anything, and so may be
        what stands beside a company or a basis.
        """
        head = column.head
        metric, blocked = self.above.metric()
        if not (part.named or row.is_sum or head.is_sum):
            told = column.stated or head.measure or head.units or head.kind or head.expected
            owned = row.company or head.company or row.basis or head.basis
            return self.above.topic() if told and owned else None
        if blocked:
            return None
        if metric is not None:
            return metric
        if measure != "level" and all(h.measure is not None for h in self.columns):
            return None
        others = {h.metric for h in self.rows if h.metric in SEGMENT_METRICS}
        return "revenue" if not others or "revenue" in others else None

    def _placed(
        self, part: _Part, metric: str, entity: str, row: _Head, column: _Head
    ) -> _Part | None:
        """The part of the company: that of the heads, of the table, or the whole for a sum."""
        above = _part(self.above.parts(), entity) if metric in SEGMENT_METRICS else None
        context = above.segment if above is not None else None
        if context is not None and not part.named and (row.whole or column.whole):
            # `Total revenue` in a table of a business: of that business or of the company?
            return None
        if row.is_sum or column.is_sum:
            whole = self._whole(self.rows if row.is_sum else self.columns, entity, context)
            return None if whole is None else replace(part, segment=part.segment or whole.segment)
        return part if part.named or context is None else _Part(segment=context)

    def _whole(self, heads: Sequence[_Head], entity: str, context: str | None) -> _Part | None:
        """What the sum over rows or columns is of, None where it is a sum over something else."""
        addends = [h for h in heads if h.understood and not h.is_sum]
        parts = [p for h in addends if h.parts and (p := _part(h.parts, entity)) is not None]
        if any(h.company or h.dated for h in addends):
            return None
        if not any(p.segment or p.geography for p in parts):
            return None
        segments = [p.segment for p in parts if p.segment]
        if context is not None and all(s.startswith(f"{context}.") for s in segments):
            return _Part(segment=context)
        parents = {s.rpartition(".")[0] for s in segments}
        if len(segments) > 1 and len(segments) == len(parts) and len(parents) == 1:
            return _Part(segment=parents.pop() or None)
        return _Part()

    def _when(self, row: _Head, column: _Column, entity: str) -> tuple[FiscalPeriod, str] | None:
        """The period of a cell and the kind of its figure."""
        head = column.head
        if _differ(row.kind, head.kind):
            return None
        own = next((h for h in (row, head) if h.kind), row if row.expected else head)
        kind = self.kind(own, surely=True)
        period = column.period
        dated = self.above.dated(entity)
        if row.dated:
            joined = _join(row, head) if column.stated and head.dated else row
            if joined is None or (column.stated and not head.dated and not head.measure):
                return None
            period = self.period(joined, entity, kind)
        elif not column.stated:
            anchor = anchor_of(entity, self.state)
            kind = kind or self.kind(own, surely=False)
            if dated is not None:
                period = self.period(dated, entity, kind)
            else:
                section = self.state.section_period_at
                period = anchor
                if section is not None and entity == self.usual():
                    period = self.period(_Head(period=section), entity, kind)
                elif kind == "guidance" and anchor is not None and anchor.quarter:
                    period = anchor.shift(1)
        if period is None:
            return None
        published = self.state.published
        if kind is None:
            ends = self.state.calendar(entity).dates(period)[1]
            anchor = anchor_of(entity, self.state)
            if anchor is not None and ends > self.state.calendar(entity).dates(anchor)[1]:
                kind = self.kind(own, surely=False)
            if kind is None and published is not None and ends > published:
                # Nobody has reported a period that has not ended.
                return None
        return period, kind or "reported"

    def _growth(self, draft: Draft, figure: _Figure, heads: Sequence[_Head]) -> Draft | None:
        ratio = next((u.ratio for h in heads for u in h.units if u.ratio), None)
        form = figure.form
        if form == "number" and ratio is not None and figure.currency is None:
            form = "percent" if ratio == "percent" else "points"
        if form != ("points" if draft.metric in RATIOS else "percent"):
            return None
        assert draft.period is not None
        if draft.measure == "change" and draft.period.quarter is None:
            draft.measure = "yoy"
        draft.unit = "percentage_points" if form == "points" else "percent"
        return draft

    def _share(self, draft: Draft, figure: _Figure, heads: Sequence[_Head]) -> Draft | None:
        if draft.metric != "revenue" or not self._is_percent(figure, heads):
            return None
        if not (draft.segment or draft.product or draft.geography or draft.customer):
            return None
        draft.share_of = "total"
        return None if figure.direction else draft

    def _is_percent(self, figure: _Figure, heads: Sequence[_Head]) -> bool:
        percent = any(u.ratio == "percent" for h in heads for u in h.units)
        return figure.form == "percent" or (
            figure.form == "number" and percent and figure.currency is None
        )

    def _level(
        self, draft: Draft, figure: _Figure, heads: Sequence[_Head], *, named: bool, loss: bool
    ) -> Draft | None:
        if figure.moved or figure.direction > 0:
            return None
        if draft.metric in RATIOS:
            return draft if self._is_percent(figure, heads) else None
        if figure.form not in ("number", "amount"):
            return None
        if any(u.ratio for h in heads for u in h.units):
            return None
        per_share = draft.metric in _PER_SHARE
        unit = self.above.unit(heads, scaled=not per_share)
        currency = figure.currency or (unit.currency if unit else None)
        if currency is None and not named:
            return None
        home = self.state.companies[draft.entity].currency
        if currency not in (None, "USD", "HKD", home) and not per_share:
            return None
        if per_share:
            return _per_share(draft, figure, unit, currency or home)
        if figure.form == "number":
            if unit is not None and unit.power is not None:
                _scale(draft, unit.power)
            elif draft.value is None or abs(draft.value) < _SMALLEST or currency is None:
                return None
        largest = draft.value if draft.value is not None else draft.high
        if largest is None or 0 < abs(largest) < _SMALLEST:
            return None
        draft.unit = currency or home
        if loss:
            _negate(draft)
        return draft


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _per_share(draft: Draft, figure: _Figure, unit: _Unit | None, currency: str) -> Draft | None:
    """Earnings and dividends of a share, never scaled but for cents."""
    if unit is not None and unit.power is not None and unit.power < 0 and figure.form == "number":
        _scale(draft, unit.power)
    if draft.value is None or abs(draft.value) >= _LARGEST_PER_SHARE:
        return None
    if draft.metric == "dividend_per_share" and (draft.decimals or 0) < 1:
        # What a company pays out altogether stands in a row of the same name.
        return None
    draft.unit = f"{currency}/share"
    return draft


def _scale(draft: Draft, power: int) -> None:
    for name in ("value", "low", "high"):
        number = getattr(draft, name)
        if number is not None:
            setattr(draft, name, plain(number.scaleb(power)))
    if draft.decimals is not None:
        draft.decimals -= power


def _negate(draft: Draft) -> None:
    """A row of losses is written without a sign, or with one."""
    draft.value = None if draft.value is None else -abs(draft.value)
    if draft.low is not None and draft.high is not None:
        draft.low, draft.high = sorted((-abs(draft.low), -abs(draft.high)))


def _newest(
    state: DocumentState, entity: str, found: Sequence[FiscalPeriod]
) -> FiscalPeriod | None:
    return max(found, key=lambda p: state.calendar(entity).dates(p)[::-1], default=None)


def _is_label(mention: PeriodMention) -> bool:
    """`2025Q3`, which may be meant of either calendar."""
    return mention.fiscal is None and mention.year is not None and mention.relative is None


def _with_its_end(mention: PeriodMention) -> PeriodMention:
    """A mention whose end has its year from another head: `截至6月30日止三个月` over `2024年`."""
    if mention.end_month_day is not None and mention.year is not None and not mention.end_date:
        try:
            end = date(mention.year, *mention.end_month_day)
        except ValueError:
            return mention
        return replace(mention, end_date=end, end_month_day=None, year=None, relative=None)
    if mention.end_date is not None and mention.relative == "this_quarter":
        # `Three Months Ended` says how long, not that the document reports it.
        return replace(mention, relative=None)
    return mention


def _join(row: _Head, column: _Head) -> _Head | None:
    """A quarter and the year on the other side of the table: `Q3` in the row of `FY2025`."""
    for part, year in ((row, column), (column, row)):
        if part.period is None or part.period.period is None:
            continue
        mention = part.period.period
        if mention.year is not None or mention.relative is not None or mention.end_date is not None:
            continue
        if year.year is not None:
            whole = replace(mention, year=year.year)
        elif year.period is not None and (other := year.period.period) is not None:
            if other.part not in (None, "FY") or other.year is None:
                continue
            whole = replace(mention, year=other.year, fiscal=other.fiscal)
        else:
            continue
        return replace(part, period=Token(0, 0, "", period=whole))
    return None


# --- parts ---


@dataclass(frozen=True, slots=True)
class _Part:
    """What part of a company the heads of a cell name."""

    segment: str | None = None
    product: str | None = None
    geography: str | None = None
    customer: str | None = None

    @property
    def named(self) -> bool:
        return self != _Part()


def _part(tokens: Iterable[Token], entity: str) -> _Part | None:
    """The part that words name for a company, None where one of them names none of that company.

    Of a business and one in it (`Data Center: Networking`), the inner one.
    """
    part = _Part()
    for token in tokens:
        if (segment := segment_id(token, entity)) is not None:
            inner, outer = sorted((part.segment or segment, segment), key=len, reverse=True)
            if inner != outer and not inner.startswith(f"{outer}."):
                return None
            part = replace(part, segment=inner)
        elif (product := segment_id(token, entity, "product")) is not None:
            if _differ(part.product, product):
                return None
            part = replace(part, product=product)
        elif (geography := token.get("geography")) is not None:
            if _differ(part.geography, geography):
                return None
            part = replace(part, geography=geography)
        elif (customer := token.get("customer")) is not None:
            if _differ(part.customer, customer):
                return None
            part = replace(part, customer=customer)
        elif not token.has("metric", "suffix", "up", "down", "total"):
            return None
    return part


# --- tables ---


def above(blocks: Sequence[Block | Table], index: int) -> tuple[str | None, str | None]:
    """The caption and the headings of the table at an index, for `read_table`.

    The caption is what stands between the table and the heading, table or long paragraph before
    it, or the short heading right above it; the headings are those it stands under, line by line,
    the innermost last.
    """
    captions: list[str] = []
    at = index - 1
    while at >= 0 and len(captions) < 2:
        block = blocks[at]
        if isinstance(block, Table) or (block.kind == "heading" and block.level < _WEAK_HEADING):
            break
        if len(block.text) > _LONGEST_CAPTION:
            break
        captions.append(block.text)
        at -= 1
    headings: list[str] = []
    level = _WEAK_HEADING
    for block in reversed(blocks[: at + 1]):
        if isinstance(block, Block) and block.kind == "heading" and block.level < level:
            headings.append(block.text)
            level = block.level
    return "\n".join(reversed(captions)) or None, "\n".join(reversed(headings)) or None


def read_table(
    table: Table,
    words: Vocabulary,
    state: DocumentState,
    *,
    caption: str | None,
    heading: str | None,
) -> Iterator[tuple[Block, Draft]]:
    """The records of a table, each with the cell that its offsets count in.

    Args:
        table: rows of cells as read, the heads among them.
        words: the matcher of the lexicon and the companies.
        state: of the document at the table; the anchors and the company in turn are used.
        caption: lines right above the table (`单位:亿美元`).
        heading: the headings it stands under, one a line, the innermost last.

    Accepted: rows or columns of metrics, businesses, regions, companies, periods, measures.
    Rejected: heads with unknown words, nouns out of scope, cells of text, cells without a unit,
    and two different figures of one thing.
    """
    grid = _grid(table, words) if _may_have_records(table, words) else None
    if grid is None:
        return
    columns = [_read_head(text, words) for text in grid.heads]
    rows = [_read_head(text, words) for text, _ in grid.rows]
    stands_above = _above(grid, words, caption, heading)
    texts = (caption or "", heading or "", grid.corner, *grid.heads)
    fiscal = any(_grammar().fiscal.search(text) for text in texts)
    reader = _Reader(state, words, stands_above, rows, columns, fiscal)
    found: list[tuple[Block, Draft]] = []
    owner: _Head | None = None
    section = _NOTHING
    for (_, cells), head in zip(grid.rows, rows, strict=True):
        if not cells:
            reader.above, owner, section = stands_above.under(head), None, head
            reader.cached.clear()
            continue
        if (repeated := _repeated_heads(cells, words)) is not None:
            reader.columns, owner = repeated, None
            reader.cached.clear()
            continue
        if head.leans:
            head = head.inherit(owner) if owner is not None else head
            head = replace(head, understood=head.understood and (owner is None or owner.understood))
        else:
            if section.understood and section.metric and not (head.parts or head.is_sum):
                # `Diluted` below `Earnings per share:`, `Non-GAAP` below `毛利率`.
                head = replace(head, metric=head.metric or section.metric)
            owner = head
        if head.understood:
            found.extend(_read_row(reader, head, cells))
    yield from _without_conflicts(found)


def _may_have_records(table: Table, words: Vocabulary) -> bool:
    """A quick look before the heads are read: a word that every record needs one of, and a figure."""
    text = "\n".join(_text(cell) for row in table.rows for cell in row)
    if _NUMBER.search(text) is None:
        return False
    return any(not _NEEDED.isdisjoint(senses) for _, _, senses in words.find(text))


def _above(grid: _Grid, words: Vocabulary, caption: str | None, heading: str | None) -> _Above:
    headings = (heading or "").split("\n")[::-1]
    near = [_read_head(grid.corner, words, loose=False)]
    for text in (*grid.titles[::-1], *(caption or "").split("\n")[::-1], headings[0]):
        head = _read_head(text, words, loose=True)
        if text.endswith(_SENTENCE_ENDS):
            # A sentence that happens to stand before the table speaks of other things too.
            head = _Head(understood=False, units=head.units)
        near.append(head)
    far = [_read_head(text, words, loose=True) for text in headings[1:]]
    return _Above(tuple(near), tuple(far))


def _repeated_heads(cells: Sequence[Block | None], words: Vocabulary) -> list[_Head] | None:
    """New heads of the columns where a row in the middle has heads for its cells."""
    texts = [_text(cell) for cell in cells]
    if not any(not _is_empty(cell) for cell in cells):
        return None
    if any(_is_value(cell, words) and not _YEAR.fullmatch(_text(cell)) for cell in cells):
        return None
    heads = [_read_head(text, words) for text in texts]
    telling = [h for h in heads if h.metric or h.dated or h.measure or h.kind or h.parts]
    return heads if telling and all(h.understood for h in heads) else None


def _read_row(
    reader: _Reader, row: _Head, cells: Sequence[Block | None]
) -> Iterator[tuple[Block, Draft]]:
    read = {
        number: _figures(cell.text, reader.words)
        for number, cell in enumerate(cells[: len(reader.columns)])
        if cell is not None and not _is_empty(cell)
    }
    signed = any(
        f.direction < 0 and f.form in ("number", "amount") for fs in read.values() for f in fs
    )
    for number, figures in read.items():
        cell = cells[number]
        entity = reader.entity(row, reader.columns[number])
        column = reader.of(entity)[number] if entity else None
        if cell is None or entity is None or column is None:
            continue
        for place, (figure, head) in enumerate(_by_basis(figures, row)):
            draft = reader.record(
                figure, entity, head, column,
                first=place == 0 or head is not row, signed=signed, size=len(cell.text),
            )  # fmt: skip
            if draft is not None:
                yield cell, draft


def _by_basis(figures: Sequence[_Figure], row: _Head) -> list[tuple[_Figure, _Head]]:
    """The figures of a cell with their row's head; of one that names both bases, each with its own.

    A single figure is of both.
    """
    if not row.bases:
        return [(figure, row) for figure in figures]
    each = [replace(row, basis=basis, bases=()) for basis in row.bases]
    if len(figures) == 1:
        return [(figures[0], head) for head in each]
    if len(figures) != len(each) or len({f.form for f in figures}) > 1:
        return []
    return list(zip(_with_one_spread(*figures), each, strict=True))


def _with_one_spread(first: _Figure, last: _Figure) -> tuple[_Figure, _Figure]:
    """`74.8% / 75.0%(±50bp)`: a ± at the end of a pair is of both, in points or in percent."""
    if None in (first.value, last.high) or not last.value or first.high is not None:
        return first, last
    assert first.value is not None and last.value is not None and last.high is not None
    delta = last.high - last.value
    if first.form != "percent":
        delta *= first.value / last.value
    return replace(first, low=first.value - delta, high=first.value + delta), last


def _without_conflicts(found: Sequence[tuple[Block, Draft]]) -> Iterator[tuple[Block, Draft]]:
    """Leaves out what the table states twice with different figures: its heads say more than read.

    Several houses may well expect different figures.
    """
    values: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for _, draft in found:
        figure = (draft.value, draft.low, draft.high)
        values.setdefault(_identity(draft), set()).add(figure)
    for cell, draft in found:
        if draft.kind == "estimate" or len(values[_identity(draft)]) == 1:
            yield cell, draft


def _identity(draft: Draft) -> tuple[object, ...]:
    return (
        draft.entity, draft.metric, draft.measure, draft.period, draft.segment, draft.product,
        draft.geography, draft.customer, draft.kind, draft.basis,
    )  # fmt: skip
