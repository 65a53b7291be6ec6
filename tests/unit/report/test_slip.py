from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace

import pytest

from pipeline.event import Opening
from pipeline.plan.changes import Change
from pipeline.report.slip import change_slip

START = dt.datetime(2026, 11, 26, 16, tzinfo=dt.UTC)


def change(kind, person="p003", entry="e1", meeting="meeting", session=None, **more):
    return asdict(Change(kind, entry, meeting, person, session, **more))


def lines(fair, *changes):
    return [
        (line.name, f"{line.word} {line.text}".strip()) for line in change_slip(fair, changes, fair.now).lines
    ]


@pytest.fixture
def two_days(fair):
    """Return the fair with a second day."""
    hours = (
        *fair.event.hours,
        *(Opening(*(end + dt.timedelta(days=1) for end in (one.start, one.end))) for one in fair.event.hours),
    )
    return replace(fair, event=replace(fair.event, hours=hours))


def name(fair, person):
    return fair.people.filter(fair.people["person_id"] == person)["name"].item()


def test_whoever_moved_and_has_another_time_stands_on_one_line(fair):
    moved = change("moved", place_before="A1", place="B2")
    time = change("other_time", start=START)
    assert lines(fair, moved, time) == [
        (name(fair, "p003"), "Moved. From A1 to B2. Another time. Now at 11:00.")
    ]


def test_a_talk_is_named_by_its_title_beside_its_speaker(fair):
    talk = change("gone", meeting="talk", entry="t1", session="s1")
    met = change("other_order", after="p004", at=START)
    before = name(fair, "p004")
    text = f"Not in your day any more. Talk: MATH 223 lecture. At another point of your way. After {before}."
    assert lines(fair, talk, met) == [(name(fair, "p003"), text)]


def test_an_event_of_several_days_names_the_day(two_days):
    told = lines(
        two_days,
        change("other_time", start=START + dt.timedelta(days=1)),
        change("other_day", person="p004", place="A4", at=START + dt.timedelta(days=1)),
        change("other_order", person="p005", after="p003", at=START),
        change("moved", person="p006", place_before="A1", place="B2", at=START),
    )
    assert [text for _, text in told] == [
        "Another time. Now on Fri at 11:00.",
        "On another day. On Fri. A4. First of all.",
        f"At another point of your way. On Thu. After {name(two_days, 'p003')}.",
        "Moved. From A1 to B2.",
    ]


def test_whoever_is_new_with_an_agreed_time_is_told_with_it(fair):
    new = change("new", place="A4", start=START, at=START, fixed=True, after="p004")
    assert lines(fair, new)[0][1].startswith("New in your day. Now at 11:00. A4.")


def test_lines_are_counted_by_person_and_the_rest_is_said(fair):
    many = [change(kind, person=f"p{n:03}") for n in range(12) for kind in ("moved", "other_time")]
    slip = change_slip(fair, many, fair.now)
    assert (len(slip.lines), slip.more) == (
        9,
        "3 more changes do not fit on this slip: print the sheet again.",
    )
