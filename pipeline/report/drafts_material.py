"""What the user noted about each person, ready for the template of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.namesakes import called_rows
from pipeline.report.clean import printable
from pipeline.report.drafts_check import is_about_them

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from pipeline.profile import Profile


class Material:
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
