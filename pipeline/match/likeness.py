"""How alike texts are, by kind: the seam that quality is measured through."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pipeline.errors import SettingsError
from pipeline.match.arrays import holders
from pipeline.match.concepts import load_concepts
from pipeline.match.cores import cores
from pipeline.match.english import in_english
from pipeline.match.fields import load_fields
from pipeline.match.lexical import by_letters, by_words, postings
from pipeline.match.remainder import remainder_scores
from pipeline.match.text import words
from pipeline.match.themes import theme_scores
from pipeline.match.topics import concept_overlap, units_of, word_overlap
from pipeline.match.vectors import load_vectors
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
    from pipeline.match.cores import Cores
    from pipeline.match.topics import Units
    from pipeline.match.vectors import Vectors

    Scores = NDArray[np.float32]

Kind = Literal["title", "major", "interest", "bio", "need"]
#: Texts that are compared with all others at once, so that what lies between stays small.
ROWS = 1000
KINDS: tuple[Kind, ...] = ("title", "major", "interest", "bio", "need")


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """Return the weight of each measure by kind of text, from ``config/vectors.toml``."""
    table: dict[str, Any] = read_toml(shared("config") / "vectors.toml")
    return {name: {key: float(value) for key, value in entry.items()} for name, entry in table.items()}


def similarity(
    kind: Kind, left: Sequence[str], right: Sequence[str], *, vectors: Vectors | None = None
) -> Scores:
    """Return how alike each text on the left is to each on the right: (left, right), float32.

    Scores of one kind can be compared with each other. For "need" the left offers and the right asks. Raises
    ``SettingsError`` for an unknown kind. ``vectors`` measures another table.
    """
    if kind not in KINDS:
        raise SettingsError(f"there is no similarity of kind {kind!r}", do=f"Kinds: {', '.join(KINDS)}.")
    if not left or not right:
        return np.zeros((len(left), len(right)), np.float32)
    table = vectors or load_vectors()
    if kind in ("title", "major"):
        return _names(kind, left, right, table)
    if kind == "bio":
        return postings(right, by_words).scores(left, by_words)
    return _meanings(kind, left, right, table)


def _names(kind: Kind, left: Sequence[str], right: Sequence[str], table: Vectors) -> Scores:
    """Return the likeness of titles or majors: vectors, and letters where vectors do not know the words."""
    part = weights()[kind]
    read, others = ([in_english(text) for text in side] for side in (left, right))
    found = part["vectors"] * (table.encode(read) @ table.encode(others).T)
    foreign = _foreign(read, table)
    changed = np.array([one != other for one, other in zip(left, read, strict=True)])
    lexical = np.where(changed, part.get("translated", 0.0), part.get("letters", 0.0))
    share = np.maximum(lexical, foreign)[:, None]
    if share.any():
        rows = np.flatnonzero(share[:, 0]).tolist()
        letters = postings(right, by_letters).scores([left[at] for at in rows], by_letters)
        found[rows] = (1 - foreign[rows, None]) * found[rows] + share[rows] * letters
    return found.astype(np.float32)


def _foreign(texts: Sequence[str], table: Vectors) -> Scores:
    """Return how foreign each text is to the vectors, 0 to 1, by the pieces its words are cut into."""
    bound = weights()["foreign"]
    pieces = np.array([len(table.pieces.ids(text)) for text in texts], np.float32)
    count = np.array([max(len(words(text)), 1) for text in texts], np.float32)
    ratio = (pieces / count - bound["known"]) / (bound["foreign"] - bound["known"])
    return np.asarray(np.clip(ratio, 0, 1), np.float32)


def _meanings(kind: Kind, left: Sequence[str], right: Sequence[str], table: Vectors) -> Scores:
    """Return the likeness of interests, or of offers and needs; a list that knows both counts more."""
    if len(left) > ROWS:
        found = np.empty((len(left), len(right)), np.float32)
        for at in range(0, len(left), ROWS):
            found[at : at + ROWS] = _meanings(kind, left[at : at + ROWS], right, table)
        return found
    part, concepts = weights()[kind], load_concepts()
    one, other = ([_units(text, kind) for text in side] for side in (left, right))
    rest, themes = remainder_scores(left, right, table), theme_scores(left, right)
    found = part["remainder"] * rest
    if kind == "interest":
        known = [np.array([_known(text) for text in side]) for side in (left, right)]
        found[np.ix_(*known)] *= part["listed"]
        found += part["concepts"] * concept_overlap(one, other, concepts)
    else:
        core = cores(left, right)
        worth = _literal_worth(core, np.maximum(rest, themes), part)
        found += part["rest"] * word_overlap(one, other)
        found += part["concepts"] * concept_overlap(one, other, concepts, worth)
        np.maximum(found, _held(core, part), out=found)
        themes[_other_kinds(one, other, concepts)] *= part["other_kind"]
    found += part["themes"] * themes
    return np.clip(found, 0, 1, out=found)


def _other_kinds(one: Sequence[Units], other: Sequence[Units], concepts: Concepts) -> NDArray[np.bool_]:
    """Return where both texts name kinds of help and none is the same: an internship is no practice."""
    mine, theirs = ([unit.concepts & concepts.exchange for unit in side] for side in (one, other))
    found = np.outer([bool(names) for names in mine], [bool(names) for names in theirs])
    rows, columns = holders(mine), holders(theirs)
    for name in rows.keys() & columns.keys():
        found[np.ix_(rows[name], columns[name])] = False
    return found


def _literal_worth(core: Cores, alike: Scores, part: dict[str, float]) -> Scores:
    """Return what a concept counts that both name by one word: "piano lessons" help no piano stool."""
    least = _either((core.rare > 0) | (core.common > 1), part["rare"], part["literal"])
    alone = np.maximum(least, np.float32(part["one_word"]))
    found = np.where(core.held, alone, least + (1 - least) * alike)
    found[core.same | (core.held & (core.common > 1))] = 1.0
    return found


def _held(core: Cores, part: dict[str, float]) -> Scores:
    """Return what it counts that one text says all that the other does, in two words or a rare one."""
    telling = core.held & ((core.common > 1) | (core.rare > 0))
    found = _either(telling, part["held"], 0.0)
    found[core.same] = part["same"]
    return found


def _either(said: NDArray[np.bool_], yes: float, no: float) -> Scores:
    return np.where(said, np.float32(yes), np.float32(no))


def _known(interest: str) -> bool:
    concept = load_concepts().of(interest)
    return concept is not None and concept.known


@lru_cache(maxsize=50_000)
def _units(text: str, kind: Kind) -> Units:
    return units_of(text, load_concepts(), load_fields(), whole=kind == "interest")


def forget() -> None:
    """Let go of what was read of single texts: of thousands of phrases it is worth more memory than time."""
    _units.cache_clear()


def need_scores(left: Sequence[str], right: Sequence[str]) -> Scores:
    """Return how well each offer on the left answers each need on the right, 0 to 1."""
    return similarity("need", left, right)
