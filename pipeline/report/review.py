"""The page of a quarter: what moved, what is open, who is going quiet, and lines to think on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.page import page_of
from pipeline.report.words import load_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Page

#: The sections in the order of the page; each is a key of what is told and of ``[paper.review]``.
SECTIONS = ("moved", "promises", "quiet")
_PROMPTS = ("learned", "helped", "missing", "again")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences with names under a heading."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page of a quarter."""

    page: Page
    user: str
    when: str
    since: str
    sections: tuple[Section, ...]
    think: str
    prompts: tuple[str, ...]


def quarter(inputs: Inputs, since: dt.date, told: Mapping[str, Sequence[str]]) -> ReviewView:
    """Return the page for what is told since that day: sentences under ``moved``, ``promises`` and ``quiet``.

    A section without a sentence says that there is nothing.
    """
    words = load_words()
    today = inputs.now.astimezone(inputs.event.zone).date()
    nothing = words("paper.review.nothing")
    return ReviewView(
        page=page_of(inputs, words, "paper.review.title"),
        user=printable(inputs.profile.name, 60),
        when=words.day(today),
        since=words("paper.review.since", day=words.day(since)),
        sections=tuple(
            Section(
                words(f"paper.review.{key}"),
                tuple(printable(text, _LONGEST) for text in told.get(key, ())) or (nothing,),
            )
            for key in SECTIONS
        ),
        think=words("paper.review.think"),
        prompts=tuple(words(f"paper.review.{key}") for key in _PROMPTS),
    )
