"""Recurrence rules judged before they run: sub-daily, endless and absurd ones never reach the expansion."""

from __future__ import annotations

from typing import Any

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST_COMBINATIONS = 10_000
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def refusal(rule: Any) -> str | None:
    """Return why a recurrence rule must not be expanded, or None when it is harmless."""
    if not isinstance(rule, dict):
        return "the rule cannot be read"
    parts = {str(name).upper(): value if isinstance(value, list) else [value] for name, value in rule.items()}
    frequency = str(next(iter(parts.get("FREQ", [])), "")).upper()
    if frequency not in FREQUENCIES:
        return f"it repeats {frequency.lower() or 'in no known rhythm'}"
    interval = next(iter(parts.get("INTERVAL", [1])), 1)
    if not isinstance(interval, int) or interval < 1:
        return f"its interval is {interval}"
    combinations = 1
    for name, values in parts.items():
        if name.startswith("BY"):
            combinations *= max(1, len(values))
    if combinations > MOST_COMBINATIONS:
        return f"it names {combinations} combinations"
    return "it never happens" if _never(parts) else None


def _never(parts: dict[str, list[Any]]) -> bool:
    months = [int(month) for month in parts.get("BYMONTH", []) if str(month).isdecimal()]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", [])]
    longest = max((_DAYS_IN[month - 1] for month in months if 1 <= month <= len(_DAYS_IN)), default=31)
    if days and min(days) > longest:
        return True
    limits = {"BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
    return any(
        parts.get(name) and min(abs(int(value)) for value in parts[name]) > limit
        for name, limit in limits.items()
    )
