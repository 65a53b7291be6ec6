"""vCard text to properties, card by card (2.1, 3.0, 4.0), so that one broken card loses only itself."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = frozenset({"PHOTO", "KEY", "LOGO", "SOUND"})
_LONGEST = 64 * 1024
_MOST_CARDS = 100_000
_LINE = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):(.*)", re.DOTALL)


@dataclass(slots=True)
class Property:
    """One property: its name in capitals, its parameters in small letters, its raw value."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Card:
    """One card and the line it begins at."""

    line: int
    version: str = "3.0"
    properties: list[Property] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the preferred property of a name, else the first."""
        found = self.all(name)
        return next((item for item in found if "pref" in str(item.params)), found[0] if found else None)

    def all(self, name: str) -> list[Property]:
        """Return every property of a name, in file order."""
        return [item for item in self.properties if item.name == name]


def read_cards(text: str) -> tuple[list[Card], list[Finding]]:
    """Return the cards of a text and what was wrong with them.

    Raises ``InputError`` when there are more than any address book has.
    """
    cards: list[Card] = []
    findings: list[Finding] = []
    card: Card | None = None
    for line, number in _logical_lines(text):
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if card is not None:
                findings.append(_unended(card))
                cards.append(card)
            if len(cards) >= _MOST_CARDS:
                raise InputError(
                    f"it holds more than {_MOST_CARDS:,} cards, which is the limit",
                    do="Is it an address book? Export it again, or in parts.",
                )
            card = Card(number)
        elif mark == "END:VCARD":
            if card is not None:
                cards.append(card)
            card = None
        elif card is not None and line.strip() and not _take(card, line):
            said = "this line of the card cannot be read; it was left out"
            findings.append(Finding("repaired", "vcard.line", said, row=number, raw=line[:200]))
    if card is not None:
        findings.append(_unended(card))
        cards.append(card)
    return cards, findings


def _take(card: Card, line: str) -> bool:
    """Keep the property of a line; return False when it is none."""
    found = _property(line)
    if found is not None and found.name == "VERSION":
        card.version = found.value.strip()
    elif found is not None and found.name not in _SKIPPED:
        card.properties.append(found)
    return found is not None


def _unended(card: Card) -> Finding:
    return Finding("repaired", "vcard.end", "the card has no end; what it holds was kept", row=card.line)


def _logical_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield unfolded lines with the number of their first physical line."""
    pieces: list[str] = []
    start, size, printable = 1, 0, False
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if printable and pieces[-1].endswith("="):
            piece = "\r\n" + raw
        elif raw[:1] in (" ", "\t") and size:
            piece = raw[1:]
        else:
            if size:
                yield "".join(pieces), start
            pieces, start, size = [raw], number, len(raw)
            printable = "QUOTED-PRINTABLE" in raw.split(":", 1)[0].upper()
            continue
        if size < _LONGEST:
            pieces.append(piece)
            size += len(piece)
        elif piece.startswith("\r"):
            # Past the limit only whether the value goes on is of interest.
            pieces[-1] = "=" if piece.endswith("=") else ""
    if size:
        yield "".join(pieces), start


def _property(line: str) -> Property | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    params: dict[str, str] = {}
    for part in filter(None, re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", found[2])):
        key, _, value = part.partition("=")
        name = key.lower() if value else "type"
        params[name] = ",".join(filter(None, (params.get(name), (value or key).strip('"').lower())))
    return Property(found[1].upper(), params, _decoded(found[3], params))


def _decoded(value: str, params: dict[str, str]) -> str:
    encoding = f"{params.get('encoding', '')},{params.get('type', '')}"
    if "quoted-printable" not in encoding:
        return value
    raw = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
    for codec in (params.get("charset"), "utf-8", "cp1252"):
        try:
            return raw.decode(codec) if codec else raw.decode("ascii")
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def parts(value: str) -> list[str]:
    """Return the parts of a structured value (name, address, organisation), unescaped."""
    return [unescaped(part) for part in re.split(r"(?<!\\);", value)]


def unescaped(value: str) -> str:
    """Return a text without vCard escapes."""
    return re.sub(r"\\([nN;,:\\])", lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
