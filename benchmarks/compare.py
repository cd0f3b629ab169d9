"""What moved between two runs of the benchmark: `make bench-compare`.

Only ratios are compared. Seconds are another machine's, or another hour's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# Ratios of two runs of the same code differ by so much on a machine that does other things too.
NOISE = 0.15


def ratios(results: Mapping[str, Any]) -> dict[str, float]:
    """The ratios of a run by the names of what was measured.

    >>> ratios({"measurements": [{"name": "a", "ratio": 2.0}, {"name": "b", "ratio": None}]})
    {'a': 2.0}
    """
    found = results["measurements"]
    return {m["name"]: float(m["ratio"]) for m in found if m["ratio"] is not None}


def moved(before: float, now: float) -> str:
    """How a ratio changed, less being better.

    >>> moved(40.0, 20.0), moved(40.0, 41.0), moved(2.0, 3.0)
    ('better', 'same', 'WORSE')
    """
    if now > before * (1 + NOISE):
        return "WORSE"
    return "better" if now < before / (1 + NOISE) else "same"


def comparison(before: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    """A line for each ratio of either run.

    >>> print(*comparison({"a": 40.0, "b": 1.0}, {"a": 20.0, "c": 3.0}), sep="\\n")
    a                                           40.00      20.00   -50%  better
    b                                            1.00          -         not measured
    c                                               -       3.00         new
    """
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name), now.get(name)
        shown = "".join("          -" if r is None else f" {r:>10.2f}" for r in (old, new))
        if old is None or new is None:
            verdict = "        " + ("new" if old is None else "not measured")
        else:
            verdict = f" {new / old - 1:>+5.0%}  {moved(old, new)}"
        yield f"{name:<38}{shown} {verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("before", type=Path, nargs="?", default=FOLDER / "baseline.json")
    parser.add_argument("now", type=Path, nargs="?", default=FOLDER / "results.json")
    args = parser.parse_args()
    before, now = (json.loads(path.read_text(encoding="utf-8")) for path in (args.before, args.now))
    lines: Iterable[str] = comparison(ratios(before), ratios(now))
    print(f"{'ratio':<38} {'before':>10} {'now':>10}")
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
