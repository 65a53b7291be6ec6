"""Which student is meant by an ID, an address or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.batch.job import Office


def named(office: Office, wanted: str) -> list[str]:
    """Return the one user with this ID, e-mail address or name.

    Raises ``UsageError`` when nobody or several people are meant.
    """
    key = " ".join(wanted.casefold().split())
    rows = office.users.values()
    exact = [
        row["user_id"] for row in rows if key in (row["user_id"].casefold(), (row["email"] or "").casefold())
    ]
    found = exact or [row["user_id"] for row in rows if " ".join(row["name"].casefold().split()) == key]
    found = found or [row["user_id"] for row in rows if key in row["name"].casefold()]
    if len(found) == 1:
        return found
    what = f"nobody here is called {wanted!r}" if not found else f"{wanted!r} can be {len(found)} people"
    do = "Give the printed ID or the e-mail address."
    if found:
        do += " IDs: " + ", ".join(sorted(found)[:8]) + "."
    raise UsageError(what, where=str(office.places.root), do=do)
