"""What an archive or a résumé says about the user: proposals for the profile, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.ingest import cells
from pipeline.ingest.delimited import read_tables
from pipeline.ingest.members import members
from pipeline.ingest.probe import open_probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.ingest.importer import Source
    from pipeline.settings import Settings

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value for a key of the profile, as profile.toml writes it; ``source`` is file:row:column."""

    key: str
    value: Any
    source: str


def propose(source: Source, settings: Settings) -> list[Proposal]:
    """Return what a LinkedIn archive, one of its files, or a résumé PDF proposes for the profile.

    Raises ``InputError`` when the file is neither, or says nothing about its owner.
    """
    probe = open_probe(source.path, source.name, max_mib=settings.number("ingest.max_file_mib"))
    if probe.kind == "pdf":
        from pipeline.ingest.resume import propose_from_resume

        found = propose_from_resume(probe.data, source.name)
    elif probe.kind == "zip":
        files = members(probe.data, source.name, [])
        found = [item for name, data in files for item in _from_file(name, data)]
    else:
        found = list(_from_file(source.name, probe.data))
    if not found:
        raise InputError(
            "it says nothing about you",
            where=source.name,
            do="Use the LinkedIn archive (.zip) or a résumé as PDF with selectable text.",
        )
    return _once(found)


def _once(found: list[Proposal]) -> list[Proposal]:
    seen: set[str] = set()
    kept = []
    for item in found:
        mark = f"{item.key}\x1f{item.value}".casefold()
        if mark not in seen:
            seen.add(mark)
            kept.append(item)
    return kept


def _from_file(name: str, data: bytes) -> Iterator[Proposal]:
    """Yield the proposals of one file of the archive, told by its name."""
    reader = _READERS.get(PurePosixPath(name).stem.casefold())
    if reader is None or PurePosixPath(name).suffix.lower() != ".csv":
        return
    for table in read_tables(data, name)[:1]:
        columns = [column.strip() for column in table.columns]
        for row, line in zip(table.rows, table.lines, strict=True):
            yield from reader(dict(zip(columns, row, strict=True)), f"{PurePosixPath(name).name}:{line}")


def _plain(key: str, row: Row, column: str, where: str) -> Iterator[Proposal]:
    value = cells.clean(row.get(column, ""))
    if value:
        yield Proposal(key, value, f"{where}:{column}")


def _profile(row: Row, where: str) -> Iterator[Proposal]:
    name = " ".join(filter(None, (row.get("First Name", "").strip(), row.get("Last Name", "").strip())))
    if name:
        yield Proposal("name", name, f"{where}:First Name, Last Name")
    yield from _plain("headline", row, "Headline", where)
    yield from _plain("field", row, "Industry", where)
    yield from _plain("locations", row, "Geo Location", where)
    for sentence in _sentences(row.get("Summary", ""))[:3]:
        yield Proposal("proof_stories", sentence, f"{where}:Summary")
    for link in re.findall(r"https?://[^\s,\]]+", row.get("Websites", "")):
        yield Proposal("links", link, f"{where}:Websites")


def _position(row: Row, where: str) -> Iterator[Proposal]:
    organization, title = cells.clean(row.get("Company Name", "")), cells.clean(row.get("Title", ""))
    if not organization:
        return
    internship = re.search(
        r"\b(?:intern|internship|trainee|co-?op|praktikant\w*|stagiaire)\b", title or "", re.IGNORECASE
    )
    volunteer = re.search(r"\bvolunteer\b", title or "", re.IGNORECASE)
    entry = {
        "organization": organization,
        "title": title,
        "kind": "internship" if internship else "volunteering" if volunteer else "job",
    }
    entry |= {"from": month(row.get("Started On", "")), "to": month(row.get("Finished On", ""))}
    yield Proposal("history", {key: value for key, value in entry.items() if value}, f"{where}:Company Name")
    for sentence in _sentences(row.get("Description", ""))[:2]:
        yield Proposal("proof_stories", sentence, f"{where}:Description")


def _volunteering(row: Row, where: str) -> Iterator[Proposal]:
    organization = cells.clean(row.get("Company Name", "") or row.get("Organization", ""))
    if organization:
        entry = {
            "organization": organization,
            "kind": "volunteering",
            "title": cells.clean(row.get("Role", "")),
        }
        yield Proposal("history", {key: value for key, value in entry.items() if value}, where)


def _organization(row: Row, where: str) -> Iterator[Proposal]:
    name = cells.clean(row.get("Name", ""))
    if name:
        yield Proposal("history", {"organization": name, "kind": "member"}, f"{where}:Name")


def _education(row: Row, where: str) -> Iterator[Proposal]:
    yield from _plain("school", row, "School Name", where)
    degree = cells.clean(row.get("Degree Name", ""))
    if degree:
        level, _, major = degree.partition(",")
        yield Proposal("degree_level", level.strip(), f"{where}:Degree Name")
        if major.strip():
            yield Proposal("majors", major.strip(), f"{where}:Degree Name")
    end = month(row.get("End Date", ""))
    if end:
        yield Proposal("graduation_date", end, f"{where}:End Date")


def _skill(row: Row, where: str) -> Iterator[Proposal]:
    yield from _plain("offers", row, "Name", where)


def _language(row: Row, where: str) -> Iterator[Proposal]:
    yield from _plain("languages", row, "Name", where)


_READERS: dict[str, Callable[[Row, str], Iterator[Proposal]]] = {
    "profile": _profile,
    "positions": _position,
    "education": _education,
    "skills": _skill,
    "languages": _language,
    "volunteering": _volunteering,
    "organizations": _organization,
}


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text that say something: five words or more, at most 200 characters."""
    parts = re.split(r"(?<=[.!?])\s+|\n+|\s*[•·▪]\s*", text)
    return [part.strip(" -\u2013*") for part in parts if len(part.split()) >= 5 and len(part) <= 200]


def month(text: str) -> str | None:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` for a date as people write it, else None."""
    stripped = text.strip()
    if re.fullmatch(r"(?:19|20)\d{2}", stripped):
        return stripped
    exact = cells.day(stripped)
    if exact is not None:
        return exact.isoformat()
    found = re.fullmatch(r"([^\W\d_]{3,10})\.? ((?:19|20)\d{2})", stripped)
    first = cells.day(f"1 {found[1]} {found[2]}") if found else None
    return first.isoformat()[:7] if first else None
