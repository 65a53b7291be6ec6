"""The people of a calendar's invitations: ATTENDEE and ORGANIZER lines (RFC 5545) to Records."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.ingest import values
from pipeline.ingest.ics_scan import joined_lines
from pipeline.ingest.identity import records_table
from pipeline.ingest.records import build_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.ingest.ics_scan import Block, Scan
    from pipeline.ingest.importer import Ingested, Source

_LINE = re.compile(r"(ATTENDEE|ORGANIZER)((?:;[\w-]+=(?:\"[^\"]*\"|[^\";:])*)*):(.*)", re.IGNORECASE)
_PARAM = re.compile(r";([\w-]+)=((?:\"[^\"]*\"|[^\";:])*)")
_ESCAPED = {"^n": " ", "^N": " ", "^'": '"', "^^": "^"}
_CANCELLED = re.compile(rb"^STATUS:\s*CANCELLED\b", re.IGNORECASE | re.MULTILINE)
_CALENDAR_NAME = re.compile(rb"^X-WR-CALNAME[^:\r\n]*:([^\r\n]{3,254})", re.IGNORECASE | re.MULTILINE)
_ENOUGH_MEETINGS = 3
_NO_PEOPLE = ("ROOM", "RESOURCE", "GROUP")


@dataclass(slots=True)
class _Invited:
    """One address in the calendar, whatever entries it stands in."""

    email: str | None
    row: int
    name: str | None = None
    organizes: bool = False
    coming: bool = False
    entries: int = 0
    meetings: int = 0
    of_meetings: int = 0  # how many entries of the calendar name anybody


def with_people(found: Ingested, scanned: Scan, source: Source) -> Ingested:
    """Return what a calendar gave together with the people its entries invite, each once.

    Those of the user's own calendar belong to the network; rooms, resources and groups are no people.
    """
    mine = source.owner == "mine"
    own = replace(source, event=None) if mine else source
    invited = _everybody(scanned.events, strict=not mine)
    owner = _owner(invited, scanned.head) if mine else None
    invited = [item for item in invited if item is not owner]
    built = build_rows([_row(item, mine=mine) for item in invited], own, rows=len(invited))
    if not built.records:
        return found
    return replace(found, records=records_table(built.records, own, kind="calendar"))


def _owner(invited: list[_Invited], head: bytes) -> _Invited | None:
    """Return whose own calendar it is: its name is the address, or one address alone is in all meetings."""
    named = _CALENDAR_NAME.search(head)
    address = _decoded(named[1]).strip().casefold() if named else ""
    most = max((item.meetings for item in invited), default=0)
    always = [item for item in invited if item.meetings == most]
    whose = next((item for item in invited if item.email and item.email == address), None)
    sure = most >= _ENOUGH_MEETINGS and len(always) == 1 and len(invited) > 2
    return whose or (always[0] if sure and always[0].meetings == always[0].of_meetings else None)


def owner_of(scanned: Scan) -> str | None:
    """Return the address of whose own calendar it is, where it says so."""
    owner = _owner(_everybody(scanned.events, strict=False), scanned.head)
    return owner.email if owner else None


def answers_of(block: Block) -> dict[str, str]:
    """Return what each address answered to this invitation, as ACCEPTED or DECLINED."""
    found = ((_email_of(params, address), params.get("PARTSTAT", "")) for _, params, address in _lines(block))
    return {email: answer.upper() for email, answer in found if email and answer}


def _row(item: _Invited, *, mine: bool) -> dict[str, Any]:
    origin = "ORGANIZER" if item.organizes else "ATTENDEE"
    fields = [("name", item.name), ("emails", item.email), ("role", None if mine else item.organizes or None)]
    return {
        "source_row": item.row,
        "name": item.name,
        "emails": [item.email] if item.email else [],
        "role": "organizer" if item.organizes and not mine else None,
        "status": "active" if mine or item.coming else "cancelled",
        "read_from": [{"field": name, "column": origin} for name, value in fields if value],
        "extra": [{"name": "entries", "value": str(item.entries)}],
    }


def _everybody(blocks: Iterable[Block], *, strict: bool) -> list[_Invited]:
    """Return who is invited, by address, else by name, in file order; the fuller name counts."""
    known: dict[str, _Invited] = {}
    meetings = 0
    for block in blocks:
        if _CANCELLED.search(block.data):
            continue
        here: set[str] = set()
        for who, params, address in _lines(block):
            name, email = _name_of(params, address), _email_of(params, address)
            organizes = who == "ORGANIZER" or params.get("ROLE", "").upper() == "CHAIR"
            if not _is_somebody(name, email, params, strict=strict and organizes):
                continue
            key = email or str(name).casefold()
            item = known.setdefault(key, _Invited(email, block.row))
            item.name = max(item.name or "", name or "", key=len) or None
            item.organizes = item.organizes or organizes
            item.coming = item.coming or params.get("PARTSTAT", "").upper() != "DECLINED"
            item.entries += 1
            item.meetings += key not in here
            here.add(key)
        meetings += bool(here)
    for item in known.values():
        item.of_meetings = meetings
    return list(known.values())


def _lines(block: Block) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield property, parameters and value; a line is joined before it is decoded: folds split characters."""
    if b"ATTENDEE" not in block.data.upper() and b"ORGANIZER" not in block.data.upper():
        return
    for raw in joined_lines(block.data).split(b"\n"):
        if raw[:8].upper() in (b"ATTENDEE", b"ORGANIZE"):
            found = _LINE.fullmatch(_decoded(raw).strip())
            if found:
                params = {key.upper(): _unquoted(value) for key, value in _PARAM.findall(found[2])}
                yield found[1].upper(), params, found[3].strip()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _unquoted(value: str) -> str:
    return re.sub(r"\^[nN'^]", lambda found: _ESCAPED[found[0]], value.strip('"')).strip()


def _email_of(params: dict[str, str], address: str) -> str | None:
    for text in (params.get("EMAIL", ""), re.sub(r"^mailto:", "", address, flags=re.IGNORECASE)):
        if values.EMAIL.fullmatch(text.strip()):
            return text.strip().casefold()
    return None


def _name_of(params: dict[str, str], address: str) -> str | None:
    """Return the common name; one that only repeats the address is none, "Doe, Jane" is turned round."""
    name = re.sub(r"\s+", " ", params.get("CN", "")).strip(" '")
    if not name or "@" in name or name.casefold() in address.casefold():
        return None
    family, comma, given = name.partition(", ")
    turned = f"{given} {family}" if comma and "," not in given else name
    return turned if values.is_person(turned) else name


def _is_somebody(name: str | None, email: str | None, params: dict[str, str], *, strict: bool) -> bool:
    """Return whether an invitation is a person's; ``strict`` asks for a name of a person's shape."""
    if params.get("CUTYPE", "").upper() in _NO_PEOPLE or not (name or email):
        return False
    mailbox, _, host = (email or "").partition("@")
    if mailbox in values.words("shared_mailboxes") or host in values.words("calendar_hosts"):
        return False
    if name is None:
        return not strict
    return values.is_person(name) or not (strict or values.is_organization(name))
