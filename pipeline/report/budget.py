"""How much of everything fits the paper: three pages, whatever the lists hold.

Heights are estimated in millimetres from the number of characters, for both backends alike; a renderer that
still runs over asks again with a larger ``Tight``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.report.clean import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.view import AfterStep, Front, Picture, Row
    from pipeline.settings import Settings

#: Average characters on a line: question of a must row, why and name of another row.
_ASK, _WHY, _WHO = 40, 44, 21
#: The same for a row of the last page, over its whole width and beside the floor map.
_SHORT, _BESIDE_MAP = 118, 56
#: Height of a line of body text and of small text.
_LINE, _LINE_SMALL = 4.4, 3.7
#: Page 1 without any text of its own: rules, headings, gaps.
_FRONT_FIXED = 39.0
#: The last page without its lists: headings, debrief lines, provenance.
_LAST_FIXED = 65.0
#: Height between the margins.
_HEIGHT = {"a4": 270.0, "letter": 252.0}
_MANY_CARDS = 12
#: So often page 1 must run over before its must rows are cut.
_ROWS_CUT = 2


@dataclass(frozen=True, slots=True)
class Tight:
    """How often each of the three pages ran over: each time it takes less room."""

    front: int = 0
    cards: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """How many cards at most and in fact, and numbers of extras on the last page."""

    full: bool
    large: bool
    height: float
    cards: int
    shown: int
    surprises: int
    bank: int
    tight: Tight


def budget_for(settings: Settings, *, musts: int, rest: int, tight: Tight) -> Budget:
    """Return what fits; a step of ``tight`` takes a row, a line per card or a row of extras away."""
    full = settings.flag("report.full")
    large = settings.text("report.layout") == "large-print"
    height = _HEIGHT.get(settings.text("report.paper").lower(), _HEIGHT["letter"])
    cards = settings.integer("report.max_full") if full else settings.integer("plan.max_cards")
    shown = max(1, min(cards, musts + (rest if full else 0)))
    return Budget(
        full=full,
        large=large,
        height=height,
        cards=cards,
        shown=shown,
        surprises=2,
        bank=max(0, (4 if height > _HEIGHT["letter"] else 2) - tight.last),
        tight=tight,
    )


def line_count(text: str, width: int) -> int:
    """Return how many lines of ``width`` average characters the text takes; wide scripts count twice."""
    if not text:
        return 0
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return -(-(len(text) + wide) // width)


def closer_row(row: Row, times: int) -> Row:
    """Return a must row that takes less room: its second line goes first, then the end of its name."""
    if times < _ROWS_CUT:
        return row
    return replace(row, sub="", name=row.name if times == _ROWS_CUT else printable(row.name, 52))


def rest_rows(budget: Budget, front: Front, *, must: Sequence[Row], rest: Sequence[Row]) -> int:
    """Return how many rows of the second list page 1 holds beside all else it must carry."""
    if budget.large:
        return min(len(rest), _MANY_CARDS)
    room = budget.height - _FRONT_FIXED - 9 * budget.tight.front - _front_height(front)
    for row in must:
        who = line_count(row.name, 26) * 5 + line_count(row.sub, 39) * _LINE_SMALL
        asks = line_count(row.ask or row.why, _ASK) + line_count(row.said, _ASK - 8)
        room -= 3.9 + max(who, asks * _LINE, line_count(row.booth, 7) * _LINE)
    for count, row in enumerate(rest):
        room -= _row_height(row)
        if room < 0:
            return count
    return len(rest)


def _front_height(front: Front) -> float:
    """Return the height in millimetres of what stands around the lists of page 1."""
    title = line_count(front.event, 46) * 7 + (len(front.hours) + line_count(front.place, 60)) * 4.8
    about = 5 + line_count(" . ".join(front.about), 46) * 4.2
    day = sum(len(item.when) + len(item.what) + 5 for item in front.day) + 8
    cuts = sum(line_count(text, 108) for text in front.cut_lines) * _LINE + (8 if front.cut_lines else 0)
    left = line_count(front.intro, 54) * _LINE or 15.0
    covered = (f"{item.label}: {item.have or 'None yet. ' + item.next_step}" for item in front.coverage)
    right = line_count(".  ".join(covered), 60)
    goal = line_count(front.goal, 90) * 5 if front.goal else 6.0
    strip = line_count("     ".join(front.carry), 122) * 5
    return max(title, about) + goal + -(-day // 108) * _LINE + cuts + max(left, right * _LINE_SMALL) + strip


@dataclass(frozen=True, slots=True)
class Below:
    """What stands on the last page beside its short rows."""

    after: Sequence[AfterStep]
    surprises: Sequence[Row]
    bank: str
    floor: Picture | None


def more_rows(budget: Budget, rows: Sequence[Row], below: Below) -> int:
    """Return how many short rows the last page holds beside the after-page, the debrief and the map."""
    if budget.large:
        return min(len(rows), _MANY_CARDS)
    width = _BESIDE_MAP if below.floor else _SHORT
    room = budget.height - _LAST_FIXED - 9 * budget.tight.last
    room -= sum(9 + len(step.advice) * 5.3 + (len(step.prompts) + step.lines) * 7.1 for step in below.after)
    room -= (7 if below.surprises else 0) + sum(_short_height(row, width) for row in below.surprises)
    room -= line_count(below.bank, width) * _LINE_SMALL + 7 if below.bank else 0
    for count, row in enumerate(rows):
        room -= _short_height(row, width)
        if room < 0:
            return count
    return len(rows)


def _short_height(row: Row, width: int) -> float:
    text = f"{row.number} {row.name} {row.booth} {row.when} {row.why} and ID"
    return 0.7 + line_count(text, width) * _LINE_SMALL


def _row_height(row: Row) -> float:
    name = line_count(row.name, _WHO) * _LINE + line_count(row.sub, _WHO + 4) * _LINE_SMALL
    text = (line_count(f"{row.why}  {row.ask}", _WHY) + line_count(row.said, _WHY)) * _LINE_SMALL
    return 3.2 + max(name, text)
