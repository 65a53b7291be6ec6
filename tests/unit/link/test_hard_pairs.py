"""Pairs that are hard to tell: nobody is merged who must not be."""

import csv

import polars as pl
import pytest

from pipeline.link.resolve import resolve
from pipeline.settings import load_settings
from pipeline.tables import Records, as_table

NO_WORD = {"a_record": pl.String, "b_record": pl.String, "verdict": pl.String}

LABELS = ("same", "different", "review")


def sides(record, at, row):
    """Return the two records of a pair."""
    for side in ("a", "b"):
        told = {field: row[f"{side}_{field}"] or None for field in ("title", "linkedin", "school")}
        many = {"emails": row[f"{side}_email"], "phones": row[f"{side}_phone"]}
        told |= {field: [text] if text else [] for field, text in many.items()}
        told |= {"organization": row[f"{side}_org"] or None, "sha": row[f"{side}_source"]}
        yield record(f"r{at}-{side}", row[f"{side}_name"] or None, **told)


def decided(pair, settings):
    """Return what linking says of two records that are alone in the world."""
    found = resolve(pair, pl.DataFrame(schema=NO_WORD), settings)
    return "same" if len(found.groups) == 1 else "review" if found.reviews.height else "different"


@pytest.mark.parametrize(
    ("file", "found_at_least"),
    [
        ("hard_pairs.csv", 0.9),
        ("hard_pairs_2.csv", 0.8),
        ("hard_pairs_3.csv", 0.9),
        ("hard_pairs_4.csv", 0.9),
        ("hard_pairs_5.csv", 0.9),
        ("hard_pairs_6.csv", 0.85),
    ],
)
def test_no_pair_is_merged_that_is_two_people_or_unsure_and_few_are_lost(record, root, file, found_at_least):
    path = root / "bench" / "data" / "linkage" / file
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    records = as_table(Records, [one for at, row in enumerate(rows) for one in sides(record, at, row)])
    settings = load_settings()
    answers = [
        (row["label"], decided(records[2 * at : 2 * at + 2], settings), row["pair_id"])
        for at, row in enumerate(rows)
    ]
    assert {label for label, _, _ in answers} == set(LABELS)
    assert [item for item in answers if item[0] != "same" and item[1] == "same"] == []
    assert [item for item in answers if item[0] == "same" and item[1] == "different"] == []
    found = [item for item in answers if item[0] == "same" and item[1] == "same"]
    assert len(found) >= found_at_least * sum(label == "same" for label, _, _ in answers)
