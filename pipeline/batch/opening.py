"""A finished batch, opened to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.batch.displaced import displaced_of
from pipeline.batch.finding import hits, told_of
from pipeline.batch.job import open_office
from pipeline.batch.purge import require_batch
from pipeline.batch.receipts import read_receipt, stands

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch.job import Office


def opened(root: Path) -> Office:
    """Return the batch in this folder; raises ``InputError`` where there is none."""
    require_batch(root)
    return open_office(root.resolve())


def shown(office: Office, student: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return one student's sheet as lines and as data: file, state, targets, and who was displaced by whom.

    ``found`` lists who fits; where that is more than one, nothing else is told. Raises ``UsageError`` when
    nobody is meant.
    """
    found = hits(office, student)
    told = {"found": [{name: row[name] for name in ("user_id", "name", "email", "row")} for row in found]}
    if len(found) > 1:
        return (f"{student!r} can be {len(found)} students:", *map(told_of, found)), told
    lines, data = _sheet_of(office, str(found[0]["user_id"]))
    return lines, data | told


def _sheet_of(office: Office, user: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    row, folder = office.users[user], office.places.user(user)
    receipt = read_receipt(folder)
    whole = stands(receipt, folder)
    names = dict(office.tables["people"].select("person_id", "name").iter_rows())
    targets = [names.get(person) or person for person in (receipt.targets if receipt else ())]
    displaced = displaced_of(office, user).drop("user_id").to_dicts()
    lines = [
        f"{row['name']} ({user}), row {row['row']} of the list",
        f"{'whole' if whole else 'no whole sheet'}: {folder}",
        *(f"  {name}" for name in targets),
        *(f"  booth full: {item['wanted']}; instead: {item['instead'] or 'nobody'}" for item in displaced),
    ]
    data = {
        "user_id": user,
        "name": row["name"],
        "email": row["email"],
        "whole": whole,
        "folder": str(folder),
        "made_at": receipt.made_at if receipt else None,
        "targets": targets,
        "displaced": displaced,
    }
    return tuple(lines), data
