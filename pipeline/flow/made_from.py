"""What each stage is made from, as one fingerprint: a stage runs again only when its own changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.flow.project import digest
from pipeline.shared import shared
from pipeline.workspace import TABLES_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from pipeline.event import Event
    from pipeline.flow.project import Project

#: Kinds of wishes that say whence somebody is known: link makes them part of People.
TIE_WORDS = ("tie", "no_tie")
#: The files of ``config/`` that a stage reads, beside the settings; an adviser may edit each.
LINK_CONFIG = ("agenda", "ladder", "link", "link_names", "link_ties", "link_words")
MATCH_CONFIG = ("aliases", "fields", "questions", "themes", "titles", "vectors")
PAPER_CONFIG = ("questions", "words.en")


def config_files(names: tuple[str, ...]) -> list[Path]:
    """Return the paths of these files of ``config/``."""
    return [shared("config") / f"{name}.toml" for name in names]


def link_parts(project: Project) -> str:
    """Return the fingerprint of what People, Appearances and Reviews are made from."""
    # The day counts: the strength of a tie fades with time.
    return digest(
        __version__,
        TABLES_VERSION,
        project.now().date(),
        *_tables(project, "records", "sessions", "touches"),
        _who(project),
        *config_files(LINK_CONFIG),
        project.settings.section("link"),
        project.settings.text("ingest.phone_region"),
        project.state.fingerprint("verdicts", "interactions", "promises", "met_records"),
        tie_words(project).rows(),
    )


def match_parts(project: Project, event: Event, suggested: object) -> str:
    """Return the fingerprint of what this event's Matches and Coverage are made from."""
    return digest(
        __version__,
        TABLES_VERSION,
        *_tables(project, "people", "appearances", "sessions"),
        _who(project),
        project.workspace.event(event.slug),
        *config_files(MATCH_CONFIG),
        project.settings.section("match"),
        project.state.fingerprint("wishes", "interactions", "promises"),
        suggested,
    )


def plan_parts(project: Project, event: Event) -> str:
    """Return the fingerprint of what this event's Plan is made from."""
    return digest(
        __version__,
        TABLES_VERSION,
        *_tables(project, "matches", "sessions", "appearances"),
        _who(project),
        project.workspace.event(event.slug),
        event.floor,
        project.settings.section("plan"),
        project.state.fingerprint("wishes"),
    )


def paper_parts(project: Project, event: Event, own_templates: Iterable[Path]) -> str:
    """Return the fingerprint of what this event's sheet and the files beside it are made from."""
    folders = (*own_templates, shared("templates"))
    return digest(
        __version__,
        *_tables(project, "people", "matches", "coverage", "plan", "sessions"),
        *(path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()),
        project.workspace.profile,
        project.workspace.event(event.slug),
        event.floor,
        # The plan's section too: how many cards there are and when the calendar's alarms ring.
        *(project.settings.section(name) for name in ("plan", "report")),
        *config_files(PAPER_CONFIG),
        project.state.fingerprint("wishes", "interactions", "promises", "applications", "ingests"),
    )


def tie_words(project: Project) -> pl.DataFrame:
    """Return what the user said about whence they know somebody."""
    wishes = project.state.frame("wishes")
    return wishes.filter(wishes["kind"].is_in(TIE_WORDS))


def _tables(project: Project, *names: str) -> list[Path]:
    return [project.workspace.table(name) for name in names]


def _who(project: Project) -> object:
    """Return what the stages ask of the profile; words that are only printed redo the paper alone."""
    profile = project.profile_or_none()
    return profile and replace(profile, goal=None, intro=None, headline=None, proof_stories=())
