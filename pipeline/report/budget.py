"""How much of everything fits the paper: three pages, whatever the lists hold.

Heights are estimated in millimetres from the number of characters, for both backends alike; a renderer that
still runs over asks again with a larger ``Tight``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.measure import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.view import AfterStep, Front, Picture, Row
    from pipeline.settings import Settings

#: Millimetres: height and width between the margins.
_HEIGHT = {"a4": 271.0, "letter": 253.4}
_WIDTH = {"a4": 181.0, "letter": 186.9}
#: Columns of the two lists, as in print.css: box and ID, time, booth, name of a must row and of another; and
#: the distance to the next column, which a width there does not count.
_ENDS, _WHEN, _BOOTH, _MUST_WHO, _REST_WHO, _PAD = 19.0, 15.0, 13.0, 62.0, 47.0, 2.0
#: A line of body text, of small text, of names of must rows; a heading, a table's head; a line to write on.
_LINE, _SMALL, _NAME, _HEADING, _HEAD, _WRITE = 4.41, 3.6, 4.87, 9.3, 4.3, 5.2
#: The picture of a day, and its distance.
_DAY, _BELOW_DAY = 12.2, 1.3
#: What an engine may need beyond the estimate of page 1.
_SPARE = 2.0
#: The last page without its lists: headings, debrief lines, provenance; its map with heading; text beside it.
_LAST_FIXED, _MAP, _BESIDE_MAP = 60.0, 74.0, 93.0
_MANY_CARDS = 12
#: Rows of the second list in large print: with them the parts below end the third page.
_LARGE_ROWS = 10
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
    """How many cards at most, and numbers of extras on the last page."""

    full: bool
    large: bool
    height: float
    width: float
    cards: int
    surprises: int
    bank: int
    tight: Tight


def budget_for(settings: Settings, tight: Tight) -> Budget:
    """Return what fits; a step of ``tight`` takes a row, a line per card or a row of extras away."""
    full = settings.flag("report.full")
    large = settings.text("report.layout") == "large-print"
    paper = settings.text("report.paper").lower()
    height = _HEIGHT.get(paper, _HEIGHT["letter"])
    cards = settings.integer("report.max_full") if full else settings.integer("plan.max_cards")
    return Budget(
        full=full,
        large=large,
        height=height,
        width=_WIDTH.get(paper, _WIDTH["a4"]),
        cards=cards,
        surprises=2,
        bank=max(0, (4 if height > _HEIGHT["letter"] else 2) - tight.last),
        tight=tight,
    )


def closer_row(row: Row, times: int) -> Row:
    """Return a must row that takes less room: its second line goes first, then the end of its name."""
    if times < _ROWS_CUT:
        return row
    if times == _ROWS_CUT:
        return replace(row, sub="", name=printable(row.name, 66))
    return replace(row, sub="", name=printable(row.name, 50), booth=printable(row.booth, 24))


def must_rows(budget: Budget, front: Front, must: Sequence[Row]) -> tuple[Row, ...]:
    """Return the must rows, cut as far as page 1 has to have them cut."""
    for times in range(budget.tight.front, _ROWS_CUT + 2):
        shown = [closer_row(row, times) for row in must]
        if budget.large or _room_below(budget, front, shown, _text_width(budget, shown)) >= 0:
            return tuple(shown)
    return tuple(closer_row(row, _ROWS_CUT + 1) for row in must)


def rest_rows(budget: Budget, front: Front, *, must: Sequence[Row], rest: Sequence[Row]) -> list[int]:
    """Return which rows of the second list page 1 holds beside all else; one too tall gives way to others."""
    if budget.large:
        return list(range(len(rest)))[:_LARGE_ROWS]
    text = _text_width(budget, (*must, *rest))
    room = _room_below(budget, front, must, text) - _HEADING - _HEAD
    found = []
    for at, row in enumerate(rest):
        height = _row_height(row, text - _REST_WHO - _PAD)
        if height <= room:
            found.append(at)
            room -= height
    return found


def _text_width(budget: Budget, rows: Sequence[Row]) -> float:
    """Return the width of a row but for the columns that any of the rows fills."""
    text = budget.width - _ENDS - _PAD
    text -= _WHEN + _PAD if any(row.when for row in rows) else 0
    return text - (_BOOTH + _PAD if any(row.booth for row in rows) else 0)


def _room_below(budget: Budget, front: Front, must: Sequence[Row], text: float) -> float:
    """Return the height that page 1 has beside its must rows and all that stands around the lists."""
    room = budget.height - _SPARE - 9 * budget.tight.front - _front_height(front, budget.width)
    rows = sum(_must_height(row, text - _MUST_WHO - _PAD) for row in must)
    return room - rows - (_HEADING + _HEAD if must else 0)


def _must_height(row: Row, width: float) -> float:
    who = lines_of(f"{row.number}. {row.name}", _MUST_WHO, 12, bold=True) * _NAME
    who += lines_of(row.sub, _MUST_WHO, 8.5) * _SMALL
    asks = lines_of(row.ask or row.why, width, 10, bold=True) + lines_of(row.said, width - 2, 10, lead=14)
    when = lines_of(row.when, _WHEN, 10, bold=True)
    booth = lines_of(row.booth, _BOOTH, 10, bold=True)
    return 3.6 + max(6.6, who, max(asks, when, booth) * _LINE)


def _row_height(row: Row, width: float) -> float:
    who = lines_of(f"{row.number}. {row.name}", _REST_WHO, 10, bold=True) * _LINE
    who += lines_of(row.sub, _REST_WHO, 8.5) * _SMALL
    text = lines_of(f"{row.why} {row.ask}", width, 8.8) * _SMALL
    text += lines_of(row.said, width - 2, 10, lead=14) * _LINE
    times = max(lines_of(row.when, _WHEN, 10), lines_of(row.booth, _BOOTH, 10)) * _LINE
    return 2.2 + max(5.2, who, text + _WRITE, times)


def _front_height(front: Front, width: float) -> float:
    """Return the height in millimetres of what stands around the lists of page 1."""
    title = lines_of(front.event, width - 73, 17, bold=True) * 6.6
    title += sum(lines_of(text, width - 73, 10.5) * 5.3 for text in (*front.hours, front.place))
    about = 4.9 + lines_of(" · ".join(front.about), 72, 9) * 4.0
    goal = 5.3 + (lines_of(front.goal, width - 8, 11, lead=18) * 4.9 if front.goal else _LINE + 6.2)
    entries = " · ".join(f"{item.when} {item.what}" for item in front.day)
    day = 1.5 + lines_of(entries, width, 10, lead=15) * _LINE if entries else 0.0
    day += _DAY * len(front.hours) + _BELOW_DAY if front.day_picture else 0.0
    cuts = lines_of("  ".join(front.cut_lines), width, 10, lead=32) * _LINE
    intro = _HEADING + (lines_of(front.intro, width, 10) * _LINE or 7.6)
    carry = lines_of("xxxx".join(front.carry), width, 8.5, lead=14) * 4.5
    return 2.2 + max(title, about) + goal + day + 2 + cuts + intro + _cover_height(front, width) + 1.6 + carry


def _cover_height(front: Front, width: float) -> float:
    """Return the height of the right people: two columns, the first as long or one longer."""
    told = [f"{item.label}: {item.have or f'None yet. {item.next_step}'}" for item in front.coverage]
    if not told:
        return 0.0
    tall = [lines_of(text, width * 0.485 - 1, 8.8, lead=1) * _SMALL + 0.5 for text in told]
    half = (len(tall) + 1) // 2
    return _HEADING + max(sum(tall[:half]), sum(tall[half:]))


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
    room = budget.height - _LAST_FIXED - 9 * budget.tight.last
    room -= sum(9 + len(step.advice) * 5.3 + (len(step.prompts) + step.lines) * 7.1 for step in below.after)
    room -= lines_of(below.bank, budget.width, 8.5) * _SMALL + 7 if below.bank else 0
    room -= 7 if below.surprises else 0
    beside = _HEADING
    for count, row in enumerate((*below.surprises, *rows)):
        width = _BESIDE_MAP if below.floor and beside < _MAP else budget.width
        beside += _short_height(row, width)
        if beside > room:
            return max(0, count - len(below.surprises))
    return len(rows)


def _short_height(row: Row, width: float) -> float:
    text = f"{row.number}. {row.name}, {row.booth}, {row.when} {row.short_id}: {row.why}"
    return 0.7 + lines_of(text, width, 8.7, lead=4.5) * _SMALL
