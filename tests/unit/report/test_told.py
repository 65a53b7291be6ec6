"""What is said where: one opener on both pages, nothing twice, what is true of the list once."""

from dataclasses import replace

import pytest

from pipeline import tables
from pipeline.report.clean import isolated
from pipeline.report.glyphs import in_latin
from pipeline.report.inputs import FileRead
from pipeline.report.prep import prep_sheet
from pipeline.report.slip import change_slip
from pipeline.report.words import load_words


def asking(inputs, *names):
    """Return these inputs with the same shipped questions about everybody."""
    asked = [{"side": None, "key": f"question.{name}", "params": [], "evidence": []} for name in names]
    rows = [row | {"questions": asked} for row in inputs.matches.to_dicts()]
    return replace(inputs, matches=tables.as_table(tables.Matches, rows))


@pytest.mark.parametrize("case", ["fair", "many", "letter", "full", "single"])
def test_a_card_begins_with_what_page_1_opens_with(case, words, request):
    view = prep_sheet(request.getfixturevalue(case), words=words)
    assert [card.questions[0] for card in view.cards[: len(view.must)]] == [row.ask for row in view.must]


def test_nobody_is_opened_with_a_question_about_the_next_step(fair):
    words = load_words()
    view = prep_sheet(asking(fair, "who_else", "hard_problem", "may_i_write", "what_next"), words=words)
    assert {row.ask for row in (*view.must, *view.rest)} == {words("question.hard_problem")}


def test_a_question_about_the_next_step_is_asked_where_there_is_no_other(fair):
    words = load_words()
    view = prep_sheet(asking(fair, "who_else"), words=words)
    assert {row.ask for row in view.must} == {words("question.who_else")}


def test_a_list_of_names_is_remarked_on_once(bare):
    words = load_words()
    remark = {"side": None, "key": "reason.names_only", "params": [], "evidence": []}
    rows = [row | {"reasons": [remark]} for row in bare.matches.to_dicts()]
    inputs = replace(bare, matches=tables.as_table(tables.Matches, rows))
    view = prep_sheet(inputs, words=words)
    said = words("reason.names_only").removesuffix(".")
    assert view.warnings[0] == said
    assert view.front.remarks == (said,)
    assert str(view).count(said) == len([view.warnings[0], *view.front.remarks])


def test_an_open_promise_is_a_fact_of_the_card_and_no_reason_too(fair):
    words = load_words()
    key = fair.matches["person_id"][0]
    owed = {"name": "text", "value": "send the log"}
    reason = {"side": "them", "key": "reason.tie.owe", "params": [owed], "evidence": []}
    rows = [row | {"reasons": [reason]} for row in fair.matches.to_dicts()]
    promise = {"promise_id": "x", "person_id": key, "owner": "mine", "text": "send the log", "state": "open"}
    promise |= {"made_at": fair.now, "due_said": False, "source": "debrief"}
    inputs = replace(
        fair,
        matches=tables.as_table(tables.Matches, rows),
        promises=tables.as_table(tables.Promises, [promise]),
    )
    first = prep_sheet(inputs, words=words).cards[0]
    assert (str(first).count("send the log"), first.reasons) == (1, ())


def test_the_bank_of_questions_stands_beside_a_floor_map_too(fair, words):
    booths = {booth: (3.0 * at, 4.0) for at, booth in enumerate(fair.people["booth"])}
    view = prep_sheet(replace(fair, event=replace(fair.event, floor=booths)), words=words)
    assert (view.floor is not None, len(view.question_bank)) == (True, 2)


def test_one_row_is_told_as_one(fair, words):
    files = (FileRead("one.csv", 1, 1, 0), FileRead("two.csv", 2, 2, 0))
    told = prep_sheet(replace(fair, files=files), words=words).provenance
    assert told[:2] == ("one.csv: 1 row read, 0 rejected", "two.csv: 2 rows read, 0 rejected")


def test_a_name_written_from_the_right_keeps_apart_from_numbers_beside_it():
    told = isolated("2 محمد عبد الله, 3 שרה כהן and 4 Ana")
    assert told == "2 \u2068محمد عبد الله\u2069, 3 \u2068שרה כהן\u2069 and 4 Ana"


@pytest.mark.parametrize(("name", "spelt"), [("สมชาย", "Smchay"), ("김민준", "GimMinJun"), ("ая", "aya")])
def test_a_name_in_latin_letters_begins_with_a_capital_where_its_script_has_none(name, spelt):
    assert in_latin(name, name) == spelt


def test_a_slip_says_of_nobody_that_others_fit_better(fair):
    why = [{"side": None, "key": "drop.no_room", "params": [{"name": "name", "value": "X"}], "evidence": []}]
    gone = {"kind": "gone", "person_id": "p003", "session_id": None, "entry_kind": "meeting", "why": why}
    slip = change_slip(fair, [gone], fair.now)
    assert [line.text for line in slip.lines] == ["No room is left."]
