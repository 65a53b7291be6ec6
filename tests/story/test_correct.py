"""What was written down wrongly is put right, and stays so whatever is read again."""

from __future__ import annotations

import shutil

import pytest

EVENING = ("--now", "2027-03-18T21:30:00+00:00")


@pytest.fixture
def here(walked, tmp_path):
    return ("--workspace", shutil.copytree(walked.folder, tmp_path / "network"))


def rows(ask, here, name, table):
    return ask("show", name, *here, *EVENING)[table]


def test_a_detail_a_date_and_the_wrong_person_are_put_right_for_good(ask, here, fair):
    talk = rows(ask, here, "Ana Ferreira", "interactions")[0]
    mine = next(row for row in rows(ask, here, "Ana Ferreira", "promises") if row["owner"] == "mine")
    theirs = next(row for row in rows(ask, here, "Ana Ferreira", "promises") if row["owner"] == "theirs")
    ask("correct", talk["interaction_id"][:6], "--detail", "till counts", *here, *EVENING)
    ask("correct", mine["promise_id"], "--by", "2027-03-23", "--text", "send her the log", *here, *EVENING)
    ask("correct", theirs["promise_id"], "--to", "Leila Hosseini", *here, *EVENING)
    again = ask("debrief", fair / "debrief.csv", *here, *EVENING)
    assert (again["new_interactions"], again["new_promises"]) == (0, 0)
    assert [row["detail"] for row in rows(ask, here, "Ana Ferreira", "interactions")] == ["till counts"]
    assert [(row["text"], row["due"]) for row in rows(ask, here, "Ana Ferreira", "promises")] == [
        ("send her the log", "2027-03-23")
    ]
    moved = {row["text"] for row in rows(ask, here, "Leila Hosseini", "promises")}
    assert theirs["text"] in moved
    steps = ask("followup", *here, *EVENING)["steps"]
    due = {row["due"] for row in steps if row["name"] == "Ana Ferreira" and row["step"] == "promise"}
    assert due == {"2027-03-23"}


def test_a_talk_that_never_was_leaves_the_plan_and_does_not_come_back(ask, here, fair):
    talk = rows(ask, here, "Rafael Iturbe", "interactions")[0]
    promise = rows(ask, here, "Rafael Iturbe", "promises")[0]
    ask("correct", talk["interaction_id"], "--remove", *here, *EVENING)
    ask("correct", promise["promise_id"], "--remove", *here, *EVENING)
    ask("debrief", fair / "debrief.csv", *here, *EVENING)
    steps = ask("followup", *here, *EVENING)["steps"]
    assert [row["step"] for row in steps if row["name"] == "Rafael Iturbe"] == []
    assert ask("show", "Rafael Iturbe", *here, *EVENING)["stage"] == 0


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("i", "--detail", "x"), "interactions or promises have an ID"),
        (("zz", "--detail", "x"), "no interactions or promises"),
        (("PROMISE", "--detail", "x"), "is a promise, which has no detail"),
        (("PROMISE", "--by", "pears"), "'pears' is no day"),
        (("PROMISE", "--text", " "), "a promise needs words"),
        (("PROMISE",), "nothing was named"),
        (("PROMISE", "--remove", "--to", "Ana Ferreira"), "goes with nothing else"),
    ],
)
def test_what_cannot_be_put_right_is_said(meetwell, ask, here, words, what):
    promise = rows(ask, here, "Ana Ferreira", "promises")[0]["promise_id"]
    said = meetwell("correct", *(promise if word == "PROMISE" else word for word in words), *here)
    assert (said.code, what in said.err) == (2, True)


def test_show_prints_the_id_to_put_right_and_says_what_was(meetwell, ask, here):
    talk = rows(ask, here, "Ana Ferreira", "interactions")[0]
    ask("correct", talk["interaction_id"], "--detail", "till counts", *here, *EVENING)
    out = meetwell("show", "Ana Ferreira", *here, *EVENING).out
    assert (
        f"{talk['interaction_id'][:6]}  2027-03-18 talked: till counts  [debrief.csv:2, put right by you]"
        in out
    )
