import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.privacy import TOLD, Printed, own_fields, printed_fields, text_of_page
from pipeline.profile import Profile
from pipeline.report.roll import plain_rows
from pipeline.report.words import load_words
from pipeline.tables import People, as_table

WORDS = load_words()


def people(**fields):
    base = {"kind": "person", "work_authorization": "unknown", "stage": 0, "strength": 0.0, "known": False}
    return plain_rows(as_table(People, [{"person_id": "p1", "name": "Ana Quist", **base, **fields}]))


def test_what_stands_on_the_page_is_listed_by_field_and_nothing_else():
    found = printed_fields(people(title="Recruiter", bio="Likes chess"), "Ana Quist, Recruiter", WORDS)
    assert found == {"name,title": ["p1"]}


def test_somebody_whose_name_is_not_there_is_not_listed():
    assert printed_fields(people(title="Recruiter"), "Recruiter", WORDS) == {}


def test_a_name_is_found_as_html_writes_it_and_markup_is_no_text():
    page = text_of_page('<p title="Recruiter">Ana &amp;\n <b>Sons</b><style>.Recruiter{}</style></p>')
    assert page == "Ana & Sons"
    assert printed_fields(people(name="Ana & Sons", title="Recruiter"), page, WORDS) == {"name": ["p1"]}


def test_a_long_text_that_was_cut_for_print_is_found_by_its_beginning():
    bio = "Has built bridges since she was seven, first of wood, later of steel"
    found = printed_fields(people(bio=bio), f"Ana Quist {bio[:50]}…", WORDS)
    assert found == {"name,bio": ["p1"]}


def test_contacts_and_notes_are_no_fields_that_could_be_printed():
    assert {"emails", "phones", "notes"} & set(TOLD) == set()


def test_whether_an_employer_sponsors_is_listed_though_only_a_sentence_tells_it():
    line = WORDS("paper.card.sponsorship_yes")
    assert printed_fields(people(work_authorization="yes"), f"Ana Quist {line}", WORDS) == {
        "name,work_authorization": ["p1"]
    }
    assert printed_fields(people(work_authorization="yes"), "Ana Quist", WORDS) == {"name": ["p1"]}
    assert printed_fields(people(), f"Ana Quist {line}", WORDS) == {"name": ["p1"]}


@pytest.mark.parametrize("key", ["paper.authorization.needs_now", "question.sponsor_whom"])
def test_the_students_own_work_authorization_is_listed_however_it_is_told(key):
    student = Profile(name="Ines Cornfeld", work_authorization="needs_now")
    assert own_fields(student, f"Ines Cornfeld {WORDS(key)}", WORDS) == ["name", "work_authorization"]
    assert own_fields(student, "Ines Cornfeld", WORDS) == ["name"]


def test_own_days_and_grades_are_found_in_the_form_they_are_printed_in():
    student = Profile(name="Ines Cornfeld", graduation_date=dt.date(2027, 5, 20), gpa=3.5)
    day = WORDS.day(student.graduation_date, "month")
    assert own_fields(student, f"Ines Cornfeld {day} GPA 3.5", WORDS) == ["name", "graduation_date", "gpa"]
    assert own_fields(student, "Ines Cornfeld 13.5 3.55", WORDS) == ["name"]


@given(st.text("ab ", max_size=30), st.text("ab ", min_size=1, max_size=6))
def test_a_value_is_found_exactly_where_it_stands(text, value):
    even, sought = " ".join(text.split()), " ".join(value.split())
    assert Printed(even).holds(value) == (sought in even)
