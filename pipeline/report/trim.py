"""Cards cut to the room there is: small print first, what is said across the table last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report.budget import line_count
from pipeline.report.view import Card, Fact, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.report.budget import Budget

#: Average characters on a line: card body, small print, head.
_CARD, _SMALL, _HEAD = 74, 88, 60
#: Millimetres of a line of body text, of a line of small print, and of a card's frame, name and gaps.
_LINE, _LINE_SMALL, _FRAME = 4.4, 3.7, 14.0
#: What the writing column takes, by the number of cards on the page.
_SIDE = {6: 41.0, 5: 48.5, 4: 57.5, 3: 67.5, 2: 82.5, 1: 82.5}
#: What a card of large print may take, in the same measure, for a page of its own.
_LARGE = 66.0
#: Cutting a card that is hardly taller than its writing column gains nothing.
_SLACK = 3.0


def _steps(read_in: str) -> tuple[Callable[[Card], Card], ...]:
    """Return the cuts in their order."""
    return (
        lambda card: _sources_together(card, read_in),
        lambda card: replace(card, look_up=min(1, card.look_up)),
        lambda card: replace(card, reasons=_one_per_side(card)),
        lambda card: replace(card, facts=(*card.facts[:-2], *card.facts[-1:])),
        lambda card: replace(card, look_up=0),
        lambda card: replace(card, story=""),
        lambda card: replace(card, facts=(*card.facts[:-2], *card.facts[-1:])),
        _both_ways_only,
        lambda card: replace(card, facts=(*card.facts[:2], *card.facts[-1:])),
        lambda card: replace(card, questions=card.questions[:2]),
        lambda card: replace(card, facts=card.facts[-1:]),
        lambda card: replace(card, questions=card.questions[:1]),
        lambda card: replace(card, facts=()),
        lambda card: replace(card, sub=""),
    )


def _sources_together(card: Card, read_in: str) -> Card:
    """Return the card with the source cells in one line of small print instead of behind each reason."""
    cells = list(dict.fromkeys(item.source for item in _one_per_side(card) if item.source))
    plain = tuple(replace(item, source="") for item in card.reasons)
    facts = (*card.facts, Fact(read_in, ", ".join(cells))) if cells else card.facts
    return replace(card, reasons=plain, facts=facts)


def trim_cards(cards: Sequence[Card], budget: Budget, *, read_in: str) -> tuple[Card, ...]:
    """Return the cards cut to one page, the tallest first; in large print each to its own page."""
    if budget.full and not budget.large:
        return tuple(cards)
    kept, left = list(cards), [list(_steps(read_in)) for _ in cards]
    while (tallest := _too_tall(kept, left, budget)) is not None:
        kept[tallest] = left[tallest].pop(0)(kept[tallest])
    return tuple(kept)


def _too_tall(cards: Sequence[Card], left: Sequence[Sequence[object]], budget: Budget) -> int | None:
    """Return the card to cut next; None when all fit or nothing is left to cut."""
    heights = [_FRAME + _lines(card) * _LINE for card in cards]
    side = _SIDE.get(len(cards), 0.0)
    if budget.large:
        candidates = [at for at, height in enumerate(heights) if height > _LARGE]
    elif sum(max(side, height) for height in heights) > budget.height - 13 - 4 * budget.tight.cards:
        candidates = [at for at, height in enumerate(heights) if height > side + _SLACK]
    else:
        return None
    candidates = [at for at in candidates if left[at]]
    return max(candidates, key=lambda at: (heights[at], -at), default=None)


def _one_per_side(card: Card) -> tuple[Reason, ...]:
    first: dict[str, Reason] = {}
    for reason in card.reasons:
        first.setdefault(reason.side, reason)
    return tuple(first.values())


def _both_ways_only(card: Card) -> Card:
    """Return the card without what counts for both, where it says already what each side gains."""
    sided = tuple(item for item in card.reasons if item.side != "both")
    return replace(card, reasons=sided) if len(sided) > 1 else card


def _lines(card: Card) -> float:
    body: float = sum(line_count(f"{item.text} {item.source}", _CARD - 9) for item in card.reasons)
    body += line_count("  ".join(card.questions), _CARD - 4) + line_count(card.give, _CARD - 6)
    body += sum(line_count(item, _CARD - 10) for item in (*card.said, card.story))
    facts = "  ".join(f"{fact.label}: {fact.text}" for fact in card.facts)
    body += line_count(facts, _SMALL) * _LINE_SMALL / _LINE
    body += line_count(f"{card.name} {card.sub}{card.booth}{card.when}", _HEAD) - 1
    return body + (0 if card.give else 1) + card.look_up + (2 if card.apply else 0)
