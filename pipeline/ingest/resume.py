"""A résumé as PDF: its text through pypdf, its sections, and what they propose for the profile."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.ingest import values
from pipeline.ingest.proposals import Proposal, month
from pipeline.ingest.vocabulary import plain
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PAGES = 20
_MOST_TEXT = 200_000
_SPAN = re.compile(
    r"(?P<start>(?:[^\W\d_]{3,10}\.? )?(?:19|20)\d{2})\s*(?:-|\u2013|\u2014|to|bis|until)\s*"
    r"(?P<end>(?:[^\W\d_]{3,10}\.? )?(?:19|20)\d{2}|present|now|current|today|heute|ongoing)?",
    re.IGNORECASE,
)
_GPA = re.compile(r"\bGPA:?\s*(\d(?:\.\d{1,2})?)", re.IGNORECASE)


@cache
def _sections() -> dict[str, str]:
    """Return heading words by the section they open (config/resume.toml)."""
    table: dict[str, Any] = dict(read_toml(shared("config") / "resume.toml"))
    return {plain(word): name for name, known in table["sections"].items() for word in known}


def propose_from_resume(data: bytes, name: str) -> list[Proposal]:
    """Return the proposals of a résumé; each source is file:page:line.

    Raises ``InputError`` when the PDF is damaged, locked, or a picture without text.
    """
    return propose_from_lines(_lines(data, name), name)


def _lines(data: bytes, name: str) -> list[tuple[str, str]]:
    """Return the lines of the PDF's text with where each stands (page:line)."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        texts = [page.extract_text() or "" for page in reader.pages[:_MOST_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as problem:
        raise InputError(
            "the PDF is damaged or locked",
            where=name,
            do="Export the résumé as PDF again, without a password.",
        ) from problem
    lines = [
        (line.strip(), f"{page}:{number}")
        for page, text in enumerate(texts, start=1)
        for number, line in enumerate(text[:_MOST_TEXT].splitlines(), start=1)
        if line.strip()
    ]
    if not lines:
        raise InputError(
            "the PDF holds no text, only pictures", where=name, do="Export it from the program that wrote it."
        )
    return lines


def propose_from_lines(lines: list[tuple[str, str]], name: str) -> list[Proposal]:
    """Return the proposals of a résumé given as lines with their places."""
    found = list(_head(lines[:8], name))
    section = "head"
    for text, place in lines:
        heading = _sections().get(plain(text.rstrip(":")))
        if heading:
            section = heading
            continue
        found += _of_line(section, text, f"{name}:{place}")
    return found


def _head(lines: list[tuple[str, str]], name: str) -> Iterator[Proposal]:
    """Yield name, e-mail and links, which stand at the top."""
    for text, place in lines:
        if values.is_person(text.title() if text.isupper() else text):
            yield Proposal("name", text.title() if text.isupper() else text, f"{name}:{place}")
            break
    for text, place in lines:
        for mail in values.EMAIL.findall(text):
            yield Proposal("email", mail, f"{name}:{place}")
        for link in re.findall(r"(?:https?://|www\.|linkedin\.com/|github\.com/)[^\s|,;]+", text):
            yield Proposal("links", link, f"{name}:{place}")


def _of_line(section: str, text: str, where: str) -> Iterator[Proposal]:
    if section == "education":
        yield from _education(text, where)
    elif section in ("experience", "volunteering"):
        yield from _experience(text, where, "volunteering" if section == "volunteering" else "job")
    elif section in ("skills", "interests", "languages"):
        key = {"skills": "offers", "interests": "interests", "languages": "languages"}[section]
        for part in re.split(r"[,;|•·]", text.split(":", 1)[-1]):
            if 2 <= len(part.strip()) <= 40:
                yield Proposal(key, part.strip(), where)
    elif section == "summary" and len(text.split()) >= 5:
        yield Proposal("intro", text[:200], where)


def _education(text: str, where: str) -> Iterator[Proposal]:
    if re.search(
        r"\b(?:university|college|universit\w+|hochschule|school of|institute of)\b", text, re.IGNORECASE
    ):
        part = next(
            (item for item in re.split(r"[,|•·\t]| {2,}| \u2013 | - ", text) if values.is_organization(item)),
            text,
        )
        yield Proposal("school", part.strip(), where)
    if values.has_word(text, "level_words"):
        found = re.search(r"\b(?:in|of science in|of arts in)\s+([A-Z][\w&, ]{3,60})", text)
        if found:
            yield Proposal("majors", re.split(r",|\(|\b(?:19|20)\d{2}", found[1])[0].strip(), where)
        level = re.search(
            r"\b(?:Bachelor\w*|Master\w*|MBA|Ph\.?D\.?|B\.?Sc\.?|M\.?Sc\.?|BCom|B\.?A\.?|M\.?A\.?)", text
        )
        if level:
            yield Proposal("degree_level", level[0].strip("."), where)
    grade = _GPA.search(text)
    if grade:
        yield Proposal("gpa", float(grade[1]), where)
    span = _SPAN.search(text)
    end = month(span["end"] or "") if span else month(_expected(text))
    if end:
        yield Proposal("graduation_date", end, where)


def _expected(text: str) -> str:
    found = re.search(
        r"(?:expected|graduat\w+|anticipated):?\s*((?:[^\W\d_]{3,10}\.? )?(?:19|20)\d{2})",
        text,
        re.IGNORECASE,
    )
    return found[1] if found else ""


def _experience(text: str, where: str, kind: str) -> Iterator[Proposal]:
    """Yield a station for a line with a span of dates, a story line for a sentence with a number."""
    span = _SPAN.search(text)
    if span:
        parts = [
            part.strip()
            for part in re.split(r"[,|•·\t]| {2,}| \u2013 | \u2014 | at ", text[: span.start()])
            if part.strip(" -\u2013()")
        ]
        organization = next(
            (part for part in parts if not values.has_word(part, "title_words")), parts[0] if parts else ""
        )
        title = next(
            (part for part in parts if part != organization and values.has_word(part, "title_words")), None
        )
        if organization:
            intern = kind == "job" and re.search(r"\bintern\b|internship", text, re.IGNORECASE)
            entry = {"organization": organization, "title": title, "kind": "internship" if intern else kind}
            entry |= {"from": month(span["start"] or ""), "to": month(span["end"] or "")}
            yield Proposal("history", {key: value for key, value in entry.items() if value}, where)
    elif re.search(r"\d", text) and 5 <= len(text.split()) <= 35:
        yield Proposal("proof_stories", text.lstrip("•·-\u2013* "), where)
