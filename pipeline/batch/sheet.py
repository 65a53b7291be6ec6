"""One user's sheet: plan, view, paper and receipt; nothing is made again whose receipt still holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline import __version__
from pipeline.batch.calendar import own_sessions
from pipeline.batch.partition import part_of
from pipeline.batch.places import PHONE, RECEIPT, SHEET
from pipeline.batch.privacy import printed_fields
from pipeline.batch.receipts import Receipt, read_receipt, stands, sweep
from pipeline.batch.roster import profile_from
from pipeline.batch.score import part_digest, part_users, people_for
from pipeline.batch.words import words_of
from pipeline.errors import InputError
from pipeline.flow.project import digest
from pipeline.plan import plan
from pipeline.report.inputs import FileRead, Inputs
from pipeline.report.make import make_prep
from pipeline.report.phone import phone_page, phone_view
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html
from pipeline.report.words import Words, load_words
from pipeline.short_id import issue
from pipeline.tables import Issued, Wishes, as_table
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pipeline.batch.job import Office
    from pipeline.profile import Profile

HTML_SHEET = "sheet.html"
_FILES = frozenset({SHEET, PHONE, RECEIPT, HTML_SHEET})


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one user: ``state`` is made, renewed (only the receipt) or kept."""

    user_id: str
    state: str


def make_sheet(office: Office, user_id: str, *, html: bool = False) -> Made:
    """Bring one user's folder up to date; with ``html`` the sheet is a page for the browser, not a PDF.

    Raises ``RenderError`` when the sheet cannot be laid out, ``WorkspaceError`` when the disk refuses.
    """
    folder = office.places.user(user_id)
    before = read_receipt(folder)
    whole = stands(before, folder) and (HTML_SHEET in (before.files if before else {})) == html
    sources = _Sources.of(office, user_id)
    mark = digest(office.paper_digest, sources.digest())
    if before and whole and before.inputs == mark and before.templates == office.template_digest:
        return Made(user_id, "kept")
    inputs = sources.inputs(office, before.issued if before else {})
    words = _words_with_id(user_id)
    view = _view_hash(inputs, words)
    sweep(folder, _FILES)
    if before and whole and (before.view, before.templates) == (view, office.template_digest):
        replace(before, inputs=mark).write(folder)
        return Made(user_id, "renewed")
    _write(office, inputs, words, folder, view=view, mark=mark, html=html)
    return Made(user_id, "made")


def _write(
    office: Office, inputs: Inputs, words: Words, folder: Path, *, view: str, mark: str, html: bool
) -> None:
    """Write both files and then the receipt; what dies in between is made again."""
    folders = tuple(map(Path, office.order.templates))
    name, content, text, pages, warnings = _paper(inputs, words, folders, html=html)
    phone = phone_page(inputs, folders=folders, words=words)
    files = {name: content, PHONE: phone.encode()}
    receipt = Receipt(
        user_id=inputs.profile.user_id,
        view=view,
        templates=office.template_digest,
        inputs=mark,
        made_at=inputs.now.isoformat(),
        version=__version__,
        pages=pages,
        targets=_targets(inputs),
        printed=printed_fields(inputs.people, text + phone),
        about={"you": _own_fields(inputs.profile, text + phone)},
        thin=is_thin(inputs.profile),
        warnings=warnings,
        files={key: (hashlib.sha256(value).hexdigest(), len(value)) for key, value in files.items()},
        issued=dict(inputs.issued.select("person_id", "short_id").iter_rows()),
    )
    for key, value in files.items():
        write_bytes(folder / key, value)
    receipt.write(folder)
    for other in {SHEET, HTML_SHEET} - set(files):
        (folder / other).unlink(missing_ok=True)


def _paper(
    inputs: Inputs, words: Words, folders: tuple[Path, ...], *, html: bool
) -> tuple[str, bytes, str, int, tuple[str, ...]]:
    if html:
        view = prep_sheet(inputs, words=words)
        text = to_html("prep/sheet.html", view, folders=folders)
        return HTML_SHEET, text.encode(), text, 0, view.warnings
    made = make_prep(inputs, folders=folders, words=words)
    return SHEET, made.pdf.data, made.html, made.pdf.pages, (*made.view.warnings, *made.pdf.warnings)


def _targets(inputs: Inputs) -> dict[str, str]:
    """Return whom the day is for, each with the local hour it is planned for."""
    met = (pl.col("kind") == "meeting") & (pl.col("dropped_because").list.len() == 0)
    at = pl.coalesce("start", "by_about").dt.convert_time_zone(inputs.event.tz).dt.strftime("%d. %H:00")
    rows = inputs.plan.filter(met).select("person_id", at.fill_null("").alias("at")).sort("at", "person_id")
    return dict(rows.iter_rows())


def is_thin(profile: Profile) -> bool:
    """Return whether a profile says so little that its sheet is mostly the event's."""
    told = (profile.majors, profile.interests, profile.offers, profile.seeks, profile.positions)
    more = (profile.degree_level, profile.graduation_date, profile.school)
    return sum(bool(value) for value in (*told, *more)) < int(words_of("audit")["thin_below"])


def _own_fields(profile: Profile, text: str) -> list[str]:
    """Return which of the user's own fields stand on the paper."""
    from dataclasses import fields
    from html import escape

    found = []
    for item in fields(profile):
        value = getattr(profile, item.name)
        parts = value if isinstance(value, tuple) else (value,)
        if any(part and isinstance(part, str) and escape(part) in text for part in parts):
            found.append(item.name)
    return found


@lru_cache(maxsize=1)
def _sentences() -> Words:
    return load_words()


def _words_with_id(user_id: str) -> Words:
    """Return the sentences with the user's ID in the foot of every page: names alone can be shared."""
    words = _sentences()
    foot = f"{words.sentences['paper.foot']} · {user_id}"
    return replace(words, sentences={**words.sentences, "paper.foot": foot})


def _view_hash(inputs: Inputs, words: Words) -> str:
    """Return the hash of all that is printed, but for the line that says when."""
    still = replace(inputs, now=inputs.event.hours[0].start)
    view = prep_sheet(still, words=words)
    return digest(replace(view, provenance=view.provenance[:-1], warnings=()), phone_view(still, words=words))


@dataclass(frozen=True, slots=True)
class _Sources:
    """What one user's paper is made from, cut to this user and to whom it can name."""

    profile: Profile
    matches: pl.DataFrame
    coverage: pl.DataFrame
    people: pl.DataFrame
    own: pl.DataFrame
    places: frozenset[str] | None

    @classmethod
    def of(cls, office: Office, user_id: str) -> _Sources:
        profile = profile_from(office.users[user_id]["profile"])
        mark = _part_digest(office.places.root, office.match_digest, part_of(user_id, office.order.parts))
        frames = [
            _partition(str(office.places.matches(mark, kind))).get(user_id)
            for kind in ("matches", "coverage")
        ]
        matches, covered = frames
        if matches is None or covered is None:
            raise InputError("the matches of this user are missing", do="Run the batch again.")
        people = people_for(office, profile)
        return cls(
            profile=profile,
            matches=matches,
            coverage=covered,
            people=_named(people, matches, covered),
            own=own_sessions(office, user_id),
            places=given_places(office).get(user_id),
        )

    def digest(self) -> str:
        """Return the hash of everything in it."""
        frames = (self.matches, self.coverage, self.people, self.own)
        return digest(self.profile, *(frame.rows() for frame in frames), sorted(self.places or ()))

    def inputs(self, office: Office, issued: dict[str, str]) -> Inputs:
        """Return what the report is given; printed IDs of before stay."""
        sessions = pl.concat([office.tables["sessions"], self.own])
        wanted = self.matches
        if self.places is not None:
            wanted = wanted.filter(pl.col("person_id").is_in(sorted(self.places)))
        planned = plan(
            wanted,
            self.people,
            sessions,
            office.tables["appearances"],
            profile=self.profile,
            event=office.event,
            wishes=Wishes.create_empty(),
            settings=office.settings,
            now=office.order.now,
        )
        return Inputs(
            profile=self.profile,
            event=office.event,
            settings=office.settings,
            now=office.order.now,
            people=self.people,
            matches=self.matches,
            coverage=self.coverage,
            plan=planned,
            sessions=sessions,
            issued=_issued(office, self.matches, issued),
            files=tuple(FileRead(*item) for item in office.order.files),
        )


def _named(people: pl.DataFrame, matches: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Return the people the paper can name: targets, their organisations and colleagues, and the sources."""
    ids = set(matches["person_id"]) | {
        person for name in ("here", "known") for persons in covered[name] for person in persons
    }
    houses = set(people.filter(pl.col("person_id").is_in(sorted(ids)))["organization_id"].drop_nulls())
    wanted = sorted(ids | houses)
    hit = pl.col("person_id").is_in(wanted) | pl.col("organization_id").is_in(wanted)
    # Where each value was read stands in the reasons already; the paper asks for it nowhere else.
    unread = {name: pl.lit([], people.schema[name]) for name in ("origins", "conflicts", "record_ids")}
    return people.filter(hit).sort("person_id").with_columns(**unread)


def _issued(office: Office, matches: pl.DataFrame, before: dict[str, str]) -> pl.DataFrame:
    """Return printed IDs of this user's targets; the same target mostly has the same ID for everybody."""
    slug = office.event.slug
    booths = office.tables["people"]["booth"].drop_nulls().to_list()
    mine = dict(before)
    for person_id in matches.sort("rank")["person_id"]:
        if person_id not in mine:
            mine[person_id] = issue(person_id, slug, mine.values(), booths)
    rows: list[dict[str, object]] = [
        {"event": slug, "person_id": person, "short_id": short, "issued_at": office.event.hours[0].start}
        for person, short in sorted(mine.items())
    ]
    return as_table(Issued, rows)


@lru_cache(maxsize=4096)
def _part_digest(root: Path, match_digest: str, part: int) -> str:
    from pipeline.batch.job import open_office

    del match_digest  # it is part of the key: another run has other files
    office = open_office(root)
    return part_digest(office, part_users(office, part))


@lru_cache(maxsize=4)
def _partition(path: str) -> dict[str, pl.DataFrame]:
    """Return one kept table by user; a task's users mostly share a few partitions."""
    if not Path(path).is_file():
        return {}
    frame = pl.read_parquet(path)
    return {str(key[0]): rows for key, rows in frame.partition_by("user_id", as_dict=True).items()}


def given_places(office: Office) -> dict[str, frozenset[str]]:
    """Return the targets each user was given; a user without an entry plans freely."""
    path = office.places.given
    return _given(str(path), path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=1)
def _given(path: str, _modified: int) -> dict[str, frozenset[str]]:
    frame = pl.read_parquet(path).filter("given").group_by("user_id").agg("person_id")
    return {user: frozenset(people) for user, people in frame.iter_rows()}
