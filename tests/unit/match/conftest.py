"""Small events in memory: people in one line each, every value with its cell."""

from __future__ import annotations

import datetime as dt

from pipeline.event import Event, Opening
from pipeline.match import match
from pipeline.profile import Profile
from pipeline.settings import load_settings
from pipeline.tables import Appearances, Interactions, People, Promises, Sessions, Wishes, as_table

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
LISTS = ("interests", "offers", "seeks", "majors", "positions", "levels")
PLAIN = ("title", "industry", "organization", "school", "location", "name", "graduation_date", "bio")


def person(person_id, row=2, **values):
    """Return one row of People; each stated value has a cell in ``list.csv``."""
    base = {
        "person_id": person_id,
        "kind": "person",
        "name": person_id.title(),
        "events": ["fair"],
        "stage": 0,
        "strength": 0.0,
        "known": False,
        "tie_sources": [],
        "work_authorization": "unknown",
    }
    whole = base | values
    cells = []
    for name in (*LISTS, *PLAIN, "work_authorization"):
        stated = whole.get(name)
        values = stated if isinstance(stated, list) else [stated]
        cells += [
            {"field": name, "value": value, "file": "list.csv", "row": row, "column": name}
            for value in values
            if value
        ]
    return whole | {"origins": cells}


def employer(person_id, **values):
    """Return one exhibiting organisation."""
    return person(
        person_id,
        **({"kind": "organization", "organization": values.get("name", person_id.title())} | values),
    )


def student(**values):
    """Return a finance student, or whoever the values make of them."""
    return Profile(
        **(
            {
                "name": "Sam Student",
                "field": "finance",
                "majors": ("Finance",),
                "degree_level": "Undergraduate",
                "graduation_date": dt.date(2027, 5, 15),
            }
            | values
        )
    )


def session(at, title, description=None):
    """Return one talk of the agenda, from line ``10 + at`` of it."""
    start = dt.datetime(2027, 3, 18, 11, tzinfo=dt.UTC)
    return {
        "session_id": f"s{at}",
        "event": "fair",
        "source_sha": "0" * 64,
        "source_file": "agenda.ics",
        "source_row": 10 + at,
        "owner": "event",
        "title": title,
        "description": description,
        "start_utc": start,
        "end_utc": start + dt.timedelta(minutes=30),
        "all_day": False,
        "speakers": [],
        "busy": "busy",
    }


def spoken(at, who):
    """Return who speaks in that talk."""
    return {
        "session_id": f"s{at}",
        "person_id": who,
        "role": "speaker",
        "evidence": "agenda.ics",
        "confidence": 1.0,
    }


class Fair:
    """Runs match on rows; ``of`` returns the row of one person."""

    def __init__(
        self,
        *people,
        profile=None,
        wishes=(),
        interactions=(),
        promises=(),
        talks=(),
        flags=None,
        suggested=None,
    ):
        day = dt.datetime(2027, 3, 18, tzinfo=dt.UTC)
        hours = (Opening(day.replace(hour=10), day.replace(hour=16)),)
        self.event = Event("fair", "Fair", "fair", "UTC", hours)
        self.profile = profile or student()
        self.people = as_table(People, list(people))
        self.matches = match(
            self.people,
            as_table(Appearances, [spoken(at, talk[0]) for at, talk in enumerate(talks)]),
            as_table(Sessions, [session(at, *talk[1:]) for at, talk in enumerate(talks)]),
            profile=self.profile,
            event=self.event,
            wishes=as_table(Wishes, [{"event": "fair", "said_at": NOW} | wish for wish in wishes]),
            interactions=as_table(Interactions, list(interactions)),
            promises=as_table(Promises, list(promises)),
            settings=load_settings(flags=flags or {}),
            now=NOW,
            suggested=suggested,
        )

    def of(self, person_id):
        """Return the match of one person."""
        return self.matches.filter(person_id=person_id).row(0, named=True)

    def keys(self, person_id, column="reasons"):
        """Return the message keys in one column of one person."""
        return [message["key"] for message in self.of(person_id)[column]]

    def order(self):
        """Return the ranked ids, the best first."""
        ranked = self.matches.filter(self.matches["rank"].is_not_null()).sort("rank")
        return ranked["person_id"].to_list()
