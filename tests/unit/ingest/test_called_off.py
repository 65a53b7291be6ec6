"""A mark in a name is a status and no part of the name."""

import pytest

from pipeline.ingest.called_off import without_mark


@pytest.mark.parametrize(
    "name",
    [
        "WITHDRAWN: Old Mill Paper",
        "Old Mill Paper (cancelled)",
        "Old Mill Paper - CANCELED",
        "*** Withdrawn - Old Mill Paper",
        "Old Mill Paper [abgesagt]",
        "ANNULÉ : Old Mill Paper",
    ],
)
def test_the_name_is_what_stands_beside_the_mark(name):
    assert without_mark(name) == "Old Mill Paper"


@pytest.mark.parametrize(
    "name", ["Old Mill Paper", "Refunded Ltd", "Ana Deleted-Moor", "No: 7 Bank", "", None]
)
def test_a_name_without_a_mark_has_none(name):
    assert without_mark(name) is None
