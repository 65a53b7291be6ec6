"""What templates are given: frozen values with every word final, so that a template only loops and places.

Each field is text that is safe to print, a flag, or a tuple of these; what is empty prints nothing.
PDF backends and the phone page are fed from these and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


def by_field(view: Any) -> dict[str, Any]:
    """Return a view's fields by name: what ``json.dumps`` asks for where it meets one."""
    return {name: getattr(view, name) for name in view.__slots__}


@dataclass(frozen=True, slots=True)
class Page:
    """The paper: size name, layout, language, title, running foot, and every fixed label by key."""

    size: str
    layout: str
    lang: str
    title: str
    foot: str
    label: Mapping[str, str]


class Paper(Protocol):
    """Any view of a whole paper."""

    @property
    def page(self) -> Page:
        """Return the paper it is printed on."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a data address, with the words that say the same."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words, for whom it counts, and the cell it was read from."""

    side: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands behind it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the day: when, what, where; ``fixed`` when its minutes are not the user's to choose."""

    when: str
    what: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One person or organisation on one line of the paper; ``number`` is its stop on the floor map."""

    number: str
    short_id: str
    name: str
    sub: str
    booth: str
    when: str
    why: str
    ask: str
    said: str
    must: bool


@dataclass(frozen=True, slots=True)
class Apply:
    """Where to apply online, with a QR code and the deadline in words."""

    url: str
    qr: Picture
    deadline: str


@dataclass(frozen=True, slots=True)
class Card:
    """One person or organisation in full; ``look_up`` lines are for what to find out beforehand."""

    short_id: str
    name: str
    sub: str
    booth: str
    when: str
    reasons: tuple[Reason, ...]
    facts: tuple[Fact, ...]
    questions: tuple[str, ...]
    give: str
    story: str
    said: tuple[str, ...]
    look_up: int
    apply: Apply | None


@dataclass(frozen=True, slots=True)
class Source:
    """One of the article's sources of right people: names, or the next step."""

    label: str
    have: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of advice with its basis: study, convention or article."""

    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class AfterStep:
    """What to do by a date; each prompt is followed by a line to write on."""

    when: str
    advice: tuple[Advice, ...]
    prompts: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Front:
    """Page 1 around its two lists."""

    event: str
    hours: tuple[str, ...]
    place: str
    user: str
    about: tuple[str, ...]
    goal: str
    intro: str
    day: tuple[Moment, ...]
    day_picture: Picture | None
    cut_lines: tuple[str, ...]
    coverage: tuple[Source, ...]
    carry: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrepView:
    """The whole prep sheet; ``warnings`` are for the screen, never for the paper.

    ``has_ask`` and ``has_why`` say whether any row of the first and the second list has words beside names.
    """

    page: Page
    front: Front
    must: tuple[Row, ...]
    rest: tuple[Row, ...]
    has_when: bool
    has_booth: bool
    has_ask: bool
    has_why: bool
    cards: tuple[Card, ...]
    full: bool
    after: tuple[AfterStep, ...]
    more: tuple[Row, ...]
    not_printed: str
    surprises: tuple[Row, ...]
    question_bank: tuple[str, ...]
    debrief: tuple[str, ...]
    floor: Picture | None
    provenance: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One line to tick: who, what to do and why, at which free time, on what basis the day was chosen.

    ``name`` is empty where the person stood above and the sentence names them.
    """

    task_id: str
    name: str
    sub: str
    what: str
    details: tuple[str, ...]
    at: str
    basis: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateGroup:
    """Everything due on one date; ``named`` when any of its tasks has a name of its own."""

    when: str
    tasks: tuple[Task, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """One open promise: what, to or from whom, and by when."""

    text: str
    name: str
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """The follow-up checklist: promises first, whom was met, then everything by date."""

    page: Page
    event: str
    user: str
    when: str
    head: tuple[str, ...]
    mine: tuple[Owed, ...]
    theirs: tuple[Owed, ...]
    met: tuple[Row, ...]
    dates: tuple[DateGroup, ...]
    later: tuple[DateGroup, ...]
    after: tuple[AfterStep, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneTarget:
    """One person or organisation on the phone; ``near`` are printed IDs of the nearest others."""

    id: str
    name: str
    sub: str
    booth: str
    when: str
    must: bool
    planned: bool
    reasons: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    give: str
    story: str
    said: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    apply: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneView:
    """The phone page; ``dates`` are key, ISO day and words of each follow-up date."""

    lang: str
    slug: str
    event: str
    place: str
    day: str
    hours: tuple[str, ...]
    goal: str
    intro: str
    dates: tuple[tuple[str, str, str], ...]
    targets: tuple[PhoneTarget, ...]
    label: Mapping[str, str]
    remarks: tuple[str, ...] = ()
