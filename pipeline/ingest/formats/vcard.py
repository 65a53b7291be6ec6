"""vCard files: address books of phones and mail programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.assemble import ingested
from pipeline.ingest.counted import were
from pipeline.ingest.encoding import decode
from pipeline.ingest.importer import Claim, Finding, Ingested, Source
from pipeline.ingest.records import build
from pipeline.ingest.repairs import Repairs
from pipeline.ingest.rivals import Guess
from pipeline.ingest.table import Table
from pipeline.ingest.vcard_parse import Card, parts, read_cards, unescaped

if TYPE_CHECKING:
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_FIELDS: dict[str, str | None] = {
    "FN": "name",
    "N[0]": "family_name",
    "N[1]": "given_name",
    "EMAIL": "email",
    "ORG[0]": "organization",
    "TITLE": "title",
    "ROLE": "title",
    "URL": "website",
    "NOTE": "notes",
    "TEL": "phone",
    "ADR.locality": "location",
    "ADR.country": "location",
    "CATEGORIES": "interests",
    "X-SOCIALPROFILE.linkedin": "linkedin",
    "X-SOCIALPROFILE.twitter": "twitter",
}
_IGNORED = (
    "N[2]",
    "N[3]",
    "N[4]",
    "ORG[1]",
    "NICKNAME",
    "BDAY",
    "ADR.street",
    "ADR.region",
    "LABEL",
    "REV",
    "UID",
)


@dataclass(frozen=True)
class VCard:
    """Cards of people and organisations."""

    name: str = "vcard"
    title: str = "vCard 2.1, 3.0 and 4.0: contacts of phones, Apple, Outlook, Google"

    def claim(self, probe: Probe) -> Claim:
        """Return YES for text that begins a card."""
        return Claim.YES if probe.kind == "vcard" else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return one record per card. Raises ``InputError`` when there is none."""
        decoded = decode(probe.data, source.name, source.encoding)
        repairs = Repairs()
        book = _Book()
        for card in read_cards(decoded.text, repairs, name=source.name):
            book.take(card)
        if not (book.lines or book.groups):
            raise InputError(
                "there is no card in it", where=source.name, do="Export the contacts again as vCard."
            )
        table = book.table()
        old = book.versions == {"2.1"} and decoded.text.isascii()
        table.encoding = "ascii" if old else decoded.encoding
        table.findings = [*decoded.findings, *repairs.findings()]
        if book.groups:
            said = f"{were(book.groups, 'group of contacts', 'groups of contacts')} left out"
            table.findings.append(Finding("notice", "vcard.groups", said))
        mapping = {name: _FIELDS.get(name) for name in table.columns} | dict(source.mapping)
        guesses = {
            name: Guess(field or None, 1.0) for name, field in mapping.items() if name in table.columns
        }
        built = build(table, {name: guess.field for name, guess in guesses.items()}, source)
        return ingested(table, guesses, built, source=source, settings=settings)


@dataclass(slots=True)
class _Book:
    """The cards of a file as rows; groups of contacts are only counted."""

    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)
    groups: int = 0

    def take(self, card: Card) -> None:
        if _is_group(card):
            self.groups += 1
            return
        self.rows.append({name: cell for name, cell in _cells(card).items() if cell})
        self.lines.append(card.line)
        self.versions.add(card.version)

    def table(self) -> Table:
        wanted = [name for name in (*_FIELDS, *_IGNORED) if any(name in row for row in self.rows)]
        rows = [[row.get(name, "") for name in wanted] for row in self.rows]
        return Table(columns=wanted, rows=rows, lines=self.lines, format="vcard")


def _is_group(card: Card) -> bool:
    found = card.first("KIND") or card.first("X-ADDRESSBOOKSERVER-KIND")
    return found is not None and found.value.strip().lower() == "group"


def _cells(card: Card) -> dict[str, str]:
    cells: dict[str, str] = _profiles(card)
    for name in ("FN", "TITLE", "ROLE", "NOTE", "NICKNAME", "BDAY", "LABEL", "REV", "UID", "CATEGORIES"):
        found = card.first(name)
        cells[name] = unescaped(found.value) if found else ""
    for name in ("EMAIL", "TEL", "URL"):
        values = dict.fromkeys(
            unescaped(item.value).removeprefix("tel:").removeprefix("mailto:") for item in card.all(name)
        )
        cells[name] = "\n".join(values)
    for name, count in (("N", 5), ("ORG", 2)):
        found = card.first(name)
        for at, part in enumerate(parts(found.value)[:count] if found else []):
            cells[f"{name}[{at}]"] = part
    address = card.first("ADR")
    line = (parts(address.value) if address else []) + [""] * 7
    places = {"ADR.street": line[2], "ADR.locality": line[3], "ADR.region": line[4], "ADR.country": line[6]}
    return cells | places


def _profiles(card: Card) -> dict[str, str]:
    found = {}
    for item in card.all("X-SOCIALPROFILE"):
        for network in ("linkedin", "twitter"):
            if network in item.params.get("type", "") or f"{network}.com" in item.value:
                found[f"X-SOCIALPROFILE.{network}"] = unescaped(item.value)
    return found
