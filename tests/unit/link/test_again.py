"""A list that came again, with corrected addresses: who was who."""

import pytest

from pipeline.link.again import followed
from pipeline.tables import Records, as_table


def heirs(record, before, after):
    """Return who follows whom; each row is a record_id, a name and what else it says."""
    frames = [
        as_table(Records, [record(at, name, **more) for at, name, more in rows]) for rows in (before, after)
    ]
    return followed(*frames)


OLD = {"emails": ["ana@hotmial.example"], "organization": "Acme"}


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Ana Lima", {"emails": ["ana@hotmail.example"], "organization": "Acme GmbH"}),
        ("LIMA Ana", {"organization": "acme"}),
        ("Dr. Ana Lima", {"emails": ["ana@new.example"], "organization": "Acme"}),
        ("Ana Lima", {"emails": ["ana@new.example", "ana@hotmial.example"], "organization": "Beta"}),
    ],
)
def test_a_corrected_row_follows_the_one_it_was(record, name, more):
    assert heirs(record, [("r1", "Ana Lima", OLD)], [("r2", name, more)]) == {"r2": "r1"}


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Ana Lima", {"emails": ["ana@beta.example"], "organization": "Beta"}),
        ("Ana Lima", {}),
        ("Ana Lima Jr.", {"organization": "Acme"}),
        ("Anna Lima", {"organization": "Acme"}),
        ("Bo Marsh", {"organization": "Acme"}),
        ("Ana", {"organization": "Acme"}),
    ],
)
def test_a_name_alone_or_an_employer_alone_follows_nobody(record, name, more):
    assert heirs(record, [("r1", "Ana Lima", OLD)], [("r2", name, more)]) == {}


def test_two_of_one_name_and_employer_follow_nobody(record):
    old = [("r1", "Ana Lima", {"organization": "Acme"}), ("r2", "Ana Lima", {"organization": "Acme"})]
    assert heirs(record, old, [("r3", "Ana Lima", {"organization": "Acme"})]) == {}
    assert heirs(record, old[:1], [("r3", *old[0][1:]), ("r4", *old[0][1:])]) == {}


def test_who_is_still_there_is_followed_by_nobody(record):
    stays = ("r1", "Ana Lima", OLD)
    assert heirs(record, [stays], [stays, ("r2", "Ana Lima", {"organization": "Acme"})]) == {}


def test_a_firm_whose_name_is_written_otherwise_follows_itself(record):
    old = ("r1", "Helix Dynamics", {"kind": "organization", "organization": "Helix Dynamics"})
    new = ("r2", "Helix Dynamics GmbH", {"kind": "organization", "organization": "Helix Dynamics GmbH"})
    assert heirs(record, [old], [new]) == {"r2": "r1"}
