from __future__ import annotations

import pytest

from pipeline.ingest.ics_vcal import modern_rule


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1 #10", "FREQ=DAILY;INTERVAL=1;COUNT=10"),
        ("D2 19961224T000000Z", "FREQ=DAILY;INTERVAL=2;UNTIL=19961224T000000Z"),
        ("W1 #0", "FREQ=WEEKLY;INTERVAL=1"),
        ("W2 TU TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=2"),
        ("w2  mo #4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=4"),
        ("MP1 1+ MO 2- FR #5", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1MO,-2FR;COUNT=5"),
        ("MD1 1 LD 2- #3", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,-1,-2;COUNT=3"),
        ("YM1 6 7 20271231", "FREQ=YEARLY;INTERVAL=1;BYMONTH=6,7;UNTIL=20271231"),
        ("YD3 100 #2", "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=100;COUNT=2"),
    ],
)
def test_a_rule_of_vcalendar_says_the_same_in_the_words_of_icalendar(old, new):
    assert modern_rule(old) == new


@pytest.mark.parametrize(
    "text",
    ["FREQ=DAILY", "", "M5 #3", "D1 0600 1200 #2", "W1 XX #2", "MP1 MO #2", "MD1 first #2", "D1 #" + "9" * 9],
)
def test_what_is_no_such_rule_or_repeats_within_a_day_is_left_alone(text):
    assert modern_rule(text) is None
