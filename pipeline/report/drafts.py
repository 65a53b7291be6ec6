"""Drafts for the follow-up plan, built on the user's own noted detail; without it there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import RenderError
from pipeline.report.clean import printable
from pipeline.report.drafts_check import genuine_rules
from pipeline.report.drafts_material import Material
from pipeline.report.render import to_html

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from pipeline.profile import Profile
    from pipeline.settings import Settings

#: The template of each step that sends a message; "promise" is told apart from an introduction by its words.
SITUATIONS = {
    "thanks": "thanks", "linkedin": "linkedin", "promise": "promise", "favour": "promise",
    "their_promise": "their_promise", "their_promise_undated": "their_promise", "second": "second",
    "question": "question", "update": "update", "quarterly": "share", "revive": "share",
    "outcome": "outcome", "landed": "landed", "not_met": "not_met",
}  # fmt: skip
#: What is written first after a talk.
_FIRST = ("thanks", "linkedin")
_INTRODUCES = re.compile(r"\s*(?:intro|introduce|introduction|connect)\b", re.IGNORECASE)
_BLANK = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Draft:
    """One message to one person. ``blanks`` are the places to fill in; ``to`` is empty unless allowed."""

    followup_id: str
    person_id: str
    name: str
    situation: str
    due: dt.date
    subject: str
    body: str
    to: str | None
    channel: str | None
    blanks: tuple[str, ...]

    @property
    def words(self) -> int:
        """Return how long it is without the places to fill in."""
        return len(_BLANK.sub(" ", self.body).split())


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a step has no draft: ``detail`` or ``help`` is missing, ``contact`` was declined, or ``later``."""

    followup_id: str
    person_id: str
    name: str
    missing: str


def make_drafts(  # noqa: PLR0913 - frames, and who they are for
    followups: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    people: pl.DataFrame,
    *,
    profile: Profile,
    settings: Settings,
    addresses: Mapping[str, str],
    event_names: Mapping[str, str],
    greetings: Mapping[str, str] | None = None,
    today: dt.date | None = None,
    folders: Sequence[Path] = (),
) -> tuple[list[Draft], list[Refused]]:
    """Return a draft for each open step that sends a message, and why the others have none.

    At most ``followup.drafts_a_day`` for one day; what is late is of ``today``. One more try has none before
    the first message is off. ``addresses`` comes from ``drafts_to.known_addresses``;
    ``greetings`` says what a person is called in a letter, where that is not the first word of the name.
    """
    material = Material(interactions, promises, people, profile, addresses, event_names)
    material.greetings = greetings or {}
    drafts: list[Draft] = []
    refused: list[Refused] = []
    a_day: dict[dt.date, int] = {}
    for step in _sending(followups):
        missing = material.missing(step)
        day = max(step["due"], today or step["due"])
        if missing is None and a_day.get(day, 0) >= settings.integer("followup.drafts_a_day"):
            missing = "later"
        if missing is not None:
            refused.append(Refused(step["followup_id"], step["person_id"], material.name(step), missing))
            continue
        a_day[day] = a_day.get(day, 0) + 1
        drafts.append(_draft(step, material, settings, folders))
    return drafts, refused


def _sending(followups: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the open steps that send a message to somebody: no second try while the first is open."""
    steps = [
        step
        for step in followups.iter_rows(named=True)
        if step["step"] in SITUATIONS and step["state"] in ("open", "snoozed") and step["person_id"]
    ]
    unsent = {(step["event"], step["person_id"]) for step in steps if step["step"] in _FIRST}
    return [
        step for step in steps if step["step"] != "second" or (step["event"], step["person_id"]) not in unsent
    ]


def blanks_in(text: str) -> tuple[str, ...]:
    """Return the places of a draft that are still to be filled in, brackets and all."""
    return tuple(_BLANK.findall(text))


def _draft(step: Mapping[str, Any], material: Material, settings: Settings, folders: Sequence[Path]) -> Draft:
    fields = material.fields(step)
    situation = SITUATIONS[step["step"]]
    if situation == "promise" and _INTRODUCES.match(fields["promised"]):
        situation = "introduction"
    subject, body = _rendered(situation, fields, folders)
    if situation == "linkedin":
        body = _fitted(fields, settings.integer("followup.linkedin_note_length"), folders)
    limit = int(genuine_rules().figures["draft_words"])
    draft = Draft(
        followup_id=step["followup_id"],
        person_id=step["person_id"],
        name=fields["name"],
        situation=situation,
        due=step["due"],
        subject=printable(subject, 120),
        body=body,
        to=None if situation == "linkedin" else material.addresses.get(step["person_id"]),
        channel=material.channel(step["person_id"]),
        blanks=blanks_in(body),
    )
    if draft.words > limit:
        raise RenderError(
            f"the draft has {draft.words} words, more than {limit}",
            where=f"drafts/{situation}.txt",
            do="Shorten your template.",
        )
    return draft


def _rendered(situation: str, fields: Mapping[str, str], folders: Sequence[Path]) -> tuple[str, str]:
    text = to_html(f"drafts/{situation}.txt", None, folders=folders, **fields)
    head, _, body = text.partition("\n")
    return head.removeprefix("Subject:").strip(), re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def _fitted(fields: Mapping[str, str], limit: int, folders: Sequence[Path]) -> str:
    """Return the LinkedIn note, its detail cut at a word until it fits, the promise left out if need be."""
    for kept in (dict(fields), {**fields, "promised": ""}, {**fields, "promised": "", "event": ""}):
        words = kept["detail"].split(" ")
        for count in range(len(words), 0, -1):
            cut = " ".join(words[:count]).rstrip(" ,;:") + ("\u2026" if count < len(words) else "")
            note = _rendered("linkedin", {**kept, "detail": cut}, folders)[1].strip()
            if len(note) <= limit and (count == len(words) or count >= min(len(words), 6)):
                return note
    return _rendered("linkedin", {**fields, "promised": "", "event": "", "detail": "[detail]"}, folders)[
        1
    ].strip()[:limit]
