"""The command line as a person or a program uses it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import nvdx
from nvdx.cli import app
from nvdx.fact import Fact
from nvdx.output.jsonl import fact_lines
from nvdx.pipeline import Extracted, Failure, run

NVDX = [sys.executable, "-m", "nvdx"]

REPORT = """\
# 英伟达公布 2025 财年第二季度业绩

英伟达 2025 财年第二季度营收 300 亿美元，同比增长 122%。
公司预计第三季度营收 325 亿美元，上下浮动 2%。
"""
LATER = """\
# 英伟达公布 2025 财年第三季度业绩

英伟达 2025 财年第三季度营收 351 亿美元，数据中心营收 308 亿美元。
"""
BINARY = b"\x89PNG\r\n\x00\x00"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text(REPORT, encoding="utf-8")
    (folder / "b.txt").write_text(LATER, encoding="utf-8")
    return folder


def invoke(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


def spawn(*args: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*NVDX, *map(str, args)], input=stdin, capture_output=True)


def facts_of(output: str | bytes) -> list[Fact]:
    return [Fact.model_validate_json(line) for line in output.splitlines()]


def assert_plain_complaint(stderr: str, *words: str) -> None:
    """A message for a person: what is wrong, on a line, and no traceback."""
    assert "Traceback" not in stderr
    for word in words:
        assert word in stderr


class TestExtract:
    def test_writes_a_line_for_each_figure(self, docs: Path) -> None:
        done = spawn("extract", docs)
        assert (done.returncode, done.stderr) == (0, b"")
        facts = facts_of(done.stdout)
        assert {fact.source.doc for fact in facts} == {f"{docs}/a.md", f"{docs}/b.txt"}
        revenue = facts[0]
        assert (revenue.metric, revenue.measure, revenue.unit) == ("revenue", "level", "USD")
        assert revenue.value == 30_000_000_000
        assert revenue.raw == "300 亿美元"
        assert done.stdout == fact_lines(facts)

    def test_keeps_the_place_of_each_figure(self, docs: Path) -> None:
        for fact in facts_of(spawn("extract", docs / "a.md").stdout):
            assert REPORT[fact.source.start : fact.source.end] == fact.raw
            assert fact.raw in REPORT.splitlines()[fact.source.line - 1]

    def test_gives_the_same_bytes_each_time(self, docs: Path) -> None:
        for by in ("fact", "period"):
            once, again = (spawn("extract", docs, "--by", by).stdout for _ in range(2))
            assert once == again
            assert once

    def test_reads_standard_input(self, docs: Path) -> None:
        done = spawn("extract", "-", stdin=REPORT.encode())
        assert done.returncode == 0
        facts = facts_of(done.stdout)
        assert {fact.source.doc for fact in facts} == {"-"}
        named = facts_of(spawn("extract", docs / "a.md").stdout)
        assert [fact.id for fact in facts] == [fact.id for fact in named]

    def test_writes_a_file_and_nothing_else(self, docs: Path, tmp_path: Path) -> None:
        target = tmp_path / "out" / "facts.jsonl"
        target.parent.mkdir()
        result = invoke("extract", docs, "-o", target)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
        assert target.read_bytes() == spawn("extract", docs).stdout
        assert os.listdir(target.parent) == ["facts.jsonl"]

    def test_a_document_that_fails_does_not_stop_the_others(
        self, docs: Path, tmp_path: Path
    ) -> None:
        (docs / "aa.md").write_bytes(BINARY)
        target = tmp_path / "facts.jsonl"
        result = invoke("extract", docs, docs / "none.md", "--output", target)
        assert result.exit_code == 1
        assert len({fact.source.doc for fact in facts_of(target.read_bytes())}) == 2
        assert_plain_complaint(result.stderr, f"nvdx: {docs}/aa.md: ", f"nvdx: {docs}/none.md: ")

    def test_nothing_that_could_run_leaves_the_old_file(self, docs: Path, tmp_path: Path) -> None:
        target = tmp_path / "facts.jsonl"
        target.write_text("old\n")
        (empty := tmp_path / "empty").mkdir()
        (broken := tmp_path / "broken.md").write_bytes(BINARY)
        for path in (tmp_path / "nowhere", empty, broken):
            result = invoke("extract", path, "-o", target)
            assert result.exit_code == 2
            assert_plain_complaint(result.stderr, f"nvdx: {path}: ")
        assert target.read_text() == "old\n"
        assert sorted(os.listdir(tmp_path)) == ["broken.md", "docs", "empty", "facts.jsonl"]

    def test_a_text_without_figures_is_no_failure(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("没有数字。\n", encoding="utf-8")
        result = invoke("extract", tmp_path)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")

    def test_a_file_that_cannot_be_written_is_said(self, docs: Path) -> None:
        result = invoke("extract", docs, "-o", docs / "no" / "facts.jsonl")
        assert result.exit_code == 2
        assert_plain_complaint(result.stderr, "cannot write", "No such file")

    def test_only_the_companies_asked_for(self, docs: Path) -> None:
        (docs / "c.md").write_text(
            "# 芯片公司业绩\n\n英伟达 2025 财年第二季度营收 300 亿美元。\n\n"
            "AMD 2024 年第二季度营收 58 亿美元，英特尔 2024 年第二季度营收 128 亿美元。\n",
            encoding="utf-8",
        )
        everything = facts_of(spawn("extract", docs).stdout)
        assert {fact.entity for fact in everything} == {"NVDA", "AMD", "INTC"}
        for asked in ({"NVDA", "AMD"}, {"INTC"}, {"AAPL"}, {"AMD", "NVDA", "INTC"}):
            result = invoke("extract", docs, "--entity", ", ".join(sorted(asked)))
            kept = [fact for fact in everything if fact.entity in asked]
            assert (result.exit_code, result.stdout_bytes) == (0, fact_lines(kept))

    def test_only_the_periods_of_the_companies_asked_for(self, docs: Path) -> None:
        (docs / "a.md").write_text(
            "# AMD 公布业绩\n\nAMD 2024 年第二季度营收 58 亿美元。\n", encoding="utf-8"
        )
        result = invoke("extract", docs, "--by", "period", "--entity", "AMD")
        assert [json.loads(line)["entity"] for line in result.stdout.splitlines()] == ["AMD"]

    @pytest.mark.parametrize(
        ("wanted", "meant"),
        [
            ("nvd", "did you mean NVDA?"),
            ("nvda", "did you mean NVDA?"),
            ("NVIDIA", "did you mean NVDA?"),
            ("英特尔", "did you mean INTC?"),
            ("1810", "did you mean 1810.HK?"),
            ("xiaomy", "did you mean 1810.HK?"),
            ("Meituans", "did you mean 3690.HK or META?"),
            ("qwertz", "`nvdx companies` lists those"),
            ("", "`nvdx companies` lists those"),
        ],
    )
    def test_an_unknown_company_is_wrong_usage(
        self, docs: Path, tmp_path: Path, wanted: str, meant: str
    ) -> None:
        target = tmp_path / "facts.jsonl"
        result = invoke("extract", docs, "--entity", f"NVDA,{wanted}", "-o", target)
        assert (result.exit_code, result.stdout) == (2, "")
        assert_plain_complaint(result.stderr, f"no company has the id {wanted!r}; ", meant)
        assert not target.exists()

    def test_each_unknown_company_is_named(self, docs: Path) -> None:
        result = invoke("extract", docs, "--entity", "qwertz,AMD,nvda")
        assert [line.split("'")[1] for line in result.stderr.splitlines()] == ["qwertz", "nvda"]

    def test_a_line_for_each_period(self, docs: Path) -> None:
        done = spawn("extract", docs, "--by", "period")
        assert (done.returncode, done.stderr) == (0, b"")
        views = [json.loads(line) for line in done.stdout.splitlines()]
        assert [view["fiscal_period"] for view in views] == ["FY2025Q2", "FY2025Q3"]
        second, third = views
        assert second["revenue"]["level"]["value"] == 30_000_000_000
        assert second["revenue"]["yoy"]["value"] == 122
        assert third["segments"]["data_center"]["level"]["value"] == 30_800_000_000
        assert third["guidance"][0]["value"] == 32_500_000_000
        ids = {fact.id for fact in facts_of(spawn("extract", docs).stdout)}
        assert set(second["revenue"]["level"]["ids"]) <= ids

    def test_a_closed_pipe_ends_quietly(self, docs: Path) -> None:
        (docs / "a.md").write_text(REPORT * 200, encoding="utf-8")
        process = subprocess.Popen(
            [*NVDX, "extract", str(docs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b'{"id":')
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0

    def test_an_interrupt_ends_quietly(self, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(paths: object, **options: object) -> Iterator[Extracted]:
            yield Extracted("a.md", ())
            raise KeyboardInterrupt

        monkeypatch.setattr("nvdx.commands.extract.run", interrupted)
        target = docs / "facts.jsonl"
        result = invoke("extract", docs, "-o", target)
        assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")
        assert sorted(os.listdir(docs)) == ["a.md", "b.txt"]

    def test_progress_is_for_terminals_and_never_in_the_data(self, docs: Path) -> None:
        terminal, stderr = pty.openpty()
        env = os.environ | {"TERM": "xterm"}
        done = subprocess.run(
            [*NVDX, "extract", str(docs)], stdout=subprocess.PIPE, stderr=stderr, env=env
        )
        os.close(stderr)
        assert os.read(terminal, 100)
        os.close(terminal)
        assert done.stdout == spawn("extract", docs).stdout


class TestPipeline:
    def test_the_first_result_is_there_before_the_second_file(self, tmp_path: Path) -> None:
        first, second = tmp_path / "first.md", tmp_path / "second.md"
        first.write_text(REPORT, encoding="utf-8")
        results = run([first, second])
        one = next(results)
        assert isinstance(one, Extracted)
        assert one.facts
        second.write_text(LATER, encoding="utf-8")
        two = next(results)
        assert isinstance(two, Extracted)
        assert two.facts[0].value == 35_100_000_000

    def test_a_document_that_is_named_twice_is_read_once(self, docs: Path) -> None:
        results = run([docs, docs / "a.md", docs])
        assert [result.path for result in results] == [f"{docs}/a.md", f"{docs}/b.txt"]

    def test_a_mistake_of_the_extractor_costs_one_document(self, docs: Path) -> None:
        def extract(document: object) -> Iterator[Fact]:
            if str(document).find("第三季度业绩") > 0:
                raise ZeroDivisionError("by zero")
            return iter(())

        assert list(run([docs], extract=extract)) == [
            Extracted(f"{docs}/a.md", ()),
            Failure(f"{docs}/b.txt", "internal error: ZeroDivisionError: by zero", "internal"),
        ]


class TestValidate:
    @pytest.fixture
    def facts(self, docs: Path, tmp_path: Path) -> Path:
        path = tmp_path / "facts.jsonl"
        path.write_bytes(spawn("extract", docs).stdout)
        return path

    def test_what_is_extracted_is_valid(self, docs: Path, facts: Path) -> None:
        result = invoke("validate", facts, "--docs", docs)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
        assert invoke("validate", "-", stdin=facts.read_bytes()).exit_code == 0

    def test_lines_that_are_no_records_are_findings(self, facts: Path) -> None:
        lines = facts.read_text(encoding="utf-8").splitlines()
        wrong = json.loads(lines[0]) | {"metric": "ebitda", "value": "300"}
        facts.write_text("\n".join([*lines, "", "{", json.dumps(wrong)]), encoding="utf-8")
        result = invoke("validate", facts)
        assert result.exit_code == 1
        found = result.stdout.splitlines()
        number = len(lines)
        assert found[0].startswith(f"{facts}:{number + 2}: schema: ")
        assert found[1].startswith(f"{facts}:{number + 3}: schema: metric: ")
        assert found[2].startswith(f"{facts}:{number + 3}: schema: value: ")

    def test_an_id_stands_once_in_a_document(self, facts: Path) -> None:
        line = facts.read_text(encoding="utf-8").splitlines()[0]
        copy = line.replace("/a.md", "/copy.md")
        facts.write_text(f"{line}\n{copy}\n{line}\n", encoding="utf-8")
        result = invoke("validate", facts)
        assert result.exit_code == 1
        [found] = result.stdout.splitlines()
        assert found.startswith(f"{facts}:3: id: ")
        assert found.endswith("that of line 1 too")

    def test_records_are_held_against_the_documents(self, docs: Path, facts: Path) -> None:
        (docs / "a.md").write_text("\n" + REPORT, encoding="utf-8")
        (docs / "b.txt").unlink()
        result = invoke("validate", facts, "--docs", docs, "--output-format", "json")
        assert result.exit_code == 1
        findings = json.loads(result.stdout)
        assert findings[0]["message"].startswith("raw is '300 亿美元', but the document has")
        assert findings[-1]["message"].startswith("no document ")
        assert {finding["kind"] for finding in findings} == {"source"}

    def test_annotations_for_github(self, facts: Path) -> None:
        facts.write_text("{}\n")
        result = invoke("validate", facts, "--output-format", "github")
        assert result.stdout.startswith(f"::error file={facts},line=1,title=schema::id: ")

    def test_what_cannot_be_read_is_abnormal(self, docs: Path, facts: Path) -> None:
        for args in (["none.jsonl"], [docs], [facts, "--docs", "nowhere"]):
            result = invoke("validate", *args)
            assert (result.exit_code, result.stdout) == (2, "")
            assert_plain_complaint(result.stderr, "nvdx: ", str(args[-1]))


class TestCheck:
    def test_goldens_are_written_and_compared(self, docs: Path) -> None:
        result = invoke("check", docs)
        assert result.exit_code == 1
        assert result.stdout.count("missing golden") == 2
        assert invoke("check", docs, "--update").exit_code == 0
        result = invoke("check", docs)
        assert (result.exit_code, result.stdout) == (0, "")
        assert invoke("validate", docs / "a.md.jsonl", "--docs", docs).exit_code == 0

    def test_a_folder_that_is_not_there_is_abnormal(self) -> None:
        result = invoke("check", "nowhere", "--output-format", "json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert_plain_complaint(result.stderr, "nvdx: nowhere: no such folder")


class TestOthers:
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("args", [["schema"], ["extract", "-"]])
    def test_a_full_disk_is_said(self, args: list[str]) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [*NVDX, *args], input=REPORT.encode(), stdout=full, stderr=subprocess.PIPE
            )
        assert done.returncode == 2
        assert done.stderr == b"nvdx: cannot write to standard output: No space left on device\n"

    @pytest.mark.parametrize("thing", ["fact", "period", "company"])
    def test_schemas(self, thing: str) -> None:
        result = invoke("schema", thing)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["type"] == "object"

    def test_version(self) -> None:
        result = invoke("--version")
        assert (result.exit_code, result.stdout) == (0, f"nvdx {nvdx.__version__}\n")

    @pytest.mark.parametrize(
        "args",
        [[], ["extract"], ["frobnicate"], ["extract", "-", "--by", "year"], ["schema", "thing"]],
    )
    def test_wrong_usage(self, args: list[str]) -> None:
        done = spawn(*args)
        assert done.returncode == 2
        assert done.stdout == b""
        assert_plain_complaint(done.stderr.decode(), "Usage: nvdx")

    def test_help_needs_none_of_the_heavy_modules(self) -> None:
        program = (
            "import sys; from nvdx.cli import app; app(['--help'], standalone_mode=False);"
            "print(*sys.modules, file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        loaded = set(done.stderr.split())
        assert "nvdx.cli" in loaded
        assert not loaded & {"pydantic", "rich", "jieba", "yaml", "regex", "nvdx.documents"}


class TestApi:
    def test_extract_reads_a_file(self, docs: Path) -> None:
        facts = list(nvdx.extract(docs / "a.md"))
        assert all(isinstance(fact, nvdx.Fact) for fact in facts)
        assert fact_lines(facts) == spawn("extract", docs / "a.md").stdout

    def test_extract_complains_at_once(self) -> None:
        from nvdx.documents import DocumentError

        with pytest.raises(DocumentError):
            nvdx.extract("nowhere.md")

    def test_extract_text_takes_what_the_text_does_not_say(self) -> None:
        [fact] = nvdx.extract_text("本季营收 300 亿美元。", title="季报", published="2024-08-29")
        assert (fact.entity, fact.fiscal_period) == ("NVDA", "FY2025Q2")
        assert fact.source.title == "季报"
        with pytest.raises(ValueError, match="isoformat"):
            nvdx.extract_text("营收", published="29.8.2024")

    def test_extract_text_is_of_the_company_that_is_given(self) -> None:
        facts = nvdx.extract_text("本季营收 58 亿美元。", published="2024-08-29", entity="AMD")
        assert [fact.entity for fact in facts] == ["AMD"]

    def test_quantities(self) -> None:
        text = "营收 300 亿美元，同比增长 122%"
        found = list(nvdx.quantities(text))
        assert [text[q.start : q.end] for q in found] == ["300 亿美元", "122%"]
        assert [q.value for q in found] == [30_000_000_000, 122]
        assert isinstance(found[0], nvdx.Quantity)

    def test_names(self) -> None:
        assert all(hasattr(nvdx, name) for name in nvdx.__all__)
        with pytest.raises(AttributeError):
            nvdx.nothing  # noqa: B018
