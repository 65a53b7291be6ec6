"""What a newcomer gets from ``meetwell demo``: papers that hold what the product promises."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import replace

from pypdf import PdfReader

WHO = "Imani Castellanos"


def notes(fair):
    with (fair / "debrief.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_both_papers_together_have_at_least_three_pages(demo):
    pages = [len(PdfReader(demo.reports / name).pages) for name in ("prep-sheet.pdf", "follow-up.pdf")]
    assert sum(pages) >= 3


def test_both_papers_name_the_user_and_the_event(demo):
    for text in (demo.sheet, demo.follow_up):
        assert WHO in text
        assert "Alder Valley Spring Career Fair 2027" in text


def test_the_sheet_holds_the_users_own_words(demo, fair):
    profile = tomllib.loads((fair / "profile.toml").read_text(encoding="utf-8"))
    assert profile["goal"] in demo.sheet
    assert profile["intro"] in demo.sheet


def test_five_must_meets_stand_on_the_sheet_each_with_a_reason_for_both_sides(walked):
    assert len(walked.must) == 5
    first, _, cards = walked.sheet.partition("Conversations")
    for name in walked.must:
        assert name in first
        card = cards.partition(name)[2].partition("Next step agreed")[0].casefold()
        assert "for you" in card, name
        assert "for them" in card, name


def test_the_sheet_prints_ids_and_two_ticks(demo):
    ids = re.findall(r"\b[2-9][2-9A-HJKMNP-Z]{2}\b", demo.sheet)
    assert len(set(ids)) >= 5
    assert "Talked" in demo.sheet
    assert "Next step agreed" in demo.sheet


def test_the_after_page_counts_its_dates_from_the_event(demo):
    after = demo.sheet.partition("After the event")[2]
    for day in ("Tonight, Thu 18 Mar", "Fri 19 Mar", "Thu 25 Mar", "Apr"):
        assert day in after


def test_the_follow_up_holds_what_each_person_cares_about_and_each_promise(demo, fair):
    for row in notes(fair):
        if row["sort"] == "pursue":
            assert row["name"] in demo.follow_up
            assert row["cares_about"] in demo.follow_up
            assert row["i_promised"] in demo.follow_up


def test_the_follow_up_prints_the_dates_that_were_named(demo):
    for day in ("Fri 19 Mar", "Mon 22 Mar", "Thu 25 Mar", "Fri 26 Mar"):
        assert day in demo.follow_up


def test_somebody_who_asked_not_to_be_written_to_gets_no_step(demo):
    steps = demo.follow_up.partition("Tonight")[2]
    assert "Deborah Finch" not in steps


def test_somebody_who_was_on_no_list_is_followed_up_too(demo):
    assert "Nathaniel Osei" in demo.follow_up


def test_the_calendars_hold_talks_meetings_and_due_dates(demo):
    plan = (demo.reports / "plan.ics").read_text(encoding="utf-8")
    due = (demo.reports / "followups.ics").read_text(encoding="utf-8")
    assert plan.count("BEGIN:VEVENT") >= 1
    assert due.count("BEGIN:VEVENT") + due.count("BEGIN:VTODO") >= 5
    uids = re.findall(r"^UID:(.+)$", due, re.MULTILINE)
    assert len(uids) == len(set(uids))


def test_the_demo_can_be_made_again_over_itself(demo, meetwell):
    said = meetwell("demo", "--out", demo.folder)
    assert said.code == 0
    assert replace(demo).sheet == demo.sheet


def test_the_demo_takes_no_folder_of_somebody_else(meetwell, tmp_path):
    (tmp_path / "thesis.txt").write_text("three years of work", encoding="utf-8")
    said = meetwell("demo", "--out", tmp_path)
    assert said.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_no_score_rank_tier_or_stage_is_on_paper(demo):
    for text in (demo.sheet, demo.follow_up):
        assert not re.search(r"\b(?:score|rank|tier|stage)\b|\b0\.\d{2}\b", text, re.IGNORECASE)
