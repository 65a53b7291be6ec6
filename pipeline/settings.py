"""Settings: ``config/defaults.toml`` < the user's folder < the workspace's file < environment < flag.

The types are those of the defaults; an unknown key is an error that names the nearest known one.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Value = str | int | float | bool
ENVIRONMENT_PREFIX = "MEETWELL_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value and where it comes from."""

    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings by dotted key; ``number``, ``text`` and ``flag`` read one with its type."""

    values: Mapping[str, Setting]

    def _get(self, key: str) -> Value:
        return self.values[key].value

    def number(self, key: str) -> float:
        """Return a number."""
        return float(self._get(key))

    def integer(self, key: str) -> int:
        """Return a whole number."""
        return int(self._get(key))

    def text(self, key: str) -> str:
        """Return a text."""
        return str(self._get(key))

    def flag(self, key: str) -> bool:
        """Return a yes or no."""
        return bool(self._get(key))

    def changed(self, values: Mapping[str, Value], origin: str) -> Settings:
        """Return the same settings with these values where nobody set another one."""
        free = {key: value for key, value in values.items() if self.values[key].origin == "default"}
        return Settings({**self.values, **{key: Setting(value, origin) for key, value in free.items()}})

    def section(self, prefix: str) -> dict[str, Value]:
        """Return the values below ``prefix``, by the rest of their key."""
        head = f"{prefix}."
        return {key[len(head) :]: item.value for key, item in self.values.items() if key.startswith(head)}


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises ``SettingsError`` with file and line when it cannot be read.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(
            f"this is not valid TOML: {problem}",
            where=str(path),
            do="Mend the line and run the command again.",
        ) from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"the file cannot be read: {problem}",
            where=str(path),
            do="Check its rights, and save it as UTF-8.",
        ) from problem


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of nested tables with its dotted key."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _typed(key: str, value: object, default: Value, origin: str) -> Setting:
    if isinstance(default, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        read: Value | None = words.get(str(value).lower())
    elif isinstance(default, (int, float)):
        read = _number(value, whole=isinstance(default, int))
    else:
        read = value if isinstance(value, str) else None
    if read is None:
        raise SettingsError(
            f"{key} takes {_kind(default)}, not {value!r}",
            where=origin,
            do=f"The default is {default!r}; 'meetwell config show' prints all.",
        )
    return Setting(read, origin)


def _number(value: object, *, whole: bool) -> float | int | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(str(value))
    except ValueError:
        return None
    return int(number) if whole and number.is_integer() else (None if whole else number)


def _kind(default: Value) -> str:
    if isinstance(default, bool):
        return "true or false"
    return {int: "a whole number", float: "a number"}.get(type(default), "a text")


def _unknown(key: str, known: Mapping[str, Setting], origin: str) -> SettingsError:
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else "'meetwell config show' prints all settings."
    return SettingsError(f"unknown setting {key}", where=origin, do=hint)


def _environment(known: Mapping[str, Setting]) -> dict[str, str]:
    names = {ENVIRONMENT_PREFIX + key.upper().replace(".", "__"): key for key in known}
    return {names[name]: value for name, value in os.environ.items() if name in names}


def user_folder() -> Path:
    """Return the folder of the user's own settings and templates (it need not exist)."""
    from platformdirs import user_config_path

    return user_config_path("meetwell")


def load_settings(workspace: Path | None = None, flags: Mapping[str, Value] | None = None) -> Settings:
    """Return the settings that hold for this workspace.

    Raises ``SettingsError`` for an unknown key or a value of the wrong type.
    """
    defaults = dict(flat(read_toml(shared("config") / "defaults.toml")))
    values = {key: Setting(value, "default") for key, value in defaults.items()}
    layers: list[tuple[str, Mapping[str, object]]] = []
    for path in (user_folder() / "meetwell.toml", workspace and workspace / "meetwell.toml"):
        if path and path.is_file():
            own = {key: value for key, value in flat(read_toml(path)) if not key.startswith("workspace.")}
            layers.append((str(path), own))
    layers.append(("environment", _environment(values)))
    layers.append(("flag", dict(flags or {})))
    for origin, table in layers:
        for key, value in table.items():
            if key not in values:
                raise _unknown(key, values, origin)
            values[key] = _typed(key, value, defaults[key], origin)
    return Settings(values)
