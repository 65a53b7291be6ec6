"""Who an entry is about: a printed ID of this event, a name on its list, or somebody who was on no list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.debrief.words import plain
from pipeline.namesakes import called_rows
from pipeline.short_id import nearest_meant, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl

    from pipeline.debrief.form import Entry

#: How alike two names must be (0-100, token order ignored) to ask whether the listed one was meant.
_ALIKE = 88


@dataclass(frozen=True, slots=True)
class Found:
    """The person an entry is about, or, when ``person_id`` is None, a new person with this name."""

    person_id: str | None
    name: str
    organization: str | None = None
    code: str | None = None
    remark: str | None = None
    severity: Literal["repaired", "notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Lost:
    """Why nobody could be found: a stable code and a sentence."""

    code: str
    message: str


class Directory:
    """Looks people up by printed ID and by name; of people listed twice none is guessed."""

    def __init__(
        self,
        issued: pl.DataFrame,
        people: pl.DataFrame,
        event: str,
        is_forgotten: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """``issued`` may hold the IDs of other events too: then a wrong paper is recognised."""
        self.is_forgotten = is_forgotten
        rows = issued.select("event", "short_id", "person_id").iter_rows()
        self.ids: dict[str, str] = {}
        self.elsewhere: dict[str, str] = {}
        for slug, short_id, person_id in sorted(rows):
            if slug == event:
                self.ids[short_id] = person_id
            else:
                self.elsewhere.setdefault(short_id, slug)
        wanted = ["person_id", "kind", "name", "organization", "title", "events", "known", "emails"]
        self.people: dict[str, dict[str, Any]] = {
            row["person_id"]: row for row in people.select(wanted).iter_rows(named=True)
        }
        self.called = called_rows(self.people.values())
        self.printed: dict[str, str] = {}
        for short_id, person_id in self.ids.items():
            self.printed.setdefault(person_id, short_id)
        self.labels = {plain(label): person_id for person_id, label in sorted(self.called.items())}
        self.here: dict[str, list[str]] = {}
        self.known: dict[str, list[str]] = {}
        for person_id, row in sorted(self.people.items()):
            names = self.here if event in row["events"] or person_id in self.printed else self.known
            names.setdefault(plain(self.name(person_id)), []).append(person_id)

    def name(self, person_id: str) -> str:
        """Return what the paper calls this person."""
        row = self.people[person_id]
        return str(row["name"] or row["organization"] or person_id)

    def find(self, entry: Entry) -> Found | Lost:
        """Return who this entry is about."""
        if entry.short_id:
            return self._by_id(entry, tidy(entry.short_id))
        if entry.name and entry.new:
            return self._added(entry.name, entry.organization)
        if entry.name:
            return self._by_name(entry.name, entry.organization)
        return Lost("nobody", "neither an ID nor a name stands there")

    def _by_id(self, entry: Entry, short_id: str) -> Found | Lost:
        if short_id not in self.ids:
            return self._not_issued(entry, short_id)
        person_id = self.ids[short_id]
        if person_id not in self.people:
            return Lost(
                "forgotten", f"{short_id} stood for a person who has been forgotten; nothing was kept"
            )
        return self._checked(entry, person_id, short_id)

    def _not_issued(self, entry: Entry, short_id: str) -> Found | Lost:
        near = [item for item in nearest_meant(short_id, self.ids) if self.ids[item] in self.people]
        named = [item for item in near if self.ids[item] in self._named(plain(entry.name))]
        if len(named) == 1:
            person_id = self.ids[named[0]]
            note = f"{short_id} read as {named[0]}, as the name beside it says"
            return Found(person_id, self.called[person_id], None, "id-mended", note, "repaired")
        if short_id in self.elsewhere:
            other = self.elsewhere[short_id]
            note = f"{short_id} was printed for {other}, not for this event"
            return Lost("other-event", f"{note}; notes of that paper go in with --event {other}")
        if near:
            meant = self._listed(self.ids[item] for item in near)
            return Lost("id-mistyped", f"no such ID was printed; did you mean {meant}?")
        whole = self._longer(entry.short_id or "")
        if whole:
            return self._part_of(entry.short_id or "", whole)
        return Lost("id-unknown", "no such ID was printed for this event, and none is one slip away")

    def _checked(self, entry: Entry, person_id: str, short_id: str) -> Found | Lost:
        """Compare the name beside the ID with the one it was printed for."""
        printed, row = self.name(person_id), self.people[person_id]
        written = plain(entry.name)
        if not written or written in (plain(printed), plain(self.called[person_id])):
            return Found(person_id, self.called[person_id])
        if row["kind"] == "organization":
            return self._at_booth(entry.name or "", printed)
        others = [other for other in self._named(written) if other != person_id]
        if others:
            note = f"{short_id} is {printed}, but the name beside it is {self._listed(others)}"
            return Lost("id-name-differ", f"{note}; write one of them")
        if set(written.split()) & set(plain(printed).split()):
            return Found(person_id, self.called[person_id])
        note = f"{short_id} was printed for {printed}; the name {entry.name!r} beside it was not used"
        return Found(person_id, self.called[person_id], None, "name-unused", note)

    def _named(self, written: str) -> list[str]:
        """Return who is called so here, by the name or by the name with what tells it from a namesake's."""
        label = self.labels.get(written)
        return self.here.get(written) or ([label] if label else [])

    def _at_booth(self, name: str, organization: str) -> Found:
        """Return the person met at the booth that the ID was printed for."""
        same = [item for item in self.here.get(plain(name), []) if self._works_at(item, organization)]
        return Found(same[0], self.called[same[0]]) if len(same) == 1 else self._added(name, organization)

    def _works_at(self, person_id: str, organization: str | None) -> bool:
        return plain(self.people[person_id]["organization"]) == plain(organization)

    def _by_name(self, name: str, organization: str | None) -> Found | Lost:
        for same in (self._named(plain(name)), self.known.get(plain(name), [])):
            there = [item for item in same if self._works_at(item, organization)] if organization else []
            found = there or same
            if len(found) == 1:
                return self._elsewhere(found[0], organization)
            if found:
                return Lost(
                    "name-twice", f"several people are called {name}: {self._listed(found)}; write the ID"
                )
        if self.is_forgotten(name):
            return Lost(
                "forgotten",
                "somebody of this name was erased and stays out; nothing was kept. If this is another person,"
                " begin a typed line with: new",
            )
        whole = [] if organization else self._longer(name)
        if whole:
            return self._part_of(name, whole)
        return self._added(name, organization, alike=self._alike(name))

    def _added(self, name: str, organization: str | None, alike: list[str] | None = None) -> Found:
        if alike:
            note = f"{name} is added as somebody new; if {self._listed(alike)} was meant, write that ID"
            return Found(None, name, organization, "added-alike", note)
        where = f" of {organization}" if organization else ""
        return Found(None, name, organization, "added", f"{name}{where} was on no list and is added")

    def _elsewhere(self, person_id: str, organization: str | None) -> Found:
        """Return who is called so, with a remark where another organisation is written beside the name."""
        listed = plain(self.people[person_id]["organization"])
        if not organization or not listed or set(listed.split()) & set(plain(organization).split()):
            return Found(person_id, self.called[person_id])
        note = (
            f"taken as {self._listed([person_id])}, though {organization} stands there; if it is somebody"
            " else, begin a typed line with: new"
        )
        return Found(person_id, self.called[person_id], None, "organization-unused", note)

    def _part_of(self, name: str, whole: list[str]) -> Lost:
        note = f"{name} is only a part of {self._listed(whole)}; write the ID, or the whole name."
        return Lost("name-part", f"{note} Of somebody else give the organisation too")

    def _longer(self, name: str) -> list[str]:
        """Return whose names on the list hold every word of this one, and more."""
        part = set(plain(name).split())
        return [
            person_id for listed, ids in self.here.items() if part < set(listed.split()) for person_id in ids
        ]

    def _alike(self, name: str) -> list[str]:
        from rapidfuzz import fuzz, process

        hits = process.extract(
            plain(name), list(self.here), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=3
        )
        return [person_id for hit in hits for person_id in self.here[hit[0]]]

    def _listed(self, person_ids: Iterable[str]) -> str:
        shown = []
        for person_id in sorted(person_ids, key=lambda item: (self.name(item), item)):
            name, where = self.name(person_id), self.people[person_id]["organization"]
            extras = [
                text for text in (self.printed.get(person_id), where if where != name else None) if text
            ]
            shown.append(f"{name} ({', '.join(extras)})" if extras else name)
        return " or ".join(shown)
