"""Notes back: what a filled form says, read alone or kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.after import resolved_ids
from pipeline.flow.optout import is_forgotten
from pipeline.flow.stages import link_known
from pipeline.namesakes import called
from pipeline.tables import People

if TYPE_CHECKING:
    from pipeline.debrief import Debriefed, Form
    from pipeline.event import Event
    from pipeline.flow.project import Project

_KEPT_IN = ("interactions", "promises", "wishes")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a debrief brought: how much of it is new, whether anything changed, and whom it is about.

    ``names`` says what each of them is called, by person_id.
    """

    result: Debriefed
    new_interactions: int
    new_promises: int
    names: dict[str, str]
    changed: bool

    @property
    def people(self) -> tuple[str, ...]:
        """Return the names, sorted."""
        return tuple(sorted(self.names.values()))


def read_debrief(project: Project, event: Event, form: Form) -> Taken:
    """Return what a filled form says; nothing is kept.

    Raises ``InputError`` when the form is unusable.
    """
    from pipeline.debrief import debrief

    link_known(project)
    known = {table: project.state.frame(table) for table in _KEPT_IN}
    result = debrief(
        form,
        issued=resolved_ids(project),
        people=project.workspace.read("people", People),
        event=event,
        now=project.now(event),
        interactions=known["interactions"],
        promises=known["promises"],
        is_forgotten=is_forgotten(project),
    )
    return Taken(
        result,
        _new(result.interactions, known["interactions"], "interaction_id"),
        _new(result.promises, known["promises"], "promise_id"),
        _names(project, result),
        changed=False,
    )


def take_debrief(project: Project, event: Event, form: Form) -> Taken:
    """Keep what a filled form says; the same form twice changes nothing.

    Raises ``InputError`` when the form is unusable.
    """
    read = read_debrief(project, event, form)
    state, result = project.state, read.result
    before = {table: state.frame(table) for table in _KEPT_IN}
    with state.writing():
        state.withdraw(result.withdrawn)
        state.save("interactions", result.interactions)
        state.save("promises", result.promises)
        state.save("wishes", _unsaid(result.notes, before["wishes"]))
        state.save_met_records(result.records)
        known = set(state.identity()["record_id"])
        state.save_identity(result.identity.filter(~pl.col("record_id").is_in(list(known))), {})
    link_known(project)
    changed = any(not state.frame(table).equals(frame) for table, frame in before.items())
    names = _names(project, result)
    return Taken(result, read.new_interactions, read.new_promises, names, changed)


def _names(project: Project, result: Debriefed) -> dict[str, str]:
    """Return what everybody a form is about is called, by the id they have now; new people as it says."""
    names = called(project.workspace.read("people", People))
    added = dict(result.records.select("record_id", "name").iter_rows())
    fresh = {
        person_id: str(added[record_id])
        for record_id, person_id in result.identity.iter_rows()
        if record_id in added
    }
    about = {*result.interactions["person_id"], *result.promises["person_id"]}
    found = {person_id: project.state.resolve(person_id) for person_id in about}
    return {
        now: names.get(now) or fresh[before]
        for before, now in sorted(found.items())
        if now in names or before in fresh
    }


def _unsaid(notes: pl.DataFrame, wishes: pl.DataFrame) -> pl.DataFrame:
    key = ["event", "person_id", "kind", "text"]
    return notes.join(wishes.select(key), on=key, how="anti", nulls_equal=True)


def _new(frame: pl.DataFrame, before: pl.DataFrame, key: str) -> int:
    return frame.filter(~pl.col(key).is_in(before[key].to_list())).height
