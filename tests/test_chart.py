"""`nvdx chart`: what is drawn, and the picture that a user gets."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import a_fact
from typer.testing import CliRunner, Result

from nvdx.cli import app
from nvdx.companies import load_companies
from nvdx.fact import Fact
from nvdx.output import chart as drawing
from nvdx.output.chart import Series, series
from nvdx.output.jsonl import fact_lines
from nvdx.output.periods import period_views

Q1: dict[str, Any] = {
    "fiscal_period": "FY2026Q1", "period_start": date(2025, 1, 27), "period_end": date(2025, 4, 27)
}  # fmt: skip
Q3: dict[str, Any] = {
    "fiscal_period": "FY2026Q3", "period_start": date(2025, 7, 28), "period_end": date(2025, 10, 26)
}  # fmt: skip


def revenue(number: str, **fields: Any) -> Fact:
    return a_fact(value=Decimal(number) * 10**9, decimals=-8, **fields)


FACTS = [
    revenue("44.1", **Q1),
    revenue("39.1", **Q1, segment="data_center"),
    revenue("3.8", **Q1, segment="gaming"),
    revenue("39.6", **Q1, segment="compute_and_networking"),
    revenue("34.2", **Q1, segment="data_center.compute"),
    a_fact(**Q1, measure="yoy", value=69),
    a_fact(**Q1, metric="gross_margin", unit="percent", value="60.5", basis="gaap"),
    a_fact(**Q3, kind="guidance", value=54 * 10**9, low=Decimal("52.92e9"), high=Decimal("55.08e9")),
]


def made(facts: list[Fact]) -> Series:
    found = series(list(period_views(facts)), load_companies()["NVDA"])
    assert found is not None
    return found


class TestWhatIsDrawn:
    def test_segments_that_go_together(self) -> None:
        """Reportable segments are another cut of the revenue that the platforms make up already,
        and a part of a segment is in it already."""
        assert list(made(FACTS).segments) == ["data_center", "gaming"]

    def test_the_rest_of_the_total(self) -> None:
        assert made(FACTS).rest[0] == Decimal("1.2")

    def test_every_quarter_has_a_place(self) -> None:
        assert made(FACTS).periods == ["FY2026Q1", "FY2026Q2", "FY2026Q3"]

    def test_growth_margin_and_guidance(self) -> None:
        drawn = made(FACTS)
        assert drawn.growth == [69, None, None]
        assert drawn.margins == {"gaap": [Decimal("60.5"), None, None]}
        *_, point = drawn.guidance
        assert point is not None
        assert (point.low, point.value, point.high) == (Decimal("52.92"), Decimal(54), Decimal("55.08"))

    def test_years_where_no_quarter_is_stated(self) -> None:
        year = {**Q3, "fiscal_period": "FY2026", "period_end": date(2026, 1, 25)}
        assert made([revenue("216", **year)]).periods == ["FY2026"]

    def test_nothing_without_revenue(self) -> None:
        views = list(period_views([a_fact(**Q1, metric="net_income", value=1)]))
        assert series(views, load_companies()["NVDA"]) is None


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    (path := tmp_path / "facts.jsonl").write_bytes(fact_lines(FACTS))
    return path


def chart(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["chart", *map(str, args)])


class TestPicture:
    @pytest.fixture(autouse=True)
    def _library(self) -> None:
        pytest.importorskip("matplotlib", reason="charts are the extra nvdx[chart]")

    def test_an_svg_has_its_labels_as_text(self, facts: Path, tmp_path: Path) -> None:
        result = chart(facts, "-o", tmp_path / "c.svg", "--language", "zh")
        assert (result.exit_code, result.output) == (0, "")
        texts = {node.text for node in ElementTree.parse(tmp_path / "c.svg").iter() if node.text}
        assert {"英伟达：分业务营收", "数据中心", "指引", "毛利率（GAAP）", "FY2026Q2", "+69%"} <= texts

    def test_the_same_facts_give_the_same_bytes(self, facts: Path, tmp_path: Path) -> None:
        for name in ("a.svg", "b.svg", "a.png", "b.png"):
            assert chart(facts, "-o", tmp_path / name).exit_code == 0
        for kind in ("svg", "png"):
            assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
        assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")

    def test_a_png_in_chinese_needs_a_font(
        self, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(drawing, "CHINESE_FONTS", ("No Such Family",))
        result = chart(facts, "-o", tmp_path / "c.png", "--language", "zh")
        assert result.exit_code == 2
        assert "font" in result.stderr
        assert not (tmp_path / "c.png").exists()


class TestUsage:
    def test_without_the_library(
        self, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        result = chart(facts, "-o", tmp_path / "c.svg")
        assert result.exit_code == 2
        assert "nvdx[chart]" in result.stderr

    def test_another_suffix(self, facts: Path, tmp_path: Path) -> None:
        result = chart(facts, "-o", tmp_path / "c.pdf")
        assert result.exit_code == 2
        assert ".svg or .png" in result.stderr

    def test_nothing_to_draw(self, facts: Path, tmp_path: Path) -> None:
        result = chart(facts, "-o", tmp_path / "c.svg", "--entity", "AMD")
        assert result.exit_code == 2
        assert "no revenue" in result.stderr
