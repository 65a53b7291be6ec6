"""The hall as a drawing: booths, the numbers of the day's order, the way between; it needs no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.measure import width_of
from pipeline.report.svg import label, picture, tag
from pipeline.report.target import targets
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Picture

#: Millimetres: the drawing as it is printed, and its edge.
_WIDTH, _HIGHEST, _EDGE = 84.0, 62.0, 6.0
#: So much may one direction be drawn larger than the other, for room between booths.
_STRETCH = 1.5
#: Half the side of a booth at most, and the height of its name and of a stop's number.
_HALF, _NAME, _NUMBER = 2.4, 2.1, 2.9
#: So many numbers stand in one stop; of more of them the first ones, and a sign that there are others.
_MOST = 4
_POINTS = 72 / 25.4
Spot = tuple[float, float]


def floor_picture(inputs: Inputs, *, words: Words | None = None) -> Picture | None:
    """Return the floor plan with the numbered stops of the plan; None without a plan or without positions."""
    words = words or load_words()
    stops = numbered_booths(inputs)
    floor = inputs.event.floor
    known = {booth: number for booth, number in stops.items() if booth in floor}
    if not known:
        return None
    spots, height = _scaled(floor)
    parts = [*_way(spots, known), *_booths(spots, known), *_entrance(spots, words)]
    ordered = sorted(known.items(), key=lambda item: item[1][0])
    route = ", ".join(f"{'/'.join(map(str, numbers))} {booth}" for booth, numbers in ordered)
    return picture(parts, _WIDTH, height, words("picture.floor", route=route))


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


def _scaled(floor: Mapping[str, Spot]) -> tuple[dict[str, Spot], float]:
    """Return positions on the paper (millimetres, north up) and the height that they need."""
    east, north = ([spot[axis] for spot in floor.values()] for axis in (0, 1))
    wide, high = max(max(east) - min(east), 1e-6), max(max(north) - min(north), 1e-6)
    across, along = (_WIDTH - 2 * _EDGE) / wide, (_HIGHEST - 2 * _EDGE) / high
    across, along = min(across, along * _STRETCH), min(along, across * _STRETCH)
    height = high * along + 2 * _EDGE if high > 1e-3 else 4 * _EDGE
    left = (_WIDTH - wide * across) / 2 if wide > 1e-3 else _WIDTH / 2
    return {
        booth: (left + (x - min(east)) * across, height - _EDGE - (y - min(north)) * along)
        for booth, (x, y) in floor.items()
    }, height


def _booths(spots: Mapping[str, Spot], known: Mapping[str, list[int]]) -> Iterator[str]:
    """Yield every booth small and grey, and the stops large and black with their numbers."""
    pitch = _pitch(spots)
    half = min(_HALF, 0.42 * pitch)
    for booth, (x, y) in spots.items():
        if booth in known or booth.upper() == "ENTRANCE":
            continue
        yield tag(
            "rect",
            x=x - half,
            y=y - half,
            width=2 * half,
            height=2 * half,
            fill="white",
            stroke="#777777",
            stroke_width=0.2,
        )
        name = printable(booth, 6)
        if width_of(name, _NAME * _POINTS) <= 2 * half - 0.2:
            yield label(name, x, y + 0.7, size=_NAME, fill="#444444")
    for booth, numbers in known.items():
        yield from _stop(printable(booth, 6), numbers, spots[booth], pitch)


def _pitch(spots: Mapping[str, Spot]) -> float:
    """Return how far the nearest two booths are from each other."""
    places = sorted(set(spots.values()))
    gaps = [
        max(abs(one[0] - other[0]), abs(one[1] - other[1]))
        for at, one in enumerate(places)
        for other in places[at + 1 : at + 60]
    ]
    return min(gaps, default=2 * _EDGE)


def _stop(booth: str, numbers: list[int], spot: Spot, pitch: float) -> Iterator[str]:
    """Yield a black stop with its numbers side by side, or one below the other, and its booth below."""
    x, y = spot
    shown = [str(number) for number in sorted(numbers)]
    if len(shown) > _MOST:
        shown = [*shown[: _MOST - 1], "+"]
    rows = [" ".join(shown[at : at + 2]) for at in range(0, len(shown), 2)]
    if _wide(rows) > 2 * (pitch - _HALF):
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
    yield label(booth, x, y + high + 2.1, size=2.4)


def _wide(rows: list[str]) -> float:
    return max(width_of(row, _NUMBER * _POINTS, bold=True) for row in rows) + 1


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
