"""Does a message sound genuine? What schmoozing it contains, with the words marked and the reason for each.

The rules are data (``config/genuine.<lang>.toml``); nothing is sent or kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Span = tuple[int, int]
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: which rule, why it matters, and where (character spans)."""

    key: str
    reason: str
    points: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What the check says about one message."""

    text: str
    words: int
    points: int
    threshold: int
    findings: tuple[Finding, ...]

    @property
    def genuine(self) -> bool:
        """Tell whether too little was found to call it schmoozing."""
        return self.points < self.threshold

    def marked(self, before: str = "[[", after: str = "]]") -> str:
        """Return the message with every found word marked."""
        spans = _joined(span for finding in self.findings for span in finding.spans)
        parts, at = [], 0
        for start, end in spans:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    points: int
    reason: str
    pattern: re.Pattern[str] | None
    conditions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language."""

    threshold: int
    me: frozenset[str]
    you: frozenset[str]
    about_them: frozenset[str]
    sentence_words: frozenset[str]
    figures: Mapping[str, float]
    specific: re.Pattern[str]
    unspecific: re.Pattern[str]
    give: re.Pattern[str]
    rules: tuple[_Rule, ...]


_CONDITIONS = ("unless_specific", "before_giving", "no_specific", "balance", "length")


@cache
def genuine_rules(lang: str = "en") -> Rules:
    """Return the rules of a language; raises ``SettingsError`` when there are none."""
    path = shared("config") / f"genuine.{lang}.toml"
    if not path.is_file():
        raise SettingsError(
            f"messages in {lang!r} cannot be checked yet", where=str(path), do="Messages in English can."
        )
    table = read_toml(path)
    figures = (
        "balance_from_words", "me_share", "me_least", "draft_words", "long_words", "message_words",
        "sentence_share",
    )  # fmt: skip
    return Rules(
        threshold=table["threshold"],
        me=frozenset(table["me"]),
        you=frozenset(table["you"]),
        about_them=frozenset(table["about_them"]),
        sentence_words=frozenset(table["sentence_words"]),
        figures={key: float(table[key]) for key in figures},
        specific=_any_of(table["specific"]),
        unspecific=_any_of(table["unspecific"]),
        give=_any_of(table["give"]),
        rules=tuple(
            _Rule(
                item["key"],
                item["points"],
                item["reason"],
                _any_of(item["patterns"]) if item["patterns"] else None,
                frozenset(name for name in _CONDITIONS if item.get(name)),
            )
            for item in table["rule"]
        ),
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    bodies = (pattern.replace(" ", r"\s+") for pattern in patterns)
    return re.compile("|".join(rf"(?:(?<!\w)|(?=!))(?:{body})" for body in bodies), re.IGNORECASE)


def check_message(text: str, lang: str = "en") -> Check:
    """Return what in this message sounds like schmoozing, with the reason and the words of each finding."""
    text = text.replace("\u2019", "'").strip()[:_LONGEST]
    rules = genuine_rules(lang)
    reading = _Reading(text, rules)
    findings = [found for rule in rules.rules if (found := reading.apply(rule)) is not None]
    points = sum(finding.points for finding in findings)
    return Check(text, len(reading.words), points, rules.threshold, tuple(findings))


def why_no_message(text: str, lang: str = "en") -> str | None:
    """Return why a text is no message that can be judged: too few words, or no sentences of the language."""
    rules = genuine_rules(lang)
    words = [found.group().casefold() for found in _WORD.finditer(text.replace("\u2019", "'")[:_LONGEST])]
    if len(words) < rules.figures["message_words"]:
        return f"only {len(words)} word{'s' * (len(words) != 1)} of a message can be read in it"
    if sum(word in rules.sentence_words for word in words) < rules.figures["sentence_share"] * len(words):
        return "there is no English sentence in it"
    return None


def is_about_them(text: str, lang: str = "en") -> bool:
    """Tell whether a note talks about the reader ("her branch") and cannot be said to them as it is."""
    return any(found.group().casefold() in genuine_rules(lang).about_them for found in _WORD.finditer(text))


class _Reading:
    """One message taken apart: its words, its sentences, and which of them are about the reader."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.words = [(found.group().casefold(), found.span()) for found in _WORD.finditer(text)]
        self.sentences = [found.span() for found in _SENTENCE.finditer(text) if found.group().strip()]
        self.specific = [span for span in self.sentences if self._is_specific(span)]
        self.gives = [found.start() for found in rules.give.finditer(text)]

    def _is_specific(self, span: Span) -> bool:
        sentence = self.text[slice(*span)]
        left = self.rules.unspecific.sub(" ", sentence)
        return bool(self.rules.specific.search(left))

    def apply(self, rule: _Rule) -> Finding | None:
        """Return what this rule finds."""
        if "no_specific" in rule.conditions and (self.specific or not self.words):
            return None
        if "no_specific" in rule.conditions and rule.pattern is None:
            return self._found(rule, [(0, len(self.text))], mark=False)
        if "balance" in rule.conditions:
            return self._balance(rule)
        if "length" in rule.conditions:
            longest = self.rules.figures["long_words"]
            return self._found(rule, [(0, 0)] if len(self.words) > longest else [], mark=False)
        spans = [found.span() for found in rule.pattern.finditer(self.text)] if rule.pattern else []
        if "unless_specific" in rule.conditions:
            spans = [span for span in spans if not any(a <= span[0] < b for a, b in self.specific)]
        if "before_giving" in rule.conditions:
            spans = [span for span in spans if not any(give < span[0] for give in self.gives)]
        return self._found(rule, spans)

    def _balance(self, rule: _Rule) -> Finding | None:
        mine = [span for word, span in self.words if word in self.rules.me]
        yours = [span for word, span in self.words if word in self.rules.you]
        figures = self.rules.figures
        if len(self.words) < figures["balance_from_words"] or len(mine) < figures["me_least"]:
            return None
        share = len(mine) / (len(mine) + len(yours))
        return self._found(rule, mine if share >= figures["me_share"] else [])

    @staticmethod
    def _found(rule: _Rule, spans: Sequence[Span], *, mark: bool = True) -> Finding | None:
        if not spans:
            return None
        points = rule.points + (1 if len(spans) > 1 and rule.pattern else 0)
        return Finding(rule.key, rule.reason, points, tuple(spans) if mark else ())


def _joined(spans: Any) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
