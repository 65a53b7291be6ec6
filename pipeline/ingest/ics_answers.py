"""What the owner of a calendar answered to an invitation: a declined one takes no time, a maybe is soft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest.ics_people import answers_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.ics_entry import Entry
    from pipeline.ingest.ics_scan import Scan

_SOFT = ("TENTATIVE", "NEEDS-ACTION")


def answers_of_owner(found: Scan) -> Mapping[int, str]:
    """Return the answers of whose calendar it is, by the row of the entry; none where nobody is named so."""
    owner = owner_of(found)
    return (
        {block.row: answer for block in found.events if (answer := answers_of(block).get(owner))}
        if owner
        else {}
    )


def answered(entry: Entry, answer: str | None) -> Entry:
    """Return an entry that takes the time which its owner's answer gives it."""
    if answer == "DECLINED" and entry.busy != "free":
        remark = ("declined", "you declined this invitation: it takes no time")
        return replace(entry, busy="free", remarks=(*entry.remarks, remark))
    return replace(entry, busy="soft") if answer in _SOFT and entry.busy == "busy" else entry
