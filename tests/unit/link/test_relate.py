"""What lies between the user and somebody is gathered from notes, traces and promises of one person."""

from __future__ import annotations

import datetime as dt

from pipeline.link.relate import pasts
from pipeline.relations import Contact, Past, Trace, Word
from pipeline.tables import Interactions, Promises, Records, Touches, as_table

AT = dt.datetime(2026, 9, 14, 17, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 9, 20, 8, tzinfo=dt.UTC)


def of(records=(), touches=(), interactions=(), promises=(), aliases=None):
    """Return the pasts of people whose person_id is ``p-`` and their record."""
    frame = as_table(Records, list(records))
    people = frame.with_columns(person_id="p-" + frame["record_id"])
    frames = (as_table(Touches, list(touches)), as_table(Interactions, list(interactions)))
    return pasts(people, *frames, as_table(Promises, list(promises)), aliases or {})


def note(person, **more):
    said = {
        "interaction_id": f"i-{person}",
        "person_id": person,
        "at": AT,
        "kind": "talked",
        "direction": "in",
    }
    return (
        said
        | {"detail": "tide tables", "may_contact": "unknown", "may_keep": "unknown", "source": "x"}
        | more
    )


def promise(person, **more):
    said = {"promise_id": f"q-{person}", "person_id": person, "owner": "theirs", "text": "the book"}
    return (
        said | {"state": "kept", "closed_at": LATER, "made_at": AT, "source": "x", "due_said": False} | more
    )


def touch(record_id, **more):
    said = {
        "touch_id": f"t-{record_id}",
        "record_id": record_id,
        "at": AT,
        "kind": "message",
        "direction": "in",
    }
    return said | {"source_sha": "s", "source_file": "messages.csv", "source_row": 2} | more


def test_a_note_a_trace_and_a_promise_of_one_person_stand_together(record):
    trace = touch("r1", at=LATER, direction="out", thread="t7")
    seen = of([record("r1", "Ada Quill")], [trace], [note("p-r1")], [promise("p-r1")])
    assert seen == {
        "p-r1": Past(
            [Contact(AT, "talked", "in", "tide tables")],
            [Trace(LATER, "message", "out", "t7")],
            [Word("theirs", "the book", "kept", LATER)],
            listed=False,
        )
    }


def test_what_was_said_of_an_id_that_was_merged_away_belongs_to_the_one_kept(record):
    seen = of([record("r1", "Ada Quill")], (), [note("old")], [promise("old")], {"old": "p-r1"})
    assert [(len(past.contacts), len(past.words)) for past in seen.values()] == [(1, 1)]
    assert list(seen) == ["p-r1"]


def test_a_trace_of_a_record_that_is_gone_is_nobodys(record):
    assert of([record("r1", "Ada Quill")], [touch("gone")]) == {}


def test_whom_only_an_own_source_names_is_listed_and_a_firm_never_is(record):
    own = record("r1", "Ada Quill", source_kind="network", event=None)
    invited = record("r2", "Bo Marsh", source_kind="calendar", event=None)
    speaker = record("r3", "Cleo Finch", source_kind="calendar")
    connected = record("r4", "Dov Hale", connected_on=dt.date(2024, 5, 1))
    firm = record("r5", "Quill Ltd", kind="organization", source_kind="network", event=None)
    seen = of([own, invited, speaker, connected, firm])
    assert {person: past.listed for person, past in seen.items()} == {
        "p-r1": True,
        "p-r2": True,
        "p-r4": True,
    }
