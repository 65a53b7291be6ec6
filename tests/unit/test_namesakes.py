import polars as pl

from pipeline.namesakes import called

COLUMNS = ("person_id", "name", "organization", "title")


def people(*rows):
    return pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows])


def test_who_shares_a_name_is_told_by_organisation_or_title_and_nobody_else_is():
    told = called(
        people(
            ("p1", "Ana Lee", "Acme", None),
            ("p2", "ana  lee", None, "Welder"),
            ("p3", "Tom Reed", "Acme", None),
            ("p4", "Ana Lee", None, None),
        )
    )
    assert told == {"p1": "Ana Lee (Acme)", "p2": "ana  lee (Welder)", "p3": "Tom Reed", "p4": "Ana Lee"}


def test_who_has_no_name_is_called_by_the_organisation_or_by_the_id():
    told = called(people(("p1", None, "Acme", None), ("p2", "Acme", None, None), ("p3", None, None, None)))
    assert told == {"p1": "Acme", "p2": "Acme", "p3": "p3"}
