from __future__ import annotations

import datetime as dt

from pipeline.report.busy import busy_as_one


def row(kind, start, end):
    day = dt.datetime(2027, 3, 18, tzinfo=dt.UTC)
    return {"kind": kind, "start": day + dt.timedelta(hours=start), "end": day + dt.timedelta(hours=end)}


def own(session, start, end):
    return row("class", start, end) | {"session_id": session}


def test_own_entries_that_overlap_or_touch_are_one_stretch():
    rows = [row("class", 10, 11), row("class", 10, 11), row("class", 11, 12), row("class", 14, 15)]
    assert busy_as_one(rows) == [row("class", 10, 12), row("class", 14, 15)]


def test_a_short_entry_within_a_long_one_does_not_end_it():
    assert busy_as_one([row("class", 10, 14), row("class", 11, 12), row("class", 13, 15)]) == [
        row("class", 10, 15)
    ]


def test_talks_and_breaks_stay_as_they_are():
    rows = [row("talk", 10, 11), row("break", 10, 11), row("talk", 10, 12)]
    assert busy_as_one(rows) == rows


def test_what_is_given_is_not_changed():
    first = row("class", 10, 11)
    busy_as_one([first, row("class", 10, 12)])
    assert first == row("class", 10, 11)


def test_tentative_entries_are_a_stretch_of_their_own():
    rows = [own("sure", 10, 12), own("maybe", 11, 13), own("perhaps", 13, 14), own("sure2", 12, 13)]
    told = busy_as_one(rows, soft={"maybe", "perhaps"})
    assert told == [own("sure", 10, 13), own("maybe", 11, 14)]
