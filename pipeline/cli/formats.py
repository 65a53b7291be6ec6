"""``meetwell formats``: what can be read."""

from __future__ import annotations

from pipeline.cli.call import command
from pipeline.cli.output import Answer


@command("formats")
def cli() -> Answer:
    """Name the formats that can be read; the word in front is what --as takes.

    Where a site never had an export, it says so and shows the list by hand that works instead.

    Example: meetwell formats
    """
    from pipeline.flow.looking import friends_by_hand, known_formats

    formats = known_formats()
    width = max(len(name) for name, _ in formats)
    lines = [f"{name:<{width}}  {title}" for name, title in formats]
    by_hand = friends_by_hand()
    lines += ["", "MySpace never had an export of friends. Write them down by hand, as CSV:", *by_hand]
    data = {"formats": [{"name": name, "title": title} for name, title in formats], "by_hand": by_hand}
    return Answer(tuple(lines), data)
