"""The one place where message keys become sentences, and dates become words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.report.clean import printable
from pipeline.settings import flat, read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

_SLOT = re.compile(r"\{(\w+)\}")
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)")
_LONGEST_VALUE = 160
#: More of a value than this is never looked at; what is cut off still ends in an ellipsis.
_LONGEST_READ = 800
#: Sentences and parts of papers kept at once; beyond these all are put together anew.
_MOST_KEPT = 50_000

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences by dotted key; keys that were asked for and are not there gather in ``missing``."""

    lang: str
    sentences: Mapping[str, Any]
    missing: set[str] = field(default_factory=set, compare=False)
    _memo: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def get(self, key: str, **values: object) -> str | None:
        """Return the sentence with its ``{slots}`` filled, or None when key or value is missing."""
        sentence = self.sentences.get(key)
        if not isinstance(sentence, str):
            self.missing.add(key)
            return None
        unfilled = [slot for slot in _slots(sentence) if slot not in values]
        if unfilled:
            self.missing.add(f"{key} {{{min(unfilled)}}}")
            return None
        return _fill(sentence, values)

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of one of the paper's own keys; raises ``KeyError`` without it."""
        return _fill(self.sentences[key], values)

    def rows(self, key: str) -> list[dict[str, Any]]:
        """Return a list of tables, as ``[[key]]`` writes them."""
        return list(self.sentences.get(key, []))

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what ``make`` puts into these words, the same again when asked again with this key."""
        try:
            found: _Made = self._memo[key]
        except KeyError:
            if len(self._memo) >= _MOST_KEPT:
                self._memo.clear()
            found = self._memo[key] = make()
        return found

    def say(self, message: Mapping[str, Any]) -> str | None:
        """Return a message in words; None when its key has no sentence, or a value it needs is unknown."""
        values = tuple((pair["name"], pair["value"]) for pair in message["params"])
        return self.once(("say", message["key"], values), lambda: self._said(message["key"], dict(values)))

    def _said(self, key: str, values: Mapping[str, str | None]) -> str | None:
        if any(values.get(slot, "") is None for slot in _slots(str(self.sentences.get(key)))):
            return None
        warns = key.startswith("warn.")
        shown = {
            name: self.sentences.get(f"value.{name}.{value}")
            or (self._dated(value) if warns else self._shown(value))
            for name, value in values.items()
        }
        found = self.get(key, **shown)
        return _begun(found) if found else None

    def _shown(self, value: str | None) -> str:
        if value and _ISO_DAY.fullmatch(value):
            return self.day(dt.date.fromisoformat(value), "short")
        return value or ""

    def _dated(self, value: str | None) -> str:
        return _ISO_DAY.sub(lambda found: self._shown(found[0]), value or "")

    def day(self, day: dt.date, style: str = "long") -> str:
        """Return a date: ``long`` Thursday 26 November 2026, ``short`` Thu 26 Nov, and so on."""
        names = self.sentences["paper.dates.weekdays"]
        months = self.sentences["paper.dates.months"]
        weekday, month = names[day.weekday()], months[day.month - 1]
        pattern = self.sentences[f"paper.dates.{style}"]
        parts = {"weekday": weekday, "wday": weekday[:3], "day": day.day, "month": month, "mon": month[:3]}
        return _fill(pattern, parts | {"year": day.year})

    def clock(self, moment: dt.datetime, zone: ZoneInfo) -> str:
        """Return the time of day in this zone as HH:MM."""
        return f"{moment.astimezone(zone):%H:%M}"

    def joined(self, parts: list[str] | tuple[str, ...]) -> str:
        """Return the parts as one list in words: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self("paper.list", head=", ".join(parts[:-1]), last=parts[-1])


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[str, ...]:
    """Return text and the names of slots by turns, text first."""
    return tuple(_SLOT.split(sentence))


def _slots(sentence: str) -> tuple[str, ...]:
    return _pieces(sentence)[1::2]


def _fill(sentence: str, values: Mapping[str, object]) -> str:
    return _filled(sentence, tuple(str(values.get(slot, ""))[:_LONGEST_READ] for slot in _slots(sentence)))


@lru_cache(maxsize=16384)
def _filled(sentence: str, values: tuple[str, ...]) -> str:
    parts = list(_pieces(sentence))
    for at, value in enumerate(values):
        shown, after = printable(value, _LONGEST_VALUE), parts[2 * at + 2]
        parts[2 * at + 1] = shown[:-1] if shown.endswith(".") and after.startswith(".") else shown
        if shown.endswith("\u2026") and after.startswith("."):
            parts[2 * at + 2] = after[1:]
    return " ".join("".join(parts).split())


def _begun(sentence: str) -> str:
    """Return the sentence with a capital, but for a name that is spelt otherwise, as iA or eBay."""
    first = sentence.split(maxsplit=1)[0]
    own = first[:1].islower() and any(letter.isupper() for letter in first)
    return sentence if own else sentence[:1].upper() + sentence[1:]


def load_words(lang: str = "en") -> Words:
    """Return all sentences of one language from ``config/words.<lang>.toml``."""
    path = shared("config") / f"words.{lang}.toml"
    return Words(lang, _sentences(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _sentences(path: Path, _modified: int) -> Mapping[str, Any]:
    return MappingProxyType(dict(flat(read_toml(path))))
