import datetime as dt
import json

import pytest

from pipeline.errors import InputError


def page(*entries, event="fair", version=1):
    return json.dumps({"meetwell": version, "event": event, "entries": list(entries)})


def test_the_phone_page_says_the_same_as_typed_lines(fair, tmp_path):
    ana = fair.ids["pana"]
    entry = {
        "id": ana,
        "talked": True,
        "cares_about": "credit risk",
        "i_promised": "send article",
        "by": "friday",
    }
    taken = fair.json(tmp_path, page(entry))
    typed = fair.lines(f'{ana} talked "credit risk" promise "send article" by friday')
    assert taken.interactions.drop("source").equals(typed.interactions.drop("source"))
    assert taken.promises.drop("source").equals(typed.promises.drop("source"))


def test_the_time_of_a_talk_is_kept(fair, tmp_path):
    entry = {"id": fair.ids["pana"], "talked": True, "at": "2026-11-27T11:15:00-05:00"}
    taken = fair.json(tmp_path, page(entry))
    assert taken.interactions["at"].to_list() == [dt.datetime(2026, 11, 27, 16, 15, tzinfo=dt.UTC)]


def test_somebody_the_page_calls_new_is_the_listed_one_of_that_name(fair, tmp_path):
    taken = fair.json(tmp_path, page({"name": "Tom Reed", "new": True, "talked": True}))
    assert taken.interactions["person_id"].to_list() == ["ptom"]


def test_missed_people_are_not_met(fair, tmp_path):
    taken = fair.json(tmp_path, page({"id": fair.ids["pana"], "talked": "no"}))
    assert taken.interactions["kind"].to_list() == ["not_met"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{broken", "not valid JSON"),
        ("{}", "holds no entries"),
        ('"word"', "holds no entries"),
        ("[" * 100_000, "not valid JSON|nested too deeply"),
        (page(version=9), "newer version"),
        (page({"id": "37Q", "talked": True}, event="autumn"), "made for autumn"),
        (page(), "nothing is filled in"),
    ],
)
def test_a_file_that_is_no_phone_debrief_is_refused_with_a_reason(fair, tmp_path, text, what):
    with pytest.raises(InputError, match=what):
        fair.json(tmp_path, text)


def test_an_entry_edited_by_hand_loses_only_itself(fair, tmp_path):
    good = {
        "id": fair.ids["pana"],
        "talked": True,
        "colour": "red",
        "at": "noon",
        "cares_about": ["a", 7, None],
    }
    taken = fair.json(tmp_path, page("text", {"id": 7, "talked": True}, good))
    assert taken.interactions["detail"].to_list() == ["a; 7"]
    assert taken.rejects["code"].to_list() == ["entry-unread", "field-unknown", "time-unread", "id-unknown"]


def test_an_object_where_a_text_belongs_is_left_out_and_told(fair, tmp_path):
    taken = fair.json(
        tmp_path,
        f'{{"entries": [{{"id": "{fair.ids["pana"]}", "talked": true, "cares_about": {{"x": 1}}}}]}}',
    )
    assert taken.interactions["detail"].to_list() == [None]
    assert taken.rejects.select("column", "code").rows() == [("cares_about", "value-unread")]


def test_a_no_to_a_question_written_as_false_is_a_no_and_an_open_tick_says_nothing(fair, tmp_path):
    entries = [{"id": fair.ids["pana"], "talked": False, "cares_about": "boats", "may_contact": False}]
    taken = fair.json(tmp_path, json.dumps({"meetwell": 1, "event": "fair", "entries": entries}))
    assert taken.interactions.select("kind", "may_contact", "may_keep").rows() == [
        ("talked", "no", "unknown")
    ]
