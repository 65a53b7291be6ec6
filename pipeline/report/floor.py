"""The hall as a drawing: booths, the numbers of the day's order, the way between; it needs no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.svg import label, picture, tag
from pipeline.report.target import targets
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Picture

_WIDTH, _HIGHEST, _EDGE = 180.0, 110.0, 6.0
_SMALL, _LARGE = 2.0, 2.8
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
    scale = min((_WIDTH - 2 * _EDGE) / wide, (_HIGHEST - 2 * _EDGE) / high)
    height = high * scale + 2 * _EDGE if high > 1e-3 else 4 * _EDGE
    left = (_WIDTH - wide * scale) / 2 if wide > 1e-3 else _WIDTH / 2
    return {
        booth: (left + (x - min(east)) * scale, height - _EDGE - (y - min(north)) * scale)
        for booth, (x, y) in floor.items()
    }, height


def _booths(spots: Mapping[str, Spot], known: Mapping[str, list[int]]) -> Iterator[str]:
    """Yield every booth small and grey, and the stops large and black with their numbers."""
    for booth, (x, y) in spots.items():
        if booth in known or booth.upper() == "ENTRANCE":
            continue
        yield tag(
            "rect",
            x=x - _SMALL,
            y=y - _SMALL,
            width=2 * _SMALL,
            height=2 * _SMALL,
            fill="white",
            stroke="#777777",
            stroke_width=0.2,
        )
        yield label(printable(booth, 6), x, y + 0.7, size=1.9, fill="#555555")
    for booth, numbers in known.items():
        x, y = spots[booth]
        text = "/".join(map(str, numbers))
        wide = max(_LARGE, 1.1 * len(text))
        yield tag(
            "rect",
            x=x - wide,
            y=y - _LARGE,
            width=2 * wide,
            height=2 * _LARGE,
            fill="black",
            stroke="white",
            stroke_width=0.4,
        )
        yield label(text, x, y + 1.3, size=3.6, fill="white")
        yield label(printable(booth, 6), x, y + _LARGE + 2.3, size=2.3)


def _way(spots: Mapping[str, Spot], known: Mapping[str, list[int]]) -> Iterator[str]:
    """Yield the line through the stops in their order."""
    stops = sorted((number, spots[booth]) for booth, numbers in known.items() for number in numbers)
    points = " ".join(f"{x:.1f},{y:.1f}" for _, (x, y) in stops)
    yield tag(
        "polyline", points=points, fill="none", stroke="#444444", stroke_width=0.5, stroke_dasharray="2 1"
    )


def _entrance(spots: Mapping[str, Spot], words: Words) -> Iterator[str]:
    for booth, (x, y) in spots.items():
        if booth.upper() == "ENTRANCE":
            yield label(words("picture.entrance"), x, y + 1, size=3.2)
