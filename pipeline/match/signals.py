"""The formulas of the five signals: numbers here, sentences from the same numbers in ``reasons``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import SettingsError
from pipeline.match.text import stems

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.seeker import Seeker
    from pipeline.settings import Settings

    Values = NDArray[np.float32]

NAMES = ("field", "interests", "exchange", "common_ground", "tie")
#: What can lift a place and never lowers one: most people write no bio, and nobody shall lose by writing one.
LIFT = "bio"
#: From this strength on a field counts as named at all, and as the user's own.
NAMED_FIELD = 0.3
SAME_FIELD = 0.45
NEAR_FIELD = 0.4
#: A target is in the user's field when that field is at least so sure as this share of its surest one.
MAIN_FIELD = 0.7
#: A relation between fields below this is no neighbourhood.
ADJACENT = 0.25
#: What the field of a target can be to the user's.
FITS = ("unknown", "other", "adjacent", "same")


def weights_of(settings: Settings) -> dict[str, float]:
    """Return the weight of each signal; raises ``SettingsError`` when all are zero or one is none."""
    weights = {name: settings.number(f"match.weights.{name}") for name in (*NAMES, LIFT)}
    odd = [name for name, weight in weights.items() if not 0 <= weight < math.inf]
    if odd:
        said = f"match.weights.{odd[0]} is {weights[odd[0]]:g}, which is no weight"
        raise SettingsError(said, do="Weights are numbers from zero upwards.")
    if not any(weights.values()):
        raise SettingsError(
            "every weight below match.weights is zero, so nothing can be ranked",
            do="Give at least one a number above zero, for example: --weight field=0.4",
        )
    return weights


def weighed(values: dict[str, Values], weights: dict[str, float], neutral: float) -> Values:
    """Return the weighted mean of the signals, rounded to 1e-6; NaN counts as ``neutral``.

    The bio joins the mean only where it is above that of all others.
    """
    total = sum(weights[name] for name in NAMES) or 1.0
    found = np.zeros(values[NAMES[0]].shape, np.float64)
    for name in NAMES:
        found += weights[name] / total * np.where(np.isnan(values[name]), neutral, values[name])
    bio = values.get(LIFT)
    if bio is not None:
        lifted = (total * found + weights[LIFT] * bio) / (total + weights[LIFT])
        found = np.where(bio > found, lifted, found)
    return np.round(found, 6).astype(np.float32)


def mean_of(told: dict[str, float], weights: dict[str, float], neutral: float) -> float:
    """Return the weighted mean of one pair's signals without the bio; NaN counts as ``neutral``."""
    total = sum(weights[name] for name in NAMES) or 1.0
    parts = (weights[name] * (neutral if math.isnan(told[name]) else told[name]) for name in NAMES)
    return sum(parts) / total


def field_values(crowd: Crowd, close: Values) -> Values:
    """Return how close each target's field is to a user's, 0 to 1; NaN where a target names none."""
    if not len(crowd):
        return np.zeros(0, np.float32)
    value = (field_shares(crowd) * close).max(axis=1)
    return np.where(crowd.fields.max(axis=1) < NAMED_FIELD, np.nan, value).astype(np.float32)


def field_fits(crowd: Crowd, seeker: Seeker) -> NDArray[np.int8]:
    """Return how each target's field stands to the user's, as places in ``FITS``."""
    strength = crowd.fields
    fit = np.full(len(crowd), FITS.index("unknown"), np.int8)
    if not seeker.own or not len(crowd):
        return fit
    top = strength.max(axis=1, initial=0.0)
    own = strength[:, list(seeker.own)].max(axis=1)
    near = np.where(seeker.close >= ADJACENT, strength, 0.0).max(axis=1)
    named = top >= NAMED_FIELD
    fit[named] = FITS.index("other")
    fit[named & (near >= NEAR_FIELD)] = FITS.index("adjacent")
    fit[named & (own >= np.maximum(SAME_FIELD, MAIN_FIELD * top))] = FITS.index("same")
    return fit


def field_shares(crowd: Crowd) -> Values:
    """Return how much of each target's work each field is, (targets, fields), 0 to 1."""
    top = crowd.fields.max(axis=1, initial=0.0)
    share = np.minimum(crowd.fields / np.maximum(top, 1e-6)[:, None], 1.0) * np.sqrt(crowd.fields)
    return np.asarray(share, np.float32)


def saturated(common: Values) -> Values:
    """Return a sum of rarities as a value: 0 for none, .78 for one of the rarest, towards 1."""
    return np.asarray(1.0 - np.exp(-1.5 * common), np.float32)


def concept_rarity(crowd: Crowd) -> Values:
    """Return how rare each concept is at this event: 1 when one target has it, falling with the logarithm."""
    total = max(len(crowd), 2)
    seen = np.bincount(crowd.interests.ids, minlength=len(crowd.concepts))
    rare = np.log((total + 1) / (seen + 0.5)) / np.log((total + 1) / 1.5)
    return np.asarray(np.maximum(rare, 0.1), np.float32)


def either(structured: Values, said: Values) -> Values:
    """Return what lists of majors and roles say joined with what words say: each adds to the other.

    What the columns say counts four fifths at most, so that a need the user truly meets still stands out.
    """
    columns = np.where(np.isnan(structured), 0.0, 0.8 * structured)
    text = np.where(np.isnan(said), 0.0, said)
    joined = np.maximum(np.maximum(columns, text), 1 - (1 - columns) * (1 - 0.5 * text))
    return np.where(np.isnan(structured), said, joined).astype(np.float32)


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

    The harmonic mean puts (1, 0) below (0.5, 0.5): the reciprocal score of Pizzato et al., "RECON" (2010).
    """
    you = np.where(np.isnan(to_you), neutral, to_you)
    them = np.where(np.isnan(to_them), neutral, to_them)
    both = 2 * you * them / np.maximum(you + them, 1e-6)
    return np.where(np.isnan(to_you) & np.isnan(to_them), np.nan, both).astype(np.float32)
