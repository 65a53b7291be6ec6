"""What the paper is made from: the frames and values a caller hands over, bundled once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline import tables

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    import dataframely as dy
    import polars as pl

    from pipeline.event import Event
    from pipeline.profile import Profile
    from pipeline.report.roll import Fields, Roll
    from pipeline.settings import Settings


_Made = TypeVar("_Made")


def _empty(schema: type[dy.Schema]) -> Callable[[], pl.DataFrame]:
    return lambda: tables.as_table(schema, [])


@dataclass(frozen=True, slots=True)
class FileRead:
    """One input file in numbers, as the foot of the paper prints it."""

    name: str
    rows: int
    kept: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a sheet or a checklist of one user at one event is made from; absent frames are empty.

    ``roll`` and ``matched`` are ``people`` and ``matches`` as plain rows, for a caller that makes many papers
    of one event; without them they are read from the frames. ``mark`` is printed in the foot of every page.
    """

    profile: Profile
    event: Event
    settings: Settings
    now: dt.datetime
    people: pl.DataFrame = field(default_factory=_empty(tables.People))
    matches: pl.DataFrame = field(default_factory=_empty(tables.Matches))
    coverage: pl.DataFrame = field(default_factory=_empty(tables.Coverage))
    plan: pl.DataFrame = field(default_factory=_empty(tables.Plan))
    sessions: pl.DataFrame = field(default_factory=_empty(tables.Sessions))
    wishes: pl.DataFrame = field(default_factory=_empty(tables.Wishes))
    issued: pl.DataFrame = field(default_factory=_empty(tables.Issued))
    followups: pl.DataFrame = field(default_factory=_empty(tables.Followups))
    promises: pl.DataFrame = field(default_factory=_empty(tables.Promises))
    interactions: pl.DataFrame = field(default_factory=_empty(tables.Interactions))
    applications: pl.DataFrame = field(default_factory=_empty(tables.Applications))
    files: tuple[FileRead, ...] = ()
    roll: Roll | None = None
    matched: Sequence[Fields] | None = None
    mark: str = ""
    _memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def days(self) -> int:
        """Return how many days the event takes from its first to its last."""
        return (self.event.last_day - self.event.first_day).days + 1

    def once(self, name: str, make: Callable[[Inputs], _Made]) -> _Made:
        """Return what ``make`` works out of these inputs, the same again when asked again.

        A changed copy (``dataclasses.replace``) starts anew.
        """
        if name not in self._memo:
            self._memo[name] = make(self)
        made: _Made = self._memo[name]
        return made
