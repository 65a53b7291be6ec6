"""How a message greets somebody: by the own name, or by title and family name where there is a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.link.fold import fold
from pipeline.link.names import parse

if TYPE_CHECKING:
    import polars as pl


def greetings(people: pl.DataFrame) -> dict[str, str]:
    """Return what to write behind "Hello" by person_id; who is not here is greeted as the list names them."""
    persons = people.filter(people["kind"] == "person").select(
        "person_id", "name", "given_name", "family_name"
    )
    found = {key: greeting(name, given, family) for key, name, given, family in persons.iter_rows()}
    return {key: text for key, text in found.items() if text}


def greeting(name: str | None, given: str | None = None, family: str | None = None) -> str | None:
    """Return "Ida" for "KARLSEN, Ida", "Dr. Nwosu" for "Dr. Oluchi Nwosu"; None where a name is unclear."""
    tokens = (name or "").split("(")[0].replace(",", " ").split()
    parsed = parse(name, given, family)
    own, last = ({*names} for names in (parsed.given, parsed.family))
    first = next((at for at, token in enumerate(tokens) if _in(token, own | last)), None)
    if first is None:
        return _spoken(given.split()[0]) if given and given.split() else None
    title = tokens[0] if first and tokens[0].rstrip(".").isalpha() else None
    if title is None:
        spoken = [token for token in tokens if _in(token, own)]
        whole = {piece for token in spoken for piece in _pieces(token)} == own
        return " ".join(map(_spoken, spoken)) if own and whole else None
    named = [at for at, token in enumerate(tokens) if _in(token, last or own)]
    rest = (
        [token for token in tokens[first : named[-1] + 1] if not last or not _in(token, own)] if named else []
    )
    return " ".join((title, *map(_lowered, rest))) if rest else None


def _pieces(token: str) -> list[str]:
    return fold(token).rstrip(".").split("-")


def _in(token: str, names: set[str]) -> bool:
    return all(piece in names for piece in _pieces(token))


def _spoken(token: str) -> str:
    """Return an own name as a letter writes it, though the list shouts or whispers it."""
    return _lowered(token[:1].upper() + token[1:])


def _lowered(token: str) -> str:
    return token.title() if token.isupper() and len(token) > 2 else token
