"""A list that came again: rows whose address was corrected or added are the rows they were."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pipeline.link import companies, contacts, organizations
from pipeline.link.names import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl

Row = dict[str, Any]


def followed(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, str]:
    """Return, per record of a newer version of one list that has a new id, the id it had in the older one.

    An id that comes again stands for the same row. The others are known by their name together with a page,
    an address, a number or the employer, where each version has one such row only; a name alone, or an
    employer alone, is not enough.
    """
    left = before.join(after, on="record_id", how="anti").rows(named=True)
    new = after.join(before, on="record_id", how="anti").rows(named=True)
    heirs: dict[str, str] = {}
    followed_by: set[str] = set()
    for sign in SIGNS if left and new else ():
        old_by, new_by = _alone(left, sign), _alone(new, sign)
        for value in sorted(old_by.keys() & new_by.keys()):
            if new_by[value] not in heirs and old_by[value] not in followed_by:
                heirs[new_by[value]] = old_by[value]
                followed_by.add(old_by[value])
        left = [row for row in left if row["record_id"] not in followed_by]
        new = [row for row in new if row["record_id"] not in heirs]
    return heirs


def _alone(rows: Iterable[Row], sign: Callable[[Row], set[str]]) -> dict[str, str]:
    """Return the record by each value of a sign that no other row has."""
    told = [(value, row["record_id"]) for row in rows for value in sign(row)]
    counts = Counter(value for value, _ in told)
    return {value: record for value, record in told if counts[value] == 1}


def _named(row: Row, marks: Iterable[str | None]) -> set[str]:
    """Return each mark behind the name, titles and order aside; nothing without a full name."""
    if row["kind"] == "organization":
        firm = organizations.short(row["name"] or "")
        return {f"{firm}\t{mark}" for mark in marks if mark and firm}
    name = parse(row["name"], row["given_name"], row["family_name"])
    if name.placeholder or not (name.full or name.native):
        return set()
    words = " ".join([*sorted(name.tokens), name.generation or "", name.native])
    return {f"{words}\t{mark}" for mark in marks if mark}


def _pages(row: Row) -> set[str]:
    return _named(row, [contacts.linkedin(row["linkedin"] or ""), companies.host(row["website"] or "")])


def _mails(row: Row) -> set[str]:
    return _named(row, [contacts.email(text) for text in row["emails"]])


def _numbers(row: Row) -> set[str]:
    return _named(
        row, ["".join(letter for letter in text if letter.isdigit())[-9:] for text in row["phones"]]
    )


def _employers(row: Row) -> set[str]:
    return _named(row, [organizations.short(row["organization"] or row["name"] or "")])


#: What tells that two rows are one, the surest first.
SIGNS = (_pages, _mails, _numbers, _employers)
