from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest.importer import Claim, Source
from pipeline.ingest.probe import Probe
from pipeline.ingest.schedule import ScheduleImporter
from pipeline.settings import load_settings

XML = """<?xml version='1.0' encoding='utf-8'?>
<schedule>
  <conference><title>Conf</title><time_zone_name>Europe/Berlin</time_zone_name><day_change>04:00</day_change></conference>
  <day index='1' date='2026-06-01'>
    <room name='Hall 1'>
      <event guid='g1' id='1'>
        <date>2026-06-01T10:00:00+02:00</date><start>10:00</start><duration>00:45</duration>
        <room>Hall 1</room><title>Opening</title><abstract>Welcome</abstract>
        <persons><person id='1'>Ana Silva</person><person id='2'>Ben Okafor</person></persons>
      </event>
      <event id='2'><start>01:30</start><duration>1:00</duration><title>Night</title><persons/></event>
    </room>
  </day>
</schedule>
"""


def document(**event) -> str:
    talk = {
        "guid": "g1",
        "date": "2026-06-01T10:00:00+02:00",
        "start": "10:00",
        "duration": "00:45",
        "title": "Opening",
        "persons": [{"public_name": "Ana Silva", "biography": "Counts things."}],
    }
    rooms = {"Hall 1": [talk | event, talk | {"guid": "g2", "title": "Second"}]}
    conference = {"time_zone_name": "Europe/Berlin", "days": [{"date": "2026-06-01", "rooms": rooms}]}
    return json.dumps({"schedule": {"conference": conference}})


@pytest.fixture
def read(tmp_path):
    def call(text: str):
        path = tmp_path / "raw"
        path.write_text(text, encoding="utf-8")
        probe = Probe(path, "schedule.x", len(text))
        assert ScheduleImporter().claim(probe) == Claim.YES
        source = Source(Path("x"), "schedule.x", "0" * 64, "conf")
        return ScheduleImporter().read(source, probe, load_settings())

    return call


def test_talks_of_xml_have_rooms_times_and_speakers(read):
    rows = read(XML).sessions.sort("start_utc").rows(named=True)
    assert [
        (row["title"], f"{row['start_utc']:%d %H:%M}", f"{row['end_utc']:%d %H:%M}", row["source_row"])
        for row in rows
    ] == [
        ("Opening", "01 08:00", "01 08:45", 6),
        ("Night", "01 23:30", "02 00:30", 11),
    ]
    assert [row["speakers"] for row in rows] == [["Ana Silva", "Ben Okafor"], []]
    assert {row["place"] for row in rows} == {"Hall 1"}


@pytest.mark.parametrize("track", ["Open data", {"en": "Open data"}])
def test_the_track_of_a_talk_is_part_of_what_is_told_of_it(read, track):
    told = dict(read(document(track=track, subtitle="Doors")).sessions.select("title", "description").rows())
    assert told == {"Opening": "Doors\nTrack: Open data", "Second": None}
    text = XML.replace("<abstract>", "<track>Open data</track><abstract>")
    assert read(text).sessions.sort("start_utc")["description"][0] == "Track: Open data\nWelcome"


def test_texts_in_languages_and_people_as_bare_names_are_read(read):
    told = document(title={"en": "Opening", "de": "Er\u00f6ffnung"}, persons=["Ana Silva", {"name": "Bo Ek"}])
    rows = read(told).sessions.filter(title="Opening")
    assert rows["speakers"].to_list() == [["Ana Silva", "Bo Ek"]]
    named = XML.replace("<person id='1'>Ana Silva</person>", "<person id='1' name='Ana Silva'/>")
    assert read(named).sessions.filter(title="Opening")["speakers"].to_list() == [["Ana Silva", "Ben Okafor"]]


def test_speakers_become_people_of_the_event(read):
    records = read(document()).records
    assert records.select("name", "bio", "role", "event").rows() == [
        ("Ana Silva", "Counts things.", "speaker", "conf")
    ]


def test_a_talk_with_a_broken_time_loses_only_itself(read):
    found = read(document(date="", start="soon"))
    assert (found.sessions["title"].to_list(), found.rejects["code"].to_list()) == (["Second"], ["bad_time"])


def test_a_cancelled_talk_is_listed(read):
    assert read(document(state="canceled")).rejects["code"].to_list() == ["cancelled"]


@pytest.mark.parametrize(
    "text",
    [
        XML.replace("<schedule>", "<!DOCTYPE a [<!ENTITY x 'y'>]><schedule>"),
        XML.replace("</schedule>", ""),
        '{"schedule": {"conference": {"days": []}}}',
        '{"schedule": {"conference": {"days": [1, {"rooms": [2]}, {"rooms": {"a": 3}}]}}}',
    ],
)
def test_what_cannot_be_read_is_refused(read, text):
    with pytest.raises(InputError):
        read(text)


def test_other_files_are_not_claimed(tmp_path):
    path = tmp_path / "raw"
    for text in ('[{"name": "a"}]', "<html></html>", "name,email\n"):
        path.write_text(text)
        assert ScheduleImporter().claim(Probe(path, "x.json", len(text))) == Claim.NO
