"""The user's word on who is the same: unsure pairs one by one, and any merge taken apart again."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.errors import UsageError, cell
from pipeline.flow.naming import find_person
from pipeline.flow.stages import all_records
from pipeline.report.words import load_words
from pipeline.tables import People, Reviews

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.flow.project import Project

#: What is put side by side, in this order, where at least one side says it.
SIDE_BY_SIDE = (
    "name",
    "organization",
    "title",
    "emails",
    "phones",
    "linkedin",
    "website",
    "school",
    "location",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person, with what speaks for and against it."""

    pair_id: str
    a: dict[str, Any]
    b: dict[str, Any]
    evidence: tuple[str, ...]

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (field, one side, other side) for every field that a side states."""
        told = [(field, _text(self.a.get(field)), _text(self.b.get(field))) for field in SIDE_BY_SIDE]
        where = ("read from", source_of(self.a), source_of(self.b))
        return [row for row in told if row[1] or row[2]] + [where]

    def where(self) -> str:
        """Return the cells that both sides were read from."""
        return f"{source_of(self.a)}, {source_of(self.b)}"

    def why(self) -> str:
        """Return, in words, what makes the pair unsure."""
        rule = next((part for part in self.evidence if part.startswith("rule=")), "")
        words = load_words()
        return words.get(f"unsure.{rule.removeprefix('rule=')}") or words("unsure.refused")


def unsure(project: Project) -> list[Pair]:
    """Return the pairs nobody decided yet, the likeliest first."""
    records = all_records(project)
    by_id = {row["record_id"]: row for row in records.iter_rows(named=True)}
    reviews = project.workspace.read("reviews", Reviews).sort(
        "score", "a", "b", descending=[True, False, False]
    )
    return [
        Pair(_pair_id(row["a"], row["b"]), by_id[row["a"]], by_id[row["b"]], tuple(row["evidence"]))
        for row in reviews.iter_rows(named=True)
        if row["a"] in by_id and row["b"] in by_id
    ]


def said(project: Project) -> list[tuple[Pair, str]]:
    """Return the pairs of today's records that the user spoke about, with the word, the newest first."""
    by_id = {row["record_id"]: row for row in all_records(project).iter_rows(named=True)}
    rows = project.state.verdicts().reverse().iter_rows()
    return [
        (Pair(_pair_id(a, b), by_id[a], by_id[b], ()), word)
        for a, b, word in rows
        if a in by_id and b in by_id
    ]


def decide(project: Project, pair: Pair, verdict: str) -> None:
    """Keep the user's word on a pair for good; the next link applies it.

    The newest word holds: ``same`` takes back every ``different`` between the two people's records, and
    ``later`` takes back what was said of the pair.
    """
    records = (pair.a["record_id"], pair.b["record_id"])
    with project.state.writing():
        if verdict == "different":
            project.state.decide([records], verdict, project.now())
            return
        people = project.workspace.read("people", People)["record_ids"].to_list()
        sides = [next((ids for ids in people if own in ids), [own]) for own in records]
        between = {tuple(sorted(two)) for two in product(*sides)}
        told = project.state.verdicts().filter(pl.col("verdict") == "different").iter_rows()
        project.state.withdraw_verdicts([(a, b) for a, b, _ in told if (a, b) in between])
        if verdict == "same":
            project.state.decide([records], verdict, project.now())
        else:
            project.state.withdraw_verdicts([records])


def the_pair(project: Project, pair_id: str) -> Pair:
    """Return the pair of this id, unsure or decided.

    Raises ``UsageError`` when there is none.
    """
    wanted = pair_id.strip().lower()
    pairs = [*unsure(project), *(pair for pair, _ in said(project))]
    found = next((pair for pair in pairs if pair.pair_id == wanted), None)
    if found is None:
        raise UsageError(
            f"no pair has the ID {pair_id!r}",
            do="'meetwell review' lists the unsure ones, 'meetwell review --decided' those you spoke about.",
        )
    return found


def named_pair(project: Project, one: str, other: str) -> Pair:
    """Return two people whom the user names as a pair to decide, by the first record of each.

    Raises ``UsageError`` when a name means nobody or several, or both mean one person.
    """
    ids = [find_person(project, None, name)[0] for name in (one, other)]
    if ids[0] == ids[1]:
        raise UsageError(
            f"{one!r} and {other!r} are one person already", do="'meetwell show NAME' shows them."
        )
    a, b = (merged_records(project, person_id)[0] for person_id in ids)
    return Pair(_pair_id(a["record_id"], b["record_id"]), a, b, ())


def merged_records(project: Project, person_id: str) -> list[dict[str, Any]]:
    """Return the records that make up this person, in the order of their ids."""
    people = project.workspace.read("people", People)
    ids = people.filter(pl.col("person_id") == person_id)["record_ids"].explode()
    own = all_records(project).filter(pl.col("record_id").is_in(ids.implode())).sort("record_id")
    return list(own.iter_rows(named=True))


def take_apart(project: Project, records: Sequence[dict[str, Any]], others: Sequence[int]) -> None:
    """Keep for good that the records of these numbers (from 1) are somebody else than the rest.

    Raises ``UsageError`` when that leaves one side empty.
    """
    chosen = {number - 1 for number in others}
    away = [row["record_id"] for at, row in enumerate(records) if at in chosen]
    stay = [row["record_id"] for at, row in enumerate(records) if at not in chosen]
    beyond = sorted(number for number in others if not 1 <= number <= len(records))
    if beyond:
        raise UsageError(
            f"there is no record {beyond[0]}: the person is made of {len(records)}",
            do="Without --rows the records are listed with their numbers.",
        )
    if not (away and stay):
        raise UsageError(
            f"that leaves nobody on one side: the person is made of {len(records)} records",
            do="Name with --rows the numbers of the records that are somebody else, for example --rows 2,3.",
        )
    project.state.decide(list(product(away, stay)), "different", project.now())


def source_of(record: dict[str, Any]) -> str:
    """Return ``file:row`` of a record."""
    return cell(record["source_file"], record["source_row"])


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _pair_id(a: str, b: str) -> str:
    digest = hashlib.sha256("\x00".join(sorted((a, b))).encode("utf-8", "surrogatepass")).digest()
    return "v" + base64.b32encode(digest).decode("ascii")[:6].lower()
