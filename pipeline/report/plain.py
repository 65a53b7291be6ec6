"""A plain page of headings, paragraphs and tables, from HTML to Typst where there is no Pango."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from pipeline.report.clean import isolated
from pipeline.report.render import source_of_template
from pipeline.report.typeset import Typesetting

_TEXTS = frozenset({"title", "h1", "h2", "p", "td", "th"})


def plain_typesetting(html: str) -> Typesetting:
    """Return what Typst needs to set a page of the office: its title, headings, paragraphs and tables."""
    reader = _Reader()
    reader.feed(html)
    page = {"size": "A4", "layout": "sheet", "lang": "en", "title": reader.title, "foot": reader.title}
    data = json.dumps({"page": {**page, "label": {"id": ""}}, "parts": reader.parts}, ensure_ascii=False)
    source = "\n".join(source_of_template(f"typst/{name}.typ") for name in ("common", "plain"))
    return Typesetting(source, isolated(data), {})


class _Reader(HTMLParser):
    """Gathers the parts of a page; a row of header cells is the head of its table."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.parts: list[dict[str, Any]] = []
        self.text: list[str] | None = None
        self.row: list[str] = []
        self.head = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
        if tag in _TEXTS:
            self.text = []
        elif tag == "table":
            self.parts.append({"kind": "table", "head": [], "rows": []})
        elif tag == "tr":
            self.row, self.head = [], False

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._end_row()
        if tag not in _TEXTS or self.text is None:
            return
        text, self.text = " ".join("".join(self.text).split()), None
        if tag == "title":
            self.title = text
        elif tag in ("td", "th"):
            self.row.append(text)
            self.head = self.head or tag == "th"
        else:
            self.parts.append({"kind": tag, "text": text})

    def _end_row(self) -> None:
        table = self.parts[-1]
        if self.head:
            table["head"] = self.row
        else:
            table["rows"].append(self.row)
