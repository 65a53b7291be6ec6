import datetime as dt

import pytest

from pipeline.errors import SettingsError
from pipeline.event import as_event, read_event

FAIR = {"start": dt.date(2027, 3, 18), "hours": "10:00-16:00", "tz": "America/New_York"}


def test_opening_hours_are_kept_in_utc():
    event = as_event("fair", FAIR, "event.toml")
    assert event.hours[0].start == dt.datetime(2027, 3, 18, 14, tzinfo=dt.UTC)
    assert event.first_day == dt.date(2027, 3, 18)


def test_the_same_hours_hold_on_each_of_several_days_across_a_clock_change():
    table = {**FAIR, "start": dt.date(2027, 3, 13), "end": dt.date(2027, 3, 15), "hours": "10-16"}
    starts = [opening.start.hour for opening in as_event("fair", table, "f").hours]
    assert starts == [15, 14, 14]


def test_each_day_may_have_its_own_hours():
    table = {**FAIR, "end": dt.date(2027, 3, 19), "hours": ["10-16", "9:30-12"]}
    assert len(as_event("fair", table, "f").hours) == 2


@pytest.mark.parametrize(
    ("hours", "lasts"),
    [("22:00-02:00", 4), ("20-8", 12), ("18-24", 6), ("18:30-24:00", 5.5), ("12:00-0:00", 12)],
)
def test_a_night_ends_after_midnight_and_is_of_the_day_it_begins_on(hours, lasts):
    event = as_event("gala", {**FAIR, "hours": hours}, "event.toml")
    (opening,) = event.hours
    assert opening.end - opening.start == dt.timedelta(hours=lasts)
    assert (event.first_day, event.last_day) == (FAIR["start"], FAIR["start"])
    assert event.day_of(opening.end) == FAIR["start"]


def test_a_night_through_a_clock_change_is_an_hour_shorter():
    (opening,) = as_event("gala", {**FAIR, "start": dt.date(2027, 3, 13), "hours": "22-4"}, "f").hours
    assert opening.end - opening.start == dt.timedelta(hours=5)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"start": None}, "the event has no start date"),
        ({"hours": None}, "the event has no hours"),
        ({"hours": "ten to four"}, "hours 'ten to four' cannot be read"),
        ({"hours": "25-26"}, "cannot be read"),
        ({"hours": "16-10"}, "end before they begin"),
        ({"hours": "10-4"}, "hours '10-4' end before they begin"),
        ({"hours": "10-10"}, "end before they begin"),
        ({"hours": "24-4"}, "cannot be read"),
        (
            {"hours": ["22:00-06:00", "5-16"], "end": dt.date(2027, 3, 19)},
            "the hours of 2027-03-19 begin before those of the day before end",
        ),
        ({"hours": ["10-16", "10-16"]}, "hours has 2 entries for 1 days"),
        ({"end": dt.date(2027, 3, 1)}, "the event ends on 2027-03-01, before it begins"),
        ({"tz": "Mars/Base"}, "which is no time zone"),
        ({"tz": "../etc/passwd"}, "which is no time zone"),
        ({"kind": "wedding"}, "kind is 'wedding'"),
        ({"colour": "red"}, "unknown key colour"),
    ],
)
def test_what_is_wrong_with_an_event_is_said_with_its_file(change, what):
    with pytest.raises(SettingsError) as problem:
        as_event("fair", {**FAIR, **change}, "event.toml")
    assert what in problem.value.what
    assert problem.value.where == "event.toml"


@pytest.mark.parametrize("slug", ["", "Fair", "../fair", "a b", "-a", "a" * 65])
def test_a_slug_can_name_no_other_folder(slug):
    with pytest.raises(SettingsError):
        as_event(slug, FAIR, "event.toml")


def test_a_missing_event_says_which_there_are(tmp_path):
    with pytest.raises(SettingsError) as problem:
        read_event(tmp_path / "spring" / "event.toml")
    assert "event list" in (problem.value.do or "")
