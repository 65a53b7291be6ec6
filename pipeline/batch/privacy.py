"""Which fields of whom stand on a sheet: read back from what was printed, not from what was meant."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import defaultdict
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.batch.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.profile import Profile
    from pipeline.report.view import PhoneView
    from pipeline.report.words import Words

#: Columns of People that hold words about somebody; the others are ids and measures that are never printed.
TOLD = (
    "name", "organization", "title", "role", "booth", "industry", "interests", "offers", "seeks", "majors",
    "positions", "levels", "graduation_date", "school", "website", "linkedin", "bio", "location",
)  # fmt: skip
_SHORTEST, _ENOUGH = 3, 40
_MARKUP = re.compile(r"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL)
_SLOT = re.compile(r"\{\w+\}")


def text_of_page(page: str) -> str:
    """Return what a reader sees of a page: no tags, no styles, no scripts, one blank between words."""
    return _even(html.unescape(_MARKUP.sub(" ", page)))


def text_of_phone(view: PhoneView) -> str:
    """Return every text the phone page holds."""
    return _even("\n".join(_texts(view)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))


class Printed:
    """A text that is asked for thousands of values: which of them stand in it."""

    def __init__(self, text: str) -> None:
        """Keep the text, and each of its words once: in these, what is not there is found out quickly."""
        self.text = text
        self._known: dict[str, bool] = {}
        self._words = f"\n{chr(10).join(dict.fromkeys(text.split(' ')))}\n"

    def holds(self, value: str) -> bool:
        """Return whether the value stands in the text, of a long one whether its beginning does."""
        if value not in self._known:
            start, ends = _beginning(value)
            self._known[value] = all(end in self._words for end in ends) and start in self.text
        return self._known[value]


@lru_cache(maxsize=32768)
def _beginning(value: str) -> tuple[str, tuple[str, ...]]:
    """Return what of a value is looked for, and what some word of a text then has to hold."""
    start = _even(value)[:_ENOUGH]
    first, *more = start.split(" ")
    return start, (
        (f"{first}\n", *(f"\n{word}\n" for word in more[:-1]), f"\n{more[-1]}") if more else (first,)
    )


def printed_fields(people: Iterable[Mapping[str, Any]], text: str, words: Words) -> dict[str, list[str]]:
    """Return the ids of the people whose name stands in the text, by the fields of them that do.

    The key is the fields with commas between them. A value shorter than three characters counts only beside
    a printed name, so that a booth "A1" is no accident; of a long one its beginning counts.
    """
    found: dict[str, list[str]] = defaultdict(list)
    sponsors = _told_otherwise("theirs", text, words)
    printed = Printed(text)
    for row in people:
        if not row["name"] or not printed.holds(row["name"]):
            continue
        names = [name for name in TOLD if _stands(row[name], printed)]
        if row["work_authorization"] != "unknown":
            names += sponsors
        found[",".join(names)].append(row["person_id"])
    return {key: sorted(ids) for key, ids in sorted(found.items())}


def own_fields(profile: Profile, text: str, words: Words) -> list[str]:
    """Return which of the user's own fields stand in the text, in their words or in a sentence of ours."""
    printed = Printed(text)
    direct = [item.name for item in fields(profile) if _shown(getattr(profile, item.name), printed, words)]
    if profile.work_authorization == "not_said":
        return direct
    return [*direct, *(name for name in _told_otherwise("own", text, words) if name not in direct)]


def _shown(value: Any, printed: Printed, words: Words) -> bool:
    text = printed.text
    if isinstance(value, dt.date):
        return words.day(value, "month") in text or value.isoformat() in text
    if isinstance(value, float):
        return re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.])", text) is not None
    return isinstance(value, (str, tuple)) and _stands(value, printed)


def _stands(value: str | Iterable[object] | None, printed: Printed) -> bool:
    parts = [value] if isinstance(value, str) else [part for part in value or () if isinstance(part, str)]
    return any(len(part) >= _SHORTEST and printed.holds(part) for part in parts)


def _told_otherwise(whose: str, text: str, words: Words) -> list[str]:
    """Return the fields that a sentence tells without their value standing anywhere."""
    known: dict[str, list[str]] = words_of("privacy")[whose]
    return [
        field
        for field, starts in known.items()
        if any(
            isinstance(sentence, str) and key.startswith(tuple(starts)) and _literal(sentence) in text
            for key, sentence in words.sentences.items()
        )
    ]


def _literal(sentence: str) -> str:
    """Return the longest part of a sentence that has no slot."""
    return max(map(_even, _SLOT.split(sentence)), key=len)


def _even(text: str) -> str:
    return " ".join(text.split())
