"""Every JSON answer has the keys that docs/reference/json.md promises, and stdout holds nothing else."""

from __future__ import annotations

import json
import re
import shutil

import pytest

NOW = ("--now", "2027-03-19T12:00:00Z", "--format", "json")
#: Commands of the table whose keys another test reads: this one needs a calendar server.
ELSEWHERE = {"sync"}


@pytest.fixture(scope="module")
def promised(root):
    """Return the promised keys by command."""
    found = {}
    for line in (root / "docs" / "reference" / "json.md").read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| (`.+`) \| (.+) \|", line)
        if row:
            for command in re.findall(r"`([^`]+)`", row[1]):
                found[command] = set(row[2].split(", "))
    return found


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


def keys_of(meetwell, *words, code=0):
    """Return the keys of the answer to these words, and the answer."""
    said = meetwell(*words, *NOW)
    assert said.code in (code, 5), (words, said.err)
    assert said.out.count("\n") == 1, words
    answer = json.loads(said.out)
    return set(answer) - (set() if words[0] == "inspect" else {"warnings", "next"}), answer


def test_every_command_of_the_table_answers_with_its_keys_and_nothing_else(calls, promised, meetwell):
    seen = {}
    for name, words in calls.items():
        seen[name], answer = keys_of(meetwell, *words)
        if name == "due":
            ids, here = [step["id"] for step in answer["steps"]], words[1:]
            seen["done"], _ = keys_of(meetwell, "done", ids[0], *here)
            seen["skip"], _ = keys_of(meetwell, "skip", ids[1], *here)
            seen["snooze"], _ = keys_of(meetwell, "snooze", ids[2], "--until", "+3", *here)
            owed = next(step["name"] for step in answer["steps"] if step["promise"])
            _, known = keys_of(meetwell, "show", owed, *here)
            promise = known["promises"][0]["promise_id"]
            seen["correct"], _ = keys_of(meetwell, "correct", promise, "--by", "2027-04-01", *here)
    assert seen == {name: keys for name, keys in promised.items() if name not in ELSEWHERE}
