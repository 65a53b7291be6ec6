"""HTML to PDF with WeasyPrint: tagged, without a way to any file or network, missing glyphs reported."""

from __future__ import annotations

import gc
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import RenderError
from pipeline.pause import no_collecting
from pipeline.report.glyphs import in_latin, missing_notes
from pipeline.report.tags import complete_tags
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FACES = (
    ("Source Sans 3", 400, "SourceSans3_400Regular.ttf"),
    ("Source Sans 3", 600, "SourceSans3_600SemiBold.ttf"),
    ("Source Sans 3", 700, "SourceSans3_700Bold.ttf"),
    ("Atkinson Hyperlegible", 400, "AtkinsonHyperlegible_400Regular.ttf"),
    ("Atkinson Hyperlegible", 700, "AtkinsonHyperlegible_700Bold.ttf"),
)
_NOTDEF = re.compile(r'"(.)" \(U\+([0-9A-F]{4,6})\)', re.DOTALL)
_PANGO = (
    "Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "Fedora: dnf install pango. macOS: brew install pango. "
    "Windows, or without installing anything: pip install 'meetwell[typst]'."
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF: bytes, number of pages, the page of each anchor, and what to tell the user."""

    data: bytes
    pages: int
    anchors: Mapping[str, int]
    warnings: tuple[str, ...]


@lru_cache(maxsize=1)
def _engine() -> tuple[Any, Any, Any]:
    """Return weasyprint, one font configuration with the bundled faces, and a fetcher that knows only these.

    Raises ``RenderError`` naming the fix for each system when Pango cannot be loaded.
    """
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as problem:
        raise RenderError(
            f"Pango, which lays out the text of a PDF, cannot be loaded: {problem}", do=_PANGO
        ) from problem
    fetcher = _closed_fetcher(weasyprint)
    make: Any = FontConfiguration
    fonts = make()
    style: Any = weasyprint.CSS
    css = style(string=_font_css(), font_config=fonts, url_fetcher=fetcher, base_url="asset:/")
    return weasyprint, (fonts, css), fetcher


def _closed_fetcher(weasyprint: Any) -> Any:
    from weasyprint import urls

    response: Any = urls.URLFetcherResponse

    folder = shared("templates") / "fonts"
    assets = {f"asset:{file}": (folder / file).read_bytes() for _, _, file in _FACES}

    class ClosedFetcher(weasyprint.URLFetcher):  # type: ignore[misc]
        """Gives out the bundled fonts and pictures inside the document; every other address is refused."""

        def fetch(self, url: str, headers: object = None) -> Any:
            """Return an asset from memory; raises ``ValueError`` for any other address."""
            if url in assets:
                return response(url, assets[url], {"Content-Type": "font/ttf"})
            if url.startswith(("data:image/png;base64,", "data:image/svg+xml;base64,")):
                return super().fetch(url, headers)
            raise ValueError("addresses outside the document are not read")

    return ClosedFetcher(allowed_protocols=("data",), allow_redirects=False)


def _font_css() -> str:
    rule = "@font-face {{ font-family: '{}'; font-weight: {}; src: url(asset:{}) }}"
    return "\n".join(rule.format(*face) for face in _FACES)


def write_pdf(html: str, *, attachments: Mapping[str, str] | None = None) -> Pdf:
    """Return the HTML as a tagged PDF (PDF/UA-1), each attachment by its file name inside it.

    Words that no font can draw are in Latin letters, and told. Raises ``RenderError`` when the engine is
    missing or gives up.
    """
    with _listening() as heard, _unswept():
        made = _written(html, attachments or {})
        if heard.glyphs:
            made = _written(in_latin(html, heard.glyphs), attachments or {})
    return replace(made, warnings=heard.warnings())


def _written(html: str, attachments: Mapping[str, str]) -> Pdf:
    weasyprint, (fonts, css), fetcher = _engine()
    try:
        source = weasyprint.HTML(string=html, base_url=None, url_fetcher=fetcher)
        document = source.render(font_config=fonts, stylesheets=[css], pdf_variant="pdf/ua-1")
        for name, text in attachments.items():
            document.metadata.attachments.append(
                weasyprint.Attachment(string=text, name=name, description=name, url_fetcher=fetcher)
            )
        data = document.write_pdf(finisher=complete_tags, pdf_variant="pdf/ua-1")
    except (
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        ArithmeticError,
        RecursionError,
        OSError,
    ) as problem:
        do = "Is a template of your own in use? Move it away and try again."
        raise RenderError(f"the PDF could not be laid out: {problem}", do=do) from problem
    anchors = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
    return Pdf(data, len(document.pages), anchors, ())


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.glyphs: dict[str, None] = {}
        self.others: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        found = _NOTDEF.search(text) if text.startswith(".notdef") else None
        if found:
            self.glyphs[found[1]] = None
        else:
            self.others[text] = None

    def warnings(self) -> tuple[str, ...]:
        return (*missing_notes(self.glyphs), *self.others)


@contextmanager
def _unswept() -> Iterator[None]:
    """Keep the garbage collector still: a layout is one large living graph, which it would search in vain.

    What is left of it afterwards is young and dead, so that one look at the youngest frees it all.
    """
    with no_collecting():
        try:
            yield
        finally:
            gc.collect(0)


@contextmanager
def _listening() -> Iterator[_Heard]:
    """Collect what the engine logs, instead of letting it print."""
    logger = logging.getLogger("weasyprint")
    heard, before, spread = _Heard(), list(logger.handlers), logger.propagate
    logger.handlers, logger.propagate = [heard], False
    try:
        yield heard
    finally:
        logger.handlers, logger.propagate = before, spread
