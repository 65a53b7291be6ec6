"""The prep sheet holds what the inputs support, on three pages, and nothing that must not be there."""

import datetime as dt
import re
from dataclasses import replace

import polars as pl
import pytest

from pipeline import tables
from pipeline.report.budget import Tight, budget_for
from pipeline.report.make import make_prep
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html
from pipeline.report.trim import trim_cards

CASES = ("many", "single", "bare", "letter", "large", "full", "scripts", "long_names", "applying")
ALWAYS_THREE = ("many", "single", "bare", "letter", "long_names", "applying", "scripts")


@pytest.fixture(scope="module")
def made(request, words):
    """Return the finished sheet of a case, made once."""
    return make_prep(request.getfixturevalue(request.param), words=words)


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_every_text_of_the_view_is_on_the_paper(made, paper):
    assert paper.missing(made.view, made.pdf) == []


@pytest.mark.parametrize("made", ALWAYS_THREE, indirect=True)
def test_the_sheet_has_its_three_pages(made):
    assert (made.pdf.pages, made.pdf.anchors["cards"], made.pdf.anchors["after"]) == (3, 2, 3)


def test_the_full_form_has_a_card_for_up_to_twelve(full, words):
    view = prep_sheet(full, words=words)
    assert len(view.cards) == 12


def test_no_score_tier_stage_or_contact_detail_is_in_the_view(fair, words, paper):
    people = [
        {
            **row,
            "emails": ["secret@example.org"],
            "phones": ["+1 555 0100"],
            "notes": "PRIVATE-NOTE",
            "stage": 3,
        }
        for row in fair.people.to_dicts()
    ]
    view = prep_sheet(replace(fair, people=tables.as_table(tables.People, people)), words=words)
    whole = " ".join(paper.texts(view))
    for secret in ("secret@example.org", "555 0100", "PRIVATE-NOTE", "0.5", "0.8"):
        assert secret not in whole


def test_own_entries_print_as_busy_unless_titles_are_asked_for(fair, titled, words):
    assert "busy" in [item.what for item in prep_sheet(fair, words=words).front.day]
    assert "MATH 223 lecture" in [item.what for item in prep_sheet(titled, words=words).front.day]


def test_own_entries_that_may_not_take_place_print_as_tentative(fair, titled, words):
    soft = fair.sessions.with_columns(busy=pl.lit("soft"))
    whats = [
        [
            entry.what
            for entry in prep_sheet(replace(inputs, sessions=soft)).front.day
            if "13:00" in entry.when
        ]
        for inputs in (fair, titled)
    ]
    assert whats == [["busy (tentative)"], ["MATH 223 lecture (tentative)"]]


def test_work_authorisation_prints_only_when_the_user_wants_it(fair, open_about, words):
    needs = replace(fair, profile=replace(fair.profile, work_authorization="needs_now"))
    assert not [text for text in prep_sheet(needs, words=words).front.about if "sponsor" in text]
    shown = prep_sheet(replace(open_about, profile=needs.profile), words=words)
    assert "needs sponsorship" in shown.front.about


def test_sponsorship_is_yes_ask_or_unknown_on_every_card(fair, words):
    view = prep_sheet(replace(fair, settings=fair.settings), words=words)
    said = [fact.text for card in view.cards for fact in card.facts if fact.label == "Sponsorship"]
    assert said == ["list says yes", "list says no: ask", "unknown", "list says yes", "list says no: ask"]


@pytest.mark.parametrize(
    ("stated", "cell", "told"),
    [
        ("no", "US citizens only", "list says \u201cUS citizens only\u201d: ask"),
        ("unknown", "Case by case", "list says \u201cCase by case\u201d: ask"),
        ("yes", "Will sponsor H-1B", "list says \u201cWill sponsor H-1B\u201d"),
        ("yes", "yes", "list says yes"),
    ],
)
def test_a_card_quotes_what_the_list_says_on_sponsorship(fair, words, stated, cell, told):
    origin = {"field": "work_authorization", "value": cell, "file": "fair.csv", "row": 3, "column": "Visa"}
    people = tables.as_table(
        tables.People,
        [row | {"work_authorization": stated, "origins": [origin]} for row in fair.people.to_dicts()],
    )
    view = prep_sheet(replace(fair, people=people), words=words)
    said = [fact.text for card in view.cards for fact in card.facts if fact.label == "Sponsorship"]
    assert set(said) == {told}


def test_the_order_of_rows_changes_nothing(fair, words):
    shuffled = replace(
        fair, people=fair.people.reverse(), matches=fair.matches.reverse(), plan=fair.plan.reverse()
    )
    assert prep_sheet(shuffled, words=words) == prep_sheet(fair, words=words)


def test_after_dates_are_working_days_counted_from_the_event(fair, words):
    view = prep_sheet(fair, words=words)
    assert [step.when for step in view.after] == [
        "Tonight, Thu 26 Nov",
        "By Fri 27 Nov",
        "By Thu 3 Dec",
        "By Mon 28 Dec",
    ]


def test_rows_repeat_neither_question_nor_reason_while_there_are_others(fair, words):
    view = prep_sheet(fair, words=words)
    asked = [row.ask for row in (*view.must, *view.rest)]
    assert len(set(asked)) == len(asked)


def test_what_the_user_said_is_on_row_and_card(fair, words):
    wish = {"event": "fair", "person_id": "p001", "kind": "note", "text": "Ask for Ana", "said_at": fair.now}
    view = prep_sheet(replace(fair, wishes=tables.as_table(tables.Wishes, [wish])), words=words)
    assert [row.said for row in view.must if row.name == "Harbour Trust"] == ["Ask for Ana"]
    assert [card.said for card in view.cards if card.name == "Harbour Trust"] == [("Ask for Ana",)]


def test_a_dropped_entry_is_not_on_the_first_page(fair, words):
    rows = fair.plan.to_dicts()
    reason = {"side": None, "key": "drop.busy", "params": [], "evidence": []}
    for row in rows:
        if row["person_id"] == "p000":
            row["dropped_because"] = [reason]
    view = prep_sheet(replace(fair, plan=tables.as_table(tables.Plan, rows)), words=words)
    assert "Maple Bank" not in [row.name for row in view.must]


def test_somebody_else_at_the_same_event_changes_nothing(fair, words):
    theirs = [
        {**row, "user_id": "other", "must": True, "entry_id": f"o{row['entry_id']}"}
        for row in fair.plan.to_dicts()
    ]
    both = tables.as_table(tables.Plan, fair.plan.to_dicts() + theirs)
    assert prep_sheet(replace(fair, plan=both), words=words) == prep_sheet(fair, words=words)


def test_a_promise_and_a_noted_detail_come_back_on_the_next_card(fair, words):
    promise = {
        "promise_id": "q",
        "event": "autumn",
        "person_id": "p000",
        "owner": "mine",
        "text": "send the article",
        "made_at": fair.now,
        "due": dt.date(2026, 12, 1),
        "due_said": True,
        "state": "open",
        "source": "x",
    }
    view = prep_sheet(replace(fair, promises=tables.as_table(tables.Promises, [promise])), words=words)
    facts = {fact.label: fact.text for fact in view.cards[0].facts}
    assert facts["You promised"] == "send the article (by Tue 1 Dec)"


def test_trimming_never_drops_the_first_question_or_what_each_side_gains(fair, words):
    cards = prep_sheet(fair, words=words).cards
    tight = budget_for(fair.settings, Tight(cards=40))
    for card, trimmed in zip(cards, trim_cards(cards, tight, read_in="Source"), strict=True):
        assert trimmed.questions[:1] == card.questions[:1]
        assert {item.side for item in trimmed.reasons} >= {"you", "them"}


def test_the_day_is_told_in_the_order_of_its_times(fair, words):
    told = prep_sheet(fair, words=words).front.day
    starts = [re.search(r"\d\d:\d\d", item.when)[0] for item in told]
    assert starts == sorted(starts)


def test_the_day_is_drawn_with_its_facts_as_alternative_text(fair, large, words):
    front = prep_sheet(fair, words=words).front
    assert front.day_picture.alt.startswith("The day from 10:00 to 16:00")
    assert prep_sheet(large, words=words).front.day_picture is None


def test_every_card_keeps_title_and_employer(fair, words):
    view = prep_sheet(fair, words=words)
    assert [card.sub for card in view.cards] == [row.sub for row in view.must]


def test_a_list_of_nothing_but_names_leaves_room_to_write_instead_of_an_empty_column(bare, fair, words):
    for inputs, heading in ((bare, "Notes"), (fair, "Open with")):
        view = prep_sheet(inputs, words=words)
        html = to_html("prep/sheet.html", view)
        table = html[html.index('class="rows must"') :]
        assert f'<th scope="col">{heading}</th>' in table[: table.index("</thead>")]
