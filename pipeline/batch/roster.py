"""Who gets a sheet: a list of profiles, less those who opted out, as one table."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import dataframely as dy
import polars as pl

from pipeline.batch.attached import KINDS, attached, by_address
from pipeline.batch.departments import with_departments
from pipeline.batch.majors import majors_of
from pipeline.batch.optouts import opted_out
from pipeline.batch.people_ids import user_ids
from pipeline.batch.reading import ingested
from pipeline.batch.student_names import called, is_family_first, same_words
from pipeline.batch.words import words_of
from pipeline.errors import InputError, SettingsError
from pipeline.profile import Authorization, Profile, as_day
from pipeline.tables import Rejects, as_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from pipeline.ingest import Ingested
    from pipeline.settings import Settings

_TWICE = "batch.twice"
_WORK: dict[str, Authorization] = {"yes": "authorized", "no": "needs_now", "unknown": "not_said"}


class Users(dy.Schema):
    """One user of a batch."""

    user_id = dy.String(primary_key=True)
    name = dy.String(nullable=False)
    family_name = dy.String(nullable=False)
    email = dy.String(nullable=True)
    department = dy.String(nullable=True)
    row = dy.Int64(nullable=False)
    profile = dy.String(nullable=False, description="the profile as JSON")
    calendar = dy.String(nullable=True, description="the user's own calendar, beside the list")
    network = dy.String(nullable=True, description="the user's own contacts, beside the list")


@dataclass(frozen=True, slots=True)
class Roster:
    """The users, what was not read, and how many were read, opted out, or stood in a second row.

    ``unmatched_optouts``: the lines of the opt-outs that fit nobody on the list.
    """

    users: pl.DataFrame
    rejects: pl.DataFrame
    read: int
    opted_out: int
    unmatched_optouts: tuple[int, ...]
    repeated: int
    columns: Mapping[str, str | None]

    @property
    def rejected(self) -> int:
        """Return how many rows were not read, with the reason in the rejects."""
        twice = pl.col("code") == _TWICE
        return self.rejects.filter(pl.col("severity") == "rejected", ~twice).height

    @property
    def without_major(self) -> int:
        """Return how many users state neither a major nor a field nor an interest."""
        return sum(
            not (one.majors or one.field or one.interests) for one in map(profile_from, self.users["profile"])
        )


def read_roster(
    path: Path,
    settings: Settings,
    *,
    work: Path,
    optouts: Path | None = None,
    mapping: Mapping[str, str] | None = None,
    sift: Callable[[Ingested], Ingested] = lambda found: found,
) -> Roster:
    """Return the users of a list that ingest reads, or of a Parquet file, in the order of their IDs.

    ``mapping`` says what a column means, ``sift`` takes out whom the workspace keeps out for good. Two rows
    with one e-mail address are one user; of different names the first counts. Raises ``InputError`` when the
    list holds no person.
    """
    found = sift(ingested(path, settings, work, mapping))
    people, strangers = _people(found.records)
    if not people.height:
        raise InputError(
            "this list holds no people",
            where=path.name,
            do="'meetwell inspect' shows how it reads; a profile needs a name at least.",
        )
    columns = {name: field for name, (field, _) in found.inspection.columns.items()}
    rows = with_departments(people.to_dicts(), columns)
    out, missed = opted_out(rows, optouts)
    kept, doubles = _once(row for row in rows if row["record_id"] not in out)
    ids = user_ids(_key(row) for row in kept)
    lying = by_address(path.parent)
    first = is_family_first(rows)
    users = [_user(row, ids[_key(row)], lying, family_first=first) for row in kept]
    frame = as_table(Users, users).sort("user_id") if users else Users.create_empty()
    left_out = [*map(_double, doubles), *map(_stranger, strangers)]
    unread = found.rejects.filter(pl.col("severity") == "rejected").height
    return Roster(
        users=frame,
        rejects=pl.concat([found.rejects, as_table(Rejects, left_out)]),
        read=found.inspection.rows,
        opted_out=len(out),
        unmatched_optouts=missed,
        repeated=len(doubles) + max(0, found.inspection.rows - unread - found.records.height),
        columns=columns,
    )


def profile_from(text: str) -> Profile:
    """Return the profile that ``Users.profile`` holds."""
    values = json.loads(text)
    day = as_day(values.pop("graduation_date", None), "users.parquet", "graduation_date")
    told: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Profile(graduation_date=day, **told)


def _people(records: pl.DataFrame) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Return the students and the rest; among people a row with an address is one, however named."""
    ordered = records.sort("source_row", "record_id")
    person = pl.col("kind") == "person"
    mostly = ordered.filter(person).height * 2 >= ordered.height
    student = person | (pl.col("emails").list.len() > 0) if mostly else person
    return ordered.filter(student), ordered.filter(~student).to_dicts()


def _once(rows: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    seen: set[str] = set()
    kept: list[dict[str, Any]] = []
    doubles: list[dict[str, Any]] = []
    for row in rows:
        key = _key(row)
        (doubles if key in seen else kept).append(row)
        seen.add(key)
    return kept, doubles


def _key(row: Mapping[str, Any]) -> str:
    """Return what a student's ID is made from: the address, else the name; never what the list is called."""
    if row["emails"]:
        return str(row["emails"][0]).casefold()
    words = " ".join(same_words(called(row)[0]))
    return f"name:{words}|{row['organization'] or ''}" if words else f"row:{row['record_id']}"


def _double(row: Mapping[str, Any]) -> dict[str, object]:
    told = (
        "this e-mail address (without one: this name) stands in an earlier row already; the first row counts"
    )
    return _reject(row, _TWICE, told)


def _stranger(row: Mapping[str, Any]) -> dict[str, object]:
    return _reject(row, "batch.nobody", "this row names an organisation, not a student")


def _reject(row: Mapping[str, Any], code: str, message: str) -> dict[str, object]:
    place = {"source_sha": row["source_sha"], "source_file": row["source_file"], "row": row["source_row"]}
    return place | {"severity": "rejected", "code": code, "message": message}


def _user(
    row: Mapping[str, Any], user_id: str, lying: Mapping[str, Mapping[str, str]], *, family_first: bool
) -> dict[str, object]:
    extra = {item["name"].strip().casefold(): (item["value"] or "").strip() for item in row["extra"]}
    email = row["emails"][0] if row["emails"] else None
    name, family = called(row, family_first=family_first)
    name = name or user_id
    majors = majors_of(row["majors"])
    told = {**row, "majors": majors, "minors": majors_of(row["minors"])}
    return {
        "user_id": user_id,
        "name": name,
        "family_name": family or name,
        "email": email,
        "department": _extra(extra, "department") or row["department"] or next(iter(majors), None),
        "row": row["source_row"],
        "profile": _profile_text(told, user_id, name),
        **attached({kind: _extra(extra, kind) for kind in KINDS}, email, lying),
    }


def _extra(extra: Mapping[str, str], kind: str) -> str | None:
    return next((extra[name] for name in words_of("extra")[kind] if extra.get(name)), None)


def _profile_text(row: Mapping[str, Any], user_id: str, name: str) -> str:
    """Return the profile of a row as JSON; a field it does not state follows from the first major."""
    level = row["levels"][0] if row["levels"] else None
    try:
        day = as_day(row["graduation_date"], "", "graduation_date")
    except SettingsError:
        day = None
    profile = Profile(
        name=name,
        user_id=user_id,
        field=row["industry"] or (row["majors"][0] if row["majors"] else None),
        interests=tuple(row["interests"]),
        offers=tuple(row["offers"]),
        seeks=tuple(row["seeks"]),
        majors=tuple(row["majors"]),
        minors=tuple(row["minors"]),
        degree_level=level,
        school=row["school"],
        graduation_date=day,
        gpa=_number(row["gpa"]),
        positions=tuple(row["positions"]),
        work_authorization=_authorization(row),
        locations=(row["location"],) if row["location"] else (),
        email=row["emails"][0] if row["emails"] else None,
    )
    values = ((item, getattr(profile, item.name)) for item in fields(Profile))
    told = {item.name: value for item, value in values if value != item.default}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)


def _authorization(row: Mapping[str, Any]) -> Authorization:
    """Return what the list says in the profile's words; whether later or now, its importer notes beside."""
    later = {"name": "work_authorization", "value": "needs_later"} in list(row["extra"])
    return "needs_later" if later else _WORK[row["work_authorization"] or "unknown"]


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
