"""What the settings of the plan may be: a day of minutes that are no number cannot be laid out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.settings import Settings

_DAY = 24 * 60
#: The least and the most of each setting that is counted in minutes, metres or people.
LIMITS: dict[str, tuple[float, float]] = {
    **{f"minutes_{name}": (1, _DAY) for name in ("a", "b", "c", "agreed")},
    **{f"{name}_minutes": (0, _DAY) for name in ("notes", "break", "travel", "queue", "after_talk")},
    **{f"{name}_minutes": (0, _DAY) for name in ("end_early", "must_slack", "alternate", "elsewhere")},
    **{f"{name}_metres": (0, 10_000) for name in ("booth", "aisle", "hall")},
    "metres_a_minute": (1, 10_000),
    "longest_talk_minutes": (1, 7 * _DAY),
    "about_minutes": (1, 60),
    "iterations": (0, 1_000_000),
    "must_meet": (0, 1_000),
    "alternates": (0, 100),
    "warm_ups": (0, 10),
    "stay_prize": (0, 1_000_000),
    "talk_share": (0, 1),
}


def check_limits(settings: Settings) -> None:
    """Raise ``SettingsError`` for the first setting of the plan that no day can be laid out with."""
    for name, (least, most) in LIMITS.items():
        setting = settings.values[f"plan.{name}"]
        value = settings.number(f"plan.{name}")
        if math.isnan(value) or not least <= value <= most:
            raise SettingsError(
                f"plan.{name} is {setting.value}",
                where=setting.origin,
                do=f"Give a number from {least:g} to {most:,.10g}.",
            )
