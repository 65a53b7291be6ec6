"""A file in, records out: what the stage promises as a whole."""

import pytest

from pipeline.errors import InputError
from pipeline.ingest import ingest, inspect
from pipeline.shared import shared

EMPLOYERS = "Company,Booth,Majors\nAcme Inc.,A12,Finance|Law\nBolt GmbH,B3,Physics|Law\n"


def test_an_employer_list_gives_organisations(source, settings):
    records = ingest(source("list.csv", EMPLOYERS), settings).records
    assert records["kind"].to_list() == ["organization", "organization"]
    assert records["name"].to_list() == ["Acme Inc.", "Bolt GmbH"]
    assert records["majors"].to_list() == [["Finance", "Law"], ["Physics", "Law"]]


def test_a_row_with_a_person_and_an_organisation_gives_a_person(source, settings):
    found = ingest(source("list.csv", "Name,Company,Email\nAda Byron,Acme Inc.,ada@acme.example\n"), settings)
    row = found.records.row(0, named=True)
    assert (row["kind"], row["name"], row["organization"]) == ("person", "Ada Byron", "Acme Inc.")


def test_every_cell_is_traced_to_line_and_column(source, settings):
    row = ingest(source("list.csv", "\n\n" + EMPLOYERS), settings).records.row(0, named=True)
    assert row["source_row"] == 4
    assert {"field": "booth", "column": "Booth", "value": None} in row["read_from"]


def test_a_list_read_anew_keeps_its_record_ids(source, settings):
    first = ingest(source("list.csv", EMPLOYERS), settings).records
    changed = ingest(source("list.csv", EMPLOYERS.replace("A12", "C99")), settings).records
    assert first["record_id"].to_list() == changed["record_id"].to_list()
    assert changed["booth"].to_list() == ["C99", "B3"]


def test_the_order_of_rows_changes_no_record(source, settings):
    head, *rows = EMPLOYERS.splitlines()
    backwards = "\n".join([head, *reversed(rows)])
    first = ingest(source("list.csv", EMPLOYERS), settings).records
    second = ingest(source("list.csv", backwards), settings).records
    assert set(first["record_id"]) == set(second["record_id"])


def test_a_list_without_a_name_or_an_organisation_is_refused_and_says_what_to_do(source, settings):
    with pytest.raises(InputError, match="--map") as caught:
        ingest(source("list.csv", "Price,Quantity\n1,2\n3,4\n"), settings)
    assert caught.value.exit_code == 3


def test_the_user_can_say_what_a_column_is(source, settings):
    told = source("list.csv", "Alpha,Beta\nqwe rty,12\nasd fgh,13\n", mapping={"Alpha": "name"})
    assert ingest(told, settings).records["name"].to_list() == ["qwe rty", "asd fgh"]


@pytest.mark.parametrize("name", ["employers.csv", "people.csv", "Connections.csv"])
def test_the_sample_fair_goes_in_whole(name, source, settings):
    data = (shared("sample_data") / "spring-fair" / name).read_bytes()
    found = ingest(source(name, data), settings)
    assert found.records.height >= 60
    assert found.records["name"].null_count() == 0


def test_linkedin_connections_carry_the_day_they_were_made(source, settings):
    text = (
        'Notes:\n"When exporting your connection data, you may notice gaps."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ada,Byron,https://www.linkedin.com/in/ada,,Acme,Analyst,08 Feb 2026\n"
        ",,,,,,07 Jun 2026\n"
    )
    found = ingest(source("Connections.csv", text, event=None), settings)
    assert found.touches["at"].dt.date().to_list() == found.records["connected_on"].to_list()
    assert found.inspection.header_row == 4
    assert [item.row for item in found.inspection.rejects] == [6]


def test_inspection_prints_exactly_the_agreed_keys(source, settings):
    shown = inspect(source("list.csv", EMPLOYERS), settings).json()
    assert list(shown) == [
        "format", "encoding", "delimiter", "header_row", "rows", "columns", "repairs", "rejects", "notices",
    ]  # fmt: skip
    assert shown["columns"]["Booth"]["field"] == "booth"


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data, source, settings):
    with pytest.raises(InputError, match="empty"):
        ingest(source("list.csv", data), settings)
