"""The seam of every engine: tasks in, one outcome per item out, in any order, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.batch.work import Outcome, Task
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for every engine: workers, tasks until a worker is new, tries, seconds for one item."""

    workers: int
    recycle: int
    tries: int
    seconds: float

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits the settings say; 0 workers are as many as the machine has cores."""
        import os

        return cls(
            workers=settings.integer("batch.workers") or os.cpu_count() or 1,
            recycle=settings.integer("batch.recycle"),
            tries=settings.integer("batch.tries"),
            seconds=settings.number("batch.time_limit"),
        )


class Runner(Protocol):
    """One engine."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield one outcome per item, unordered.

        A worker's death costs at most the item it was at, and that only after ``tries`` new attempts.
        """

    def close(self) -> None:
        """End the workers; they stay for the next run until then."""


def runner_for(name: str, limits: Limits) -> Runner:
    """Return the engine of this name: local, dask, or dask://host:port.

    Raises ``UsageError`` for another name, or an engine that is not installed.
    """
    if name == "local":
        from pipeline.batch.local import Local

        return Local(limits)
    if name == "dask" or name.startswith("dask://"):
        from pipeline.batch.cluster import Dask

        return Dask(limits, name.removeprefix("dask").removeprefix("://") or None)
    raise UsageError(
        f"there is no runner {name!r}",
        do="Known: local, dask, dask://host:port. For any other scheduler use --shard k/n.",
    )
