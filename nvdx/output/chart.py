"""Facts as a chart: revenue by segment as stacked bars, its guidance as points, margins as lines.

What is drawn is worked out first (:func:`series`), without the chart library; :func:`draw` needs
matplotlib, which is the extra `nvdx[chart]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from nvdx.fiscal import FiscalPeriod
from nvdx.output.periods import Figure, PeriodView
from nvdx.output.table import BILLION, Cell, Key, Sheet, sheets

if TYPE_CHECKING:
    from nvdx.companies import Company

__all__ = ["Language", "MissingFont", "Point", "Series", "draw", "series"]

Language = Literal["en", "zh"]

SLACK: Final = Decimal("1.02")
"""Rounded parts may exceed their rounded total by so much."""

MARGIN_NAMES: Final = {
    "en": {"gaap": "gross margin (GAAP)", "non_gaap": "gross margin (non-GAAP)", "unstated": "gross margin"},
    "zh": {"gaap": "毛利率（GAAP）", "non_gaap": "毛利率（非 GAAP）", "unstated": "毛利率"},
}  # fmt: skip
LABELS: Final = {
    "en": {"rest": "not broken down", "guidance": "guidance", "revenue": "revenue, {} bn",
           "margin": "%", "title": "{}: revenue by segment"},
    "zh": {"rest": "未细分", "guidance": "指引", "revenue": "营收（十亿 {}）",
           "margin": "%", "title": "{}：分业务营收"},
}  # fmt: skip

CHINESE_FONTS: Final = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "Noto Sans CJK JP", "Noto Sans CJK TC", "Droid Sans Fallback", "AR PL UMing CN",
)  # fmt: skip
"""Families with Simplified Chinese that systems bring or Debian packages."""


@dataclass(frozen=True, slots=True)
class Point:
    """A guided figure with the bounds of its range, in billions."""

    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(slots=True)
class Series:
    """What a chart shows of one company, by period in order of time; amounts in billions.

    Attributes:
        segments: revenue of each segment drawn, None where it is not stated.
        total: stated revenue; where None, a bar is as high as its segments.
        rest: what the segments leave of the total.
        growth: year on year, in percent.
        margins: gross margin by basis, in percent.
    """

    entity: str
    unit: str
    periods: list[str]
    segments: dict[str, list[Decimal | None]] = field(default_factory=dict)
    total: list[Decimal | None] = field(default_factory=list)
    rest: list[Decimal] = field(default_factory=list)
    growth: list[Decimal | None] = field(default_factory=list)
    guidance: list[Point | None] = field(default_factory=list)
    margins: dict[str, list[Decimal | None]] = field(default_factory=dict)


class MissingFont(Exception):
    """No installed font has the Chinese characters that a picture needs."""


def series(views: Sequence[PeriodView], company: Company) -> Series | None:
    """What is drawn of a company: its quarters, or its years where no quarter is stated.

    Of the segments those that go together: in the order of the company's file, each that the total
    leaves room for, so that a second cut of the same revenue (reportable segments beside market
    platforms) is left out. None where there is no revenue at all.
    """
    mine = [view for view in views if view.entity == company.id]
    for wanted in (_is_quarter, _is_year):
        chosen = [view for view in mine if wanted(view.fiscal_period)]
        by_segment = next(sheets(chosen, by="segment"), None)
        if by_segment is not None and by_segment.unit(("total", "")) is not None:
            margins = next(sheets(chosen, metrics=("gross_margin",)), None)
            return _series(by_segment, margins, company)
    return None


def _is_quarter(period: str | None) -> bool:
    parsed = FiscalPeriod.parse(period) if period else None
    return parsed is not None and parsed.quarter is not None and not parsed.ttm


def _is_year(period: str | None) -> bool:
    return period is not None and FiscalPeriod.parse(period).part == "FY"


_TOTAL: Final[Key] = ("total", "")


def _series(sheet: Sheet, margins: Sheet | None, company: Company) -> Series:
    unit = sheet.unit(_TOTAL) or company.currency
    drawn = [period for period, cells in sheet.rows.items() if _drawn(cells, unit)]
    periods = _without_gaps(drawn)
    made = Series(company.id, unit, periods)
    order = [term.id for term in company.segments if "." not in term.id]
    for period in periods:
        cells = sheet.rows.get(period, {})
        total = _amount(cells.get(_TOTAL, Cell()).level, unit)
        left = None if total is None else total * SLACK
        shown: dict[str, Decimal] = {}
        for segment in order:
            amount = _amount(cells.get((segment, ""), Cell()).level, unit)
            if amount is None or amount <= 0 or (left is not None and amount > left):
                continue
            shown[segment] = amount
            left = None if left is None else left - amount
        for segment, amount in shown.items():
            column = made.segments.setdefault(segment, [None] * len(periods))
            column[len(made.total)] = amount
        made.total.append(total)
        rest = (total or Decimal(0)) - sum(shown.values())
        made.rest.append(max(rest, Decimal(0)))
        yoy = cells.get(_TOTAL, Cell()).yoy
        made.growth.append(yoy.value if yoy is not None and yoy.unit == "percent" else None)
        made.guidance.append(_point(cells.get(_TOTAL, Cell()).guidance, unit))
    made.segments = {name: made.segments[name] for name in order if name in made.segments}
    for key in margins.keys if margins is not None else ():
        assert margins is not None
        levels = dict(margins.column(key, "level"))
        values = [_percent(levels.get(period)) for period in periods]
        if any(value is not None for value in values):
            made.margins[key[1]] = values
    return made


def _without_gaps(periods: Sequence[str]) -> list[str]:
    """Every period from the first to the last, so that the axis is one of time.

    >>> _without_gaps(["FY2025Q3", "FY2026Q1"]), _without_gaps(["FY2023", "FY2025"])
    (['FY2025Q3', 'FY2025Q4', 'FY2026Q1'], ['FY2023', 'FY2024', 'FY2025'])
    """
    first, last = FiscalPeriod.parse(periods[0]), FiscalPeriod.parse(periods[-1])
    if first.quarter is None:
        return [str(FiscalPeriod(year)) for year in range(first.year, last.year + 1)]
    return [str(first.shift(quarters)) for quarters in range(last.index - first.index + 1)]


def _drawn(cells: Mapping[Key, Cell], unit: str) -> bool:
    total = cells.get(_TOTAL, Cell())
    return any(figure is not None and figure.unit == unit for figure in (total.level, total.guidance))


def _amount(figure: Figure | None, unit: str) -> Decimal | None:
    if figure is None or figure.unit != unit or figure.value is None:
        return None
    return figure.value / BILLION


def _percent(figure: Figure | None) -> Decimal | None:
    return figure.value if figure is not None and figure.unit == "percent" else None


def _point(figure: Figure | None, unit: str) -> Point | None:
    if figure is None or figure.unit != unit:
        return None
    low, high = figure.low, figure.high
    value = figure.value
    if value is None:
        if low is None or high is None:
            return None
        value = (low + high) / 2
    return Point(value / BILLION, (value if low is None else low) / BILLION,
                 (value if high is None else high) / BILLION)  # fmt: skip


def draw(made: Series, company: Company, output: Path, language: Language = "en") -> None:
    """Write the chart as SVG or PNG, by the suffix of `output`; the same series gives the same bytes.

    Text of an SVG stays text, which the viewer's fonts show. Raises MissingFont where a PNG needs
    Chinese characters that no installed font has, ImportError without matplotlib.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    labels = LABELS[language]
    vector = output.suffix.lower() == ".svg"
    installed = _installed_fonts()
    if language == "zh" and not vector and not installed:
        raise MissingFont
    settings: Any = {
        "svg.fonttype": "none", "svg.hashsalt": "nvdx", "font.size": 10,
        "font.family": ["DejaVu Sans", *(CHINESE_FONTS if vector else installed), "sans-serif"],
        "axes.spines.top": False, "axes.spines.right": False,
    }  # fmt: skip
    with mpl.rc_context(settings), _quiet_about_fonts():
        canvas = Canvas(figsize=(max(7.0, 1.2 + 0.75 * len(made.periods)), 6.4), layout="constrained")
        if made.margins:
            upper, lower = canvas.subplots(2, 1, sharex=True, height_ratios=(3, 1))
            _draw_margins(lower, made, labels["margin"], MARGIN_NAMES[language])
        else:
            upper = canvas.subplots()
        names = _segment_names(made, company, language)
        _draw_revenue(upper, made, names, labels)
        axes = canvas.axes[-1]
        axes.set_xticks(range(len(made.periods)), made.periods, rotation=45, ha="right")
        name = company.name if language == "en" else (company.aliases or (company.name,))[0]
        upper.set_title(labels["title"].format(name), loc="left", fontweight="bold")
        metadata = {"Date": None} if vector else {"Software": None}
        canvas.savefig(output, metadata=metadata, dpi=144, format=output.suffix.lower()[1:])


def _draw_revenue(
    axes: Any, made: Series, names: Mapping[str, str], labels: Mapping[str, str]
) -> None:
    places = range(len(made.periods))
    heights = [0.0] * len(made.periods)
    colours = _colours(len(made.segments))
    for (segment, values), colour in zip(made.segments.items(), colours, strict=True):
        amounts = [float(value or 0) for value in values]
        axes.bar(places, amounts, 0.7, bottom=heights, label=names[segment], color=colour)
        heights = [height + amount for height, amount in zip(heights, amounts, strict=True)]
    rest = [float(amount) for amount in made.rest]
    if any(rest):
        axes.bar(places, rest, 0.7, bottom=heights, label=labels["rest"], color="#c8ccd2")
    for place, growth in enumerate(made.growth):
        if growth is not None:
            top = heights[place] + rest[place]
            axes.annotate(f"{growth:+f}%", (place, top), (0, 3), textcoords="offset points",
                          ha="center", fontsize=8)  # fmt: skip
    guided = [(place, point) for place, point in enumerate(made.guidance) if point is not None]
    if guided:
        axes.errorbar(
            [place for place, _ in guided], [float(point.value) for _, point in guided],
            yerr=[[float(point.value - point.low) for _, point in guided],
                  [float(point.high - point.value) for _, point in guided]],
            fmt="D", color="#1d2733", markersize=4, capsize=4, linewidth=1, label=labels["guidance"],
        )  # fmt: skip
    axes.set_ylabel(labels["revenue"].format(made.unit))
    axes.margins(y=0.12)
    axes.legend(frameon=False, fontsize=9, loc="upper left")


def _draw_margins(axes: Any, made: Series, unit: str, names: Mapping[str, str]) -> None:
    for (basis, values), colour in zip(made.margins.items(), ("#b4540a", "#5b3fa0", "#1d2733"), strict=False):
        # A line that ran over a quarter of which nothing is known would make one up.
        heights = [float("nan") if value is None else float(value) for value in values]
        axes.plot(heights, "o-", markersize=4, linewidth=1.2, color=colour, label=names[basis])
    axes.set_ylabel(unit)
    axes.margins(y=0.2)
    axes.legend(frameon=False, fontsize=8, ncols=len(made.margins))


def _segment_names(made: Series, company: Company, language: Language) -> dict[str, str]:
    terms = {term.id: term for term in company.segments}
    return {name: _name(terms[name].words, name, language) for name in made.segments}


def _name(words: Sequence[str], segment: str, language: Language) -> str:
    """A segment's name: its id as words, or the shortest Chinese word that means it.

    >>> _name(("data center", "数据中心"), "data_center", "zh"), _name((), "data_center", "en")
    ('数据中心', 'data center')
    """
    plain = segment.replace("_", " ")
    chinese = [word for word in words if not word.isascii()] if language == "zh" else []
    return min(chinese, key=len, default=plain)


def _colours(count: int) -> list[Any]:
    """Tones that stay apart in grey and for the colour-blind (Okabe and Ito, 2008)."""
    tones = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f")
    return [tones[number % len(tones)] for number in range(count)]


def _installed_fonts() -> Sequence[str]:
    """The first installed family with Chinese characters, in a list; empty where there is none."""
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in CHINESE_FONTS if name in installed][:1]


class _quiet_about_fonts:
    """matplotlib warns of each family that is not installed; an SVG names them for its viewer."""

    def __enter__(self) -> None:
        import logging

        self._logger = logging.getLogger("matplotlib.font_manager")
        self._level = self._logger.level
        self._logger.setLevel(logging.ERROR)

    def __exit__(self, *_: object) -> None:
        self._logger.setLevel(self._level)


def drawable(views: Sequence[PeriodView], known: Mapping[str, Company]) -> Iterator[Series]:
    """The series of every company that has revenue, the one with most periods first."""
    made = [series(views, company) for company in known.values()]
    found = [one for one in made if one is not None]
    yield from sorted(found, key=lambda one: (-len(one.periods), one.entity))
