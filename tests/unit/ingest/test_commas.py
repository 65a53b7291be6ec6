"""A cell that parts its values by commas where the other rows use another sign."""

import pytest

from pipeline.ingest import ingest

HEAD = "Employer|Majors|Positions\n"


@pytest.mark.parametrize(
    ("cell", "majors"),
    [
        ("Mechanical Engineering, Physics", ["Mechanical Engineering", "Physics"]),
        ("Accounting, Finance", ["Accounting", "Finance"]),
        ("Civil Engineering, MEngr", ["Civil Engineering, MEngr"]),
        ("Ecology, Wild and Free", ["Ecology, Wild and Free"]),
    ],
)
def test_majors_are_parted_where_all_parts_are_majors(cell, majors, source, settings):
    rows = "Acme GmbH|Finance; Physics|Internship\nBolt AG|Chemistry; Law|Internship; Co-op\n"
    found = ingest(source("list.csv", f"{HEAD}{rows}Cobalt|{cell}|Internship\n"), settings)
    assert found.records["majors"].to_list()[-1] == majors


def test_a_booth_told_in_words_is_a_booth(source, settings):
    text = (
        "Company,Booth\nAcme GmbH,Grand Ballroom on the second floor next to the doors\n"
        "Bolt AG,Hallway outside the library opposite the coffee stand\n"
    )
    found = ingest(source("list.csv", text), settings)
    assert found.records["booth"].null_count() == 0
