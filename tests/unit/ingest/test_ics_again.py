from __future__ import annotations

from pathlib import Path

from pipeline.ingest.ics import read_calendar
from pipeline.ingest.ics_again import with_known_ids
from pipeline.ingest.importer import Source
from pipeline.settings import load_settings


def agenda(talks, *, salt):
    events = "".join(
        f"BEGIN:VEVENT\nUID:{salt}-{number}\nSUMMARY:{title}\nLOCATION:{room}\nDTSTART:20270318T{clock}00Z\n"
        f"DURATION:PT30M\nDESCRIPTION:Speaker: {speaker}\nEND:VEVENT\n"
        for number, (title, room, clock, speaker) in enumerate(talks)
    )
    data = f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n".encode()
    return read_calendar(data, Source(Path("a.ics"), "a.ics", "0" * 64, "fair"), load_settings()).sessions


TALKS = [
    ("Opening", "Hall 1", "1000", "Ana Ferreira"),
    ("Cash flows", "Hall 2", "1100", "Tom Baker"),
    ("Cash flows", "Hall 2", "1400", "Ana Ferreira"),
    ("Coffee", "Foyer", "1030", ""),
    ("Coffee", "Foyer", "1430", ""),
]


def ids(frame):
    return {
        (row["title"], row["start_utc"].hour, row["place"]): row["session_id"] for row in frame.to_dicts()
    }


def test_uids_made_anew_change_no_id():
    before, after = agenda(TALKS, salt="x"), agenda([*TALKS[2:], *TALKS[:2]], salt="y")
    assert set(before["session_id"]) & set(after["session_id"]) == set()
    assert ids(with_known_ids(before, after)) == ids(before)


def test_a_talk_in_another_room_or_at_another_hour_is_known_by_its_title_and_speaker():
    moved = [("Cash flows", "Hall 9", "1500", "Tom Baker"), *TALKS[:1], *TALKS[2:]]
    before = agenda(TALKS, salt="x")
    after = ids(with_known_ids(before, agenda(moved, salt="y")))
    assert after["Cash flows", 15, "Hall 9"] == ids(before)["Cash flows", 11, "Hall 2"]


def test_another_title_at_the_same_time_in_the_same_room_is_the_same_slot():
    changed = [("Opening and awards", "Hall 1", "1000", "Ana Ferreira"), *TALKS[1:]]
    before = agenda(TALKS, salt="x")
    after = ids(with_known_ids(before, agenda(changed, salt="y")))
    assert after["Opening and awards", 10, "Hall 1"] == ids(before)["Opening", 10, "Hall 1"]


def test_what_is_new_gets_an_id_of_its_own_and_uids_that_stay_are_trusted():
    before = agenda(TALKS, salt="x")
    again = with_known_ids(before, agenda([*TALKS, ("Party", "Roof", "1800", "")], salt="x"))
    assert set(before["session_id"]) < set(again["session_id"])
    assert again["session_id"].n_unique() == again.height == 6
