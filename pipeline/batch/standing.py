"""Where an office stands with the batch of its event: what is there of it, and the one next command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.places import Places
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pipeline.batch.preparing import Request
    from pipeline.event import Event
    from pipeline.flow.project import Project

_KEPT = "batch.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """The batch of an event: its folder, a sentence about it, and the next command."""

    out: Path
    told: str
    following: str


def remember(project: Project, event: Event, request: Request) -> None:
    """Keep in the workspace where the batch of this event is and what it was called with."""
    words = [str(request.profiles), "--event", event.slug, "--out", str(request.out)]
    words += ["--html"] if request.html else []
    words += [word for column, field in request.maps for word in ("--map", f"{column}={field}")]
    words += ["--runner", request.runner] if request.runner != "local" else []
    text = json.dumps({"out": str(request.out), "words": words}, ensure_ascii=False)
    write_bytes(project.workspace.report(event.slug, _KEPT), text.encode())


def standing(project: Project, event: Event) -> Standing | None:
    """Return how far the last batch of this event is; nothing where there is none, or none any more."""
    try:
        kept = json.loads(project.workspace.report(event.slug, _KEPT).read_text(encoding="utf-8"))
        out, words = Path(kept["out"]), [str(word) for word in kept["words"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    places = Places(out)
    if not places.job.is_file():
        return None
    again = " ".join(map(quote, ("meetwell", "batch", "run", *words)))
    if not _is_newer(places.manifest, places.job):
        return Standing(out, _begun(places), again)
    states = pl.read_parquet(places.manifest, columns=["state", "file"])
    whole = states.filter(pl.col("state") == "whole").height
    told = f"The batch in {out} has {whole} of {states.height} sheets whole."
    if whole < states.height:
        return Standing(out, f"{told} summary.html says why.", again)
    over = project.now(event) >= event.hours[-1].end
    step = _step(places, over=over, paper=bool(states["file"].str.ends_with(".pdf").any()))
    return Standing(out, told + step[1], f"meetwell batch {step[0]} --out {quote(str(out))}")


def _begun(places: Places) -> str:
    preview = places.root / "preview.pdf"
    if _is_newer(preview, places.job):
        return f"The preview is {preview}; without --preview the same command makes all sheets."
    return f"The batch in {places.root} has not ended: the same command goes on where it is."


def _step(places: Places, *, over: bool, paper: bool) -> tuple[str, str]:
    """Return the next command of a batch that is whole, and why."""
    handed = places.root / "handout" / "mail-merge.csv"
    if paper and not over and not _is_newer(handed, places.manifest):
        return "handout", " The hand-out is older than the sheets." if handed.is_file() else ""
    if not _is_newer(places.root / "audit.json", places.manifest):
        return "audit", " The event is over." if over else ""
    if over:
        return "purge", " The event is over, and the audit is there: nothing more needs these sheets."
    return "show STUDENT", " Hand them out; purge them after the event."


def _is_newer(path: Path, other: Path) -> bool:
    """Tell whether a file is there and not older than another that is."""
    return path.is_file() and path.stat().st_mtime_ns >= other.stat().st_mtime_ns
