"""What exhibitors hire against many users: one answer per distinct study, level, position, date and list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import distinct
from pipeline.match.hiring import (
    WIDE,
    date_answer,
    level_answer,
    major_answer,
    position_answer,
    role_closeness,
)
from pipeline.match.text import stated

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from pipeline.match.crowd import Crowd
    from pipeline.match.messages import Row
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]

_YES = {"yes": 1.0, "no": 0.0, "unknown": float("nan")}
_NEEDS_SPONSOR = ("needs_now", "needs_later")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to all: ``answers[key_of[user], hire]``, NaN for unknown; the last hire is none."""

    answers: Values
    key_of: Ids

    def of(self, users: Ids, hires: Ids) -> Values:
        """Return the answer of each pair."""
        return np.asarray(self.answers[self.key_of[users], hires], np.float32)


@dataclass(frozen=True, slots=True)
class Answers:
    """Majors, levels, positions, dates, sponsorship and roles; ``list_of[person]`` is the list."""

    list_of: Ids
    majors: Asked
    levels: Asked
    positions: Asked
    dates: Asked
    sponsors: Asked
    role: Asked

    def roles(self, users: Ids, people: Ids) -> Values:
        """Return how close the roles offered are to the user's field; NaN where none is named."""
        return self.role.of(users, self.list_of[people])

    def fits(self, users: Ids, people: Ids) -> Values:
        """Return how well the user is what is hired, 0 to 1, majors twice; NaN where a list names none."""
        hires = self.list_of[people]
        major = self.majors.of(users, hires)
        total, parts = 2 * major, np.full(major.shape, 2.0, np.float32)
        for asked in (self.levels, self.positions):
            said = asked.of(users, hires)
            known = ~np.isnan(said)
            total += np.where(known, said, 0.0)
            parts += known
        return np.asarray(total / parts, np.float32)

    def shut(self, users: Ids, people: Ids) -> NDArray[np.bool_]:
        """Return whether a list states something that the profile contradicts, as the gate does."""
        hires = self.list_of[people]
        found = np.zeros(np.broadcast_shapes(users.shape, people.shape), np.bool_)
        for asked in self.gates.values():
            found |= asked.of(users, hires) == 0
        return found

    @property
    def gates(self) -> dict[str, Asked]:
        """Return the questions whose answer "no" sets a target aside, by the message that says so."""
        return {
            "aside.major": self.majors,
            "aside.level": self.levels,
            "aside.position": self.positions,
            "aside.date": self.dates,
            "aside.sponsorship": self.sponsors,
        }


def read_answers(
    crowd: Crowd, seekers: Sequence[Seeker], kinds: Sequence[Seeker], close_of: Ids, world: World
) -> Answers:
    """Return all answers; ``kinds[close_of[user]]`` stands for a user where only fields count."""
    hires = crowd.lists
    nothing, fields = world.fields.vocabulary["nothing"], world.fields

    def listed(row: Row, name: str) -> list[str]:
        return stated(row[name], nothing)

    def ask(key: Callable[[Seeker], Hashable], answer: Callable[[Row, Seeker], float]) -> Asked:
        found, key_of = distinct(key(seeker) for seeker in seekers)
        first = dict(zip(reversed(key_of.tolist()), reversed(seekers), strict=True))
        return Asked(_table([first[at] for at in range(len(found))], hires, answer), key_of)

    hard = world.settings.flag("match.hard_sponsorship")
    return Answers(
        list_of=crowd.list_of,
        majors=ask(
            lambda one: (one.majors, one.profile.majors, one.profile.field),
            lambda row, one: WIDE.get(major_answer(listed(row, "majors"), one, fields)[0], float("nan")),
        ),
        levels=ask(
            lambda one: (one.profile.degree_level, one.profile.graduation_date),
            lambda row, one: _YES[level_answer(listed(row, "levels"), one, world)[0]],
        ),
        positions=ask(
            lambda one: one.positions,
            lambda row, one: _YES[position_answer(listed(row, "positions"), one, fields)[0]],
        ),
        dates=ask(
            lambda one: one.profile.graduation_date,
            lambda row, one: _YES[date_answer(row["graduation_date"], one)],
        ),
        sponsors=ask(
            lambda one: hard and one.profile.work_authorization in _NEEDS_SPONSOR,
            lambda row, one: _sponsor(row, one, hard=hard),
        ),
        role=Asked(
            _table(kinds, hires, lambda row, one: role_closeness(listed(row, "positions"), one, fields)),
            close_of,
        ),
    )


def _sponsor(row: Row, seeker: Seeker, *, hard: bool) -> float:
    needs = hard and seeker.profile.work_authorization in _NEEDS_SPONSOR
    return 0.0 if needs and row["work_authorization"] == "no" else float("nan")


def _table(
    seekers: Sequence[Seeker], hires: Sequence[Row | None], answer: Callable[[Row, Seeker], float]
) -> Values:
    found = np.full((len(seekers), len(hires)), np.nan, np.float32)
    for at, seeker in enumerate(seekers):
        found[at] = [float("nan") if row is None else answer(row, seeker) for row in hires]
    return found
