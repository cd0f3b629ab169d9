"""Golden records: those that a person reviewed, and how the records of today differ from them.

``NAME.jsonl`` beside a document ``NAME`` holds its golden records, in the form of `nvdx extract`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from nvdx.fact import KEY, Fact

__all__ = ["SUFFIX", "Change", "Difference", "Record", "differences", "match", "read_golden", "record_of"]

SUFFIX: Final = ".jsonl"

Record = dict[str, Any]
"""A record as JSON has it, numbers as Decimal: a golden that is no valid record compares too."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is not what was expected; ``None`` is JSON's null."""

    field: str
    golden: object
    now: object


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that is missed, extra or changed; ``now`` is its number among today's, if it is there."""

    kind: Literal["changed", "missed", "extra"]
    record: Record
    now: int | None = None
    changes: tuple[Change, ...] = ()


def read_golden(path: Path) -> tuple[list[Record], list[tuple[int, str]]]:
    """The records of a golden file, and the lines that are none, each with the reason."""
    records: list[Record] = []
    broken: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append(_golden_record(line))
        except ValueError as error:
            broken.append((number, str(error)))
    return records, broken


def record_of(fact: Fact) -> Record:
    """A fact as the JSON of its line has it."""
    return _record(fact.to_json())


def differences(expected: Sequence[Record], now: Sequence[Record]) -> list[Difference]:
    """How records differ from the golden ones, in the order of the text; their own does not matter."""
    pairs = match(expected, now)
    found = [
        Difference("changed", now[j], j, changes)
        for i, j in pairs
        if (changes := _changes(expected[i], now[j]))
    ]
    kept_i, kept_j = {i for i, _ in pairs}, {j for _, j in pairs}
    found += [Difference("missed", one) for i, one in enumerate(expected) if i not in kept_i]
    found += [Difference("extra", one, j) for j, one in enumerate(now) if j not in kept_j]
    return sorted(found, key=lambda difference: _start(difference.record))


def match(expected: Sequence[Record], now: Sequence[Record]) -> list[tuple[int, int]]:
    """Pairs of records that state the same figure: overlapping spans, the most alike first."""
    overlaps = sorted(
        (sum(one.get(name) != other.get(name) for name in KEY), _start(one) != _start(other), i, j)
        for i, one in enumerate(expected)
        for j, other in enumerate(now)
        if _start(one) < other["source"]["end"] and _start(other) < one["source"]["end"]
    )
    pairs: dict[int, int] = {}
    taken = set()
    for _, _, i, j in overlaps:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return sorted(pairs.items())


def _record(line: str | bytes) -> Record:
    record: Record = json.loads(line, parse_float=Decimal)
    return record


def _golden_record(line: bytes) -> Record:
    try:
        record = _record(line)
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    source = record.get("source") if isinstance(record, dict) else None
    places = [source.get(name) for name in ("start", "end")] if isinstance(source, dict) else []
    if not places or not all(isinstance(place, int) for place in places):
        raise ValueError("no record: it has no source with start and end")
    return record


def _start(record: Record) -> int:
    start: int = record["source"]["start"]
    return start


def _changes(golden: Record, now: Record) -> tuple[Change, ...]:
    """The fields that differ, ``source.line`` and the like apart.

    The id follows from other fields; it counts where nothing else tells that the text changed.
    """
    before, after = dict(_flat(golden)), dict(_flat(now))
    changes = [
        Change(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if (name in before) != (name in after) or before.get(name) != after.get(name)
    ]
    return tuple(change for change in changes if change.field != "id" or len(changes) == 1)


def _flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, content in record.items():
        if isinstance(content, dict) and (prefix or name in ("source", "evidence")):
            yield from _flat(content, f"{prefix}{name}.")
        else:
            yield prefix + name, content


