from __future__ import annotations

import base64
import datetime as dt
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from pipeline.event import as_event
from pipeline.profile import Profile
from pipeline.report.floor import floor_picture
from pipeline.report.inputs import Inputs
from pipeline.report.svg import label
from pipeline.report.timeline import day_picture
from pipeline.settings import load_settings
from pipeline.tables import People, Plan, Sessions, as_table

FLOOR = {"A01": [3, 4], "A02": [6, 4], "B01": [3, 10], "entrance": [0, 0]}


def entry(order: int, start: str, **values):
    hour, minute = map(int, start.split(":"))
    moment = dt.datetime(2027, 3, 18, hour, minute, tzinfo=dt.UTC)
    fixed = {
        "event": "fair",
        "user_id": "me",
        "entry_id": f"e{order}",
        "kind": "meeting",
        "person_id": f"p{order}",
    }
    times = {"start": moment, "end": moment + dt.timedelta(minutes=30), "order": order, "by_about": moment}
    return fixed | {"must": False, "agreed": False} | times | values


def inputs(*rows, **event):
    table = {"start": dt.date(2027, 3, 18), "hours": "10-16", "floor": FLOOR} | event
    person = {"kind": "person", "work_authorization": "unknown", "stage": 0, "strength": 0.0, "known": False}
    people = [person | {"person_id": row["person_id"], "name": "<b>&"} for row in rows]
    return Inputs(
        profile=Profile(name="Imani", field="finance"),
        event=as_event("fair", table, "x"),
        settings=load_settings(),
        now=dt.datetime(2027, 3, 10, tzinfo=dt.UTC),
        people=as_table(People, people),
        plan=as_table(Plan, list(rows)),
    )


def drawing(picture) -> ET.Element:
    head, data = picture.src.split(",")
    assert head == "data:image/svg+xml;base64"
    return ET.fromstring(base64.b64decode(data))  # noqa: S314 - our own drawing


def texts(picture) -> list[str]:
    return [one.text for one in drawing(picture).iter("{http://www.w3.org/2000/svg}text")]


def test_the_day_shows_hours_numbers_and_what_is_taken():
    rows = [entry(1, "10:10"), entry(2, "11:00", agreed=True), entry(3, "12:00", kind="class")]
    found = day_picture(inputs(*rows, entry(4, "13:00", kind="talk")))
    assert texts(found) == [
        "10:00",
        "11:00",
        "12:00",
        "13:00",
        "14:00",
        "15:00",
        "16:00",
        "1",
        "2",
        "busy",
        "talk",
    ]
    assert found.alt.replace("\N{EN DASH}", "-") == (
        "The day from 10:00 to 16:00: 2 meetings, 1 of them agreed, 1 talks, 1 times taken. "
        "about 10:10 1; 11:00-11:30 2; 12:00-12:30 busy; 13:00-13:30 talk."
    )


def test_no_title_of_an_own_appointment_is_drawn():
    row = entry(3, "12:00", kind="class", place="Doctor")
    assert "Doctor" not in str(ET.tostring(drawing(day_picture(inputs(row)))))


def test_what_is_tentative_fills_half_of_the_bar_and_is_called_so():
    row = entry(3, "12:00", kind="class", session_id="s1")
    session = {"session_id": "s1", "source_sha": "0", "source_file": "x", "owner": "mine", "all_day": False}
    session |= {"start_utc": row["start"], "end_utc": row["end"], "title": "Dentist"}
    sure, soft = (
        day_picture(
            replace(inputs(row), sessions=as_table(Sessions, [session | {"busy": busy}])),
        )
        for busy in ("busy", "soft")
    )
    heights = [
        {float(one.get("height")) for one in drawing(found).iter() if "#busy" in one.get("fill", "")}
        for found in (sure, soft)
    ]
    assert heights == [{5.0}, {2.5}]
    assert (sure.alt[-6:], soft.alt[-18:]) == (" busy.", " busy (tentative).")


def test_several_days_have_a_lane_each():
    found = day_picture(inputs(entry(1, "10:10"), end=dt.date(2027, 3, 19)))
    assert [text for text in texts(found) if "Mar" in text] == ["Thu 18 Mar", "Fri 19 Mar"]


def test_nothing_planned_is_no_picture():
    assert day_picture(inputs()) is None
    assert floor_picture(inputs()) is None


def test_the_floor_numbers_the_stops_in_order_and_shows_the_other_booths():
    found = floor_picture(
        inputs(entry(1, "10:10", place="B1"), entry(2, "11:00", place="a-01"), entry(3, "12:00", place="A01"))
    )
    assert found.alt == "Floor plan. Stops in order: 1 B01, 2/3 A01."
    assert sorted(texts(found)) == ["1", "2 3", "A01", "A02", "B01", "entrance"]


def test_without_positions_there_is_no_floor():
    assert floor_picture(inputs(entry(1, "10:10", place="A01"), floor={})) is None
    assert floor_picture(inputs(entry(1, "10:10", place="Z9"))) is None


@pytest.mark.parametrize(
    "floor", [{"A01": [5, 5]}, {"A01": [1, 1], "A02": [9, 1]}, {"A01": [1, 1], "A02": [1, 9]}]
)
def test_a_floor_of_one_row_or_one_booth_can_be_drawn(floor):
    root = drawing(floor_picture(inputs(entry(1, "10:10", place="A01"), floor=floor)))
    spots = [float(one.get("x")) for one in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert all(0 <= spot <= 180 for spot in spots)


def test_text_is_escaped():
    assert label("<b>&", 1, 2, size=3).count("&lt;b&gt;&amp;") == 1
