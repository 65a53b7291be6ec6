"""One user's sheet: plan, view, paper and receipt; nothing is made again whose receipt still holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline import __version__
from pipeline.batch.places import PHONE, RECEIPT, SHEET
from pipeline.batch.privacy import printed_fields
from pipeline.batch.receipts import Receipt, read_receipt, stands, sweep
from pipeline.batch.sources import Sources
from pipeline.batch.words import words_of
from pipeline.flow.project import digest
from pipeline.report.make import make_prep
from pipeline.report.phone import phone_page, phone_view
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html
from pipeline.report.words import Words, load_words
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pipeline.batch.job import Office
    from pipeline.profile import Profile
    from pipeline.report.inputs import Inputs

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
    sources = Sources.of(office, user_id)
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
