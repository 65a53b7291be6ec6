"""Events and profiles as files of the workspace, written once and then the user's own to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli_w

from pipeline.errors import UsageError
from pipeline.event import Event, as_event, opening_hours
from pipeline.flow.heard import local_zone
from pipeline.flow.rebuild import read_calendars_again
from pipeline.profile import as_day, as_profile
from pipeline.workspace import make_folder, write_bytes
from pipeline.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.flow.project import Project
    from pipeline.profile import Profile
    from pipeline.workspace import Workspace


def add_event(project: Project, slug: str, words: Mapping[str, str | None]) -> tuple[Event, tuple[str, ...]]:
    """Write a new event and return it with what was assumed.

    Raises ``UsageError`` when the slug is taken, ``SettingsError`` when a value cannot be read.
    """
    path = project.workspace.event(slug)
    if path.exists():
        raise UsageError(
            f"there is an event {slug!r} already",
            where=str(path),
            do="Edit that file, or take another short name.",
        )
    profile = project.profile_or_none()
    tz = words.get("tz") or (profile.tz if profile else None)
    notes: tuple[str, ...] = ()
    if words.get("tz"):
        zone_of(str(tz), "--tz")
    if words.get("hours"):
        opening_hours(str(words["hours"]), "--hours")
    if not tz:
        tz = local_zone()
        notes = (f"no time zone was given, so the hours are in this computer's, {tz}; --tz names another",)
    table = {
        "slug": slug,
        "name": words.get("name") or slug,
        "kind": words.get("kind") or "fair",
        "start": as_day(words.get("on"), "--on", "--on"),
        "end": as_day(words.get("until"), "--until", "--until"),
        "hours": words.get("hours"),
        "tz": tz,
        "place": words.get("place"),
    }
    event = write_event(project.workspace, slug, table)
    if event.hours[-1].end <= project.now(event):
        notes += (f"{event.last_day} is past: change start in {path.name}, if that is not what you mean",)
    return event, (*notes, *read_calendars_again(project))


def write_event(workspace: Workspace, slug: str, table: dict[str, Any]) -> Event:
    """Write ``event.toml`` and return the event; raises ``SettingsError`` when it describes none."""
    kept = {key: value for key, value in table.items() if value is not None}
    event = as_event(slug, kept, str(workspace.event(slug)))
    write_bytes(workspace.event(slug), tomli_w.dumps(kept).encode())
    make_folder(workspace.inbox / slug)
    return event


def write_profile(workspace: Workspace, table: dict[str, Any]) -> Profile:
    """Write ``profile.toml`` and return the profile; raises ``SettingsError`` when it describes none."""
    kept = {key: value for key, value in table.items() if value not in (None, "", [], ())}
    profile = as_profile(kept, str(workspace.profile))
    write_bytes(workspace.profile, tomli_w.dumps(kept).encode())
    return profile
