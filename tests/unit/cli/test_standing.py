"""How the user stands with people: what moved, who is going quiet, and the step that only a word takes."""

import datetime as dt
import json

import pytest

HEADERS = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER\n"
)
PAGE = "https://www.linkedin.com/in"
ME, ADA, TOM = f"Me Myself,{PAGE}/me", f"Ada Byron,{PAGE}/ada", f"Tom Kite,{PAGE}/tom"
MESSAGES = HEADERS + (
    f"c1,,{ME},{ADA},2027-02-01 14:03:22 UTC,,Hi,INBOX\n"
    f"c1,,{ADA},{ME},2027-02-02 14:03:22 UTC,,Hello,INBOX\n"
    f"c2,,{ME},{TOM},2027-02-03 14:03:22 UTC,,Hi,INBOX\n"
)
LIST = "Name,Company\nIda Wells,Harbor\n"
NOW = "2027-03-15T12:00:00+00:00"


@pytest.fixture
def ask(meetwell, tmp_path):
    folder = tmp_path / "net"

    def call(*words, now=NOW, code=0):
        said = meetwell(*words, "--workspace", folder, "--format", "json", "--now", now)
        assert said.code == code, said.err
        return json.loads(said.out) if said.out else said.err

    assert meetwell("init", folder, "--name", "Me Myself", "--field", "finance").code == 0
    (tmp_path / "messages.csv").write_text(MESSAGES, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    call("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC")
    call("ingest", "network", tmp_path / "messages.csv")
    call("ingest", "attendees", tmp_path / "list.csv", "--event", "fair")
    call("link")
    return call


def test_messages_alone_take_no_step_and_the_users_word_takes_it(ask):
    assert ask("show", "Ada Byron")["stage"] == 1
    shown = ask("show", "Ada Byron", "--confirm-step", "cares about tide pools")
    assert shown["stage"] == 2
    assert [one["detail"] for one in shown["interactions"]] == ["cares about tide pools"]


def test_no_step_is_taken_where_one_side_is_silent_or_nothing_was_learned(ask):
    ask("show", "Tom Kite", "--confirm-step", "likes kites", code=2)
    ask("show", "Ada Byron", "--confirm-step", " - ", code=2)
    assert [ask("show", name)["stage"] for name in ("Tom Kite", "Ada Byron")] == [1, 1]


def test_a_confirmed_step_is_not_proposed_again(ask):
    ask("show", "Ada Byron", "--confirm-step", "tide pools")
    ask("show", "Ada Byron", "--confirm-step", "something else", code=2)
    assert len(ask("show", "Ada Byron")["interactions"]) == 1


def test_status_names_who_moved_since_a_day_and_nobody_before(ask):
    ask("show", "Ada Byron", "--confirm-step", "tide pools")
    moved = ask("status", "--since", "2027-02-02")["moved"]
    assert moved == ["You and Ada Byron have talked, and you know something about them."]
    assert ask("status", "--since", "2027-03-01")["moved"] == []


def test_status_names_who_went_quiet_and_counts_nobody(ask, tmp_path):
    notes = tmp_path / "lines.txt"
    notes.write_text('"Ida Wells" talked "keeps bees"\n', encoding="utf-8")
    ask("debrief", "--text", notes, now="2027-03-18T20:00:00+00:00")
    fresh = ask("status", now="2027-03-20T12:00:00+00:00")
    later = ask("status", now="2029-06-01T12:00:00+00:00")
    assert fresh["quiet"] == []
    assert later["quiet"] == ["You have lost touch with Ida Wells; you last talked on 2027-03-18."]


def test_a_day_that_is_none_is_refused_in_words(ask):
    assert "is no date" in json.dumps(ask("status", "--since", "spring", code=2))


def test_every_fact_shown_names_its_source(meetwell, ask, tmp_path):
    ask("note", "Ada Byron", "grows kelp", "--source", "https://x.example/kelp", "--event", "fair")
    said = meetwell("show", "Ada Byron", "--workspace", tmp_path / "net", "--now", NOW).out
    day = dt.date(2027, 3, 15)
    assert f"You noted: grows kelp  [your word of {day}, read at https://x.example/kelp]" in said
    assert "2027-02-02 they wrote  [messages.csv:3]" in said
    assert "2027-02-01 you wrote  [messages.csv:2]" in said


def test_the_users_word_on_a_tie_is_shown_with_its_day_and_can_be_taken_back(ask):
    said = ask("note", "Ida Wells", "--tie", "friend-or-family", "--tie", "classmate")
    assert (said["said"], said["tie"]) == ("tie", ["friend-or-family", "classmate"])
    assert ask("show", "Ida Wells")["tie_sources"] == ["classmate", "friend_or_family"]
    ask("note", "Ida Wells", "--no-tie", "classmate", now="2027-03-16T12:00:00+00:00")
    assert ask("show", "Ida Wells")["tie_sources"] == ["friend_or_family"]


def test_a_word_on_a_tie_is_no_note_on_the_paper(ask):
    ask("note", "Ida Wells", "--tie", "classmate", "--event", "fair")
    assert ask("show", "Ida Wells")["tie_sources"] == ["classmate"]
    assert [one["kind"] for one in ask("show", "Ida Wells")["wishes"]] == ["tie"]


def test_a_note_that_says_nothing_or_both_is_refused(ask):
    ask("note", "Ida Wells", code=2)
    ask("note", "Ida Wells", "--tie", "classmate", "--no-tie", "classmate", code=2)
