from __future__ import annotations

from pipeline.plan.rows import with_something_to_note


def test_walk_ups_get_an_order_and_a_rounded_time(fair):
    rows = fair.day(fair.targets(4).plan(), "meeting")
    assert [row["order"] for row in rows] == [1, 2, 3, 4]
    assert {row["by_about"].minute % 10 for row in rows} == {0}
    assert not any(row["agreed"] for row in rows)


def test_nothing_lies_outside_the_hours(fair):
    rows = fair.day(fair.targets(60).plan())
    assert min(row["start"] for row in rows) >= fair.at("10:00")
    assert max(row["end"] for row in rows) <= fair.at("16:00")


def test_an_own_appointment_and_the_way_to_it_stay_free(fair):
    rows = fair.day(fair.targets(60).session("class", "12:00", "13:00", place="Birch Hall").plan(), "meeting")
    assert [row for row in rows if row["start"] < fair.at("13:15") and row["end"] > fair.at("11:45")] == []


def test_an_appointment_in_the_same_building_needs_no_way(fair):
    rows = fair.day(
        fair.targets(60).session("class", "12:00", "13:00", place="Field House, room 2").plan(), "meeting"
    )
    near = [row for row in rows if row["start"] < fair.at("13:15") and row["end"] > fair.at("11:45")]
    assert near != []


def test_free_all_day_and_own_plan_entries_do_not_block(fair):
    fair.targets(3).session("free", "10:00", "16:00", busy="free")
    fair.session("birthday", "10:00", "16:00", all_day=True).session(
        "ours", "10:00", "16:00", uid="x@meetwell"
    )
    assert [row["kind"] for row in fair.day(fair.plan(), "class")] == []
    assert len(fair.day(fair.plan(), "meeting")) == 3


def test_the_event_itself_in_the_own_calendar_does_not_block_the_day(fair):
    fair.targets(3).session("e", "10:00", "16:00", title="Spring Fair!")
    assert len(fair.day(fair.plan(), "meeting")) == 3


def test_an_agreed_slot_stands_at_its_minute(fair):
    rows = fair.day(fair.targets(20).wish("agree", "t007", "12:30").plan(), "meeting")
    agreed = [row for row in rows if row["agreed"]]
    assert [(row["person_id"], row["start"], row["end"]) for row in agreed] == [
        ("t007", fair.at("12:30"), fair.at("12:50"))
    ]


def test_an_agreed_slot_beats_an_own_appointment_and_says_so(fair):
    frame = fair.targets(3).session("class", "12:00", "13:00").wish("agree", "t001", "12:30").plan()
    assert fair.dropped(frame) == {"class": "drop.own_under_agreed"}


def test_pass_keeps_somebody_out_and_pick_brings_the_last_in(fair):
    fair.targets(60).wish("pass", "t001").wish("pick", "t060")
    frame = fair.plan()
    met = [row["person_id"] for row in fair.day(frame, "meeting")]
    assert ("t001" in met, "t060" in met) == (False, True)
    assert fair.dropped(frame)["t001"] == "drop.you_passed"


def test_a_pick_beats_being_set_aside(fair):
    fair.targets(2).target("aside", rank=None, tier="set_aside").wish("pick", "aside")
    assert [row["must"] for row in fair.day(fair.plan(), "meeting") if row["person_id"] == "aside"] == [True]


def test_somebody_set_aside_is_not_planned(fair):
    fair.targets(2).target("aside", rank=None, tier="set_aside")
    assert "aside" not in {row["person_id"] for row in fair.day(fair.plan())}


def test_every_target_is_met_or_dropped_with_a_reason(fair):
    frame = fair.set(iterations=1200).targets(60).plan()
    met = {row["person_id"] for row in fair.day(frame, "meeting")}
    assert met | set(fair.dropped(frame)) == {f"t{number:03}" for number in range(1, 61)}
    assert met & set(fair.dropped(frame)) == set()


def test_a_speaker_without_a_booth_is_met_after_the_talk_that_one_hears(fair):
    fair.target("ana", kind="person").session("talk", "14:00", "14:30", owner="event", place="Hall 2")
    rows = fair.day(fair.speaks("ana", "talk").plan())
    talk, meeting = (next(row for row in rows if row["kind"] == kind) for kind in ("talk", "meeting"))
    assert (talk["session_id"], talk["place"]) == ("talk", "Hall 2")
    assert fair.at("14:30") <= meeting["start"] <= fair.at("14:50")
    assert meeting["place"] == "Hall 2"


def test_a_talk_that_clashes_with_a_class_is_dropped_with_the_reason(fair):
    fair.target("ana", kind="person").session("talk", "14:00", "14:30", owner="event").speaks("ana", "talk")
    frame = fair.session("class", "14:00", "15:00").plan()
    assert fair.dropped(frame)["talk"] == "drop.talk_own"


def test_a_speaker_with_a_booth_is_not_visited_during_the_talk(fair):
    fair.target("ana", booth="A1", rank=40, tier="C").session("talk", "10:00", "12:00", owner="event")
    rows = fair.day(fair.speaks("ana", "talk").plan(), "meeting")
    assert [row["start"] >= fair.at("12:00") for row in rows] == [True]


def test_the_host_of_a_clinic_of_hours_can_be_met_and_nobody_sits_through_it(fair):
    fair.target("ana", booth="A1").session("clinic", "10:00", "15:30", owner="event").speaks("ana", "clinic")
    assert [row["kind"] for row in fair.day(fair.plan()) if row["person_id"]] == ["meeting"]


def test_the_people_of_one_booth_are_met_one_after_the_other(fair):
    fair.targets(12).target("one", booth="A20", kind="person").target("two", booth="A20", kind="person")
    places = [row["place"] for row in fair.day(fair.plan(), "meeting")]
    first = places.index("A20")
    assert [at for at, place in enumerate(places) if place == "A20"] == [first, first + 1]


def test_a_tentative_entry_gives_way_only_to_a_must_meet(fair):
    fair.session("maybe", "10:00", "16:00", busy="soft")
    free = fair.targets(1).plan()
    assert fair.dropped(free) == {"maybe": "drop.tentative"}


def test_a_day_full_of_classes_drops_everybody_for_that_reason(fair):
    frame = fair.targets(2).session("class", "09:00", "17:00").plan()
    assert fair.dropped(frame) == {"t001": "drop.busy", "t002": "drop.busy"}


def test_there_is_a_meal_and_time_to_write(fair):
    kinds = [row["kind"] for row in fair.day(fair.targets(60).plan())]
    assert kinds.count("break") == 1
    assert kinds.count("notes") >= 4


def test_a_warm_up_comes_before_the_first_must_meet(fair):
    rows = fair.day(fair.targets(40).plan(), "meeting")
    assert [row["must"] for row in rows[:3]] == [False, True, True]
    rows = fair.day(fair.set(warm_ups=0).plan(), "meeting")
    assert rows[0]["must"]


def test_the_plan_does_not_depend_on_the_order_of_rows(fair):
    fair.targets(30).session("class", "12:00", "13:00").wish("agree", "t003", "15:00")
    assert fair.plan().sort("entry_id").equals(fair.plan(reverse=True).sort("entry_id"))


def test_replanning_from_a_time_keeps_what_is_agreed(fair):
    fair.targets(40).wish("agree", "t004", "15:00").wish("agree", "t005", "11:00")
    rows = fair.day(fair.plan(start_from=fair.at("13:40")), "meeting")
    assert [(row["person_id"], row["start"]) for row in rows if row["agreed"]] == [
        ("t005", fair.at("11:00")),
        ("t004", fair.at("15:00")),
    ]
    assert min(row["start"] for row in rows if not row["agreed"]) >= fair.at("13:40")


def test_when_the_event_is_over_all_are_dropped(fair):
    assert fair.dropped(fair.targets(2).plan(start_from=fair.at("18:00"))) == {
        "t001": "drop.over",
        "t002": "drop.over",
    }


def test_ids_stay_when_times_and_booths_move(fair):
    before = {row["person_id"]: row["entry_id"] for row in fair.day(fair.targets(5).plan(), "meeting")}
    fair.session("class", "10:00", "11:00")
    after = {row["person_id"]: row["entry_id"] for row in fair.day(fair.plan(), "meeting")}
    assert before == after


def test_a_second_day_is_used_when_the_first_is_full(fair):
    fair.reschedule(end=fair.event.last_day.replace(day=19))
    rows = fair.day(fair.targets(60).plan(), "meeting")
    assert {row["start"].day for row in rows} == {18, 19}
    hours = {(row["start"].hour, row["end"].hour) for row in rows}
    assert all(start >= 10 and end <= 16 for start, end in hours)


def test_no_targets_give_an_empty_day(fair):
    assert fair.day(fair.plan(), "meeting") == []


def test_no_pause_for_writing_stands_where_nobody_was_spoken_to():
    day = [
        {"kind": "notes", "entry_id": "n0"},
        {"kind": "meeting", "entry_id": "m1"},
        {"kind": "break", "entry_id": "b"},
        {"kind": "notes", "entry_id": "n1"},
        {"kind": "notes", "entry_id": "n2"},
        {"kind": "talk", "entry_id": "t"},
        {"kind": "notes", "entry_id": "n3"},
    ]
    kept = [row["entry_id"] for row in with_something_to_note(day)]
    assert kept == ["m1", "b", "n1", "t", "n3"]
