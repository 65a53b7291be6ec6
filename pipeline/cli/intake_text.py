"""What is said of an input that was taken in, or of how it would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.errors import InputError
    from pipeline.flow.intake import Taken
    from pipeline.ingest import Inspection

SHOWN = 8


def taken_lines(taken: Taken) -> list[str]:
    """Return what became of one input, in lines."""
    intake = taken.intake
    if not taken.changed:
        return [f"{intake.name}: nothing new since it was taken in."]
    whose = intake.event or "your own network"
    if taken.sessions and intake.owner == "mine":
        whose = "your own calendar"
    parts = [f"{intake.rows_read} read", f"{intake.kept} kept"]
    parts += [f"{taken.inspection.merged} merged"] if taken.inspection and taken.inspection.merged else []
    parts += [f"{intake.repaired} repaired"] if intake.repaired else []
    parts += [f"{intake.rejected} rejected"] if intake.rejected else []
    lines = [f"{intake.name} ({intake.format}, {whose}): {', '.join(parts)}."]
    if taken.inspection:
        lines += finding_lines(taken.inspection, intake.name)
    return lines + left_lines(taken)


def left_lines(taken: Taken) -> list[str]:
    """Return whom no list names any more, of those the user spoke about."""
    shown = [
        f"  notice  {taken.intake.name}  no list names {name} any more; what you said of them is kept"
        for name in taken.left[:SHOWN]
    ]
    rest = len(taken.left) - SHOWN
    return shown if rest <= 0 else [*shown, f"  notice  … and {rest} more"]


def finding_lines(inspection: Inspection, name: str) -> list[str]:
    """Return the repairs, rejections and notices of a file, the first of each kind."""
    lines = []
    for word, findings in (
        ("rejected", inspection.rejects),
        ("repaired", inspection.repairs),
        ("notice", inspection.notices),
    ):
        for item in findings[:SHOWN]:
            place = ":".join(str(part) for part in (name, item.row, item.column) if part is not None)
            lines.append(f"  {word}  {place}  {item.message}")
        if len(findings) > SHOWN:
            lines.append(f"  {word}  … and {len(findings) - SHOWN} more")
    return lines


def taken_data(taken: Taken) -> dict[str, Any]:
    """Return what became of one input, as data."""
    intake = taken.intake
    return {
        "file": intake.name,
        "event": intake.event,
        "format": intake.format,
        "changed": taken.changed,
        "rows": intake.rows_read,
        "kept": intake.kept,
        "merged": taken.inspection.merged if taken.inspection else 0,
        "repaired": intake.repaired,
        "rejected": intake.rejected,
        "sessions": taken.sessions,
        "touches": taken.touches,
    }


def failed_lines(failed: Sequence[InputError]) -> list[str]:
    """Return why files could not be used, in lines."""
    return [f"not taken in: {problem}" for problem in failed]


def inspection_lines(inspection: Inspection, name: str) -> list[str]:
    """Return how a file would be read, in lines."""
    facts = [inspection.format]
    facts += [inspection.encoding] if inspection.encoding else []
    facts += [f"delimiter {inspection.delimiter!r}"] if inspection.delimiter else []
    facts += [f"header in row {inspection.header_row}"] if inspection.header_row else []
    rows = "1 row" if inspection.rows == 1 else f"{inspection.rows} rows"
    lines = [f"{name}: {', '.join(facts)}; {rows}, {inspection.kept} would be kept."]
    width = max((len(column) for column in inspection.columns), default=0)
    for column, (field, confidence) in inspection.columns.items():
        sample = " | ".join(inspection.samples.get(column, [])[:2])
        sure = f"{confidence:4.0%}" if field else "    "
        lines.append(f"  {column:<{min(width, 32)}}  {field or '(kept aside)':<18} {sure}  {sample[:60]}")
    return lines + finding_lines(inspection, name)


def after_intake(taken: Sequence[Taken], default: str | None) -> str:
    """Return the next command; it names the event where that is not the one every command takes by itself."""
    slugs = {item.intake.event for item in taken if item.intake.event}
    other = sorted(slugs - {default})
    return f"meetwell prep --event {other[0]}" if other and default not in slugs else "meetwell prep"
