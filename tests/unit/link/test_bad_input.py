"""Lists as nobody should write them."""

import time

import polars as pl
import pytest

from pipeline.link.block import TooCommon, block
from pipeline.link.resolve import evidence, resolve
from pipeline.settings import load_settings
from pipeline.tables import Records, as_table

NO_WORD = {"a_record": pl.String, "b_record": pl.String, "verdict": pl.String}


@pytest.mark.parametrize(
    "name", [None, "", "B", "b" * 300, "😀😀", "ana@x.example", "\u202eevil", "'; DROP TABLE--", "٣"]
)
def test_an_odd_name_stays_a_person_of_its_own(run, record, name):
    linked = run([record("r1", name), record("r2", "Ana Lima")])
    assert linked.people.height == 2


def test_an_address_shared_by_twelve_joins_none_of_them(run, record):
    own = ["Ana", "Bea", "Cid", "Dan", "Eva", "Fay", "Gus", "Ida", "Jon", "Kim", "Leo", "Mia"]
    rows = [record(f"r{n}", f"{name} Roth{name}", emails=["we@x.example"]) for n, name in enumerate(own)]
    assert run(rows).people.height == 12


def test_a_family_with_one_number_stays_apart(run, record):
    rows = [
        record(f"r{n}", f"{own} Thistlewood", phones=["+44 20 7946 0011"])
        for n, own in enumerate(["Ana", "Bea", "Cid"])
    ]
    assert run(rows).people.height == 3


def test_thousands_of_one_name_are_told_apart_in_time(record):
    rows = [record(f"r{n:05d}", "Maria Garcia", organization=f"Firm {n % 7}") for n in range(5000)]
    begun = time.process_time()
    found = resolve(as_table(Records, rows), pl.DataFrame(schema=NO_WORD), load_settings())
    assert len(found.groups) == 5000
    assert found.notices[0] == (
        "5000 records share a name like 'Maria Garcia'; they were not compared on that alone"
    )
    assert time.process_time() - begun < 10


def test_a_key_that_too_many_share_is_named_and_not_paired():
    frame = pl.DataFrame(
        {
            "at": pl.Series(range(100), dtype=pl.UInt32),
            "emails": [["a@x.example"]] * 100,
            "list": ["one"] * 100,
        }
    )
    pairs, crowded = block(frame, evidence().blocks[:1])
    assert (pairs.height, crowded) == (0, [TooCommon(("emails",), "a@x.example", 100, 0)])


def test_a_large_group_is_pointed_out(run, record):
    rows = [record(f"r{n:02d}", "Ana Lima", emails=["ana@x.example"]) for n in range(25)]
    linked = run(rows)
    assert linked.people.height == 1
    assert len(linked.notices) == 1
