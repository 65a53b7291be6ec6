"""Every JSON answer is as docs/reference/answers.schema.json says, and stdout holds nothing else."""

from __future__ import annotations

import datetime as dt
import json
import shutil

import pytest
from jsonschema import Draft202012Validator, FormatChecker

NOW = ("--now", "2027-03-19T12:00:00Z", "--format", "json")
#: The server of one, and the minute of the others, are not for this test.
LEFT_OUT = {"sync", "demo", "quick", "batch handout"}

FORMATS = FormatChecker(formats=())
FORMATS.checks("date", raises=ValueError)(
    lambda value: not isinstance(value, str) or dt.date.fromisoformat(value)
)
FORMATS.checks("date-time", raises=ValueError)(lambda value: not isinstance(value, str) or moment(value))


def moment(text):
    """Return the time that a text names; raises ``ValueError`` for a form that is not ISO 8601 with zone."""
    if "T" not in text or dt.datetime.fromisoformat(text).utcoffset() is None:
        raise ValueError(text)
    return True


@pytest.fixture(scope="module")
def schema(root):
    """Return the schema of all answers."""
    return json.loads((root / "docs" / "reference" / "answers.schema.json").read_text(encoding="utf-8"))


def wrong(schema, name, answer):
    """Return what is not as the schema says, with its place."""
    held = Draft202012Validator({**schema, "$ref": f"#/$defs/answers/{name}"}, format_checker=FORMATS)
    return [f"{error.json_path}: {error.message[:300]}" for error in held.iter_errors(answer)]


@pytest.fixture(scope="module")
def calls(tmp_path_factory, demo, fair):
    """Return, for each command of the table, words that call it in a copy of the demo."""
    place = tmp_path_factory.mktemp("json")
    folder = place / "ws"
    shutil.copytree(demo.folder, folder)
    workspace = ("-w", folder)
    note = place / "line.txt"
    note.write_text('new "Ada Moor, House" talked "cares about boats"\n', encoding="utf-8")
    message = place / "message.txt"
    message.write_text("Hi Ana, you said the till is counted at ten. Who counts it?", encoding="utf-8")
    people = fair / "people.csv"
    named = {
        "meetwell": (),
        "init": ("init", place / "fresh", "--name", "A", "--field", "finance"),
        "event add": ("event", "add", "later", "--on", "2027-09-01", "--hours", "10-16", "--tz", "UTC"),
        "event list": ("event", "list"),
        "add": ("add", people, "--event", "spring-fair"),
        "ingest attendees": ("ingest", "attendees", people, "--event", "spring-fair"),
        "ingest calendar": ("ingest", "calendar", fair / "agenda.ics", "--event", "spring-fair"),
        "ingest network": ("ingest", "network", fair / "Connections.csv"),
        "ingest inbox": ("ingest", "inbox"),
        "inspect": ("inspect", people),
        "link": ("link",),
        "match": ("match", "--event", "spring-fair"),
        "explain": ("explain", "Leila Hosseini", "--event", "spring-fair"),
        "templates list": ("templates", "list"),
        "templates eject": ("templates", "eject", "css/print.css"),
        "plan": ("plan", "--event", "spring-fair"),
        "pick": ("pick", "Leila Hosseini", "--event", "spring-fair"),
        "pass": ("pass", "Parisa Kermani", "--event", "spring-fair"),
        "note": ("note", "Leila Hosseini", "x", "--event", "spring-fair"),
        "agree": ("agree", "Leila Hosseini", "14:00", "--event", "spring-fair"),
        "prepare": ("prepare", "--event", "later"),
        "prep": ("prep", "--event", "spring-fair"),
        "run": ("run", "--event", "spring-fair"),
        "debrief": ("debrief", "--text", note, "--event", "spring-fair"),
        "followup": ("followup", "--event", "spring-fair"),
        "due": ("due",),
        "applied": ("applied", "Leila Hosseini", "--req", "R-7", "--event", "spring-fair"),
        "drafts": ("drafts", "--event", "spring-fair"),
        "check-draft": ("check-draft", message),
        "status": ("status",),
        "show": ("show", "Leila Hosseini"),
        "review": ("review",),
        "unmerge": ("unmerge", "Leila Hosseini"),
        "config show": ("config", "show"),
        "formats": ("formats",),
        "check": ("check",),
        "backup": ("backup", place / "b.zip"),
        "restore": ("restore", place / "b.zip", place / "back"),
        "export": ("export", place / "out"),
        "forget": ("forget", "Ada Moor", "--yes"),
    }
    outside = {"init", "restore", "inspect", "formats", "check-draft"}
    return {name: words + (() if name in outside else workspace) for name, words in named.items()}


def answer_of(meetwell, *words, code=0):
    """Return the answer to these words; nothing else stands on stdout."""
    said = meetwell(*words, *NOW)
    assert said.code in (code, 5), (words, said.err)
    assert said.out.count("\n") == 1, words
    return json.loads(said.out)


def test_every_command_answers_as_the_schema_says(calls, schema, meetwell):
    answers = {}
    for name, words in calls.items():
        answers[name] = answer_of(meetwell, *words)
        if name == "due":
            steps, here = answers[name]["steps"], words[1:]
            answers["done"] = answer_of(meetwell, "done", steps[0]["id"], *here)
            answers["skip"] = answer_of(meetwell, "skip", steps[1]["id"], *here)
            answers["snooze"] = answer_of(meetwell, "snooze", steps[2]["id"], "--until", "+3", *here)
            owed = next(step["name"] for step in steps if step["promise"])
            promise = answer_of(meetwell, "show", owed, *here)["promises"][0]["promise_id"]
            answers["correct"] = answer_of(meetwell, "correct", promise, "--by", "2027-04-01", *here)
    assert {name: wrong(schema, name, answer) for name, answer in answers.items()} == {
        name: [] for name in answers
    }
    office = {name for name in schema["$defs"]["answers"] if name.startswith("batch ")}
    assert answers.keys() | LEFT_OUT | office == schema["$defs"]["answers"].keys()


def test_an_error_answers_as_the_schema_says(schema, meetwell, tmp_path):
    said = meetwell("inspect", tmp_path / "none.csv", "--format", "json")
    held = Draft202012Validator({**schema, "$ref": "#/$defs/error"})
    assert (said.code, list(held.iter_errors(json.loads(said.out)))) == (3, [])


def test_an_office_answers_as_the_schema_says(schema, meetwell, demo, tmp_path):
    students = tmp_path / "students.csv"
    students.write_text(
        "Name,E-mail,Major\nAda Moor,ada@example.org,Finance\nBo Moor,,History\n", encoding="utf-8"
    )
    folder, out = tmp_path / "ws", tmp_path / "sheets"
    shutil.copytree(demo.folder, folder)
    run = ("batch", "run", students, "--event", "spring-fair", "--out", out, "--html", "-w", folder)
    answers = {
        name: answer_of(meetwell, *words)
        for name, words in {
            "batch run": run,
            "batch merge": ("batch", "merge", "--out", out),
            "batch show": ("batch", "show", "Ada Moor", "--out", out),
            "batch audit": ("batch", "audit", "--out", out),
            "batch purge": ("batch", "purge", "--out", out, "--yes"),
        }.items()
    }
    assert {name: wrong(schema, name, answer) for name, answer in answers.items()} == {
        name: [] for name in answers
    }
    looked = answer_of(meetwell, *run, "--preview", "2")
    assert wrong(schema, "batch run", looked) == []
    several = meetwell("batch", "show", "moor", "--out", out, "--format", "json")
    assert (several.code, wrong(schema, "batch show", json.loads(several.out))) == (2, [])
