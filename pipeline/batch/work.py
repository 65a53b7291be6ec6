"""What a worker does with one item of a task, by name: the same on any engine."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MeetwellError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.batch.job import Office


@dataclass(frozen=True, slots=True)
class Task:
    """Items of one kind of work over the run in a folder; a plain value that any engine can send."""

    kind: str
    root: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. ``state`` is the work's own word, or failed, quarantined or stopped."""

    item: str
    state: str
    told: str = ""


#: States after which an item has no result.
FAILED, QUARANTINED, STOPPED = "failed", "quarantined", "stopped"


def do(task: Task, item: str) -> Outcome:
    """Return what became of this item; a problem of one item stays with that item.

    Only a disk that refuses stops everything: every other item would meet it too.
    """
    from pipeline.batch.job import open_office

    try:
        office = open_office(Path(task.root))
        return Outcome(item, *_KINDS[task.kind](office, item))
    except WorkspaceError as problem:
        return Outcome(item, STOPPED, str(problem))
    except MeetwellError as problem:
        return Outcome(item, FAILED, f"{type(problem).__name__}: {problem}")
    except Exception as problem:  # noqa: BLE001 - one broken profile costs one sheet, whatever it breaks
        return Outcome(item, FAILED, _where(problem))


def do_all(task: Task) -> list[Outcome]:
    """Return the outcome of every item, in order; after a refusing disk the rest is not tried."""
    found: list[Outcome] = []
    for item in task.items:
        found.append(do(task, item))
        settle()
        if found[-1].state == STOPPED:
            break
    return found


@lru_cache(maxsize=1)
def settle() -> None:
    """Let the garbage collector pass over what all items share; it is there after the first one."""
    gc.collect()
    gc.freeze()


def _where(problem: BaseException) -> str:
    """Return what was raised and where, without the values: they can be somebody's data."""
    import traceback

    frames = traceback.extract_tb(problem.__traceback__)
    last = frames[-1] if frames else None
    place = f" ({Path(last.filename).name}:{last.lineno})" if last else ""
    return f"{type(problem).__name__}{place}"


def _match(office: Office, item: str) -> tuple[str, str]:
    from pipeline.batch.score import match_part

    return "matched", match_part(office, int(item))


def _sheet(office: Office, item: str) -> tuple[str]:
    from pipeline.batch.sheet import make_sheet

    return (make_sheet(office, item).state,)


def _page(office: Office, item: str) -> tuple[str]:
    from pipeline.batch.sheet import make_sheet

    return (make_sheet(office, item, html=True).state,)


def _check(office: Office, item: str) -> tuple[str, str]:
    from pipeline.batch.checking import check_sheet

    faults = check_sheet(office, item)
    return ("faulty", "; ".join(faults)) if faults else ("checked", "")


_KINDS: dict[str, Callable[[Office, str], tuple[str] | tuple[str, str]]] = {
    "match": _match,
    "sheet": _sheet,
    "page": _page,
    "check": _check,
}
