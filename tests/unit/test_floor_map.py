"""The floor plan as a list beside event.toml: metres, rows, halls, and what is wrong with a line."""

from __future__ import annotations

import pytest

from pipeline.errors import SettingsError
from pipeline.event import read_event

EVENT = 'start = 2027-03-18\nhours = "10-16"\nmap = "{name}"\n'


def floor_of(folder, text, name="floor.csv"):
    (folder / "fair").mkdir()
    (folder / "fair" / "event.toml").write_text(EVENT.format(name=name), encoding="utf-8")
    if text is not None:
        (folder / "fair" / "floor.csv").write_text(text, encoding="utf-8")
    return read_event(folder / "fair" / "event.toml").floor


def test_metres_are_taken_as_they_stand(tmp_path):
    text = "\ufeffStand;X;Y\nA1;3;4,5\nentrance;0;0\n;;\n"
    assert floor_of(tmp_path, text) == {"A1": (3.0, 4.5), "entrance": (0.0, 0.0)}


def test_rows_are_laid_out_in_their_order_and_places_counted_or_named(tmp_path):
    text = "booth,row,place\nA1,Left,\nA2,Left,\nB7,Right,7\n"
    assert floor_of(tmp_path, text) == {"A1": (3.0, 6.0), "A2": (6.0, 6.0), "B7": (21.0, 12.0)}


def test_halls_lie_side_by_side(tmp_path):
    text = "booth\tx\ty\thall\n1-A\t10\t0\tOne\n2-A\t50\t5\tTwo\n2-B\t60\t5\tTwo\n1-B\t30\t0\tOne\n"
    assert floor_of(tmp_path, text) == {
        "1-A": (10.0, 0.0),
        "1-B": (30.0, 0.0),
        "2-A": (130.0, 5.0),
        "2-B": (140.0, 5.0),
    }


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        (None, "the floor plan cannot be read", "floor.csv"),
        ("x,y\n1,2\n", "no column of booths", "floor.csv:1"),
        ("booth,x,y\n", "names no booth", "floor.csv:1"),
        ("booth,x,y\nA1,1,2\nA2,left,2\n", "booth A2 has no number there", "floor.csv:3:x"),
        ("booth,x,y\nA1,1,\n", "booth A1 has no number there", "floor.csv:2:y"),
        ("booth,x,y\nA1,,\n", "has neither x and y nor a row", "floor.csv:2:x"),
        ("booth,x,y\nA1,1,2\nA1,3,4\n", "booth A1 stands there twice", "floor.csv:3:booth"),
        ("booth,x,y\nA1,1e9,2\n", "the floor plan cannot be read", "event.toml"),
    ],
)
def test_what_is_wrong_with_the_list_is_said_with_line_and_column(tmp_path, text, what, where):
    with pytest.raises(SettingsError) as problem:
        floor_of(tmp_path, text)
    assert what in problem.value.what
    assert (problem.value.where or "").endswith(where)


def test_a_map_that_is_no_list_is_a_remark(tmp_path):
    assert floor_of(tmp_path, None, name="Aisles A to F, south to north.") == {}
