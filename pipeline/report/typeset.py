"""Views to PDF with Typst, where Pango cannot be had: the same fields, no system library."""

from __future__ import annotations

import base64
import io
import json
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import RenderError, cell
from pipeline.report.clean import isolated
from pipeline.report.glyphs import in_latin, missing_notes
from pipeline.report.pdf import Pdf
from pipeline.report.render import MEND, path_of_template, source_of_template
from pipeline.report.row_heads import with_row_heads
from pipeline.report.view import Picture, by_field
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.report.view import Paper

_INSTALL = "Install it: pip install 'meetwell[typst]'."
#: A package would be fetched from the network.
_PACKAGE = re.compile(r'"@\w')
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Where Typst looked for a file: an empty folder of ours.
_FOLDER = re.compile(r" \(searched at [^)]*\)")
_ANCHORS = ("must", "rest", "cards", "after", "floor")


@lru_cache(maxsize=1)
def _engine() -> tuple[Any, Any]:
    """Return typst and its fonts: the bundled ones, then those of the system.

    Raises ``RenderError`` when the package is not installed.
    """
    try:
        import typst
    except ImportError as problem:
        raise RenderError("Typst is not installed", do=_INSTALL) from problem
    return typst, typst.Fonts(font_paths=[str(shared("templates") / "fonts")])


@dataclass(frozen=True, slots=True)
class Typesetting:
    """What Typst needs for one paper, in plain values: another process can do it."""

    source: str
    data: str
    labels: Mapping[str, str]
    #: Which files the source was put together from, with the number of their lines; the user's by their path.
    files: tuple[tuple[str, int], ...] = ()

    @property
    def own(self) -> str | None:
        """Return the user's template in it, the paper's before what all share; None where all is shipped."""
        return next((name for name, _ in reversed(self.files) if Path(name).is_absolute()), None)


def typesetting(template: str, view: Paper, *, folders: Sequence[Path] = ()) -> Typesetting:
    """Return what Typst needs to set this view.

    Raises ``RenderError`` when the template is missing, or asks for a package.
    """
    names = [f"typst/{name}.typ" for name in ("common", template)]
    sources = [source_of_template(name, folders) for name in names]
    files = tuple(
        (_shown(name, folders), text.count("\n") + 1) for name, text in zip(names, sources, strict=True)
    )
    source = "\n".join(sources)
    if _PACKAGE.search(source):
        raise RenderError(
            "a Typst template asks for a package, which would be fetched",
            where=files[-1][0],
            do="Write it without '#import \"@...\"'.",
        )
    data = isolated(json.dumps(view, default=_plain, ensure_ascii=False))
    return Typesetting(source, data, {key: view.page.label[key] for key in _ANCHORS}, files)


def _shown(name: str, folders: Sequence[Path]) -> str:
    path = path_of_template(name, folders)
    return str(path.resolve()) if any(path.is_relative_to(folder) for folder in folders) else name


def typeset(work: Typesetting) -> Pdf:
    """Return a view as a tagged PDF (PDF/UA-1); words that no font can draw are in Latin letters.

    Raises ``RenderError`` when Typst is missing, or the template is broken.
    """
    typst, fonts = _engine()
    with tempfile.TemporaryDirectory(prefix="meetwell-") as empty:
        compiler = typst.Compiler(root=empty, font_paths=fonts, package_path=empty, package_cache_path=empty)
        made, undrawn = _compiled(typst, compiler, work)
    pages, anchors = _places(made, work.labels)
    return Pdf(with_row_heads(made), pages, anchors, missing_notes(undrawn))


def _compiled(typst: Any, compiler: Any, work: Typesetting) -> tuple[bytes, set[str]]:
    """Return the PDF and the characters that no font can draw, which PDF/UA refuses."""
    undrawn: set[str] = set()
    options: dict[str, Any] = {"format": "pdf", "pdf_standards": "ua-1", "timestamp": 0}
    while True:
        told = in_latin(work.data, undrawn) if undrawn else work.data
        try:
            return compiler.compile(work.source.encode(), sys_inputs={"view": told}, **options), undrawn
        except typst.TypstError as problem:
            more = set(_undrawn(problem)) - undrawn
            if not more:
                what = f"Typst could not set the page: {_FOLDER.sub('', problem.message)}"
                raise RenderError(
                    what, where=_where(problem, work), do=MEND if work.own else None
                ) from problem
            undrawn |= more


def _undrawn(problem: Any) -> list[str]:
    """Return the characters that no font can draw; empty for another problem."""
    found = _UNDRAWN.findall(f"{problem.message}\n{problem.diagnostic}")
    plain = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), word) for word in found)
    return sorted({character for word in plain for character in word})


def _where(problem: Any, work: Typesetting) -> str:
    """Return file and line of the problem, in the file that this line of the whole source came from."""
    found = re.search(r"\.typ:(\d+):\d+", str(problem.diagnostic))
    line = int(found[1]) if found else 0
    for name, lines in work.files:
        if line <= lines:
            return cell(name, line or None)
        line -= lines
    return work.own or "typst"


def _plain(value: Any) -> dict[str, Any]:
    """Return a view as plain values; a picture carries its bytes as numbers, a drawing its text."""
    if not isinstance(value, Picture):
        return by_field(value)
    kind, _, content = value.src.partition(";base64,")
    drawn = base64.b64decode(content)
    return {"bytes": drawn.decode() if kind.endswith("svg+xml") else list(drawn), "alt": value.alt}


def _places(made: bytes, labels: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Return how many pages there are, and on which of them the main headings stand."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(made))
    names = {label: key for key, label in labels.items()}
    anchors: dict[str, int] = {}
    for item in _flat(reader.outline):
        key = names.get(str(item.title))
        number = reader.get_destination_page_number(item)
        if key and number is not None:
            anchors.setdefault(key, number + 1)
    return len(reader.pages), anchors


def _flat(outline: Any) -> list[Any]:
    return [entry for item in outline for entry in (_flat(item) if isinstance(item, list) else [item])]
