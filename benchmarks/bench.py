"""How fast nvdx is on this machine: `make bench`.

Seconds depend on the machine, so what to compare is the ratios, each measured within one run: the
time that nvdx takes to read, extract and write documents, against a bare pass over the same text for
its numbers alone; the start of the command against that of Python; four and sixteen times as long a
document against a single one. `make bench-compare` holds them against benchmarks/baseline.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import nvdx
from nvdx.documents import discover, parse_document, read_document
from nvdx.extractors import extract_document
from nvdx.output.jsonl import fact_lines

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
SHARED = ROOT.parent / "shared"

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
NVDX = (sys.executable, "-m", "nvdx")

MEGABYTE = 1_000_000
REPEATED_TO = 5 * MEGABYTE
GROWTH = (1, 4, 16)
FEW, MANY = 100, 10_000
# Of each of the many documents: about a paragraph, for the run is about memory and not about time.
SMALL = 1_000


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the results.

    Attributes:
        value: in `unit`.
        ratio: to what `against` says, less is better; None where only the machine tells.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents that are read one after the other."""

    name: str
    paths: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes in UTF-8."""
        return sum(len(text.encode("utf-8", "surrogatepass")) for text in self.texts)


def repeated(paths: Sequence[str], sizes: Sequence[int], size: int) -> list[str]:
    """The paths over and over, as often as it takes for their sizes to add up to `size`, whole rounds only.

    >>> repeated(["a", "b"], [3, 4], 10)
    ['a', 'b', 'a', 'b']
    """
    total = sum(sizes)
    rounds = max(1, -(-size // total)) if total else 1
    return list(paths) * rounds


def rates(
    name: str, size: int, documents: int, taken: float, bare: float
) -> tuple[Measurement, Measurement]:
    """Megabytes and documents a second, with the ratio of the time taken to that of a bare pass.

    >>> [(m.value, m.unit, m.ratio) for m in rates("a", 4_000_000, 10, 2.0, 0.1)]
    [(2.0, 'MB/s', 20.0), (5.0, 'documents/s', None)]
    """
    against = "a bare pass for numbers over the same text"
    return (
        Measurement(name, size / MEGABYTE / taken, "MB/s", taken / bare, against),
        Measurement(name, documents / taken, "documents/s"),
    )


def table(measurements: Iterable[Measurement]) -> str:
    """The measurements as lines with columns.

    >>> print(table([Measurement("start", 80.0, "ms", 5.0, "Python's own")]))
    start                                     80.0 ms                5.00 times Python's own
    """
    lines = []
    for found in measurements:
        line = f"{found.name:<38} {found.value:>7.{digits(found.value)}f} {found.unit:<12}"
        if found.ratio is not None:
            line += f" {found.ratio:>9.2f} times {found.against}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def digits(value: float) -> int:
    """How many decimals a value is shown with.

    >>> digits(0.123), digits(12.3), digits(1234.5)
    (2, 1, 0)
    """
    return 2 if value < 10 else 1 if value < 1000 else 0


def least(action: Callable[[], object], rounds: int, clock: Callable[[], float]) -> float:
    """The least time of an action: what disturbs it only ever adds to it."""
    times = []
    for _ in range(rounds):
        start = clock()
        action()
        times.append(clock() - start)
    return min(times)


def corpora() -> list[Corpus]:
    """Five labelled documents repeated, and the archive; the fixtures in place of either."""
    fixtures = list(discover([ROOT / "fixtures"]))
    labelled = [str(path) for path in sorted((SHARED / "dev" / "docs").glob("0*"))[:5]]
    archive = SHARED / "archive"
    few, pages = labelled or fixtures, list(discover([archive])) if archive.is_dir() else []
    sizes = [os.path.getsize(path) for path in few]
    named = [(f"{len(few)} documents, to 5 MB", repeated(few, sizes, REPEATED_TO))]
    if pages:
        named.append((f"archive, {len(pages)} pages", pages))
    else:
        sizes = [os.path.getsize(path) for path in fixtures]
        named.append(("fixtures, to 5 MB", repeated(fixtures, sizes, REPEATED_TO)))
    return [
        Corpus(name, tuple(paths), tuple(read_document(path).text for path in paths))
        for name, paths in named
    ]


def extract_all(paths: Iterable[str]) -> int:
    return sum(len(fact_lines(extract_document(read_document(path)))) for path in paths)


def numbers(texts: Iterable[str]) -> int:
    return sum(1 for text in texts for _ in NUMBER.finditer(text))


def throughput(corpus: Corpus, rounds: int) -> tuple[Measurement, Measurement]:
    bare = least(lambda: numbers(corpus.texts), rounds, process_time)
    taken = least(lambda: extract_all(corpus.paths), rounds, process_time)
    return rates(corpus.name, corpus.size, len(corpus.paths), taken, bare)


def growth(text: str, rounds: int) -> Iterable[Measurement]:
    """The time for one document that is several times as long, each part of it in proportion."""
    single = 0.0
    for times in GROWTH:
        longer = "\n\n".join([text] * times)
        taken = least(
            lambda longer=longer: list(extract_document(parse_document(longer))),  # type: ignore[misc]
            rounds,
            process_time,
        )
        single = single or taken
        yield Measurement(
            f"one document, {times} times as long", taken * 1000, "ms",
            taken / single / times if times > 1 else None, "in proportion to the single one",
        )  # fmt: skip


def command(*args: str) -> Callable[[], object]:
    return lambda: subprocess.run(args, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def start(rounds: int) -> Iterable[Measurement]:
    def middle(*args: str) -> float:
        return median(least(command(*args), 1, perf_counter) for _ in range(rounds)) * 1000

    python = middle(sys.executable, "-c", "pass")
    yield Measurement("python -c pass", python, "ms")
    for name, *args in (("nvdx --help", "--help"), ("nvdx extract, one fixture", "extract", fixture())):
        taken = middle(*NVDX, *args)
        yield Measurement(name, taken, "ms", taken / python, "Python's own start")


def fixture() -> str:
    return next(discover([ROOT / "fixtures"]))


def peak(*args: str) -> float:
    """The most memory that a command uses at once, in MB."""
    with subprocess.Popen(args, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bench: {' '.join(args)} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / MEGABYTE


def memory() -> Iterable[Measurement]:
    """Peak memory for a hundred small documents and for ten thousand, in one process."""
    parts = [read_document(path).text for path in discover([ROOT / "fixtures"])]
    with tempfile.TemporaryDirectory() as folder:
        used = []
        for count in (FEW, MANY):
            documents = Path(folder) / str(count)
            documents.mkdir()
            for number, text in enumerate(islice(cycle(parts), count)):
                (documents / f"{number:05}.md").write_text(text[:SMALL], encoding="utf-8")
            used.append(peak(*NVDX, "extract", str(documents), "-j", "1"))
    few, many = used
    yield Measurement(f"memory, {FEW} documents", few, "MB")
    yield Measurement(f"memory, {MANY} documents", many, "MB", many / few, f"that for {FEW}")


def workers(corpus: Corpus) -> Iterable[Measurement]:
    """The time of the command with two processes against that with one."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(corpus.texts):
            (Path(folder) / f"{number:05}.md").write_text(text, encoding="utf-8", errors="replace")
        one, two = (
            least(command(*NVDX, "extract", folder, "-j", jobs), 1, perf_counter)
            for jobs in ("1", "2")
        )
    yield Measurement("the same, command, -j 1", one, "s")
    yield Measurement("the same, command, -j 2", two, "s", two / one, "that of -j 1")


def measurements(rounds: int) -> Iterable[Measurement]:
    few, pages = corpora()
    extract_all(dict.fromkeys(few.paths))  # to load what is loaded once
    yield from throughput(few, rounds)
    yield from throughput(pages, rounds)
    yield from workers(pages)
    yield from growth(few.texts[0], rounds)
    yield from start(rounds * 2 + 1)
    yield from memory()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=2, help="of which the least time counts")
    parser.add_argument("--output", type=Path, default=RESULTS, help="for the results as JSON")
    args = parser.parse_args()
    found = []
    for measurement in measurements(args.rounds):
        found.append(measurement)
        print(table([measurement]), flush=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    results = {
        "nvdx": nvdx.__version__,
        "machine": machine,
        "measurements": [asdict(measurement) for measurement in found],
    }
    args.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
