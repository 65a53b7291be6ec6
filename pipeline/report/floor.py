"""The hall as a drawing: booths, the numbers of the day's order, the way between; it needs no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.hall import HALF, POINTS, WIDTH, Hall, Spot, hall_of
from pipeline.report.measure import width_of
from pipeline.report.svg import box, label, picture, tag
from pipeline.report.target import targets
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Picture

#: The height of a stop's number in millimetres.
_NUMBER = 2.9
#: The height of a stop's booth below it, which the way must not cross out.
_BOOTH = 2.4
#: So many numbers stand in one stop; of more of them the first ones, and a sign that there are others.
_MOST = 4


def floor_picture(inputs: Inputs, *, words: Words | None = None) -> Picture | None:
    """Return the floor plan with the numbered stops of the plan; None without a plan or without positions."""
    words = words or load_words()
    stops = numbered_booths(inputs)
    floor = inputs.event.floor
    known = {booth: number for booth, number in stops.items() if booth in floor}
    if not known:
        return None
    hall = hall_of(floor)
    names = (name for booth, name in hall.names.items() if booth not in known)
    marks = (*_stops(hall, known), *_entrance(hall.spots, words))
    parts = [*_way(hall.spots, known), hall.boxes, *names, *marks]
    ordered = sorted(known.items(), key=lambda item: item[1][0])
    route = ", ".join(f"{'/'.join(map(str, numbers))} {booth}" for booth, numbers in ordered)
    return picture(parts, WIDTH, hall.height, words("picture.floor", route=route))


def numbered_booths(inputs: Inputs) -> dict[str, list[int]]:
    """Return the numbers of the day's order by booth, spelt as on the floor plan."""
    spelling = {_folded(booth): booth for booth in inputs.event.floor}
    found: dict[str, list[int]] = {}
    for target in targets(inputs).planned:
        booth = (target.entry or {}).get("place") or target.best("booth") or ""
        number = (target.entry or {}).get("order")
        if booth and number is not None:
            found.setdefault(spelling.get(_folded(booth), printable(booth, 12)), []).append(number)
    return found


def _folded(booth: str) -> str:
    """Return a booth without blanks, case and leading zeros: "a-1" and "A01" are one."""
    plain = "".join(character for character in booth.upper() if character.isalnum())
    head = plain.rstrip("0123456789")
    return head + plain[len(head) :].lstrip("0")


def _stops(hall: Hall, known: Mapping[str, list[int]]) -> Iterator[str]:
    """Yield the stops large and black with their numbers, each where a booth was."""
    side = 2 * hall.half
    for booth, numbers in known.items():
        x, y = hall.spots[booth]
        yield box(x - hall.half, y - hall.half, side, side, fill="white", edge="white", line=0.3)
        yield from _stop(printable(booth, 6), numbers, (x, y), hall.pitch)


def _stop(booth: str, numbers: list[int], spot: Spot, pitch: float) -> Iterator[str]:
    """Yield a black stop with its numbers side by side, or one below the other, and its booth below."""
    x, y = spot
    shown = [str(number) for number in sorted(numbers)]
    if len(shown) > _MOST:
        shown = [*shown[: _MOST - 1], "+"]
    rows = [" ".join(shown[at : at + 2]) for at in range(0, len(shown), 2)]
    if _wide(rows) > 2 * (pitch - HALF):
        rows = shown
    wide = _wide(rows) / 2
    high = 1.4 * len(rows) + 0.2
    yield tag(
        "rect",
        x=x - wide,
        y=y - high,
        width=2 * wide,
        height=2 * high,
        fill="black",
        stroke="white",
        stroke_width=0.3,
    )
    for at, row in enumerate(rows):
        yield label(row, x, y - high + 2.4 + 2.8 * at, size=_NUMBER, fill="white")
    under = width_of(booth, _BOOTH * POINTS) / 2 + 0.3
    yield box(x - under, y + high + 0.15, 2 * under, 2.2, fill="white", edge="none", line=0)
    yield label(booth, x, y + high + 2.1, size=_BOOTH)


def _wide(rows: list[str]) -> float:
    return max(width_of(row, _NUMBER * POINTS, bold=True) for row in rows) + 1


def _way(spots: Mapping[str, Spot], known: Mapping[str, list[int]]) -> Iterator[str]:
    """Yield the line through the stops in their order."""
    stops = sorted((number, spots[booth]) for booth, numbers in known.items() for number in numbers)
    points = " ".join(f"{x:.1f},{y:.1f}" for _, (x, y) in stops)
    yield tag(
        "polyline", points=points, fill="none", stroke="#444444", stroke_width=0.4, stroke_dasharray="1.4 0.8"
    )


def _entrance(spots: Mapping[str, Spot], words: Words) -> Iterator[str]:
    for booth, (x, y) in spots.items():
        if booth.upper() == "ENTRANCE":
            yield label(words("picture.entrance"), x, y + 1, size=2.8)
