"""How far a relationship has come (the ladder) and how much exchange it holds now (strength): pure functions.

Two axes that nothing mixes. The rung is a fact about what happened; strength is evidence of exchange with
decay. How right a person is for the user is neither, and is computed elsewhere.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STRANGER, TOUCHED, EXCHANGED, GAVE, MUTUAL, SUSTAINED = range(6)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contact:
    """One thing that happened, as the user logged it."""

    at: dt.datetime
    kind: str
    direction: str = "both"
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One dated trace of contact from an export; nobody confirmed it."""

    at: dt.datetime
    kind: str
    direction: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A promise: whose it is, what it names and what became of it."""

    owner: str
    text: str
    state: str
    closed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """All that is known of what happened between the user and one person."""

    contacts: Sequence[Contact] = ()
    traces: Sequence[Trace] = ()
    words: Sequence[Word] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The thresholds and weights of ``config/ladder.toml``."""

    touch_only: frozenset[str]
    exchange: frozenset[str]
    answered: frozenset[str]
    given: frozenset[str]
    received: frozenset[str]
    sustained_exchanges: int
    sustained_days: int
    half_life_days: float
    scale: float
    dormant_below: float
    weak_below: float
    dormant_days: int
    weights: Mapping[str, float]


def as_ladder(table: Mapping[str, Any]) -> Ladder:
    """Return the ladder a table of plain values describes."""
    rungs, strength = table["rungs"], table["strength"]
    return Ladder(
        touch_only=frozenset(rungs["touch_only"]),
        exchange=frozenset(rungs["exchange"]),
        answered=frozenset(rungs["answered"]),
        given=frozenset(rungs["given"]),
        received=frozenset(rungs["received"]),
        sustained_exchanges=int(rungs["sustained_exchanges"]),
        sustained_days=int(rungs["sustained_days"]),
        **{key: strength[key] for key in ("half_life_days", "scale", "dormant_below", "weak_below")},
        dormant_days=int(strength["dormant_days"]),
        weights=dict(strength["weights"]),
    )


def _written(text: str | None) -> bool:
    return bool(text and any(letter.isalnum() for letter in text))


def exchanges(past: Past, ladder: Ladder) -> list[Contact]:
    """Return the logged exchanges with a written detail, oldest first."""
    return sorted(
        (item for item in past.contacts if _written(item.detail) and is_two_way(item, ladder)),
        key=lambda item: item.at,
    )


def is_two_way(contact: Contact, ladder: Ladder) -> bool:
    """Return whether both sides took part in it; a scan, card or connection never counts."""
    if contact.kind in ladder.exchange:
        return True
    return contact.kind in ladder.answered and contact.direction in ("in", "both")


def stage(past: Past, ladder: Ladder) -> int:
    """Return the rung, 0 to 5; each stands on the one below it.

    0 stranger, 1 touched, 2 exchanged (a written detail), 3 gave (a named thing, a promise kept), 4 mutual
    (help went both ways), 5 sustained. Exports alone never lead above 1: only what the user logged does.
    """
    if not _touched(past):
        return STRANGER
    gave = _helped(past, ladder.given, "mine")
    got = _helped(past, ladder.received, "theirs")
    talks = exchanges(past, ladder)
    if not (talks or gave or got):
        return TOUCHED
    if not gave:
        return EXCHANGED
    if not got:
        return GAVE
    lasted = len(talks) >= ladder.sustained_exchanges and _span(talks) >= ladder.sustained_days * DAY
    return SUSTAINED if lasted else MUTUAL


def _touched(past: Past) -> bool:
    met = any(item.kind != "not_met" for item in past.contacts)
    traced = any(item.kind != "invitation" for item in past.traces)
    kept = any(item.state in ("kept", "late_kept") for item in past.words)
    return met or traced or kept or past.listed


def _helped(past: Past, kinds: frozenset[str], owner: str) -> bool:
    named = any(item.kind in kinds and _written(item.detail) for item in past.contacts)
    kept = any(
        item.owner == owner and item.state in ("kept", "late_kept") and _written(item.text)
        for item in past.words
    )
    return named or kept


def _span(contacts: Sequence[Contact]) -> dt.timedelta:
    return contacts[-1].at - contacts[0].at


def threads(traces: Iterable[Trace]) -> list[dt.datetime]:
    """Return, oldest first, when each two-way message thread last went from one side to the other."""
    by_thread: dict[str, list[Trace]] = {}
    for item in traces:
        if item.kind == "message":
            by_thread.setdefault(item.thread or "", []).append(item)
    return sorted(moment for items in by_thread.values() if (moment := _last_turn(items)) is not None)


def _last_turn(items: Sequence[Trace]) -> dt.datetime | None:
    """Return the later of the last message out and the last one in; nothing when one side is silent."""
    out = [item.at for item in items if item.direction in ("out", "both")]
    into = [item.at for item in items if item.direction in ("in", "both")]
    return max(*out, *into) if out and into else None


def strength(past: Past, ladder: Ladder, now: dt.datetime) -> float:
    """Return the strength of the tie, 0 to 1, from evidence of exchange alone.

    ``1 - exp(-sum(w * 2 ** (-age / half_life)) / scale)``: frequency adds up with falling returns, recency by
    exponential decay, both directions because one-sided contact weighs nothing, kept promises on their own.
    That recency and reciprocity carry most of tie strength is the finding of Gilbert and Karahalios,
    "Predicting tie strength with social media" (CHI 2009); weights and half-life are conventions, in
    ``config/ladder.toml``.
    """
    dated = [(item.at, ladder.weights.get(item.kind, 0.0)) for item in past.contacts if _counts(item, ladder)]
    dated += [(moment, ladder.weights["thread"]) for moment in threads(past.traces)]
    dated += [
        (item.closed_at, ladder.weights["promise_kept"])
        for item in past.words
        if item.state in ("kept", "late_kept") and item.closed_at is not None
    ]
    total = math.fsum(
        weight * 2.0 ** (-_age(moment, now) / ladder.half_life_days) for moment, weight in dated
    )
    return min(1.0, max(0.0, 1.0 - math.exp(-total / ladder.scale)))


def _counts(contact: Contact, ladder: Ladder) -> bool:
    helped = contact.kind in ladder.given | ladder.received and _written(contact.detail)
    return helped or is_two_way(contact, ladder)


def _age(moment: dt.datetime, now: dt.datetime) -> float:
    return max(0.0, (now - moment) / DAY)


def last_two_way(past: Past, ladder: Ladder) -> dt.datetime | None:
    """Return when both sides last took part in anything, logged or from an export."""
    moments = [item.at for item in past.contacts if is_two_way(item, ladder)]
    return max(moments + threads(past.traces), default=None)


def proposed(past: Past, ladder: Ladder) -> int | None:
    """Return the rung that a two-way message thread proposes; nothing takes it but the user's word."""
    waiting = stage(past, ladder) == TOUCHED and threads(past.traces)
    return EXCHANGED if waiting else None


def tie(past: Past, ladder: Ladder, now: dt.datetime) -> str | None:
    """Return ``strong``, ``weak`` or ``dormant``; nothing for a person there was never an exchange with."""
    last = last_two_way(past, ladder)
    if last is None:
        return None
    held = strength(past, ladder, now)
    if held < ladder.dormant_below and now - last >= ladder.dormant_days * DAY:
        return "dormant"
    return "weak" if held < ladder.weak_below else "strong"
