import datetime as dt
import sqlite3

import polars as pl
import pytest

from pipeline.errors import WorkspaceError
from pipeline.state import Intake, State
from pipeline.tables import Followups, Identity, Interactions, Promises, Wishes, as_table

NOW = dt.datetime(2027, 3, 15, 12, tzinfo=dt.UTC)


@pytest.fixture
def state(tmp_path):
    with State(tmp_path / "state.db", tmp_path / "backups") as opened:
        yield opened


def promise(person_id="p1", text="send the book"):
    row = {
        "promise_id": f"o-{person_id}",
        "person_id": person_id,
        "owner": "mine",
        "text": text,
        "made_at": NOW,
        "due": dt.date(2027, 3, 19),
        "due_said": True,
        "state": "open",
        "source": "debrief.csv:2",
    }
    return as_table(Promises, [row])


def test_what_is_saved_comes_back_as_it_was(state):
    state.save("promises", promise())
    assert state.frame("promises").equals(promise())


def test_messages_survive_the_way_through_the_file(state):
    row = {
        "followup_id": "f1",
        "step": "thanks",
        "due": dt.date(2027, 3, 19),
        "basis": "convention",
        "state": "open",
        "why": [
            {
                "side": None,
                "key": "step.thanks",
                "params": [{"name": "name", "value": "José"}],
                "evidence": [],
            }
        ],
    }
    state.save("followups", as_table(Followups, [row]))
    assert state.frame("followups").to_dicts() == as_table(Followups, [row]).to_dicts()


def test_the_same_key_replaces_and_never_doubles(state):
    state.save("promises", promise())
    state.save("promises", promise(text="send both books"))
    assert state.frame("promises")["text"].to_list() == ["send both books"]


def test_a_broken_block_leaves_nothing_behind(state):
    with pytest.raises(RuntimeError), state.writing():
        state.save("promises", promise())
        raise RuntimeError
    assert state.frame("promises").height == 0


def test_everything_said_follows_a_merged_person(state):
    state.save("promises", promise("old"))
    wish = {"event": "fair", "person_id": "old", "kind": "pick", "said_at": NOW}
    state.save("wishes", as_table(Wishes, [wish]))
    identity = as_table(Identity, [{"record_id": "r1", "person_id": "kept"}])
    state.save_identity(identity, {"old": "kept"})
    assert state.frame("promises")["person_id"].to_list() == ["kept"]
    assert state.frame("wishes")["person_id"].to_list() == ["kept"]
    assert state.resolve("old") == "kept"


def test_a_printed_id_never_changes_once_it_is_issued(state):
    first = state.issue_ids("fair", ["p1", "p2"], [], NOW)
    again = state.issue_ids("fair", ["p3", "p2", "p1"], [], NOW + dt.timedelta(days=1))
    assert again.head(2).equals(first)
    assert again.height == 3


def test_the_same_person_may_have_another_id_at_another_event(state):
    state.issue_ids("fair", ["p1"], [], NOW)
    issued = state.issue_ids("meetup", ["p1"], [], NOW)
    assert issued["event"].to_list() == ["fair", "meetup"]


def test_a_new_word_takes_the_old_one_back(state):
    for kind in ("pick", "pass"):
        state.withdraw_wish("fair", "p1", ("pick", "pass"))
        wish = {"event": "fair", "person_id": "p1", "kind": kind, "said_at": NOW}
        state.save("wishes", as_table(Wishes, [wish]))
    assert state.frame("wishes")["kind"].to_list() == ["pass"]


def test_the_journal_keeps_one_line_per_file_and_event(state):
    intake = Intake("a.csv", "fair", "sha", "event", {"as": None}, "csv", 3, 2, 0, 1, "1", NOW)
    state.journal.save_intake(intake)
    state.journal.save_intake(intake)
    assert state.journal.intakes() == [intake]


def test_the_state_file_is_private(tmp_path):
    with State(tmp_path / "state.db", tmp_path / "backups"):
        assert (tmp_path / "state.db").stat().st_mode & 0o777 == 0o600


def test_no_byte_of_an_erased_person_stays_in_the_files_of_the_state(tmp_path):
    with State(tmp_path / "state.db", tmp_path / "backups") as state:
        notes = [
            {"record_id": f"r{at}", "name": "Vera Canary", "notes": "canary-7f3a91c2" * 99}
            for at in range(40)
        ]
        state.save_met_records(pl.DataFrame(notes))
        state.erase("p1", [note["record_id"] for note in notes], ["Vera Canary"])
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert (b"Canary" in left, b"canary" in left) == (False, False)


def test_a_state_of_a_newer_program_is_not_touched(tmp_path):
    path = tmp_path / "state.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(WorkspaceError) as problem:
        State(path, tmp_path / "backups")
    assert "newer" in problem.value.what
    assert problem.value.do == "Update meetwell; nothing was changed."


@pytest.mark.parametrize(
    "content", [b"this is no database at all, but text", b"SQLite format 3\0" + b"x" * 200]
)
def test_a_damaged_state_says_how_to_get_it_back(tmp_path, content):
    path = tmp_path / "state.db"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError) as problem:
        State(path, tmp_path / "backups")
    assert "restore" in (problem.value.do or "")
    assert path.read_bytes() == content


def test_damage_in_the_middle_of_the_file_is_told_when_it_is_met(tmp_path):
    path, backups = tmp_path / "state.db", tmp_path / "backups"
    with State(path, backups) as state:
        for number in range(80):
            state.save("promises", promise(person_id=f"p{number}", text="x" * 400))
    content = bytearray(path.read_bytes())
    content[4096:] = b"g" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(WorkspaceError) as problem, State(path, backups) as state:
        state.frame("promises")
    assert problem.value.what == "the state file is damaged"
    assert "restore" in (problem.value.do or "")


def test_a_second_writer_is_told_that_another_command_is_writing(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.state.database.WAIT_SECONDS", 0.05)
    path, backups = tmp_path / "state.db", tmp_path / "backups"
    with State(path, backups) as first, State(path, backups) as second, first.writing():
        with pytest.raises(WorkspaceError) as problem, second.writing():
            pass
        assert problem.value.what == "another meetwell command is writing to this workspace"


def test_interactions_of_the_wrong_person_can_be_withdrawn(state):
    row = {
        "interaction_id": "i1",
        "person_id": "p1",
        "at": NOW,
        "kind": "talked",
        "direction": "both",
        "may_contact": "unknown",
        "may_keep": "unknown",
        "source": "x:1",
    }
    state.save("interactions", as_table(Interactions, [row]))
    state.withdraw(["i1"])
    assert state.frame("interactions").height == 0


def test_an_emptied_state_of_a_used_workspace_is_damage_and_not_a_new_one(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "abc").write_bytes(b"x")
    (tmp_path / "state.db").touch()
    with pytest.raises(WorkspaceError) as problem:
        State(tmp_path / "state.db", tmp_path / "backups")
    assert problem.value.what == "the state file is damaged"


def test_the_paper_of_another_event_carries_other_ids(state):
    people = [f"p{number}" for number in range(40)]
    state.issue_ids("fair", people, [], NOW)
    issued = state.issue_ids("meetup", people, [], NOW)
    assert issued["short_id"].n_unique() == 80
