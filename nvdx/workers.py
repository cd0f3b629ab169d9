"""A function over a stream of items, in worker processes: results in the order of the items.

Each worker has a pipe of its own and one task at a time: it is sent items and sends their results
back. So there is no shared queue that a dying worker could leave locked, the end of a worker shows
at its pipe, and what it was working on is known. Nothing here starts a thread, so that a fork is
safe at any time.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar, cast

Item = TypeVar("Item")
Out = TypeVar("Out")

AHEAD: Final = 4
"""Batches a worker that may be out, or done and waiting for an earlier one. This bounds what is
held in memory, and is enough for the others to work on beside one slow batch."""


def usable_cores() -> int:
    """Processor cores that this process may run on."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Item], Out],
    batches: Iterable[Sequence[Item]],
    *,
    jobs: int,
    lost: Callable[[Item], Out],
    method: str | None = None,
) -> Generator[Out, None, None]:
    """``work(item)`` for the items of each batch, in their order, by up to ``jobs`` processes.

    ``work`` must not raise. Where a worker dies, each item of its task goes alone to another one;
    an item with which a worker dies again has the result ``lost(item)``. Where the system starts no
    process, the work is done in this one. A batch is asked for when a worker is free for it. When
    the iterator ends, is closed, or raises, no worker is left.

    Processes are forked where that is safe, which gives them for nothing what this one has loaded;
    Apple's libraries do not survive it, and Windows has no fork: there they are spawned, and
    ``work`` and the items have to be picklable.
    """
    if method is None:
        forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        method = "fork" if forks else "spawn"
    pool = _Pool(work, iter(batches), jobs, lost, method)
    try:
        yield from pool.results()
    finally:
        pool.stop()


@dataclass(slots=True, eq=False)
class _Batch(Generic[Item, Out]):
    items: Sequence[Item]
    results: dict[int, Out] = field(default_factory=dict)
    """By the item's place in the batch."""

    @property
    def done(self) -> bool:
        return len(self.results) == len(self.items)


@dataclass(slots=True, eq=False)
class _Task(Generic[Item, Out]):
    """Items of one batch, given to one worker."""

    batch: _Batch[Item, Out]
    places: Sequence[int]
    again: bool = False
    """Whether a worker has died with it."""

    def items(self) -> list[Item]:
        return [self.batch.items[place] for place in self.places]


@dataclass(slots=True, eq=False)
class _Worker(Generic[Item, Out]):
    process: Any  # multiprocessing has a class for each start method
    pipe: Connection
    task: _Task[Item, Out] | None = None

    def stop(self) -> None:
        """End the process at once, whatever it does, and take its exit code from the system."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class _Pool(Generic[Item, Out]):
    def __init__(
        self,
        work: Callable[[Item], Out],
        batches: Iterator[Sequence[Item]],
        jobs: int,
        lost: Callable[[Item], Out],
        method: str,
    ) -> None:
        self._work, self._batches, self._jobs, self._lost = work, batches, jobs, lost
        self._method = method
        self._workers: list[_Worker[Item, Out]] = []
        self._retries: deque[_Task[Item, Out]] = deque()
        self._waiting: deque[_Batch[Item, Out]] = deque()
        """The batches that were begun, until their results are given."""

    def results(self) -> Iterator[Out]:
        while True:
            self._hand_out()
            if not self._waiting:
                return
            while self._waiting and self._waiting[0].done:
                batch = self._waiting.popleft()
                for place in range(len(batch.items)):
                    yield batch.results.pop(place)
            busy: dict[object, _Worker[Item, Out]] = {
                worker.pipe: worker for worker in self._workers if worker.task
            }
            for pipe in wait([worker.pipe for worker in busy.values()]) if busy else ():
                self._collect(busy[pipe])

    def stop(self) -> None:
        while self._workers:
            self._workers.pop().stop()

    def _hand_out(self) -> None:
        """Give all workers tasks, as long as there are any."""
        while True:
            free = next((worker for worker in self._workers if not worker.task), None)
            if not free and len(self._workers) >= self._jobs:
                return
            if not (task := self._next()):
                return
            if worker := free or self._started():
                worker.task = task
                try:
                    worker.pipe.send(task.items())
                except OSError:
                    self._bury(worker)
            else:
                for place, item in zip(task.places, task.items(), strict=True):
                    task.batch.results[place] = self._work(item)
                return

    def _next(self) -> _Task[Item, Out] | None:
        if self._retries:
            return self._retries.popleft()
        if len(self._waiting) >= AHEAD * self._jobs:
            return None
        items = next(self._batches, None)
        if items is None:
            return None
        batch: _Batch[Item, Out] = _Batch(items)
        self._waiting.append(batch)
        return _Task(batch, range(len(items)))

    def _collect(self, worker: _Worker[Item, Out]) -> None:
        try:
            results = cast("list[Out]", worker.pipe.recv())
        except (EOFError, OSError):
            self._bury(worker)
            return
        if task := worker.task:
            task.batch.results.update(zip(task.places, results, strict=True))
        worker.task = None

    def _bury(self, worker: _Worker[Item, Out]) -> None:
        """A worker has died: its items go alone to another, or are lost if they were so already."""
        self._workers.remove(worker)
        worker.stop()
        task = worker.task
        if task and task.again:
            for place, item in zip(task.places, task.items(), strict=True):
                task.batch.results[place] = self._lost(item)
        elif task:
            self._retries.extend(_Task(task.batch, [place], again=True) for place in task.places)

    def _started(self) -> _Worker[Item, Out] | None:
        """A new worker, None where the system gives none."""
        context = multiprocessing.get_context(self._method)
        try:
            here, there = context.Pipe()
        except OSError:
            return None
        # A forked process has the other workers' pipes too. With those open, these workers would
        # not see the end of this process, and would stay if it were killed.
        inherited = [here, *(worker.pipe for worker in self._workers)]
        process = context.Process(  # type: ignore[attr-defined]  # every real context has it
            target=_serve,
            args=(self._work, there, inherited if self._method == "fork" else ()),
            daemon=True,
        )
        with _no_interrupt():
            try:
                process.start()
            except OSError:
                here.close()
                return None
            finally:
                there.close()
            worker: _Worker[Item, Out] = _Worker(process, here)
            self._workers.append(worker)
        return worker


_SIGNALS: Final = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold signals back, so that a worker has its own way with them before the first one comes."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Callable[[Item], Out], pipe: Connection, inherited: Sequence[Connection]) -> None:
    """What a worker does: results for items, until the other end of its pipe is closed."""
    for other in inherited:
        other.close()
    for number in _SIGNALS:
        # Ctrl-C reaches every process of the terminal; the first one ends its workers.
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    gc.freeze()  # what was inherited is not garbage; looking through it would copy its memory
    try:
        while True:
            pipe.send([work(item) for item in pipe.recv()])
    except (EOFError, OSError):
        return
    except BaseException:
        # Without memory, say: the other end notices, and a traceback helps nobody.
        os._exit(1)
