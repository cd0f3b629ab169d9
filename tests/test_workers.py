"""Worker processes: the order, what is held, and what becomes of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nvdx.workers import AHEAD, in_order

JOBS = 3


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def lost(item: int) -> str:
    return f"lost {item}"


def test_results_come_in_the_order_of_the_items() -> None:
    def work(item: int) -> tuple[int, int]:
        time.sleep(0.02 if item % 5 == 0 else 0)
        return item, os.getpid()

    batches = [list(range(start, start + 3)) for start in range(0, 60, 3)]
    results = list(in_order(work, batches, jobs=JOBS, lost=lambda item: (-1, -1)))
    assert [item for item, _ in results] == list(range(60))
    processes = {process for _, process in results}
    assert os.getpid() not in processes
    assert 1 < len(processes) <= JOBS


def test_no_batches_need_no_process() -> None:
    assert list(in_order(str, [], jobs=JOBS, lost=lost)) == []


def test_one_slow_item_holds_up_a_bounded_number_of_others(tmp_path: Path) -> None:
    begun = 0

    def batches() -> Iterator[list[int]]:
        nonlocal begun
        for begun in range(1, 1001):
            yield [begun]

    def work(item: int) -> str:
        while item == 1 and not (tmp_path / "go").exists():
            time.sleep(0.01)
        return str(item)

    results = in_order(work, batches(), jobs=JOBS, lost=lost)
    before = signal.signal(signal.SIGALRM, lambda *_: (tmp_path / "go").touch())
    signal.setitimer(signal.ITIMER_REAL, 0.4)
    assert next(results) == "1"
    signal.signal(signal.SIGALRM, before)
    assert JOBS < begun <= AHEAD * JOBS + 1
    assert list(results) == [str(item) for item in range(2, 1001)]


def test_an_item_that_kills_its_worker_is_lost_and_no_other() -> None:
    def work(item: int) -> str:
        if item in (4, 11):
            os.kill(os.getpid(), signal.SIGKILL)
        return str(item)

    batches = [range(start, start + 4) for start in range(0, 40, 4)]
    results = list(in_order(work, batches, jobs=2, lost=lost))
    assert results == [f"lost {n}" if n in (4, 11) else str(n) for n in range(40)]


def test_a_worker_that_was_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    def work(item: int) -> str:
        if item == 7 and not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return str(item)

    batches = [range(start, start + 4) for start in range(0, 40, 4)]
    assert list(in_order(work, batches, jobs=2, lost=lost)) == [str(n) for n in range(40)]


def test_a_result_that_cannot_be_sent_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    def work(item: int) -> object:
        return (lambda: item) if item == 2 else str(item)

    results = list(in_order(work, [[1, 2], [3]], jobs=2, lost=lost))
    assert results == ["1", "lost 2", "3"]
    assert capfd.readouterr() == ("", "")


def test_closing_it_early_ends_the_workers() -> None:
    def work(item: int) -> int:
        time.sleep(60 if item else 0)
        return os.getpid()

    results = in_order(work, [[0], [1], [2], [3]], jobs=2, lost=lambda item: -1)
    worker = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_without_processes_it_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(process: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.ForkProcess.start", refused)
    results = in_order(lambda item: os.getpid(), [[1, 2], [3]], jobs=2, lost=lambda item: -1)
    assert set(results) == {os.getpid()}


def test_spawned_workers_give_the_same() -> None:
    assert list(in_order(abs, [[-1, 2], [-3]], jobs=1, lost=abs, method="spawn")) == [1, 2, 3]
