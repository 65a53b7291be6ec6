"""The user's word on who is who: asked for, kept for good, and taken apart again."""

import json

import pytest

from pipeline.link.resolve import evidence
from pipeline.report.words import load_words

LIST = """Name,Email,Company
Ottoline Brackenbury,ottoline@acme.example,Acme
Barnaby Gravestock,barnaby@fen.example,Fen
"""
CONTACTS = (
    "Name,Email,Company\nOttoline Brackenbury,,Helio\nBarnaby Gravestock,barnaby@fen.example,Fenwright\n"
)


@pytest.fixture
def ask(meetwell, tmp_path):
    folder = tmp_path / "net"

    def call(*words):
        said = meetwell(
            *words, "--workspace", folder, "--format", "json", "--now", "2027-03-15T12:00:00+00:00"
        )
        assert said.code == 0, said.err
        return json.loads(said.out)

    for name, text in (("attendees.csv", LIST), ("contacts.csv", CONTACTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert meetwell("init", folder, "--name", "Me Myself", "--field", "finance").code == 0
    call("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC")
    call("ingest", "attendees", tmp_path / "attendees.csv", "--event", "fair")
    call("ingest", "network", tmp_path / "contacts.csv")
    return call


def test_an_unsure_pair_is_listed_with_both_sides(ask):
    pairs = ask("review")["unsure"]
    assert [pair["rows"][0] for pair in pairs] == [["name", "Ottoline Brackenbury", "Ottoline Brackenbury"]]
    assert sorted(pairs[0]["rows"][-1]) == ["attendees.csv:2", "contacts.csv:2", "read from"]


@pytest.mark.parametrize(("word", "people"), [("same", 2), ("different", 3)])
def test_a_word_is_kept_and_the_pair_is_not_asked_about_again(ask, word, people):
    pair = ask("review")["unsure"][0]
    assert ask("review", pair["id"], word)["unsure"] == []
    assert ask("link")["people"] == people


def test_a_pair_says_why_it_is_asked(ask):
    assert [pair["why"] for pair in ask("review")["unsure"]] == [
        "the names are one or nearly so, and nothing else speaks for it"
    ]


def test_every_rule_that_asks_has_a_sentence():
    labels = {rule.label for rule in evidence().rules if rule.then == "review"}
    told = {key.removeprefix("unsure.") for key in load_words().sentences if key.startswith("unsure.")}
    assert told == labels | {"likely_one_organization", "refused"}


@pytest.mark.parametrize(
    ("first", "then", "people"),
    [("same", "different", 3), ("different", "same", 2), ("same", "later", 3), ("different", "later", 3)],
)
def test_the_newest_word_on_a_pair_holds(ask, first, then, people):
    pair = ask("review")["unsure"][0]
    ask("review", pair["id"], first.upper())
    assert ask("review", "--decided")["decided"] == [{"id": pair["id"], "word": first}]
    left = ask("review", pair["id"], then)["unsure"]
    assert (ask("link")["people"], len(left)) == (people, int(then == "later"))


def test_a_merge_taken_apart_by_mistake_is_put_together_again(ask):
    ask("unmerge", "Barnaby Gravestock", "--rows", "2")
    assert ask("link")["people"] == 4
    (said,) = ask("review", "--decided")["decided"]
    assert said["word"] == "different"
    ask("review", said["id"], "same")
    assert ask("link")["people"] == 3


def test_no_pair_of_that_id_says_where_ids_are_listed(meetwell, ask, tmp_path):
    told = meetwell("review", "vzzzzzz", "same", "--workspace", tmp_path / "net")
    assert told.code == 2
    assert "'meetwell review' lists the unsure ones, 'meetwell review --decided' those" in told.err


def test_two_people_nobody_asks_about_are_one_by_the_users_word(ask):
    said = ask("review", "--same", "Barnaby Gravestock", "Ottoline Brackenbury, Acme")["decided"]
    assert ([one["word"] for one in said], ask("link")["people"]) == (["same"], 2)
    ask("review", said[0]["id"], "later")
    assert ask("link")["people"] == 3


def test_one_person_is_no_pair(meetwell, ask, tmp_path):
    names = ("Barnaby Gravestock", "barnaby gravestock")
    told = meetwell("review", "--same", *names, "--workspace", tmp_path / "net")
    assert (told.code, "are one person already" in told.err) == (2, True)


def test_later_keeps_the_question_open(ask):
    pair = ask("review")["unsure"][0]
    assert [one["id"] for one in ask("review", pair["id"], "later")["unsure"]] == [pair["id"]]


def test_a_merge_is_taken_apart_and_stays_apart(ask):
    assert ask("link")["people"] == 3
    assert len(ask("unmerge", "Barnaby Gravestock")["records"]) == 2
    ask("unmerge", "Barnaby Gravestock", "--rows", "2")
    assert ask("link")["people"] == 4


@pytest.mark.parametrize(
    ("rows", "what"),
    [("9", "there is no record 9: the person is made of 2"), ("1,2", "that leaves nobody on one side")],
)
def test_numbers_that_take_nobody_apart_are_told(meetwell, ask, tmp_path, rows, what):
    told = meetwell("unmerge", "Barnaby Gravestock", "--rows", rows, "--workspace", tmp_path / "net")
    assert (told.code, what in told.err) == (2, True)


def test_everything_known_is_shown_with_its_source(ask):
    known = ask("show", "Barnaby Gravestock")
    assert known["known"]
    cells = {(cell["field"], cell["file"], cell["row"], cell["column"]) for cell in known["origins"]}
    assert {(field, row) for field, _, row, _ in cells} >= {("name", 3), ("emails", 3)}
    assert [cell["field"] for cell in known["conflicts"]] == ["organization"]


def test_a_thread_of_messages_proposes_a_step_and_takes_none(ask, tmp_path):
    thread = "FROM,TO,DATE,CONTENT,CONVERSATION ID,SENDER PROFILE URL,RECIPIENT PROFILE URLS\n"
    mine, theirs = "https://www.linkedin.com/in/me-myself", "https://www.linkedin.com/in/barnaby-gravestock"
    thread += f"Me Myself,Barnaby Gravestock,2027-03-01 10:00:00 UTC,Hello,c1,{mine},{theirs}\n"
    thread += f"Barnaby Gravestock,Me Myself,2027-03-02 10:00:00 UTC,Hello to you,c1,{theirs},{mine}\n"
    (tmp_path / "messages.csv").write_text(thread, encoding="utf-8")
    ask("ingest", "network", tmp_path / "messages.csv")
    while pairs := [one for one in ask("review")["unsure"] if "Barnaby" in str(one["rows"])]:
        ask("review", pairs[0]["id"], "same")
    shown = ask("show", "Barnaby Gravestock")
    assert shown["stage"] == 1
    assert shown["last_two_way"] is not None


NEWER = """Name,Email,Company
Ottoline Brackenbury,o.brackenbury@acme.example,Acme GmbH
Barnaby Gravestock,barnaby@new.example,Elsewhere
"""


def test_what_was_said_stays_with_a_row_whose_address_is_corrected(ask, meetwell, tmp_path):
    folder = ("--workspace", tmp_path / "net")
    for name in ("Ottoline Brackenbury, Acme", "Barnaby Gravestock"):
        assert meetwell("note", name, "Keeps bees", *folder).code == 0
    (tmp_path / "contacts.csv").write_text("Name,Email\nBo Marsh,bo@marsh.example\n", encoding="utf-8")
    ask("ingest", "network", tmp_path / "contacts.csv")
    (tmp_path / "attendees.csv").write_text(NEWER, encoding="utf-8")
    told = meetwell("ingest", "attendees", tmp_path / "attendees.csv", "--event", "fair", *folder)
    gone = "no list names Barnaby Gravestock any more; what you said of them is kept"
    assert [line for line in told.out.splitlines() if "no list names" in line] == [
        f"  notice  attendees.csv  {gone}"
    ]
    shown = [meetwell("show", name, *folder).out for name in ("Ottoline Brackenbury", "Barnaby Gravestock")]
    assert ["Keeps bees" in text for text in shown] == [True, False]
