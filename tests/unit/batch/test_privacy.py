from pipeline.batch.privacy import TOLD, printed_fields
from pipeline.tables import People, as_table


def people(**fields):
    base = {"kind": "person", "work_authorization": "unknown", "stage": 0, "strength": 0.0, "known": False}
    return as_table(People, [{"person_id": "p1", "name": "Ana Quist", **base, **fields}])


def test_what_stands_on_the_page_is_listed_by_field_and_nothing_else():
    found = printed_fields(people(title="Recruiter", bio="Likes chess"), "Ana Quist, Recruiter")
    assert found == {"name,title": ["p1"]}


def test_somebody_whose_name_is_not_there_is_not_listed():
    assert printed_fields(people(title="Recruiter"), "Recruiter") == {}


def test_a_name_is_found_as_html_writes_it():
    assert printed_fields(people(name="Ana & Sons"), "Ana &amp; Sons") == {"name": ["p1"]}


def test_contacts_and_notes_are_no_fields_that_could_be_printed():
    assert {"emails", "phones", "notes"} & set(TOLD) == set()
