"""The same input gives the same output; nothing changed, nothing done; a change redoes what depends on it."""

from __future__ import annotations

import shutil

import polars as pl
import pytest
from polars.testing import assert_frame_equal

NOW = ("--now", "2027-03-15T12:00:00+00:00")


@pytest.fixture(scope="module")
def again(journey, tmp_path_factory):
    """Return the same journey, walked a second time in another folder."""
    return journey(tmp_path_factory.mktemp("again") / "network")


@pytest.fixture(scope="module")
def at_rest(walked, tmp_path_factory, meetwell):
    """Return a workspace in which nothing is left to do; only to look at."""
    folder = shutil.copytree(walked.folder, tmp_path_factory.mktemp("at-rest") / "network")
    assert meetwell("run", "--workspace", folder, *NOW).code == 0
    return folder


@pytest.fixture
def settled(at_rest, tmp_path):
    """Return a copy of that workspace, to change."""
    return shutil.copytree(at_rest, tmp_path / "network")


def stages(ask, folder):
    return ask("run", "--workspace", folder, *NOW)["stages"]


def test_two_runs_give_identical_tables(walked, again):
    names = sorted(path.name for path in (walked.folder / "tables").glob("*.parquet"))
    assert len(names) >= 8
    for name in names:
        one, other = (pl.read_parquet(place.folder / "tables" / name) for place in (walked, again))
        assert_frame_equal(one, other)


def test_two_runs_give_identical_files_phone_page_included_and_papers_with_the_same_text(walked, again):
    files = sorted(path for path in walked.reports.iterdir() if path.suffix != ".pdf")
    assert walked.reports / "phone.html" in files
    for path in files:
        assert path.read_bytes() == (again.reports / path.name).read_bytes(), path.name
    assert again.sheet == walked.sheet
    assert again.follow_up == walked.follow_up


def test_a_run_with_nothing_changed_does_nothing_and_says_so(settled, meetwell):
    before = {
        path: path.stat().st_mtime_ns for path in settled.rglob("*") if path.suffix in (".pdf", ".parquet")
    }
    said = meetwell("run", "--workspace", settled, *NOW)
    assert said.code == 0
    assert "Nothing changed; nothing was done." in said.out
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_same_file_again_changes_nothing(settled, meetwell, ask, fair):
    said = meetwell("add", fair / "employers.csv", "--event", "spring-fair", "--workspace", settled, *NOW)
    assert said.code == 0
    assert stages(ask, settled) == []


def test_another_paper_size_only_prints_again(settled, ask):
    (settled / "meetwell.toml").write_text('[report]\npaper = "letter"\n', encoding="utf-8")
    assert stages(ask, settled) == ["prep"]


def test_another_length_of_the_day_links_nobody_again(settled, ask):
    (settled / "meetwell.toml").write_text("[plan]\nmust_meet = 4\n", encoding="utf-8")
    done = stages(ask, settled)
    assert "plan" in done
    assert "link" not in done


def test_a_changed_list_redoes_everything_after_it(settled, meetwell, ask, fair, tmp_path):
    text = (fair / "employers.csv").read_text(encoding="utf-8")
    changed = tmp_path / "employers.csv"
    changed.write_text(
        text.replace("Finance; Economics; Business", "Finance; Statistics; Business"), encoding="utf-8"
    )
    assert meetwell("add", changed, "--event", "spring-fair", "--workspace", settled, *NOW).code == 0
    assert stages(ask, settled) == ["link", "match", "plan", "prep"]


def test_a_change_that_changes_no_match_plans_nothing_anew(settled, meetwell, ask, fair, tmp_path):
    text = (fair / "employers.csv").read_text(encoding="utf-8")
    changed = tmp_path / "employers.csv"
    changed.write_text(text.replace("paper-lantern.example", "paper-lantern-games.example"), encoding="utf-8")
    assert meetwell("add", changed, "--event", "spring-fair", "--workspace", settled, *NOW).code == 0
    done = stages(ask, settled)
    assert "link" in done
    assert "plan" not in done


def test_the_users_word_survives_a_new_import(settled, meetwell, ask, fair, tmp_path):
    here = ("--workspace", settled, *NOW)
    assert meetwell("pass", "Tobias Renner", *here).code == 0
    assert meetwell("pick", "Larkspur Pharmacy", *here).code == 0
    text = (fair / "people.csv").read_text(encoding="utf-8")
    changed = tmp_path / "people.csv"
    changed.write_text(text.replace("Head of Branch Finance", "Head of Finance, Branches"), encoding="utf-8")
    assert meetwell("add", changed, "--event", "spring-fair", *here).code == 0
    assert meetwell("run", *here).code == 0
    people = pl.read_parquet(settled / "tables" / "20-people.parquet").select("person_id", who="name")
    plan = pl.read_parquet(settled / "tables" / "40-plan.parquet").filter(pl.col("kind") == "meeting")
    names = set(plan.filter(pl.col("order").is_not_null()).join(people, on="person_id")["who"])
    assert "Larkspur Pharmacy" in names
    assert "Tobias Renner" not in names


def test_another_country_for_phone_numbers_links_anew(settled, ask):
    marker = settled / "meetwell.toml"
    marker.write_text(
        marker.read_text(encoding="utf-8") + '\n[ingest]\nphone_region = "DE"\n', encoding="utf-8"
    )
    assert "link" in stages(ask, settled)


def test_what_became_of_an_application_is_on_the_next_sheet(settled, meetwell, ask):
    here = ("--event", "spring-fair", "--workspace", settled, *NOW)
    assert meetwell("applied", "Leila Hosseini", "--req", "R-7", *here).code == 0
    assert "prep" in stages(ask, settled)


def test_another_lead_of_the_alarms_writes_the_calendar_again(settled, ask):
    (settled / "meetwell.toml").write_text("[plan]\nalarm_doors_minutes = 25\n", encoding="utf-8")
    assert "prep" in stages(ask, settled)
    calendar = (settled / "reports" / "spring-fair" / "plan.ics").read_text(encoding="utf-8")
    assert "TRIGGER:-PT25M" in calendar
