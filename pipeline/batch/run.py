"""The whole run: who, against which event, with which matches, at whose booths, and then sheet by sheet."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pipeline.batch import congestion
from pipeline.batch.gathering import people_of_event
from pipeline.batch.job import Office, Order, event_values, keep_tables, open_office, write_parquet
from pipeline.batch.lock import locked
from pipeline.batch.manifest import Merged, merge
from pipeline.batch.partition import in_tasks, of_shard, part_of, parts_for
from pipeline.batch.places import Places
from pipeline.batch.preview import Estimate, estimate, join_preview, telling_users
from pipeline.batch.roster import Roster, read_roster
from pipeline.batch.runner import Limits, Runner, runner_for
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.work import FAILED, QUARANTINED, STOPPED, Outcome, Task
from pipeline.errors import InputError, UsageError, WorkspaceError
from pipeline.flow.csv_text import csv_text
from pipeline.flow.optout import without_opted_out
from pipeline.flow.paper import template_folders
from pipeline.workspace import make_folder, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from pipeline.event import Event
    from pipeline.flow.project import Project

    #: Called with the stage, how many are done, and how many there are.
    Progress: TypeAlias = Callable[[str, int, int], None]


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
    estimate: Estimate | None = None


def run_batch(project: Project, request: Request, progress: Progress) -> Ran:
    """Bring every sheet of this shard up to date; what is whole already is not touched.

    Raises ``InputError`` for an unusable list, ``WorkspaceError`` when the disk or the cluster gives up; the
    same call then goes on where it stopped.
    """
    runner = runner_for(request.runner, Limits.of(project.settings))
    with locked(Places(request.out).work, request.shard):
        ran = prepare(project, request)
        try:
            _run(ran, request, runner, progress)
        finally:
            runner.close()
    return ran


def _run(ran: Ran, request: Request, runner: Runner, progress: Progress) -> None:
    """Match, spread, make and sum up."""
    office = open_office(request.out)
    match_all(office, runner, request.shard, progress)
    chosen = of_shard(office.users, request.shard)
    if request.only:
        chosen = [one for name in request.only for one in named(office, name)]
    ran.notices += congestion.spread(office, only=chosen if request.only else ())
    telling = telling_users(office, request.preview) if request.preview else {}
    start = time.monotonic()
    make_sheets(office, runner, list(telling) or chosen, ran, html=request.html, progress=progress)
    if request.preview:
        ran.estimate = estimate(office, list(telling), ran.states["made"], time.monotonic() - start)
        ran.preview = join_preview(request.out, telling)
    finish(office, request, ran)


def prepare(project: Project, request: Request) -> Ran:
    """Write what the workers need: users, the event's tables and the order."""
    places = Places(request.out)
    make_folder(places.work)
    event = project.event(request.event)
    roster = read_roster(
        request.profiles,
        project.settings,
        work=places.work,
        optouts=request.optouts,
        sift=lambda found: without_opted_out(project, found)[0],
    )
    if not roster.users.height:
        raise InputError("nobody is left to make a sheet for", where=request.profiles.name)
    tables, notices = people_of_event(project, event)
    write_parquet(places.users, roster.users)
    order = _order(project, request, event, roster, keep_tables(places, tables, event.slug))
    write_bytes(places.job, order.text().encode())
    rejects = roster.rejects.drop("source_sha")
    write_bytes(request.out / "rejects.csv", csv_text(rejects.columns, rejects.iter_rows()).encode())
    return Ran(roster, notices=notices)


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


def match_all(office: Office, runner: Runner, shard: tuple[int, int], progress: Progress) -> None:
    """Match every partition that is not matched yet, those of this shard first.

    Raises ``WorkspaceError`` when one cannot be matched: without it nobody's place at a booth is known.
    """
    which, count = shard
    parts = sorted(range(office.order.parts), key=lambda part: ((part - which + 1) % count, part))
    missing = [part for part in parts if not _is_matched(office, part)]
    tasks = [Task("match", str(office.places.root), (str(part),)) for part in missing]
    for number, outcome in enumerate(_outcomes(runner, tasks), start=1):
        if outcome.state in (FAILED, QUARANTINED):
            raise WorkspaceError(
                f"a partition could not be matched: {outcome.told}",
                where=f"partition {outcome.item}",
                do="Run the command again; if it stays, one of its profiles cannot be read.",
            )
        progress("match", number, len(missing))


def _is_matched(office: Office, part: int) -> bool:
    return office.places.matches(part_digest(office, part_users(office, part))).is_file()


def make_sheets(
    office: Office, runner: Runner, users: Sequence[str], ran: Ran, *, html: bool, progress: Progress
) -> None:
    """Bring the sheets of these users up to date, and keep why one could not be made."""
    # Users of one partition stand together, so that a worker reads its matches once.
    ordered = sorted(users, key=lambda user: (part_of(user, office.order.parts), user))
    size = office.settings.integer("batch.task")
    kind = "page" if html else "sheet"
    tasks = [Task(kind, str(office.places.root), items) for items in in_tasks(ordered, size)]
    for number, outcome in enumerate(_outcomes(runner, tasks), start=1):
        ran.states[outcome.state] += 1
        note = partial(office.places.failure, outcome.item)
        if outcome.state in (FAILED, QUARANTINED):
            ran.failed[outcome.item] = outcome.told
            text = {"user_id": outcome.item, "state": outcome.state, "why": outcome.told}
            write_bytes(note(), json.dumps(text, ensure_ascii=False).encode())
        else:
            note().unlink(missing_ok=True)
            if outcome.state == "made":
                ran.changed.append(outcome.item)
        progress("sheets", number, len(ordered))


def _outcomes(runner: Runner, tasks: list[Task]) -> Iterable[Outcome]:
    if not tasks:
        return
    for outcome in runner.run(tasks):
        if outcome.state == STOPPED:
            raise WorkspaceError(
                f"the run was stopped: {outcome.told}",
                do="Make room or mend the rights, and run the same command: what is finished stays.",
            )
        yield outcome


def finish(office: Office, request: Request, ran: Ran) -> None:
    """Write who was made anew and, where this run is for everybody, the manifest and the summary."""
    shard = "" if request.shard == (1, 1) else f"-{request.shard[0]}of{request.shard[1]}"
    rows = [(user, office.users[user]["name"], office.users[user]["email"]) for user in sorted(ran.changed)]
    header = ("user_id", "name", "email")
    write_bytes(request.out / f"changed{shard}.csv", csv_text(header, rows).encode())
    if request.shard == (1, 1) and not request.preview:
        ran.merged = merge(office, tidy=request.alone)


def named(office: Office, wanted: str) -> list[str]:
    """Return the one user with this ID, e-mail address or name.

    Raises ``UsageError`` when nobody or several people are meant.
    """
    key = " ".join(wanted.casefold().split())
    rows = office.users.values()
    exact = [
        row["user_id"] for row in rows if key in (row["user_id"].casefold(), (row["email"] or "").casefold())
    ]
    found = exact or [row["user_id"] for row in rows if " ".join(row["name"].casefold().split()) == key]
    found = found or [row["user_id"] for row in rows if key in row["name"].casefold()]
    if len(found) == 1:
        return found
    what = f"nobody here is called {wanted!r}" if not found else f"{wanted!r} can be {len(found)} people"
    do = "Give the printed ID or the e-mail address."
    if found:
        do += " IDs: " + ", ".join(sorted(found)[:8]) + "."
    raise UsageError(what, where=str(office.places.root), do=do)
