"""One user's sheet: plan, view, paper and receipt; nothing is made again whose receipt still holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline import __version__
from pipeline.batch.places import PHONE, RECEIPT, SHEET
from pipeline.batch.privacy import own_fields, printed_fields, text_of_page, text_of_phone
from pipeline.batch.receipts import Receipt, read_receipt, stands, sweep
from pipeline.batch.shut_out import told_shut_out
from pipeline.batch.sources import Sources, mark_of
from pipeline.batch.words import words_of
from pipeline.flow.project import digest
from pipeline.report.make import make_prep
from pipeline.report.phone import phone_html, phone_view
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html
from pipeline.report.roll import roll_for
from pipeline.report.words import Words, load_words
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.batch.job import Office
    from pipeline.profile import Profile
    from pipeline.report.inputs import Inputs
    from pipeline.report.view import PhoneView, PrepView

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
    mark = mark_of(office, user_id)
    if before and whole and before.inputs == mark and before.templates == office.template_digest:
        return Made(user_id, "kept")
    inputs = Sources.of(office, user_id).inputs(office, before.issued if before else {})
    words = _words()
    views = _views(office, inputs, words)
    view = views.digest()
    sweep(folder, _FILES)
    if before and whole and (before.view, before.templates) == (view, office.template_digest):
        replace(before, inputs=mark).write(folder)
        return Made(user_id, "renewed")
    paper = _laid_out(office, inputs, views, words, html=html)
    _write(folder, paper, _receipt(office, inputs, paper, words, view=view, mark=mark))
    return Made(user_id, "made")


@dataclass(frozen=True, slots=True)
class Views:
    """What both papers of a user hold, before they are laid out."""

    sheet: PrepView
    phone: PhoneView

    def digest(self) -> str:
        """Return the hash of all that is printed, but for the line that says when."""
        return digest(replace(self.sheet, provenance=self.sheet.provenance[:-1], warnings=()), self.phone)


@dataclass(frozen=True, slots=True)
class _Paper:
    """Both files of a user, what a reader sees of them, and how many pages that is."""

    files: dict[str, bytes]
    text: str
    pages: int
    warnings: tuple[str, ...]


def _views(office: Office, inputs: Inputs, words: Words) -> Views:
    """Return what sheet and phone page hold; who is left nobody to meet is told why on both."""
    sheet, phone = prep_sheet(inputs, words=words), phone_view(inputs, words=words)
    told = told_shut_out(office, inputs.profile.user_id) if inputs.matches.is_empty() else ""
    if not told:
        return Views(sheet, phone)
    return Views(replace(sheet, front=replace(sheet.front, remarks=(told,))), replace(phone, remarks=(told,)))


def _laid_out(office: Office, inputs: Inputs, views: Views, words: Words, *, html: bool) -> _Paper:
    folders = tuple(map(Path, office.order.templates))
    phone = {PHONE: phone_html(views.phone, folders=folders).encode()}
    if html:
        page = to_html("prep/sheet.html", views.sheet, folders=folders)
        text = f"{text_of_page(page)} {text_of_phone(views.phone)}"
        return _Paper({HTML_SHEET: page.encode()} | phone, text, 0, views.sheet.warnings)
    made = make_prep(inputs, folders=folders, words=words, view=views.sheet)
    text = f"{text_of_page(made.html)} {text_of_phone(views.phone)}"
    return _Paper(
        {SHEET: made.pdf.data} | phone, text, made.pdf.pages, (*made.view.warnings, *made.pdf.warnings)
    )


def _receipt(office: Office, inputs: Inputs, paper: _Paper, words: Words, *, view: str, mark: str) -> Receipt:
    return Receipt(
        user_id=inputs.profile.user_id,
        view=view,
        templates=office.template_digest,
        inputs=mark,
        made_at=inputs.now.isoformat(),
        version=__version__,
        pages=paper.pages,
        targets=_targets(inputs),
        printed=printed_fields(_named(inputs), paper.text, words),
        about={"you": own_fields(inputs.profile, paper.text, words)},
        thin=is_thin(inputs.profile),
        warnings=paper.warnings,
        files={key: (hashlib.sha256(value).hexdigest(), len(value)) for key, value in paper.files.items()},
        issued=dict(inputs.issued.select("person_id", "short_id").iter_rows()),
    )


def _write(folder: Path, paper: _Paper, receipt: Receipt) -> None:
    """Write both files and then the receipt; what dies in between is made again."""
    for name, content in paper.files.items():
        write_bytes(folder / name, content)
    receipt.write(folder)
    for other in {SHEET, HTML_SHEET} - set(paper.files):
        (folder / other).unlink(missing_ok=True)


def _named(inputs: Inputs) -> Iterator[Mapping[str, Any]]:
    """Yield everybody the paper could name, as plain rows."""
    ids = inputs.people.get_column("person_id")
    rows = roll_for(inputs, ids.to_list()).rows
    return (rows[person_id] for person_id in ids)


def _targets(inputs: Inputs) -> dict[str, str]:
    """Return whom the day is for, each with the local hour it is planned for."""
    met = (pl.col("kind") == "meeting") & (pl.col("dropped_because").list.len() == 0)
    at = pl.coalesce("start", "by_about").dt.convert_time_zone(inputs.event.tz).dt.strftime("%d %b %H:00")
    rows = inputs.plan.filter(met).select("person_id", at.fill_null("").alias("at")).sort("at", "person_id")
    return dict(rows.iter_rows())


def is_thin(profile: Profile) -> bool:
    """Return whether a profile says so little that its sheet is mostly the event's."""
    told = (profile.majors, profile.interests, profile.offers, profile.seeks, profile.positions)
    more = (profile.degree_level, profile.graduation_date, profile.school)
    return sum(bool(value) for value in (*told, *more)) < int(words_of("audit")["groups"]["thin_below"])


@lru_cache(maxsize=1)
def _words() -> Words:
    """Return all sentences, the same for everybody: what is put into words once is not again."""
    found = load_words()
    return replace(found, sentences={**found.sentences, **words_of("sentences")})
