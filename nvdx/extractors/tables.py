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
    fiscal: tuple[str, ...]
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
    kind, expected, kinds = _read_kind(tokens, forecast)
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


def _read_kind(tokens: Sequence[Token], forecast: bool) -> tuple[str | None, str | None, int]:
    """The kind that words decide, what an expectation is where nobody is named, how many kinds."""
    kinds: set[str] = set()
    for sense, kind in (("market", "consensus"), ("guidance", "guidance")):
        kinds |= {kind for t in tokens if t.has(sense)}
    if not kinds and any(t.has("house", "author") for t in tokens):
        kinds.add("estimate")
    if kinds:
        return (kinds.pop() if len(kinds) == 1 else None), None, len(kinds)
    if forecast:
        return None, "estimate", 0
    if any(t.has("expect") for t in tokens):
        if any(t.has("analysts") for t in tokens):
            return "consensus", None, 1
        return ("guidance", None, 1) if any(t.has("own") for t in tokens) else (None, "consensus", 0)
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


_LONGEST_CELL: Final = 60
_YEAR: Final = re.compile(r"\s*(?:19|20)\d\d\s*")
_BETWEEN: Final = re.compile(r"[\s(),;/:+\-~.|]*")


def _figures(text: str, words: Vocabulary) -> list[_Figure]:
    """The figures of a cell, none where it says anything but figures and growth."""
    if len(text) > _LONGEST_CELL:
        return []
    grammar = _grammar()
    whole = grammar.note.sub(lambda m: " " * len(m[0]), text)
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
    if any(not t.has("up", "down", "to", "yoy", "qoq") for t in tokens):
        return []
    return _with_cues(text, found, tokens) if _BETWEEN.fullmatch(rest) else []


def _number(text: str) -> _Figure | None:
    """A number that takes its unit from a head: `35,082`, `$35,082`, `约540`."""
    grammar = _grammar()
    lead = re.match(r"\s*", text)
    start = lead.end() if lead else 0
    comparator = "="
    if (match := grammar.comparator.match(text, start)) is not None:
        comparator = grammar.before.get(match[0], "")
        start = match.end()
    match = grammar.number.fullmatch(text, start)
    if match is None or comparator in ("", "none"):
        return None
    digits = match["whole"].replace(",", "") + ("." + match["fraction"] if match["fraction"] else "")
    minus = "-" in ((match["minus"] or "") + (match["minus2"] or ""))
    value = Decimal(digits).copy_negate() if minus else Decimal(digits)
    symbol = match["symbol"]
    return _Figure(
        *match.span("figure"), "number", value, None, None,
        grammar.currencies[symbol.lower()][0] if symbol else None, comparator,
        len(match["fraction"] or ""),
        direction=-1 if minus else int("+" in ((match["minus"] or "") + (match["minus2"] or ""))),
    )  # fmt: skip


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
    behind = bool(cues) and not any(t.end <= second and t.start >= ends[1 if len(found) > 1 else 0] for t in cues)
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
            figure = replace(figure, direction=-1 if fall else 1)
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
