"""What several test modules share: a record to vary, and an extractor that needs no grammar."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nvdx.fact import EvidenceSpan, Fact, Source, document_digest, fact_id

if TYPE_CHECKING:
    from nvdx.documents import Document

MakeFact = Callable[..., Fact]

FIGURE = re.compile(r"(营收|净利润)\s*(\d+)\s*亿美元")
METRIC = {"营收": "revenue", "净利润": "net_income"}


def a_fact(text: str = "", **fields: Any) -> Fact:
    """A valid record with some fields given otherwise; ``start``, ``doc`` … go to its source."""
    start = fields.pop("start", 4)
    doc = fields.pop("doc", "note.md")
    line = fields.pop("line", 1)
    quote = fields.pop("quote", None)
    if isinstance(value := fields.get("value"), int | str):
        fields["value"] = Decimal(value)
    for name in ("low", "high"):
        if isinstance(bound := fields.get(name), int | str):
            fields[name] = Decimal(bound)
    if fields.get("measure") in ("yoy", "qoq", "change", "share"):
        fields.setdefault("unit", "percent")
        fields.setdefault("decimals", 0)
    if fields.get("measure") == "share":
        fields.setdefault("share_of", "total")
    if fields.get("fiscal_period", "FY2025Q2") is not None:
        fields.setdefault("period_start", date(2024, 4, 29))
        fields.setdefault("period_end", date(2024, 7, 28))
    content: dict[str, Any] = {
        "entity": "NVDA",
        "fiscal_period": "FY2025Q2",
        "metric": "revenue",
        "measure": "level",
        "kind": "reported",
        "value": Decimal(30_000_000_000),
        "unit": "USD",
        "decimals": -8,
        "raw": "300 亿美元",
        "rule": "level",
        **fields,
    }
    end = start + len(content["raw"])
    content.setdefault(
        "source",
        Source(doc=doc, line=line, start=start, end=end, quote=quote or f"营收 {content['raw']}。"),
    )
    content.setdefault("id", fact_id(document_digest(text), start, end, content))
    return Fact(**content)


@pytest.fixture
def make_fact() -> MakeFact:
    return a_fact


def simple_extract(document: Document) -> Iterator[Fact]:
    """Every `营收 N 亿美元` and `净利润 N 亿美元`, for tests of what lies around extraction."""
    digest = document_digest(document.text)
    for found in FIGURE.finditer(document.text):
        start, end = found.start(2), found.end()
        fields: dict[str, Any] = {
            "entity": "NVDA",
            "metric": METRIC[found[1]],
            "measure": "level",
            "kind": "reported",
            "value": Decimal(found[2]).scaleb(8),
            "unit": "USD",
            "decimals": -8,
        }
        yield Fact(
            id=fact_id(digest, start, end, fields),
            raw=document.text[start:end],
            source=Source(
                doc=document.path,
                line=document.line_of(start),
                start=start,
                end=end,
                quote=found[0],
            ),
            evidence={
                "metric": EvidenceSpan(start=found.start(1), end=found.end(1), text=found[1])
            },
            rule="simple",
            **fields,
        )


@pytest.fixture
def run_python(tmp_path: Path) -> Callable[[str], tuple[int, str]]:
    """Runs Python code in a process of its own, where nothing is loaded: exit code, standard error."""

    def run(code: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr

    return run


def on_terminal(*args: str, stderr: int | None = None, **environment: str) -> str:
    """What `nvdx` shows where standard output is a terminal of 80 columns; it has to end with 0."""
    terminal, stdout = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    command = [sys.executable, "-m", "nvdx", *args]
    with subprocess.Popen(command, stdout=stdout, stderr=stderr, env=env) as process:
        os.close(stdout)
        shown = b""
        try:
            while part := os.read(terminal, 65536):
                shown += part
        except OSError:  # how Linux tells that the other side is closed
            pass
        assert process.wait() == 0
    os.close(terminal)
    return shown.decode()
