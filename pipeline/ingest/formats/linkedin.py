"""The files of a LinkedIn archive that name people: connections, messages, invitations, contacts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.ingest.formats.tabular import Tabular, headers, ignored
from pipeline.ingest.identity import touch
from pipeline.ingest.records import Built, build_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.importer import Source
    from pipeline.ingest.table import Table

CONNECTIONS = Tabular(
    name="linkedin-connections",
    title="LinkedIn Connections.csv of any year",
    signature=(headers("First Name,Last Name,Company,Position,Connected On"),),
    fields={
        "First Name": "given_name",
        "Last Name": "family_name",
        "URL": "linkedin",
        "Email Address": "email",
        "Company": "organization",
        "Position": "title",
        "Connected On": "connected_on",
    },
)
CONTACTS = Tabular(
    name="linkedin-contacts",
    title="LinkedIn Contacts.csv (imported address books)",
    signature=(headers("Source,FirstName,LastName,Companies,Title,Emails"),),
    fields={
        "FirstName": "given_name",
        "LastName": "family_name",
        "Companies": "organization",
        "Title": "title",
        "Emails": "email",
        "PhoneNumbers": "phone",
        "Location": "location",
        "Sites": "website",
        **ignored("Source,CreatedAt,Addresses,InstantMessageHandles,Birthday,Bookmarked,Profiles"),
    },
)


@dataclass(frozen=True)
class Correspondence(Tabular):
    """Messages or invitations: one record per person of the other side, one touch per row.

    ``options`` names the columns: sender, receiver, sender_url, receiver_url, at, thread, direction, kind.
    """

    def built(self, table: Table, mapping: Mapping[str, str | None], source: Source) -> Built:  # noqa: ARG002 - the seam of its base
        """Return the other sides and when each was in touch; the owner is whoever stands in most rows."""
        rows = [
            dict(zip((column.strip() for column in table.columns), row, strict=True)) for row in table.rows
        ]
        owner = self._owner(rows)
        people: dict[str, dict[str, Any]] = {}
        traces: list[tuple[str, dt.datetime, int, str, str | None]] = []
        for row, line in zip(rows, table.lines, strict=True):
            moment = moment_of(row.get(self.options["at"], ""))
            for name, url, direction in self._others(row, owner):
                key = url or name
                people.setdefault(key, {"name": name, "linkedin": url or None, "source_row": line})
                if moment is not None:
                    traces.append(
                        (key, moment, line, direction, row.get(self.options.get("thread", "")) or None)
                    )
        built = build_rows(list(people.values()), source, rows=len(table.rows))
        ids = dict(zip(people, (record["record_id"] for record in built.records), strict=False))
        for key, moment, line, direction, thread in traces:
            made = touch(source, ids[key], moment, row=line, kind=self.options["kind"])
            built.touches.append(made | {"direction": direction, "thread": thread})
        unique = {item["touch_id"] + item["direction"]: item for item in built.touches}
        built.touches = list({item["touch_id"]: item for item in unique.values()}.values())
        return built

    def _owner(self, rows: list[dict[str, str]]) -> str:
        """Return the key of the person on one side of nearly every row."""
        counts: dict[str, int] = {}
        for row in rows:
            for key in {key for _, _, key in self._sides(row)}:
                counts[key] = counts.get(key, 0) + 1
        return max(counts, key=lambda key: (counts[key], key), default="")

    def _sides(self, row: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Return (side, name, key) of everybody in a row; addresses tell several receivers apart."""
        found = []
        for side in ("sender", "receiver"):
            urls = [
                part.strip() for part in row.get(self.options[f"{side}_url"], "").split(",") if part.strip()
            ]
            text = row.get(self.options[side], "").strip()
            names = [part.strip() for part in text.split(", ")] if len(urls) > 1 else [text]
            if len(urls) > 1 and len(names) != len(urls):
                continue
            urls += [""] * (len(names) - len(urls))
            found += [(side, name, url or name) for name, url in zip(names, urls, strict=True) if name]
        return found

    def _others(self, row: Mapping[str, str], owner: str) -> list[tuple[str, str, str]]:
        """Return name, address and direction of everybody but the owner."""
        sides = self._sides(row)
        stated = row.get(self.options.get("direction", ""), "").strip().lower()
        sent = stated.startswith("out") or any(side == "sender" and key == owner for side, _, key in sides)
        wanted = "receiver" if sent else "sender"
        return [
            (name, key if key.startswith("http") else "", "out" if sent else "in")
            for side, name, key in sides
            if side == wanted and (stated or key != owner) and name.casefold() != "linkedin member"
        ]


MESSAGES = Correspondence(
    name="linkedin-messages",
    title="LinkedIn messages.csv: who wrote when; the text of messages is not kept",
    signature=(headers("CONVERSATION ID,FROM,TO,DATE,CONTENT"),),
    fields=ignored(
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
        "SUBJECT,CONTENT,"
        "FOLDER,ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
    ),
    options={
        "sender": "FROM",
        "receiver": "TO",
        "sender_url": "SENDER PROFILE URL",
        "receiver_url": "RECIPIENT PROFILE URLS",
        "at": "DATE",
        "thread": "CONVERSATION ID",
        "kind": "message",
    },
)
OLD_MESSAGES = Correspondence(
    name="linkedin-messages-old",
    title="LinkedIn Messages.csv of early archives",
    signature=(headers("From,To,Date,Subject,Content,Direction,Folder"),),
    fields=ignored("From,To,Date,Subject,Content,Direction,Folder"),
    options={
        "sender": "From",
        "receiver": "To",
        "sender_url": "-",
        "receiver_url": "-",
        "at": "Date",
        "direction": "Direction",
        "kind": "message",
    },
)
INVITATIONS = Correspondence(
    name="linkedin-invitations",
    title="LinkedIn Invitations.csv",
    signature=(headers("From,To,Sent At,Message,Direction"),),
    fields=ignored("From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"),
    options={
        "sender": "From",
        "receiver": "To",
        "sender_url": "inviterProfileUrl",
        "receiver_url": "inviteeProfileUrl",
        "at": "Sent At",
        "direction": "Direction",
        "kind": "invitation",
    },
)
ALL = (CONNECTIONS, CONTACTS, MESSAGES, OLD_MESSAGES, INVITATIONS)
_STAMP = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?")
_US_STAMP = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4}),? (\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp])\.?[Mm]")


def moment_of(text: str) -> dt.datetime | None:
    """Return the moment of ``2025-06-01 14:03:22 UTC`` or ``1/29/26, 2:37 PM`` (month first), in UTC."""
    try:
        found = _STAMP.match(text.strip())
        if found:
            year, month, day, hour, minute = (int(found[at]) for at in range(1, 6))
            return dt.datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=dt.UTC)
        found = _US_STAMP.match(text.strip())
        if found:
            month, day, year, hour, minute = (int(found[at]) for at in range(1, 6))
            hour = hour % 12 + 12 * (found[6].lower() == "p")
            return dt.datetime(year + 2000 * (year < 100), month, day, hour, minute, tzinfo=dt.UTC)
    except ValueError:
        return None
    return None
