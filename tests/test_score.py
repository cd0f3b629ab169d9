"""Floors under the score on labelled documents that are no part of the project."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
GOLD, DOCS, SCORE = SHARED / "dev" / "gold", SHARED / "dev" / "docs", SHARED / "score.py"


class Floor(NamedTuple):
    """Least F1 and precision of mentions on the documents of a glob, of one company or all."""

    glob: str
    entity: str | None
    f1: float
    precision: float


FLOORS = [
    Floor("0*", None, 0.99, 0.99),
    Floor("zh-hans-*", "NVDA", 0.96, 0.97),
    Floor("zh-hans-*", None, 0.95, 0.96),
    Floor("zh-hant-*", None, 0.90, 0.93),
    Floor("en-*", None, 0.98, 0.98),
    Floor("*", None, 0.97, 0.975),
]
MOST_MISATTRIBUTED = 0
"""Records of another company's figure as NVIDIA's."""

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason=f"no labelled documents in {GOLD}")


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("score") / "facts.jsonl"
    command = [sys.executable, "-m", "nvdx", "extract", str(DOCS), "-o", str(output)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return output


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor.glob}-{floor.entity}")
def test_score_is_above_its_floor(facts: Path, floor: Floor) -> None:
    command = [sys.executable, str(SCORE), str(GOLD), str(facts), "--docs", str(DOCS), "--json"]
    command += ["--glob", floor.glob]
    if floor.entity:
        command += ["--entity", floor.entity]
    score = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    precision, _, f1 = score["mention"]
    assert score.get("bad_span", 0) == 0
    assert f1 >= floor.f1
    assert precision >= floor.precision


def test_no_figure_of_another_company_is_given_to_nvidia(facts: Path) -> None:
    found = [record for record in records(facts) if record["entity"] == "NVDA"]
    wrong = []
    for path in sorted(GOLD.glob("*.jsonl")):
        gold = list(records(path))
        for record in found:
            source = record["source"]
            if Path(source["doc"]).name == path.stem:
                owners = {
                    g["entity"]
                    for g in gold
                    if g["start"] < source["end"] and source["start"] < g["end"]
                }
                if owners and "NVDA" not in owners:
                    wrong.append(f"{path.stem}:{source['line']} {record['raw']} is of {owners}")
    assert len(wrong) <= MOST_MISATTRIBUTED, "\n".join(wrong)


def records(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
