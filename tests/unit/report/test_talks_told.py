"""What a card says of the talk of its person, and what the last page leaves out where nobody applies."""

import datetime as dt
from types import SimpleNamespace

import pytest

from pipeline.event import as_event
from pipeline.report import day
from pipeline.report.after import after_steps
from pipeline.report.words import load_words

NOON = dt.datetime(2027, 5, 11, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(("hours", "after"), [(-1, False), (0, True), (1, True), (None, True)])
def test_a_talk_is_heard_first_only_where_it_ends_before_the_two_meet(hours, after):
    talk = {"kind": "talk", "person_id": "p1", "end": NOON}
    inputs = SimpleNamespace(once=lambda _name, _make: [talk])
    entry = {"start": None, "by_about": None if hours is None else NOON + dt.timedelta(hours=hours)}
    assert day.is_after_talk(SimpleNamespace(entry=entry, person_id="p1"), inputs) == after


@pytest.mark.parametrize(("kind", "lines"), [("fair", 1), ("meetup", 0), ("conference", 0)])
def test_an_application_has_a_line_at_fairs_alone(kind, lines):
    table = {"name": "x", "start": dt.date(2027, 5, 11), "hours": "10-16", "tz": "UTC", "kind": kind}
    steps = after_steps(as_event("x", table, "x"), None, load_words())
    assert sum(text.startswith("Application") for step in steps for text in step.prompts) == lines
