"""Records in the form in which they are compared: one row per record, in the order of record_id."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

from pipeline.link import companies, contacts, organizations
from pipeline.link.names import parse
from pipeline.link.rarity import is_common, is_plain
from pipeline.link.tokens import SLIP_FROM, heard, lexicon, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from pipeline.link.name import Name
    from pipeline.settings import Settings

Kept = TypeVar("Kept")
#: The columns that ``keys`` makes.
KEYS = ("sounds", "words", "firsts", "kin", "initials", "letters", "slips")
#: The columns of Records that decide who is who.
READ = (
    *("record_id", "kind", "name", "given_name", "family_name", "emails", "phones", "linkedin", "twitter"),
    *("organization", "title", "school", "website", "event", "role", "source_sha", "source_file"),
)
#: Words of a role on a list that put somebody on the stage.
ON_STAGE = "speaker|presenter|panel"
#: What stands between a name and the employer behind it.
BEFORE_FIRM = "\\s*(?:[,|/@(\\[\u2022\u00b7\u2013\u2014-]|\\bat\\b)\\s*$"
#: An address or number that stands beside more different names than this belongs to nobody alone.
SHARED_BY = 4
#: This many different own addresses beside one name show that several people bear it.
NAMESAKES = 4


def once(values: Iterable[Hashable], read: Callable[..., Kept]) -> dict[Hashable, Kept]:
    """Return what ``read`` makes of every distinct value that is there."""
    return {value: read(value) for value in set(values) if value is not None}


def texts(column: pl.Series, read: Callable[[str], str | None]) -> pl.Series:
    """Return a column of texts, each distinct one read once."""
    known = once(column.to_list(), read)
    return pl.Series(
        column.name, [None if value is None else known[value] for value in column], dtype=pl.String
    )


def lists(column: pl.Series, read: Callable[[str], str | None]) -> pl.Series:
    """Return a column of lists of distinct texts, sorted, without what could not be read."""
    long = (
        pl.DataFrame({"at": pl.int_range(len(column), eager=True), "text": column})
        .explode("text")
        .drop_nulls()
    )
    known = long.with_columns(texts(long["text"], read)).drop_nulls().unique().sort("at", "text")
    made = known.group_by("at").agg(pl.col("text").sort())
    every = (
        pl.DataFrame({"at": pl.int_range(len(column), eager=True)}).join(made, on="at", how="left").sort("at")
    )
    return (
        every.select(pl.col("text").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .to_series()
        .alias(column.name)
    )


def prepare(records: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, list[Name]]:
    """Return one row per record with its keys, and the parsed names in the same order."""
    region = settings.text("ingest.phone_region")
    ordered = records.select(READ).sort("record_id")
    told = ordered.select(_without_firm(), "given_name", "family_name")
    names = [parse(*row) for row in told.iter_rows()]
    mail = lists(ordered["emails"], contacts.email)
    phones = lists(ordered["phones"], lambda text: contacts.phone(text, region))
    own = pl.when(pl.col("kind") == "organization").then(pl.coalesce("name", "organization"))
    company = ordered.select(own.otherwise(pl.col("organization")).alias("org")).to_series()
    frame = ordered.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"),
        "record_id",
        "kind",
        "source_file",
        pl.col("event").fill_null("").alias("event"),
        pl.col("source_sha").alias("list"),
        mail.alias("mail"),
        texts(ordered["linkedin"], contacts.linkedin).alias("linkedin"),
        texts(ordered["twitter"], contacts.twitter).alias("twitter"),
        phones.alias("phones"),
        phones.list.eval(pl.element().str.replace_all(r"\D", "").str.slice(-9)).alias("numbers"),
        texts(company, organizations.organization).alias("org"),
        texts(company, organizations.short).alias("org_short"),
        texts(ordered["website"], companies.host).alias("host"),
        texts(ordered["website"], companies.page).alias("page"),
        texts(ordered["title"], _title).alias("title"),
        texts(ordered["school"], organizations.school).alias("school"),
        pl.Series("key", [key(name) for name in names], dtype=pl.String),
        *keys(names),
    )
    return _stages(_crowds(_mailboxes(frame)), ordered["role"]), names


def _without_firm() -> pl.Expr:
    """Return the name without the employer that is written behind it: "Ana Lima, Acme", "Ana Lima @ Acme"."""
    name, firm = pl.col("name"), pl.col("organization").str.strip_chars().str.to_lowercase()
    folded = name.str.strip_chars().str.to_lowercase()
    ends = (firm.str.len_chars() > 1) & folded.str.ends_with(firm) & (pl.col("kind") == "person")
    cut = name.str.strip_chars().str.head(folded.str.len_chars() - firm.str.len_chars())
    bare = cut.str.replace(BEFORE_FIRM, "")
    return (
        pl.when(ends & (bare != cut) & bare.str.contains(r"\S\s+\S")).then(bare).otherwise(name).alias("name")
    )


def key(name: Name) -> str | None:
    """Return what is equal for equally written names: their words in alphabetical order."""
    return " ".join(sorted(name.tokens)) or None


def keys(names: Sequence[Name]) -> list[pl.Series]:
    """Return the columns that bring alike names together, and whether many bear the name."""
    numbers: dict[Name, int] = {}
    at = pl.Series([numbers.setdefault(name, len(numbers)) for name in names], dtype=pl.UInt32)
    made = [_keys(name) for name in numbers]
    split = [_split([row[place] for row in made]).alias(column) for place, column in enumerate(KEYS)]
    borne = [
        pl.Series(label, [read(name) for name in numbers], dtype=pl.Boolean)
        for label, read in (("common", is_common), ("plain", is_plain))
    ]
    return [column.gather(at) for column in (*split, *borne)]


def _split(rows: Sequence[str]) -> pl.Series:
    """Return lists of texts as a column; far faster by one text per row than by lists of objects."""
    joined = pl.Series(rows, dtype=pl.String)
    nothing = pl.lit([], dtype=pl.List(pl.String))
    whole = pl.DataFrame({"text": joined})
    return whole.select(
        pl.when(pl.col("text") == "").then(nothing).otherwise(pl.col("text").str.split("\t"))
    ).to_series()


def _keys(name: Name) -> tuple[str, ...]:
    """Return, of one name, what ``KEYS`` names, each as texts with tabs between them.

    Word pairs, words, first letters, family names, the first letter of the own name with each family name,
    the same where that letter is all there is, and what a slip of the pen leaves of a long own name.
    """
    kin = sorted({tag for word in name.family if len(word) > 1 for tag in family_forms(word)})
    own = sorted({form for word in name.given if len(word) > 1 for form in forms(word)})
    swapped = {" ".join(sorted((heard(word), one))) for word in name.given if len(word) > 1 for one in kin}
    pairs = sorted({f"{form} {one}" for form in own for one in kin} | swapped)
    joined = (
        [a + b for a, b in zip(name.tokens, name.tokens[1:], strict=False)] if len(name.tokens) > 2 else []
    )
    said = sorted({spelled(word) for word in (*name.tokens, *joined) if len(word) > 1} | {*own, *kin})
    firsts = ["".join(sorted(spelled(word)[:1] for word in name.tokens))] if name.full else []
    initials = [f"{word[0]} {one}" for word in name.given[:1] for one in kin]
    letters = initials if len(name.given[:1]) and len(name.given[0]) == 1 else []
    slips = [f"{word[0]}{word[-1]} {one}" for word in name.given if len(word) >= SLIP_FROM for one in kin]
    return tuple("\t".join(row) for row in (pairs, said, firsts, kin, initials, letters, slips))


def forms(word: str) -> set[str]:
    """Return the full names an own name may stand for, or how it sounds when it is none that is known."""
    known = lexicon()
    fulls = known.full_of.get(word, frozenset()) | {word}
    groups = {f"#{number}" for full in fulls for number in known.groups.get(full, ())}
    return groups | {heard(full) for full in fulls}


def family_forms(word: str) -> set[str]:
    """Return the spellings a family name stands for, or how it sounds when none are known."""
    return {f"={number}" for number in lexicon().families.get(word, ())} or {heard(word)}


def _title(text: str) -> str | None:
    return " ".join(organizations.school_words(text)) or None


def _mailboxes(frame: pl.DataFrame) -> pl.DataFrame:
    """Split the addresses into a person's own (``emails``) and those that many share (``desks``)."""
    long = frame.select("at", "key", "mail").explode("mail").drop_nulls("mail")
    roles = [address for address in long["mail"].unique().to_list() if contacts.is_role(address)]
    crowd = long.group_by("mail").agg(pl.col("key").n_unique()).filter(pl.col("key") > SHARED_BY)["mail"]
    desk = pl.col("mail").is_in(pl.Series(roles, dtype=pl.String).append(crowd).implode())
    own, shared = long.filter(~desk), long.filter(desk)
    split = (
        own.group_by("at")
        .agg(
            pl.col("mail").sort().alias("emails"),
            pl.col("mail").sort().str.replace(r"@.*$", "").alias("mailbox"),
        )
        .join(
            shared.group_by("at").agg(pl.col("mail").sort().alias("desks")),
            on="at",
            how="full",
            coalesce=True,
        )
    )
    nobody = pl.lit([], dtype=pl.List(pl.String))
    return (
        frame.join(split, on="at", how="left")
        .with_columns(pl.col(name).fill_null(nobody) for name in ("emails", "desks", "mailbox"))
        .drop("mail")
        .sort("at")
    )


def _crowds(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark the names that visibly belong to several people here, each with an address or page."""
    told = frame.select("key", pl.coalesce(pl.col("emails").list.first(), pl.col("linkedin")).alias("own"))
    many = told.drop_nulls().group_by("key").agg(pl.col("own").n_unique()).filter(pl.col("own") >= NAMESAKES)
    return frame.with_columns(
        pl.col("key").is_in(many["key"].implode()).fill_null(value=False).alias("crowd")
    )


def _stages(frame: pl.DataFrame, role: pl.Series) -> pl.DataFrame:
    """Add ``stage``: the event at which a record speaks, if no list of it has two speakers of that name."""
    speaks = role.str.to_lowercase().str.contains(ON_STAGE).fill_null(value=False) & (frame["event"] != "")
    said = frame.select("at", "event", "list", "key").filter(speaks).drop_nulls("key")
    twice = said.filter(pl.len().over("event", "list", "key") > 1).select("event", "key").unique()
    alone = said.join(twice, on=["event", "key"], how="anti").select("at", pl.col("event").alias("stage"))
    return frame.join(alone, on="at", how="left", maintain_order="left")
