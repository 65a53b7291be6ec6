"""One person's year in one story: sheet, hall, debrief by phone and by paper, plan, done, and the next sheet.

A second one: print, plan anew, print again, and take notes back from the first paper.
"""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest

from tests.story.conftest import SLUG, plain

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BEFORE = ("--now", "2027-03-15T12:00:00+00:00")
EVENING = ("--now", "2027-03-18T21:30:00+00:00")
NEXT_DAY = ("--now", "2027-03-19T14:00:00+00:00")
SEPTEMBER = ("--now", "2027-09-10T12:00:00+00:00")
AUTUMN_LIST = """Name,Title,Organization,Email,Interests
Ana Ferreira,Analyst Programme Lead,Harbor Retail Bank,ana.ferreira@harbor-retail-bank.example.com,Choir
Leila Hosseini,FP&A Analyst,"Marlow & Finch, Corporate Finance",leila.hosseini@marlow-finch.example.com,Trams
Nadia Bergstrom,Credit Analyst,Quillon Ratings,nadia.bergstrom@quillon.example.com,Choir
"""
PHONE_CARES = "deposits that arrive in one bag on Mondays"
PHONE_PROMISE = "send the two-page cash log"
PAPER_CARES = "who counts the till after ten at night"
PAPER_PROMISE = "ask our treasurer who counts"


def printed_ids(folder):
    """Return the printed ID of each name of the form that stands on the sheet, in the order of the names."""
    reports = folder / "reports" / SLUG
    with (reports / "debrief.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {row["name"]: row["id"] for row in csv.DictReader(file) if row["id"]}
    sheet = re.findall(r"\b\w{3}\b", plain(reports / "prep-sheet.pdf"))
    found = {name: short for name, short in ids.items() if short in sheet}
    assert len(found) >= 6
    return found


@pytest.fixture
def morning(meetwell, workspace, fair, tmp_path):
    """A workspace on the morning of the fair: lists, network and calendars in, sheet and phone page out."""
    folder = workspace(tmp_path / "network")
    said = [
        meetwell(*words, "--workspace", folder, *BEFORE)
        for words in (
            ("add", fair / "employers.csv", fair / "people.csv", "--event", SLUG),
            ("ingest", "network", fair / "Connections.csv"),
            ("ingest", "calendar", fair / "agenda.ics", "--event", SLUG),
            ("ingest", "calendar", fair / "my-calendar.ics", "--mine"),
            ("prep", "--phone"),
        )
    ]
    assert [one.err for one in said if one.code] == []
    return folder


def by_thumb(folder, saved):
    """Note the first target on the phone page in a real browser; returns (printed ID, name)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        screen = {"width": 390, "height": 844}
        page = browser.new_context(viewport=screen, accept_downloads=True).new_page()
        errors: list[str] = []
        page.on("pageerror", lambda problem: errors.append(str(problem)))
        page.goto((folder / "reports" / SLUG / "phone.html").as_uri())
        first = page.locator("#list > li").first
        short_id = first.get_attribute("id").removeprefix("t-")
        name = first.locator("h2, h3").first.inner_text()
        page.check(f"[id='{short_id}-talked']")
        page.locator(f"[id='t-{short_id}'] summary").last.click()
        for field, text in (
            ("cares_about", PHONE_CARES),
            ("i_promised", PHONE_PROMISE),
            ("by", "2027-03-22"),
        ):
            page.fill(f"[id='{short_id}-{field}']", text)
        page.reload()  # the phone went to sleep: what was typed is still there
        page.click("[data-tab=tonight]")
        assert PHONE_CARES in page.inner_text("#steps")
        with page.expect_download() as caught:
            page.click("#export")
        caught.value.save_as(saved)
        browser.close()
    assert errors == []
    assert [entry["id"] for entry in json.loads(saved.read_text(encoding="utf-8"))["entries"]] == [short_id]
    return short_id, name


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
def test_a_fair_from_the_sheet_to_the_next_sheet_that_remembers(morning, ask, meetwell, tmp_path):
    here = ("--workspace", morning)
    ids = printed_ids(morning)

    saved = tmp_path / "debrief.json"
    by_phone_id, by_phone = by_thumb(morning, saved)
    assert ids[by_phone] == by_phone_id
    on_paper = next(name for name in ids if name not in (by_phone, "Ana Ferreira"))
    ana = ids.get("Ana Ferreira", '"Ana Ferreira"')
    lines = tmp_path / "evening.txt"
    lines.write_text(
        f'{ids[on_paper]} talked "{PAPER_CARES}" promise "{PAPER_PROMISE}" by 24 March pursue\n'
        f'{ana} talked "Saturday deposits" promise "send her the log" by 2027-04-30 pursue\n',
        encoding="utf-8",
    )
    assert ask("debrief", saved, *here, *EVENING)["people"] == [by_phone]
    assert set(ask("debrief", "--text", lines, *here, *EVENING)["people"]) == {on_paper, "Ana Ferreira"}

    steps = ask("followup", *here, *EVENING)["steps"]
    mine = {(row["name"], row["step"]): row for row in steps}
    assert mine[by_phone, "promise"]["due"] == "2027-03-22"
    assert mine[on_paper, "promise"]["due"] == "2027-03-24"
    paper = plain(morning / "reports" / SLUG / "follow-up.pdf")
    assert [
        text for text in (PHONE_CARES, PHONE_PROMISE, PAPER_CARES, PAPER_PROMISE) if text not in paper
    ] == []

    this_week = {row["id"] for row in ask("due", *here, *NEXT_DAY)["steps"]}
    kept = mine[by_phone, "promise"]["id"]
    thanks = mine[on_paper, "thanks"]["id"]
    assert {kept, thanks} <= this_week
    ask("done", kept, *here, *NEXT_DAY)
    ask("done", thanks, "--answered", *here, *NEXT_DAY)
    later = ask("followup", *here, *NEXT_DAY)["steps"]
    assert kept not in {row["id"] for row in later if row["state"] == "open"}
    question = {row["due"] for row in later if (row["name"], row["step"]) == (on_paper, "question")}
    assert min(question) >= "2027-04-02"  # the clock began anew with the answer of the 19th
    status = meetwell("status", *here, *NEXT_DAY).out
    assert f"You kept your promise to {by_phone}: {PHONE_PROMISE}." in status

    autumn = tmp_path / "autumn.csv"
    autumn.write_text(AUTUMN_LIST, encoding="utf-8")
    next_time = ("event", "add", "autumn", "--on", "2027-09-16", "--hours", "17-20", "--kind", "meetup")
    for words in (
        next_time,
        ("ingest", "attendees", autumn, "--event", "autumn"),
        ("prep", "--event", "autumn"),
    ):
        said = meetwell(*words, *here, *SEPTEMBER)
        assert said.code == 0, said.err
    remembered = plain(morning / "reports" / "autumn" / "prep-sheet.pdf")
    assert "You promised: send her the log" in remembered
    assert "Saturday deposits" in remembered
    assert PHONE_PROMISE not in remembered


def test_notes_on_the_first_paper_are_taken_back_after_the_day_was_planned_anew(
    morning, ask, meetwell, tmp_path
):
    here = ("--workspace", morning)
    first = printed_ids(morning)
    out_of_it, kept = list(first)[:2]
    ask("pass", out_of_it, "--event", SLUG, *here, *BEFORE)
    ask("agree", kept, "11:00", "--event", SLUG, *here, *BEFORE)
    assert meetwell("prep", *here, *BEFORE).code == 0
    second = printed_ids(morning)
    assert out_of_it not in second
    assert {name: short for name, short in second.items() if name in first} == {
        name: short for name, short in first.items() if name in second
    }
    lines = tmp_path / "first-paper.txt"
    lines.write_text(
        f'{first[out_of_it]} talked "{PAPER_CARES}" promise "{PAPER_PROMISE}" by 24 March\n'
        f'{first[kept]} talked "{PHONE_CARES}"\n',
        encoding="utf-8",
    )
    said = ask("debrief", "--text", lines, *here, *EVENING)
    assert (set(said["people"]), said["rejects"]) == ({out_of_it, kept}, [])
    assert ask("show", first[out_of_it], *here, *EVENING)["name"] == out_of_it
    steps = ask("followup", *here, *EVENING)["steps"]
    assert PAPER_PROMISE in json.dumps([row for row in steps if row["name"] == out_of_it])
    assert {"thanks"} <= {row["step"] for row in steps if row["name"] == kept}


def test_whoever_had_no_list_at_all_still_brings_notes_back(meetwell, ask, tmp_path):
    here = ("--workspace", tmp_path / "bare")
    meetwell("init", tmp_path / "bare", "--name", "Imani", "--field", "finance", *BEFORE)
    ask("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC", *here, *BEFORE)
    lines = tmp_path / "evening.txt"
    lines.write_text('new "Nora Lund" talked "boats" promise "send the chart" by friday\n', encoding="utf-8")
    assert ask("debrief", "--text", lines, *here, *EVENING)["people"] == ["Nora Lund"]
    steps = {row["step"]: row["due"] for row in ask("followup", *here, *EVENING)["steps"]}
    assert steps["promise"] == "2027-03-19"
    nothing_new = "Nothing of it is new."
    again = meetwell("debrief", "--text", lines, *here, *EVENING)
    lines.write_text('"Nora Lund" talked "boats and sails"\n', encoding="utf-8")
    more = meetwell("debrief", "--text", lines, *here, *EVENING)
    assert (nothing_new in again.out, nothing_new in more.out) == (True, False)
