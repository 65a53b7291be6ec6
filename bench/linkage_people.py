"""A seeded set of records of invented people, as lists, exports and address books would hold them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.settings import read_toml
from pipeline.tables import Records

NAMES = Path(__file__).parent / "data" / "linkage" / "people_names.toml"
ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
MIDDLES = ["a", "e", "i", "o", "u", "ae", "ei", "ou"]
ENDS = ["ck", "ll", "n", "nd", "r", "rn", "s", "sk", "t", "ld", "m", "ng", "dt", "ff"]
TAILS = ["", "er", "sen", "ow", "ini", "ez", "ova", "ak", "feld", "wood", "ley", "mann", "ard", "kamp"]
FORMS = ["", "", " GmbH", " Inc.", " Ltd", " LLC", " AG", " Deutschland GmbH", " Group"]
TITLES = [
    "Analyst",
    "Engineer",
    "Recruiter",
    "Manager",
    "Consultant",
    "Director",
    "Associate",
    "Data Scientist",
]
ACCENTS = str.maketrans("aeiou", "áéíóú")


@dataclass
class Person:
    """One invented person with everything a source may know."""

    given: str
    family: str
    slug: str
    home: str
    mobile: str
    jobs: list[tuple[str, str, str]]
    middle: str = ""
    suffix: str = ""
    former: str = ""
    shared: str = ""
    handle: str = ""
    nick: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def people_set(size: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return about ``size`` rows of Records and the truth (``record_id``, ``who``)."""
    dice = random.Random(seed)
    world = _World(dice, size)
    rows: list[dict[str, Any]] = []
    truth: list[tuple[str, int]] = []
    who = 0
    while len(rows) < size:
        for person in world.household():
            for source in world.sources():
                row = world.record(person, source, len(rows))
                rows.append(row)
                truth.append((row["record_id"], who))
            who += 1
    frame = pl.DataFrame(rows, schema_overrides={"emails": pl.List(pl.String), "phones": pl.List(pl.String)})
    empty = Records.create_empty()
    blank = [pl.lit(None).alias(name) for name in empty.columns if name not in frame.columns]
    lists = [name for name, dtype in empty.schema.items() if isinstance(dtype, pl.List)]
    whole = frame.with_columns(blank).with_columns(
        pl.col(name).fill_null([])
        if frame.schema.get(name)
        else pl.lit([], dtype=empty.schema[name]).alias(name)
        for name in lists
    )
    return Records.validate(whole.select(empty.columns), cast=True), pl.DataFrame(
        truth, schema=["record_id", "who"], orient="row"
    )


class _World:
    """Names and employers with the uneven shares they have outside."""

    def __init__(self, dice: random.Random, size: int) -> None:
        content = read_toml(NAMES)
        self.dice = dice
        self.common = content["common"]
        self.own = content["own"]
        self.nicks = {full: forms.split() for full, forms in content["nicks"].items()}
        self.families = content["families"]
        self.rare = [self._word() for _ in range(3000)]
        self.firms = [f"{self._word().title()} {self._word().title()}" for _ in range(max(20, size // 25))]
        self.number = 0

    def _word(self) -> str:
        dice = self.dice
        return dice.choice(ONSETS) + dice.choice(MIDDLES) + dice.choice(ENDS) + dice.choice(TAILS)

    def _zipf(self, items: list[str]) -> str:
        return items[min(len(items) - 1, int(len(items) * self.dice.random() ** 2.5))]

    def household(self) -> list[Person]:
        """Return one person, or two who share a family name and a mailbox or telephone."""
        first = self._person(None)
        if self.dice.random() > 0.03:
            return [first]
        second = self._person(first.family)
        if self.dice.random() < 0.15:
            second.given, first.suffix, second.suffix = first.given, "Sr.", "Jr."
        if self.dice.random() < 0.5:
            first.shared = second.shared = f"the{first.family}s{self.number}@home.example"
        else:
            second.mobile = first.mobile
        return [first, second]

    def _person(self, family: str | None) -> Person:
        dice = self.dice
        self.number += 1
        given = self._zipf(self.common) if dice.random() < 0.45 else dice.choice(self.own)
        family = family or (self._zipf(self.families) if dice.random() < 0.4 else self._zipf(self.rare))
        tag = f"{given[0]}{family}{self.number % 97 if dice.random() < 0.5 else self.number}"
        jobs = []
        for _ in range(1 if dice.random() < 0.75 else 2):
            firm = self._zipf(self.firms)
            domain = firm.lower().replace(" ", "") + ".example"
            taken = "" if dice.random() < 0.9 else str(dice.randrange(2, 9))
            jobs.append((firm, f"{given}.{family}{taken}.{self.number}@{domain}", dice.choice(TITLES)))
        return Person(
            given=given,
            family=family,
            slug=f"{given}-{family}-{self.number:x}",
            home=f"{tag}.{self.number}@mail.example",
            mobile=f"+4917{self.number % 10}{1000000 + self.number * 7 % 8999999}",
            jobs=jobs,
            middle=dice.choice("abcdehjlmprst") if dice.random() < 0.2 else "",
            former=dice.choice(self.rare) if dice.random() < 0.04 else "",
            handle=f"{given[:3]}{family[:6]}{self.number}"[:15],
            nick=dice.choice(self.nicks[given]) if given in self.nicks and dice.random() < 0.25 else "",
        )

    def sources(self) -> list[str]:
        """Return which sources hold the person."""
        chances = {"list": 0.8, "linkedin": 0.6, "book": 0.35, "last": 0.3, "speakers": 0.15}
        return [name for name, chance in chances.items() if self.dice.random() < chance] or ["list"]

    def record(self, person: Person, source: str, number: int) -> dict[str, Any]:
        """Return what one source says of the person, with the slips it makes."""
        dice = self.dice
        job = person.jobs[0 if source == "last" else -1]
        row: dict[str, Any] = {
            "record_id": f"r{number:06d}",
            "kind": "person",
            "name": self._name(person, source),
            "work_authorization": "unknown",
            "source_sha": source,
            "source_file": f"{source}.csv",
            "source_row": number + 2,
            "source_kind": "network" if source in ("linkedin", "book") else "attendees",
            "status": "active",
            "event": None if source in ("linkedin", "book") else source,
            "emails": [],
            "phones": [],
        }
        if source != "book":
            row |= {"organization": job[0] + dice.choice(FORMS), "title": job[2]}
        mails = {"list": job[1], "last": job[1], "book": person.home}
        if source in mails and dice.random() < 0.85:
            row["emails"] = [self._mail(mails[source], person, job[0])]
        if source == "list" and dice.random() < 0.2:
            row["emails"].append(person.home)
        if source == "linkedin" or (source == "list" and dice.random() < 0.3):
            row["linkedin"] = f"https://www.linkedin.com/in/{person.slug}" + dice.choice(
                ["", "/", "?utm_source=x"]
            )
        if source == "linkedin" and dice.random() < 0.05:
            row["emails"] = [person.home]
        if (source == "book" and dice.random() < 0.7) or (source == "list" and dice.random() < 0.2):
            row["phones"] = [person.mobile if dice.random() < 0.7 else "0" + person.mobile[3:]]
        if source == "speakers" and dice.random() < 0.5:
            row["twitter"] = f"@{person.handle}"
        return row

    def _mail(self, address: str, person: Person, firm: str) -> str:
        chance = self.dice.random()
        if person.shared and chance < 0.6:
            return person.shared
        if chance < 0.03:
            return f"info@{firm.lower().replace(' ', '')}.example"
        if chance < 0.08:
            return address.upper()
        return address.replace("@", "+fair@") if chance < 0.11 else address

    def _name(self, person: Person, source: str) -> str:
        dice = self.dice
        given = person.nick if person.nick and dice.random() < 0.5 else person.given
        family = person.former if person.former and source == "last" else person.family
        given, family = (self._slip(word) if dice.random() < 0.015 else word for word in (given, family))
        if dice.random() < 0.05:
            family = family.translate(ACCENTS)
        words = [
            given.title(),
            *([person.middle.upper() + "."] if person.middle and dice.random() < 0.5 else []),
        ]
        if dice.random() < 0.02:
            words = [given[0].upper() + "."]
        name = (
            f"{family.title()}, {' '.join(words)}"
            if dice.random() < 0.03
            else f"{' '.join(words)} {family.title()}"
        )
        if person.suffix and "," not in name:
            name = f"{name} {person.suffix}"
        return name.upper() if dice.random() < 0.02 else name

    def _slip(self, word: str) -> str:
        at = self.dice.randrange(1, max(2, len(word) - 1))
        kind = self.dice.randrange(3)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[:at] + self.dice.choice("aeinrst") + word[at:]
        return word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :]


def pair_scores(groups: pl.DataFrame, truth: pl.DataFrame) -> tuple[float, float, int]:
    """Return precision and recall over pairs, and the size of the largest group."""
    both = groups.join(truth, on="record_id")

    def count(columns: list[str]) -> int:
        return int(
            both.group_by(columns).len().select((pl.col("len") * (pl.col("len") - 1) // 2).sum()).item()
        )

    right, made, real = count(["group", "who"]), count(["group"]), count(["who"])
    return right / max(1, made), right / max(1, real), int(both.group_by("group").len()["len"].max() or 0)
