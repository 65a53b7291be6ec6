"""One run as the workers see it: the event's tables, the users and the settings, by path and read once.

What an office knows and a student must not see is taken out here, before anything is matched or printed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.places import Places
from pipeline.batch.words import words_of
from pipeline.errors import WorkspaceError
from pipeline.event import Event, as_event, event_table
from pipeline.flow.made_from import LINK_CONFIG, MATCH_CONFIG, config_files
from pipeline.flow.project import digest
from pipeline.settings import Setting, Settings
from pipeline.shared import shared
from pipeline.tables import Appearances, People, Sessions
from pipeline.workspace import write_bytes, write_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping

    import dataframely as dy

TABLES: dict[str, type[dy.Schema]] = {"people": People, "appearances": Appearances, "sessions": Sessions}
#: What no student's paper may hold about anybody.
PRIVATE = ("emails", "phones", "notes")
_EMPTY: dict[str, pl.Expr] = {
    "emails": pl.lit([], pl.List(pl.String)),
    "phones": pl.lit([], pl.List(pl.String)),
    "notes": pl.lit(None, pl.String),
}
#: What the office's own network says about people; it is no student's.
_NEUTRAL: dict[str, pl.Expr] = {
    "known": pl.lit(value=False),
    "stage": pl.lit(0, pl.Int8),
    "strength": pl.lit(0.0),
    "last_two_way": pl.lit(None, pl.Datetime("us", "UTC")),
    "how_met": pl.lit(None, pl.String),
    "connected_on": pl.lit(None, pl.Date),
    "tie_sources": pl.lit([], pl.List(pl.String)),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for, in plain values: it is kept as ``job.json``."""

    slug: str
    event: dict[str, Any]
    where: str
    now: dt.datetime
    settings: dict[str, Any]
    templates: tuple[str, ...]
    files: tuple[tuple[str, int, int, int], ...]
    list_folder: str
    parts: int
    tables: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the order as JSON."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({**values, "now": self.now.isoformat()}, indent=1, sort_keys=True, default=str)


@dataclass(frozen=True, slots=True)
class Office:
    """An opened run: what every worker reads once and shares between its users."""

    places: Places
    order: Order
    event: Event
    settings: Settings
    tables: Mapping[str, pl.DataFrame]
    users: Mapping[str, dict[str, Any]]
    match_digest: str
    paper_digest: str
    template_digest: str
    memo: dict[Any, Any] = field(default_factory=dict, compare=False)


def keep_tables(places: Places, tables: Mapping[str, pl.DataFrame], slug: str) -> dict[str, str]:
    """Write the event's tables without anything private, and return the digest of each."""
    here = pl.col("event") == slug
    kept = {
        "people": _of_event(tables["people"], slug),
        "sessions": tables["sessions"].filter(here, pl.col("owner") == "event").sort("session_id"),
        "appearances": tables["appearances"].sort("session_id", "person_id"),
        "records": tables["records"].with_columns(**_EMPTY, extra=_none(tables["records"], "extra")),
        "identity": tables["identity"],
        "verdicts": tables["verdicts"],
        "presence": tables["presence"],
    }
    return {name: _keep(places.table(name), frame) for name, frame in kept.items()}


def _none(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.lit([], frame.schema[name])


def _of_event(people: pl.DataFrame, slug: str) -> pl.DataFrame:
    """Return who is at the event, and their organisations, as the event's own lists state them."""
    here = people.filter(pl.col("events").list.contains(slug))
    houses = people.filter(pl.col("person_id").is_in(here["organization_id"].drop_nulls().to_list()))
    both = pl.concat([here, houses]).unique("person_id").sort("person_id")
    return public(both).with_columns(**_NEUTRAL).select(people.columns)


def public(people: pl.DataFrame) -> pl.DataFrame:
    """Return people without what no student's paper may hold, and without where that was read."""
    told = [
        pl.col(name)
        .list.filter(~pl.element().struct.field("field").is_in([*PRIVATE, "email", "phone"]))
        .alias(name)
        for name in ("origins", "conflicts")
    ]
    return people.with_columns(**_EMPTY).with_columns(told)


def _keep(path: Path, frame: pl.DataFrame) -> str:
    """Write a table unless it is there already with the same content; the digest tells."""
    mark = digest(frame.schema, frame.rows())
    told = path.with_suffix(".digest")
    if path.is_file() and told.is_file() and told.read_text(encoding="utf-8") == mark:
        return mark
    write_parquet(path, frame)
    write_bytes(told, mark.encode())
    return mark


def open_office(root: Path) -> Office:
    """Return the run in this folder; a worker that is asked again gets the one it has opened.

    Raises ``WorkspaceError`` when something in it is damaged, or leads out of it.
    """
    places = Places(root)
    if places.sheets.is_symlink() or places.work.is_symlink():
        raise WorkspaceError(
            "the folder of the batch leads to another place", where=str(root), do="Name another as --out."
        )
    try:
        return _opened(root, places.job.read_text(encoding="utf-8"), places.job.stat().st_mtime_ns)
    except (
        OSError,
        ValueError,
        TypeError,
        LookupError,
        RecursionError,
        pl.exceptions.PolarsError,
    ) as problem:
        raise WorkspaceError(
            "the folder of the batch is damaged",
            where=str(root),
            do="Run the batch again with another folder as --out.",
        ) from problem


@lru_cache(maxsize=1)
def _opened(root: Path, text: str, _modified: int) -> Office:
    places = Places(root)
    order = _order(text)
    users = {row["user_id"]: row for row in pl.read_parquet(places.users).iter_rows(named=True)}
    tables: dict[str, pl.DataFrame] = {
        name: schema.cast(pl.read_parquet(places.table(name))) for name, schema in TABLES.items()
    }
    tables["presence"] = pl.read_parquet(places.table("presence"))
    values = {key: Setting(value, origin) for key, (value, origin) in order.settings.items()}
    settings = Settings(values)
    return Office(
        places=places,
        order=order,
        event=as_event(order.slug, dict(order.event), order.where),
        settings=settings,
        tables=tables,
        users=users,
        match_digest=_match_digest(order, settings),
        paper_digest=_paper_digest(order, settings),
        template_digest=_template_digest(order),
    )


def _order(text: str) -> Order:
    values = json.loads(text)
    values["now"] = dt.datetime.fromisoformat(values["now"])
    values["templates"] = tuple(values["templates"])
    values["files"] = tuple(tuple(item) for item in values["files"])
    start = values["event"].get("start")
    values["event"] = {**values["event"], "start": start}
    return Order(**values)


def _match_digest(order: Order, settings: Settings) -> str:
    return digest(
        sorted(order.tables.items()),
        sorted(order.event.items(), key=str),
        sorted(settings.section("match").items()),
        *config_files((*MATCH_CONFIG, *LINK_CONFIG)),
    )


def _paper_digest(order: Order, settings: Settings) -> str:
    return digest(
        sorted(order.tables.items()),
        sorted(order.event.items(), key=str),
        order.files,
        *(sorted(settings.section(name).items()) for name in ("plan", "report")),
        sorted(words_of("sentences").items()),
        sorted(words_of("shut_out").items(), key=str),
        *config_files(("words.en",)),
    )


def _template_digest(order: Order) -> str:
    folders = [*map(Path, order.templates), shared("templates")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return digest(*files)


def event_values(path: Path) -> dict[str, Any]:
    """Return what an event file says in plain values, days as text."""
    found = event_table(path)
    return {
        key: value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
        for key, value in found.items()
    }
