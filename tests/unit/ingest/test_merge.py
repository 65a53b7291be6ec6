"""Rows of one person become one record, however many they are."""

import time

from pipeline.ingest.merge import merge_rows

MANY = 12_000


def row(number, **told):
    return {
        "kind": "person",
        "status": "active",
        "source_row": number,
        "name": "Ada Byron",
        "emails": ["ada@example.com"],
        **told,
    }


def seconds(rows):
    """Return what became of the rows, and the seconds of work that took."""
    started = time.process_time()
    return merge_rows(rows), time.process_time() - started


def test_very_many_names_at_one_address_take_no_time():
    records, took = seconds([row(at, name=f"Ada{at} Byron") for at in range(3 * MANY)])
    assert (len(records), took < 4) == (3 * MANY, True)


def test_very_many_rows_of_one_person_take_no_time():
    rows = [
        row(
            at,
            notes=f"note {at}",
            booth=f"B{at}",
            interests=[f"topic {at}"],
            extra=[{"name": "n", "value": str(at)}],
        )
        for at in range(MANY)
    ]
    (record,), took = seconds(rows)
    assert record["interests"] == [f"topic {at}" for at in range(MANY)]
    assert record["booth"] == ", ".join(f"B{at}" for at in range(MANY))
    assert took < 2


def test_what_is_said_twice_stands_once():
    rows = [
        row(1, notes="Tea", booth="A1; A2", interests=["maps"], extra=[{"name": "n", "value": "1"}]),
        row(2, notes="Tea", booth="a2", interests=["maps", "tea"], extra=[{"name": "n", "value": "1"}]),
        row(3, notes="Cake", booth="A3", interests=["tea"], extra=[{"name": "n", "value": "2"}]),
    ]
    (record,) = merge_rows(rows)
    assert (record["notes"], record["booth"], record["interests"]) == (
        "Tea\nCake",
        "A1; A2, A3",
        ["maps", "tea"],
    )
    assert [item["value"] for item in record["extra"]] == ["1", "2"]
