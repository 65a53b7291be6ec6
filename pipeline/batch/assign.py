"""Places at booths as a flow problem: the best sum of worth under room per booth and visits per student.

The constraints are those of a network (each student and each booth is a node), so that every vertex of the
linear programme is whole: its optimum is the assignment, and its value the bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import UsageError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Demand:
    """Candidate i is of student ``user[i]`` for a place at ``booth[i]``, worth ``worth[i]``."""

    user: Ints
    booth: Ints
    worth: Floats
    room: Ints
    visits: int
    first_places: tuple[float, ...]

    @property
    def users(self) -> int:
        """Return how many students there are."""
        return int(self.user.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class Given:
    """Which candidates got their place, the value of that, and the bound nothing can pass."""

    chosen: NDArray[np.bool_]
    value: float
    bound: float


def value_of(demand: Demand, chosen: NDArray[np.bool_]) -> float:
    """Return the worth of these places, with what is added for each student's first ones."""
    total = float(demand.worth[chosen].sum())
    counts = np.bincount(demand.user[chosen], minlength=demand.users)
    return total + sum(
        bonus * float((counts >= place).sum()) for place, bonus in enumerate(demand.first_places, start=1)
    )


def unconstrained(demand: Demand) -> NDArray[np.bool_]:
    """Return what each student would take if every booth had room for all."""
    order = np.lexsort((-demand.worth, demand.user))
    first = np.searchsorted(demand.user[order], np.arange(demand.users))
    place = np.arange(len(order)) - first[demand.user[order]]
    chosen = np.zeros(len(order), bool)
    chosen[order[place < demand.visits]] = True
    return chosen


def assign(demand: Demand) -> Given:
    """Return the assignment of largest value.

    Raises ``UsageError`` without the extra, ``WorkspaceError`` when the solver gives up.
    """
    free = unconstrained(demand)
    if bool((np.bincount(demand.booth[free], minlength=len(demand.room)) <= demand.room).all()):
        value = value_of(demand, free)
        return Given(free, value, value)
    result = _solved(demand)
    chosen = np.asarray(result[: len(demand.user)]) > 0.5
    bound = float(result @ np.concatenate([demand.worth, _bonuses(demand)]))
    return Given(chosen, value_of(demand, chosen), bound)


def _bonuses(demand: Demand) -> Floats:
    return np.repeat(np.asarray(demand.first_places, float), demand.users)


def _solved(demand: Demand) -> Floats:
    """Return the optimum: one value per candidate, then one per student for each of the first places."""
    linprog, coo_array = _solver()
    count, users, booths = len(demand.user), demand.users, len(demand.room)
    levels = len(demand.first_places)
    # Rows: visits of each student; room of each booth; first places of a student count places given.
    each, extra = np.arange(count), count + np.arange(users * levels)
    rows = np.concatenate(
        [demand.user, users + demand.booth, users + booths + demand.user]
        + [users + booths + np.arange(users)] * levels
    )
    columns = np.concatenate([each, each, each, extra])
    values = np.concatenate([np.ones(2 * count), -np.ones(count), np.ones(users * levels)])
    matrix = coo_array((values, (rows, columns)), shape=(2 * users + booths, count + users * levels))
    limits = np.concatenate([np.full(users, demand.visits), demand.room, np.zeros(users)])
    worth = np.concatenate([demand.worth, _bonuses(demand)])
    solved = linprog(-worth, A_ub=matrix.tocsr(), b_ub=limits, bounds=(0, 1), method="highs-ds")
    if solved.x is None or solved.status != 0:
        raise WorkspaceError(
            f"the booths could not be spread: {solved.message}",
            do="Set batch.spread = false, and every student plans for themselves.",
        )
    return np.asarray(solved.x, float)


def _solver() -> tuple[Any, Any]:
    """Return scipy's solver and sparse matrix; both come without types."""
    try:
        import scipy.optimize
        import scipy.sparse
    except ImportError as problem:
        raise UsageError(
            "the booths cannot be spread without scipy",
            do="pip install 'meetwell[office]', or set batch.spread = false.",
        ) from problem
    optimize: Any = scipy.optimize
    sparse: Any = scipy.sparse
    return optimize.linprog, sparse.coo_array


def lot(users: Sequence[str], targets: Sequence[str], seed: int) -> Floats:
    """Return one number from 0 to 1 per pair, the same for the same pair and seed whatever else there is."""
    mixed = _hashes(users) ^ (_hashes(targets) * np.uint64(0x9E3779B97F4A7C15))
    mixed ^= np.uint64((seed * 0xD1B54A32D192ED03) % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed >> np.uint64(11), float) / 2.0**53


def _hashes(texts: Sequence[str]) -> NDArray[np.uint64]:
    import hashlib

    known = {
        text: int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
        for text in set(texts)
    }
    return np.array([known[text] for text in texts], np.uint64)
