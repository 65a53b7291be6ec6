"""A row of group headers above the names of the columns says what a name alone leaves open."""

from __future__ import annotations

import pytest

from pipeline.ingest.columns import map_columns
from pipeline.ingest.delimited import read_tables

HEAD = "Spring Fair 2027,,,\n,,,\n"
ROWS = "Northwind Bank,A1,Ana,Li\nKestrel Foods,A2,Bo,Lund\nQuillon Ratings,B1,Omar,Haddad\n"


def fields(text):
    return {
        name: guess.field for name, guess in map_columns(read_tables(text.encode(), "list.csv")[0]).items()
    }


def test_a_name_under_company_is_an_organisation():
    found = fields(f"{HEAD}Company,,Contact,\nName,Booth,First name,Last name\n{ROWS}")
    assert found["Name"] == "organization"
    assert found["First name"] == "given_name"


@pytest.mark.parametrize(
    "title", ["Spring Fair 2027,,,", "A long sentence about this list that is no group,,see x,"]
)
def test_a_title_above_the_names_groups_nothing(title):
    table = read_tables(f"{title}\nName,Booth,First name,Last name\n{ROWS}".encode(), "list.csv")[0]
    assert table.groups == []
