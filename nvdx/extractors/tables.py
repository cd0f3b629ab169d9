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
from nvdx.mentions.period import periods
from nvdx.mentions.quantity import Quantity, quantities
from nvdx.mentions.scan import Token, scan

__all__ = ["above", "read_table"]

_PER_SHARE: Final = frozenset({"eps", "dividend_per_share"})
_LARGEST_PER_SHARE: Final = Decimal(1000)
_SMALLEST: Final = Decimal(100_000)
"""No company here states a total below this; a smaller one has a unit that nobody wrote down."""
_GROWTH: Final = frozenset({"yoy", "qoq", "change"})
_HEAD_ROWS: Final = 3
_LONGEST_CAPTION: Final = 120
_KNOWN: Final = frozenset(
    {"metric", "segment", "product", "geography", "customer", "company", "gaap", "non_gaap", "yoy",
     "qoq", "up", "down", "share", "market", "guidance", "expect", "analysts", "house", "author",
     "suffix", "total", "own", "done"}
)  # fmt: skip
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
    forecasts: tuple[str, ...]
    fiscal: tuple[str, ...]
    ranks: tuple[str, ...]
    rises: tuple[str, ...]
    falls: tuple[str, ...]


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
        self.forecast = pattern(_any(words.forecasts))
        self.fiscal = pattern(_any(words.fiscal) + r"|\bFY(?=[0-9 ])")
        self.rank = pattern(rf"\s*{_any(words.ranks)}?\s*")
        self.rise = pattern(_any(words.rises))
        self.fall = pattern(_any(words.falls))
        self.excepted = pattern(
            rf"{_any(words.except_)}[^()]*|[^,;()]*{_any(words.except_after)}"
        )
        self.note = pattern(
            rf"\[\d{{1,2}}\]|\((?:\d|[a-z]|{_any(words.loss_notes)})\)|[*†‡]+"
            rf"|\(\s?{_any(words.including)}[^()]*\)"
        )
        letters = "".join((*words.forecast_letters, *words.actual_letters))
        self.letter = re.compile(rf"(?<=[0-9])[{letters}](?![A-Za-z0-9])")
        self._make_units(units)

    def _make_units(self, units: Mapping[str, Any]) -> None:
        self.currencies: dict[str, tuple[str, int]] = {}
        symbols: list[str] = []
        for code, currency in units["currencies"].items():
            names = (*currency["words"], *currency.get("codes", ()), *currency.get("symbols", ()))
            self.currencies |= {name.lower(): (code, 0) for name in names}
            self.currencies |= {name.lower(): (code, -2) for name in currency.get("cents", ())}
            symbols += [*currency.get("codes", ()), *currency.get("symbols", ())]
        self.scales = {word: int(power) for word, power in units["scales"]["words"].items()}
        letters = {word: int(power) for word, power in units["scales"]["letters"].items()}
        names = sorted(self.currencies, key=len, reverse=True)
        currency = "|".join(map(re.escape, names))
        scale = "|".join(sorted(self.scales, key=len, reverse=True))
        label = _any(self.words.unit_labels)
        self.unit = re.compile(
            rf"(?P<label>{label}\s?[为是]?\s?)?(?:all\s|amounts\s|figures\s)?(?P<in>in\s)?"
            rf"(?P<before>{currency})?\s?(?P<in2>in\s)?"
            rf"(?:(?P<han>[十百千万亿兆]{{1,3}})|(?P<scale>{scale})s?|(?P<letter>[{''.join(letters)}])"
            rf"|(?P<zeros>'?000)s?)?"
            rf"(?:\sof)?\s?(?P<after>{currency})?(?P<each>\s?per share)?|(?P<percent>%)"
            rf"|(?P<points>百分点|pp|pts|ppts|percentage points)",
            re.IGNORECASE,
        )
        self.scales |= letters
        self.label_alone = re.compile(rf"\s*{label}\s*[为是]?\s*", re.IGNORECASE)
        # A number with nothing but a currency sign: what the scale of a head multiplies.
        sign = "|".join(map(re.escape, sorted(symbols, key=len, reverse=True)))
        self.number = re.compile(
            rf"\s*(?P<figure>(?P<minus>[-+])?\s?(?P<symbol>{sign})?\s?(?P<minus2>[-+])?"
            rf"(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,15}})(?:\.(?P<fraction>[0-9]{{1,6}}))?)\s*",
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
    name = match["after"] or match["before"]
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
    loss: bool = False
    several: bool = False
    """Whether it names several metrics, companies or periods."""
    company: str | None = None
    stranger: bool = False
    parts: tuple[Token, ...] = ()
    period: Token | None = None
    year: int | None = None
    measure: str | None = None
    basis: str | None = None
    kind: str | None = None
    expected: bool = False
    total: bool = False
    units: tuple[_Unit, ...] = ()

    @property
    def is_growth(self) -> bool:
        return self.measure in _GROWTH

    @property
    def dated(self) -> bool:
        return self.period is not None or self.year is not None

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
    text = grammar.note.sub(lambda m: " " * len(m[0]), text)
    text = grammar.excepted.sub(lambda m: " " * len(m[0]), text)
    letter = grammar.letter.search(text)
    forecast = letter is not None and letter[0] in grammar.words.forecast_letters
    if letter is not None:
        text = _blank(text, *letter.span())
    units, text = _take_units(text, loose=loose)
    measures: set[str] = set()
    if (share := grammar.share.search(text)) is not None:
        measures.add("share")
        text = _blank(text, *share.span())
    year = int(text) if re.fullmatch(r"\s*(?:19|20)\d\d\s*", text) else None
    tokens = [t for t in scan(text, words) if not t.mark]
    rest = text if year is None else ""
    for token in tokens:
        rest = _blank(rest, token.start, token.end)
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
    metrics = {t.get("metric") for t in tokens if t.has("metric")}
    mentions = [t for t in tokens if t.period is not None]
    companies = {t.get("company") for t in tokens if t.has("company")}
    basis = {b for b in ("gaap", "non_gaap") for t in tokens if t.has(b)}
    kind, expected, kinds = _read_kind(tokens, forecast, text)
    clear = max(map(len, (measures, metrics, mentions, companies, basis))) <= 1 and kinds <= 1
    return _Head(
        understood=understood and clear and not (moved and "share" in measures),
        blocked=any(t.has("other") and not _is_known(t) for t in tokens),
        metric=metrics.pop() if len(metrics) == 1 else None,
        loss=any(t.has("loss") for t in tokens),
        several=not clear,
        company=companies.pop() if len(companies) == 1 else None,
        stranger=any(t.has("stranger") for t in tokens),
        parts=tuple(t for t in tokens if t.has("segment", "product", "geography", "customer")),
        period=mentions[0] if len(mentions) == 1 else None,
        year=year,
        measure=measures.pop() if len(measures) == 1 else None,
        basis=basis.pop() if len(basis) == 1 else None,
        kind=kind,
        expected=expected,
        total=total,
        units=units,
    )


def _is_known(token: Token) -> bool:
    if token.quantity is not None:
        return False
    if token.has("constant_currency", "stranger", "both_bases", "run_rate"):
        return False
    return token.has(*_KNOWN) or _grammar().filler.fullmatch(token.text) is not None


def _read_kind(tokens: Sequence[Token], forecast: bool, text: str) -> tuple[str | None, bool, int]:
    """The kind that words of a head decide, whether it is an expectation at all, and how many kinds."""
    kinds = {kind for sense, kind in (("market", "consensus"), ("guidance", "guidance")) for t in tokens if t.has(sense)}
    expected = forecast or any(t.has("expect") for t in tokens)
    if not kinds and any(t.has("house", "author") for t in tokens):
        kinds.add("estimate")
    elif not kinds and expected:
        if any(t.has("analysts") for t in tokens):
            kinds.add("consensus")
        elif any(t.has("own") for t in tokens):
            kinds.add("guidance")
        elif forecast or _grammar().forecast.search(text):
            # Whose forecast it is stands above the table if anywhere.
            return None, True, 1
    return (kinds.pop() if len(kinds) == 1 else None), expected, len(kinds)
