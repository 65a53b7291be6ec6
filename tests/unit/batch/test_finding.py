"""A student is found however the office spells who is meant; several are listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.batch.finding import named
from pipeline.batch.places import Places
from pipeline.errors import UsageError


def student(user_id, name, email, row):
    return {"user_id": user_id, "name": name, "family_name": name.split()[-1], "email": email, "row": row}


ROWS = [
    student("S-BCDFG-23456", "Zoë Müllner-Quade", "zoe@students.example.org", 2),
    student("S-HJKMN-23456", "Bram Alderby", "Bram.A@students.example.org", 3),
    student("S-PQRST-23456", "Bram Alderson", None, 4),
    student("S-VWXZB-23456", "Łucja Ørnskov", "lucja@students.example.org", 5),
    student("S-CCCCC-23456", "Łucja Ørnskov", "lucja.two@students.example.org", 6),
]


@dataclass
class Batch:
    """What a search looks at."""

    users: dict = field(default_factory=lambda: {row["user_id"]: row for row in ROWS})
    places: Places = field(default_factory=lambda: Places(Path("sheets")))


@pytest.mark.parametrize(
    "wanted",
    [
        "Zoë Müllner-Quade",
        "Müllner-Quade, Zoë",
        "MULLNER QUADE ZOE",
        "zoe@students.example.org",
        "Zoe M. <ZOE@students.example.org>",
        "S-BCDFG-23456",
        "s bcdfg 23456",
        "müll",
        "Quade, Z.",
    ],
)
def test_either_order_address_id_and_part_of_a_name_find_one_student(wanted):
    assert named(Batch(), wanted) == "S-BCDFG-23456"


def test_a_whole_name_is_not_mistaken_for_the_beginning_of_another():
    assert named(Batch(), "Alderby, Bram") == "S-HJKMN-23456"


def test_several_are_listed_with_address_id_and_row():
    with pytest.raises(UsageError) as told:
        named(Batch(), "ornskov, lucja")
    assert told.value.what == (
        "'ornskov, lucja' can be 2 students: Łucja Ørnskov, lucja.two@students.example.org, S-CCCCC-23456"
        " (row 6); Łucja Ørnskov, lucja@students.example.org, S-VWXZB-23456 (row 5)"
    )


def test_a_slip_of_the_pen_is_answered_with_the_nearest_name():
    with pytest.raises(UsageError) as told:
        named(Batch(), "Bram Aldreby")
    assert told.value.what == "nobody here is called 'Bram Aldreby'"
    assert told.value.do.startswith(
        "Nearest: Bram Alderby, Bram.A@students.example.org, S-HJKMN-23456 (row 3)"
    )


@pytest.mark.parametrize("wanted", ["", "  ", ",", "nobody at all", "../../etc", "\x1b]0;x\x07"])
def test_nothing_and_nonsense_find_nobody(wanted):
    with pytest.raises(UsageError):
        named(Batch(), wanted)
