"""The stage itself: frames in, Matches out; everything between is arrays and plain rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.match.crowd import TELLING, read_crowd
from pipeline.match.eligibility import gate, notes_of
from pipeline.match.ground import ground_of
from pipeline.match.messages import message
from pipeline.match.questions import Asker
from pipeline.match.rank import places_of
from pipeline.match.reasons import Target, give_of, reasons_of
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import NAMES, read_signals
from pipeline.match.text import plain, stated
from pipeline.match.ties import tie_reasons
from pipeline.match.world import read_world
from pipeline.tables import Matches, as_table

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    import polars as pl

    from pipeline.event import Event
    from pipeline.match.crowd import Crowd
    from pipeline.match.messages import Message, Row
    from pipeline.match.rank import Place
    from pipeline.match.seeker import Seeker
    from pipeline.match.signals import Signals
    from pipeline.match.world import World
    from pipeline.profile import Profile
    from pipeline.settings import Settings

#: What the sheet names as unknown when nothing states it, by kind of target.
UNKNOWN = {
    "organization": ("majors", "positions", "levels", "offers", "seeks", "work_authorization"),
    "person": ("title", "organization", "interests", "offers", "seeks"),
}


def match(  # noqa: PLR0913 - one argument per frame of the seam
    people: pl.DataFrame,
    appearances: pl.DataFrame,
    sessions: pl.DataFrame,
    *,
    profile: Profile,
    event: Event,
    wishes: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    settings: Settings,
    now: dt.datetime,
) -> pl.DataFrame:
    """Return Matches: this user against every target of the event, ranked, with reasons and their cells.

    Raises ``SettingsError`` when every weight is zero or a shipped list is broken.
    """
    world = read_world(
        event=event,
        settings=settings,
        now=now,
        people=people,
        interactions=interactions,
        promises=promises,
        wishes=wishes,
        sessions=sessions,
        appearances=appearances,
    )
    seeker = read_seeker(profile, world.fields, world.concepts)
    crowd = read_crowd(people, event.slug, _me(people, profile), world.fields, world.concepts)
    signals = read_signals(crowd, seeker, world)
    aside = [list(gate(crowd.hires[at], signals.needs.hires[at], seeker, world)) for at in range(len(crowd))]
    places = places_of(crowd, signals, aside, world)
    return as_table(Matches, _rows(crowd, seeker, world, signals, places))


def _me(people: pl.DataFrame, profile: Profile) -> str:
    """Return what names the user among the people: the address, where the list has it, else the name."""
    mails = {plain(mail) for mails in people["emails"].to_list() for mail in mails}
    return plain(profile.email) if profile.email and plain(profile.email) in mails else plain(profile.name)


def _rows(
    crowd: Crowd, seeker: Seeker, world: World, signals: Signals, places: tuple[Place, ...]
) -> list[dict[str, object]]:
    asker = Asker()
    order = sorted(range(len(crowd)), key=lambda at: (places[at].rank is None, places[at].rank or 0, at))
    empty = all(not _tells(row, world) for row in crowd.rows)
    rows = []
    for at in order:
        target = Target(at, crowd, seeker, world, signals.needs, signals.field_fit[at])
        rows.append(_row(target, signals, places[at], asker, empty=empty))
    return rows


def _row(target: Target, signals: Signals, place: Place, asker: Asker, *, empty: bool) -> dict[str, object]:
    at, row, world, seeker = target.at, target.row, target.world, target.seeker
    ranked = place.rank is not None
    return {
        "event": world.event.slug,
        "user_id": seeker.profile.user_id,
        "person_id": row["person_id"],
        "signals": [
            {"name": name, "value": _known(signals.values[name][at]), "weight": signals.weights[name]}
            for name in NAMES
        ],
        "you_to_them": _number(signals.you_to_them[at]),
        "them_to_you": _number(signals.them_to_you[at]),
        "fit": _number(signals.fit[at]),
        "rank": place.rank,
        "tier": place.tier,
        "field_fit": target.field_fit,
        "reasons": _reasons(target, place, empty=empty),
        "common_ground": [item.message for item in ground_of(row, seeker, world)] if ranked else [],
        "give": give_of(target) if ranked else [],
        "questions": asker.choose(target) if ranked else [],
        "unknowns": _unknowns(row, target),
        "eligibility": list(notes_of(target.crowd.hires[at], seeker)),
        "set_aside_because": list(place.because),
        "confidence": _number(signals.confidence[at]),
    }


def _number(value: np.float32) -> float:
    return round(float(value), 6)


def _known(value: np.float32) -> float | None:
    return None if math.isnan(value) else _number(value)


def _reasons(target: Target, place: Place, *, empty: bool) -> list[Message]:
    found = list(reasons_of(target))
    found += tie_reasons(target.row, target.world, in_field=target.field_fit in ("same", "adjacent"))
    if place.bridge:
        found.append(message("reason.bridge", "you"))
    if place.picked:
        found.append(message("reason.you_said", None))
    if not found and empty:
        found.append(message("reason.names_only", None))
    return found


def _tells(row: Row, world: World) -> bool:
    """Return whether a row says anything that people can be matched by."""
    nothing = world.fields.vocabulary["nothing"]
    values = [row[name] if isinstance(row[name], list) else [row[name] or ""] for name in TELLING]
    return any(stated(value, nothing) for value in values)


def _unknowns(row: Row, target: Target) -> list[str]:
    nothing = target.world.fields.vocabulary["nothing"]
    found = []
    for name in UNKNOWN[row["kind"]]:
        value = row[name]
        values = value if isinstance(value, list) else [value or ""]
        if not stated(values, nothing) or value == "unknown":
            found.append(name)
    if target.seeker.profile.work_authorization in ("authorized", "not_said"):
        found = [name for name in found if name != "work_authorization"]
    return found
