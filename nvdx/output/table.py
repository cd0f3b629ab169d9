"""Facts as tables: a company's fiscal periods down, its metrics or its segments across.

The figures are those of the view by period, which merges what several sources say of one thing and
keeps what contradicts it; a figure that is contradicted has a `!`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from nvdx.fact import METRICS, number_text
from nvdx.output.grid import Grid
from nvdx.output.periods import CASH, INCOME, MARGINS, SHAREHOLDERS, Figure, Line, PeriodView

__all__ = ["METRICS_SHOWN", "By", "Cell", "Sheet", "as_csv", "long_grid", "sheets", "wide_grid"]

By = Literal["metric", "segment"]

METRICS_SHOWN: Final = ("revenue", "gross_margin", "operating_income", "net_income", "eps")
"""The metrics of a table that names none: what an earnings release opens with."""

BILLION: Final = Decimal(10**9)
_UNIT_NAMES: Final = {"percent": "%", "percentage_points": "pts"}
_BASIS_NAMES: Final = {"gaap": " (GAAP)", "non_gaap": " (non-GAAP)", "unstated": ""}

Key = tuple[str, str]
"""A metric with its basis (`unstated` where there is none), or a segment with an empty one."""


@dataclass(slots=True)
class Cell:
    """What is known of one thing in one period."""

    level: Figure | None = None
    yoy: Figure | None = None
    qoq: Figure | None = None
    guidance: Figure | None = None


PARTS: Final = ("level", "yoy", "qoq", "guidance")


@dataclass(slots=True)
class Sheet:
    """The table of one company: `rows` by period in order of time, `keys` in order of the columns."""

    entity: str
    rows: dict[str, dict[Key, Cell]] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)

    def column(self, key: Key, part: str) -> Iterator[tuple[str, Figure | None]]:
        """A figure of each period."""
        for period, cells in self.rows.items():
            cell = cells.get(key)
            yield period, getattr(cell, part) if cell is not None else None

    @property
    def is_disputed(self) -> bool:
        """Whether sources contradict each other on a figure."""
        figures = (f for key in self.keys for part in PARTS for _, f in self.column(key, part))
        return any(figure is not None and figure.conflicts for figure in figures)

    def unit(self, key: Key) -> str | None:
        """The unit that most levels of a column have."""
        figures = [f for part in ("level", "guidance") for _, f in self.column(key, part) if f]
        units = Counter(figure.unit for figure in figures)
        return max(units, key=lambda unit: (units[unit], unit)) if units else None


def sheets(
    views: Iterable[PeriodView], *, by: By = "metric", metrics: Collection[str] = METRICS_SHOWN
) -> Iterator[Sheet]:
    """The tables of some views, a company each, by its id; periods that have no figure are left out.

    ``metrics`` are those shown by metric; by segment it is revenue.
    """
    tables: dict[str, Sheet] = {}
    views = [view for view in views if view.fiscal_period is not None]
    for view in sorted(views, key=_order):
        cells = _by_segment(view) if by == "segment" else _by_metric(view, metrics)
        if cells and view.fiscal_period is not None:
            sheet = tables.setdefault(view.entity, Sheet(view.entity))
            sheet.rows[view.fiscal_period] = cells
    for entity in sorted(tables):
        sheet = tables[entity]
        found = {key for cells in sheet.rows.values() for key in cells}
        order = _segment_order if by == "segment" else _metric_order
        sheet.keys = sorted(found, key=order)
        yield sheet


def _order(view: PeriodView) -> tuple[object, ...]:
    assert view.period_end is not None and view.period_start is not None
    return view.period_end, -view.period_start.toordinal(), view.fiscal_period


def _by_metric(view: PeriodView, metrics: Collection[str]) -> dict[Key, Cell]:
    lines: dict[Key, Line] = {("revenue", "unstated"): view.revenue}
    lines |= {(m, basis): line for m, by in view.margins.items() for basis, line in by.items()}
    lines |= {(m, basis): line for m, by in view.income.items() for basis, line in by.items()}
    lines |= {(m, "unstated"): line for m, line in view.cash.items()}
    lines |= {(m, "unstated"): line for m, line in view.shareholders.items()}
    cells: dict[Key, Cell] = defaultdict(Cell)
    for key, line in lines.items():
        if key[0] in metrics and (cell := _cell(line)) is not None:
            cells[key] = cell
    for said in view.guidance:
        told = said.segment or said.product or said.geography or said.customer
        if said.measure == "level" and not told and said.metric in metrics:
            basis = "unstated" if said.metric in _BASELESS else said.basis or "unstated"
            cells[said.metric, basis].guidance = said
    return dict(cells)


_BASELESS: Final = frozenset(METRICS) - {*MARGINS, *INCOME}
assert {"revenue", *CASH, *SHAREHOLDERS} == _BASELESS


def _by_segment(view: PeriodView) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = defaultdict(Cell)
    for segment, line in view.segments.items():
        if (cell := _cell(line)) is not None:
            cells[segment, ""] = cell
    if (cell := _cell(view.revenue)) is not None:
        cells["total", ""] = cell
    for said in view.guidance:
        told = said.product or said.geography or said.customer
        if said.measure == "level" and said.metric == "revenue" and not told:
            cells[said.segment or "total", ""].guidance = said
    return dict(cells)


def _cell(line: Line) -> Cell | None:
    level, yoy, qoq = line.get("level"), line.get("yoy"), line.get("qoq")
    return Cell(level, yoy, qoq) if level or yoy or qoq else None


def _metric_order(key: Key) -> tuple[int, int]:
    return METRICS.index(key[0]), list(_BASIS_NAMES).index(key[1])


def _segment_order(key: Key) -> tuple[bool, str]:
    return key[0] == "total", key[0]


def _title(sheet: Sheet, key: Key) -> str:
    """`gross margin (GAAP), %`, `revenue, USD bn`."""
    unit = sheet.unit(key)
    name = key[0].replace("_", " ") + _BASIS_NAMES.get(key[1], "")
    return f"{name}, {_unit_name(unit)}" if unit else name


def _unit_name(unit: str) -> str:
    if unit in _UNIT_NAMES:
        return _UNIT_NAMES[unit]
    return unit if "/" in unit else f"{unit} bn"


def _figure(figure: Figure, usual: str | None = None) -> str:
    """A figure for people: money in billions, `~` and its kin before it, `!` where sources disagree."""
    amount = len(figure.unit) == 3

    def text(number: Decimal) -> str:
        shown = number_text(round(number / BILLION, 4) if amount else number)
        return f"+{shown}" if usual == "growth" and number > 0 else shown

    parts: list[str] = [figure.comparator if figure.comparator != "=" else ""]
    if figure.value is not None:
        parts.append(text(figure.value))
    low, high, value = figure.low, figure.high, figure.value
    if low is not None and high is not None:
        if value is not None and value - low == high - value:
            parts.append(f" ±{text(high - value)}")
        else:
            bounds = f"{text(low)} to {text(high)}"
            parts.append(bounds if value is None else f" ({bounds})")
    if usual == "growth":
        parts.append(_UNIT_NAMES.get(figure.unit, figure.unit).replace("pts", " pts"))
    elif usual is not None and figure.unit != usual:
        parts.append(f" {_unit_name(figure.unit)}")
    return "".join(parts) + ("!" if figure.conflicts else "")


def wide_grid(sheet: Sheet) -> Grid:
    """A column for each thing, its growth and guidance below the level in the same cell."""
    head = ("", *(_title(sheet, key) for key in sheet.keys))
    rows = []
    for period, cells in sheet.rows.items():
        row = [period]
        for key in sheet.keys:
            cell, lines = cells.get(key, Cell()), []
            if cell.level:
                lines.append(_figure(cell.level, sheet.unit(key)))
            if cell.yoy:
                lines.append(f"{_figure(cell.yoy, 'growth')} y/y")
            if cell.qoq:
                lines.append(f"{_figure(cell.qoq, 'growth')} q/q")
            if cell.guidance:
                lines.append(f"guided {_figure(cell.guidance, sheet.unit(key))}")
            row.append("\n".join(lines))
        rows.append(tuple(row))
    return Grid(head, rows, title=sheet.entity, right=True)


_PART_NAMES: Final = {"yoy": "y/y", "qoq": "q/q", "guidance": "guided"}


def long_grid(sheet: Sheet) -> Grid:
    """A column for each figure, those that no period has left out."""
    shown = _shown(sheet)
    head = ["period"]
    columns: list[list[str]] = []
    for key, part in shown:
        head.append(_title(sheet, key) if part == "level" else _PART_NAMES[part])
        usual = "growth" if part in ("yoy", "qoq") else sheet.unit(key)
        figures = (figure for _, figure in sheet.column(key, part))
        columns.append([_figure(figure, usual) if figure else "" for figure in figures])
    rows = [(period, *cells) for period, *cells in zip(sheet.rows, *columns, strict=True)]
    return Grid(tuple(head), rows, title=sheet.entity, right=True)


def _shown(sheet: Sheet) -> list[tuple[Key, str]]:
    """The columns that are not empty; the level of a thing always goes first."""
    return [
        (key, part)
        for key in sheet.keys
        for part in PARTS
        if part == "level" or any(figure for _, figure in sheet.column(key, part))
    ]


def as_csv(tables: Sequence[Sheet]) -> str:
    """All tables as CSV (RFC 4180) with a line for each company, period and thing.

    Numbers are whole units as in a record; `conflicts` counts the contradicted figures of the line.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_CSV_HEAD)
    for sheet in tables:
        for period, cells in sheet.rows.items():
            for key in sheet.keys:
                if (cell := cells.get(key)) is not None:
                    writer.writerow([sheet.entity, period, *_csv_cells(key, cell)])
    return stream.getvalue()


_CSV_HEAD: Final = (
    "entity", "fiscal_period", "name", "basis", "unit", "value", "low", "high", "comparator",
    "yoy", "yoy_unit", "qoq", "qoq_unit", "guidance", "guidance_low", "guidance_high",
    "guidance_unit", "conflicts",
)  # fmt: skip


def _csv_cells(key: Key, cell: Cell) -> list[str]:
    def number(figure: Figure | None, name: str) -> str:
        content = getattr(figure, name, None)
        return "" if content is None else number_text(content)

    level, guided = cell.level, cell.guidance
    conflicts = sum(bool(f and f.conflicts) for f in (level, cell.yoy, cell.qoq, guided))
    basis = key[1] if key[1] != "unstated" else ""
    row = [key[0], basis, level.unit if level else ""]
    row += [number(level, name) for name in ("value", "low", "high")]
    row.append(level.comparator if level else "")
    for growth in (cell.yoy, cell.qoq):
        row += [number(growth, "value"), growth.unit if growth else ""]
    row += [number(guided, name) for name in ("value", "low", "high")]
    return [*row, guided.unit if guided else "", str(conflicts)]
