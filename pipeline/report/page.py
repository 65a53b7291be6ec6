"""The paper itself: size, layout, running foot and the labels that templates print as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import SettingsError
from pipeline.report.clean import printable
from pipeline.report.view import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.event import Event
    from pipeline.report.inputs import Inputs
    from pipeline.report.words import Words

#: Names that both CSS and Typst know, by the setting.
SIZES = {"a4": "A4", "letter": "Letter"}
LAYOUTS = ("sheet", "large-print")
_LABELS = "paper.label."
#: What an event that is no fair calls otherwise.
_AT = "paper.at."


def page_of(inputs: Inputs, words: Words, title: str) -> Page:
    """Return the page of this user at this event.

    Raises ``SettingsError`` for a paper or a layout that does not exist.
    """
    size, layout = inputs.settings.text("report.paper").lower(), inputs.settings.text("report.layout")
    if size not in SIZES:
        raise SettingsError(f"report.paper is {size!r}", do=f"It takes one of: {', '.join(SIZES)}.")
    if layout not in LAYOUTS:
        raise SettingsError(f"report.layout is {layout!r}", do=f"It takes one of: {', '.join(LAYOUTS)}.")
    names = {"event": printable(inputs.event.name, 60), "user": printable(inputs.profile.name, 60)}
    return Page(
        size=SIZES[size],
        layout=layout,
        lang=words.lang,
        title=words(title, **names),
        foot=" · ".join(filter(None, (words("paper.foot", **names), inputs.mark))),
        label=labels_of(words, _LABELS, at(inputs.event)),
    )


def at(event: Event) -> str:
    """Return where the labels stand that an event of this kind has for itself; a fair has none."""
    return f"{_AT}{event.kind}."


def labels_of(words: Words, *prefixes: str) -> Mapping[str, str]:
    """Return the fixed labels whose keys begin so, without that beginning; of two alike the later stands."""
    return words.once(
        ("labels", prefixes),
        lambda: {
            key.removeprefix(prefix): str(text)
            for prefix in prefixes
            for key, text in words.sentences.items()
            if key.startswith(prefix)
        },
    )
