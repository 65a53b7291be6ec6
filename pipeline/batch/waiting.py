"""How long one waits at a booth."""

from __future__ import annotations

from math import factorial


def expected_wait(visits: float, servers: int, minutes: float, open_minutes: float) -> float:
    """Return the mean minutes in the queue of a booth with this many visits over the day.

    Visits come at random, a conversation takes a fixed time: half of Erlang's wait (Allen and Cunneen's
    formula for M/D/c). More visits than room: half of the backlog that has built up when the doors close.
    """
    if visits <= 0:
        return 0.0
    room = servers * open_minutes / minutes
    if visits >= room:
        return (visits - room) / room * open_minutes / 2 + _erlang_wait(0.98, servers, minutes) / 2
    return min(_erlang_wait(visits / room, servers, minutes) / 2, open_minutes / 2)


def _erlang_wait(load: float, servers: int, minutes: float) -> float:
    """Return the mean wait of M/M/c at this share of its room."""
    offered = min(load, 0.98) * servers
    below = sum(offered**number / factorial(number) for number in range(servers))
    full = offered**servers / factorial(servers) / (1 - offered / servers)
    return full / (below + full) * minutes / (servers - offered)
