"""Cards cut to the room there is: small print first, what is said across the table last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.measure import lines_of, width_of
from pipeline.report.view import Card, Fact, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.report.budget import Budget

#: Millimetres: text beside the writing column, a line of body text and of small print, the gap above each.
_WIDTH, _LINE, _SMALL, _GAP = 119.6, 4.41, 3.66, 0.6
#: Frame and distance to the next card; the name; a line to write on; the code of an address.
_FRAME, _NAME, _WRITE, _CODE = 6.1, 4.9, 6.9, 24.0
#: Room that a label takes on the line that it starts.
_LABEL = 11.5
#: Height of a line of the writing column by the number of cards, as in print.css, and its tick boxes.
_LINES = {6: 5.7, 5: 7.2, 4: 9.0, 3: 11.0}
_LETTER_LINES = {6: 5.2, 5: 6.7, 4: 8.0, 3: 11.0}
_FEW, _TICKS = 14.0, 6.3
#: The heading of the page, and what an engine may need beyond the estimate.
_HEADING = 12.0
#: What a card of large print may take, in the same measure, for a page of its own.
_LARGE = 66.0
_ALL = 99
#: A booth of more letters stands on several lines of this width.
_SHORT_BOOTH, _PLACE = 12, 42.0
#: A title and employer cut to what stands beside most names.
_SHORT_SUB = 56
#: A name that takes one line beside a place, and one that takes two.
_NAMES = 40, 60
#: A page of A4 is at least so high between its margins.
_A4 = 270.0


@dataclass(frozen=True, slots=True)
class _Shape:
    """How much of each part a card keeps; ``cells``: behind each reason (2), in one line (1) or none (0)."""

    cells: int = 2
    look_up: int = 2
    reasons: int = 2
    facts: int = _ALL
    story: int = 1
    questions: int = 3
    sub: int = 2
    name: int = 2


#: The cuts in their order; what was cut last is the first to come back where room is left.
_CUTS: tuple[tuple[str, int], ...] = (
    ("cells", 1),
    ("look_up", 1),
    ("reasons", 1),
    ("facts", 6),
    ("look_up", 0),
    ("story", 0),
    ("facts", 4),
    ("reasons", 0),
    ("facts", 2),
    ("questions", 2),
    ("facts", 1),
    ("questions", 1),
    ("sub", 1),
    ("facts", 0),
    ("cells", 0),
    ("sub", 0),
    ("name", 1),
    ("name", 0),
)


def trim_cards(cards: Sequence[Card], budget: Budget, *, read_in: str) -> tuple[Card, ...]:
    """Return the cards cut to one page, the tallest first; in large print each to its own page."""
    if budget.full and not budget.large:
        return tuple(cards)
    return _Page(cards, budget, read_in).fitted()


class _Page:
    """The cards of one page, and how far each of them is cut."""

    def __init__(self, cards: Sequence[Card], budget: Budget, read_in: str) -> None:
        self.cards, self.read_in = cards, read_in
        self.shapes = [_Shape() for _ in cards]
        self.cuts: list[list[tuple[str, int]]] = [[] for _ in cards]
        letter = budget.height < _A4
        self.width = _WIDTH + (5.9 if letter else 0.0)
        line = (_LETTER_LINES if letter else _LINES).get(len(cards), _FEW)
        self.side = 0.0 if budget.large else 5 * line + _TICKS + _FRAME
        self.large = budget.large
        self.room = budget.height - _HEADING - 4 * budget.tight.cards
        self.in_rows = len(cards) > 3

    def fitted(self) -> tuple[Card, ...]:
        """Return the cards as they fit."""
        heights = [self._height(at) for at in range(len(self.cards))]
        for _ in _CUTS:
            self._cut_round(heights)
        self._give_back(heights)
        return tuple(map(self._card, range(len(self.cards))))

    def _fits(self, heights: Sequence[float]) -> bool:
        if self.large:
            return max(heights, default=0.0) <= _LARGE
        return sum(max(self.side, height) for height in heights) <= self.room

    def _cut_round(self, heights: list[float]) -> None:
        """Cut each card that is too tall once more, the tallest first, until all fit."""
        limit = _LARGE if self.large else self.side
        for at in sorted(range(len(heights)), key=lambda at: (-heights[at], at)):
            if self._fits(heights):
                return
            if heights[at] > limit:
                self._cut(at)
                heights[at] = self._height(at)

    def _cut(self, at: int) -> None:
        name, value = _CUTS[len(self.cuts[at])]
        before = self._kept(at)[name]
        self.cuts[at].append((name, before))
        self.shapes[at] = replace(self.shapes[at], **{name: min(before, value)})

    def _kept(self, at: int) -> Mapping[str, int]:
        shape = self.shapes[at]
        return {name: getattr(shape, name) for name, _ in _CUTS}

    def _give_back(self, heights: list[float]) -> None:
        """Undo the cuts that the page has room for after all, the most useful first."""
        for depth in range(len(_CUTS) - 1, -1, -1):
            for at, cuts in enumerate(self.cuts):
                if depth >= len(cuts):
                    continue
                shape, height = self.shapes[at], heights[at]
                name, before = cuts[depth]
                self.shapes[at] = replace(shape, **{name: before})
                heights[at] = self._height(at)
                if not self._fits(heights):
                    self.shapes[at], heights[at] = shape, height

    def _card(self, at: int) -> Card:
        return _shaped(self.cards[at], self.shapes[at], self.read_in)

    def _height(self, at: int) -> float:
        """Return the height of a card in millimetres, to the next one."""
        card = self._card(at)
        body = _FRAME + _GAP + self._head(card) * _NAME
        body += sum(self._text(item.text, item.source) for item in card.reasons)
        body += sum(self._text(text) for text in (*card.said, card.story, card.give))
        body += self._asked(card.questions)
        facts = "   ".join(f"{fact.label}: {fact.text}" for fact in card.facts)
        body += self._rows(facts, 8.6, 0.0) * _SMALL + (_GAP if facts else 0)
        body += (_WRITE + _GAP) * (card.look_up + (0 if card.give else 1))
        return max(body, _FRAME + 5 + _CODE) + 3 * _LINE if card.apply else body

    def _rows(self, text: str, size: float, lead: float, *, bold: bool = False) -> int:
        return lines_of(text, self.width, size, bold=bold, lead=lead)

    def _text(self, text: str, source: str = "") -> float:
        lead = _LABEL + width_of(f"({source}) " if source else "", 7.5)
        return self._rows(text, 10, lead) * _LINE + _GAP if text else 0.0

    def _asked(self, questions: tuple[str, ...]) -> float:
        if self.in_rows:
            return self._rows("   ".join(f"• {text}" for text in questions), 10, 9, bold=True) * _LINE + _GAP
        return (1 + sum(self._rows(f"• {text}", 10, 0, bold=True) for text in questions)) * _LINE + _GAP

    def _head(self, card: Card) -> int:
        text = f"{card.booth} {card.when} {card.short_id}"
        told = width_of(card.name, 12, bold=True) + 1 + 1.02 * width_of(card.sub, 8.5)
        beside = lines_of(text, _PLACE, 12, bold=True) if len(card.booth) > _SHORT_BOOTH else 1
        place = _PLACE if beside > 1 else width_of(text, 10.2, bold=True)
        return max(beside, int(-(-((place + 4) * beside + told) // self.width)))


def _shaped(card: Card, shape: _Shape, read_in: str) -> Card:
    """Return the card with as much of each part as the shape keeps."""
    reasons = _reasons(card.reasons, shape.reasons)
    facts = card.facts[: shape.facts]
    if shape.cells < 2:
        cells = list(dict.fromkeys(item.source for item in reasons if item.source))
        reasons = tuple(replace(item, source="") for item in reasons)
        if cells and shape.cells:
            facts = (*facts, Fact(read_in, ", ".join(cells)))
    return replace(
        card,
        name=(printable(card.name, _NAMES[0]), printable(card.name, _NAMES[1]), card.name)[shape.name],
        sub=("", printable(card.sub, _SHORT_SUB), card.sub)[shape.sub],
        reasons=reasons,
        facts=facts,
        questions=card.questions[: shape.questions],
        story=card.story if shape.story else "",
        look_up=min(card.look_up, shape.look_up),
    )


def _reasons(reasons: tuple[Reason, ...], keep: int) -> tuple[Reason, ...]:
    """Return all reasons (2), the first of each side (1), or without what counts for both where it can go."""
    if keep > 1:
        return reasons
    first: dict[str, Reason] = {}
    for reason in reasons:
        first.setdefault(reason.side, reason)
    one_each = tuple(first.values())
    sided = tuple(item for item in one_each if item.side != "both")
    return sided if not keep and len(sided) > 1 else one_each
