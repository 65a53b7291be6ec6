"""The cadence as data: which step falls how many days after what, from ``config/cadence.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step: its window in days after what it is counted from, and why it stands there."""

    key: str
    first: int
    last: int
    minutes: int
    basis: str
    message: bool = False


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every step by its key, and the few figures that are no step."""

    steps: Mapping[str, Step]
    review: tuple[int, int]
    revive: int
    five_minute_words: frozenset[str]
    apply_days_before: int


@cache
def cadence() -> Cadence:
    """Return the cadence of this installation."""
    table = read_toml(shared("config") / "cadence.toml")
    return Cadence(
        steps={item["key"]: _step(item) for item in table["step"]},
        review=(table["year"]["review"][0], table["year"]["review"][1]),
        revive=table["year"]["revive"],
        five_minute_words=frozenset(table["five_minutes"]["words"]),
        apply_days_before=table["apply"]["days_before"],
    )


def _step(item: dict[str, Any]) -> Step:
    first, last = item["days"]
    return Step(
        key=item["key"],
        first=first,
        last=last,
        minutes=item["minutes"],
        basis=item["basis"],
        message=item.get("message", False),
    )


def message(key: str, **params: object) -> Message:
    """Return a message: its key and the parameters that have a value, in the order given."""
    pairs = [{"name": name, "value": str(value)} for name, value in params.items() if value not in (None, "")]
    return {"side": None, "key": key, "params": pairs, "evidence": []}
