"""Drafts for the follow-up plan, built on the user's own noted detail; without it there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import RenderError
from pipeline.namesakes import called_rows
from pipeline.report.clean import printable
from pipeline.report.drafts_check import genuine_rules, is_about_them
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
    folders: Sequence[Path] = (),
) -> tuple[list[Draft], list[Refused]]:
    """Return a draft for each open step that sends a message, and why the others have none.

    At most ``followup.drafts_a_day`` for one day. ``addresses`` comes from ``drafts_to.known_addresses``;
    ``greetings`` says what a person is called in a letter, where that is not the first word of the name.
    """
    material = _Material(interactions, promises, people, profile, addresses, event_names)
    material.greetings = greetings or {}
    drafts: list[Draft] = []
    refused: list[Refused] = []
    a_day: dict[dt.date, int] = {}
    for step in followups.iter_rows(named=True):
        if (
            step["step"] not in SITUATIONS
            or step["state"] not in ("open", "snoozed")
            or not step["person_id"]
        ):
            continue
        missing = material.missing(step)
        if missing is None and a_day.get(step["due"], 0) >= settings.integer("followup.drafts_a_day"):
            missing = "later"
        if missing is not None:
            refused.append(Refused(step["followup_id"], step["person_id"], material.name(step), missing))
            continue
        a_day[step["due"]] = a_day.get(step["due"], 0) + 1
        drafts.append(_draft(step, material, settings, folders))
    return drafts, refused


def blanks_in(text: str) -> tuple[str, ...]:
    """Return the places of a draft that are still to be filled in, brackets and all."""
    return tuple(_BLANK.findall(text))


class _Material:
    """What the user noted about each person, ready for a template."""

    def __init__(
        self,
        interactions: pl.DataFrame,
        promises: pl.DataFrame,
        people: pl.DataFrame,
        profile: Profile,
        addresses: Mapping[str, str],
        event_names: Mapping[str, str],
    ) -> None:
        self.talks: dict[str, list[dict[str, Any]]] = {}
        for row in interactions.sort("at", "interaction_id").iter_rows(named=True):
            self.talks.setdefault(row["person_id"], []).append(row)
        self.promises = {row["promise_id"]: row for row in promises.iter_rows(named=True)}
        self.people = {row["person_id"]: row for row in people.iter_rows(named=True)}
        self.names = called_rows(self.people.values())
        self.profile = profile
        self.addresses = addresses
        self.event_names = event_names
        self.greetings: Mapping[str, str] = {}

    def name(self, step: Mapping[str, Any]) -> str:
        """Return what the person is called, told apart from namesakes."""
        return printable(self.names.get(step["person_id"]) or step["person_id"], 80)

    def detail(self, person_id: str) -> str:
        """Return the newest detail the user noted, on one line, without its full stop."""
        rows = reversed(self.talks.get(person_id, []))
        return printable(next((row["detail"] for row in rows if row["detail"]), ""), 240).rstrip(" .;")

    def channel(self, person_id: str) -> str | None:
        """Return the newest channel the person asked for."""
        rows = reversed(self.talks.get(person_id, []))
        return next((row["channel"] for row in rows if row["channel"]), None)

    def help(self, person_id: str) -> str:
        """Return the newest help the person gave: something received, or a promise of theirs kept."""
        gifts = [
            (row["at"], row["detail"]) for row in self.talks.get(person_id, []) if row["kind"] == "received"
        ]
        gifts += [
            (row["closed_at"], row["text"])
            for row in self.promises.values()
            if row["person_id"] == person_id
            and row["owner"] == "theirs"
            and row["state"] in ("kept", "late_kept")
        ]
        return printable(
            max((item for item in gifts if item[0] and item[1]), default=(None, ""))[1], 240
        ).rstrip(" .")

    def missing(self, step: Mapping[str, Any]) -> str | None:
        """Return what keeps this step from having a draft."""
        person_id = step["person_id"]
        if person_id not in self.people:
            return "person"
        if any(
            row["may_contact"] == "no" or row["may_keep"] == "no" for row in self.talks.get(person_id, [])
        ):
            return "contact"
        if step["step"] in ("outcome", "landed"):
            return None if self.help(person_id) else "help"
        if step["promise_id"] in self.promises or step["step"] == "not_met":
            return None
        return None if self.detail(person_id) else "detail"

    def fields(self, step: Mapping[str, Any]) -> dict[str, str]:
        """Return the fields of a template; what is unknown is an empty text."""
        person = self.people[step["person_id"]]
        promise = self.promises.get(step["promise_id"]) or self._open_promise(step)
        give = next((item for item in step["why"] if item["key"] == "step.give"), None)
        params = {pair["name"]: pair["value"] for pair in give["params"]} if give else {}
        called = self.name(step).split(" ")[0] if person["kind"] == "person" else self.name(step)
        first = self.greetings.get(step["person_id"]) or person["given_name"] or called
        return {
            "given": printable(first, 40),
            "name": self.name(step),
            "event": printable(self.event_names.get(step["event"] or "", ""), 80),
            "detail": _said_to_them(self.detail(step["person_id"])),
            "promised": printable(promise["text"] if promise else "", 200).rstrip(" ."),
            "received": _said_to_them(self.help(step["person_id"])),
            "give": printable(params.get("give"), 160),
            "need": printable(params.get("need"), 160),
            "user": printable(self.profile.name, 80),
        }

    def _open_promise(self, step: Mapping[str, Any]) -> dict[str, Any] | None:
        if step["step"] not in ("thanks", "linkedin"):
            return None
        mine = [
            row
            for row in self.promises.values()
            if row["person_id"] == step["person_id"] and row["owner"] == "mine" and row["state"] == "open"
        ]
        return min(mine, key=lambda row: (row["due"] is None, row["due"], row["promise_id"]), default=None)


def _said_to_them(note: str) -> str:
    """Return a note as it stands, or marked for rewriting when it talks about the reader."""
    return f"[say it to them: {note}]" if note and is_about_them(note) else note


def _draft(
    step: Mapping[str, Any], material: _Material, settings: Settings, folders: Sequence[Path]
) -> Draft:
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
