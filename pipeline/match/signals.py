"""The five signals as arrays over the crowd: numbers here, sentences from the same numbers in ``reasons``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import SettingsError
from pipeline.match.ground import ground_values
from pipeline.match.hiring import Hire, hire_values, hires_of, role_values
from pipeline.match.likeness import need_scores
from pipeline.match.text import stems
from pipeline.match.ties import tie_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World
    from pipeline.settings import Settings

    Values = NDArray[np.float32]

NAMES = ("field", "interests", "exchange", "common_ground", "tie")
#: From this strength on a field counts as named at all, and as the user's own.
NAMED_FIELD = 0.3
SAME_FIELD = 0.45
NEAR_FIELD = 0.4
#: A target is in the user's field when that field is at least so sure as this share of its surest one.
MAIN_FIELD = 0.7
#: A relation between fields below this is no neighbourhood.
ADJACENT = 0.25


@dataclass(frozen=True, slots=True)
class Signals:
    """Each signal over the crowd, NaN where it had nothing to go by; all values are 0 to 1."""

    values: dict[str, Values]
    weights: dict[str, float]
    fit: Values
    you_to_them: Values
    them_to_you: Values
    confidence: Values
    field_fit: tuple[str, ...]
    needs: Needs


@dataclass(frozen=True, slots=True)
class Needs:
    """Offer against need, both ways: which of the user's phrases meets each phrase of the crowd best."""

    offered: Values
    offer: NDArray[np.int64]
    wanted: Values
    want: NDArray[np.int64]
    hires: tuple[Hire | None, ...]


def read_signals(crowd: Crowd, seeker: Seeker, world: World) -> Signals:
    """Return all signals of one user over the crowd.

    Raises ``SettingsError`` when every weight is zero or one is negative.
    """
    weights = weights_of(world.settings)
    field, fit = field_values(crowd, seeker)
    needs = read_needs(crowd, seeker, world)
    to_you, to_them = exchange_sides(crowd, seeker, needs, world)
    values = {
        "field": field,
        "interests": interest_values(crowd, seeker, world.concepts),
        "exchange": exchange(to_you, to_them, world.settings.number("match.neutral")),
        "common_ground": ground_values(crowd, seeker, world),
        "tie": tie_values(crowd, world),
    }
    return combine(values, weights, to_you, to_them, fit, needs, world.settings)


def weights_of(settings: Settings) -> dict[str, float]:
    """Return the weight of each signal; raises ``SettingsError`` when all are zero or one is negative."""
    weights = {name: settings.number(f"match.weights.{name}") for name in NAMES}
    low = [name for name, weight in weights.items() if weight < 0]
    if low:
        raise SettingsError(f"match.weights.{low[0]} is below zero", do="Weights are zero or more.")
    if not any(weights.values()):
        raise SettingsError(
            "every weight below match.weights is zero, so nothing can be ranked",
            do="Give at least one a number above zero, for example: --weight field=0.4",
        )
    return weights


def combine(
    values: dict[str, Values],
    weights: dict[str, float],
    to_you: Values,
    to_them: Values,
    field_fit: tuple[str, ...],
    needs: Needs,
    settings: Settings,
) -> Signals:
    """Return the weighted mean of the signals; what is unknown counts as ``match.neutral``."""
    neutral = settings.number("match.neutral")
    total = sum(weights.values())
    filled = {name: np.where(np.isnan(value), neutral, value) for name, value in values.items()}
    fit = weighed(values, weights, neutral)
    known = sum(weights[name] / total * ~np.isnan(values[name]) for name in NAMES)
    parts = ("field", "interests")
    you = [filled[name] for name in parts] + [np.where(np.isnan(to_you), neutral, to_you)]
    them = [filled["interests"], np.where(np.isnan(to_them), neutral, to_them)]
    return Signals(
        values={name: np.round(value, 6) for name, value in values.items()},
        weights=weights,
        fit=fit,
        you_to_them=np.round(np.mean(np.stack(you), axis=0, dtype=np.float32), 6),
        them_to_you=np.round(np.mean(np.stack(them), axis=0, dtype=np.float32), 6),
        confidence=np.round(np.asarray(known), 6).astype(np.float32),
        field_fit=field_fit,
        needs=needs,
    )


def weighed(values: dict[str, Values], weights: dict[str, float], neutral: float) -> Values:
    """Return the weighted mean of the signals, rounded to 1e-6; NaN counts as ``neutral``."""
    total = sum(weights.values())
    found = np.zeros(values[NAMES[0]].shape, np.float64)
    for name in NAMES:
        found += weights[name] / total * np.where(np.isnan(values[name]), neutral, values[name])
    return np.round(found, 6).astype(np.float32)


def field_values(crowd: Crowd, seeker: Seeker) -> tuple[Values, tuple[str, ...]]:
    """Return how close each target's field is to the user's, and same, adjacent, other or unknown."""
    strength = crowd.fields
    count = len(crowd)
    if not seeker.own or not count:
        return np.full(count, np.nan, np.float32), ("unknown",) * count
    top = strength.max(axis=1, initial=0.0)
    value = (field_shares(crowd) * seeker.close).max(axis=1)
    own = strength[:, list(seeker.own)].max(axis=1)
    near = np.where(seeker.close >= ADJACENT, strength, 0.0).max(axis=1)
    fit = np.full(count, "other", dtype=object)
    fit[near >= NEAR_FIELD] = "adjacent"
    fit[own >= np.maximum(SAME_FIELD, MAIN_FIELD * top)] = "same"
    unknown = top < NAMED_FIELD
    fit[unknown] = "unknown"
    return np.where(unknown, np.nan, value).astype(np.float32), tuple(fit)


def field_shares(crowd: Crowd) -> Values:
    """Return how much of each target's work each field is, (targets, fields), 0 to 1."""
    top = crowd.fields.max(axis=1, initial=0.0)
    share = np.minimum(crowd.fields / np.maximum(top, 1e-6)[:, None], 1.0) * np.sqrt(crowd.fields)
    return np.asarray(share, np.float32)


def interest_values(crowd: Crowd, seeker: Seeker, concepts: Concepts) -> Values:
    """Return the share of the user's interests that each target has, weighted by rarity at this event.

    The same concept counts whole, a related one a quarter; 1 is reached by the two rarest in common.
    """
    counts = crowd.interests.counts
    if not seeker.concepts or not len(crowd):
        return np.full(len(crowd), np.nan, np.float32)
    rarity = concept_rarity(crowd)
    match = np.array([_kinship(item.name, seeker, concepts) for item in crowd.concepts], np.float32)
    found = crowd.interests.sums(match * rarity)
    return np.where(counts > 0, saturated(found), np.nan).astype(np.float32)


def saturated(common: Values) -> Values:
    """Return a sum of rarities as a value: 0 for none, .78 for one of the rarest, towards 1."""
    return np.asarray(1.0 - np.exp(-1.5 * common), np.float32)


def concept_rarity(crowd: Crowd) -> Values:
    """Return how rare each concept is at this event: 1 when one target has it, falling with the logarithm."""
    total = max(len(crowd), 2)
    seen = np.bincount(crowd.interests.ids, minlength=len(crowd.concepts))
    rare = np.log((total + 1) / (seen + 0.5)) / np.log((total + 1) / 1.5)
    return np.asarray(np.clip(rare, 0.1, 1.0), np.float32)


def _kinship(name: str, seeker: Seeker, concepts: Concepts) -> float:
    if name in seeker.concepts:
        return 1.0
    return 0.25 if any(concepts.kin(name, mine) for mine in seeker.concepts) else 0.0


def read_needs(crowd: Crowd, seeker: Seeker, world: World) -> Needs:
    """Return which of the user's phrases meets each phrase of the crowd best, and each one's hiring."""
    phrases = list(crowd.phrases)
    offered, offer = _best(need_scores(list(seeker.offers), phrases))
    wanted, want = _best(need_scores(phrases, list(seeker.seeks)).T)
    return Needs(offered, offer, wanted, want, tuple(hires_of(crowd, seeker, world)))


def _best(scores: Values) -> tuple[Values, NDArray[np.int64]]:
    if not scores.size:
        return np.zeros(scores.shape[1], np.float32), np.zeros(scores.shape[1], np.int64)
    return np.round(scores.max(axis=0), 6), scores.argmax(axis=0)


def exchange_sides(crowd: Crowd, seeker: Seeker, needs: Needs, world: World) -> tuple[Values, Values]:
    """Return what they offer against what the user needs, and the reverse; NaN where nothing is said."""
    hires = list(needs.hires)
    you, them = role_values(hires), hire_values(hires)
    if seeker.seeks:
        you = either(you, _shrunk(crowd, crowd.offers, needs.wanted, world.settings))
    if seeker.offers:
        them = either(them, _shrunk(crowd, crowd.seeks, needs.offered, world.settings))
    return you, them


def either(structured: Values, said: Values) -> Values:
    """Return what lists of majors and roles say joined with what words say: each adds to the other.

    What the columns say counts four fifths at most, so that a need the user truly meets still stands out.
    """
    columns = np.where(np.isnan(structured), 0.0, 0.8 * structured)
    text = np.where(np.isnan(said), 0.0, said)
    joined = np.maximum(np.maximum(columns, text), 1 - (1 - columns) * (1 - 0.5 * text))
    return np.where(np.isnan(structured), said, joined).astype(np.float32)


def _shrunk(crowd: Crowd, phrases: Ragged, values: Values, settings: Settings) -> Values:
    """Return each target's best phrase, drawn to neutral where its words are few; NaN where it has none.

    A need that nobody stated an answer to counts half of what an unknown one does, not nothing.
    """
    trust = trust_of(crowd, phrases, settings)
    return drawn(phrases.best(values), trust, settings.number("match.neutral"))


def trust_of(crowd: Crowd, phrases: Ragged, settings: Settings) -> Values:
    """Return how far what each target's phrases say is believed, 0 to 1; NaN where it has none."""
    said = phrases.sums(np.array([len(stems(text)) for text in crowd.phrases], np.float32))
    trust = said / (said + settings.number("match.support_words"))
    return np.where(phrases.counts > 0, trust, np.nan).astype(np.float32)


def drawn(best: Values, trust: Values, neutral: float) -> Values:
    """Return the likeness of the best phrase drawn to neutral by what is not believed; NaN stays NaN."""
    return np.maximum(neutral + trust * (best - neutral), neutral / 2).astype(np.float32)


def exchange(to_you: Values, to_them: Values, neutral: float) -> Values:
    """Return the harmonic mean of both directions; a silent side counts as neutral, two as unknown.

    The harmonic mean puts (1, 0) below (0.5, 0.5); reciprocal recommenders found it to predict best.
    """
    you = np.where(np.isnan(to_you), neutral, to_you)
    them = np.where(np.isnan(to_them), neutral, to_them)
    both = 2 * you * them / np.maximum(you + them, 1e-6)
    return np.where(np.isnan(to_you) & np.isnan(to_them), np.nan, both).astype(np.float32)
