"""Who gets how much: counts over all sheets, in groups large enough that nobody is recognised.

Nothing but majors and what was printed is read; no protected attribute is part of a profile at all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.audit_employers import booths, demand, employers, industries
from pipeline.batch.audit_fields import by_major, fits_of, gaps
from pipeline.batch.audit_page import audit_html
from pipeline.batch.counts import OTHERS, spread_of, together
from pipeline.batch.receipts import read_receipt
from pipeline.batch.roster import profile_from
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.words import words_of
from pipeline.errors import InputError, RenderError
from pipeline.report.backend import html_pdf
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.batch.job import Office

UNSAID = "(no major)"


def write_audit(office: Office) -> tuple[dict[str, Any], list[Path], list[str]]:
    """Write ``audit.json`` and ``audit.pdf`` (``audit.html`` where no PDF can be made); returns the counts.

    Raises ``InputError`` when no sheet was made yet.
    """
    found = audit_of(office)
    root = office.places.root
    paths, warnings = [root / "audit.json"], _unfinished(found)
    write_bytes(paths[0], json.dumps(found, indent=1, ensure_ascii=False).encode())
    html = audit_html(office.event.name, found)
    try:
        pdf = html_pdf(html, settings=office.settings)
        paths.append(root / "audit.pdf")
        write_bytes(paths[-1], pdf.data)
    except RenderError as problem:
        paths.append(root / "audit.html")
        write_bytes(paths[-1], html.encode())
        warnings.append(str(problem))
    return found, paths, warnings


def _unfinished(found: Mapping[str, Any]) -> list[str]:
    without = found["students"] - found["sheets"]
    return (
        [f"students without a sheet yet: {without}; targets are counted over the others"] if without else []
    )


def audit_of(office: Office) -> dict[str, Any]:
    """Return all counts as plain values; raises ``InputError`` before any sheet is made."""
    receipts = {user: read_receipt(office.places.user(user)) for user in sorted(office.users)}
    targets = {user: item.targets for user, item in receipts.items() if item is not None}
    if not targets:
        raise InputError(
            "no sheet was made yet", where=str(office.places.root), do="Run 'meetwell batch run' first."
        )
    groups = groups_of(office)
    counts = {user: len(found) for user, found in targets.items()}
    fits = fits_of([office.places.matches(mark) for mark in _marks(office)])
    majors = by_major(groups, counts, fits)
    return {
        "students": len(office.users),
        "sheets": len(targets),
        "thin_profiles": sum(item.thin for item in receipts.values() if item),
        "targets_per_student": spread_of(counts.values()),
        "students_without_target": sum(not count for count in counts.values()),
        "by_major": majors,
        "gaps": gaps(majors),
        "fields_not_known": [
            row["major"] for row in majors if not row["field_known"] and row["major"] != UNSAID
        ],
        "by_industry": industries(office, targets),
        "employers": employers(office, targets),
        "lost_to_filters": _lost(office, groups),
        "demand_by_booth_and_hour": demand(office, targets),
        "booths": booths(office),
        "priority_rule": priority_rule(office),
    }


def groups_of(office: Office) -> dict[str, str]:
    """Return the major each student is counted under; rare ones are counted together."""
    majors = {}
    for user, row in office.users.items():
        profile = profile_from(row["profile"])
        majors[user] = (profile.majors[0] if profile.majors else profile.field) or UNSAID
    return together(majors, words_of("audit")["groups"]["smallest"])


def _marks(office: Office) -> list[str]:
    marks = [part_digest(office, part_users(office, part)) for part in range(office.order.parts)]
    return [mark for mark in marks if office.places.matches(mark).is_file()]


def _lost(office: Office, groups: dict[str, str]) -> list[dict[str, Any]]:
    """Return for each filter and major how many targets it took from how many students."""
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for mark in _marks(office):
        notes = pl.read_parquet(office.places.matches(mark, "notes"))
        for user, aside in notes.select("user_id", "aside").iter_rows():
            for key, count in json.loads(aside).items():
                entry = totals[key, groups.get(user, OTHERS)]
                entry[0] += count
                entry[1] += 1
    names = words_of("audit")["filters"]
    return [
        {"filter": names.get(key, key), "major": major, "targets": targets, "students": students}
        for (key, major), (targets, students) in sorted(_large_enough(totals).items())
    ]


def _large_enough(totals: Mapping[tuple[str, str], list[int]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the counts of each filter by major, so that no line is of a few students.

    A line of a few goes to the smaller groups of its filter; where those are few still, nothing is told: that
    one student of a major is lost to "does not sponsor" says what that student needs.
    """
    least = words_of("audit")["groups"]["smallest"]
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (key, major), (targets, students) in totals.items():
        entry = found[key, major if students >= least else OTHERS]
        entry[0] += targets
        entry[1] += students
    return {pair: (targets, students) for pair, (targets, students) in found.items() if students >= least}


def priority_rule(office: Office) -> str:
    """Return the rule by which a full booth is given out, in words."""
    rule = words_of("spread")
    first = ", ".join(f"{value:g}" for value in rule["first_places"])
    most = office.settings.integer("plan.must_meet")
    parts = [
        "The sum of fit over all places given is as large as the booths allow.",
        f"First places of a student count {first} more: nobody goes without while others have many.",
        f"One of the student's own first {most} counts {rule['must']:g} more.",
    ]
    if rule["graduating"]:
        parts.append(f"Graduating within a year counts {rule['graduating']:g} more.")
    seed = office.settings.integer("batch.seed")
    return " ".join([*parts, f"Equals are decided by a lot with seed {seed}."])
