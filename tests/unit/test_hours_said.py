"""Hours as people write them, in one place for the rows above a list and for its columns."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.hours_said import hours_said


def spans(text):
    return [(divmod(found.begin, 60), divmod(found.end, 60)) for found in hours_said(text)]


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("4-4:30 pm", (16, 0), (16, 30)),
        ("10-4 pm", (10, 0), (16, 0)),
        ("12-12:30 pm", (12, 0), (12, 30)),
        ("12 - 3:30pm in the gym", (12, 0), (15, 30)),
        ("11:30-11 pm", (11, 30), (23, 0)),
        ("8-12 pm", (8, 0), (12, 0)),
        ("10 to 4 p.m.", (10, 0), (16, 0)),
        ("von 10h00 bis 17h30", (10, 0), (17, 30)),
        ("de 9h à 17h", (9, 0), (17, 0)),
        ("9.30 - 16.00 Uhr", (9, 30), (16, 0)),
        ("10 pm - 2 am", (22, 0), (26, 0)),
        ("Thursday 9:30\u201312", (9, 30), (12, 0)),
    ],
)
def test_a_span_of_hours_is_read(text, begin, end):
    assert spans(text) == [(begin, end)]


@pytest.mark.parametrize(
    "text",
    [
        "24-26 February",
        "booths 1-40",
        "Tel. 030-12-34",
        "2026-11-20",
        "14:00-10:00",
        "99:10-99:20",
        "room a1:20-30",
        "",
    ],
)
def test_days_counts_and_numbers_are_no_hours(text):
    assert spans(text) == []


def test_where_the_hours_stand_is_told():
    assert [found.at for found in hours_said("Spring Fair, 10:00-15:00")] == [13]


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 12 * 60))
def test_what_is_written_in_24_hours_is_read_back(hour, minute, length):
    begin = hour * 60 + minute
    end = begin + length
    text = f"{hour}:{minute:02}-{end // 60 % 24}:{end % 60:02}"
    assert [(found.begin, found.end) for found in hours_said(text)] == [(begin, end)]


CLOCK = st.builds(
    "{}{}{}".format,
    st.integers(0, 26),
    st.sampled_from(["", ":00", ":30", "h15", ".45", ":75"]),
    st.sampled_from(["", " am", "pm", " p.m.", " Uhr"]),
)
PARTED = st.sampled_from(["-", " - ", "\u2013", " to ", " bis ", " ", ", "])


@given(st.builds("{}{}{}{}".format, st.sampled_from(["", "von ", "Booth 4, "]), CLOCK, PARTED, CLOCK))
def test_whatever_is_read_lies_in_one_day_and_night(text):
    read = hours_said(text)
    assume(read)
    assert [found for found in read if not 0 <= found.begin < found.end <= found.begin + 1440] == []
    assert max(found.begin for found in read) < 1440
