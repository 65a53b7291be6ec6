"""What to say of columns that were kept aside: unsure ones, losers, names --map has wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.ingest.importer import Source
    from pipeline.ingest.rivals import Guess
    from pipeline.ingest.table import Table

#: Fields whose loss changes who is on the list.
_WHO = frozenset({"name", "given_name", "family_name", "email", "organization"})


def column_notices(
    guesses: Mapping[str, Guess], table: Table, source: Source, *, least: float
) -> Iterator[Finding]:
    """Yield a notice per column the user may want to settle; ``least``: confidence that needs no word."""
    for name, guess in guesses.items():
        if guess.field and guess.confidence < least:
            yield _unsure(name, guess)
        elif guess.lost in _WHO and not _says_the_same(guess, name, table):
            yield _lost(name, guess)
    for column in source.mapping:
        if column not in table.columns:
            said = f"--map names {column!r}, which {source.name} does not have"
            yield Finding("notice", "map.no_column", said, column=column)


def _says_the_same(guess: Guess, name: str, table: Table) -> bool:
    """Return whether the column that won holds all that this one holds."""
    if guess.winner is None:
        return False
    pairs = zip(table.column(name), table.column(guess.winner), strict=True)
    return all(not own.strip() or own.strip().casefold() == other.strip().casefold() for own, other in pairs)


def _unsure(name: str, guess: Guess) -> Finding:
    said = f"this column may be {guess.field} (confidence {guess.confidence:.2f}); it was kept aside"
    return Finding("notice", "column.unsure", f'{said}; --map "{name}={guess.field}" settles it', column=name)


def _lost(name: str, guess: Guess) -> Finding:
    why = (
        f"{guess.winner!r} was taken as {guess.lost}"
        if guess.winner
        else f"the same few come again and again, so it is not the {guess.lost} of those on the list"
    )
    said = f'this column was kept aside: {why}; --map "{name}={guess.lost}" takes this one instead'
    return Finding("notice", "column.rival", said, column=name)
