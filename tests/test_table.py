"""`nvdx table`: facts by period, sources merged."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import a_fact, on_terminal
from typer.testing import CliRunner, Result

from nvdx.cli import app
from nvdx.commands.facts import Gathered
from nvdx.companies import load_companies
from nvdx.fact import Fact
from nvdx.fiscal import FiscalPeriod
from nvdx.output.jsonl import fact_lines
from nvdx.output.periods import period_views, stated_range

FIXTURES = Path(__file__).parent.parent / "fixtures"
SHARED = Path(__file__).parents[2] / "shared"

Q2: dict[str, Any] = {"fiscal_period": "FY2025Q2", "period_start": date(2024, 4, 29), "period_end": date(2024, 7, 28)}
Q3: dict[str, Any] = {"fiscal_period": "FY2025Q3", "period_start": date(2024, 7, 29), "period_end": date(2024, 10, 27)}
Q4: dict[str, Any] = {"fiscal_period": "FY2025Q4", "period_start": date(2024, 10, 28), "period_end": date(2025, 1, 26)}


def billions(number: str) -> Decimal:
    return Decimal(number) * 10**9


FACTS = [
    a_fact(**Q2, value=billions("30.04"), decimals=-6),
    a_fact(**Q2, measure="yoy", value=122, start=9),
    a_fact(**Q2, metric="gross_margin", basis="gaap", value="75.1", unit="percent", decimals=1),
    a_fact(**Q2, segment="data_center", value=billions("26.3")),
    a_fact(**Q3, kind="guidance", value=billions("32.5"), low=billions("31.85"), high=billions("33.15")),
    a_fact(**Q3, value=billions("35.1")),
    a_fact(**Q3, value=billions("40"), doc="other.md"),
    a_fact(**Q3, value=billions("35.08"), decimals=-7, doc="third.md"),
]  # fmt: skip


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return written(tmp_path / "facts.jsonl", FACTS)


def written(path: Path, facts: list[Fact]) -> Path:
    path.write_bytes(fact_lines(facts))
    return path


def table(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["table", *map(str, args)], input=stdin)


def rows(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


class TestMarkdown:
    def test_periods_down_metrics_across(self, facts: Path) -> None:
        head, rule, *body = rows(table(facts).stdout)
        assert head == ["period", "revenue, USD bn", "y/y", "guided", "gross margin (GAAP), %"]
        assert set(rule) == {"---", "---:"}
        assert body[0] == ["FY2025Q2", "30.04", "+122%", "", "75.1"]

    def test_guidance_stands_beside_what_came(self, facts: Path) -> None:
        *_, last = rows(table(facts).stdout)
        assert last[3] == "32.5 ±0.65"

    def test_sources_are_merged_and_disputes_marked(self, facts: Path) -> None:
        result = table(facts)
        *_, last = rows(result.stdout)
        assert last[1] == "35.08!"
        assert "disagree" in result.stderr

    def test_by_segment(self, facts: Path) -> None:
        head, _, first, _ = rows(table(facts, "--by", "segment").stdout)
        assert head[:2] == ["period", "data center, USD bn"]
        assert first[:3] == ["FY2025Q2", "26.3", "30.04"]

    def test_years_follow_their_fourth_quarter(self, tmp_path: Path) -> None:
        year: dict[str, Any] = {**Q4, "fiscal_period": "FY2025", "period_start": date(2024, 1, 29)}
        made = [a_fact(**year, value=1), a_fact(**Q4, value=2), a_fact(**Q2, value=3)]
        body = rows(table(written(tmp_path / "f.jsonl", made)).stdout)[2:]
        assert [row[0] for row in body] == ["FY2025Q2", "FY2025Q4", "FY2025"]

    def test_figures_without_a_period_are_counted(self, tmp_path: Path) -> None:
        made = [*FACTS, a_fact(fiscal_period=None)]
        assert "1 figures without a period" in table(written(tmp_path / "f.jsonl", made)).stderr


class TestChoice:
    def test_from_and_to_are_inclusive(self, facts: Path) -> None:
        body = rows(table(facts, "--from", "FY2025Q3", "--to", "FY2025").stdout)[2:]
        assert [row[0] for row in body] == ["FY2025Q3"]

    def test_metric(self, facts: Path) -> None:
        head = rows(table(facts, "--metric", "gross_margin").stdout)[0]
        assert head == ["period", "gross margin (GAAP), %"]

    @pytest.mark.parametrize(
        ("option", "argument", "says"),
        [
            ("--metric", "sales", "no metric 'sales'"),
            ("--from", "2025Q3", "FY2025"),
            ("--entity", "NVDIA", "NVDA"),
            ("--entity", "AMD", "no figures to show"),
        ],
    )
    def test_what_cannot_be(self, facts: Path, option: str, argument: str, says: str) -> None:
        result = table(facts, option, argument)
        assert (result.exit_code, result.stdout) == (2, "")
        assert says in result.stderr


class TestSources:
    def test_lines_on_standard_input(self, facts: Path) -> None:
        assert table("-", stdin=facts.read_bytes()).stdout == table(facts).stdout

    def test_a_document_on_standard_input(self) -> None:
        text = "英伟达 2025 财年第二财季营收 300 亿美元。"
        assert rows(table("-", stdin=text).stdout)[-1] == ["FY2025Q2", "30"]

    def test_documents_are_extracted(self) -> None:
        found = rows(table(FIXTURES / "news-flash.md", "--entity", "NVDA").stdout)
        assert ["FY2025Q4", "39.331", "+78%", "+12%"] in [row[:4] for row in found]

    def test_a_broken_line_does_not_lose_the_others(self, facts: Path) -> None:
        whole = table(facts).stdout
        facts.write_bytes(b'{"id": 1}\n' + facts.read_bytes())
        result = table(facts)
        assert (result.exit_code, result.stdout) == (1, whole)
        assert f"{facts}:1: no record" in result.stderr

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        result = table(tmp_path / "none.jsonl")
        assert result.exit_code == 2
        assert "none.jsonl" in result.stderr


def test_csv_has_whole_numbers_and_a_line_for_each_thing(facts: Path) -> None:
    found = list(csv.DictReader(table(facts, "--format", "csv").stdout.splitlines()))
    [third] = [row for row in found if row["fiscal_period"] == "FY2025Q3"]
    assert (third["name"], third["value"], third["unit"]) == ("revenue", "35080000000", "USD")
    assert (third["guidance_low"], third["conflicts"]) == ("31850000000", "1")


def test_a_terminal_gets_a_table(facts: Path) -> None:
    shown = on_terminal("table", str(facts), stderr=subprocess.DEVNULL, NO_COLOR="1")
    lines = [line.split() for line in shown.splitlines()]
    assert ["FY2025Q2", "30.04", "75.1"] in lines
    assert ["+122%", "y/y"] in lines


@pytest.fixture(scope="module")
def filed() -> dict[tuple[str, str], int]:
    """Revenue of NVIDIA by first and last day, from SEC companyfacts."""
    path = SHARED / "truth" / "CIK0001045810.json.gz"
    if not path.exists():
        pytest.skip("no filings in ../shared/truth")
    facts = json.loads(gzip.decompress(path.read_bytes()))["facts"]["us-gaap"]
    tags = ("SalesRevenueNet", "RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues")
    return {
        (one["start"], one["end"]): one["val"]
        for tag in tags
        for one in facts.get(tag, {"units": {"USD": []}})["units"]["USD"]
    }


class TestAgainstTheFilings:
    """What the documents state of a quarter lies within what the filing of it says."""

    @pytest.mark.parametrize("source", [FIXTURES, SHARED / "dev" / "docs"], ids=["fixtures", "dev"])
    def test_stated_revenue(self, source: Path, filed: dict[tuple[str, str], int]) -> None:
        if not source.exists():
            pytest.skip(f"no documents in {source}")
        facts = {fact.id: fact for fact in revenue_of(source)}
        checked = 0
        for view in period_views(facts.values()):
            level = view.revenue.get("level")
            truth = quarter(FiscalPeriod.parse(view.fiscal_period or ""), filed)
            if level is None or truth is None:
                continue
            checked += 1
            for one in (facts[id] for id in level.ids):
                low, high = stated_range(one)
                assert low <= truth <= high, f"{one.source.doc}:{one.source.line}: {one.raw}"
        assert checked >= 12


def revenue_of(source: Path) -> Iterator[Fact]:
    for fact in Gathered([str(source)], load_companies()):
        period = fact.fiscal_period and FiscalPeriod.parse(fact.fiscal_period)
        if fact.entity == "NVDA" and period and period.quarter and not period.ttm:
            yield fact


def quarter(period: FiscalPeriod, filed: dict[tuple[str, str], int]) -> int | None:
    """The revenue of a quarter; a fourth one is the year less the three that were filed."""
    calendar = load_companies()["NVDA"].calendar

    def of(one: FiscalPeriod) -> int | None:
        start, end = map(str, calendar.dates(one))
        return filed.get((start, end))

    year = of(period.fiscal_year)
    if period.part != "Q4" or year is None:
        return of(period)
    before = [of(period.shift(-back)) for back in (1, 2, 3)]
    return None if None in before else year - sum(value for value in before if value is not None)
