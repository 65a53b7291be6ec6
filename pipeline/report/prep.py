"""The prep sheet as a view: which parts there are, who stands in each, and how much fits the paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.report.after import after_steps
from pipeline.report.budget import Below, Budget, Tight, budget_for, more_rows, must_rows, rest_rows
from pipeline.report.cards import card_of, stories_for
from pipeline.report.day import cut_lines, weight
from pipeline.report.floor import floor_picture
from pipeline.report.front import front_of
from pipeline.report.page import page_of
from pipeline.report.rows import questions_of, rows_of, short_row
from pipeline.report.target import Target, targets
from pipeline.report.told import REMARK, for_card, for_row
from pipeline.report.trim import trim_cards
from pipeline.report.view import AfterStep, Card, Front, Picture, PrepView, Row
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.inputs import Inputs

_ALTERNATES = 4
#: Lines to write on per step of the after-page, without and with a floor map beside them.
_PROMPTS, _FEW_PROMPTS = 9, 2
#: Questions of the bank beside a floor map.
_FEW_QUESTIONS = 2
LOOSE = Tight()


def prep_sheet(inputs: Inputs, *, tight: Tight = LOOSE, words: Words | None = None) -> PrepView:
    """Return the whole sheet of one user at one event; ``tight`` says which pages ran over."""
    words = words or load_words()
    found = targets(inputs)
    musts = tuple(item for item in found.planned if item.is_must)
    others = tuple(item for item in found.planned if not item.is_must)
    budget = budget_for(inputs.settings, tight)
    surprises = _surprises(found.others, budget.surprises)
    alternates = [item for item in found.others if item not in surprises][:_ALTERNATES]
    everyone = [for_row(item) for item in (*musts, *others, *alternates, *surprises)]
    rows = rows_of(everyone, words, inputs.event.zone, days=inputs.days)
    openers = [row.ask for row in rows]
    cards = _cards(inputs, (*musts, *others) if budget.full else musts, openers, budget, words)
    front = front_of(inputs, found.planned, words)
    floor = floor_picture(inputs, words=words)
    roomy = floor is None or budget.large
    after = after_steps(inputs.event, inputs.profile.country, words, most=_PROMPTS if roomy else _FEW_PROMPTS)
    bank = _bank(found.planned, cards, words)[: budget.bank if roomy else min(budget.bank, _FEW_QUESTIONS)]
    around = _Around(budget, front, after, bank, floor, len(surprises))
    lists = _lists(inputs, (musts, others, rows), around, words)
    return PrepView(
        page=page_of(inputs, words, "paper.title"),
        front=replace(front, cut_lines=lists.cut_lines, remarks=_remarks(found.planned, words)),
        must=lists.must,
        rest=lists.rest,
        has_when=any(row.when for row in (*lists.must, *lists.rest)),
        has_booth=any(row.booth for row in (*lists.must, *lists.rest)),
        has_ask=any(row.why or row.ask or row.said for row in lists.must),
        has_why=any(row.why or row.ask or row.said for row in lists.rest),
        cards=cards,
        full=budget.full,
        after=after,
        more=lists.more,
        not_printed=words("paper.not_printed", count=lists.beyond) if lists.beyond else "",
        surprises=lists.surprises,
        question_bank=bank,
        debrief=tuple(words(f"paper.debrief.{key}") for key in ("learned", "helped", "owe")),
        floor=floor,
        provenance=_provenance(inputs, words),
        warnings=(
            *_remarks(found.planned, words),
            *(f"no sentence for {key} in words.{words.lang}.toml" for key in sorted(words.missing)),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Lists:
    must: tuple[Row, ...]
    rest: tuple[Row, ...]
    more: tuple[Row, ...]
    surprises: tuple[Row, ...]
    beyond: int
    cut_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What takes room beside the lists."""

    budget: Budget
    front: Front
    after: tuple[AfterStep, ...]
    bank: tuple[str, ...]
    floor: Picture | None
    surprises: int


def _lists(
    inputs: Inputs,
    groups: tuple[Sequence[Target], Sequence[Target], Sequence[Row]],
    around: _Around,
    words: Words,
) -> _Lists:
    """Return who stands on page 1, and who of the remaining ones on the last page; rows are in this order."""
    musts, others, rows = groups
    budget = around.budget
    planned = len(musts) + len(others)
    ends = len(musts), planned, len(rows) - around.surprises
    must = must_rows(budget, around.front, rows[: ends[0]])
    rest = rows[ends[0] : ends[1]]
    best = sorted(range(len(others)), key=lambda at: weight(others[at]))
    fitting = rest_rows(budget, around.front, must=must, rest=[rest[at] for at in best])
    front = {best[at] for at in fitting}
    carded = set(range(budget.cards - len(musts))) if budget.full else set()
    left_over = [row for at, row in enumerate(rest) if at not in front | carded]
    more = tuple(short_row(row) for row in (*left_over, *rows[ends[1] : ends[2]]))
    picks = tuple(short_row(row) for row in rows[ends[2] :])
    below = Below(around.after, picks, "   ".join(around.bank), around.floor)
    count = more_rows(budget, more, below)
    shown = (*musts, *(item for at, item in enumerate(others) if at in front))
    return _Lists(
        must=must,
        rest=tuple(row for at, row in enumerate(rest) if at in front),
        more=more[:count],
        surprises=picks,
        beyond=max(0, len(left_over) - count),
        cut_lines=cut_lines(inputs, shown, words),
    )


def _cards(
    inputs: Inputs, shown: Sequence[Target], openers: Sequence[str], budget: Budget, words: Words
) -> tuple[Card, ...]:
    """Return the cards of these targets; what page 1 says to open with is the first question of the card."""
    stories = stories_for(shown[: budget.cards], inputs.profile.proof_stories)
    whole = (
        _opened(card_of(for_card(item), inputs, words, story=story), opener)
        for item, story, opener in zip(shown, stories, openers, strict=False)
    )
    return trim_cards(tuple(whole), budget, read_in=words("paper.card.read_in"))


def _opened(card: Card, opener: str) -> Card:
    others = (text for text in card.questions if text != opener)
    asked = tuple(text for text in (opener, *others) if text)
    return replace(card, questions=asked[: max(1, len(card.questions))])


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


def _remarks(planned: Sequence[Target], words: Words) -> tuple[str, ...]:
    """Return what is to be said once of a list that says nothing of anybody."""
    keys = {message["key"] for item in planned for message in (item.match or {}).get("reasons", ())}
    said = words.get(REMARK) if REMARK in keys else None
    return (said.removesuffix("."),) if said else ()


def _provenance(inputs: Inputs, words: Words) -> tuple[str, ...]:
    lines = [
        words(
            "paper.provenance.file_one" if item.rows == 1 else "paper.provenance.file",
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
