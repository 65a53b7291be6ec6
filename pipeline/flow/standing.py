"""How the user stands with everybody: what moved since a day, and who is going quiet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import relations
from pipeline.errors import UsageError
from pipeline.flow.naming import called_here
from pipeline.flow.stages import all_records
from pipeline.link.relate import pasts
from pipeline.link.words import ladder
from pipeline.relations import Past
from pipeline.tables import Interactions, Touches, as_table

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.flow.project import Project

#: What it means to have come this far since then.
MOVED = (
    "",
    "You and {name} have crossed paths.",
    "You and {name} have talked, and you know something about them.",
    "You have given {name} something.",
    "Help went both ways between you and {name}.",
    "You and {name} have kept in touch for a long time.",
)
AGAIN = "You and {name} were in touch on {day}."
QUIET = {
    "dormant": "You have lost touch with {name}; you last talked on {day}.",
    "weak": "It is going quiet between you and {name}; you last talked on {day}.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Sentences with names: what moved, and who is going quiet."""

    moved: list[str]
    quiet: list[str]


def all_pasts(project: Project) -> dict[str, Past]:
    """Return what happened with each person, by person_id."""
    records = all_records(project).join(project.state.identity(), on="record_id")
    said, promised = (project.state.frame(name) for name in ("interactions", "promises"))
    return pasts(records, project.workspace.read("touches", Touches), said, promised, {})


def standing(project: Project, since: dt.datetime | None, now: dt.datetime) -> Standing:
    """Return what moved since a moment (nothing where none is given) and who is going quiet at ``now``.

    Quiet are ties on the second rung or above that are dormant, or weak when they once were strong.
    """
    names = called_here(project)
    found = Standing([], [])
    for person, past in sorted(
        all_pasts(project).items(), key=lambda item: (names.get(item[0], ""), item[0])
    ):
        name = names.get(person)
        if name is None:
            continue
        moved = _moved(past, since, name) if since else None
        if moved:
            found.moved.append(moved)
        quiet = None if moved else _quiet(past, now, name)
        if quiet:
            found.quiet.append(quiet)
    return found


def before(past: Past, moment: dt.datetime) -> Past:
    """Return what had happened by then; a promise closed later was still open."""
    return Past(
        contacts=[item for item in past.contacts if item.at < moment],
        traces=[item for item in past.traces if item.at < moment],
        words=[item for item in past.words if item.closed_at is not None and item.closed_at < moment],
        listed=past.listed,
    )


def _moved(past: Past, since: dt.datetime, name: str) -> str | None:
    then, rung = relations.stage(before(past, since), ladder()), relations.stage(past, ladder())
    if rung > then:
        return MOVED[rung].format(name=name)
    last = relations.last_two_way(past, ladder())
    return AGAIN.format(name=name, day=last.date()) if last and last >= since else None


def _quiet(past: Past, now: dt.datetime, name: str) -> str | None:
    last = relations.last_two_way(past, ladder())
    held = relations.tie(past, ladder(), now)
    if last is None or held not in QUIET or relations.stage(past, ladder()) < relations.EXCHANGED:
        return None
    # A tie that is as strong as it ever was has not gone quiet, however weak it is.
    if held == "weak" and relations.strength(past, ladder(), last) < ladder().weak_below:
        return None
    return QUIET[held].format(name=name, day=last.date())


def confirm_step(project: Project, person_id: str, name: str, detail: str) -> None:
    """Take the step that messages in both directions propose, on the user's word and with what they wrote.

    Raises ``UsageError`` when no step is proposed, or when nothing is written.
    """
    past = all_pasts(project).get(person_id, Past())
    if relations.proposed(past, ladder()) is None:
        raise UsageError(
            f"no step is proposed for {name}",
            do="Only messages that went both ways propose one; what you heard goes into 'meetwell debrief'.",
        )
    if not any(letter.isalnum() for letter in detail):
        raise UsageError(
            "nothing is written", do='Write what you learned: --confirm-step "cares about tide pools"'
        )
    at = relations.threads(past.traces)[-1]
    seed = f"{person_id}\x00{at.isoformat()}\x00confirmed".encode()
    row: dict[str, object] = {
        "interaction_id": "i" + hashlib.sha256(seed).hexdigest()[:16],
        "person_id": person_id,
        "at": at,
        "kind": "message",
        "direction": "both",
        "detail": detail.strip(),
        "channel": "messages",
        "may_contact": "unknown",
        "may_keep": "unknown",
        "source": "you confirmed it",
    }
    project.state.save("interactions", as_table(Interactions, [row]))
