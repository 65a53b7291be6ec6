"""One of each oddity of real files, as ``sample_data/small`` holds them: read, or refused with the reason."""

from __future__ import annotations

import shutil

import polars as pl
import pytest
from pypdf import PdfReader

NOW = ("--now", "2027-03-15T12:00:00+00:00")
#: Format, encoding, header row, rows read, and what a column must have been taken for.
READ = {
    "semicolons-cp1252.csv": ("csv", "cp1252", 1, 2, {"Firma": "organization", "Stand": "booth"}),
    "no-header.csv": ("csv", "utf-8", None, 3, {"#1": "name", "#2": "organization"}),
    "title-above.csv": ("csv", "utf-8", 4, 3, {"Full Name": "name", "Job Title": "title"}),
    "pipes-not-specified.csv": (
        "csv",
        "utf-8",
        1,
        3,
        {"Employer": "organization", "Target Programs": "majors"},
    ),
    "tabs-utf16.txt": ("csv", "utf-16", 1, 3, {"Name": "name", "Organisation": "organization"}),
    "hostile-cells.csv": ("csv", "utf-8", 1, 4, {"Name": "name", "Bio": "bio"}),
    "twice-and-cancelled.csv": ("csv", "utf-8", 1, 5, {"Attendee Name": "name", "Attendee Status": None}),
    "Connections-old.csv": ("csv", "utf-8", 1, 3, {"First Name": "given_name", "Position": "title"}),
    "speakers.json": ("json", "utf-8", None, 2, {"fullName": "name"}),
    "cards.vcf": ("vcard", "utf-8", None, 2, {"FN": "name"}),
    "cover-sheet.xlsx": ("xlsx", None, 1, 3, {"Exhibitor": "organization", "Vacancies": "positions"}),
    "odd-times.ics": ("ics", "utf-8", None, 5, {}),
}
REFUSED = {
    "empty.csv": "the file is empty",
    "web-page.ics": "this is a web page",
}


@pytest.fixture(scope="module")
def small(root):
    return root / "sample_data" / "small"


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_as_a_person_would(ask, small, name):
    kind, encoding, header, rows, columns = READ[name]
    found = ask("inspect", small / name)
    shape = tuple(found[key] for key in ("format", "encoding", "header_row", "rows"))
    assert shape == (kind, encoding, header, rows)
    assert {column: found["columns"][column]["field"] for column in columns} == columns


def test_a_table_that_names_nobody_is_shown_with_what_to_do_and_not_taken_in(
    meetwell, small, workspace, tmp_path
):
    shown = meetwell("inspect", small / "nobody.csv")
    assert (shown.code, "0 would be kept" in shown.out) == (0, True)
    refused = meetwell("add", small / "nobody.csv", "-w", workspace(tmp_path / "ws"))
    assert refused.code == 3
    assert "no column is recognised" in refused.err


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_holds_nobody_is_refused_with_the_reason(meetwell, small, name):
    said = meetwell("inspect", small / name)
    assert said.code == 3
    assert REFUSED[name] in said.err


@pytest.fixture(scope="module")
def mixed(workspace, meetwell, small, tmp_path_factory):
    """Return a workspace with every readable list of the folder in it."""
    folder = workspace(tmp_path_factory.mktemp("mixed") / "network")
    lists = [
        small / name for name in READ if name not in ("odd-times.ics", "cards.vcf", "Connections-old.csv")
    ]
    for words in (("add", *lists, "--event", "spring-fair"), ("link",)):
        said = meetwell(*words, "--workspace", folder, *NOW)
        assert said.code == 0, said.err
    return folder


def test_a_person_who_is_on_a_list_twice_is_one_person(mixed):
    people = pl.read_parquet(mixed / "tables" / "20-people.parquet")
    assert people.filter(pl.col("emails").list.contains("ines@example.com")).height == 1


def test_markup_and_formulas_are_text_on_paper(mixed, meetwell, tmp_path):
    folder = shutil.copytree(mixed, tmp_path / "network")
    here = ("--workspace", folder, *NOW)
    for name in ("<script>alert(1)</script> Hana", '=HYPERLINK("http://example.com","click")'):
        said = meetwell("pick", name, *here)
        assert said.code == 0, said.err
    assert meetwell("prep", "--phone", *here).code == 0
    phone = (folder / "reports" / "spring-fair" / "phone.html").read_text(encoding="utf-8")
    pages = PdfReader(folder / "reports" / "spring-fair" / "prep-sheet.pdf").pages
    # Where no font has a character, the reader puts a NUL before each character of the whole line.
    sheet = " ".join("".join(page.extract_text() for page in pages).replace("\0", "").split())
    assert "alert(1)" in phone
    assert "<script>alert(1)" not in phone
    assert "<script>alert(1)</script> Hana" in sheet
    assert "\u202e" not in phone + sheet
