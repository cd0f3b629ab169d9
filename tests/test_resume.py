"""Runs that were stopped go on, and end as if they never had been."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nvdx.cli import app
from nvdx.output.journal import JournalError, opened_journal

NVDX = [sys.executable, "-m", "nvdx"]
BINARY = b"\x89PNG\r\n\x00\x00"


def note(number: int) -> str:
    quarter = "一二三四"[number % 4]
    return (
        f"# 英伟达公布 2025 财年第{quarter}季度业绩\n\n"
        f"英伟达 2025 财年第{quarter}季度营收 {number + 100} 亿美元，同比增长 {number % 90 + 1}%。\n"
    )


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.md").write_text(note(number), encoding="utf-8")
    (folder / "3.md").write_bytes(BINARY)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def invoke(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def stop_after(docs: Path, out: Path, done: int, *args: str | Path) -> None:
    """A run of which the given number of documents were done when it was killed."""
    program = (
        "import os, sys, nvdx.output.journal as j; add = j.Journal.add; left = [int(sys.argv[1])]\n"
        "def killed(*args):\n"
        "    add(*args); left[0] -= 1\n"
        "    if not left[0]: os.kill(os.getpid(), 9)\n"
        "j.Journal.add = killed\n"
        "from nvdx.cli import app; app(sys.argv[2:])"
    )
    command: list[str | Path] = [sys.executable, "-c", program, str(done), "extract", docs, "-j", "1", "--resume"]
    stopped = subprocess.run([*command, "-o", out / "facts", *args], stderr=subprocess.PIPE)
    assert stopped.returncode == -9


def resumed(docs: Path, out: Path, *args: object) -> tuple[Result, list[str]]:
    """A run that goes on: its result, and the names of the documents that it read anew."""
    from nvdx.extractors import extract_document

    read = []

    def extract(document: object, **options: object) -> object:
        read.append(Path(document.path).name)  # type: ignore[attr-defined]
        return extract_document(document, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nvdx.extractors.extract_document", extract)
        result = invoke("extract", docs, "-o", out / "facts", "--resume", "-j", "1", *args)
    return result, read


def assert_whole(docs: Path, out: Path, *args: str | Path) -> None:
    expected = invoke("extract", docs, *args)
    assert (out / "facts").read_bytes() == expected.stdout_bytes != b""
    assert os.listdir(out) == ["facts"]


@pytest.mark.parametrize("by", ["fact", "period"])
def test_it_goes_on_where_it_was_killed(docs: Path, out: Path, by: str) -> None:
    (out / "facts").write_text("old\n")
    stop_after(docs, out, 2, "--by", by)
    assert (out / "facts").read_text() == "old\n"
    stop_after(docs, out, 2, "--by", by)
    result, read = resumed(docs, out, "--by", by)
    assert read == ["5.md"]
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"nvdx: {out}/facts.journal: 4 documents are done, going on",
        f"nvdx: {docs}/3.md: not a text file",
        "nvdx: 1 of 6 documents failed",
    ]
    assert_whole(docs, out, "--by", by)


def test_without_a_stop_it_is_as_any_run(docs: Path, out: Path) -> None:
    result, read = resumed(docs, out)
    assert len(read) == 5
    assert result.stderr.splitlines()[0] == f"nvdx: {docs}/3.md: not a text file"
    assert_whole(docs, out)


def test_what_has_changed_is_done_again(docs: Path, out: Path) -> None:
    stop_after(docs, out, 4)
    (docs / "0.md").write_text(note(60), encoding="utf-8")
    (docs / "1.md").unlink()
    (docs / "2a.md").write_text(note(61), encoding="utf-8")
    (docs / "3.md").write_text(note(62), encoding="utf-8")
    os.utime(docs / "2.md", (0, 0))
    result, read = resumed(docs, out)
    assert result.exit_code == 0
    assert read == ["0.md", "2a.md", "3.md", "5.md"]
    assert_whole(docs, out)


def test_another_company_or_option_begins_anew(docs: Path, out: Path, tmp_path: Path) -> None:
    (own := tmp_path / "own").mkdir()
    (own / "acme.yaml").write_text(
        "id: ACME\nname: Acme\naliases: [Acme]\nfiscal_year_end: 31 December\ncurrency: USD\n"
    )
    for args in (("--entity", "AMD,NVDA"), ("--companies", own)):
        stop_after(docs, out, 3)
        result, read = resumed(docs, out, *args)
        assert len(read) == 5
        assert "beginning anew" in result.stderr
        assert_whole(docs, out, *args)


def test_an_entry_that_is_cut_or_damaged_is_done_again(docs: Path, out: Path) -> None:
    stop_after(docs, out, 3)
    journal = out / "facts.journal"
    whole = journal.read_bytes()
    rng = random.Random(0)
    head = whole.index(b"\n") + 1
    for damaged in (
        *(whole[: rng.randrange(len(whole))] for _ in range(6)),
        whole[:head] + whole[head:].replace(b"revenue", b"REVENUE", 1),
        whole[:-200] + bytes(200),
        whole + b'00000000 ["x", "y", 99999999999999]\n',
        b"",
    ):
        journal.write_bytes(damaged)
        resumed(docs, out)
        assert_whole(docs, out)


def test_what_is_no_journal_is_left_alone(docs: Path, out: Path) -> None:
    (out / "facts.journal").write_text("Dear diary\n")
    result = invoke("extract", docs, "-o", out / "facts", "--resume")
    assert result.exit_code == 2
    assert f"{out}/facts.journal: it is there, but is no journal of nvdx" in result.stderr
    assert (out / "facts.journal").read_text() == "Dear diary\n"


def test_one_run_at_a_time(docs: Path, out: Path) -> None:
    program = (
        "import sys, pathlib; from nvdx.output.journal import opened_journal\n"
        "with opened_journal(pathlib.Path(sys.argv[1]), 'x'): print(flush=True); input()"
    )
    command: list[str | Path] = [sys.executable, "-c", program, out / "facts.journal"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline()
        with pytest.raises(JournalError), opened_journal(out / "facts.journal", "x"):
            pass
        result = invoke("extract", docs, "-o", out / "facts", "--resume")
        other.communicate(b"\n")
    assert result.exit_code == 2
    assert "another nvdx is writing it" in result.stderr


def test_a_strict_run_goes_on_once_the_document_is_mended(docs: Path, out: Path) -> None:
    result, read = resumed(docs, out, "--strict")
    assert (result.exit_code, read) == (1, ["0.md", "1.md", "2.md"])
    (docs / "3.md").write_text(note(3), encoding="utf-8")
    result, read = resumed(docs, out, "--strict")
    assert (result.exit_code, read) == (0, ["3.md", "4.md", "5.md"])
    assert_whole(docs, out)


def test_it_needs_a_file(docs: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for args in ([], ["-o", "-"], ["-o", tmp_path / "pipe"], ["-o", "/dev/null"]):
        result = invoke("extract", docs, "--resume", *args)
        assert result.exit_code == 2
        assert "--resume needs a file" in result.stderr


def test_it_may_be_killed_at_any_moment(tmp_path: Path, out: Path) -> None:
    """By SIGKILL, with worker processes, until a run comes to its end."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(120):
        (docs / f"{number:03}.md").write_text(note(number) * 10, encoding="utf-8")
    (docs / "020.md").write_bytes(BINARY)
    command: list[str | Path] = [*NVDX, "extract", docs, "-o", out / "facts", "--errors", out / "errors"]
    command += ["--resume", "-j", "2"]
    rng = random.Random(7)
    journal = out / "facts.journal"
    for _ in range(3):
        size = journal.stat().st_size if journal.exists() else 0
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            # Once it has got further than the one before.
            while process.poll() is None and not (
                journal.exists() and journal.stat().st_size > size + 100
            ):
                time.sleep(0.002)
            time.sleep(rng.random() / 50)
            process.kill()
        assert process.returncode == -9
    assert not (out / "facts").exists()
    done = subprocess.run(command, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert b"documents are done, going on" in done.stderr
    [error] = (out / "errors").read_text().splitlines()
    assert json.loads(error)["doc"] == f"{docs}/020.md"
    (out / "errors").unlink()
    assert_whole(docs, out)
