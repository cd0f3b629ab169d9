"""`nvdx companies`: the companies known, or all that is known of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from nvdx.commands import complain, known_companies, no_such_company
from nvdx.companies import Company, CompanyFileError, Term
from nvdx.fiscal import QUARTERS, Calendar, FiscalPeriod
from nvdx.output.grid import Grid, show
from nvdx.output.jsonl import json_text
from nvdx.output.terminal import write_text

Form = Literal["text", "json"]

YEARS: Final = 3
"""How many fiscal years are shown: enough to see a 53rd week shift the dates."""


def companies(
    wanted: str | None = None,
    *,
    folders: Sequence[Path] = (),
    form: Form = "text",
    today: date | None = None,
) -> int:
    """List the companies, those of the files in ``folders`` too, or show the one of an id.

    The fiscal years shown are the last ones that have ended ``today``. Returns 0, or 2 where no
    company has the id or a company file is wrong.
    """
    try:
        known = known_companies(folders)
    except CompanyFileError as error:
        return complain(*map(str, error.problems))
    if wanted is None:
        listed = sorted(known.values(), key=lambda company: company.id.casefold())
        if form == "json":
            rows = ",\n ".join(json_text(_summary(company)) for company in listed)
            return _write(f"[{rows}]\n")
        show([_overview(listed)])
        return 0
    if wanted not in known:
        return complain(no_such_company(wanted, known))
    company = known[wanted]
    years = fiscal_years(company.calendar, today or date.today())
    if form == "json":
        return _write(f"{json_text(dict(company) | {'fiscal_years': _dated(company, years)})}\n")
    show(_entry(company, years))
    return 0


def fiscal_years(calendar: Calendar, today: date) -> list[FiscalPeriod]:
    """The last fiscal years that have ended, the latest at the end.

    >>> [str(year) for year in fiscal_years(Calendar.parse("30 June"), date(2025, 6, 29))]
    ['FY2022', 'FY2023', 'FY2024']
    >>> [str(year) for year in fiscal_years(Calendar.parse("30 June"), date(2025, 6, 30))]
    ['FY2023', 'FY2024', 'FY2025']
    """
    quarter = calendar.last_ended(today, days=0)
    last = quarter.year if quarter.part == "Q4" else quarter.year - 1
    return [FiscalPeriod(year) for year in range(last - YEARS + 1, last + 1)]


def _summary(company: Company) -> dict[str, Any]:
    shown = ("id", "name", "ticker", "fiscal_year_end", "currency")
    return {name: getattr(company, name) for name in shown} | {"segments": len(company.segments)}


def _overview(listed: Iterable[Company]) -> Grid:
    head = ("id", "name", "ticker", "fiscal year end", "currency", "segments")
    return Grid(head, [tuple(map(_cell, _summary(company).values())) for company in listed])


def _cell(content: object) -> str:
    return "-" if content is None else str(content)


def _quarters(year: FiscalPeriod) -> list[FiscalPeriod]:
    return [FiscalPeriod(year.year, quarter) for quarter in QUARTERS]


def _dated(company: Company, years: Iterable[FiscalPeriod]) -> list[dict[str, Any]]:
    def period(of: FiscalPeriod) -> dict[str, Any]:
        start, end = company.calendar.dates(of)
        return {"fiscal_period": str(of), "start": start, "end": end}

    return [period(year) | {"quarters": list(map(period, _quarters(year)))} for year in years]


def _entry(company: Company, years: Iterable[FiscalPeriod]) -> Iterator[Grid]:
    rule = f"{company.fiscal_year_end}; a year bears the name of the calendar year of its "
    rule += company.year_label
    if company.calendar.weekday is not None:
        rule += f"; a 53rd week is in Q{company.extra_week_quarter}"
    facts = (
        ("id", company.id),
        ("name", company.name),
        ("aliases", ", ".join(company.aliases)),
        ("people", ", ".join(company.people)),
        ("ticker", company.ticker),
        ("cik", company.cik),
        ("currency", company.currency),
        ("fiscal year end", rule),
    )
    yield Grid(("", ""), [(name, _cell(content or None)) for name, content in facts])
    head = ("fiscal year", "start", *(f"{quarter} end" for quarter in QUARTERS[:3]), "year end")
    yield Grid(head, [tuple(_dates(company.calendar, year)) for year in years])
    for kind, terms in (("segment", company.segments), ("product", company.products)):
        if terms:
            yield Grid((kind, "kind", "words"), [row for term in terms for row in _words(term)])


def _dates(calendar: Calendar, year: FiscalPeriod) -> Iterator[str]:
    yield str(year)
    yield str(calendar.dates(year)[0])
    for quarter in _quarters(year):
        yield str(calendar.dates(quarter)[1])


def _words(term: Term) -> Iterator[tuple[str, str, str]]:
    """A row for each field of a company file in which the term has words."""
    plain = [word for word in term.words if word not in {*term.names, *term.generic}]
    for kind, words in (("words", plain), ("names", term.names), ("generic", term.generic)):
        if words:
            yield term.id, kind, ", ".join(words)


def _write(text: str) -> int:
    write_text(text)
    return 0
