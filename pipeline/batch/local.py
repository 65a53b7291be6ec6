"""Processes of this machine: each answers item by item, so that a death names the one item it was at."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter, deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from pipeline.batch.work import QUARANTINED, STOPPED, Outcome, Task, do, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.batch.runner import Limits

#: One thread each: the workers are the parallelism, and threads of theirs would only fight for the cores.
ONE_THREAD = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_LOOK = 0.5


def serve(pipe: Any) -> None:
    """Do the tasks that come through the pipe until there are no more; the work of one worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the driver ends its workers itself
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while (task := pipe.recv()) is not None:
            for item in task.items:
                pipe.send(do(task, item))
                settle()
            pipe.send(None)


@dataclass(slots=True)
class _Worker:
    """One process, its task, and how many items of it are answered."""

    process: Any
    pipe: Any
    task: Task | None = None
    answered: int = 0
    tasks: int = 0
    since: float = field(default_factory=time.monotonic)

    def give(self, task: Task) -> None:
        self.task, self.answered, self.since = task, 0, time.monotonic()
        self.pipe.send(task)

    def rest(self) -> tuple[str, ...]:
        return self.task.items[self.answered :] if self.task else ()


class Local:
    """A pool of spawned processes that survives the death of any of them."""

    def __init__(self, limits: Limits) -> None:
        """Keep the limits; processes start with the first task."""
        self._limits = limits
        self._workers: list[_Worker] = []
        self._deaths: Counter[str] = Counter()

    @property
    def pids(self) -> list[int]:
        """Return the process ids of the workers that live now."""
        return [worker.process.pid for worker in self._workers]

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield one outcome per item; a stopped one ends the run after it. Idle workers stay for the next."""
        queue = deque(tasks)
        try:
            while queue or any(worker.task for worker in self._workers):
                self._feed(queue)
                for outcome in self._heard(queue):
                    yield outcome
                    if outcome.state == STOPPED:
                        return
        finally:
            for worker in [one for one in self._workers if one.task]:
                worker.process.terminate()
                self._bury(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in list(self._workers):
            self._dismiss(worker)

    def _feed(self, queue: deque[Task]) -> None:
        while queue:
            idle = next((worker for worker in self._workers if worker.task is None), None)
            if idle is None and len(self._workers) >= self._limits.workers:
                return
            worker = idle or self._start()
            task = queue.popleft()
            try:
                worker.give(task)
            except OSError:  # it died while it had nothing to do
                queue.appendleft(task)
                worker.task = None
                self._bury(worker)

    def _heard(self, queue: deque[Task]) -> Iterator[Outcome]:
        """Yield what the workers answer within a moment; one that is gone hands its rest back."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task}
        for pipe in wait(list(busy), timeout=_LOOK):
            worker = busy[pipe]
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._lost(worker, queue)
                continue
            worker.since = time.monotonic()
            if said is not None:
                worker.answered += 1
                yield said
            else:
                worker.task = None
                worker.tasks += 1
                if worker.tasks >= self._limits.recycle:
                    self._dismiss(worker)
        for worker in list(self._workers):
            if worker.task and time.monotonic() - worker.since > self._limits.seconds:
                worker.process.kill()  # the pipe then says so, as with any other death

    def _lost(self, worker: _Worker, queue: deque[Task]) -> Iterator[Outcome]:
        task, rest = worker.task, worker.rest()
        self._bury(worker)
        if task is None or not rest:
            return
        suspect = rest[0]
        self._deaths[suspect] += 1
        if self._deaths[suspect] > self._limits.tries:
            told = f"the worker died {self._deaths[suspect]} times at it"
            yield Outcome(suspect, QUARANTINED, told)
            rest = rest[1:]
        if rest:
            queue.appendleft(replace(task, items=rest))

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # a forked process can inherit a locked thread pool
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(there,), daemon=True)
        with _environment(dict.fromkeys(ONE_THREAD, "1")):
            process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        with suppress(OSError):
            worker.pipe.send(None)
        self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(timeout=5)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set variables for processes that start inside; what was set by the user stays."""
    new = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            del os.environ[name]
