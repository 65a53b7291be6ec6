"""Addresses as a mail program writes them, one after the other: "Ada Byron" <ada@example.com>; ..."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.assemble import ingested
from pipeline.ingest.encoding import decode
from pipeline.ingest.importer import Claim, Ingested, Source
from pipeline.ingest.records import build
from pipeline.ingest.rivals import Guess
from pipeline.ingest.table import Table

if TYPE_CHECKING:
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_MAILBOX = re.compile(
    r'(?:"([^"<>\r\n]{1,200})"|([^"<>,;\r\n]{1,200}?))\s*<\s*([^\s<>,;@]{1,64}@[^\s<>,;@]{3,190})\s*>'
    r'|(?<![^\s,;:])([^\s<>,;"@:]{1,64}@[^\s<>,;"@]{3,190})(?=[\s,;]|$)'
)
_BETWEEN = re.compile(r"(?:to|cc|bcc|an|von|from|à|para|per|till)\s*:|[\s,;]+", re.IGNORECASE)


@dataclass(frozen=True)
class Mailboxes:
    """A line of recipients, copied from a message."""

    name: str = "mailboxes"
    title: str = "recipients copied from a message: Name <address>, one after the other or one a line"

    def claim(self, probe: Probe) -> Claim:
        """Return YES when nothing but such addresses stands in the text, two at the least."""
        if probe.kind not in ("text", "html", "xml") or b"<" not in probe.head or b"@" not in probe.head:
            return Claim.NO
        found = len(_MAILBOX.findall(probe.start))
        rest = _BETWEEN.sub("", _MAILBOX.sub("", probe.start.replace("\t", " ")))
        whole = not rest or (len(probe.head) < probe.size and len(rest) < 300)
        return Claim.YES if found >= 2 and whole else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return the people addressed. Raises ``InputError`` when it names none."""
        decoded = decode(probe.data, source.name, source.encoding)
        table = Table(
            ["name", "email"],
            [],
            [],
            format=self.name,
            encoding=decoded.encoding,
            findings=list(decoded.findings),
        )
        line, at = 1, 0
        for found in _MAILBOX.finditer(decoded.text):
            line, at = line + decoded.text.count("\n", at, found.end()), found.end()
            table.rows.append([(found[1] or found[2] or "").strip(" ,;'\t"), found[3] or found[4]])
            table.lines.append(line)
        if not table.rows:
            raise InputError("no Name <address> stands in it", where=source.name, do="Leave --as out.")
        fields = {name: name for name in table.columns}
        built = build(table, fields, source)
        guesses = {name: Guess(name, 1.0) for name in table.columns}
        return ingested(table, guesses, built, source=source, settings=settings, platform=self.name)
