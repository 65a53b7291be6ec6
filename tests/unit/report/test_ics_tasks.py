"""The follow-ups as tasks: two dates, an alarm before the end, and what is done stands as completed."""

import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar

from pipeline.report.ics import followups_calendar
from pipeline.report.ics_tasks import task_uid, tasks_calendar
from pipeline.tables import Followups, as_table

DAY = dt.date(2027, 3, 19)
SLOT = dt.datetime(2027, 3, 19, 17, 0, tzinfo=dt.UTC), dt.datetime(2027, 3, 19, 17, 10, tzinfo=dt.UTC)


@pytest.fixture
def steps(fair):
    """Return a function that gives the fair these steps."""
    person_id = fair.people["person_id"][0]

    def put(*rows):
        fixed = {"event": fair.event.slug, "person_id": person_id, "step": "thanks", "due": DAY}
        made = [{**fixed, "basis": "convention", "state": "open", **row} for row in rows]
        return replace(fair, followups=as_table(Followups, made))

    return put


def todos(text):
    return {str(one["UID"]): one for one in Calendar.from_ical(text).walk("VTODO")}


def test_a_task_has_a_start_before_its_end_and_an_alarm_that_rings_by_its_end(steps, fair):
    inputs = steps({"followup_id": "f1"}, {"followup_id": "f2", "start": SLOT[0], "end": SLOT[1]})
    found = todos(tasks_calendar(inputs, [])[0])
    by_day, slot = (found[task_uid(fair.event.slug, fair.profile.user_id, key)] for key in ("f1", "f2"))
    assert (by_day["DTSTART"].dt, by_day["DUE"].dt) == (DAY - dt.timedelta(days=1), DAY)
    assert (slot["DTSTART"].dt, slot["DUE"].dt) == SLOT
    triggers = [one.walk("VALARM")[0]["TRIGGER"] for one in (by_day, slot)]
    assert [one.dt for one in triggers] == [dt.timedelta(hours=9), dt.timedelta(minutes=-10)]
    assert {one.params["RELATED"] for one in triggers} == {"END"}
    assert {(str(one["STATUS"]), str(one["CLASS"])) for one in (by_day, slot)} == {
        ("NEEDS-ACTION", "PRIVATE")
    }


def test_no_file_holds_both_kinds(steps):
    inputs = steps({"followup_id": "f1"})
    assert "VEVENT" not in tasks_calendar(inputs, [])[0]
    assert "VTODO" not in followups_calendar(inputs, [])[0]


def test_what_is_done_is_completed_and_what_is_skipped_is_cancelled_once(steps):
    first, items = tasks_calendar(steps({"followup_id": "f1"}, {"followup_id": "f2"}), [])
    ended = steps({"followup_id": "f1", "state": "done"}, {"followup_id": "f2", "state": "skipped"})
    second, after = tasks_calendar(ended, items)
    third, _ = tasks_calendar(ended, after)
    assert sorted(todos(first)) == sorted(todos(second))
    assert sorted(str(one["STATUS"]) for one in todos(second).values()) == ["CANCELLED", "COMPLETED"]
    assert [str(one["STATUS"]) for one in todos(third).values()] == ["COMPLETED"]
    assert {one["SEQUENCE"] for one in todos(second).values()} == {1}


def test_an_unchanged_task_stays_byte_for_byte(steps):
    inputs = steps({"followup_id": "f1"})
    first, items = tasks_calendar(inputs, [])
    later = replace(inputs, now=inputs.now + dt.timedelta(days=1))
    assert tasks_calendar(later, items)[0] == first
