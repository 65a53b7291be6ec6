"""Minutes of walking between booths: from the event's floor if there is one, else by the order of booths."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.event import Event
    from pipeline.settings import Settings

_LABEL = re.compile(r"([A-Z]*)[\s.-]*0*(\d{1,9})([A-Z]?)")
#: A booth that names its hall first, as trade fairs write it: "3B12", "Hall 4.1, C20", "H2-A07".
_IN_HALL = re.compile(
    r"(?:HALLE?|PAVILION|H)?[\s.]*(\d{1,2}(?:\.\d)?)[\s./,:-]*(?:STAND|BOOTH)?\s*([A-Z]{1,2})[\s.-]*0*(\d{1,4})([A-Z]?)"
)
_WORDS = re.compile(r"^(?:BOOTH|STAND|TABLE|STALL|NO\.?|#)\s*", re.IGNORECASE)
ENTRANCE = 0
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """Places by name, and the minutes between any two; number 0 is the entrance, 1 an unknown place."""

    numbers: Mapping[str, int]
    minutes: tuple[tuple[int, ...], ...]

    def of(self, place: str | None) -> int:
        """Return the number of a place; one that is on no floor is somewhere else."""
        return self.numbers.get(booth_key(place or ""), 1)


def booth_key(booth: str) -> str:
    """Return a booth as it is compared: "Booth a-01" and "A1" are one."""
    text = _WORDS.sub("", booth.strip()).strip().upper()
    if found := _LABEL.fullmatch(text):
        return f"{found[1]}{found[2]}{found[3]}"
    if found := _IN_HALL.fullmatch(text):
        return f"{found[1]}/{found[2]}{found[3]}{found[4]}"
    return " ".join(text.split())


def booth_order(booth: str) -> tuple[str, str, int, str]:
    """Return what booths are sorted by: the hall, the letters before, the number, the rest."""
    return _placed(booth_key(booth)) or ("", booth_key(booth), 0, "")


def _placed(key: str) -> tuple[str, str, int, str] | None:
    """Return hall, row, number and rest of a booth that says where it stands; None for any other."""
    hall, _, label = key.rpartition("/")
    found = _LABEL.fullmatch(label)
    return (hall, found[1], int(found[2]), found[3]) if found else None


def ground_of(event: Event, places: Iterable[str | None], settings: Settings) -> Ground:
    """Return the walking times between these places, each at least one minute apart from the others."""
    wanted = sorted({booth_key(place) for place in places if place and booth_key(place)}, key=booth_order)
    spots = positions(event, wanted, settings)
    numbers = {"": 1} | {name: index for index, name in enumerate(wanted, start=2) if name in spots}
    known = [spots.get("ENTRANCE", (0.0, 0.0)), None, *(spots.get(name) for name in wanted)]
    speed = settings.number("plan.metres_a_minute")
    elsewhere = settings.integer("plan.elsewhere_minutes")
    minutes = tuple(
        tuple(_between(a, b, speed, elsewhere, same=i == j) for j, b in enumerate(known))
        for i, a in enumerate(known)
    )
    return Ground(numbers, minutes)


def _between(
    a: tuple[float, float] | None, b: tuple[float, float] | None, speed: float, elsewhere: int, *, same: bool
) -> int:
    if a is None or b is None:
        return elsewhere
    return 0 if same else max(1, math.ceil(math.dist(a, b) / speed))


def positions(event: Event, wanted: Iterable[str], settings: Settings) -> dict[str, tuple[float, float]]:
    """Return metres east and north by booth key: from the floor, else booths in rows by their letters.

    Numbers from 100 on make rows by their hundreds too, as fairs number them: 101 stands across from 201.
    Halls lie side by side, in the order of their names.
    """
    if event.floor:
        return {booth_key(booth): spot for booth, spot in event.floor.items()}
    labelled = [(booth, found) for booth in wanted if (found := _placed(booth))]
    places = {booth: (found[:2], *divmod(found[2], _HUNDRED)) for booth, found in labelled}
    halls = {hall: at for at, hall in enumerate(sorted({hall for (hall, _), *_ in places.values()}))}
    rows = {row: at for at, row in enumerate(sorted({place[:2] for place in places.values()}), start=1)}
    width, aisle = settings.number("plan.booth_metres"), settings.number("plan.aisle_metres")
    apart = settings.number("plan.hall_metres")
    return {
        booth: (halls[place[0][0]] * apart + place[2] * width, rows[place[:2]] * aisle)
        for booth, place in places.items()
    }
