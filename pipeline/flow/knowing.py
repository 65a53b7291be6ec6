"""All that is known about one person, each fact with the cell it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline import relations
from pipeline.debrief.amend import spoken_source
from pipeline.errors import cell
from pipeline.flow.made_from import TIE_WORDS
from pipeline.flow.stages import all_records
from pipeline.tables import People, Touches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.flow.project import Project

#: What the rungs of the ladder are called; they are for the user's own eyes, never for paper.
RUNGS = (
    "You have not met yet.",
    "You have crossed paths, no more.",
    "You have talked, and you know something about them.",
    "You have given them something.",
    "Help went both ways.",
    "You have kept in touch for a long time.",
)
#: What the user's own words about a person are called.
SAID = {
    "pick": "You picked them",
    "pass": "You passed",
    "agree": "You agreed to meet",
    "note": "You noted",
    "tie": "You said how you know them",
    "no_tie": "You said how you do not know them",
}
#: Traces of contact in exports, by kind and direction; so many of the newest are shown.
TRACES = 5
#: As many characters of an id as tell it from the others.
SHOWN_ID = 6
TRACED = {
    ("message", "out"): "you wrote",
    ("message", "in"): "they wrote",
    ("message", "both"): "you wrote to each other",
    ("invitation", "out"): "you invited them",
    ("invitation", "in"): "they invited you",
}

#: Evidence on ties that are not strong: Granovetter 1973, Rajkumar et al. 2022; Levin et al. 2011.
TIES = {
    "weak": "A weak tie: such people know of things that your friends do not.",
    "dormant": "A dormant tie: you have lost touch; people are mostly glad to hear from you.",
}


def facts(project: Project, person_id: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return lines and data of one person: facts with their cells, what contradicts them, what happened."""
    people = project.workspace.read("people", People)
    row = people.row(by_predicate=pl.col("person_id") == person_id, named=True)
    lines = [f"{cell_['field']}: {cell_['value']}  [{_where(cell_)}]" for cell_ in row["origins"]]
    lines += [f"also said, {item['field']}: {item['value']}  [{_where(item)}]" for item in row["conflicts"]]
    lines += _between(row)
    lines += _standing(project, row)
    past, owed = (_of(project.state.frame(name), person_id) for name in ("interactions", "promises"))
    spoken = _of(project.state.frame("wishes"), person_id)
    traces = _traces(project, row["record_ids"])
    lines += [_word(item) for item in spoken]
    lines += [_traced(item) for item in traces[-TRACES:]]
    lines += [f"{item['interaction_id'][:SHOWN_ID]}  {happened(item)}" for item in past]
    lines += [f"{item['promise_id'][:SHOWN_ID]}  {promised(item)}" for item in owed]
    kept = {"interactions": past, "promises": owed, "wishes": spoken, "touches": traces}
    return tuple(lines), {**row, **kept}


def _where(item: Mapping[str, Any]) -> str:
    return cell(str(item["file"]), item["row"], item["column"])


def _between(row: Mapping[str, Any]) -> list[str]:
    lines = [RUNGS[row["stage"]]]
    if row["how_met"]:
        lines.append(f"Known from: {row['how_met']}.")
    if row["last_two_way"]:
        lines.append(f"Last exchange: {row['last_two_way']:%Y-%m-%d}.")
    if row["tie_sources"]:
        lines.append(f"Tie: {', '.join(row['tie_sources']).replace('_', ' ')}.")
    if row["events"]:
        lines.append(f"On the list of: {', '.join(row['events'])}.")
    return lines


def _standing(project: Project, row: Mapping[str, Any]) -> list[str]:
    """Return whether the tie is weak or dormant, and the step that a message thread proposes."""
    from pipeline.link.relate import pasts
    from pipeline.link.words import ladder

    own = all_records(project).filter(pl.col("record_id").is_in(row["record_ids"]))
    records = own.with_columns(pl.lit(row["person_id"]).alias("person_id"))
    touches = project.workspace.read("touches", Touches)
    said, promised = (project.state.frame(name) for name in ("interactions", "promises"))
    past = pasts(records, touches, said, promised, {}).get(row["person_id"])
    if past is None:
        return []
    lines = []
    held = relations.tie(past, ladder(), project.now())
    if held in TIES:
        lines.append(TIES[held])
    if relations.proposed(past, ladder()):
        lines.append(
            "Your messages went both ways. What you learned from them is a step: --confirm-step DETAIL."
        )
    return lines


def _of(frame: pl.DataFrame, person_id: str) -> list[dict[str, Any]]:
    return list(frame.filter(pl.col("person_id") == person_id).iter_rows(named=True))


def _traces(project: Project, record_ids: list[str]) -> list[dict[str, Any]]:
    """Return the traces of contact in exports, oldest first."""
    touches = project.workspace.read("touches", Touches)
    own = touches.filter(pl.col("record_id").is_in(record_ids))
    return list(own.sort("at", "touch_id").iter_rows(named=True))


def _word(item: Mapping[str, Any]) -> str:
    text = item["text"] or ""
    told = f": {text.replace('_', ' ') if item['kind'] in TIE_WORDS else text}" if text else ""
    source = f", read at {item['source_url']}" if item["source_url"] else ""
    return f"{SAID[item['kind']]}{told}  [your word of {item['said_at']:%Y-%m-%d}{source}]"


def _traced(item: Mapping[str, Any]) -> str:
    kind = TRACED.get((item["kind"], item["direction"]), item["kind"])
    return f"{item['at']:%Y-%m-%d} {kind}  [{cell(item['source_file'], item['source_row'])}]"


def happened(item: Mapping[str, Any]) -> str:
    """Return one interaction as a line: when, what, and where it was read."""
    detail = f": {item['detail']}" if item["detail"] else ""
    return (
        f"{item['at']:%Y-%m-%d} {item['kind'].replace('_', ' ')}{detail}  [{spoken_source(item['source'])}]"
    )


def promised(item: Mapping[str, Any]) -> str:
    """Return one promise as a line: whose, what, how it stands, and where it was read."""
    who = "You promised" if item["owner"] == "mine" else "They promised"
    due = f", due {item['due']}" if item["due"] and item["state"] == "open" else ""
    return (
        f"{who}: {item['text']} ({item['state'].replace('_', ' ')}{due})  [{spoken_source(item['source'])}]"
    )
