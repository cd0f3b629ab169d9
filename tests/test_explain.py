"""`nvdx explain`: mentions, reasons and refusals as the linker itself gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import on_terminal
from typer.testing import CliRunner, Result

from nvdx.cli import app
from nvdx.companies import load_companies
from nvdx.documents import read_document
from nvdx.extractors import extract_document
from nvdx.output.explanation import explanations

FIXTURES = Path(__file__).parent.parent / "fixtures"

NOTE = """\
---
title: 英伟达 2025 财年第二季度业绩
date: 2024-08-29
---

英伟达营收 300 亿美元，同比增长 122%，订单增长 50%。公司预计第三季度营收 325 亿美元。

## 数据中心

收入 263 亿美元，股价上涨 4%。
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    (path := tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    return path


def explain(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["explain", *map(str, args)])


def block(output: str, head: str) -> dict[str, str]:
    """The lines below a head, name to content."""
    lines = output.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(head))
    rows: dict[str, str] = {}
    for line in lines[at + 1 :]:
        if not line.startswith("  "):
            break
        name, _, content = line[2:].partition("  ")
        rows[name] = content.strip()
    return rows


class TestOfALine:
    def test_the_sentence_and_its_words(self, note: Path) -> None:
        result = explain(f"{note}:6")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines()[:2] == [
            f"{note}:6",
            "英伟达营收 300 亿美元，同比增长 122%，订单增长 50%。",
        ]
        words = block(result.stdout, "words")
        assert words["英伟达"] == "company NVDA"
        assert words["300 亿美元"] == "amount 30000000000 USD"
        assert (words["同比"], words["增长"]) == ("yoy", "up")

    def test_a_record_with_the_words_that_gave_its_fields(self, note: Path) -> None:
        why = block(explain(f"{note}:6").stdout, "record 1")
        assert why["metric"] == "«营收»"
        assert why["entity"] == "«英伟达»"
        assert why["period"] == "from the quarter that the document reports"

    def test_an_outlook(self, note: Path) -> None:
        why = block(explain(f"{note}:6", "--fact", "3").stdout, "record 3")
        assert (why["kind"], why["period"]) == ("«预计»", "«第三季度»")

    def test_what_a_heading_gives(self, note: Path) -> None:
        why = block(explain(f"{note}:10").stdout, "record 4")
        assert why["segment"] == "from the heading above («数据中心»)"
        assert why["entity"] == "from the document's subject"

    def test_a_figure_that_is_no_record(self, note: Path) -> None:
        reasons = block(explain(f"{note}:6").stdout, "no record")
        assert reasons == {"50%": "out of scope («订单»)"}

    def test_a_sentence_without_figures_shows_its_words(self, note: Path) -> None:
        assert block(explain(f"{note}:8").stdout, "words")["数据中心"].startswith("segment")

    def test_front_matter_is_said_not_to_be_read(self, note: Path) -> None:
        result = explain(f"{note}:2")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "nothing is read in line 2" in result.stderr


class TestUsage:
    @pytest.mark.parametrize(
        ("place", "says"),
        [("note.md:99", "lines 1 to 11, not 99"), ("none.md", "no such file"), ("none.md:3", "none.md")],
    )
    def test_a_place_that_is_not_there(self, note: Path, place: str, says: str) -> None:
        result = explain(note.parent / place)
        assert (result.exit_code, result.stdout) == (2, "")
        assert says in result.stderr
        assert "Traceback" not in result.stderr

    def test_a_number_that_no_record_has(self, note: Path) -> None:
        result = explain(note, "--fact", "99")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "99" in result.stderr

    def test_control_characters_are_shown(self, tmp_path: Path) -> None:
        (path := tmp_path / "a.md").write_text("英伟达营收 300 亿美元\x1b[31m。", encoding="utf-8")
        result = explain(path)
        assert "\x1b" not in result.stdout
        assert "\\x1b[31m" in result.stdout

    def test_a_terminal_gets_colours(self, note: Path) -> None:
        shown = on_terminal("explain", f"{note}:6", NO_COLOR="")
        assert "\x1b[1;32m营收\x1b[0m" in shown


@pytest.mark.parametrize(
    "name", ["tech-media-article.md", "broker-note-pdf.txt", "other-company-amd.md"]
)
def test_the_reasons_are_the_linkers_own(name: str) -> None:
    """Each record is explained once, by the evidence that it carries itself; words of a field come
    from its evidence or the field is said to be inherited."""
    document, companies = read_document(str(FIXTURES / name)), load_companies()
    facts = list(extract_document(document, companies))
    told = [one for explanation in explanations(document, companies) for one in explanation.facts]
    assert sorted(one.number for one in told) == list(range(1, len(facts) + 1))
    for one in told:
        assert one.fact == facts[one.number - 1]
        because = dict(one.because)
        assert because["rule"] == one.fact.rule
        for field, span in one.fact.evidence.items():
            assert " ".join(span.text.split()) in because[field]
        if one.fact.rule != "table":
            assert "metric" in because or one.fact.measure == "share"
            assert "entity" in because or because["metric"].startswith("from the figure")
            assert "period" in because


def test_the_cells_of_a_table(tmp_path: Path) -> None:
    text = """\
# 英伟达 2025 财年第三财季

| 百万美元 | 2025财年Q3 | 同店 |
|---|---|---|
| 营收 | 35082 | 12% |
| 订单 | 900 | 5% |
"""
    (path := tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert block(explain(f"{path}:5").stdout, "record 1")["heads"] == "from the heads «营收» and «2025财年Q3»"
    assert block(explain(f"{path}:5").stdout, "no record") == {
        "12%": "column head that is not understood («同店»)"
    }
    assert "row head that is not understood («订单»)" in explain(f"{path}:6").stdout
