"""How far each column is believed about the work, and what counts less beside a stated one."""

from __future__ import annotations

import pytest

from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.fields import load_fields
from pipeline.tables import People, as_table
from tests.unit.match.conftest import employer, person

FIELDS = load_fields()
BANKER_BY_BIO = "Lives by the sea. Corporate finance manager; sails."


def signs(*rows, talks=None):
    """Return the signs of the last of these targets: field, strength, column, value."""
    crowd = read_crowd(as_table(People, list(rows)), "fair", FIELDS, load_concepts(), talks)
    return [
        (FIELDS.names[sign.field], round(sign.strength, 4), sign.column, sign.value)
        for sign in crowd.signs[-1]
    ]


def talk(title, description=None):
    return {"title": title, "description": description, "source_file": "agenda.ics", "source_row": 7}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"title": "Financial Analyst"}, [("finance", 1.0, "title", "Financial Analyst")]),
        ({"industry": "Retail"}, [("retail", 0.7, "industry", "Retail")]),
        ({"organization": "Harbor Bank"}, [("finance", 0.48, "organization", "Harbor Bank")]),
        ({"interests": ["accounting"]}, [("accounting", 0.45, "interests", "accounting")]),
        ({"industry": "not specified", "interests": ["n/a"]}, []),
        ({"title": "Campus Recruiter", "majors": ["Finance"]}, []),
        (
            {"title": "Nurse", "positions": ["Credit Analyst"]},
            [("finance", 1.0, "positions", "Credit Analyst")],
        ),
        (
            {"title": "Finance student", "positions": ["Nurse"], "organization": "Art College"},
            [("finance", 1.0, "title", "Finance student")],
        ),
    ],
)
def test_each_column_of_a_person_is_believed_to_its_own_degree(values, found):
    assert signs(person("ann", **values)) == found


def test_beside_a_stated_work_the_surroundings_count_two_fifths():
    row = person("ann", title="Nurse", industry="Retail", organization="Harbor Bank")
    assert signs(row) == [
        ("health", 1.0, "title", "Nurse"),
        ("retail", 0.28, "industry", "Retail"),
        ("finance", 0.192, "organization", "Harbor Bank"),
    ]


def test_a_bio_counts_half_where_no_title_stands():
    told = signs(person("ann", bio=BANKER_BY_BIO))
    assert told[0] == ("finance", 0.5, "bio", "Corporate finance manager")
    assert signs(person("ann", bio=BANKER_BY_BIO, title="Vice President")) == []


def test_talks_count_more_than_the_track_they_stand_in():
    told = signs(person("ann"), talks={"ann": [talk("Photography", "Track: Accounting")]})
    assert told == [("media", 0.6, "talks", "Photography"), ("accounting", 0.5, "tracks", "Accounting")]


def test_a_field_counts_by_its_share_of_the_roles_and_majors_count_less_beside_them():
    roles = ["Credit Analyst", "Nurse", "Bank Teller", "Auditor"]
    row = employer("ox", name="Ox", positions=roles, majors=["Nursing", "Any major"])
    assert signs(row) == [
        ("finance", 0.875, "positions", "Credit Analyst"),
        ("health", 0.8125, "positions", "Nurse"),
        ("finance", 0.875, "positions", "Bank Teller"),
        ("accounting", 0.8125, "positions", "Auditor"),
        ("health", 0.6, "majors", "Nursing"),
    ]


def test_majors_alone_count_three_quarters():
    assert signs(employer("ox", name="Ox", majors=["Nursing"])) == [("health", 0.75, "majors", "Nursing")]


def test_the_name_of_a_house_counts_and_that_of_a_person_does_not():
    house, name = employer("ox", name="Harbor Bank", organization=None), person("ox", name="Mary Bank")
    assert (signs(house), signs(name)) == ([("finance", 0.48, "name", "Harbor Bank")], [])


@pytest.mark.parametrize(
    ("title", "found"),
    [
        (
            "Campus Recruiter",
            [("finance", 0.8, "positions", "Credit Analyst"), ("finance", 0.48, "majors", "Finance")],
        ),
        (None, [("finance", 0.8, "positions", "Credit Analyst"), ("finance", 0.48, "majors", "Finance")]),
        ("Nurse", [("health", 1.0, "title", "Nurse")]),
        ("Student", []),
    ],
)
def test_an_employer_speaks_for_those_who_state_no_work_but_not_for_students(title, found):
    house = employer("ox", name="Ox", positions=["Credit Analyst"], majors=["Finance"], interests=["choir"])
    assert signs(house, person("rita", title=title, organization_id="ox")) == found


def test_the_surest_phrase_of_a_title_is_its_last_and_what_stands_aside_counts_half():
    hits = FIELDS.of_title("Nurse and Accountant at Harbor Bank")
    told = {FIELDS.names[at]: (hit.weight, hit.phrase) for at, hit in hits.items()}
    assert {name: told[name] for name in ("health", "accounting", "finance")} == {
        "health": (0.5, "nurse"),
        "accounting": (1.0, "accountant"),
        "finance": (0.4, "bank"),
    }


@pytest.mark.parametrize(
    ("major", "named"),
    [
        ("Computer Systems Technician", ["computing"]),
        ("Forestry Technician", ["forestry"]),
        ("Technician", ["technician"]),
    ],
)
def test_a_word_for_anybody_at_work_names_a_field_only_where_it_stands_alone(major, named):
    assert [hit.phrase for hit in FIELDS.of_text(major).values()] == named
