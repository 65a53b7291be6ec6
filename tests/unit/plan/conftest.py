"""A small fair to plan: an event of six hours, employers with booths, and a user."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from pipeline.event import Event, as_event
from pipeline.plan import plan
from pipeline.profile import Profile
from pipeline.settings import Setting, Settings, load_settings
from pipeline.tables import Appearances, Matches, People, Sessions, Wishes, as_table

DAY = dt.date(2027, 3, 18)
NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)


def at(clock: str) -> dt.datetime:
    """Return a time of the fair's day (UTC)."""
    hour, minute = clock.split(":")
    return dt.datetime(2027, 3, 18, int(hour), int(minute), tzinfo=dt.UTC)


#: Tables of these tests by schema and rows: equal ones are checked against their schema once.
MADE: dict[tuple[type, str], pl.DataFrame] = {}


def table(schema: type, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return these rows as a table."""
    key = (schema, repr(rows))
    if key not in MADE:
        MADE[key] = as_table(schema, rows)
    return MADE[key]


class Fair:
    """Collects rows, then plans the day."""

    at = staticmethod(at)

    def __init__(self, settings: Settings) -> None:
        # What holds of a day holds however long it is searched; the shipped number is tried where it counts.
        self.settings = settings
        self.set(iterations=150)
        self.event = fair_event()
        self.profile = Profile(name="Imani", field="finance")
        self.presence: pl.DataFrame | None = None
        self.rows: dict[type, list[dict[str, Any]]] = {
            People: [],
            Matches: [],
            Sessions: [],
            Appearances: [],
            Wishes: [],
        }

    def set(self, **values: Any) -> Fair:
        """Change settings of the plan."""
        changed = {f"plan.{key}": Setting(value, "test") for key, value in values.items()}
        self.settings = Settings({**self.settings.values, **changed})
        return self

    def target(self, person_id: str, **values: Any) -> Fair:
        """Add a target with its match; the first ones rank best."""
        match = {key: values.pop(key) for key in ("rank", "tier", "fit") if key in values}
        rank = match.get("rank", len(self.rows[Matches]) + 1)
        person = {
            "person_id": person_id,
            "name": person_id.title(),
            "kind": "organization",
            "booth": None,
            "work_authorization": "unknown",
            "stage": 0,
            "strength": 0.0,
            "known": False,
        }
        self.rows[People].append(person | values)
        self.rows[Matches].append(
            {
                "event": "fair",
                "user_id": "me",
                "person_id": person_id,
                "you_to_them": 0.5,
                "them_to_you": 0.5,
                "fit": match.get("fit", max(0.0, 0.9 - (rank or 60) / 100)),
                "rank": rank,
                "tier": match.get("tier", "A" if rank is not None and rank <= 5 else "B"),
                "field_fit": "same",
                "confidence": 1.0,
            }
        )
        return self

    def targets(self, count: int) -> Fair:
        """Add this many targets with booths A1, A2, ..."""
        for number in range(1, count + 1):
            self.target(f"t{number:03}", booth=f"A{number}")
        return self

    def session(self, session_id: str, start: str, end: str, *, owner: str = "mine", **values: Any) -> Fair:
        """Add a session on the day of the fair."""
        row = {
            "session_id": session_id,
            "event": "fair" if owner == "event" else None,
            "source_sha": "0",
            "source_file": "x.ics",
            "owner": owner,
            "title": session_id,
            "start_utc": at(start),
            "end_utc": at(end),
            "all_day": False,
            "busy": "busy",
        }
        self.rows[Sessions].append(row | values)
        return self

    def speaks(self, person_id: str, session_id: str) -> Fair:
        """Let a target speak in a session."""
        row = {"session_id": session_id, "person_id": person_id, "role": "speaker"}
        self.rows[Appearances].append(row | {"evidence": "title", "confidence": 1.0})
        return self

    def wish(self, kind: str, person_id: str, start: str | None = None) -> Fair:
        """Add the user's word."""
        moment = at(start) if start else None
        row = {"event": "fair", "person_id": person_id, "kind": kind, "start": moment, "said_at": NOW}
        self.rows[Wishes].append(row)
        return self

    def reschedule(self, **values: Any) -> Fair:
        """Change the event."""
        self.event = fair_event(**values)
        return self

    def frames(self) -> dict[type, pl.DataFrame]:
        """Return all tables."""
        return {schema: table(schema, rows) for schema, rows in self.rows.items()}

    def plan(
        self,
        *,
        start_from: dt.datetime | None = None,
        reverse: bool = False,
        printed: pl.DataFrame | None = None,
    ) -> pl.DataFrame:
        """Return the plan of the day."""
        frames = {schema: frame.reverse() if reverse else frame for schema, frame in self.frames().items()}
        return plan(
            frames[Matches],
            frames[People],
            frames[Sessions],
            frames[Appearances],
            profile=self.profile,
            event=self.event,
            wishes=frames[Wishes],
            settings=self.settings,
            start_from=start_from,
            printed=printed,
            presence=self.presence,
        )

    @staticmethod
    def day(frame: pl.DataFrame, kind: str | None = None) -> list[dict[str, Any]]:
        """Return what is in the plan, by time."""
        kept = frame.filter(pl.col("dropped_because").list.len() == 0).sort("start", "entry_id")
        return [row for row in kept.iter_rows(named=True) if kind in (None, row["kind"])]

    @staticmethod
    def dropped(frame: pl.DataFrame) -> dict[str, str]:
        """Return the key of the reason by person or session."""
        left = frame.filter(pl.col("dropped_because").list.len() > 0)
        return {
            (row["person_id"] if row["kind"] == "meeting" else row["session_id"]): row["dropped_because"][0][
                "key"
            ]
            for row in left.iter_rows(named=True)
        }


def fair_event(**values: Any) -> Event:
    """Return the event."""
    table = {"name": "Spring Fair", "start": DAY, "hours": "10:00-16:00", "tz": "UTC", "place": "Field House"}
    return as_event("fair", table | values, "event.toml")


@pytest.fixture
def fair() -> Fair:
    """An empty fair."""
    return Fair(load_settings())
