"""The gate: who may apply where. What is unknown never shuts it, and is printed as unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.match.messages import cells, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.match.hiring import Hire
    from pipeline.match.messages import Message, Row
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World

_NEEDS_SPONSOR = ("needs_now", "needs_later")


def notes_of(hirer: Row | None, seeker: Seeker) -> Iterator[Message]:
    """Yield what the list says about sponsorship to a user whom it concerns."""
    if hirer is None or seeker.profile.work_authorization not in _NEEDS_SPONSOR:
        return
    stated = hirer["work_authorization"] or "unknown"
    yield message(f"eligibility.sponsorship_{stated}", None, cells(hirer, "work_authorization"))


def gate(hirer: Row | None, hire: Hire | None, seeker: Seeker, world: World) -> Iterator[Message]:
    """Yield why a target is set aside: only what it states and the profile contradicts."""
    if hirer is None or hire is None:
        return
    profile = seeker.profile
    if hire.major == "other":
        shown = cells(hirer, "majors")
        yield message("aside.major", None, shown, majors=_list(hirer["majors"]), own=_list(profile.majors))
    if hire.level == "no":
        shown = cells(hirer, "levels")
        yield message("aside.level", None, shown, levels=_list(hirer["levels"]), own=profile.degree_level)
    if hire.position == "no":
        shown = cells(hirer, "positions")
        yield message(
            "aside.position", None, shown, positions=_list(hirer["positions"]), own=_list(profile.positions)
        )
    if hire.date == "no":
        shown = cells(hirer, "graduation_date")
        yield message("aside.date", None, shown, date=hirer["graduation_date"], own=profile.graduation_date)
    needs = profile.work_authorization in _NEEDS_SPONSOR
    if needs and hirer["work_authorization"] == "no" and world.settings.flag("match.hard_sponsorship"):
        yield message("aside.sponsorship", None, cells(hirer, "work_authorization"))


def _list(values: object) -> str:
    items = [str(value) for value in values] if isinstance(values, (list, tuple)) else [str(values)]
    return ", ".join(items)
