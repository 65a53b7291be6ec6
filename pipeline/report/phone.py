"""The page for the phone: one file with everything inside, that talks to nobody."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

from pipeline.report.after import after_days
from pipeline.report.cards import card_of, stories_for
from pipeline.report.clean import printable
from pipeline.report.day import day_of
from pipeline.report.page import at, labels_of
from pipeline.report.render import source_of_template, to_html
from pipeline.report.target import Target, targets
from pipeline.report.told import for_card
from pipeline.report.view import Card, PhoneTarget, PhoneView, by_field
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.event import Event
    from pipeline.report.inputs import Inputs

#: Of two labels alike, that of the phone stands.
_LABELS = ("paper.label.", "paper.phone.")
_SOURCES = ("phone/phone.css", "phone/phone.js")
_NEAR = 5
_MOST = 60
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def phone_view(inputs: Inputs, *, words: Words | None = None) -> PhoneView:
    """Return what the page holds: the planned targets in order, then the other candidates."""
    words = words or load_words()
    found = targets(inputs)
    everyone = (*found.planned, *found.others)[:_MOST]
    stories = stories_for(everyone, inputs.profile.proof_stories)
    near = _near(everyone, inputs.event)
    cards = [
        card_of(for_card(item), inputs, words, story=story)
        for item, story in zip(everyone, stories, strict=True)
    ]
    event = inputs.event
    return PhoneView(
        lang=words.lang,
        slug=event.slug,
        event=printable(event.name, 90),
        place=printable(event.place, 90),
        day=event.first_day.isoformat(),
        hours=tuple(f"{item.when} {item.what}" for item in day_of(inputs, found.planned, words)),
        goal=printable(inputs.profile.goal, 200),
        intro=printable(inputs.profile.intro, 420),
        dates=tuple(
            (key, day.isoformat(), words.day(day, "tonight" if key == "tonight" else "by"))
            for key, day in after_days(event, inputs.profile.country, words)
        ),
        targets=tuple(
            _target(item, card, near.get(card.short_id, ()), planned=index < len(found.planned))
            for index, (item, card) in enumerate(zip(everyone, cards, strict=True))
        ),
        label=labels_of(words, *_LABELS, at(event)),
    )


def _target(item: Target, card: Card, near: tuple[str, ...], *, planned: bool) -> PhoneTarget:
    return PhoneTarget(
        id=card.short_id,
        name=card.name,
        sub=card.sub,
        booth=card.booth,
        when=card.when,
        must=item.is_must,
        planned=planned,
        reasons=tuple((reason.side, reason.text) for reason in card.reasons),
        questions=card.questions,
        give=card.give,
        story=card.story,
        said=card.said,
        facts=tuple((fact.label, fact.text) for fact in card.facts),
        apply=card.apply.url if card.apply else "",
        near=near,
    )


def _near(everyone: Sequence[Target], event: Event) -> Mapping[str, tuple[str, ...]]:
    """Return for each printed ID the nearest others by the floor plan, as far as it knows."""
    spots = sorted(
        (item.short_id, event.floor[item.best("booth")])
        for item in everyone
        if item.short_id and item.best("booth") in event.floor
    )
    if not spots:
        return {}
    keys = [key for key, _ in spots]
    at = np.array([spot for _, spot in spots], dtype=float)
    apart = np.hypot(*(at[:, None] - at).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    # Sorted by ID already: of two equally near ones the first by ID stands first.
    nearest = apart.argsort(axis=1, kind="stable")[:, : min(_NEAR, len(keys) - 1)].tolist()
    return {key: tuple(keys[other] for other in others) for key, others in zip(keys, nearest, strict=True)}


def phone_page(inputs: Inputs, *, folders: Sequence[Path] = (), words: Words | None = None) -> str:
    """Return the whole page as one HTML file; its policy lets nothing run but its own script.

    Raises ``RenderError`` when a template is broken.
    """
    return phone_html(phone_view(inputs, words=words), folders=folders)


def phone_html(view: PhoneView, *, folders: Sequence[Path] = ()) -> str:
    """Return this view as the whole page.

    Raises ``RenderError`` when a template is broken.
    """
    style, script = (source_of_template(name, folders) for name in _SOURCES)
    data = json.dumps(view, default=by_field, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        data = data.replace(character, escaped)
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {"style": style, "script": script, "data": data, "policy": policy}
    return to_html("phone/phone.html", view, folders=folders, **parts)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
