"""Time zones by their names."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.errors import SettingsError


def zone_of(name: str, where: str) -> ZoneInfo:
    """Return a time zone by its IANA name; raises ``SettingsError`` for one that does not exist."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise SettingsError(
            f"{name!r} is no time zone" if where == "--tz" else f"tz is {name!r}, which is no time zone",
            where=where,
            do='Use an IANA name such as "America/Toronto".',
        ) from problem
