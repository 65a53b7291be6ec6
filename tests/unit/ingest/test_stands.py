"""Exhibitors that name a contact person: both are kept."""

from pipeline.ingest import ingest
from pipeline.ingest.stands import are_stands

LIST = """Company,Booth,Majors,Positions,Visa sponsorship,Contact person,Contact e-mail,Job title
Acme Inc,A1,Finance; Law,Internship,Yes,Ada Byron,ada@acme.example.com,Recruiter
Acme Inc,A1,Finance; Law,Internship,Yes,Tom Kite,tom@acme.example.com,Head of Sales
Bolt GmbH,B2,Physics,Full-time,No,,,
"""


def test_a_stand_with_a_contact_gives_an_organization_and_a_person_at_it(source, settings):
    found = ingest(source("fair.csv", LIST), settings)
    rows = {row["name"]: row for row in found.records.to_dicts()}
    assert set(rows) == {"Acme Inc", "Bolt GmbH", "Ada Byron", "Tom Kite"}
    acme, ada = rows["Acme Inc"], rows["Ada Byron"]
    assert (acme["kind"], acme["booth"], acme["majors"], acme["work_authorization"], acme["emails"]) == (
        "organization",
        "A1",
        ["Finance", "Law"],
        "yes",
        [],
    )
    assert (ada["kind"], ada["organization"], ada["emails"], ada["majors"], ada["work_authorization"]) == (
        "person",
        "Acme Inc",
        ["ada@acme.example.com"],
        [],
        "unknown",
    )
    assert (rows["Bolt GmbH"]["booth"], rows["Bolt GmbH"]["work_authorization"]) == ("B2", "no")


def test_each_field_says_its_column_on_the_record_it_went_to(source, settings):
    rows = {row["name"]: row for row in ingest(source("fair.csv", LIST), settings).records.to_dicts()}
    fields = {name: {item["field"] for item in rows[name]["read_from"]} for name in ("Acme Inc", "Ada Byron")}
    assert fields["Acme Inc"] == {"organization", "booth", "majors", "positions", "work_authorization"}
    assert fields["Ada Byron"] == {"organization", "name", "email", "title", "booth"}


def test_students_with_an_employer_stay_people(source, settings):
    text = (
        "Name,Email,School,Employer,Positions\nAda Byron,a@example.com,Here University,Acme Inc,Internship\n"
    )
    assert ingest(source("students.csv", text), settings).records["kind"].to_list() == ["person"]


def test_employers_that_say_what_they_look_for_are_stands():
    assert are_stands({"organization", "name", "booth", "positions", "seeks"})


def test_people_who_say_what_they_look_for_are_none():
    assert not are_stands({"organization", "name", "positions", "seeks"})


def test_each_value_of_two_columns_of_one_field_names_its_own(source, settings):
    text = "Company,Hiring for,Job type\nAcme Inc,Welder; Clerk,Full-time\n"
    (row,) = ingest(source("fair.csv", text), settings).records.to_dicts()
    own = {item["value"]: item["column"] for item in row["read_from"] if item["value"]}
    assert (row["positions"], own) == (["Welder", "Clerk", "Full-time"], {"Full-time": "Job type"})
