"""The hall behind the stops: where each booth lies on the paper, drawn once for all sheets of an event."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.measure import width_of
from pipeline.report.svg import label, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Spot = tuple[float, float]
#: Millimetres: the drawing as it is printed, and its edge.
WIDTH, _HIGHEST, _EDGE = 84.0, 62.0, 6.0
#: So much may one direction be drawn larger than the other, for room between booths.
_STRETCH = 1.5
#: Metres without a booth that are drawn as they are.
_WIDEST = 15.0
#: Half the side of a booth at most, and the height of its name.
HALF, _NAME = 2.4, 2.1
POINTS = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Hall:
    """Every booth's place (millimetres, north up), the drawing's height, booths' distance; and the SVG."""

    spots: Mapping[str, Spot]
    height: float
    pitch: float
    half: float
    boxes: str
    names: Mapping[str, str]


def hall_of(floor: Mapping[str, Spot]) -> Hall:
    """Return the hall of an event; the same floor is laid out and drawn once."""
    return _hall(tuple((booth, (spot[0], spot[1])) for booth, spot in floor.items()))


@lru_cache(maxsize=8)
def _hall(floor: tuple[tuple[str, Spot], ...]) -> Hall:
    spots, height = _scaled(_drawn_together(dict(floor)))
    pitch = _pitch(spots)
    half = min(HALF, 0.42 * pitch)
    booths = {booth: spot for booth, spot in spots.items() if booth.upper() != "ENTRANCE"}
    return Hall(spots, height, pitch, half, _boxes(booths, half), dict(_names(booths, half)))


def _drawn_together(floor: Mapping[str, Spot]) -> dict[str, Spot]:
    """Return the floor with its wide empty stretches drawn short: two halls far apart would be two dots."""
    east, north = (_shorter({spot[axis] for spot in floor.values()}) for axis in (0, 1))
    return {booth: (east[x], north[y]) for booth, (x, y) in floor.items()}


def _shorter(places: Iterable[float]) -> dict[float, float]:
    """Return where each of these metres is drawn: no gap is wider than set, all others stay."""
    found: dict[float, float] = {}
    cut, before = 0.0, None
    for place in sorted(places):
        cut += max(0.0, place - before - _WIDEST) if before is not None else 0.0
        found[place] = place - cut
        before = place
    return found


def _scaled(floor: Mapping[str, Spot]) -> tuple[dict[str, Spot], float]:
    """Return positions on the paper and the height that they need."""
    east, north = ([spot[axis] for spot in floor.values()] for axis in (0, 1))
    wide, high = max(max(east) - min(east), 1e-6), max(max(north) - min(north), 1e-6)
    across, along = (WIDTH - 2 * _EDGE) / wide, (_HIGHEST - 2 * _EDGE) / high
    across, along = min(across, along * _STRETCH), min(along, across * _STRETCH)
    height = high * along + 2 * _EDGE if high > 1e-3 else 4 * _EDGE
    left = (WIDTH - wide * across) / 2 if wide > 1e-3 else WIDTH / 2
    return {
        booth: (left + (x - min(east)) * across, height - _EDGE - (y - min(north)) * along)
        for booth, (x, y) in floor.items()
    }, height


def _pitch(spots: Mapping[str, Spot]) -> float:
    """Return how far the nearest two booths are from each other."""
    places = sorted(set(spots.values()))
    gaps = [
        max(abs(one[0] - other[0]), abs(one[1] - other[1]))
        for at, one in enumerate(places)
        for other in places[at + 1 : at + 60]
    ]
    return min(gaps, default=2 * _EDGE)


def _boxes(booths: Mapping[str, Spot], half: float) -> str:
    """Return all booths as one grey path, which an engine draws far faster than a box each."""
    side = f"{2 * half:.2f}"
    path = (f"M{x - half:.2f} {y - half:.2f}h{side}v{side}h-{side}z" for x, y in booths.values())
    return tag("path", d="".join(path), fill="white", stroke="#777777", stroke_width=0.2) if booths else ""


def _names(booths: Mapping[str, Spot], half: float) -> Iterator[tuple[str, str]]:
    """Yield each booth's name where there is room for it."""
    for booth, (x, y) in booths.items():
        name = printable(booth, 6)
        if width_of(name, _NAME * POINTS) <= 2 * half - 0.2:
            yield booth, label(name, x, y + 0.7, size=_NAME, fill="#444444")
