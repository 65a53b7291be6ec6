"""Ids over many imports: none lost, none taken twice, the oldest kept."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.identity import assign, mint
from pipeline.tables import Identity, as_table

RECORDS = [f"r{number}" for number in range(8)]
partitions = st.lists(st.integers(0, 4), min_size=8, max_size=8)


def as_groups(marks):
    return [
        [record for record, mark in zip(RECORDS, marks, strict=True) if mark == one]
        for one in sorted(set(marks))
    ]


def followed(person, aliases):
    while person in aliases:
        person = aliases[person]
    return person


@given(st.lists(partitions, min_size=1, max_size=5))
def test_through_merges_and_splits_every_id_is_alive_or_an_alias_of_one_that_is(history):
    identity, seen, aliases = as_table(Identity, []), set(), {}
    for marks in history:
        groups = as_groups(marks)
        identity, merged = assign(groups, identity, retired=aliases.keys())
        aliases.update(merged)
        alive = set(identity["person_id"])
        assert len(alive) == len(groups)
        seen |= alive
        assert alive.isdisjoint(aliases)
        assert {followed(person, aliases) for person in seen} <= alive


@given(partitions)
def test_importing_the_same_again_changes_no_id(marks):
    identity, _ = assign(as_groups(marks), as_table(Identity, []))
    again, merged = assign(as_groups(marks), identity)
    assert again.equals(identity)
    assert merged == {}


@given(partitions, st.randoms())
def test_the_order_of_groups_and_records_changes_no_id(marks, dice):
    groups = as_groups(marks)
    turned = [dice.sample(group, len(group)) for group in dice.sample(groups, len(groups))]
    assert assign(groups, as_table(Identity, []))[0].equals(assign(turned, as_table(Identity, []))[0])


def test_a_taken_id_is_not_minted_again():
    first = mint("r1", set())
    assert mint("r1", {first}) != first


def test_a_grown_group_keeps_its_id_whatever_joins_it():
    first, _ = assign([["r5"]], as_table(Identity, []))
    grown, merged = assign([["r1", "r5"]], first)
    assert grown["person_id"].unique().to_list() == first["person_id"].to_list()
    assert merged == {}


def test_the_oldest_of_three_survives():
    old = pl.DataFrame({"record_id": ["r9", "r1", "r5"], "person_id": ["pold", "pmid", "pnew"]})
    now, merged = assign([["r1", "r5", "r9"]], old)
    assert now["person_id"].unique().to_list() == ["pold"]
    assert merged == {"pmid": "pold", "pnew": "pold"}
