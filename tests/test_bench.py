"""The benchmark's own arithmetic; no time is measured here."""

from __future__ import annotations

import pytest

from benchmarks.bench import Measurement, digits, rates, repeated, table
from benchmarks.compare import comparison, moved, ratios


def test_documents_are_repeated_in_whole_rounds_until_the_size_is_reached() -> None:
    assert repeated(["a", "b"], [30, 70], 250) == ["a", "b"] * 3
    assert repeated(["a", "b"], [30, 70], 200) == ["a", "b"] * 2
    assert repeated(["a"], [500], 200) == ["a"]


def test_no_documents_and_empty_documents_are_not_repeated_for_ever() -> None:
    assert repeated([], [], 100) == []
    assert repeated(["a"], [0], 100) == ["a"]


def test_rates_and_the_ratio_to_the_bare_pass() -> None:
    by_size, by_document = rates("a", 5_000_000, 20, taken=4.0, bare=0.5)
    assert (by_size.value, by_size.unit, by_size.ratio) == (1.25, "MB/s", 8.0)
    assert (by_document.value, by_document.unit, by_document.ratio) == (5.0, "documents/s", None)


@pytest.mark.parametrize(("value", "expected"), [(0.5, 2), (10, 1), (999.9, 1), (1000, 0)])
def test_digits_shown(value: float, expected: int) -> None:
    assert digits(value) == expected


def test_a_table_has_a_line_for_each_measurement() -> None:
    lines = table([Measurement("a", 1.0, "s"), Measurement("b", 2.0, "s", 3.0, "that of a")])
    first, second = lines.splitlines()
    assert first.split() == ["a", "1.00", "s"]
    assert second.split() == ["b", "2.00", "s", "3.00", "times", "that", "of", "a"]


def test_only_ratios_are_compared() -> None:
    results = {
        "measurements": [
            {"name": "a", "value": 1.0, "unit": "s", "ratio": None},
            {"name": "b", "value": 1.0, "unit": "s", "ratio": 7},
        ]
    }
    assert ratios(results) == {"b": 7.0}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(10, 10, "same"), (10, 11, "same"), (10, 9, "same"), (10, 12, "WORSE"), (10, 8, "better")],
)
def test_what_moved(before: float, now: float, expected: str) -> None:
    assert moved(before, now) == expected


def test_ratios_of_one_run_only_are_shown_as_such() -> None:
    old, same, new = comparison({"old": 2.0, "same": 4.0}, {"same": 4.0, "new": 1.0})
    assert old.split() == ["old", "2.00", "-", "not", "measured"]
    assert same.split() == ["same", "4.00", "4.00", "+0%", "same"]
    assert new.split() == ["new", "-", "1.00", "new"]
