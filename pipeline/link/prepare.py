"""Records in the form in which they are compared: one row per record, in the order of record_id."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from pipeline.link import companies, contacts, organizations
from pipeline.link.columns import lists, mails, pages, texts
from pipeline.link.rarity import is_common, is_plain
from pipeline.link.roll import Roll, call
from pipeline.link.tokens import SLIP_FROM, heard, lexicon, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pipeline.link.name import Name
    from pipeline.settings import Settings

#: The columns that ``keys`` makes.
KEYS = ("sounds", "words", "firsts", "kin", "initials", "letters", "slips")
#: The columns of Records that decide who is who.
READ = (
    *("record_id", "kind", "name", "given_name", "family_name", "emails", "phones", "linkedin", "twitter"),
    *("organization", "title", "school", "website", "event", "role", "source_sha", "source_file"),
)
#: Words of a role on a list that put somebody on the stage.
ON_STAGE = "speaker|presenter|panel"
#: So many names are taken at once, so that what is made on the way stays small.
TILE = 4096
#: What stands between a name and the employer behind it.
BEFORE_FIRM = "\\s*(?:[,|/@(\\[\u2022\u00b7\u2013\u2014-]|\\bat\\b)\\s*$"
#: Shorter family names stand in the names of firms by chance.
FIRM_FROM = 4
#: An address or number that stands beside more different names than this belongs to nobody alone.
SHARED_BY = 4
#: This many different own addresses beside one name show that several people bear it.
NAMESAKES = 4


def prepare(records: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, Roll]:
    """Return one row per record with its keys, and the names in the same order, taken apart."""
    region = settings.text("ingest.phone_region")
    ordered = records.select(READ).sort("record_id")
    roll = call(ordered.select(_without_firm(), "given_name", "family_name"))
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
        mails(ordered["emails"]).alias("mail"),
        pages(ordered["linkedin"]).alias("linkedin"),
        texts(ordered["twitter"], contacts.twitter).alias("twitter"),
        phones.alias("phones"),
        phones.list.eval(pl.element().str.replace_all(r"\D", "").str.slice(-9)).alias("numbers"),
        texts(company, organizations.organization).alias("org"),
        texts(company, organizations.short).alias("org_short"),
        texts(company, organizations.former).alias("org_former"),
        texts(ordered["website"], companies.host).alias("host"),
        texts(ordered["website"], companies.page).alias("page"),
        texts(ordered["title"], _title).alias("title"),
        texts(ordered["school"], organizations.school).alias("school"),
        roll.each(key, pl.String).alias("key"),
        *keys(roll),
    )
    return _stages(_crowds(_mailboxes(_pages(_firms(frame, roll)))), ordered["role"]), roll


def _firms(frame: pl.DataFrame, roll: Roll) -> pl.DataFrame:
    """Mark as borne by several the names that their firm bears too: father and son work there.

    Who typed the own name where the employer is asked for has named none.
    """
    kin, whole = roll.each(_kin, pl.String).alias("_kin"), roll.each(_whole, pl.String).alias("_whole")
    person = (pl.col("kind") == "person") & (pl.col("org") == pl.col("_whole")).fill_null(value=False)
    frame = frame.with_columns(whole).with_columns(
        pl.when(~person).then(pl.col(name)).alias(name) for name in ("org", "org_short")
    )
    theirs = pl.col("org").str.contains(pl.col("_kin"), literal=True).fill_null(value=False)
    return frame.with_columns(kin).with_columns(pl.col("plain") | theirs).drop("_kin", "_whole")


def _whole(name: Name) -> str:
    return "".join(name.parts)


def _kin(name: Name) -> str | None:
    return next((word for word in reversed(name.family) if len(word) >= FIRM_FROM), None)


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


def keys(roll: Roll) -> list[pl.Series]:
    """Return the columns that bring alike names together, and whether many bear the name."""
    made = [_keyed(roll.names[first : first + TILE]) for first in range(0, len(roll.names), TILE)]
    whole = pl.concat(made) if made else _keyed([])
    borne = [
        roll.each(is_common, pl.Boolean).alias("common"),
        roll.each(is_plain, pl.Boolean).alias("plain"),
    ]
    return [*whole.select(pl.all().gather(roll.at)).get_columns(), *borne]


def _keyed(names: Sequence[Name]) -> pl.DataFrame:
    """Return what ``KEYS`` names; far faster by one text per list than by lists of objects."""
    made = pl.DataFrame([_keys(name) for name in names], schema=dict.fromkeys(KEYS, pl.String), orient="row")
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return made.select(
        pl.when(pl.col(name) == "").then(nothing).otherwise(pl.col(name).str.split("\t")).alias(name)
        for name in KEYS
    )


def _keys(name: Name) -> tuple[str, ...]:
    """Return, of one name, what ``KEYS`` names, each as texts with tabs between them.

    Word pairs, words, first letters, family names, the first letter of the own name with each family name,
    the same where that letter is all there is, and what a slip of the pen leaves of a long own name.
    """
    long = [word for word in name.given if len(word) > 1]
    kin = _every(family_forms, name.family)
    own = _every(forms, long)
    turned = {heard(word) for word in long}.union(*map(family_forms, long))
    swapped = {f"{a} {b}" if a < b else f"{b} {a}" for a in turned for b in kin}
    pairs = sorted(swapped.union(f"{form} {one}" for form in own for one in kin))
    joined = (
        [a + b for a, b in zip(name.tokens, name.tokens[1:], strict=False)] if len(name.tokens) > 2 else []
    )
    said = sorted({spelled(word) for word in (*name.tokens, *joined) if len(word) > 1}.union(own, kin))
    firsts = "".join(sorted(spelled(word)[:1] for word in name.tokens)) if name.full else ""
    initials = "\t".join(f"{word[0]} {one}" for word in name.given[:1] for one in kin)
    letters = initials if len(name.given[:1]) and len(name.given[0]) == 1 else ""
    slips = [f"{word[0]}{word[-1]} {one}" for word in long if len(word) >= SLIP_FROM for one in kin]
    return ("\t".join(pairs), "\t".join(said), firsts, "\t".join(kin), initials, letters, "\t".join(slips))


def _every(read: Callable[[str], Collection[str]], words: Sequence[str]) -> list[str]:
    """Return everything that is read of the words that are written out, each once."""
    return sorted({tag for word in words if len(word) > 1 for tag in read(word)})


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """Return the full names an own name may stand for, or how it sounds when it is none that is known."""
    known = lexicon()
    fulls = known.full_of.get(word, frozenset()) | {word}
    groups = {f"#{number}" for full in fulls for number in known.groups.get(full, ())}
    return frozenset(groups | {heard(full) for full in fulls})


@lru_cache(maxsize=50_000)
def family_forms(word: str) -> frozenset[str]:
    """Return the spellings a family name stands for, or how it sounds when none are known."""
    return frozenset({f"={number}" for number in lexicon().families.get(word, ())} or {heard(word)})


def _title(text: str) -> str | None:
    return " ".join(organizations.school_words(text)) or None


def _pages(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop the pages and handles that belong to nobody alone: beside many names, or named like the firm."""
    own = pl.col("page").str.replace(r"^[^/]*/", "").str.replace_all(r"[^a-z0-9]", "")
    firm = own.is_in(pl.concat_list("org", "org_short").fill_null([])).fill_null(value=False)
    alone = frame.with_columns(pl.when(~firm).then(pl.col("page")).alias("page"))
    return alone.with_columns(
        pl.when(pl.col("key").n_unique().over(name) <= SHARED_BY).then(pl.col(name)).alias(name)
        for name in ("linkedin", "twitter", "page")
    )


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
