"""After the fair: put off, skipped, applied, drafted, checked, through the front door."""

from __future__ import annotations

import email
import email.policy
import shlex
import shutil

import polars as pl
import pytest

from tests.story.conftest import plain

EVENING = ("--now", "2027-03-18T21:30:00+00:00")
NEXT_DAY = ("--now", "2027-03-19T14:00:00+00:00")


@pytest.fixture
def here(walked, tmp_path):
    return ("--workspace", shutil.copytree(walked.folder, tmp_path / "network"))


def step_of(ask, here, name, kind):
    steps = ask("followup", *here, *NEXT_DAY)["steps"]
    return next(
        row for row in steps if row["name"] == name and row["step"] == kind and row["state"] != "done"
    )


def test_drafts_quote_the_notes_and_nobody_without_a_detail_gets_one(ask, here):
    said = ask("drafts", *here, *NEXT_DAY)
    by_name = {(item["name"], item["situation"]): item for item in said["drafts"]}
    thanks = by_name["Ana Ferreira", "thanks"]
    path = next(path for path in said["files"] if "ana-ferreira-thanks" in path)
    with open(path, "rb") as file:  # noqa: PTH123 - the parser takes a file
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    assert (mail["X-Unsent"], mail["To"], thanks["to"]) == ("1", None, None)
    assert "why Saturday deposits at the Canal Street branch come up short" in mail.get_content()
    assert ("Deborah Finch", "thanks") not in by_name
    assert any(path.endswith("agreed.vcf") for path in said["files"])


def test_a_draft_passes_the_check_and_schmoozing_does_not(ask, here, tmp_path):
    said = ask("drafts", *here, *NEXT_DAY)
    path = next(path for path in said["files"] if "ana-ferreira-thanks" in path)
    assert ask("check-draft", path)["genuine"] is True
    message = tmp_path / "message.txt"
    message.write_text("Dear all, you are amazing! Could you refer me ASAP?", encoding="utf-8")
    checked = ask("check-draft", message)
    assert (checked["genuine"], [item["rule"] for item in checked["findings"]][:2]) == (
        False,
        ["mass", "flattery"],
    )


def test_a_step_put_off_keeps_its_new_day_and_one_left_out_stays_out(ask, here):
    thanks = step_of(ask, here, "Ana Ferreira", "thanks")
    promise = step_of(ask, here, "Rafael Iturbe", "promise")
    ask("snooze", thanks["id"], "--until", "+7", "--why", "on holiday", *here, *NEXT_DAY)
    ask("skip", promise["id"], "--why", "settled", *here, *NEXT_DAY)
    steps = {row["id"]: row for row in ask("followup", *here, *NEXT_DAY)["steps"]}
    assert (steps[thanks["id"]]["due"], steps[thanks["id"]]["state"]) == ("2027-03-26", "snoozed")
    assert steps[promise["id"]]["state"] == "skipped"


def test_a_deadline_stands_in_the_plan_and_in_the_calendar(ask, here, walked):
    ask(
        "applied",
        "Ana Ferreira",
        "--state",
        "planned",
        "--req",
        "R-7",
        "--deadline",
        "2027-04-02",
        *here,
        *EVENING,
    )
    steps = ask("followup", *here, *NEXT_DAY)["steps"]
    mine = {row["step"]: row["due"] for row in steps if row["step"] in ("apply", "deadline")}
    calendar = (here[1] / "reports" / "spring-fair" / "followups.ics").read_text(encoding="utf-8")
    assert mine == {"apply": "2027-03-31", "deadline": "2027-04-02"}
    assert "20270402" in calendar


def test_the_same_debrief_twice_changes_nothing(ask, here, fair):
    before = ask("followup", *here, *EVENING)["steps"]
    again = ask("debrief", fair / "debrief.csv", *here, *NEXT_DAY)
    assert (again["new_interactions"], again["new_promises"]) == (0, 0)
    assert ask("followup", *here, *EVENING)["steps"] == before


def test_no_draft_is_addressed_from_an_attendee_list(ask, here):
    said = ask("drafts", *here, *NEXT_DAY)
    people = pl.read_parquet(here[1] / "tables" / "20-people.parquet")
    listed = set(people["emails"].explode().drop_nulls())
    assert {item["to"] for item in said["drafts"]} & listed == set()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("paper.pdf", b"%PDF-1.7 ...", "the file is a PDF"),
        ("letter.docx", b"PK\x03\x04....", "a document, a spreadsheet"),
        ("plan.ics", b"BEGIN:VCALENDAR\r\n", "the file is a calendar"),
        ("page.html", b"<!DOCTYPE html><p>Thank you for the talk", "the file is a web page"),
        ("blob.bin", b"Thank you\0\0for the talk", "the file is no text"),
        ("list.csv", b"id,name\n37Q,Ana Lee\n4BX,Tom Reed\n", "no English sentence"),
        ("word.txt", b"hello", "only 1 word"),
    ],
)
def test_what_is_no_message_is_said_by_its_kind(meetwell, tmp_path, name, content, what):
    path = tmp_path / name
    path.write_bytes(content)
    said = meetwell("check-draft", path)
    assert (said.code, said.out, what in said.err) == (3, "", True)


def test_a_message_saved_by_notepad_as_unicode_is_read(ask, tmp_path):
    path = tmp_path / "message.txt"
    path.write_bytes("Hi Ana, you said the till is counted at ten. Who counts it?".encode("utf-16"))
    assert ask("check-draft", path)["genuine"] is True


def test_a_message_with_places_to_fill_in_is_not_finished(meetwell, ask, tmp_path):
    path = tmp_path / "message.txt"
    path.write_text("Hi Ana, you said the till is counted at ten. Who counts it? [your own line]")
    assert ask("check-draft", path)["blanks"] == ["[your own line]"]
    assert meetwell("check-draft", path).out.splitlines()[:2] == [
        "Not finished:",
        "- Still to fill in: [your own line]",
    ]


def test_ticking_off_names_the_step_and_a_slip_in_its_id_names_the_one_meant(meetwell, ask, here):
    thanks = step_of(ask, here, "Ana Ferreira", "thanks")["id"]
    short = thanks[:6]
    off = meetwell("snooze", short.upper(), "--until", "next friday", *here, *NEXT_DAY).out
    assert off.splitlines()[0] == "Put off to Fri 2027-03-26: Thank Ana Ferreira and quote what they said."
    done = meetwell("done", short, *here, *NEXT_DAY).out
    assert done.splitlines()[0] == "Done: Thank Ana Ferreira and quote what they said."
    slip = short[:-1] + ("a" if short[-1] != "a" else "b")
    said = meetwell("done", slip, *here, *NEXT_DAY)
    assert (said.code, f"Did you mean {short}?" in said.err) == (2, True)


def test_this_week_lists_promises_before_thanks_of_the_same_day(ask, here):
    rows = ask("due", "--days", "60", *here, *NEXT_DAY)["steps"]
    order = [(row["due"], row["promise"] is None) for row in rows]
    assert order == sorted(order)


def test_bare_meetwell_names_the_plan_once_it_is_made_and_new_notes_ask_for_a_new_one(
    meetwell, ask, here, tmp_path
):
    ask("followup", *here, *NEXT_DAY)
    made = meetwell(*here, *NEXT_DAY).out
    more = tmp_path / "more.txt"
    more.write_text('new "Nora Lund" talked "boats" promise "send the chart" by friday\n', encoding="utf-8")
    ask("debrief", "--text", more, *here, *NEXT_DAY)
    noted = meetwell(*here, *NEXT_DAY).out
    ask("followup", *here, *NEXT_DAY)
    assert ("Your plan is made. First of it: " in made, made.splitlines()[-1]) == (True, "Next: meetwell due")
    assert "Your notes are in." in noted
    assert noted.splitlines()[-1] == "Next: meetwell followup, then meetwell due each week"
    assert meetwell(*here, *NEXT_DAY).out.splitlines()[-1] == "Next: meetwell due"


def test_notes_once_in_are_not_asked_for_any_more(ask, here, walked):
    steps = {row["step"] for row in ask("followup", *here, *NEXT_DAY)["steps"] if row["state"] == "open"}
    calendar = (here[1] / "reports" / "spring-fair" / "followups.ics").read_text(encoding="utf-8")
    assert ("type_back" in steps, "look_back" in steps) == (False, True)
    assert ("Type the notes back" in calendar, "Look back at the event" in calendar) == (False, True)
    assert "Type your notes back" not in walked.follow_up


def test_a_promise_kept_on_the_evening_of_its_day_is_kept_in_time(ask, here):
    promise = step_of(ask, here, "Rafael Iturbe", "promise")
    evening_in_new_york = ("--now", f"{promise['due']}T23:30:00-04:00")
    ask("done", promise["id"], *here, *evening_in_new_york)
    promises = ask("show", "Rafael Iturbe", *here, *evening_in_new_york)["promises"]
    assert [row["state"] for row in promises if row["text"] == promise["promise"]] == ["kept"]


def test_a_step_is_put_off_to_the_same_day_late_in_the_evening(ask, here):
    thanks = step_of(ask, here, "Ana Ferreira", "thanks")
    evening_in_new_york = ("--now", "2027-03-19T22:00:00-04:00")
    snoozed = ask("snooze", thanks["id"], "--until", "2027-03-19", *here, *evening_in_new_york)
    assert snoozed["due"] == "2027-03-19"


def test_drafts_come_as_plain_text_and_as_links_too(meetwell, ask, here):
    texts = [path for path in ask("drafts", "--as", "text", *here, *NEXT_DAY)["files"] if "/drafts/" in path]
    said = meetwell("drafts", "--as", "mailto", *here, *NEXT_DAY).out
    assert {path.rpartition(".")[2] for path in texts} == {"txt"}
    assert "Ana Ferreira: mailto:?subject=" in said
    back = [path for path in ask("drafts", *here, *NEXT_DAY)["files"] if "/drafts/" in path]
    folder = here[1] / "reports" / "spring-fair" / "drafts"
    assert sorted(str(path) for path in folder.glob("[!.]*")) == sorted(back)


def test_how_a_step_was_done_is_kept_as_a_note_on_the_person(meetwell, ask, here):
    thanks = step_of(ask, here, "Ana Ferreira", "thanks")["id"]
    ask("done", thanks, "--why", "told her at the tram stop", *here, *NEXT_DAY)
    assert "told her at the tram stop" in meetwell("show", "Ana Ferreira", *here, *NEXT_DAY).out


def test_a_preview_shows_every_date_and_keeps_nothing(meetwell, ask, here, tmp_path):
    notes = tmp_path / "more.txt"
    notes.write_text('new "Nora Lund" talked "boats" promise "send the chart" friday\n', encoding="utf-8")
    before = ask("status", *here, *NEXT_DAY)["sentences"]
    seen = meetwell("debrief", "--text", notes, "--preview", *here, *EVENING)
    again = shlex.join(map(str, ("meetwell", "debrief", "--text", notes, *here, *EVENING)))
    assert seen.out.splitlines() == [
        "Would keep: notes on Nora Lund.",
        "You promised Nora Lund (by Fri 2027-03-19): send the chart",
        f"Next: {again}",
    ]
    assert ask("status", *here, *NEXT_DAY)["sentences"] == before
    assert ask("debrief", "--text", notes, *here, *EVENING)["new_promises"] == 1


def test_a_quarter_has_a_page_with_names_and_no_totals(ask, here):
    said = ask("status", "--page", *here, "--now", "2027-05-20T14:00:00+00:00")
    (path,) = said["files"]
    text = plain(path)
    assert "Since Friday 19 February 2027" in text
    assert said["moved"] != []
    assert [line for line in (*said["moved"], *said["sentences"], *said["quiet"]) if line not in text] == []


def test_a_linkedin_note_that_grew_too_long_is_told_before_it_is_cut(meetwell, ask, tmp_path):
    note = tmp_path / "2027-03-19-ana-ferreira-linkedin-ab12.txt"
    note.write_text("Hi Ana, you said the till is counted at ten. Who counts it? " * 4, encoding="utf-8")
    other = tmp_path / "letter.txt"
    other.write_text(note.read_text(encoding="utf-8"), encoding="utf-8")
    assert ask("check-draft", note)["over"] == 39
    assert "39 characters more than a LinkedIn note takes." in meetwell("check-draft", note).out
    assert ask("check-draft", other)["over"] == 0
