"""The delimiter is the one that sets the header apart too, however regular the values inside cells are."""

from __future__ import annotations

import csv
import io

import pytest

from pipeline.ingest.dialect import find_dialect

MAJORS = [
    "Finance",
    "Accounting",
    "Economics",
    "Mathematics",
    "Statistics",
    "Marketing",
    "History",
    "Biology",
]


def listed(inside, delimiter=",", above=""):
    """Return a list of twelve firms whose cells hold eight majors and four positions each."""
    out = io.StringIO(above)
    out.seek(0, io.SEEK_END)
    rows = csv.writer(out, delimiter=delimiter)
    rows.writerow(["Company", "Booth", "Majors", "Positions", "Contact"])
    for at in range(12):
        positions = inside.join(["Internship", "Co-op", "Full-time", "Part-time"])
        rows.writerow(
            [f"Firm {at}{delimiter} Inc.", f"A{at}", inside.join(MAJORS), positions, f"Person {at}"]
        )
    return out.getvalue()


@pytest.mark.parametrize("inside", ["; ", ";", " | ", "|", "\t"])
@pytest.mark.parametrize("above", ["", "Employers of the spring fair\n", "Spring fair\n\n"])
def test_many_values_in_a_cell_are_no_columns(inside, above):
    assert find_dialect(listed(inside, above=above)).delimiter == ","


@pytest.mark.parametrize("inside", [", ", ",", "|"])
def test_values_with_commas_are_no_columns_of_a_list_with_semicolons(inside):
    assert find_dialect(listed(inside, delimiter=";")).delimiter == ";"


def test_decimal_commas_below_a_title_leave_the_semicolon():
    rows = "".join(f"Ort {at};{at},5;{at},25\n" for at in range(12))
    assert find_dialect(f"Bericht\nOrt;Breite;Preis\n{rows}").delimiter == ";"
