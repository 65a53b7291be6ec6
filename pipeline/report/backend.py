"""Which engine makes the PDF: WeasyPrint where Pango is, else Typst, both from the same view."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pipeline.errors import RenderError, SettingsError
from pipeline.report.pdf import Pdf, write_pdf
from pipeline.report.typeset import Typesetting, typeset, typesetting
from pipeline.report.worker import shared_worker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.report.view import Paper
    from pipeline.settings import Settings

BACKENDS = ("auto", "weasyprint", "typst")


def make_pdf(
    view: Paper,
    html: str,
    template: str,
    *,
    settings: Settings,
    folders: Sequence[Path] = (),
    attachments: Mapping[str, str] | None = None,
) -> Pdf:
    """Return the PDF of a view by the engine ``report.backend`` names; ``auto`` takes the one that works.

    Raises ``RenderError`` when no engine can make it within ``report.time_limit`` seconds (0: no limit).
    """
    backend = settings.text("report.backend")
    if backend not in BACKENDS:
        raise SettingsError(f"report.backend is {backend!r}", do=f"It takes one of: {', '.join(BACKENDS)}.")
    if backend == "typst":
        return _attached(_typeset(typesetting(template, view, folders=folders), settings), attachments)
    try:
        return html_pdf(html, settings=settings, attachments=attachments)
    except RenderError as problem:
        if backend == "weasyprint" or "Pango" not in problem.what or find_spec("typst") is None:
            raise
    return _attached(_typeset(typesetting(template, view, folders=folders), settings), attachments)


def html_pdf(html: str, *, settings: Settings, attachments: Mapping[str, str] | None = None) -> Pdf:
    """Return the PDF of a page that has no Typst template, by WeasyPrint and in the time of the settings.

    Raises ``RenderError`` where Pango is missing, or when it takes longer than ``report.time_limit`` seconds.
    """
    seconds = settings.number("report.time_limit")
    if seconds <= 0:
        return write_pdf(html, attachments=attachments)
    return shared_worker().write_pdf(html, seconds=seconds, attachments=attachments)


def _typeset(work: Typesetting, settings: Settings) -> Pdf:
    """Return what Typst makes; a template of the user has no network and a time limit in any case."""
    from pipeline.report.sandbox import LIMIT

    seconds = settings.number("report.time_limit") or (LIMIT if work.own else 0.0)
    return shared_worker().typeset(work, seconds=seconds) if seconds > 0 else typeset(work)


def _attached(pdf: Pdf, attachments: Mapping[str, str] | None) -> Pdf:
    if not attachments:
        return pdf
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf.data))
    for name, text in attachments.items():
        writer.add_attachment(name, text.encode())
    out = io.BytesIO()
    writer.write(out)
    return Pdf(out.getvalue(), pdf.pages, pdf.anchors, pdf.warnings)
