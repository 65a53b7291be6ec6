"""What an exhibitor hires against what the user is: majors, positions, levels, dates, work authorisation."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pipeline.match.seeker import graduates_near
from pipeline.match.text import stated, stems

if TYPE_CHECKING:
    from pipeline.match.fields import FieldMap
    from pipeline.match.messages import Row
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World

Answer = Literal["yes", "no", "unknown"]
#: A role in a field at least this close to the user's is one the user may want.
CLOSE_ROLE = 0.4
#: Studies of fields this close or closer are worth asking about; only what is further shuts the gate.
FAR = 0.25
#: What each answer about majors is worth.
WIDE = {"same": 1.0, "near": 0.6, "any": 0.5, "other": 0.0}


@dataclass(frozen=True, slots=True)
class Hire:
    """How the user fits what one target hires. Lists hold the target's own words that say so."""

    major: Literal["same", "near", "any", "other", "unknown"]
    majors: tuple[str, ...]
    level: Answer
    levels: tuple[str, ...]
    position: Answer
    positions: tuple[str, ...]
    date: Answer
    roles: tuple[str, ...]
    role: float | None


def read_hire(row: Row, seeker: Seeker, world: World) -> Hire:
    """Return how the user fits what this row hires; what it does not state is unknown."""
    fields = world.fields
    nothing = fields.vocabulary["nothing"]
    major, majors = major_answer(stated(row["majors"], nothing), seeker, fields)
    level, levels = level_answer(stated(row["levels"], nothing), seeker, world)
    listed = stated(row["positions"], nothing)
    position, positions = position_answer(listed, seeker, fields)
    roles = sorted(_roles(listed, seeker, fields), key=lambda item: -item[1])
    return Hire(
        major=major,
        majors=tuple(majors),
        level=level,
        levels=tuple(levels),
        position=position,
        positions=tuple(positions),
        date=date_answer(row["graduation_date"], seeker),
        roles=tuple(role for role, value in roles if value >= CLOSE_ROLE),
        role=max((value for _, value in roles), default=None),
    )


def major_answer(
    listed: list[str], seeker: Seeker, fields: FieldMap
) -> tuple[Literal["same", "near", "any", "other", "unknown"], list[str]]:
    """Return how a user's studies stand to those listed, and the listed ones that say so."""
    if not listed:
        return "unknown", []
    same = [text for text in listed if any(_same_study(text, own) for own in seeker.majors)]
    if same:
        return "same", same
    near = [text for text in listed if _near(text, seeker, fields)]
    if near:
        return "near", near
    wide = [text for text in listed if fields.is_any_major(text)]
    if wide:
        return "any", wide
    if not seeker.profile.majors:
        return "unknown", []
    far = [_is_far(text, seeker, fields) for text in listed]
    return ("other", listed) if all(far) else ("unknown", [])


def _is_far(text: str, seeker: Seeker, fields: FieldMap) -> bool:
    """Return whether a study is known to be neither the user's field nor a neighbour of it."""
    listed, own = list(fields.of_text(text)), np.flatnonzero(seeker.major_fields)
    if not listed or not len(own):
        return False
    return float(fields.closeness[listed][:, own].max()) < FAR


def _same_study(one: str, other: str) -> bool:
    return stems(one) == stems(other)


def _near(text: str, seeker: Seeker, fields: FieldMap) -> bool:
    """Return whether a study belongs to the field of the user's own, or is a wide name for it."""
    return any(seeker.major_fields[at] > 0 for at in fields.of_text(text))


def level_answer(listed: list[str], seeker: Seeker, world: World) -> tuple[Answer, list[str]]:
    """Return whether the levels listed include the user, and the listed ones that say so."""
    fields = world.fields
    named = [(text, _admits(text, fields)) for text in listed]
    if any(fields.is_any_major(text) for text, _ in named):
        return "yes", [text for text, _ in named if fields.is_any_major(text)]
    fitting = [text for text, kinds in named if seeker.level in kinds - {"recent_graduate"}]
    recent = [text for text, kinds in named if "recent_graduate" in kinds]
    done = graduates_near(
        seeker.profile, world.event.first_day, world.settings.integer("match.recent_months")
    )
    if recent and done:
        fitting += [text for text in recent if text not in fitting]
    if fitting:
        return "yes", fitting
    read = bool(named) and all(kinds for _, kinds in named)
    sure = read and seeker.level is not None and not (recent and done is None)
    return ("no", listed) if sure else ("unknown", [])


def _admits(text: str, fields: FieldMap) -> frozenset[str]:
    kinds = fields.kinds(text, fields.levels)
    if "recent_graduate" in kinds:
        return frozenset({"recent_graduate"})
    return kinds.union(*(fields.level_like.get(kind, frozenset()) for kind in kinds))


def position_answer(listed: list[str], seeker: Seeker, fields: FieldMap) -> tuple[Answer, list[str]]:
    """Return whether the positions listed are of a kind the user looks for, and which."""
    if not listed or not seeker.positions:
        return "unknown", []
    wanted = seeker.positions.union(
        *(fields.position_like.get(kind, frozenset()) for kind in seeker.positions)
    )
    kinds = [(text, fields.kinds(text, fields.positions)) for text in listed]
    fitting = [text for text, found in kinds if found & seeker.positions]
    if fitting:
        return "yes", fitting
    if any(found & wanted for _, found in kinds) or not all(found for _, found in kinds):
        return "unknown", []
    return "no", listed


def date_answer(text: str | None, seeker: Seeker) -> Answer:
    """Return whether the user graduates within the years and months a list names; else unknown."""
    own = seeker.profile.graduation_date
    found = [_moment(part) for part in re.findall(r"(?:[A-Za-z]{3,9}\.? )?(?:20\d\d)(?:-\d\d)?", text or "")]
    days = [item for item in found if item]
    if own is None or not days:
        return "unknown"
    return "yes" if min(first for first, _ in days) <= own <= max(last for _, last in days) else "no"


def _moment(text: str) -> tuple[dt.date, dt.date] | None:
    year = int(re.findall(r"20\d\d", text)[0])
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    named = text[:3].casefold()
    digits = re.search(r"20\d\d-(\d\d)", text)
    month = months.index(named) + 1 if named in months else int(digits[1]) if digits else None
    if month is None or not 1 <= month <= len(months):
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), after - dt.timedelta(days=1)


def _roles(listed: list[str], seeker: Seeker, fields: FieldMap) -> list[tuple[str, float]]:
    """Return the roles of a list with how close each is to the user's field."""
    found = []
    for role in listed:
        hits = fields.of_title(role)
        if hits:
            found.append((role, max(hit.weight * float(seeker.close[at]) for at, hit in hits.items())))
    return found


def role_closeness(listed: list[str], seeker: Seeker, fields: FieldMap) -> float:
    """Return how close the closest of these roles is to the user's field; NaN where none names a field."""
    return max((value for _, value in _roles(listed, seeker, fields)), default=float("nan"))
