"""Nobody is written to at night: the zone of the other person, where it is known, decides."""

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from pipeline.plan.cadence_zone import zone_of_person, zone_of_place
from tests.unit.plan.test_followup import PURSUED, keys, person, promise, run

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("location", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("San Francisco, CA, USA", "America/Los_Angeles"),
        ("Toronto, CA", "America/Toronto"),
        ("Cambridge, MA, USA", "America/New_York"),
        ("Cambridge, UK", "Europe/London"),
        ("München, Deutschland", "Europe/Berlin"),
        ("Bangalore, India", "Asia/Kolkata"),
        ("Cambridge", None),
        ("London, ON", None),
        ("Springfield, IL", None),
        ("USA", None),
        ("Hall B, stand 12", None),
        ("", None),
    ],
)
def test_a_location_is_a_zone_only_where_it_can_be_one(location, zone):
    assert zone_of_place(location) == zone


def test_a_number_they_gave_tells_the_zone_where_no_location_does():
    nobody = {"location": None, "phones": []}
    assert zone_of_person(nobody) is None
    assert zone_of_person(nobody, "whatsapp +49 30 1234567") == BERLIN
    assert zone_of_person({"location": "Tokyo", "phones": ["+49 30 1234567"]}) == ZoneInfo("Asia/Tokyo")


def thanks(location, **more):
    people = [person("pana", "Ana Lee", location=location)]
    return run([PURSUED], people=people, **more).filter(pl.col("step") == "thanks").row(0, named=True)


def test_a_message_is_placed_in_the_day_of_the_person_it_goes_to():
    at_home, abroad = thanks(None), thanks("San Francisco, CA")
    there = abroad["start"].astimezone(ZoneInfo("America/Los_Angeles"))
    assert at_home["start"].hour == 14  # nine o'clock in Toronto
    assert dt.time(8) <= there.time() < dt.time(21)
    told = next(item for item in abroad["why"] if item["key"] == "step.their_time")
    assert {pair["name"]: pair["value"] for pair in told["params"]} == {
        "name": "Ana Lee",
        "time": "08:00",
        "zone": "America/Los_Angeles",
    }


def test_where_no_hour_is_common_it_says_to_let_it_be_sent_in_their_day():
    found = run([PURSUED], people=[person("pana", "Ana Lee", location="Tokyo, Japan")])
    assert keys(found, "thanks")[-1] == "warn.no_common_hour"


def test_the_same_evening_is_spent_where_both_were():
    made = [{**PURSUED, "detail": None}]
    people = [person("pana", "Ana Lee", location="Berlin, Germany")]
    found = run(made, [promise("send article")], people=people).filter(pl.col("step") == "favour")
    assert found["start"][0].astimezone(ZoneInfo("America/Toronto")).hour == 19
