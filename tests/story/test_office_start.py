"""An office needs no profile of its own, and each command names the next one."""

from __future__ import annotations

NOW = ("--now", "2027-01-10T12:00:00+00:00")


def test_an_office_goes_from_nothing_to_its_sheets_by_what_each_command_names(ask, fair, tmp_path):
    office, here = tmp_path / "office", ("-w", tmp_path / "office")
    made = ask("init", office, "--office")
    first = f"cd {office} && meetwell event add SLUG --on DATE --hours 10-16"
    assert (made["profile"], made["next"]) == (None, first)
    ask("event", "add", "fair", "--on", "2027-02-24", "--hours", "11-15", "--tz", "UTC", *here, *NOW)
    assert ask(*here, *NOW)["next"] == "meetwell add LIST.csv"
    batch = "meetwell batch run STUDENTS.csv --event fair --out sheets"
    assert ask("add", fair / "employers.csv", *here, *NOW)["next"] == batch
    assert ask(*here, *NOW)["next"] == f"meetwell init (a profile of yours), or {batch} (an office)"


def test_an_office_has_no_profile_to_describe(meetwell, tmp_path):
    said = meetwell("init", tmp_path / "office", "--office", "--name", "Career office")
    assert said.code == 2
    assert "--office makes no profile" in said.err
