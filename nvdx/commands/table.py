"""`nvdx table`: facts as a period × metric (or × segment) table."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from nvdx.commands import complain, known_companies, no_such_company
from nvdx.commands.facts import Gathered
from nvdx.companies import Company, CompanyFileError
from nvdx.fact import METRICS
from nvdx.fiscal import FiscalPeriod
from nvdx.output.grid import markdown, show
from nvdx.output.periods import PeriodView, period_views
from nvdx.output.table import METRICS_SHOWN, By, as_csv, long_grid, sheets, wide_grid
from nvdx.output.terminal import write_text

Form = Literal["text", "markdown", "csv"]

ALL = "all"


class Wrong(Exception):
    """An argument that cannot be right, in words for a person."""


def table(
    sources: Sequence[str],
    *,
    by: By = "metric",
    entities: Collection[str] = (),
    metrics: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    form: Form | None = None,
    companies: Sequence[Path] = (),
) -> int:
    """Write the tables of the facts in ``sources`` to standard output, a company each.

    ``since`` and ``until`` are fiscal periods, both inclusive; without a ``form`` it is text on a
    terminal, else Markdown. Returns 0, 1 where some sources failed (the rest is written), or 2 for
    a wrong argument or where there is nothing to show.
    """
    try:
        known = known_companies(companies)
        shown = chosen_metrics(metrics)
        first, last = fiscal_period(since), fiscal_period(until)
        check_entities(entities, known)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    except Wrong as error:
        return complain(str(error))
    gathered = Gathered(sources, known)
    facts = [fact for fact in gathered if not entities or fact.entity in entities]
    views = within(period_views(facts), first, last, known)
    tables = list(sheets(views, by=by, metrics=shown))
    if not tables:
        return complain("no figures to show: nothing of these periods, companies and metrics")
    if form == "csv":
        write_text(as_csv(tables))
    elif form == "markdown" or (form is None and not sys.stdout.isatty()):
        write_text("\n".join(markdown(long_grid(t)) for t in tables))
    else:
        show(map(wide_grid if sys.stdout.isatty() else long_grid, tables))
    if form != "csv" and any(sheet.is_disputed for sheet in tables):
        print("! sources disagree; `nvdx extract --by period` shows how", file=sys.stderr)
    if undated := sum(fact.fiscal_period is None for fact in facts):
        print(f"{undated} figures without a period are not shown", file=sys.stderr)
    return 1 if gathered.failed else 0


def chosen_metrics(wanted: Sequence[str]) -> Collection[str]:
    """The metrics asked for, the usual ones where none are. Raises Wrong for an unknown one."""
    if not wanted:
        return METRICS_SHOWN
    if ALL in wanted:
        return METRICS
    for name in wanted:
        if name not in METRICS:
            raise Wrong(f"no metric {name!r}; there are {', '.join(METRICS)}")
    return wanted


def fiscal_period(text: str | None) -> FiscalPeriod | None:
    """A period of the command line. Raises Wrong for what is none."""
    if text is None:
        return None
    try:
        return FiscalPeriod.parse(text.upper())
    except ValueError as error:
        raise Wrong(str(error)) from None


def check_entities(wanted: Collection[str], known: Mapping[str, Company]) -> None:
    """Raises Wrong for the id of no company."""
    for entity in wanted:
        if entity not in known:
            raise Wrong(no_such_company(entity, known))


def within(
    views: Iterator[PeriodView],
    first: FiscalPeriod | None,
    last: FiscalPeriod | None,
    known: Mapping[str, Company],
) -> Iterator[PeriodView]:
    """The views of periods that begin with the first or later and end with the last or earlier."""
    for view in views:
        if view.period_start is None or view.period_end is None:
            continue
        company = known.get(view.entity)
        if company is not None:
            if first is not None and view.period_start < company.calendar.dates(first)[0]:
                continue
            if last is not None and view.period_end > company.calendar.dates(last)[1]:
                continue
        yield view
