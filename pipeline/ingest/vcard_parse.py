"""vCard text to properties, card by card (2.1, 3.0, 4.0), so that one broken card loses only itself."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import InputError
from pipeline.ingest.encoding import text_in
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.repairs import Repairs

_KEPT = frozenset(
    {
        *(
            "FN",
            "N",
            "EMAIL",
            "TEL",
            "URL",
            "ORG",
            "TITLE",
            "ROLE",
            "NOTE",
            "NICKNAME",
            "BDAY",
            "LABEL",
            "REV",
        ),
        *("UID", "CATEGORIES", "ADR", "X-SOCIALPROFILE", "KIND", "X-ADDRESSBOOKSERVER-KIND"),
    }
)
_LONGEST = 64 * 1024
_LONGEST_HEAD = 4096
_MOST_CARDS = 100_000
_MOST_LINES = 1_000_000
_MOST_PROPERTIES = 1_000  # of one card
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_HEAD = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):")
_PARAMETER = re.compile(r";((?:[^;\"]|\"[^\"]*\")*)")


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


class _Line(NamedTuple):
    """An unfolded line, the number of its first physical line, and whether its end was cut off."""

    text: str
    number: int
    cut: bool


def read_cards(text: str, repairs: Repairs, *, name: str = "cards.vcf") -> Iterator[Card]:
    """Yield the cards of a text; ``repairs`` takes what was wrong with them.

    Raises ``InputError`` when there are more cards or lines than any address book has.
    """
    if max(text.count("\n"), text.count("\r")) > _MOST_LINES:
        raise _too_many(f"{_MOST_LINES:,} lines", name)
    card: Card | None = None
    begun = 0
    for line in _logical_lines(text):
        mark = line.text[:40].strip().upper()
        if mark == "BEGIN:VCARD":
            if card is not None:
                repairs.add(_unended(card))
                yield card
            begun += 1
            if begun > _MOST_CARDS:
                raise _too_many(f"{_MOST_CARDS:,} cards", name)
            card = Card(line.number)
        elif mark == "END:VCARD":
            if card is not None:
                yield card
            card = None
        elif card is not None and line.text.strip():
            _take(card, line, repairs)
    if card is not None:
        repairs.add(_unended(card))
        yield card


def _too_many(what: str, name: str) -> InputError:
    return InputError(
        f"it holds more than {what}, which is the limit",
        where=name,
        do="Is it an address book? Export it again, or in parts.",
    )


def _take(card: Card, line: _Line, repairs: Repairs) -> None:
    """Keep the property of a line, if it is one that says something of a person."""
    found = _property(line.text)
    if found is None:
        said = "this line of the card cannot be read; it was left out"
        repairs.add(Finding("repaired", "vcard.line", said, row=line.number, raw=line.text[:200]))
    elif found.name == "VERSION":
        card.version = found.value.strip()
    elif found.name in _KEPT and found.value.strip():
        if len(card.properties) == _MOST_PROPERTIES:
            said = f"the card has more than {_MOST_PROPERTIES:,} values; the others were left out"
            repairs.add(Finding("repaired", "vcard.many", said, row=card.line))
        if len(card.properties) <= _MOST_PROPERTIES:
            card.properties.append(found)
        if line.cut:
            said = f"this {found.name} is longer than {_LONGEST >> 10} KiB; its end was left out"
            repairs.add(Finding("repaired", "vcard.long", said, row=line.number))


def _unended(card: Card) -> Finding:
    return Finding("repaired", "vcard.end", "the card has no end; what it holds was kept", row=card.line)


def _logical_lines(text: str) -> Iterator[_Line]:
    """Yield unfolded lines; of one beyond the limit only how it begins."""
    pieces: list[str] = []
    start, size, printable, goes_on = 1, 0, False, False
    for number, (at, end) in enumerate(_physical_lines(text), start=1):
        raw = text[at : min(end, at + _LONGEST + 1)]
        folded = bool(size) and raw[:1] in (" ", "\t")
        if not goes_on and not folded:
            if size:
                yield _Line("".join(pieces), start, size > _LONGEST)
            pieces, start, size = [], number, 0
            printable = "QUOTED-PRINTABLE" in raw[:_LONGEST_HEAD].split(":", 1)[0].upper()
        piece = f"\r\n{raw}" if goes_on else raw[folded:]
        if size < _LONGEST:
            pieces.append(piece[: _LONGEST - size])
        size += len(piece)
        goes_on = printable and end > at and text[end - 1] == "="
    if size:
        yield _Line("".join(pieces), start, size > _LONGEST)


def _physical_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends."""
    at = 0
    for found in _LINE_END.finditer(text):
        yield at, found.start()
        at = found.end()


def _property(line: str) -> Property | None:
    found = _HEAD.match(line, 0, _LONGEST_HEAD)
    if found is None:
        return None
    params: dict[str, str] = {}
    for part in filter(None, _PARAMETER.findall(found[2])):
        key, _, value = part.partition("=")
        name = key.lower() if value else "type"
        params[name] = ",".join(filter(None, (params.get(name), (value or key).strip('"').lower())))
    return Property(found[1].upper(), params, _decoded(line[found.end() :], params))


def _decoded(value: str, params: dict[str, str]) -> str:
    encoding = f"{params.get('encoding', '')},{params.get('type', '')}"
    if "quoted-printable" not in encoding:
        return value
    raw = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
    for codec in (params.get("charset"), "utf-8", "cp1252"):
        try:
            return text_in(raw, codec or "ascii")
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def parts(value: str) -> list[str]:
    """Return the parts of a structured value (name, address, organisation), unescaped."""
    return [unescaped(part) for part in re.split(r"(?<!\\);", value)]


def unescaped(value: str) -> str:
    """Return a text without vCard escapes."""
    return re.sub(r"\\([nN;,:\\])", lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
