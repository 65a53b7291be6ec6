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
