"""What no document is: each costs one message, never a traceback, a wait or another document."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import on_terminal
from typer.testing import CliRunner, Result

from nvdx.cli import app
from nvdx.documents import doc_name

NVDX = [sys.executable, "-m", "nvdx"]
GOOD = "# 英伟达业绩\n\n英伟达 2025 财年第二季度营收 300 亿美元，同比增长 122%。\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder whose first and last documents are good."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("a.md", "z.md"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    return folder


def invoke(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def errors_of(folder: Path, *args: object, code: int = 1) -> list[dict[str, Any]]:
    """The errors of a folder's documents, after making sure that the good ones were written."""
    target = folder.parent / "errors.jsonl"
    result = invoke("extract", folder, "--errors", target, *args)
    assert result.exit_code == code
    found = [json.loads(line) for line in target.read_bytes().decode().splitlines()]
    docs = [json.loads(line)["source"]["doc"] for line in result.stdout.splitlines()]
    assert list(dict.fromkeys(docs)) == [f"{folder}/a.md", f"{folder}/z.md"]
    *messages, count = result.stderr.splitlines()
    assert messages == [f"nvdx: {error['doc']}: {error['message']}" for error in found]
    assert count == f"nvdx: {len(found)} of {len(found) + 2} documents failed"
    return found


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        # The address of a socket is shorter than a path may be.
        before = Path.cwd()
        os.chdir(path.parent)
        one.bind(path.name)
        os.chdir(before)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def broken_link(path: Path) -> None:
    path.symlink_to("nowhere.md")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


CASES = [
    (fifo, "not_a_file", "a pipe"),
    (listening, "not_a_file", "a socket"),
    (device, "not_a_file", "a device"),
    (loop, "link_loop", "leads back to itself"),
    (broken_link, "not_found", "a link to what is not there"),
    (binary, "not_text", "not a text file"),
    (huge, "too_large", "--max-bytes sets the limit"),
]


@pytest.mark.parametrize(("make", "error", "words"), CASES)
def test_what_is_no_document_is_one_error(
    docs: Path, make: Callable[[Path], None], error: str, words: str
) -> None:
    path = docs / "m.md"
    make(path)
    [found] = errors_of(docs)
    assert list(found) == ["doc", "error", "message"]
    assert (found["doc"], found["error"]) == (str(path), error)
    assert words in found["message"]


def test_what_is_no_document_is_so_where_it_is_named(tmp_path: Path) -> None:
    for make, error, words in CASES:
        path = tmp_path / f"{error}.{make.__name__}"
        make(path)
        result = invoke("extract", path, "--errors", tmp_path / "errors")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"nvdx: {path}: " in result.stderr
        assert words in result.stderr
        [line] = (tmp_path / "errors").read_text().splitlines()
        assert json.loads(line)["error"] == error


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_no_permission(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (docs / "m.md", docs / "n" / "o.md"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")
    for path in (docs / "m.md", docs / "n"):
        path.chmod(0)
    docs.parent.chmod(0o755)
    monkeypatch.chdir(docs.parent)  # the folders above are not for everyone
    with as_nobody():
        result = invoke("extract", "docs")
    (docs / "n").chmod(0o700)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "nvdx: docs/m.md: no permission to read it",
        "nvdx: docs/n: no permission to read it",
        "nvdx: 2 of 4 documents failed",
    ]
    docs_read = [json.loads(line)["source"]["doc"] for line in result.stdout.splitlines()]
    assert list(dict.fromkeys(docs_read)) == ["docs/a.md", "docs/z.md"]


def test_a_file_that_vanishes_is_one_error(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nvdx.documents import load, walk

    def walk_late(path: str) -> Iterator[object]:
        yield from [*walk(path), f"{path}/zz.md"]

    assert load(f"{docs}/a.md")
    monkeypatch.setattr("nvdx.pipeline.walk", walk_late)
    [found] = errors_of(docs)
    assert (found["doc"], found["error"]) == (f"{docs}/zz.md", "vanished")


def test_an_empty_file_is_a_document_without_figures(docs: Path) -> None:
    (docs / "m.md").touch()
    result = invoke("extract", docs)
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_size_is_up_to_the_user(docs: Path) -> None:
    size = len(GOOD.encode())
    (docs / "m.md").write_text(GOOD + "\n", encoding="utf-8")
    for limit in (f"{size}", f"{size / 1000}kB", f"{size / 1024:.4f} KiB".replace(" ", "")):
        [found] = errors_of(docs, "--max-bytes", limit)
        assert (found["doc"], found["error"]) == (f"{docs}/m.md", "too_large")
    assert invoke("extract", docs, "--max-bytes", "1GiB").exit_code == 0
    result = CliRunner().invoke(app, ["extract", "-", "--max-bytes", "10"], input=GOOD)
    assert result.exit_code == 2
    assert "-: too large" in result.stderr
    for wrong in ("20 apples", "-1", "", "1.2.3", "MB"):
        result = invoke("extract", docs, "--max-bytes", wrong)
        assert result.exit_code == 2
        assert "is no size such as" in result.stderr


def test_names_that_are_no_utf8(docs: Path) -> None:
    name = os.fsencode(docs) + b"/m\xff\xe8.md"
    with open(name, "wb") as file:
        file.write(GOOD.encode())
    with open(name.replace(b"m\xff", b"n\xff"), "wb") as file:
        file.write(b"\x89PNG\0")
    errors = docs.parent / "errors"
    done = subprocess.run(
        [*NVDX, "extract", docs, "--errors", errors],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1
    assert rf"{docs}/n\xff\xe8.md: not a text file" in done.stderr.decode()
    found = {json.loads(line)["source"]["doc"] for line in done.stdout.decode().splitlines()}
    assert found == {f"{docs}/a.md", rf"{docs}/m\xff\xe8.md", f"{docs}/z.md"}
    assert json.loads(errors.read_bytes().decode())["doc"] == rf"{docs}/n\xff\xe8.md"
    assert doc_name(os.fsdecode(name)) in found


def test_folders_may_lie_deeper_than_calls(tmp_path: Path) -> None:
    deepest = tmp_path / ("d/" * 1050)
    subprocess.run(["mkdir", "-p", deepest], check=True)
    (deepest / "a.md").write_text(GOOD, encoding="utf-8")
    result = invoke("extract", tmp_path / "d")
    subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # pytest's way goes too deep
    assert result.exit_code == 0
    assert json.loads(result.stdout.splitlines()[0])["source"]["doc"].endswith("/d/a.md")


def test_strict_stops_at_the_first(docs: Path, tmp_path: Path) -> None:
    binary(docs / "m.md")
    binary(docs / "n.md")
    target, errors = tmp_path / "facts.jsonl", tmp_path / "errors.jsonl"
    target.write_text("old\n")
    result = invoke("extract", docs, "--strict", "-o", target, "--errors", errors)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "m.md: not a text file" in result.stderr
    assert "n.md" not in result.stderr
    assert target.read_text() == "old\n"
    [line] = errors.read_text().splitlines()
    assert json.loads(line)["doc"] == f"{docs}/m.md"
    before = invoke("extract", docs / "a.md").stdout
    assert invoke("extract", docs, "--strict").stdout == before


def test_no_errors_are_an_empty_file(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "errors").write_text("old")
    assert invoke("extract", docs, "--errors", tmp_path / "errors").exit_code == 0
    assert (tmp_path / "errors").read_bytes() == b""
    result = invoke("extract", docs, "--errors", tmp_path / "no" / "errors")
    assert result.exit_code == 2
    assert f"cannot write {tmp_path}/no/errors: No such file" in result.stderr


def test_documents_are_never_written_to(docs: Path, tmp_path: Path) -> None:
    for args in (
        [docs / "a.md", "-o", docs / "a.md"],
        [docs, "-o", docs / "a.md"],
        [docs, "-o", docs / "new.txt"],
        [docs, "--errors", docs / "z.md"],
        [docs, "--errors", tmp_path / "one", "-o", tmp_path / "one"],
    ):
        assert invoke("extract", *args).exit_code == 2
    assert sorted(os.listdir(docs)) == ["a.md", "z.md"]
    assert (docs / "a.md").read_text(encoding="utf-8") == GOOD
    assert invoke("extract", docs, "-o", docs / "facts.jsonl").exit_code == 0


STEERING = "\x1b]0;title\x07\x9b31m\u202e\x7f"


def test_messages_do_not_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / f"a{STEERING}\nnvdx: b.md"
    binary(path)
    done = subprocess.run([*NVDX, "extract", path, tmp_path / "no\x1b"], capture_output=True)
    messages = done.stderr.decode().splitlines()
    assert [message.partition(":")[0] for message in messages] == ["nvdx"] * 3
    assert r"a\x1b]0;title\x07\x9b31m\u202e\x7f\nnvdx: b.md: not a text file" in messages[0]
    assert all(character.isprintable() for message in messages for character in message)


def test_no_command_steers_a_terminal(docs: Path, tmp_path: Path) -> None:
    """What a text, a name, or a line of records that somebody sent, has in it."""
    (docs / "a.md").unlink()
    (folder := tmp_path / f"docs{STEERING}").mkdir()
    path = folder / f"a{STEERING}.md"
    path.write_text(GOOD.replace("业绩", f"业绩 {STEERING}").replace("同比", f"{STEERING}同比"), "utf-8")
    lines = invoke("extract", path).stdout
    facts = tmp_path / "facts.jsonl"
    facts.write_text(lines.replace('"NVDA"', f'"NVDA{STEERING[-2:]}\x9b"'), encoding="utf-8")
    broken = tmp_path / f"broken{STEERING}.jsonl"
    broken.write_text(lines.replace('"level"', '"le\x9b\u202evel"'), encoding="utf-8")
    page = tmp_path / f"page{STEERING}.html"
    (folder / f"{path.name}.jsonl").write_text(lines, encoding="utf-8")
    empty = folder / f"b{STEERING}.md"
    empty.write_text("前言。", encoding="utf-8")
    for args, code in (
        (["explain", path], 0), (["explain", empty], 0), (["explain", f"{path}:99"], 2),
        (["table", facts], 0), (["table", facts, "--format", "csv"], 0),
        (["table", facts, "--format", "markdown"], 0), (["table", path], 0),
        (["review", path, "-o", page], 0), (["validate", broken], 1),
        (["validate", broken, "--output-format", "json"], 1), (["table", broken], 1),
        (["validate", broken, "--output-format", "github"], 1),
        (["check", folder], 1), (["extract", path, "--by", "period"], 0), (["companies", STEERING], 2),
        (["extract", f"-{STEERING}"], 2), (["extract", path, "--entity", STEERING], 2), ([STEERING], 2),
    ):  # fmt: skip
        shown = screen(*map(str, args), code=code)
        # A terminal gets from us what sets colours, and nothing else that is not printed.
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")
        assert all(c.isprintable() or c in "\n\t" for c in plain), args


def screen(*args: str, code: int) -> str:
    """What a terminal gets that a command's output and its messages go to."""
    terminal, other = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    with subprocess.Popen([*NVDX, *args], stdout=other, stderr=other, env=env) as process:
        os.close(other)
        shown = b""
        with suppress(OSError):  # how Linux tells that the other side is closed
            while part := os.read(terminal, 65536):
                shown += part
        assert process.wait() == code, args
    os.close(terminal)
    return shown.decode()


def test_records_do_not_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(GOOD.replace("业绩", f"业绩 {STEERING}").replace("，", "\x9b\u202e，"), "utf-8")
    written = invoke("extract", path).stdout
    shown = on_terminal("extract", str(path))
    assert not any(c in shown for c in "\x1b\x07\x9b\u202e\x7f")
    assert [json.loads(line) for line in shown.splitlines()] == [
        json.loads(line) for line in written.splitlines()
    ]
    assert "\u202e" in written


def test_progress_does_not_steer_a_terminal_and_starts_no_thread(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}\x1b[2J\x9b.md").write_text(GOOD, encoding="utf-8")
    terminal, stderr = pty.openpty()
    program = (
        "import threading; from nvdx.commands.extract import extract;"
        "print(extract(['.'], jobs=2), threading.active_count())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        stdout=subprocess.PIPE,
        stderr=stderr,
        cwd=tmp_path,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(stderr)
    shown = os.read(terminal, 65536).decode()
    os.close(terminal)
    assert done.stdout.splitlines()[-1] == b"0 1"
    assert r"0\x1b[2J\x9b.md" in shown
    assert "\x1b[2J" not in shown
    assert "\x9b" not in shown


def test_nothing_is_touched_but_what_was_named(docs: Path, tmp_path: Path) -> None:
    """No network, no programs, no code from the input, and no file written elsewhere."""
    (docs / "m.md").write_text(
        "---\ntitle: !!python/object/apply:os.system ['touch hacked']\n---\n" + GOOD
        + "<script>fetch('http://127.0.0.1/')</script>![](http://127.0.0.1/a.png)\n",
        encoding="utf-8",
    )
    (docs / "n.html").write_text(f"<img src='http://127.0.0.1/a.png'><p>{GOOD}", encoding="utf-8")
    program = """
import os, sys
def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "ctypes.")):
        note(event)
    elif event == "open" and isinstance(args[0], str) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        note(f"write {args[0]}")
    elif event in ("os.rename", "os.remove", "os.mkdir", "os.symlink", "os.link"):
        note(f"{event} {args[:2]}")
def note(text):
    os.write(log, f"{text}\\n".encode())
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.dont_write_bytecode = True
import nvdx.cli
sys.addaudithook(watch)
nvdx.cli.main()
"""
    (out := tmp_path / "out").mkdir()
    log = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-c", program, log, "extract", docs, "-j", "1",
         "-o", out / "facts", "--errors", out / "errors", "--resume"],
        capture_output=True,
        cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    seen = log.read_text().splitlines()
    assert seen
    assert [line for line in seen if f"{out}/" not in line] == []
    assert sorted(os.listdir(out)) == ["errors", "facts"]
    assert sorted(os.listdir(tmp_path)) == ["docs", "log", "out"]


def test_a_full_disk_leaves_the_old_file(docs: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk."""
    (out := tmp_path / "out").mkdir()
    target = out / "facts.jsonl"
    target.write_text("old\n")
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900));"
        "from nvdx.cli import main; sys.dont_write_bytecode = True; main()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, "extract", docs, "-o", target], capture_output=True
    )
    assert done.returncode == 2
    assert done.stderr.decode() == f"nvdx: cannot write {target}: File too large\n"
    assert (os.listdir(out), target.read_text()) == (["facts.jsonl"], "old\n")
    result = invoke("extract", docs, "-o", "/dev/full")
    assert result.exit_code == 2
    assert result.stderr == "nvdx: cannot write /dev/full: No space left on device\n"


def test_output_to_what_is_no_file(docs: Path, tmp_path: Path) -> None:
    expected = invoke("extract", docs).stdout_bytes
    done = subprocess.run([*NVDX, "extract", docs, "-o", "/dev/stdout"], capture_output=True)
    assert (done.returncode, done.stdout) == (0, expected)
    # What `>>` has written to before stays.
    (log := tmp_path / "log").write_bytes(b"before\n")
    with log.open("ab") as file:
        subprocess.run([*NVDX, "extract", docs, "-o", "/dev/stdout"], stdout=file, check=True)
    assert log.read_bytes() == b"before\n" + expected
    os.mkfifo(pipe := tmp_path / "pipe")
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert invoke("extract", docs, "-o", pipe).exit_code == 0
        assert reader.communicate()[0] == expected
    assert pipe.is_fifo()


def test_a_reader_of_a_pipe_that_goes_away_is_no_error(docs: Path, tmp_path: Path) -> None:
    (docs / "m.md").write_text(GOOD * 400, encoding="utf-8")
    os.mkfifo(pipe := tmp_path / "pipe")
    with subprocess.Popen(["head", "-c1", pipe], stdout=subprocess.PIPE) as reader:
        done = subprocess.run([*NVDX, "extract", docs, "-o", pipe], capture_output=True)
        reader.communicate()
    assert (done.returncode, done.stderr) == (0, b"")
