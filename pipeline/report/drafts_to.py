"""Whom a draft may be addressed to, and the forms it comes in: .eml that opens unsent, mailto, text."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    import polars as pl

    from pipeline.profile import Profile
    from pipeline.report.drafts import Draft

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
#: Mail programs cut longer links.
_LONGEST_LINK = 1900


def known_addresses(
    interactions: pl.DataFrame, touches: pl.DataFrame, records: pl.DataFrame, people: pl.DataFrame
) -> dict[str, str]:
    """Return the addresses that may stand in a To field, by person_id.

    Only an address the person gave the user (noted as channel), or that of an existing two-way message
    thread, taken from the user's own network. An attendee list never fills it.
    """
    found: dict[str, str] = {}
    threads: dict[str, set[str]] = {}
    for row in touches.filter(touches["kind"] == "message").iter_rows(named=True):
        threads.setdefault(row["record_id"], set()).add(row["direction"])
    two_way = {key for key, ways in threads.items() if "both" in ways or {"in", "out"} <= ways}
    own = {
        row["record_id"]: row["emails"][0]
        for row in records.iter_rows(named=True)
        if row["source_kind"] == "network" and row["emails"]
    }
    for row in people.sort("person_id").iter_rows(named=True):
        mails = [own[key] for key in row["record_ids"] if key in two_way and key in own]
        if mails:
            found[row["person_id"]] = mails[0]
    for row in interactions.sort("at", "interaction_id").iter_rows(named=True):
        said = _ADDRESS.search(row["channel"] or "")
        if said:
            found[row["person_id"]] = said.group().rstrip(".")
    return found


def as_eml(draft: Draft, profile: Profile) -> bytes:
    """Return the draft as a mail that mail programs open for editing (X-Unsent); to one person at most."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Subject"] = _one_line(draft.subject)
    if profile.email and _ADDRESS.fullmatch(profile.email):
        mail["From"] = profile.email
    if draft.to and _ADDRESS.fullmatch(draft.to):
        mail["To"] = draft.to
    mail.set_content(draft.body, cte="quoted-printable")
    return mail.as_bytes()


def as_mailto(draft: Draft) -> str | None:
    """Return a mailto link, or None when the draft is too long for one."""
    to = quote(draft.to, safe="@") if draft.to and _ADDRESS.fullmatch(draft.to) else ""
    fields = {"subject": _one_line(draft.subject), "body": draft.body.replace("\n", "\r\n")}
    link = f"mailto:{to}?{urlencode(fields, quote_via=quote)}"
    return link if len(link) <= _LONGEST_LINK else None


def as_text(draft: Draft) -> str:
    """Return the draft as plain text with its subject on the first line."""
    head = f"Subject: {_one_line(draft.subject)}\n\n" if draft.subject else ""
    return head + draft.body


def file_name(draft: Draft, suffix: str = "eml") -> str:
    """Return a file name for the draft: day, person and situation, with nothing a file system minds."""
    from anyascii import anyascii

    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(draft.name).casefold()).strip("-")[:40] or "person"
    return f"{draft.due.isoformat()}-{slug}-{draft.situation}-{draft.followup_id[1:5]}.{suffix}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
