"""Every field of the list stands in the guide, and where the guide says that it stands it is printed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import tables
from pipeline.report.phone import phone_page
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "paper.md"
FIELDS = [f"P{n}" for n in range(1, 11)] + [f"T{n}" for n in range(1, 21)] + [f"B{n}" for n in range(1, 5)]
#: How the view of a fair that supports it shows each field.
SHOWN = {
    "P1": lambda view: view.front.event and view.front.hours and view.front.place,
    "P2": lambda view: view.front.user and view.front.about,
    "P3": lambda view: view.front.goal,
    "P4": lambda view: view.front.intro,
    "P6": lambda view: view.front.day_picture and view.front.day,
    "P7": lambda view: view.front.carry,
    "P8": lambda view: [row.number for row in view.must] == [str(at) for at in range(len(view.must))],
    "P9": lambda view: view.front.coverage,
    "P10": lambda view: view.provenance,
    "T2": lambda view: view.must[0].name and view.must[0].booth and view.must[0].when,
    "T5": lambda view: any(reason.side == "you" for reason in view.cards[0].reasons),
    "T6": lambda view: any(reason.side == "them" for reason in view.cards[0].reasons),
    "T10": lambda view: sum(card.look_up for card in view.cards) or view.cards[0].facts,
    "T12": lambda view: len(view.cards[0].questions) == 3,
    "T13": lambda view: any(card.give for card in view.cards),
    "T14": lambda view: view.cards[0].story,
    "T20": lambda view: all(row.short_id for row in view.must),
    "B1": lambda view: view.more,
    "B2": lambda view: view.surprises,
    "B3": lambda view: view.question_bank,
    "B4": lambda view: len(view.debrief) == 3,
}
#: The label of each field among the facts of a card.
FACTS = {
    "T7": "Unknown",
    "T8": "Levels",
    "T9": "Sponsorship",
    "T11": "In common",
    "T15": "No need to ask",
}


def rows():
    """Return what the guide says of each field."""
    return dict(
        re.findall(r"^\| ([PTB]\d+) [^|]*\| ([^|]+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_the_guide_says_of_every_field_where_it_is_or_why_it_is_not():
    assert list(rows()) == FIELDS
    assert all(len(text) > 4 for text in rows().values())


@pytest.mark.parametrize("field", sorted(SHOWN))
def test_a_field_is_where_the_guide_says(field, fair, words):
    assert SHOWN[field](prep_sheet(fair, words=words))


@pytest.mark.parametrize("field", sorted(FACTS))
def test_a_fact_is_on_a_card_or_on_the_phone(field, fair, words):
    assert f'"{FACTS[field]}"' in phone_page(fair, words=words)


def test_deadline_and_code_stand_on_the_card(applying, words):
    shown = [card.apply for card in prep_sheet(applying, words=words).cards if card.apply]
    assert [bool(item.deadline and item.qr.alt) for item in shown] == [True]


def test_work_authorisation_is_printed_only_when_asked_for(fair, open_about, words):
    told = []
    for inputs in (fair, open_about):
        profile = replace(inputs.profile, work_authorization="needs_later")
        told.append(prep_sheet(replace(inputs, profile=profile), words=words).front.about)
    assert told[1] == (*told[0], "will need sponsorship later")


def test_what_the_guide_calls_absent_is_on_no_paper(fair, words):
    absent = [field for field, text in rows().items() if text.startswith("absent")]
    assert absent == ["T1"]
    page = phone_page(fair, words=words)
    assert not re.search(r'"(tier|rank|fit|confidence|stage|strength)"', page)


def test_how_you_know_them_and_what_is_open_are_facts_of_a_card(fair, words):
    key = fair.matches["person_id"][0]
    rows = [
        row | ({"known": True, "tie_sources": ["classmate"]} if row["person_id"] == key else {})
        for row in fair.people.to_dicts()
    ]
    promise = {"promise_id": "x", "person_id": key, "owner": "theirs", "text": "a call", "state": "open"}
    promise |= {"made_at": fair.now, "due_said": False, "source": "debrief"}
    inputs = replace(
        fair,
        people=tables.as_table(tables.People, rows),
        promises=tables.as_table(tables.Promises, [promise]),
    )
    told = {fact.label: fact.text for fact in prep_sheet(inputs, words=words).cards[0].facts}
    assert (told["You know each other"], told["They promised"]) == ("classmate", "a call")


@pytest.mark.parametrize("case", ["fair", "large", "full", "letter"])
def test_every_card_has_lines_to_write_on_and_two_boxes(case, words, request):
    view = prep_sheet(request.getfixturevalue(case), words=words)
    page, label = to_html("prep/sheet.html", view), view.page.label
    prompts = [label[key] for key in ("note_name", "note_cares", "note_mine", "note_theirs")]
    prompts += [f"{label['note_channel']} / {label['note_due']}"]
    boxes = [f'<span class="box"></span> {label[key]}' for key in ("talked", "next_step")]
    lines = [f'<span class="prompt">{text}</span>' for text in prompts]
    assert {page.count(text) for text in (*lines, *boxes)} == {len(view.cards)}
