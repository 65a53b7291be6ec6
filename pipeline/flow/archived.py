"""What a LinkedIn archive among the lists says of the user, where they said nothing themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, SettingsError
from pipeline.flow.proposals import profile_table, propose
from pipeline.profile import as_profile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: What the user wrote as prose; a sheet in one command quotes nothing that nobody chose.
_PROSE = ("proof_stories",)


def archived_profile(paths: Iterable[Path]) -> tuple[dict[str, Any], str]:
    """Return the profile in the first archive that holds one, and the archive's name; else nothing."""
    for path in paths:
        table = _profile_in(path) if path.suffix.lower() == ".zip" else {}
        if table:
            return table, path.name
    return {}, ""


def _profile_in(path: Path) -> dict[str, Any]:
    try:
        told = profile_table(propose(str(path)))
        table = {key: value for key, value in told.items() if key not in _PROSE}
        as_profile({"name": path.name} | table, path.name)
    except (InputError, SettingsError):  # no archive, or dates that no profile can hold
        return {}
    return table
