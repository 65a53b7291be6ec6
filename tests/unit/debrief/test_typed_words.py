"""Words of a typed line: pairs, answers without a word behind them, and what stands outside the quotes."""

import pytest

CONSENT = ("may_contact", "may_keep")


def answers(taken):
    rows = taken.interactions.select(CONSENT).rows()
    return rows[0] if rows else None


def codes(taken):
    return list(taken.rejects["code"])


@pytest.mark.parametrize(
    ("words", "contact", "keep"),
    [
        ("may contact", "yes", "unknown"),
        ("may contact no may keep yes", "no", "yes"),
        ("contact keep no", "yes", "no"),
        ("keep ?", "unknown", "unknown"),
        ("sort keep", "unknown", "unknown"),
        ("sort let go keep", "unknown", "yes"),
    ],
)
def test_consent_is_taken_as_it_is_said(fair, words, contact, keep):
    taken = fair.lines(f'{fair.ids["pana"]} talked "boats" {words}')
    assert (answers(taken), codes(taken)) == ((contact, keep), [])
    assert taken.interactions["detail"].to_list() == [None if keep == "no" else "boats"]


@pytest.mark.parametrize(
    "words", ["not contact", "may not keep", "no contact", "don't contact", "never keep", "rarely"]
)
def test_what_stands_outside_the_quotation_marks_takes_the_line_away_rather_than_turning_it(fair, words):
    taken = fair.lines(f'{fair.ids["pana"]} talked "boats" {words}')
    assert (answers(taken), codes(taken)) == (None, ["line-unread"])


@pytest.mark.parametrize("line", ['promise "" by friday', "promise by friday", 'promise "  "'])
def test_a_promise_without_words_is_left_out_and_told(fair, line):
    taken = fair.lines(f'{fair.ids["pana"]} talked "boats" {line}')
    assert (taken.promises.height, codes(taken), answers(taken)) == (
        0,
        ["promise-empty"],
        ("unknown", "unknown"),
    )


def test_moving_what_was_never_said_is_told(fair):
    ana, tom = (fair.ids[key] for key in sorted(fair.ids)[:2])
    assert codes(fair.lines(f"{ana} not {tom}")) == ["nothing-moved"]
    assert codes(fair.lines(f'{tom} talked "boats"', f"{ana} not {tom}")) == []


@pytest.mark.parametrize("when", ["by 4 December", "4 December", "next friday", "on 2026-12-04"])
def test_a_date_behind_a_promise_needs_no_word_before_it(fair, when):
    taken = fair.lines(f'{fair.ids["pana"]} promise "send the log" {when} talked "boats"')
    assert codes(taken) == []
    assert [str(day) for day in taken.promises["due"]] == ["2026-12-04"]
    assert taken.interactions["detail"].to_list() == ["boats"]


def test_a_date_behind_a_detail_is_no_date_of_a_promise(fair):
    taken = fair.lines(f'{fair.ids["pana"]} promise "send the log" talked "boats" friday')
    assert (codes(taken), taken.promises.height) == (["line-unread"], 0)


@pytest.mark.parametrize("name", ["Tom Reed", "tom reed", '"Tom Reed"'])
def test_a_whole_name_needs_no_quotation_marks(fair, name):
    taken = fair.lines(f'{name} talked "tills" promise "call"')
    assert (codes(taken), taken.interactions["person_id"].to_list()) == ([], ["ptom"])


def test_a_name_on_no_list_needs_none_either_and_an_id_stays_an_id(fair):
    taken = fair.lines('Zoë O\'Neil-Brandt talked "kites"', 'TQM talked "x"', '37Q taked "x"')
    assert taken.records["name"].to_list() == ["Zoë O'Neil-Brandt"]
    assert sorted(codes(taken)) == ["added", "id-unknown", "line-unread"]


@pytest.mark.parametrize("line", ['"Tom" talked "tills"', '"fox" talked', 'Reed talked "tills"'])
def test_a_part_of_a_name_is_not_guessed_and_makes_nobody_new(fair, line):
    taken = fair.lines(line)
    assert (codes(taken), taken.records.height, taken.interactions.height) == (["name-part"], 0, 0)


def test_a_part_of_a_name_at_another_organisation_is_somebody_else(fair):
    taken = fair.lines('new "Tom" talked "kites"', '"Ana" at "Elsewhere" talked "masts"')
    assert (codes(taken), taken.records.height) == (["added", "added"], 2)


@pytest.mark.parametrize("words", ["cares about boats", 'cares about "boats"', 'talked cares "boats"'])
def test_what_somebody_cares_about_is_kept_without_its_heading(fair, words):
    taken = fair.lines(f"{fair.ids['pana']} {words}")
    assert taken.interactions["detail"].to_list() == ["boats"]
