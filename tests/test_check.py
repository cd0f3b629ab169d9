"""`nvdx check` with an extractor that the tests control."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import simple_extract

from nvdx.commands.check import check, compare
from nvdx.fact import Fact
from nvdx.golden import match

Capture = pytest.CaptureFixture[str]

NOTE = "第二财季\n\n公司营收 300 亿美元，净利润 166 亿美元。\n"


@pytest.fixture
def fixtures(tmp_path: Path, capsys: Capture) -> Path:
    """A folder whose goldens are as extracted, one of them in a subfolder and one empty."""
    folder = tmp_path / "fixtures"
    (folder / "news").mkdir(parents=True)
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    (folder / "news" / "flash.txt").write_text("公司营收 5 亿美元。\n", encoding="utf-8")
    (folder / "empty.md").write_text("没有数字。\n", encoding="utf-8")
    assert check(folder, update=True, extract=simple_extract) == 0
    capsys.readouterr()
    return folder


def golden(fixtures: Path) -> list[dict[str, object]]:
    lines = (fixtures / "note.md.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def rewrite(fixtures: Path, records: list[dict[str, object]]) -> None:
    text = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    (fixtures / "note.md.jsonl").write_text(text, encoding="utf-8")


def test_goldens_are_records_with_a_path_that_is_the_same_everywhere(fixtures: Path) -> None:
    assert [Fact.model_validate_json(json.dumps(record)).raw for record in golden(fixtures)] == [
        "300 亿美元",
        "166 亿美元",
    ]
    line = (fixtures / "news" / "flash.txt.jsonl").read_text(encoding="utf-8")
    assert json.loads(line)["source"]["doc"] == "news/flash.txt"
    assert (fixtures / "empty.md.jsonl").read_bytes() == b""


def test_no_difference_is_no_finding(fixtures: Path, capsys: Capture) -> None:
    assert check(fixtures, extract=simple_extract) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "3 documents, 3 records, 0 findings\n"


def test_order_and_form_of_a_golden_do_not_matter(fixtures: Path) -> None:
    records = golden(fixtures)[::-1]
    records[0]["value"] = 1.66e10
    rewrite(fixtures, records)
    assert check(fixtures, extract=simple_extract) == 0


def test_a_change_is_shown_by_field(fixtures: Path, capsys: Capture) -> None:
    records = golden(fixtures)
    records[0] |= {"metric": "gross_profit", "value": 29000000000, "id": "0" * 16}
    rewrite(fixtures, records)
    assert check(fixtures, extract=simple_extract) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{fixtures}/note.md:3: changed: «300 亿美元» NVDA revenue level reported USD",
        "    营收 300 亿美元",
        "    metric: gross_profit → revenue",
        "    value: 29000000000 → 30000000000",
    ]


def test_missed_and_extra_records_are_shown(fixtures: Path, capsys: Capture) -> None:
    records = golden(fixtures)
    source = {**json.loads(json.dumps(records[0]["source"])), "start": 0, "end": 4, "line": 1}
    rewrite(fixtures, [records[0], records[0] | {"raw": "第二财季", "source": source}])
    assert check(fixtures, extract=simple_extract) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{fixtures}/note.md:1: missed: «第二财季» NVDA revenue")
    assert lines[2].startswith(f"{fixtures}/note.md:3: extra: «166 亿美元» NVDA net_income")
    assert len(lines) == 4


def test_a_golden_of_another_text_is_a_finding(fixtures: Path, capsys: Capture) -> None:
    (fixtures / "note.md").write_text(NOTE + "完\n", encoding="utf-8")
    assert check(fixtures, extract=simple_extract) == 1
    out = capsys.readouterr().out
    assert out.count("changed") == 2
    assert "    id: " in out


def test_nested_fields_are_named(fixtures: Path, capsys: Capture) -> None:
    records = golden(fixtures)
    records[0]["evidence"] = {"kind": {"start": 0, "end": 2, "text": "第二"}}
    rewrite(fixtures, records)
    assert check(fixtures, extract=simple_extract) == 1
    out = capsys.readouterr().out
    assert "    evidence.kind.text: 第二 → null\n" in out
    assert "    evidence.metric.text: null → 营收\n" in out


def test_missing_orphan_and_broken_goldens_are_findings(fixtures: Path, capsys: Capture) -> None:
    (fixtures / "news" / "flash.txt.jsonl").unlink()
    (fixtures / "empty.md").unlink()
    with (fixtures / "note.md.jsonl").open("ab") as golden:
        golden.write(b'{"half": \n{"source": null}\n')
    assert check(fixtures, extract=simple_extract) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "missing golden",
        "broken golden",
        "broken golden",
        "orphan golden",
    ]
    assert lines[1].startswith(f"{fixtures}/note.md.jsonl:3: ")


def test_update_writes_what_differs_and_deletes_nothing(fixtures: Path, capsys: Capture) -> None:
    rewrite(fixtures, golden(fixtures)[:1])
    (fixtures / "new.md").write_text("营收 7 亿美元", encoding="utf-8")
    (fixtures / "empty.md").unlink()
    untouched = (fixtures / "news" / "flash.txt.jsonl").stat().st_mtime_ns
    assert check(fixtures, update=True, extract=simple_extract) == 1  # the orphan
    out, err = capsys.readouterr()
    assert "orphan golden" in out
    assert f"updated {fixtures}/note.md.jsonl: 2 records\n" in err
    assert f"created {fixtures}/new.md.jsonl: 1 records\n" in err
    assert (fixtures / "empty.md.jsonl").exists()
    assert (fixtures / "news" / "flash.txt.jsonl").stat().st_mtime_ns == untouched
    (fixtures / "empty.md.jsonl").unlink()
    assert check(fixtures, extract=simple_extract) == 0


def test_a_document_that_fails_is_a_finding(fixtures: Path, capsys: Capture) -> None:
    (fixtures / "note.md").write_bytes(b"\x89PNG\r\n\x00\x00")
    assert check(fixtures, extract=simple_extract) == 1
    assert f"{fixtures}/note.md: failed: " in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere", "note.md", "none"])
def test_nothing_to_check_is_abnormal(fixtures: Path, capsys: Capture, name: str) -> None:
    (fixtures / "none").mkdir()
    assert check(fixtures / name, extract=simple_extract) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"nvdx: {fixtures / name}: ")


def test_findings_as_json_and_annotations(fixtures: Path, capsys: Capture) -> None:
    rewrite(fixtures, golden(fixtures)[:1])
    assert check(fixtures, form="json", extract=simple_extract) == 1
    [finding] = json.loads(capsys.readouterr().out)
    assert (finding["kind"], finding["line"]) == ("extra", 3)
    assert check(fixtures, form="github", extract=simple_extract) == 1
    assert capsys.readouterr().out.startswith(f"::error file={fixtures}/note.md,line=3,title=extra")


def test_records_are_matched_by_span_and_meaning() -> None:
    def record(start: int, metric: str) -> dict[str, object]:
        return {"source": {"start": start, "end": start + 5}, "metric": metric}

    before = [record(0, "eps"), record(0, "revenue"), record(20, "eps")]
    now = [record(3, "revenue"), record(40, "eps"), record(0, "eps")]
    assert match(before, now) == [(0, 2), (1, 0)]


def test_compare_needs_no_folder(tmp_path: Path) -> None:
    [finding] = compare("note.md", tmp_path / "note.md.jsonl", [])
    assert finding.kind == "missing golden"
