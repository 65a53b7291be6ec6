import datetime as dt
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.debrief.entry import HELP, Session, hear, read_back, resume, take_lines
from pipeline.debrief.who import Directory

DAY = dt.date(2026, 11, 27)


@pytest.fixture
def directory(fair):
    return Directory(fair.issued, fair.people, "fair")


def test_a_line_is_read_back_with_every_date_before_it_is_kept(fair, directory):
    line = f'{fair.ids["pana"]} talked "credit risk" promise "send article" by friday theirs "intro to Y"'
    assert read_back(hear(line, 1, directory, DAY)) == [
        "Ana Lee: credit risk",
        "  you: send article (by Fri 2026-12-04)",
        "  they: intro to Y (no date)",
    ]


def test_a_line_that_names_nobody_is_not_kept(fair, directory):
    heard = hear("ZZZ talked", 1, directory, DAY)
    assert (Session("fair").say(heard).lines, heard.taken) == ((), False)
    assert read_back(heard) == [heard.remarks[0].message]


def test_somebody_new_is_called_new(directory):
    assert read_back(hear('new "Mia Holm" talked "audit"', 1, directory, DAY))[0] == "Mia Holm (new): audit"


def test_the_last_line_can_be_taken_back_and_brought_again(fair, directory):
    one, two = (hear(f"{fair.ids[key]} talked", 1, directory, DAY) for key in ("pana", "ptom"))
    session = Session("fair").say(one).say(two)
    assert session.undo().lines == (one.line,)
    assert session.undo().redo() == session
    assert session.undo().undo().undo().lines == ()


def test_a_session_that_was_left_is_taken_up_again_but_not_at_another_event(fair, directory):
    session = Session("fair").say(hear(f"{fair.ids['pana']} talked", 1, directory, DAY))
    assert resume(session.dump(), "fair") == session
    assert resume(session.dump(), "autumn") == Session("autumn")
    assert resume("", "fair") == Session("fair")


def test_lines_are_asked_for_until_an_empty_one_and_each_change_is_kept(fair, directory):
    ana, tom = (f"{fair.ids[key]} talked" for key in ("pana", "ptom"))
    answers = iter([ana, "ZZZ", tom, "undo", "list", "redo", "undo", ""])
    told, kept = [], []
    session = take_lines(
        Session("fair"), directory, DAY, ask=lambda: next(answers), tell=told.append, keep=kept.append
    )
    assert session.lines == (ana,)
    assert told[0] == "Ana Lee"
    assert told[2:] == [
        "Tom Reed",
        f"Taken back: {tom}",
        ana,
        f"Back again: {tom}",
        f"Taken back: {tom}",
    ]
    assert [len(resume(text, "fair").lines) for text in kept] == [1, 2, 1, 2, 1]


def test_a_whole_session_is_a_form_like_any_other(fair, directory):
    session = Session("fair").say(hear(f'{fair.ids["pana"]} talked "credit risk"', 1, directory, DAY))
    taken = fair.take(session.form("0" * 64))
    assert taken.interactions["detail"].to_list() == ["credit risk"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.one_of(st.text(max_size=120), st.text('37QtalkedpromisebyAna Lee"', max_size=60)))
def test_any_line_is_heard_and_a_kept_session_survives_its_text(directory, line):
    session = Session("fair").say(hear(line, 1, directory, DAY))
    assert resume(session.dump(), "fair") == session


def test_thirty_typed_entries_are_taken_in_under_a_second(fair):
    fair.lines(f'{fair.ids["pana"]} talked promise "warm up" by 3 Dec')
    keys = list(fair.ids)
    lines = [
        f'{fair.ids[keys[index % 5]]} talked "detail {index}" promise "send {index}" by {index % 27 + 1} Dec'
        for index in range(30)
    ]
    start = time.process_time()
    taken = fair.lines(*lines)
    assert (taken.promises.height, time.process_time() - start < 1.0) == (30, True)


def test_consent_and_whose_notes_move_are_read_back_too(fair, directory):
    ana, tom = fair.ids["pana"], fair.ids["ptom"]
    line = f'{ana} not {tom} via "phone" may contact may keep no let go'
    assert read_back(hear(line, 1, directory, DAY))[1:] == [
        f"  takes over what was said of {tom}",
        "  reach them by: phone",
        "  may contact: yes",
        "  may keep: no",
        "  sort: let_go",
    ]


@pytest.mark.parametrize("word", ["help", "?", "HELP"])
def test_help_says_how_a_line_is_written_and_keeps_nothing(directory, word):
    said, kept = [], []
    typed = iter([word, ""])
    session = take_lines(
        Session("fair"), directory, DAY, ask=lambda: next(typed), tell=said.append, keep=kept.append
    )
    assert (said, kept, session.lines) == (list(HELP), [], ())


def test_of_two_people_of_one_name_the_line_read_back_says_which(fair, directory):
    assert read_back(hear(f"{fair.ids['psam2']} talked", 1, directory, DAY)) == ["Sam Fox (Crown Retail)"]
