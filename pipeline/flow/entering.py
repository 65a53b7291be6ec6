"""Entering notes line by line: read back before they are kept, taken up again when a session broke off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.debrief import day_of
from pipeline.debrief.entry import Session, resume, take_lines
from pipeline.debrief.who import Directory
from pipeline.flow.after import resolved_ids
from pipeline.flow.optout import is_forgotten
from pipeline.flow.origin import digest_of
from pipeline.flow.stages import link_known
from pipeline.flow.taking import take_debrief
from pipeline.tables import People
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.flow.taking import Taken


def enter_notes(
    project: Project, event: Event, *, ask: Callable[[], str], tell: Callable[[str], None]
) -> Taken | None:
    """Ask for lines until an empty one and keep them; nothing when there was none.

    A session that broke off lies in the workspace and is taken up where it stopped.
    """
    link_known(project)
    kept = project.workspace.root / f".debrief-{event.slug}.txt"
    session = resume(kept.read_text(encoding="utf-8"), event.slug) if kept.is_file() else Session(event.slug)
    if session.lines:
        tell(
            f"Taken up again: {len(session.lines)} lines; 'list' shows them, 'undo' takes the last one back."
        )
    people = project.workspace.read("people", People)
    directory = Directory(resolved_ids(project), people, event.slug, is_forgotten(project))
    session = take_lines(
        session,
        directory,
        day_of(event, project.now(event)),
        ask=ask,
        tell=tell,
        keep=lambda text: write_bytes(kept, text.encode()),
    )
    if not session.lines:
        kept.unlink(missing_ok=True)
        return None
    taken = take_debrief(project, event, session.form(digest_of(session.dump().encode())))
    kept.unlink(missing_ok=True)
    return taken
