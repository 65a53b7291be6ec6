# ruff: noqa: D102 - the names are sentences
"""A small fair: three people and an employer, with printed IDs."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.debrief import Form, debrief
from pipeline.event import as_event
from pipeline.short_id import issue
from pipeline.tables import Issued, People, as_table

NOW = dt.datetime(2026, 11, 27, 20, 0, tzinfo=dt.UTC)


def person(person_id, name, *, kind="person", organization=None, events=("fair",), **more):
    return {
        "person_id": person_id,
        "kind": kind,
        "name": name,
        "organization": organization,
        "events": list(events),
        "work_authorization": "unknown",
        "stage": 0,
        "strength": 0.0,
        "known": False,
    } | more


class Fair:
    """The event, its people and what was printed for them."""

    def __init__(self):
        self.event = as_event(
            "fair", {"start": "2026-11-27", "hours": "10:00-16:00", "tz": "America/Toronto"}, "event.toml"
        )
        self.rows = [
            person("pana", "Ana Lee", organization="Acme Bank"),
            person("ptom", "Tom Reed", organization="Borealis"),
            person("psam1", "Sam Fox", organization="Acme Bank"),
            person("psam2", "Sam Fox", organization="Crown Retail"),
            person("pacme", "Acme Bank", kind="organization", organization="Acme Bank"),
            person("pold", "Old Friend", events=(), known=True),
        ]
        self.ids = {}
        for row in self.rows[:5]:
            self.ids[row["person_id"]] = issue(row["person_id"], "fair", self.ids.values())

    @property
    def people(self):
        return as_table(People, self.rows)

    @property
    def issued(self):
        rows = [
            {"event": "fair", "short_id": short_id, "person_id": person_id, "issued_at": NOW}
            for person_id, short_id in self.ids.items()
        ]
        return as_table(Issued, [*rows, *getattr(self, "more_issued", [])])

    def take(self, form, now=NOW, **known):
        return debrief(
            form,
            issued=self.issued,
            people=self.people,
            event=self.event,
            now=now,
            **known,
        )

    def lines(self, *lines, **known):
        return self.take(Form("typed", "0" * 64, "lines", lines=lines), **known)

    def csv(self, tmp_path, text, name="debrief.csv", **known):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.take(Form(name, "0" * 64, "csv", path=path), **known)

    def json(self, tmp_path, text, **known):
        path = tmp_path / "phone.json"
        path.write_text(text, encoding="utf-8")
        return self.take(Form("phone.json", "0" * 64, "json", path=path), **known)


@pytest.fixture
def fair():
    return Fair()
