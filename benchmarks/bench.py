"""How long things take on this machine: `make bench`.

Times depend on the machine, so that the number to compare between machines is the ratio to a bare
pass over the same text for its numbers alone, measured in the same run.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from nvdx.documents import discover, read_document
from nvdx.extractors import extract_document
from nvdx.output.jsonl import fact_lines

ROOT = Path(__file__).parent.parent
# Five labelled documents where they are at hand, else the fixtures.
LABELLED = sorted((ROOT.parent / "shared" / "dev" / "docs").glob("0*"))[:5]
FIXTURES = [Path(path) for path in discover([ROOT / "fixtures"])]

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
NVDX = [sys.executable, "-m", "nvdx"]

HELP_SECONDS = 0.25
EXTRACT_SECONDS = 1.5


def seconds(action: Callable[[], object], rounds: int) -> float:
    """The median time of an action, after one run to warm up."""
    action()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times)


def command(*args: str) -> Callable[[], object]:
    return lambda: subprocess.run([*NVDX, *args], check=True, stdout=subprocess.DEVNULL)


def extract_all(paths: list[Path], repeat: int) -> int:
    size = 0
    for _ in range(repeat):
        for path in paths:
            size += len(fact_lines(extract_document(read_document(str(path)))))
    return size


def numbers(texts: list[str], repeat: int) -> int:
    return sum(sum(1 for _ in NUMBER.finditer(text)) for _ in range(repeat) for text in texts)


def row(name: str, taken: float, note: str) -> None:
    print(f"{name:<34} {taken * 1000:>9.1f} ms   {note}")


def bound(taken: float, limit: float) -> str:
    return f"{'within' if taken <= limit else 'OVER'} {limit * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is shown")
    parser.add_argument("--repeat", type=int, default=10, help="passes over the documents a round")
    args = parser.parse_args()
    paths = LABELLED or FIXTURES
    if not paths:
        sys.exit("bench: no documents")
    texts = [read_document(str(path)).text for path in paths]
    characters = sum(map(len, texts)) * args.repeat

    print(f"{len(paths)} documents of {paths[0].parent}, {sum(map(len, texts))} characters")
    taken = seconds(command("--help"), args.rounds)
    row("nvdx --help", taken, bound(taken, HELP_SECONDS))
    taken = seconds(command("extract", *map(str, paths)), args.rounds)
    row("nvdx extract, once", taken, bound(taken, EXTRACT_SECONDS))
    with tempfile.NamedTemporaryFile() as output:
        period = command("extract", *map(str, paths), "--by", "period", "-o", output.name)
        row("nvdx extract --by period, once", seconds(period, args.rounds), "")

    bare = seconds(lambda: numbers(texts, args.repeat), args.rounds)
    rate = f"{characters / bare / 1e6:.3f} M characters/s"
    row(f"numbers alone, {args.repeat} times", bare, rate)
    taken = seconds(lambda: extract_all(paths, args.repeat), args.rounds)
    rate = f"{characters / taken / 1e6:.3f} M characters/s"
    ratio = f"{taken / bare:.0f} times the numbers alone"
    row(f"read, extract, write, {args.repeat} times", taken, f"{rate}, {ratio}")


if __name__ == "__main__":
    main()
