"""Who asked not to be kept is erased; who was let go goes once a year; due is this week."""

from __future__ import annotations

import shutil

import polars as pl
import pytest

EVENING = ("--now", "2027-03-18T21:30:00+00:00")
NEXT_DAY = ("--now", "2027-03-19T14:00:00+00:00")
YEARS_LATER = ("--now", "2029-12-03T09:00:00+00:00")


@pytest.fixture
def here(walked, tmp_path):
    return ("--workspace", shutil.copytree(walked.folder, tmp_path / "network"))


@pytest.fixture
def asked(tmp_path):
    """A line in which somebody asks not to be kept."""
    path = tmp_path / "line.txt"
    path.write_text('"Leila Hosseini" talked "her mentor" keep no\n', encoding="utf-8")
    return path


def words_on(folder, name):
    """Return which files of a workspace still hold a name."""
    known = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".parquet")
    texts = {path.name for path in known if name.encode() in path.read_bytes()}
    people = pl.read_parquet(folder / "tables" / "20-people.parquet")
    return texts | ({"people"} if name in people["name"].to_list() else set())


def test_with_erase_who_asked_not_to_be_kept_is_gone_and_stays_out(ask, here, asked, fair):
    said = ask("debrief", "--text", asked, "--erase", *here, *EVENING)
    assert said["erased"] == ["Leila Hosseini"]
    ask("run", "--event", "spring-fair", *here, *EVENING)
    assert words_on(here[1], "Leila Hosseini") == set()
    ask("add", fair / "people.csv", "--event", "spring-fair", *here, *NEXT_DAY)
    ask("link", *here, *NEXT_DAY)
    people = pl.read_parquet(here[1] / "tables" / "20-people.parquet")["name"].to_list()
    assert ("Leila Hosseini" in people, "Ana Ferreira" in people) == (False, True)


def test_without_it_the_step_erases_and_only_when_told_to(ask, meetwell, here, asked):
    said = ask("debrief", "--text", asked, *here, *EVENING)
    step = next(row for row in ask("followup", *here, *EVENING)["steps"] if row["step"] == "forget")
    held_back = meetwell("done", step["id"], *here, *NEXT_DAY)
    assert (said["erased"], held_back.code, "--yes" in held_back.err) == ([], 2, True)
    assert ask("show", "Leila Hosseini", *here, *NEXT_DAY)["name"] == "Leila Hosseini"
    assert ask("done", step["id"], "--yes", *here, *NEXT_DAY)["erased"] is True
    steps = ask("followup", *here, *NEXT_DAY)["steps"]
    assert {row["name"] for row in steps} & {"Leila Hosseini"} == set()
    assert meetwell("show", "Leila Hosseini", *here, *NEXT_DAY).code == 2


def test_once_a_year_lost_ties_are_named_and_who_was_let_go_is_deleted(ask, here):
    steps = ask("followup", "--all", *here, *YEARS_LATER)["steps"]
    yearly = {row["step"]: row for row in steps if row["step"] in ("revive", "let_go")}
    assert {row["due"] for row in yearly.values()} == {"2029-12-03"}
    assert yearly["let_go"]["name"].partition(" (")[0] == "Deborah Finch"
    assert "lost touch" in yearly["revive"]["text"]
    assert ask("done", yearly["let_go"]["id"], "--yes", *here, *YEARS_LATER)["erased"] is True
    after = ask("followup", "--all", *here, *YEARS_LATER)["steps"]
    assert yearly["let_go"]["name"] not in {row["name"] for row in after}


def test_due_is_what_is_late_and_this_week_and_no_more(ask, here):
    days = [row["due"] for row in ask("due", *here, *NEXT_DAY)["steps"]]
    wider = [row["due"] for row in ask("due", "--days", "60", *here, *NEXT_DAY)["steps"]]
    assert days == sorted(days)
    assert min(days) >= "2027-03-18"
    assert max(days) <= "2027-03-26" < max(wider)


def test_one_planned_and_missed_gets_an_honest_note_where_it_is_asked_for(ask, here, tmp_path):
    notes = tmp_path / "missed.txt"
    notes.write_text('"Parisa Kermani" missed pursue\n"Tobias Renner" missed\n', encoding="utf-8")
    ask("debrief", "--text", notes, *here, *EVENING)
    steps = ask("followup", *here, *EVENING)["steps"]
    kinds = {row["name"]: row["step"] for row in steps if row["name"] in ("Parisa Kermani", "Tobias Renner")}
    assert kinds == {"Parisa Kermani": "not_met"}
    with (here[1] / "meetwell.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[followup]\ndrafts_a_day = 30\n")
    said = ask("drafts", *here, *NEXT_DAY)
    drafts = {(item["name"], item["situation"]) for item in said["drafts"]}
    assert ("Parisa Kermani", "not_met") in drafts, said["refused"]


def test_the_paper_of_somebody_forgotten_brings_nobody_back(ask, meetwell, here, fair, tmp_path):
    ids = (here[1] / "reports" / "spring-fair" / "debrief.csv").read_text(encoding="utf-8-sig").splitlines()
    old_id = next(line.split(",")[0] for line in ids if ",Ana Ferreira," in line)
    ask("forget", "Ana Ferreira", "--keep-out", "--yes", *here, *EVENING)
    notes = tmp_path / "paper.txt"
    notes.write_text(f'{old_id} talked "bonds"\n', encoding="utf-8")
    by_id = meetwell("debrief", "--text", notes, *here, *NEXT_DAY)
    assert (by_id.code, "forgotten; nothing was kept" in by_id.err) == (3, True)
    again = ask("debrief", fair / "debrief.csv", *here, *NEXT_DAY)
    assert [row["code"] for row in again["rejects"] if row["row"] == 2] == ["forgotten"]
    assert meetwell("show", "Ana Ferreira", *here, *NEXT_DAY).code == 2
    assert meetwell("prep", *here, *NEXT_DAY).code == 0
    fresh = (here[1] / "reports" / "spring-fair" / "debrief.csv").read_text(encoding="utf-8-sig")
    assert old_id not in {line.split(",")[0] for line in fresh.splitlines()}
