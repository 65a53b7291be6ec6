"""An open workspace: its settings, profile, events, state and clock."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline import workspace as folders
from pipeline.errors import SettingsError
from pipeline.event import SLUG, Event, read_event
from pipeline.profile import Profile, read_profile
from pipeline.settings import Settings, load_settings
from pipeline.state import State
from pipeline.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from pipeline.workspace import Workspace


class Clock(Protocol):
    """What tells the time; a clock given as a local date needs the zone it is local to."""

    def __call__(self, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
        """Return now, in UTC."""


@dataclass(frozen=True, slots=True)
class Project:
    """One open workspace; stages get what they need from it as arguments."""

    workspace: Workspace
    state: State
    settings: Settings
    clock: Clock

    def now(self, event: Event | None = None) -> dt.datetime:
        """Return now in UTC; a bare day of ``--today`` is taken in the zone of the event."""
        return self.clock(event.zone) if event else self.clock()

    def today(self, event: Event | None = None) -> dt.date:
        """Return what day it is where the event is; without one, where the user is."""
        zone = event.zone if event else self._home()
        return self.clock(zone).astimezone(zone).date()

    def profile(self) -> Profile:
        """Return the user's profile; raises ``SettingsError`` when there is none."""
        return read_profile(self.workspace.profile)

    def profile_or_none(self) -> Profile | None:
        """Return the user's profile, or nothing where there is no file yet."""
        return self.profile() if self.workspace.profile.is_file() else None

    def events(self) -> list[Event]:
        """Return all events, the earliest first."""
        events = [read_event(self.workspace.event(slug)) for slug in self.workspace.events()]
        return sorted(events, key=lambda event: (event.first_day, event.slug))

    def event(self, slug: str | None = None) -> Event:
        """Return the event of that slug; by default the next one, else the last.

        Raises ``SettingsError`` when there is none.
        """
        if slug:
            if not SLUG.fullmatch(slug):  # it might lead out of the workspace
                raise SettingsError(f"there is no event {slug!r}", do="'meetwell event list' names them.")
            return read_event(self.workspace.event(slug))
        events = self.events()
        if not events:
            raise SettingsError(
                "there is no event yet",
                where=str(self.workspace.root),
                do="Add one: meetwell event add spring-fair --on 2027-03-18 --hours 10-16; "
                "or print a sheet from a list alone: 'meetwell quick LIST'.",
            )
        coming = [
            one for one in events if one.last_day >= self.today(one) or one.hours[-1].end > self.now(one)
        ]
        return coming[0] if coming else events[-1]

    def event_past(self, slug: str | None = None) -> Event:
        """Return the event of that slug; by default the last one that has begun, else the next."""
        if slug:
            return self.event(slug)
        begun = [event for event in self.events() if event.first_day <= self.today(event)]
        return begun[-1] if begun else self.event()

    def _home(self) -> ZoneInfo:
        profile = self.profile_or_none()
        zone = (profile and profile.tz) or self.settings.text("ingest.default_tz")
        return zone_of(zone, str(self.workspace.profile))


@contextmanager
def open_project(
    start: Path | None, working: Path, *, clock: Clock, flags: Mapping[str, str | int | float | bool]
) -> Iterator[Project]:
    """Open the workspace named, or the nearest one; it is closed at the end of the block.

    Raises ``WorkspaceError`` when there is none or its state cannot be used.
    """
    workspace = folders.find(start, working)
    settings = load_settings(workspace.root, flags)
    with State(workspace.state, workspace.backups) as state:
        yield Project(workspace, state, settings, clock)


def digest(*parts: object) -> str:
    """Return a hash of these values; a path stands for its content."""
    from pathlib import Path

    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            content = part.read_bytes() if part.is_file() else b"absent"
            total.update(hashlib.sha256(content).digest())
        else:
            total.update(repr(part).encode())
        total.update(b"\0")
    return total.hexdigest()
