"""``meetwell sync``: into a calendar server."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer

PARTLY = 6


@command("sync")
@click.option(
    "--caldav", "url", metavar="URL", required=True, help="Your calendar server, or one calendar on it."
)
@click.option("--user", metavar="NAME", help="Your name there; default: the one in the address.")
@click.option("--event", metavar="SLUG", help="The event; default: the last one that has begun.")
@click.pass_obj
def cli(call: Call, url: str, user: str | None, event: str | None) -> Answer:
    """Push the plan and the follow-ups of an event to a CalDAV calendar; again and again changes nothing.

    What you changed or deleted there stays so; with followup.tasks, a task ticked off there is done here.
    The password comes from your keyring or from the variable MEETWELL_CALDAV_PASSWORD, never from the
    command line.

    Example: meetwell sync --caldav https://cal.example.org/ --user imani
    """
    from pipeline.flow.syncing import calendars_of, pushed_before, remember_pushed, take_completed
    from pipeline.sync import sync
    from pipeline.sync_account import account

    with call.project() as project:
        chosen = project.event_past(event)
        to = account(url, user)
        texts = calendars_of(project, chosen)
        result = sync(texts, to, pushed_before=pushed_before(project, chosen, url))
        remember_pushed(project, chosen, url, result.on_server)
        ticked = take_completed(project, chosen, result.completed)
    lines = [f"In your calendar: {len(result.pushed)} written, {len(result.unchanged)} as they were."]
    if result.removed:
        lines.append(f"Taken away: {len(result.removed)}.")
    lines += [f"Ticked off there, so done here: {title}" for title in ticked]
    notes = []
    if result.kept_theirs:
        notes.append(f"left as you changed them there: {len(result.kept_theirs)}")
    if result.stay_deleted:
        notes.append(f"left deleted, as you did there: {len(result.stay_deleted)}")
    notes += [f"refused by the server with {status}: {uid}" for uid, status in sorted(result.refused.items())]
    if result.problem:
        notes.append(f"{result.problem}; nothing is lost, run the command again")
    data = {
        "calendar": result.calendar,
        "pushed": result.pushed,
        "unchanged": result.unchanged,
        "removed": result.removed,
        "kept_theirs": result.kept_theirs,
        "completed": result.completed,
        "stay_deleted": result.stay_deleted,
        "refused": result.refused,
        "problem": result.problem,
    }
    failed = bool(result.problem or result.refused)
    following = "meetwell followup" if ticked else "meetwell due"
    return Answer(tuple(lines), data, following, tuple(notes), PARTLY if failed else 0)
