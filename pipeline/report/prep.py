"""The prep sheet as a view: which parts there are, who stands in each, and how much fits the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline import __version__
from pipeline.report.after import after_steps
from pipeline.report.budget import Budget, Tight, budget_for, more_rows, rest_rows, trim_card
from pipeline.report.cards import card_of, stories_for
from pipeline.report.clean import printable, printables
from pipeline.report.day import cut_lines, day_of
from pipeline.report.page import page_of
from pipeline.report.rows import name_of, questions_of, rows_of
from pipeline.report.target import Target, targets
from pipeline.report.view import AfterStep, Card, PrepView, Row, Source
from pipeline.report.words import Words, load_words
from pipeline.tables import TIE_SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.inputs import Inputs

_GOAL = 200
_INTRO = 420
_NAMES = 3
_ALTERNATES = 4
LOOSE = Tight()


def prep_sheet(inputs: Inputs, *, tight: Tight = LOOSE, words: Words | None = None) -> PrepView:
    """Return the whole sheet of one user at one event; ``tight`` says which pages ran over."""
    words = words or load_words()
    found = targets(inputs)
    musts = tuple(item for item in found.planned if item.is_must)
    others = tuple(item for item in found.planned if not item.is_must)
    budget = budget_for(inputs.settings, musts=len(musts), rest=len(others), tight=tight)
    cards = _cards(inputs, (*musts, *others) if budget.full else musts, budget, words)
    after = after_steps(inputs.event, inputs.profile.country, words)
    bank = _bank(found.planned, cards, words)[: budget.bank]
    lists = _lists(inputs, (musts, others, found.others), budget, words, after=after, bank=bank)
    profile, event = inputs.profile, inputs.event
    return PrepView(
        page=page_of(inputs, words, "paper.title"),
        event=printable(event.name, 90),
        hours=_hours(inputs, words),
        place=printable(event.place, 90),
        user=printable(profile.name, 60),
        about=_about(inputs, words),
        goal=printable(profile.goal, _GOAL),
        intro=printable(profile.intro, _INTRO),
        day=day_of(inputs, found.planned, words),
        day_picture=None,
        must=lists.must,
        rest=lists.rest,
        has_when=any(row.when for row in (*lists.must, *lists.rest)),
        has_booth=any(row.booth for row in (*lists.must, *lists.rest)),
        has_why=any(row.why or row.ask or row.said for row in lists.rest),
        cut_lines=cut_lines(inputs, found.planned, words),
        coverage=_coverage(inputs, words),
        carry=_carry(inputs, len(found.planned), words),
        cards=cards,
        full=budget.full,
        after=after,
        more=lists.more,
        not_printed=words("paper.not_printed", count=lists.beyond) if lists.beyond else "",
        surprises=lists.surprises,
        question_bank=bank,
        debrief=tuple(words(f"paper.debrief.{key}") for key in ("learned", "helped", "owe")),
        floor=None,
        route=(),
        provenance=_provenance(inputs, words),
        warnings=tuple(f"no sentence for {key} in words.{words.lang}.toml" for key in sorted(words.missing)),
    )


@dataclass(frozen=True, slots=True)
class _Lists:
    must: tuple[Row, ...]
    rest: tuple[Row, ...]
    more: tuple[Row, ...]
    surprises: tuple[Row, ...]
    beyond: int


def _lists(
    inputs: Inputs,
    groups: tuple[Sequence[Target], Sequence[Target], Sequence[Target]],
    budget: Budget,
    words: Words,
    *,
    after: Sequence[AfterStep],
    bank: Sequence[str],
) -> _Lists:
    """Return who stands on page 1, and who of the remaining ones on the last page."""
    musts, others, left = groups
    surprises = _surprises(left, budget.surprises)
    alternates = [item for item in left if item not in surprises][:_ALTERNATES]
    everyone = [*musts, *others, *alternates, *surprises]
    rows = rows_of(everyone, words, inputs.event.zone, days=len(inputs.event.hours))
    ends = len(musts), len(musts) + len(others), len(rows) - len(surprises)
    intro = printable(inputs.profile.intro, _INTRO) or " " * 100
    coverage = _coverage(inputs, words)
    fitting = rest_rows(
        budget, must=rows[: ends[0]], rest=rows[ends[0] : ends[1]], blocks=[intro], coverage=coverage
    )
    split = ends[0] + fitting
    more = rows[split : ends[2]]
    count = more_rows(budget, more, after=after, surprises=len(surprises), bank="   ".join(bank))
    beyond = max(0, ends[1] - split - count)
    return _Lists(rows[: ends[0]], rows[ends[0] : split], more[:count], rows[ends[2] :], beyond)


def _hours(inputs: Inputs, words: Words) -> tuple[str, ...]:
    zone = inputs.event.zone
    return tuple(
        words(
            "paper.hours",
            day=words.day(opening.start.astimezone(zone).date()),
            start=words.clock(opening.start, zone),
            end=words.clock(opening.end, zone),
        )
        for opening in inputs.event.hours
    )


def _about(inputs: Inputs, words: Words) -> tuple[str, ...]:
    profile = inputs.profile
    parts = [printable(profile.headline, 80)]
    studies = words.joined(printables(profile.majors, limit=40, most=3))
    parts.append(", ".join(part for part in (printable(profile.degree_level, 30), studies) if part))
    if profile.minors:
        parts.append(words("paper.minors", minors=words.joined(printables(profile.minors, limit=40, most=2))))
    if profile.graduation_date:
        parts.append(words("paper.graduating", when=words.day(profile.graduation_date, "month")))
    if profile.positions:
        wanted = words.joined(printables(profile.positions, limit=40, most=3))
        parts.append(words("paper.seeks", positions=wanted))
    shown = inputs.settings.flag("report.show_work_authorization")
    if shown and profile.work_authorization != "not_said":
        parts.append(words(f"paper.authorization.{profile.work_authorization}"))
    return tuple(part for part in parts if part)


def _cards(inputs: Inputs, shown: Sequence[Target], budget: Budget, words: Words) -> tuple[Card, ...]:
    stories = stories_for(shown[: budget.cards], inputs.profile.proof_stories)
    whole = (card_of(item, inputs, words, story=story) for item, story in zip(shown, stories, strict=False))
    return tuple(trim_card(card, budget, read_in=words("paper.card.read_in")) for card in whole)


def _surprises(others: Sequence[Target], most: int) -> tuple[Target, ...]:
    """Return targets of another field with a reason: bridges out of the own circle."""
    bridging = [
        item
        for item in others
        if item.match
        and item.match["field_fit"] in {"adjacent", "other"}
        and not item.person["known"]
        and item.match["reasons"]
    ]
    return tuple(bridging[:most])


def _bank(planned: tuple[Target, ...], cards: tuple[Card, ...], words: Words) -> tuple[str, ...]:
    asked = {question for card in cards for question in card.questions}
    found = dict.fromkeys(text for item in planned for text in questions_of(item, words))
    return tuple(text for text in found if text not in asked)


def _coverage(inputs: Inputs, words: Words) -> tuple[Source, ...]:
    mine = pl.col("event").eq(inputs.event.slug) & pl.col("user_id").eq(inputs.profile.user_id)
    rows = {row["tie_source"]: row for row in inputs.coverage.filter(mine).iter_rows(named=True)}
    names = {row["person_id"]: name_of(row) for row in inputs.people.iter_rows(named=True)} if rows else {}
    found = []
    for source in TIE_SOURCES:
        row = rows.get(source)
        if row is None:
            continue
        people = [names[key] for key in dict.fromkeys([*row["here"], *row["known"]]) if key in names]
        steps = (words.say(message) for message in row["next_step"])
        label = words(f"paper.tie.{source}")
        found.append(
            Source(label, ", ".join(people[:_NAMES]), "" if people else next(filter(None, steps), ""))
        )
    return tuple(found)


def _carry(inputs: Inputs, planned: int, words: Words) -> tuple[str, ...]:
    spare = inputs.settings.integer("report.spare_copies")
    items = []
    if inputs.event.kind == "fair":
        items.append(words("paper.carry.copies", count=planned + spare, spare=spare))
    return (*items, words("paper.carry.sheet"), words("paper.carry.kit"), words("paper.carry.badge"))


def _provenance(inputs: Inputs, words: Words) -> tuple[str, ...]:
    lines = [
        words(
            "paper.provenance.file",
            name=item.name,
            rows=item.rows,
            kept=item.kept,
            rejected=item.rejected,
        )
        for item in inputs.files
    ]
    now = inputs.now.astimezone(inputs.event.zone)
    made = words(
        "paper.provenance.made",
        day=words.day(now.date(), "plain"),
        time=words.clock(now, inputs.event.zone),
        version=__version__,
    )
    return (*lines, made)
