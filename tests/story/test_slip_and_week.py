"""The page of the week before, and the slip for whoever holds an earlier print."""

from __future__ import annotations

import shutil

import pytest
from pypdf import PdfReader

BEFORE = ("--event", "spring-fair", "--now", "2027-03-10T12:00:00Z")


def text(path):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, demo):
    """Return a copy of the demo."""
    folder = tmp_path_factory.mktemp("slip") / "ws"
    shutil.copytree(demo.folder, folder)
    return folder


def test_the_week_before_counts_its_days_back_and_names_whom_to_look_up(workspace, meetwell):
    assert meetwell("prepare", "-w", workspace, *BEFORE).code == 0
    page = text(workspace / "reports" / "spring-fair" / "week-before.pdf")
    for words in (
        "The week before",
        "By Thu 11 Mar",
        "Look up Ana Ferreira",
        "By Wed 17 Mar",
        "Imani Castellanos",
    ):
        assert words in page
    assert (workspace / "reports" / "spring-fair" / "prepare.ics").is_file()


def test_a_slip_names_who_left_the_day_and_which_print_it_corrects(workspace, meetwell):
    assert meetwell("prep", "-w", workspace, *BEFORE).code == 0
    assert meetwell("pass", "Tobias Renner", "-w", workspace, *BEFORE).code == 0
    assert meetwell("run", "-w", workspace, *BEFORE).code == 0
    slip = text(workspace / "reports" / "spring-fair" / "change-slip.pdf")
    assert "Changes to your sheet" in slip
    assert "Corrects the sheet printed on Wednesday 10 March 2027" in slip
    assert "Tobias Renner Not in your day any more. You passed." in slip


def test_a_broken_template_of_the_user_costs_its_page_and_nothing_else(workspace, meetwell):
    own = workspace / "templates" / "prep" / "sheet.html"
    own.parent.mkdir(parents=True)
    own.write_text("one\n{{ view.nothing }}\n", encoding="utf-8")
    said = meetwell("prep", "--phone", "-w", workspace, *BEFORE)
    assert said.code == 6
    assert f"{own}:2" in said.err
    reports = workspace / "reports" / "spring-fair"
    assert "Must meet" in (reports / "prep-sheet.html").read_text(encoding="utf-8")
    assert not (reports / "prep-sheet.pdf").exists()
    assert (reports / "phone.html").is_file()
    own.unlink()
    assert meetwell("prep", "-w", workspace, *BEFORE).code == 0
