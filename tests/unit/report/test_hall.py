"""The hall is laid out once for all sheets, and booths are found where they stand."""

from pipeline.report.hall import hall_of

FLOOR = {"A01": (0.0, 0.0), "A02": (10.0, 0.0), "B01": (0.0, 10.0), "ENTRANCE": (5.0, -4.0)}


def test_the_same_floor_is_drawn_once():
    assert hall_of(FLOOR) is hall_of(dict(FLOOR))


def test_north_is_up_and_east_is_right():
    spots = hall_of(FLOOR).spots
    assert spots["A01"][0] < spots["A02"][0]
    assert spots["B01"][1] < spots["A01"][1]


def test_every_booth_but_the_entrance_is_in_the_one_path():
    hall = hall_of(FLOOR)
    assert hall.boxes.count("M") == 3
    assert sorted(hall.names) == ["A01", "A02", "B01"]


def test_two_halls_far_apart_are_drawn_beside_each_other():
    near, far = (
        hall_of({"A1": (0, 0), "A2": (3, 0), "B1": (metres, 0), "B2": (metres + 3, 0)})
        for metres in (18, 500)
    )
    assert far.spots == near.spots
