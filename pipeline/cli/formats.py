"""``meetwell formats``: what can be read."""

from __future__ import annotations

from pipeline.cli.call import command
from pipeline.cli.output import Answer


@command("formats")
def cli() -> Answer:
    """Name the formats that can be read; the word in front is what --as takes.

    Example: meetwell formats
    """
    from pipeline.flow.looking import known_formats

    formats = known_formats()
    width = max(len(name) for name, _ in formats)
    lines = [f"{name:<{width}}  {title}" for name, title in formats]
    return Answer(tuple(lines), {"formats": [{"name": name, "title": title} for name, title in formats]})
