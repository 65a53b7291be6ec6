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
    from collections.abc import Callable, Mapping, Sequence
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
    return _made(html, lambda: typesetting(template, view, folders=folders), settings, attachments)


def html_pdf(html: str, *, settings: Settings) -> Pdf:
    """Return the PDF of a page of headings, paragraphs and tables that has no template.

    Raises ``RenderError`` as ``make_pdf`` does.
    """

    def work() -> Typesetting:
        from pipeline.report.plain import plain_typesetting

        return plain_typesetting(html)

    return _made(html, work, settings)


def _made(
    html: str,
    work: Callable[[], Typesetting],
    settings: Settings,
    attachments: Mapping[str, str] | None = None,
) -> Pdf:
    """Return the HTML as a PDF; where Typst is to make it, or takes over, what it makes of ``work``."""
    if _backend(settings) != "typst":
        try:
            return _laid_out(html, settings, attachments)
        except RenderError as problem:
            if not may_typeset(problem, settings):
                raise
    return _attached(_typeset(work(), settings), attachments)


def _backend(settings: Settings) -> str:
    backend = settings.text("report.backend")
    if backend not in BACKENDS:
        raise SettingsError(f"report.backend is {backend!r}", do=f"It takes one of: {', '.join(BACKENDS)}.")
    return backend


def may_typeset(problem: RenderError, settings: Settings) -> bool:
    """Tell whether Typst may take over: Pango is missing, Typst is there, and nobody asked for the other."""
    return _backend(settings) == "auto" and "Pango" in problem.what and find_spec("typst") is not None


def _laid_out(html: str, settings: Settings, attachments: Mapping[str, str] | None) -> Pdf:
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
