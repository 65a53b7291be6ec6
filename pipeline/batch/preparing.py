"""From what an office asks for to what the workers need: users, the event's tables and the order."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.batch.gathering import people_of_event
from pipeline.batch.job import Order, event_values, keep_tables
from pipeline.batch.partition import parts_for
from pipeline.batch.places import Places
from pipeline.batch.roster import Roster, read_roster
from pipeline.batch.standing import remember
from pipeline.batch.words import words_of
from pipeline.errors import InputError
from pipeline.flow.csv_text import csv_text
from pipeline.flow.optout import without_opted_out
from pipeline.flow.paper import template_folders
from pipeline.workspace import make_folder, read_input, write_bytes, write_parquet

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch.manifest import Merged
    from pipeline.batch.preview import Facts
    from pipeline.event import Event
    from pipeline.flow.project import Project

#: Columns named at most where nothing is made of them.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Request:
    """What the office asks for."""

    profiles: Path
    out: Path
    event: str | None = None
    optouts: Path | None = None
    runner: str = "local"
    shard: tuple[int, int] = (1, 1)
    only: tuple[str, ...] = ()
    preview: int = 0
    html: bool = False
    maps: tuple[tuple[str, str], ...] = ()

    @property
    def alone(self) -> bool:
        """Tell whether this run is for everybody, so that it may tidy up after everybody."""
        return self.shard == (1, 1) and not self.only and not self.preview


@dataclass(slots=True)
class Ran:
    """What came of a run: counts by state, who was made anew, who has no sheet and why."""

    roster: Roster
    states: Counter[str] = field(default_factory=Counter)
    changed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    merged: Merged | None = None
    preview: Path | None = None
    facts: Facts | None = None


def prepare(project: Project, request: Request) -> Ran:
    """Write what the workers need: users, the event's tables and the order."""
    places = Places(request.out)
    make_folder(places.work)
    event = project.event(request.event)
    roster = read_roster(
        request.profiles,
        project.settings,
        work=places.work,
        optouts=_optouts(places, request),
        mapping=_maps(places, request),
        sift=lambda found: without_opted_out(project, found)[0],
    )
    if not roster.users.height:
        raise InputError(
            "nobody is left to make a sheet for",
            where=request.profiles.name,
            do="Look into the opt-outs, and at what --only and --shard leave.",
        )
    tables, notices = people_of_event(project, event)
    write_parquet(places.users, roster.users)
    order = _order(project, request, event, roster, keep_tables(places, tables, event.slug))
    write_bytes(places.job, order.text().encode())
    remember(project, event, request)
    rejects = roster.rejects.drop("source_sha")
    write_bytes(request.out / "rejects.csv", csv_text(rejects.columns, rejects.iter_rows()).encode())
    return Ran(roster, notices=[*notices, *_unread(roster)])


def _unread(roster: Roster) -> list[str]:
    """Return which columns of the list nothing is made of, and how to say otherwise."""
    extra = {head for heads in words_of("extra").values() for head in heads}
    left = [name for name, field in roster.columns.items() if not field and name.strip().lower() not in extra]
    if not left:
        return []
    more = f" and {len(left) - _MOST} more" if left[_MOST:] else ""
    how = f"--map \"{left[0]}=FIELD\" says what a column is; 'meetwell inspect' shows all"
    return [f"nothing is made of {', '.join(map(repr, left[:_MOST]))}{more} ({how})"]


def _optouts(places: Places, request: Request) -> Path | None:
    """Return the list of opt-outs: the one given, else that of the run before; who said no once stays out."""
    kept = sorted(places.work.glob("optouts*"))
    if request.optouts is None:
        return kept[0] if kept else None
    content = read_input(request.optouts, 32)
    for old in kept:
        old.unlink()
    copy = places.work / f"optouts{request.optouts.suffix}"
    write_bytes(copy, content)
    return copy


def _maps(places: Places, request: Request) -> dict[str, str]:
    """Return what columns mean: by this command, else as the run before was told."""
    kept = places.work / "maps.json"
    if request.maps:
        write_bytes(kept, json.dumps(dict(request.maps), ensure_ascii=False).encode())
        return dict(request.maps)
    try:
        found: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _order(project: Project, request: Request, event: Event, roster: Roster, tables: dict[str, str]) -> Order:
    path = project.workspace.event(event.slug)
    settings = {key: (item.value, item.origin) for key, item in project.settings.values.items()}
    # The engine has a limit of its own for every item, so that no sheet needs a process to itself.
    settings["report.time_limit"] = (0, "batch")
    settings["plan.iterations"] = (project.settings.integer("batch.iterations"), "batch.iterations")
    return Order(
        slug=event.slug,
        event=event_values(path),
        where=str(path),
        now=project.now(event),
        settings=settings,
        templates=tuple(str(folder) for folder in template_folders(project)),
        files=tuple(
            (item.name, item.rows_read, item.kept, item.rejected)
            for item in project.state.journal.intakes()
            if item.event == event.slug
        ),
        list_folder=str(request.profiles.resolve().parent),
        parts=parts_for(roster.users.height, project.settings.integer("batch.partition")),
        tables=tables,
    )
