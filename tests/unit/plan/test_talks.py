"""Which talks are heard, and who is met after them."""

from __future__ import annotations

import pytest


@pytest.fixture
def conference(fair):
    """A conference whose people have no booths."""
    return fair.reschedule(kind="conference")


def heard(fair, frame):
    return [row["session_id"] for row in fair.day(frame, "talk")]


def with_talk(fair, person_id, talk, start, end, **values):
    fair.target(person_id, kind="person", **values)
    return fair.session(talk, start, end, owner="event", place="Hall 2").speaks(person_id, talk)


def test_talks_of_the_best_matches_are_heard_at_a_conference_and_not_at_a_fair(fair):
    with_talk(fair.targets(8), "ana", "rates", "14:00", "14:30", rank=9, tier="A")
    assert heard(fair, fair.plan()) == []
    assert heard(fair, fair.reschedule(kind="conference").plan()) == ["rates"]


def test_a_talk_of_somebody_known_is_heard_anywhere(fair):
    with_talk(fair.targets(8), "ana", "rates", "14:00", "14:30", rank=30, tier="C", known=True)
    assert heard(fair, fair.plan()) == ["rates"]


def test_talks_that_nobody_asked_for_take_a_share_of_the_day_at_most(conference):
    conference.targets(8)
    for number, hour in enumerate((10, 11, 13, 14, 15)):
        with_talk(
            conference, f"p{number}", f"s{number}", f"{hour}:00", f"{hour}:40", rank=10 + number, tier="A"
        )
    assert heard(conference, conference.plan()) == ["s0", "s1"]
    assert len(heard(conference, conference.set(talk_share=0.0).plan())) == 0


def test_a_marked_talk_is_heard_though_no_target_gives_it(conference):
    conference.targets(3).session("Opening: open data", "11:00", "11:45", owner="event", place="Hall 1")
    frame = conference.reschedule(kind="conference", talks=["open data"]).plan()
    row = conference.day(frame, "talk")[0]
    assert (row["session_id"], row["person_id"], row["place"]) == ("Opening: open data", None, "Hall 1")


def test_a_talk_in_the_own_calendar_is_a_talk_and_no_appointment(conference):
    conference.targets(3).session("s", "11:00", "11:45", owner="event", title="Open data")
    conference.session("mine", "11:00", "11:45", title="Open data - Ana Lima", place="Hall 1")
    frame = conference.plan()
    assert heard(conference, frame) == ["s"]
    assert conference.day(frame, "class") == []


def test_a_talk_under_the_same_uid_in_the_own_calendar_is_a_talk(conference):
    conference.targets(3).session("s", "11:00", "11:45", owner="event", uid="a@x", title="Open data")
    conference.session("mine", "11:00", "11:45", uid="a@x", title="[starred]")
    frame = conference.plan()
    assert (heard(conference, frame), conference.day(frame, "class")) == (["s"], [])


def test_two_marked_talks_at_one_time_and_one_in_a_class_say_so(conference):
    conference.targets(2).session("class", "15:00", "16:00")
    for name, start, end in (
        ("one", "11:00", "11:30"),
        ("two", "11:15", "11:45"),
        ("late", "15:00", "15:30"),
    ):
        conference.session(name, start, end, owner="event", title=f"Talk {name}")
    conference.reschedule(kind="conference", talks=["Talk one", "Talk two", "Talk late"])
    frame = conference.plan()
    assert heard(conference, frame) == ["one"]
    assert conference.dropped(frame) == {"two": "drop.talk_talk_marked", "late": "drop.talk_own_marked"}


def test_a_speaker_who_cannot_be_caught_after_the_talk_is_met_at_another_hour(conference):
    with_talk(conference.targets(3), "ana", "rates", "14:00", "14:30", rank=20, tier="B")
    conference.session("class", "14:00", "15:00", place="Elsewhere")
    rows = {row["person_id"]: row for row in conference.day(conference.plan(), "meeting")}
    assert rows["ana"]["place"] is None
    assert not conference.at("13:45") <= rows["ana"]["start"] < conference.at("15:15")


def test_a_bare_name_of_the_agenda_is_not_walked_to_beside_its_namesake(conference):
    conference.target("ana", kind="person", name="Ana Lima", organization="Acme")
    conference.target("bare", kind="person", name="ana lima")
    frame = conference.plan()
    assert [row["person_id"] for row in conference.day(frame, "meeting")] == ["ana"]
    assert conference.dropped(frame) == {"bare": "drop.double"}
