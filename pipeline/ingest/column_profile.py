"""What the cells of one column have in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.ingest import values
from pipeline.ingest.vocabulary import Said, said

_SAMPLE = 400
_SLUG = re.compile(r"/?in/[\w%-]{3,100}/?")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?:/\S{0,2000})?", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[|;\n\r]|:::|\|\||, | / | · )\s*")


@dataclass(slots=True)
class ColumnProfile:
    """One column: what its header says and the share (0-1) of its filled cells that pass each test."""

    name: str
    said: Said
    filled: int = 0
    distinct: float = 0.0
    length: float = 0.0
    share: dict[str, float] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    top_host: float = 0.0
    hosts: int = 0

    @property
    def values(self) -> int:
        """Return how many different values its sample has."""
        return round(self.distinct * min(self.filled, _SAMPLE))

    def of(self, *kinds: str) -> float:
        """Return the largest share among these tests."""
        return max(self.share.get(kind, 0.0) for kind in kinds)


def profile_column(name: str, cells: list[str], group: str = "") -> ColumnProfile:
    """Return the profile of a column; a few hundred filled cells are looked at.

    A group header above the name decides where both together are a known phrase: "Company" over "Name".
    """
    silent = {cell for cell in set(cells) if values.is_null(cell)}
    filled = [cell.strip() for cell in cells if cell not in silent]
    found = ColumnProfile(name, _heard(name, group), filled=len(filled))
    if not filled:
        return found
    step = max(1, len(filled) // _SAMPLE)
    sample = filled[::step][:_SAMPLE]
    unique = list(dict.fromkeys(sample))
    found.samples = [cell[:80] for cell in unique[:3]]
    found.distinct = len(unique) / len(sample)
    found.length = sum(map(len, sample)) / len(sample)
    found.share = _shares(sample, unique)
    hosts = Counter(values.host(cell) for cell in sample if values.URL.match(cell[:2000]))
    found.hosts = len(hosts)
    found.top_host = hosts.most_common(1)[0][1] / hosts.total() if hosts else 0.0
    return found


def is_nameless(name: str) -> bool:
    """Return whether a column has no header of its own: its name is its place."""
    return bool(re.fullmatch(r"#\d+", name))


def spoken(name: str) -> str:
    """Return the words of a column's name: of a nested path its last part and what selects it."""
    name = re.sub(r"__\d+$", "", name)
    if is_nameless(name):
        return ""
    found = re.search(r"\[\w+=([^\]]+)\]\.(\w+)$", name)
    if found:
        return f"{found[1].replace('_', ' ')} {found[2]}"
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name):
        return name.rsplit(".", 1)[1]
    return name


def _shares(sample: list[str], unique: list[str]) -> dict[str, float]:
    tests = {cell: _tests(cell) for cell in unique}
    by_rows: Counter[str] = Counter()
    for cell in sample:
        by_rows.update(tests[cell])
    by_values: Counter[str] = Counter()
    for passed in tests.values():
        by_values.update(passed)
    return {test: max(by_rows[test] / len(sample), by_values[test] / len(unique)) for test in by_rows}


def _tests(cell: str) -> set[str]:
    """Return the names of the tests a cell passes; of several values in it the first eight are looked at."""
    short = cell[:400]
    parts = [part for part in _SPLIT.split(short) if part][:8] or [short]
    passed = {values.kind(cell)}
    passed |= {name for name, test in _PART_TESTS if sum(map(test, parts)) * 2 >= len(parts)}
    passed |= {name for name, test in _WHOLE_TESTS if test(short)}
    address = values.host(short) if "email" not in passed else ""
    passed |= {
        name
        for name, hosts in _HOSTS
        if address in hosts or address.endswith(tuple(f".{host}" for host in hosts))
    }
    return passed


_HOSTS = (
    ("linkedin", ("linkedin.com",)),
    ("twitter", ("twitter.com", "x.com")),
    (
        "social",
        ("facebook.com", "instagram.com", "youtube.com", "github.com", "githubusercontent.com", "tiktok.com"),
    ),
)
_WHOLE_TESTS = (
    ("image", lambda cell: bool(values.IMAGE.fullmatch(cell))),
    ("host", lambda cell: bool(_HOST.fullmatch(cell))),
    ("handle", lambda cell: bool(values.HANDLE.fullmatch(cell))),
    ("person", values.is_person),
    ("given", values.has_given_name),
    ("single", values.is_single_name),
    ("organization", values.is_organization),
    ("place", values.is_place),
    ("email", lambda cell: bool(values.EMAIL.search(cell))),
    ("linkedin", lambda cell: bool(_SLUG.fullmatch(cell))),
    ("department", lambda cell: cell.casefold() in values.words("department_words")),
    ("salutation", lambda cell: cell.casefold().rstrip(".") in values.words("salutations")),
)
_PART_TESTS = (
    (
        "booth",
        lambda part: len(part) <= 30 and any(map(str.isdigit, part)) and bool(values.BOOTH.fullmatch(part)),
    ),
    ("title", lambda part: len(part) <= 120 and values.has_word(part, "title_words")),
    ("role", lambda part: len(part) <= 60 and part.casefold() in values.words("role_words")),
    ("level", lambda part: len(part) <= 60 and values.has_word(part, "level_words")),
    ("position", lambda part: len(part) <= 60 and values.has_word(part, "position_words")),
    ("major", lambda part: len(part) <= 80 and values.has_word(part, "major_words")),
    ("authorization", lambda part: len(part) <= 120 and values.has_word(part, "authorization_words")),
)


def _heard(name: str, group: str) -> Said:
    alone = said(spoken(name))
    nested = re.fullmatch(r"(?:[\w-]+\.)*([\w-]+)\.[\w-]+", name)
    group = group or (nested[1] if nested else "")
    if not group:
        return alone
    together = said(f"{group} {spoken(name)}")
    return together if max(together.fields.values(), default=0.0) == 1.0 else alone
