"""The whole run: who, against which event, with which matches, at whose booths, and then sheet by sheet."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING

from pipeline.batch import congestion
from pipeline.batch.displaced import write_displaced
from pipeline.batch.finding import named
from pipeline.batch.job import Office, open_office
from pipeline.batch.lock import locked
from pipeline.batch.manifest import merge, shas_of
from pipeline.batch.partition import in_tasks, of_shard, part_of
from pipeline.batch.places import Places
from pipeline.batch.preparing import Ran, Request, prepare
from pipeline.batch.preview import (
    Facts,
    estimate,
    join_preview,
    keep_preview,
    since_preview,
    telling_users,
)
from pipeline.batch.runner import Limits, Runner, runner_for
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.shut_out import told_office
from pipeline.batch.work import FAILED, QUARANTINED, STOPPED, Outcome, Task
from pipeline.errors import WorkspaceError
from pipeline.flow.csv_text import csv_text
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from pipeline.flow.project import Project

    #: Called with the stage, how many are done, and how many there are.
    Progress: TypeAlias = Callable[[str, int, int], None]


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
    ran.notices += told_office(office)
    chosen = of_shard(office.users, request.shard)
    if request.only:
        chosen = [named(office, name) for name in request.only]
    ran.notices += congestion.spread(office, only=chosen if request.only else ())
    telling = telling_users(office, request.preview) if request.preview else {}
    start = time.monotonic()
    make_sheets(office, runner, list(telling) or chosen, ran, html=request.html, progress=progress)
    if request.preview:
        _preview(office, ran, telling, time.monotonic() - start)
    elif request.alone:
        ran.notices += since_preview(office)
    finish(office, request, ran)


def _preview(office: Office, ran: Ran, telling: dict[str, str], seconds: float) -> None:
    roster = ran.roster
    counts = (roster.read, roster.rejected, roster.opted_out, roster.repeated, roster.without_major)
    ran.facts = Facts(*counts, *estimate(office, list(telling), ran.states["made"], seconds))
    ran.preview = join_preview(office, telling, ran.facts)
    keep_preview(office)


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
    if request.shard == (1, 1) and not request.preview:
        before = shas_of(office)
        ran.merged = merge(office, tidy=request.alone)
        # What a run that was killed had made since the last manifest is as new to the office.
        now = shas_of(office)
        ran.changed = sorted({*ran.changed, *(user for user in now if now[user] != before.get(user))})
    shard = "" if request.shard == (1, 1) else f"-{request.shard[0]}of{request.shard[1]}"
    rows = [(user, office.users[user]["name"], office.users[user]["email"]) for user in sorted(ran.changed)]
    header = ("user_id", "name", "email")
    write_bytes(request.out / f"changed{shard}.csv", csv_text(header, rows).encode())
    if request.alone:
        write_displaced(office)
