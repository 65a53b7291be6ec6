from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CLOCKS = st.integers(0, 11).map(lambda step: f"{10 + step // 2}:{30 * (step % 2):02}")


def later(clock: str, minutes: int) -> str:
    moment = dt.datetime(2027, 3, 18, *map(int, clock.split(":")), tzinfo=dt.UTC) + dt.timedelta(
        minutes=minutes
    )
    return f"{moment:%H:%M}"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    classes=st.lists(st.tuples(CLOCKS, st.sampled_from([30, 75, 120])), max_size=3),
    agreed=st.lists(st.tuples(st.integers(1, 30), CLOCKS), max_size=2, unique_by=lambda pair: pair[0]),
    count=st.integers(0, 30),
)
def test_whatever_the_calendar_holds_the_day_can_be_kept(fair, classes, agreed, count):
    for rows in fair.rows.values():
        rows.clear()
    fair.set(iterations=30).targets(max(count, *(number for number, _ in agreed)) if agreed else count)
    for number, (clock, minutes) in enumerate(classes):
        fair.session(f"class{number}", clock, later(clock, minutes))
    for number, clock in agreed:
        fair.wish("agree", f"t{number:03}", clock)
    day = fair.day(fair.plan())
    free = [row for row in day if row["kind"] != "class" and not row["agreed"]]
    assert [row for row in free if row["start"] < fair.at("10:00") or row["end"] > fair.at("16:00")] == []
    away = dt.timedelta(minutes=15)
    taken = [
        (row["start"] - away * (row["kind"] == "class"), row["end"] + away * (row["kind"] == "class"))
        for row in day
        if row["kind"] == "class" or row["agreed"]
    ]
    assert [row for row in free for start, end in taken if row["start"] < end and row["end"] > start] == []
    pairs = pairwise(free)
    assert [one for one, other in pairs if other["start"] < one["end"]] == []


@pytest.mark.parametrize("count", [7, 8, 9])
def test_nobody_waits_an_hour_behind_a_pause_that_has_nothing_to_note(fair, count):
    fair.reschedule(hours="18-21:30", kind="meetup")
    for number in range(count):
        fair.target(f"t{number:03}", booth=None, tier="A" if number < 3 else "C")
    rows = sorted(fair.day(fair.plan(), "meeting"), key=lambda row: row["start"])
    waits = [later["start"] - row["end"] for row, later in pairwise(rows)]
    assert (len(rows), max(waits) < dt.timedelta(hours=1)) == (count, True)
