"""The audit as a page for print."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.batch.page import STYLE, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST = 40
_MAJORS = ("Major", "Students", "Targets of a day", "On their list: own field", "near it")
_SPREAD = ("least", "lower", "median", "upper", "most", "mean")


def audit_html(event: str, found: Mapping[str, Any]) -> str:
    """Return the audit as one HTML page; long tables are cut there and whole in the JSON."""
    employers = found["employers"]
    facts = [
        ("Students", found["students"]),
        ("Sheets", found["sheets"]),
        ("Thin profiles", found["thin_profiles"]),
        ("Students without a target", found["students_without_target"]),
        ("Employers", employers["employers"]),
        ("Employers nobody is sent to", employers["nobody_sent"]),
        ("Gini of students over employers", employers["gini"]),
        ("Employers with at most one listed person", employers["small_employers"]),
    ]
    spreads = [
        ("Targets of a student", found["targets_per_student"]),
        ("Students sent to an employer", employers["students_sent_to_each"]),
        ("Students sent to a small employer", employers["students_sent_to_each_small_one"]),
    ]
    title = f"{escape(event)}: who gets how much"
    parts = [
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>",
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>",
        table(("", ""), facts),
        table(("", *_SPREAD), ((name, *(spread[key] for key in _SPREAD)) for name, spread in spreads)),
        f"<p>Full booths: {escape(found['priority_rule'])}</p>",
        "<p>Majors and what was printed are all that was counted; no protected attribute is read.</p>",
        _part("By major", _MAJORS, _majors(found)),
        _part(
            "Fewer of their own field here than places in their day, the fewest first",
            ("major", "students", "of their own field", "of a field near it"),
            _plain(found["gaps"]),
        ),
        _unknown(found["fields_not_known"]),
        _part(
            "Employers by industry", ("industry", "employers", "students sent"), _plain(found["by_industry"])
        ),
        _part(
            "Lost to each filter",
            ("filter", "major", "targets", "students"),
            _plain(found["lost_to_filters"]),
        ),
        _part("Booths most asked for", _keys(found["booths"]), _plain(found["booths"])),
        _part("Busiest hours", ("booth", "hour", "students"), _plain(found["demand_by_booth_and_hour"])),
    ]
    return "\n".join([*parts, "</body></html>"])


def _majors(found: Mapping[str, Any]) -> list[tuple[object, ...]]:
    return [
        (
            row["major"],
            row["students"],
            row["targets"]["median"],
            row["own_field_on_the_list"] if row["field_known"] else "-",
            row["near_field_on_the_list"] if row["field_known"] else "-",
        )
        for row in found["by_major"]
    ]


def _unknown(majors: Iterable[str]) -> str:
    names = ", ".join(map(escape, majors))
    return f"<p>The map of fields (config/fields.toml) has no place for: {names}.</p>" if names else ""


def _plain(rows: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in rows]


def _keys(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(key.replace("_", " ") for key in (rows[0] if rows else ()))


def _part(title: str, head: Iterable[str], rows: list[tuple[object, ...]]) -> str:
    if not rows:
        return ""
    more = f"<p>{len(rows) - _MOST} more lines are in audit.json.</p>" if len(rows) > _MOST else ""
    return f"<h2>{escape(title)}</h2>{table(head, rows[:_MOST])}{more}"
