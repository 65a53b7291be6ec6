"""Matches as plain rows: many users of a partition are told the same, and each message is read once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import polars as pl

#: Columns of Matches that are lists of messages, and those that no paper shows.
_TOLD = ("reasons", "common_ground", "give", "questions", "eligibility")
_UNTOLD = ("signals", "you_to_them", "them_to_you", "fit", "confidence", "set_aside_because")


def as_texts(matches: pl.DataFrame) -> pl.DataFrame:
    """Return what a paper shows of these matches, every message as JSON."""
    texts = [pl.col(name).list.eval(pl.element().struct.json_encode()) for name in _TOLD]
    return matches.drop(_UNTOLD).with_columns(texts)


def plain_matches(texts: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of ``as_texts`` with the messages as they were; equal ones are one object."""
    columns = {name: texts.get_column(name).to_list() for name in texts.columns}
    for name in _TOLD:
        columns[name] = [[_message(text) for text in row] for row in columns[name]]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


@lru_cache(maxsize=32768)
def _message(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
