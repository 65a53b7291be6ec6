"""Drafts out: one .eml per person beside the follow-up plan, and cards of the people who agreed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.after import make_followups
from pipeline.flow.drafts_kept import place
from pipeline.flow.greeting import greetings
from pipeline.flow.paper import template_folders
from pipeline.tables import People, Records, Touches
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.report.drafts import Draft, Refused


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was written, the steps that have no draft, and the files the user has worked on since."""

    drafts: list[Draft]
    refused: list[Refused]
    paths: list[Path]
    theirs: list[Path]


def write_drafts(project: Project, event: Event, *, form: str = "eml") -> Drafted:
    """Write a draft for every open step of this event that has the user's own detail, and the vCards.

    ``form``: "eml", "text", or "mailto", which writes no draft. The folder holds the drafts of now, and those
    the user has worked on: what was sent or skipped since is gone from it.
    """
    from pipeline.report.drafts import make_drafts
    from pipeline.report.drafts_to import as_eml, as_text, file_name, known_addresses
    from pipeline.report.vcard import vcards

    steps = make_followups(project, event)
    workspace, state = project.workspace, project.state
    people, interactions = workspace.read("people", People), state.frame("interactions")
    addresses = known_addresses(
        interactions, workspace.read("touches", Touches), workspace.read("records", Records), people
    )
    profile = project.profile()
    drafts, refused = make_drafts(
        steps.filter((pl.col("event") == event.slug) & (pl.col("due") <= _until(project, event))),
        interactions,
        state.frame("promises"),
        people,
        profile=profile,
        settings=project.settings,
        addresses=addresses,
        event_names={event.slug: event.name},
        folders=template_folders(project),
        greetings=greetings(people),
        today=project.today(event),
    )
    folder = workspace.report(event.slug, "drafts")
    fresh: dict[str, bytes] = {}
    for draft in drafts if form != "mailto" else ():
        spoken = (
            form == "text" or draft.situation == "linkedin" or "phone" in (draft.channel or "").casefold()
        )
        content = as_text(draft).encode() if spoken else as_eml(draft, profile)
        fresh[file_name(draft, "txt" if spoken else "eml")] = content
    theirs = place(folder, fresh) if form != "mailto" else []
    paths = [folder / name for name in fresh if (folder / name) not in theirs and (folder / name).is_file()]
    cards = vcards(people, interactions, addresses, event=event.slug)
    if cards:
        path = workspace.report(event.slug, "agreed.vcf")
        write_bytes(path, cards.encode())
        paths.append(path)
    return Drafted(drafts, refused, paths, theirs)


def _until(project: Project, event: Event) -> dt.date:
    today = project.today(event)
    return today + dt.timedelta(days=project.settings.integer("followup.drafts_days"))
