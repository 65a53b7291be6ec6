"""What of a match is said where: nobody is opened with asking for more, and nothing is said twice."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.report.target import Target

#: A remark on the whole list, which is said once.
REMARK = "reason.names_only"
#: Reasons that a card has among its facts, with their dates.
_FACTS = frozenset({"reason.tie.owe", "reason.tie.owed"})


def for_row(target: Target) -> Target:
    """Return the target with what may stand on its row: it opens with no question about the next step."""
    questions = (target.match or {}).get("questions", ())
    openers = [message for message in questions if message["key"] not in _next_steps()]
    return _without(target, {REMARK}, questions=openers or list(questions))


def for_card(target: Target) -> Target:
    """Return the target with what may stand on its card: open promises are its facts, not its reasons too."""
    return _without(target, {REMARK, *_FACTS})


def _without(target: Target, keys: Collection[str], **more: object) -> Target:
    if target.match is None:
        return target
    reasons = [message for message in target.match["reasons"] if message["key"] not in keys]
    return replace(target, match=target.match | {"reasons": reasons} | more)


@lru_cache(maxsize=1)
def _next_steps() -> frozenset[str]:
    table = read_toml(shared("config") / "questions.toml")
    entries = {name: entry for name, entry in table.items() if isinstance(entry, dict)}
    return frozenset(f"question.{name}" for name, entry in entries.items() if entry["about"] == "next")
