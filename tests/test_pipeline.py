"""Many documents through the command line: several processes, and being stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import nvdx
from nvdx.cli import app
from nvdx.fact import fact_id
from nvdx.pipeline import Extracted, Failure, run

NVDX = [sys.executable, "-m", "nvdx"]
QUARTERS = "一二三四"


def note(number: int) -> str:
    """A document with two figures of its own."""
    quarter = QUARTERS[number % 4]
    return (
        f"# 英伟达公布 2025 财年第{quarter}季度业绩\n\n"
        f"英伟达 2025 财年第{quarter}季度营收 {number + 100} 亿美元，同比增长 {number % 90 + 1}%。\n"
    )


def fill(folder: Path, documents: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(documents):
        (folder / f"{number:05}.md").write_text(note(number), encoding="utf-8")
    return folder


def invoke(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough documents for several processes, in folders and of every suffix, some of them bad."""
    folder = fill(tmp_path / "docs", 60)
    fill(folder / "00030", 5)
    (folder / "00010.md").write_bytes(b"\x89PNG\r\n\x00\x00")
    (folder / "00031.md").write_bytes(b"")
    (folder / "00032.md").unlink()
    (folder / "00032.md").symlink_to("nowhere")
    return folder


def breaks(digest: str, start: int, end: int, fields: dict[str, Any]) -> str:
    """The id of a record, one that is none where the record is of 7%."""
    return "none" if fields["value"] == 7 else fact_id(digest, start, end, fields)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_record_that_is_none_loses_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    docs = fill(tmp_path / "docs", 40)
    whole = invoke("extract", docs).stdout.splitlines()
    monkeypatch.setattr("nvdx.extractors.record.fact_id", breaks)
    text = note(6)
    at = text.index("7%")
    message = (
        f"line 3: a record was left out, by a mistake in nvdx: growth of «7%» at {at}-{at + 2}: "
        "id: String should match pattern '^[0-9a-f]{16}$'"
    )
    target, errors = tmp_path / "facts.jsonl", tmp_path / "errors.jsonl"
    for more in ([], ["--resume"], ["--resume"]):  # a later run tells of it again
        result = invoke("extract", docs, "-o", target, "--errors", errors, "-j", jobs, *more)
        assert result.exit_code == 1
        assert result.stderr.splitlines() == [
            f"nvdx: {docs}/00006.md: {message}", "nvdx: 1 record was left out",
        ]  # fmt: skip
        assert json.loads(errors.read_text(encoding="utf-8")) == {
            "doc": f"{docs}/00006.md", "error": "invalid_record", "message": message,
        }  # fmt: skip
        kept = target.read_text(encoding="utf-8").splitlines()
        assert kept == [line for line in whole if '"value":7,' not in line]
    result = invoke("extract", docs, "-o", tmp_path / "strict", "--strict", "-j", jobs)
    assert (result.exit_code, (tmp_path / "strict").exists()) == (1, False)


def test_a_record_that_is_none_is_a_warning_to_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nvdx.extractors.record.fact_id", breaks)
    with pytest.warns(RuntimeWarning, match="«7%»"):
        assert [fact.raw for fact in nvdx.extract_text(note(6))] == ["106 亿美元"]


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many documents that a run is not at its end before something is done to it."""
    folder = fill(tmp_path_factory.mktemp("many") / "endless", 50)
    for number in range(50, 4000):
        (folder / f"{number:05}.md").symlink_to(f"{number % 50:05}.md")
    return folder


class TestProcesses:
    @pytest.mark.parametrize("by", ["fact", "period"])
    def test_any_number_of_them_gives_the_same_bytes(self, many: Path, by: str) -> None:
        args = ["extract", many, many / "none.md", many / "00001.md", "--by", by]
        alone = invoke(*args, "-j", "1")
        assert alone.exit_code == 1
        assert alone.stdout
        assert f"{many}/00010.md: " in alone.stderr
        for jobs in ("2", "5"):
            several = invoke(*args, "-j", jobs)
            assert several.stdout_bytes == alone.stdout_bytes
            assert (several.exit_code, several.stderr) == (alone.exit_code, alone.stderr)

    def test_standard_input_keeps_its_place(self, many: Path) -> None:
        args = ["extract", many / "00001.md", "-", many, "-j"]
        alone, several = (invoke(*args, jobs, stdin=note(7)).stdout for jobs in ("1", "2"))
        assert several == alone
        docs = [json.loads(line)["source"]["doc"] for line in alone.splitlines()]
        assert list(dict.fromkeys(docs))[:3] == [f"{many}/00001.md", "-", f"{many}/00000.md"]

    @given(
        texts=st.lists(
            st.one_of(
                st.integers(0, 999).map(note),
                st.text(st.characters(codec="utf-8"), max_size=80),
                st.text("营收亿美元同比增长%.,0123456789 \n|#-", max_size=80),
            ),
            min_size=1,
            max_size=12,
        ),
        jobs=st.integers(2, 3),
    )
    @settings(max_examples=5, deadline=None)
    def test_whatever_the_documents_are(
        self, texts: list[str], jobs: int, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("texts")
        for number, text in enumerate(texts):
            (folder / f"{number}.md").write_bytes(text.encode())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("nvdx.pipeline.BATCH", 2)
            several = list(run([folder], lines=True, jobs=jobs))
        assert several == list(run([folder], lines=True))

    def test_a_document_that_kills_its_process_is_one_failure(self, many: Path) -> None:
        def extract(document: object) -> tuple[()]:
            if "155 亿美元" in str(document):
                os.kill(os.getpid(), signal.SIGKILL)
            return ()

        results = list(run([many], extract=extract, jobs=2))
        assert [result.path for result in results] == [r.path for r in run([many], extract=_none)]
        [died] = [r for r in results if isinstance(r, Failure) and r.error == "worker_died"]
        assert died.path == f"{many}/00055.md"
        assert sum(isinstance(result, Extracted) for result in results) == 62

    def test_few_documents_need_no_process(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("nvdx.workers.in_order", None)
        assert len(list(run([fill(tmp_path / "docs", 16)], extract=_none, jobs=8))) == 16

    def test_wrong_numbers_are_wrong_usage(self) -> None:
        for jobs in ("0", "-1", "two"):
            assert invoke("extract", "-", "-j", jobs).exit_code == 2


def _none(document: object) -> tuple[()]:
    return ()


class TestStopping:
    """What a run does that is told to end, with the terminal's whole group of processes or alone."""

    @pytest.mark.parametrize("jobs", ["1", "2"])
    @pytest.mark.parametrize(
        ("number", "to_all"), [(signal.SIGINT, True), (signal.SIGTERM, False)]
    )
    def test_it_ends_at_once_and_leaves_the_old_file(
        self, endless: Path, tmp_path: Path, number: signal.Signals, to_all: bool, jobs: str
    ) -> None:
        (out := tmp_path / "out").mkdir()
        target = out / "facts.jsonl"
        target.write_text("old\n")
        process = subprocess.Popen(
            [*NVDX, "extract", endless, "-o", target, "-j", jobs],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        wait_for(lambda: any(path.stat().st_size for path in out.glob(".facts*")))
        if to_all:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        assert process.communicate(timeout=60) == (b"", b"")
        assert process.returncode == 128 + number
        assert target.read_text() == "old\n"
        assert os.listdir(out) == ["facts.jsonl"]
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)

    def test_workers_end_with_a_run_that_was_killed(self, endless: Path) -> None:
        process = subprocess.Popen(
            [*NVDX, "extract", endless, "-j", "2"], stdout=subprocess.PIPE, start_new_session=True
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        wait_for(lambda: not _group_lives(process.pid))


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
