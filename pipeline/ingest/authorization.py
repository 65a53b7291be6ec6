"""What a cell on work authorisation says of a person or an employer (config/authorization.toml)."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.ingest.vocabulary import contains, plain
from pipeline.settings import read_toml
from pipeline.shared import shared


@cache
def _table() -> dict[str, Any]:
    return read_toml(shared("config") / "authorization.toml")


@cache
def _phrases(whose: str) -> tuple[tuple[str, str], ...]:
    found = [(plain(phrase), word) for word, phrases in _table()[whose].items() for phrase in phrases]
    return tuple(sorted(found, key=lambda item: (-len(item[0]), item[0])))


def of_person(cell: str) -> str | None:
    """Return authorized, needs_now or needs_later; None when no known phrase stands in the cell."""
    return _said("person", cell)


def of_employer(cell: str) -> str | None:
    """Return yes or no: whether those who need sponsorship are taken; None when it does not say."""
    return _said("employer", cell)


def by_single_words(cell: str) -> str | None:
    """Return yes or no as ``of_employer`` does, from single words where no phrase is known."""
    text = f" {plain(cell)} "
    hints = ((hint["answer"], hint["words"]) for hint in _table()["hint"])
    return next((answer for answer, words in hints if any(f" {word} " in text for word in words)), None)


def _said(whose: str, cell: str) -> str | None:
    text = plain(cell[:300])
    return next((word for phrase, word in _phrases(whose) if contains(text, phrase)), None)
