import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.errors import SettingsError
from pipeline.event import as_event
from pipeline.plan.cadence import cadence
from pipeline.plan.followup import followup
from pipeline.profile import Profile
from pipeline.settings import load_settings
from pipeline.tables import (
    Applications,
    Followups,
    Interactions,
    People,
    Plan,
    Promises,
    Sessions,
    as_table,
)
from pipeline.workdays import WorkDays

TORONTO = ZoneInfo("America/Toronto")
FRIDAY = dt.date(2026, 11, 27)
NOW = dt.datetime(2026, 11, 27, 22, 0, tzinfo=dt.UTC)
TALK = dt.datetime(2026, 11, 27, 15, 0, tzinfo=dt.UTC)
EVENT = as_event(
    "fair", {"start": "2026-11-27", "hours": "10:00-16:00", "tz": "America/Toronto"}, "event.toml"
)
PROFILE = Profile(name="Imani", field="finance", country="CA", tz="America/Toronto")


def person(person_id, name, **more):
    row = {"kind": "person", "work_authorization": "unknown", "stage": 1, "strength": 0.0, "known": False}
    return {"person_id": person_id, "name": name, "events": ["fair"], **row, **more}


def talk(person_id="pana", *, at=TALK, kind="talked", direction="both", **more):
    return {
        "interaction_id": f"i-{person_id}-{at.isoformat()}-{kind}",
        "event": "fair",
        "person_id": person_id,
        "at": at,
        "kind": kind,
        "direction": direction,
        "may_contact": "unknown",
        "may_keep": "unknown",
        "source": "debrief.csv:2",
    } | more


def promise(text="send article", *, person_id="pana", owner="mine", due=None, **more):
    return {
        "promise_id": f"o-{person_id}-{owner}-{text}",
        "event": "fair",
        "person_id": person_id,
        "owner": owner,
        "text": text,
        "made_at": TALK,
        "due": due,
        "due_said": due is not None,
        "state": "open",
        "source": "debrief.csv:2",
    } | more


@cache
def loaded(flags):
    return load_settings(flags=dict(flags))


MADE = {}


def table(schema, rows):
    """Return these rows as a table; equal rows are checked against the schema once."""
    key = (schema, repr(rows))
    if key not in MADE:
        MADE[key] = as_table(schema, list(rows))
    return MADE[key]


def run(  # noqa: PLR0913 - one keyword per table
    interactions=(),
    promises=(),
    *,
    people=None,
    sessions=(),
    applications=(),
    previous=None,
    plan=(),
    profile=PROFILE,
    event=EVENT,
    now=NOW,
    **choices,
):
    flags = {f"followup.{key}": value for key, value in choices.items()}
    return followup(
        table(Interactions, interactions),
        table(Promises, promises),
        table(People, people or [person("pana", "Ana Lee"), person("ptom", "Tom Reed")]),
        table(Sessions, sessions),
        table(Applications, applications),
        table(Followups, ()) if previous is None else previous,
        plan=table(Plan, plan),
        profile=profile,
        event=event,
        settings=loaded(tuple(flags.items())),
        now=now,
    )


def steps(frame, person_id="pana"):
    rows = frame.filter(pl.col("person_id") == person_id)
    return dict(zip(rows["step"].to_list(), rows["due"].to_list(), strict=True))


def keys(frame, step, column="warnings"):
    return [item["key"] for item in frame.filter(pl.col("step") == step)[column][0]]


PURSUED = talk(detail="credit risk", sorting="pursue", channel="email")


def test_a_talk_worth_pursuing_gets_the_whole_cadence_on_working_days():
    assert steps(run([PURSUED])) == {
        "thanks": dt.date(2026, 11, 30),
        "second": dt.date(2026, 12, 7),
        "question": dt.date(2026, 12, 11),
        "update": dt.date(2026, 12, 28),
        "quarterly": dt.date(2027, 2, 25),
    }


def test_a_window_without_a_working_day_takes_the_next_one_and_says_so():
    assert keys(run([PURSUED]), "thanks") == ["warn.window_moved"]


def test_the_clock_starts_at_the_last_two_way_contact():
    answer = talk(at=dt.datetime(2026, 12, 8, 15, tzinfo=dt.UTC), kind="message", direction="in", event=None)
    found = steps(run([PURSUED, answer]))
    assert found["question"] == dt.date(2026, 12, 22)
    assert "second" not in found


def test_a_connection_or_a_card_moves_no_clock():
    later = dt.datetime(2026, 12, 20, 15, tzinfo=dt.UTC)
    touches = [
        talk(at=later, kind=kind, direction="both", event=None) for kind in ("card", "connection", "scan")
    ]
    assert_frame_equal(run([PURSUED]), run([PURSUED, *touches]))


def test_after_two_unanswered_messages_no_step_is_left_but_what_was_promised():
    sent = [
        talk(at=TALK + dt.timedelta(days=day), kind="message", direction="out", event=None) for day in (1, 8)
    ]
    assert steps(run([PURSUED, *sent], [promise()])) == {"favour": FRIDAY}
    assert list(steps(run([PURSUED, *sent], after_stop="quarterly"))) == ["quarterly"]


def test_ticks_alone_get_thanks_and_the_page_says_which_detail_is_missing():
    found = run([talk()])
    assert list(steps(found)) == ["thanks"]
    assert "warn.no_detail" in keys(found, "thanks")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"sorting": "let_go"}, {"favour"}),
        ({"sorting": "thanks"}, {"thanks", "favour"}),
        ({"may_contact": "no"}, {"favour"}),
        ({"may_keep": "no"}, {"favour", "forget"}),
    ],
)
def test_sorting_and_consent_decide_what_is_planned(more, expected):
    assert set(steps(run([talk(detail="x", channel="email", **more)], [promise()]))) == expected


def test_a_date_the_user_gave_is_kept_on_a_holiday_with_a_warning():
    found = run([PURSUED], [promise("write the report", due=dt.date(2026, 12, 25))])
    assert steps(found)["promise"] == dt.date(2026, 12, 25)
    assert "warn.holiday" in keys(found, "promise")
    assert found.filter(pl.col("step") == "promise")["basis"].to_list() == ["you_said"]


def test_a_date_the_user_gave_on_a_weekend_or_in_the_past_is_kept_with_a_warning():
    weekend = run([PURSUED], [promise("write", due=dt.date(2026, 11, 28))])
    past = run([PURSUED], [promise("write", due=dt.date(2026, 11, 20))])
    assert keys(weekend, "promise") == ["warn.weekend"]
    assert keys(past, "promise") == ["warn.past"]


def test_a_promise_of_five_minutes_stands_on_the_same_evening_before_all_else():
    found = run([PURSUED], [promise("send the article")])
    favour = found.row(0, named=True)
    assert (favour["step"], favour["due"]) == ("favour", FRIDAY)
    assert favour["start"].astimezone(TORONTO).hour == 19


def test_a_kept_promise_never_comes_back():
    first = run([PURSUED], [promise("write the report")])
    kept = promise("write the report", state="kept", closed_at=NOW)
    assert "promise" not in steps(run([PURSUED], [kept], previous=first))


def test_what_was_done_or_skipped_stays_so_and_is_never_planned_again():
    first = run([PURSUED])
    done = first.with_columns(
        pl.when(pl.col("step") == "thanks").then(pl.lit("done")).otherwise("state").alias("state")
    )
    again = run([PURSUED], previous=done, now=NOW + dt.timedelta(days=3))
    assert again.filter(pl.col("step") == "thanks")["state"].to_list() == ["done"]
    assert again.filter(pl.col("step") == "question")["state"].to_list() == ["open"]


def test_ticking_one_step_off_moves_no_other():
    rows = [talk(name, detail="x", sorting="pursue", channel="email") for name in ("pana", "ptom")]
    first = run(rows)
    thanks = (pl.col("step") == "thanks") & (pl.col("person_id") == "pana")
    done = first.with_columns(pl.when(thanks).then(pl.lit("done")).otherwise("state").alias("state"))
    again = run(rows, previous=done)
    assert_frame_equal(first.filter(~thanks), again.filter(~thanks))


def test_a_snoozed_step_keeps_the_day_it_was_put_off_to():
    first = run([PURSUED])
    later = dt.date(2026, 12, 16)
    thanks = pl.col("step") == "thanks"
    snoozed = first.with_columns(
        pl.when(thanks).then(pl.lit("snoozed")).otherwise("state").alias("state"),
        pl.when(thanks).then(pl.lit(later)).otherwise("due").alias("due"),
    )
    again = run([PURSUED], previous=snoozed)
    assert again.filter(thanks).select("due", "state").row(0) == (later, "snoozed")


def test_an_overdue_step_stays_where_it_was_and_says_so():
    first = run([PURSUED])
    later = run([PURSUED], previous=first, now=NOW + dt.timedelta(days=20))
    assert steps(later)["thanks"] == dt.date(2026, 11, 30)
    assert "warn.overdue" in keys(later, "thanks")


def test_a_debrief_weeks_later_starts_today_and_says_that_it_is_late():
    late = run([PURSUED], now=NOW + dt.timedelta(days=20))
    assert steps(late)["thanks"] == dt.date(2026, 12, 17)
    assert "warn.late" in keys(late, "thanks")


def test_steps_are_placed_in_free_time_of_the_users_calendar():
    def own(start, end):
        moments = (
            dt.datetime(2026, 11, 30, hour, tzinfo=TORONTO).astimezone(dt.UTC) for hour in (start, end)
        )
        begin, over = moments
        return {
            "session_id": f"s{start}",
            "source_sha": "0",
            "source_file": "my.ics",
            "owner": "mine",
            "start_utc": begin,
            "end_utc": over,
            "all_day": False,
            "busy": "busy",
        }

    free = run([PURSUED]).filter(pl.col("step") == "thanks")["start"][0]
    busy = run([PURSUED], sessions=[own(9, 12), own(13, 16)]).filter(pl.col("step") == "thanks")["start"][0]
    full = run([PURSUED], sessions=[own(8, 18)])
    assert (free.astimezone(TORONTO).hour, busy.astimezone(TORONTO).hour) == (9, 12)
    assert "warn.no_slot" in keys(full, "thanks")


def test_nobody_is_written_to_in_their_quiet_hours():
    tokyo = Profile(name="Imani", field="finance", tz="Asia/Tokyo")
    start = run([PURSUED], profile=tokyo).filter(pl.col("step") == "thanks")["start"][0]
    assert start is None or 8 <= start.astimezone(TORONTO).hour < 21


def test_scarce_linkedin_notes_go_to_those_with_a_promise_first():
    rows = [talk(name, detail="x", sorting="pursue") for name in ("pana", "ptom")]
    found = run(rows, [promise(person_id="ptom")], linkedin_notes=1)
    assert found.filter(pl.col("step") == "linkedin")["person_id"].to_list() == ["ptom"]


def test_a_note_that_is_left_for_nobody_is_said_but_not_of_those_already_connected():
    asked = talk(detail="x", sorting="pursue", channel="linkedin")
    connected = person("pana", "Ana Lee", connected_on=dt.date(2025, 1, 1))
    assert "warn.no_note_left" in keys(run([asked], linkedin_notes=0), "thanks")
    assert "warn.no_note_left" not in keys(run([asked], people=[connected]), "thanks")
    assert next(iter(steps(run([asked])))) == "linkedin"


def entry(person_id, **more):
    row = {"event": "fair", "user_id": "me", "entry_id": person_id, "kind": "meeting", "person_id": person_id}
    return row | {"must": True, "agreed": False} | more


def test_without_any_debrief_the_planned_people_are_asked_about():
    dropped = entry(
        "ptom", dropped_because=[{"side": None, "key": "drop.late", "params": [], "evidence": []}]
    )
    found = run(plan=[entry("pana"), dropped])
    assert found.select("person_id", "step").rows() == [
        (None, "type_back"),
        ("pana", "met"),
        (None, "look_back"),
    ]


def test_typing_the_notes_back_is_asked_until_some_are_in_and_looking_back_stays():
    before, after = run(), run([talk("pana")], previous=run())
    assert before.select("step", "due").rows() == [
        ("type_back", FRIDAY),
        ("look_back", dt.date(2026, 11, 30)),
    ]
    assert after.filter(pl.col("person_id").is_null())["step"].to_list() == ["look_back"]


def test_people_of_one_name_are_told_apart_by_their_organisations():
    twins = [person("pana", "Ana Lee", organization="Acme"), person("ptom", "Ana Lee", organization="Brick")]
    found = run([talk("pana"), talk("ptom")], people=twins)
    thanks = found.filter(pl.col("step") == "thanks")["why"].to_list()
    assert sorted(why[0]["params"][0]["value"] for why in thanks) == ["Ana Lee (Acme)", "Ana Lee (Brick)"]


def test_after_a_debrief_only_the_planned_people_without_a_word_are_asked_about():
    found = run([talk("pana")], plan=[entry("pana"), entry("ptom")])
    assert list(steps(found, "ptom")) == ["met"]
    assert "met" not in steps(found, "pana")


def test_a_planned_person_not_met_is_dropped_or_gets_an_honest_note():
    missed = talk("pana", kind="not_met", direction="out")
    assert steps(run([missed])) == {}
    assert list(steps(run([missed], not_met="note"))) == ["not_met"]


@pytest.mark.parametrize(
    ("sorting", "setting", "found"),
    [
        ("pursue", "drop", ["not_met"]),
        ("let_go", "note", []),
        ("thanks", "note", []),
    ],
)
def test_what_is_said_of_one_who_was_not_met_wins_over_the_setting(sorting, setting, found):
    missed = talk("pana", kind="not_met", direction="out", sorting=sorting)
    assert list(steps(run([missed], not_met=setting))) == found


def application(**more):
    return {
        "application_id": "a1",
        "person_id": "pana",
        "event": "fair",
        "state": "planned",
        "changed_at": TALK,
    } | more


def test_a_deadline_is_a_date_and_leaves_time_to_write():
    found = steps(run(applications=[application(deadline=dt.date(2026, 12, 13))]))
    assert found == {"apply": dt.date(2026, 12, 11), "deadline": dt.date(2026, 12, 13)}


def test_an_offer_is_told_to_everyone_who_helped():
    helped = promise("read my résumé", owner="theirs", state="kept", closed_at=TALK)
    found = run([PURSUED], [helped], applications=[application(person_id="ptom", state="offer")])
    assert "landed" in steps(found, "pana")
    assert "landed" not in steps(found, "ptom")


def test_once_a_year_dormant_ties_and_people_to_let_go_are_named():
    old = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    people = [person("pana", "Ana Lee", known=True, stage=2, last_two_way=old), person("ptom", "Tom Reed")]
    gone = talk("ptom", at=old, sorting="let_go", event="autumn")
    found = run([gone], people=people, event=None)
    assert found.select("person_id", "step", "due").rows() == [
        ("pana", "revive", dt.date(2026, 12, 1)),
        ("ptom", "let_go", dt.date(2026, 12, 1)),
    ]


def test_only_the_latest_event_with_a_person_drives_the_cadence():
    earlier = talk(at=TALK - dt.timedelta(days=60), event="autumn", detail="audit", sorting="pursue")
    found = run([earlier, PURSUED], event=None)
    assert found.filter(pl.col("event") == "autumn").is_empty()
    assert steps(found.filter(pl.col("event") == "fair"))["thanks"] == dt.date(2026, 11, 30)


def test_of_somebody_forgotten_nothing_is_planned():
    assert run([talk("pgone", detail="x")], [promise(person_id="pgone")])["step"].to_list() == ["look_back"]


def test_an_unknown_country_is_a_setting_to_mend():
    with pytest.raises(SettingsError, match="Freedonia"):
        run([PURSUED], profile=Profile(name="I", field="f", country="Freedonia"))
    assert WorkDays("Canada").holiday(dt.date(2026, 7, 1)) == WorkDays("CA").holiday(dt.date(2026, 7, 1))


def test_a_zone_that_does_not_exist_is_a_setting_to_mend():
    with pytest.raises(SettingsError, match="no time zone"):
        run([PURSUED], profile=Profile(name="I", field="f", tz="Mars/Base"))


def test_give_is_named_only_where_an_offer_meets_a_stated_need():
    giver = Profile(name="I", field="f", offers=("Spanish interpreting",))
    people = [person("pana", "Ana Lee", seeks=["spanish interpreting for clients"])]
    why = run([PURSUED], profile=giver, people=people).filter(pl.col("step") == "thanks")["why"][0]
    assert [item["key"] for item in why] == [
        "step.thanks",
        "step.met_at",
        "step.cares",
        "step.give",
        "step.channel",
    ]
    assert "step.give" not in keys(run([PURSUED], profile=giver), "thanks", "why")


MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001
few = settings(max_examples=25, deadline=None)
COUNTRIES = st.sampled_from([None, "CA", "US", "DE", "IL", "AE", "JP"])


@few
@given(at=MOMENTS, country=COUNTRIES, wait=st.integers(0, 40))
def test_no_computed_date_falls_on_a_free_day_except_the_same_evening(at, country, wait):
    profile = Profile(name="I", field="f", country=country, tz="America/Toronto")
    rows = [talk(at=at, detail="x", sorting="pursue")]
    promises = [promise("write it", made_at=at)]
    found = run(rows, promises, profile=profile, now=at + dt.timedelta(days=wait), event=None)
    days = WorkDays(country, zone="America/Toronto")
    assert [row for row in found.select("step", "due").rows() if not days.is_working(row[1])] == []


@few
@given(at=MOMENTS, said=st.dates(dt.date(2026, 1, 1), dt.date(2029, 1, 1)))
def test_a_date_the_user_gave_is_never_changed(at, said):
    found = run([talk(at=at, detail="x")], [promise("write it", made_at=at, due=said)], event=None, now=at)
    assert steps(found)["promise"] == said


@few
@given(
    at=MOMENTS,
    closed=st.sampled_from(["kept", "late_kept", "dropped"]),
    owner=st.sampled_from(["mine", "theirs"]),
    due=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2029, 1, 1)),
    wait=st.integers(0, 400),
)
def test_a_promise_once_closed_never_comes_back_on_any_day(at, closed, owner, due, wait):
    rows = [talk(at=at, detail="x", sorting="pursue")]
    was_open = [promise("write it", owner=owner, due=due, made_at=at)]
    before = run(rows, was_open, event=None, now=at)
    now = at + dt.timedelta(days=wait)
    ended = [promise("write it", owner=owner, due=due, made_at=at, state=closed, closed_at=at)]
    found = run(rows, ended, previous=before, event=None, now=now)
    assert found.filter(pl.col("promise_id").is_not_null()).is_empty()


@few
@given(st.permutations(range(4)), st.integers(0, 30))
def test_rows_in_any_order_and_a_second_run_give_the_same_ids(order, wait):
    rows = [
        PURSUED,
        talk("ptom", detail="x"),
        talk(at=TALK + dt.timedelta(days=1), kind="message", direction="out", event=None),
        talk("ptom", at=TALK + dt.timedelta(days=2), kind="message", direction="in", event=None),
    ]
    promises = [promise("write it"), promise("send it", person_id="ptom")]
    first = run(rows, promises)
    other = run([rows[index] for index in order], promises[::-1])
    assert_frame_equal(first, other)
    again = run(rows, promises, previous=first, now=NOW + dt.timedelta(days=wait))
    assert sorted(again["followup_id"]) == sorted(first["followup_id"])


MESSAGES = [key for key, step in cadence().steps.items() if step.message]


@few
@given(
    st.lists(st.integers(1, 400), min_size=2, max_size=6, unique=True),
    st.sampled_from(["planned", "applied", "offer", "no"]),
    st.booleans(),
    st.sampled_from([PURSUED, talk(kind="not_met", direction="out", sorting="pursue"), talk(kind="card")]),
)
def test_after_the_stop_rule_no_message_step_is_open(days, state, whole, first):
    sent = [
        talk(at=TALK + dt.timedelta(days=day), kind="message", direction="out", event=None)
        for day in sorted(days)
    ]
    helped = promise("a word to Tom", owner="theirs", state="kept", closed_at=TALK)
    found = run(
        [first, *sent],
        [promise("a chapter", owner="theirs"), helped],
        applications=[application(state=state)],
        event=None if whole else EVENT,
        now=TALK + dt.timedelta(days=max(days)),
    )
    assert found.filter(pl.col("step").is_in(MESSAGES))["person_id"].to_list() == []


@pytest.mark.parametrize("word", ["may_contact", "may_keep"])
@pytest.mark.parametrize("state", ["applied", "interview", "offer"])
def test_whoever_asked_not_to_be_written_to_is_not_written_to_about_an_application(word, state):
    asked = talk(detail="credit risk", sorting="pursue", **{word: "no"})
    found = run([asked], applications=[application(state=state)])
    assert found.filter(pl.col("step").is_in(MESSAGES)).is_empty()


def test_an_interview_is_an_answer_and_its_thanks_name_the_house():
    sent = [
        talk(at=TALK + dt.timedelta(hours=hour), kind="message", direction="out", event=None)
        for hour in (1, 2)
    ]
    people = [person("pana", "Ana Lee", organization="Acme Bank")]
    found = run([PURSUED, *sent], applications=[application(state="interview")], people=people)
    (thanks,) = found.filter(pl.col("step") == "interview_thanks")["why"].to_list()
    assert thanks[0]["params"] == [{"name": "name", "value": "Acme Bank"}]


def test_a_deadline_stays_in_the_plan_once_applied_until_it_is_over():
    ahead = run([PURSUED], applications=[application(state="applied", deadline=dt.date(2026, 12, 9))])
    over = run([PURSUED], applications=[application(state="applied", deadline=dt.date(2026, 11, 20))])
    assert steps(ahead)["deadline"] == dt.date(2026, 12, 9)
    assert "deadline" not in steps(over)
