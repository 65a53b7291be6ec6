"""Dask: a cluster that is there already, or workers of this machine; tasks are paths and ids."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from pipeline.batch.local import ONE_THREAD
from pipeline.batch.work import QUARANTINED, STOPPED, Outcome, Task, do_all
from pipeline.errors import UsageError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.batch.runner import Limits

#: Tasks each worker has waiting: enough that none is idle, few enough that the scheduler holds little.
_AHEAD = 2
#: Seconds after which the connection is looked at again while nothing ends.
_LOOK = 0.5
#: What a scheduler's death looks like: no connection, no answer, or a result that was there a moment ago.
_GONE = (OSError, TimeoutError, CancelledError)
#: A worker's death is counted here, per user, and not by the scheduler, per task. What measures the workers
#: while they work costs more than it tells of tasks of seconds.
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "1s",
    "distributed.scheduler.work-stealing-interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    # Dask's own MALLOC_TRIM_THRESHOLD_ gives memory back after every page, which then has to be taken again.
    "distributed.nanny.pre-spawn-environ": dict.fromkeys(ONE_THREAD, "1"),
}


class Dask:
    """An engine that moves tasks between machines; the folder of the batch must be on a disk they share."""

    def __init__(self, limits: Limits, address: str | None) -> None:
        """Keep where the scheduler is; without an address workers are started here.

        Raises ``UsageError`` when the extra is not installed.
        """
        try:
            import distributed
        except ImportError as problem:
            raise UsageError(
                "Dask is not installed", do="pip install 'meetwell[cluster]', or use --runner local."
            ) from problem
        self._dask: Any = distributed
        self._gone = (*_GONE, distributed.client.ClosedClientError)
        self._limits = limits
        self._address = address
        self._deaths: Counter[str] = Counter()
        self._here: Any = None
        self._client: Any = None

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield one outcome per item; raises ``WorkspaceError`` when the cluster is gone."""
        try:
            yield from self._drive(self._connected(), iter(tasks))
        except self._gone as problem:
            raise WorkspaceError(
                "the Dask scheduler cannot be reached",
                where=self._address,
                do="Start it again and run the same command: what is finished stays.",
            ) from problem

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        for one in (self._client, self._here):
            if one is not None:
                with suppress(*self._gone):
                    one.close()
        self._client = self._here = None

    def _connected(self) -> Any:
        import dask

        if self._client is None:
            dask.config.set(_SETTINGS)
            if self._address is None:
                self._here = self._dask.LocalCluster(
                    n_workers=self._limits.workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    env=dict.fromkeys(ONE_THREAD, "1"),
                    silence_logs=50,
                    memory_limit=0,
                )
            self._client = self._dask.Client(self._here or self._address, timeout=60, set_as_default=False)
        return self._client

    def _drive(self, client: Any, tasks: Iterator[Task]) -> Iterator[Outcome]:
        # A scheduler that died a moment ago tells of no workers; the first task then says that it is gone.
        ahead = max(_AHEAD, _AHEAD * len(client.scheduler_info(n_workers=-1).get("workers", ())))
        ended: SimpleQueue[Any] = SimpleQueue()
        running = {_submit(client, task, ended): task for task in _first(tasks, ahead)}
        while running:
            future = _next(client, ended)
            task = running.pop(future)
            again: list[Task] = []
            for outcome in self._outcomes(future, task, again):
                yield outcome
                if outcome.state == STOPPED:
                    return
            for more in again or list(_first(tasks, 1)):
                running[_submit(client, more, ended)] = more

    def _outcomes(self, future: Any, task: Task, again: list[Task]) -> Iterator[Outcome]:
        """Yield what a task brought; one whose worker died comes again, user by user."""
        if future.status == "finished":
            yield from future.result()
            return
        problem = future.exception() if future.status == "error" else None
        if problem is None or type(problem).__name__ != "KilledWorker":
            told = type(problem).__name__ if problem else future.status
            raise WorkspaceError(
                f"the Dask cluster gave up on a task: {told}",
                where=self._address,
                do="Run the same command again: what is finished stays.",
            )
        if len(task.items) > 1:
            again.extend(replace(task, items=(item,)) for item in task.items)
            return
        item = task.items[0]
        self._deaths[item] += 1
        if self._deaths[item] > self._limits.tries:
            yield Outcome(item, QUARANTINED, f"the worker died {self._deaths[item]} times at it")
        else:
            again.append(task)


def _next(client: Any, ended: SimpleQueue[Any]) -> Any:
    """Return the next future that ended; raises ``OSError`` once the client gave its scheduler up.

    A task that was sent while the connection was already lost would be waited for without end.
    """
    while client.status not in ("closing", "closed"):
        with suppress(Empty):
            return ended.get(timeout=_LOOK)
    raise OSError("the connection to the scheduler was lost")


def _submit(client: Any, task: Task, ended: SimpleQueue[Any]) -> Any:
    """Send a task; its future says itself when it has ended."""
    future = client.submit(do_all, task, pure=False, retries=0)
    future.add_done_callback(ended.put)
    return future


def _first(tasks: Iterator[Task], count: int) -> Iterator[Task]:
    for _ in range(count):
        task = next(tasks, None)
        if task is None:
            return
        yield task
