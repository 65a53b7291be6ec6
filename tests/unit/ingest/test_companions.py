"""Several people on one row: each becomes a record, with what the row says of everybody."""

from pipeline.ingest import ingest
from pipeline.ingest.companions import groups, place_of, shared

PANEL = (
    "Session,Panelist 1,Panelist 2,Panelist 3,Track\n"
    "Grids,Nora Lind,Anil Mehta,,Energy\n"
    "Maps,Nora Lind,Samuel Okafor,Lucia Marini,Data\n"
)
TALKS = (
    "Talk,Speaker 1,Speaker 1 Affiliation,Speaker 2,Speaker 2 Affiliation\n"
    "Grids,Nora Lind,Guild Ltd,Anil Mehta,Deccan Inc\n"
    "Maps,Greta Holm,Fjordlab,,\n"
)


def people(found):
    return found.records.sort("source_row", "name").select("name", "organization").rows()


def test_each_panelist_of_a_row_is_a_person(source, settings):
    found = ingest(source("panel.csv", PANEL), settings)
    assert sorted(found.records["name"]) == ["Anil Mehta", "Lucia Marini", "Nora Lind", "Samuel Okafor"]
    assert {name: field for name, (field, _) in found.inspection.columns.items()} == {
        "Session": None,
        "Panelist 1": "name",
        "Panelist 2": "name",
        "Panelist 3": "name",
        "Track": "interests",
    }


def test_somebody_in_two_sessions_is_one_person_with_both_tracks(source, settings):
    found = ingest(source("panel.csv", PANEL), settings)
    nora = found.records.filter(name="Nora Lind").row(0, named=True)
    assert nora["interests"] == ["Energy", "Data"]


def test_each_speaker_keeps_the_affiliation_that_bears_the_same_number(source, settings):
    found = ingest(source("talks.csv", TALKS), settings)
    assert people(found) == [
        ("Anil Mehta", "Deccan Inc"),
        ("Nora Lind", "Guild Ltd"),
        ("Greta Holm", "Fjordlab"),
    ]


def test_what_a_further_person_says_is_traced_to_its_own_column(source, settings):
    found = ingest(source("talks.csv", TALKS), settings)
    anil = found.records.filter(name="Anil Mehta").row(0, named=True)
    assert [(item["field"], item["column"]) for item in anil["read_from"]] == [
        ("name", "Speaker 2"),
        ("organization", "Speaker 2 Affiliation"),
    ]


def test_a_second_recruiter_belongs_to_the_employer_of_the_row(source, settings):
    text = (
        "Employer,Booth,Rep 1 Name,Rep 1 Email,Rep 2 Name,Rep 2 Email\n"
        "Bolt Inc,A1,Farah Nour,farah@bolt.example,Ian Kite,ian@bolt.example\n"
        "Acme Ltd,A2,Ana Ilic,ana@acme.example,,\n"
    )
    found = ingest(source("fair.csv", text), settings)
    ian = found.records.filter(name="Ian Kite").row(0, named=True)
    assert (ian["organization"], ian["booth"], ian["emails"]) == ("Bolt Inc", "A1", ["ian@bolt.example"])
    assert sorted(found.records.filter(kind="organization")["name"]) == ["Acme Ltd", "Bolt Inc"]


def test_numbers_in_headers_say_whom_a_column_is_about():
    assert place_of("Speaker 2 - Affiliation") == ("speaker", "2")
    assert place_of("Panelist3") == ("panelist", "3")
    assert place_of("Affiliation") is None
    assert place_of("2") is None


def test_a_list_with_one_name_a_row_has_no_further_people():
    columns = ["Name", "E-mail 1 - Value", "E-mail 2 - Value"]
    assert groups(columns, {"Name": "name", "E-mail 1 - Value": "email"}) == []


def test_what_has_a_column_of_its_own_is_not_shared():
    columns = ["Employer", "Rep 1", "Rep 2", "Rep 2 Company"]
    mapping = {"Employer": "organization", "Rep 1": "name", "Rep 2": "name", "Rep 2 Company": "organization"}
    assert groups(columns, mapping) == [[2, 3]]
    assert shared(columns, mapping, [2, 3]) == []
    assert shared(columns, mapping, [2]) == [0]
