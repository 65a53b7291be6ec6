"""One document from its view to its PDF: what still runs over its pages is asked for again, tighter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.backend import make_pdf
from pipeline.report.budget import Tight
from pipeline.report.checklist import follow_up
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.report.inputs import Inputs
    from pipeline.report.pdf import Pdf
    from pipeline.report.view import FollowUpView, Paper, PrepView
    from pipeline.report.words import Words
    from pipeline.settings import Settings

#: The page that stands alone.
_FRONT = 1
_TRIES = 6
#: Pages that stand alone, with their templates.
_ALONE = {"slip": "slip/slip.html", "week": "prepare/week.html", "review": "followup/review.html"}


@dataclass(frozen=True, slots=True)
class MadePrep:
    """The sheet as a view, as HTML that can be printed from a browser, and as a PDF."""

    view: PrepView
    html: str
    pdf: Pdf


def make_prep(
    inputs: Inputs,
    *,
    folders: Sequence[Path] = (),
    attachments: Mapping[str, str] | None = None,
    words: Words | None = None,
    view: PrepView | None = None,
) -> MadePrep:
    """Return the sheet on its three pages; in full or in large print it takes what it needs.

    ``view`` is what ``prep_sheet`` returned for these inputs, where the caller has it already.
    Raises ``RenderError`` when it cannot be laid out; the HTML can still be had from ``to_html`` then.
    """
    bounded = inputs.settings.text("report.layout") == "sheet" and not inputs.settings.flag("report.full")
    tight, shown = Tight(), view or prep_sheet(inputs, words=words)
    for left in reversed(range(_TRIES)):
        html = to_html("prep/sheet.html", shown, folders=folders)
        pdf = make_pdf(
            shown, html, "prep", settings=inputs.settings, folders=folders, attachments=attachments
        )
        closer = _tighter(tight, shown, pdf)
        if not bounded or not left or closer == tight:
            break
        tight, shown = closer, prep_sheet(inputs, tight=closer, words=words)
    return MadePrep(shown, html, pdf)


@dataclass(frozen=True, slots=True)
class MadeFollowUp:
    """The follow-up checklist as a view, as HTML and as a PDF."""

    view: FollowUpView
    html: str
    pdf: Pdf


def make_follow_up(
    inputs: Inputs,
    *,
    folders: Sequence[Path] = (),
    attachments: Mapping[str, str] | None = None,
    words: Words | None = None,
) -> MadeFollowUp:
    """Return the follow-up checklist; it takes as many pages as there are steps.

    Raises ``RenderError`` when it cannot be laid out.
    """
    view = follow_up(inputs, words=words)
    html = to_html("followup/checklist.html", view, folders=folders)
    pdf = make_pdf(view, html, "followup", settings=inputs.settings, folders=folders, attachments=attachments)
    return MadeFollowUp(view, html, pdf)


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page that stands alone, as HTML and as a PDF."""

    html: str
    pdf: Pdf


def make_page(name: str, view: Paper, *, settings: Settings, folders: Sequence[Path] = ()) -> MadePage:
    """Return the ``slip``, ``week`` or ``review`` page of this view, by the engine of the settings.

    Raises ``RenderError`` when it cannot be laid out.
    """
    html = to_html(_ALONE[name], view, folders=folders)
    return MadePage(html, make_pdf(view, html, name, settings=settings, folders=folders))


def _tighter(tight: Tight, view: PrepView, pdf: Pdf) -> Tight:
    """Return what to ask for instead when pages ran over, or the same when all three hold."""
    last = pdf.anchors.get("after", 1)
    cards = pdf.anchors.get("cards", last)
    return Tight(
        front=tight.front + max(0, cards - _FRONT - 1),
        cards=tight.cards + (max(0, last - cards - 1) if view.cards else 0),
        last=tight.last + max(0, pdf.pages - last),
    )
