"""``meetwell batch``: one sheet per profile of a list."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.call import Call, Group
from pipeline.cli.completion import event_option
from pipeline.cli.ingest import pair
from pipeline.cli.output import Answer
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.batch.preparing import Ran
    from pipeline.batch.roster import Roster

FAILED_SHEETS = 6
_OUT = click.option(
    "--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The folder of the batch."
)


@click.group("batch", cls=Group)
def cli() -> None:
    """Make a sheet for everybody on a list, from the same stages as your own.

    Example: meetwell batch run students.csv --event spring-fair --out sheets
    """


@cli.command("run", short_help="Make or renew everybody's sheet and phone page.")
@click.argument("profiles", type=click.Path(path_type=Path))
@event_option()
@_OUT
@click.option("--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="What a column of the list means.")
@click.option("--optouts", type=click.Path(path_type=Path), help="Who wants no sheet: addresses or names.")
@click.option("--runner", default="local", show_default=True, help="local, dask or dask://host:port.")
@click.option("--shard", metavar="K/N", help="Only the K-th of N shares; then 'batch merge'.")
@click.option("--preview", type=int, metavar="N", help="Only N telling sheets, as one PDF.")
@click.option("--only", multiple=True, metavar="WHO", help="Only this student: ID, address or name.")
@click.option("--html", is_flag=True, help="Pages that print from a browser instead of PDFs.")
@click.pass_obj
def run(
    call: Call, /, profiles: Path, out: Path, shard: str | None, preview: int | None, **words: Any
) -> Answer:
    """Make or renew the sheet and the phone page of everybody on a list.

    What is whole already is not touched: after a stop, a crash or a change the same command goes on. With
    --preview the thinnest, longest, most filtered and some random sheets come as one PDF first.

    Example: meetwell batch run students.csv --event spring-fair --out sheets --preview 20
    """
    from pipeline.batch.partition import parse_shard
    from pipeline.batch.preparing import Request
    from pipeline.batch.run import run_batch

    request = Request(
        profiles=profiles.resolve(),
        out=out.resolve(),
        event=words["event"],
        optouts=words["optouts"],
        runner=words["runner"],
        shard=parse_shard(shard),
        only=words["only"],
        preview=preview or 0,
        html=words["html"],
        maps=tuple(pair(word) for word in words["maps"]),
    )
    with call.project() as project:
        ran = run_batch(project, request, _progress(call))
    return _answer(ran, out, html=request.html, whole=call.without("--preview", valued=True))


def _answer(ran: Ran, out: Path, *, html: bool, whole: str) -> Answer:
    roster = ran.roster
    lines = [*_counted(roster), ", ".join(f"{count} {state}" for state, count in sorted(ran.states.items()))]
    lines += [f"no sheet for {user}: {why}" for user, why in sorted(ran.failed.items())[:20]]
    if ran.facts:
        lines += _preview_lines(ran)
    data = {
        "rows": roster.read,
        "rejected": roster.rejected,
        "students": roster.users.height,
        "opted_out": roster.opted_out,
        "repeated": roster.repeated,
        "without_major": roster.without_major,
        "states": dict(ran.states),
        "changed": sorted(ran.changed),
        "failed": ran.failed,
        "out": str(out),
    }
    if ran.facts:
        data |= {"preview": str(ran.preview), "minutes": ran.facts.minutes, "mib": ran.facts.mebibytes}
        following = whole
    elif ran.merged:
        following = f"meetwell batch {'audit' if html else 'handout'} --out {quote(str(out))}"
    else:
        following = f"meetwell batch merge --out {quote(str(out))}"
    warnings = [*ran.notices]
    if roster.unmatched_optouts:
        lines_ = ", ".join(map(str, roster.unmatched_optouts[:20]))
        warnings.append(f"nobody on this list fits line {lines_} of the opt-outs: spelt otherwise there?")
    return Answer(tuple(lines), data, following, tuple(warnings), FAILED_SHEETS if ran.failed else 0)


def _counted(roster: Roster) -> tuple[str, str]:
    """Return who gets a sheet, in numbers that add up to the rows of the list."""
    rows = (
        (roster.opted_out, "opted out"),
        (roster.repeated, "repeat an address or a student"),
        (roster.rejected, "rejected (rejects.csv says why)"),
    )
    told = "".join(f", {count} {what}" for count, what in rows if count)
    return (
        f"{roster.read} rows read: {roster.users.height} get a sheet{told}.",
        f"Without major, field or interest: {roster.without_major}.",
    )


def _preview_lines(ran: Ran) -> list[str]:
    told = ran.facts
    lines = [str(ran.preview)] if ran.preview else []
    if told and told.minutes is not None:
        lines.append(f"All the others: about {told.minutes:.0f} minutes on this machine.")
    if told:
        lines.append(f"All sheets and phone pages: about {told.mebibytes:.0f} MiB.")
    return lines


@cli.command("merge", short_help="Check every file after all shards or a killed run.")
@_OUT
@click.pass_obj
def merge(_call: Call, out: Path) -> Answer:
    """Check every file after all shards or a killed run; write manifest.parquet and summary.html.

    Example: meetwell batch merge --out sheets
    """
    from pipeline.batch.lock import idle
    from pipeline.batch.manifest import merge as merged
    from pipeline.batch.opening import opened

    office = opened(out)
    with idle(office.places.work):
        found = merged(office, tidy=True)
    counts = {state: found.count(state) for state in ("whole", "failed", "missing")}
    lines = (", ".join(f"{count} {state}" for state, count in counts.items()), str(out / "summary.html"))
    open_ = counts["failed"] + counts["missing"]
    step = "handout" if found.manifest["file"].str.ends_with(".pdf").any() else "audit"
    following = (
        "the same 'meetwell batch run' again" if open_ else f"meetwell batch {step} --out {quote(str(out))}"
    )
    return Answer(lines, counts, following, (), FAILED_SHEETS if open_ else 0)


@cli.command("show", short_help="Show where a student's sheet is, and what is on it.")
@click.argument("student")
@_OUT
@click.pass_obj
def show(_call: Call, student: str, out: Path) -> Answer:
    """Show where a student's sheet is and what is on it; STUDENT is an ID, an address or a name.

    A name is found in either order and without its accents; where several fit, they are listed.

    Example: meetwell batch show "Cornfeld, Ines" --out sheets
    """
    from pipeline.batch.opening import opened, shown

    lines, data = shown(opened(out), student)
    if len(data["found"]) > 1:
        following = f"meetwell batch show ID --out {quote(str(out))}"
        return Answer(lines, data, following, (), UsageError.exit_code)
    return Answer(lines, data)


@cli.command("handout", short_help="Write files for the print shop and the mail merge.")
@_OUT
@click.option("--by", type=click.Choice(["surname", "department"]), default="surname", help="The order.")
@click.pass_obj
def handout(_call: Call, out: Path, by: str) -> Answer:
    """Write files for the print shop and a list for the mail merge, after opening every sheet again.

    Each student begins on a right-hand page. A sheet that does not name exactly its own student is left out.

    Example: meetwell batch handout --out sheets --by department
    """
    from pipeline.batch.handout import hand_out
    from pipeline.batch.opening import opened

    office = opened(out)
    made = hand_out(office, by=by, most=office.settings.integer("batch.handout"))
    lines = [
        f"{made.students} students in {len(made.files)} {'file' if len(made.files) == 1 else 'files'}",
        *map(str, made.files),
        str(made.mail_merge),
    ]
    data = {
        "students": made.students,
        "missing": made.missing,
        "without_address": made.unaddressed,
        "files": [str(path) for path in made.files],
        "mail_merge": str(made.mail_merge),
        "faults": made.faults,
    }
    faults = tuple(f"left out: {user}: {why}" for user, why in sorted(made.faults.items()))
    told = faults
    if made.missing:
        told += (f"students in none of these files: {made.missing} (summary.html says who)",)
    if made.unaddressed:
        told += (f"students without e-mail address, whom paper alone reaches: {made.unaddressed}",)
    following = f"meetwell batch audit --out {quote(str(out))}"
    return Answer(tuple(lines), data, following, told, FAILED_SHEETS if faults else 0)


@cli.command("audit", short_help="Write who gets how much, as PDF and JSON.")
@_OUT
@click.pass_obj
def audit(_call: Call, out: Path) -> Answer:
    """Write who gets how much: targets per student, employers seen, filters, demand; as PDF and JSON.

    No protected attribute is read, used or printed.

    Example: meetwell batch audit --out sheets
    """
    from pipeline.batch.audit import write_audit
    from pipeline.batch.opening import opened

    found, paths, warnings = write_audit(opened(out))
    whole = found["students"] == found["sheets"]
    purge = f"meetwell batch purge --out {quote(str(out))} (after the event)"
    following = purge if whole else "the same batch run again"
    return Answer(tuple(map(str, paths)), found, following, tuple(warnings))


@cli.command("purge", short_help="Remove everything personal; the counts of the audit stay.")
@_OUT
@click.option("--yes", is_flag=True, help="Do it; without this only say what would go.")
@click.pass_obj
def purge(_call: Call, out: Path, *, yes: bool) -> Answer:
    """Remove every sheet and everything personal beside them; the audit's counts stay.

    Example: meetwell batch purge --out sheets --yes
    """
    from pipeline.batch.purge import purge as purged
    from pipeline.batch.purge import require_batch

    if not yes:
        require_batch(out)
        return Answer(
            (f"Everything in {out} but the audit would be removed.",),
            {},
            f"meetwell batch purge --out {quote(str(out))} --yes",
        )
    gone = purged(out)
    mine = "The list of students, the opt-outs and copies of the hand-out elsewhere are yours to delete."
    return Answer((f"{gone} files removed.", mine), {"removed": gone})


def _progress(call: Call) -> Any:
    """Return what shows how far a run is, with rate and time left; silent when nobody looks."""
    import time

    shown = sys.stderr.isatty() and not call.quiet
    state: dict[str, Any] = {"stage": "", "start": 0.0, "last": 0.0}

    def progress(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != state["stage"]:
            state.update(stage=stage, start=now, last=0.0)
        if not shown or (done < total and now - float(state["last"]) < 0.5):
            return
        state["last"] = now
        spent = now - float(state["start"])
        rate = done / spent if spent > 0 else 0.0
        left = (total - done) / rate if rate else 0.0
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{stage}: {done} of {total}, {rate:.1f} a second, {left / 60:.0f} min left {end}")
        sys.stderr.flush()

    return progress
