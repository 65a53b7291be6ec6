"""The kinds of column that the tables are built from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dataframely as dy

if TYPE_CHECKING:
    from collections.abc import Sequence


def text(**options: Any) -> dy.String:
    """Return a text that may be unknown."""
    return dy.String(nullable=True, **options)


def texts(description: str | None = None) -> dy.List:
    """Return a list of texts; empty says that the source named nothing."""
    return dy.List(dy.String(nullable=False), nullable=False, description=description)


def one_of(words: Sequence[str], *, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """Return a text that is one of these words."""
    return dy.String(
        nullable=nullable, primary_key=primary_key, check=lambda column: column.is_in(list(words))
    )


def moment(*, nullable: bool = True, description: str | None = None) -> dy.Datetime:
    """Return a moment in UTC."""
    return dy.Datetime(nullable=nullable, time_zone="UTC", description=description)


def evidence() -> dy.List:
    """Return the type of a list of evidence cells: what was read, and where."""
    return dy.List(
        dy.Struct(
            {
                "field": dy.String(nullable=True),
                "value": dy.String(nullable=True),
                "file": dy.String(nullable=True),
                "row": dy.Int64(nullable=True),
                "column": dy.String(nullable=True),
            },
            nullable=False,
        ),
        nullable=False,
    )


def params() -> dy.List:
    """Return the type of a message's parameters: names with their values."""
    pair: dict[str, dy.Column] = {"name": dy.String(nullable=False), "value": dy.String(nullable=True)}
    return dy.List(dy.Struct(pair, nullable=False), nullable=False)


def messages() -> dy.List:
    """Return the type of a list of messages: a key and its parameters, put into words by ``report`` alone."""
    message: dict[str, dy.Column] = {"side": dy.String(nullable=True), "key": dy.String(nullable=False)}
    message |= {"params": params(), "evidence": evidence()}
    return dy.List(dy.Struct(message, nullable=False), nullable=False)
