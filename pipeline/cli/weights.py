"""The option --weight: other weights of the signals, for one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def weight_option() -> Callable[..., Any]:
    """Return the option --weight SIGNAL=NUMBER, which may be given several times."""
    text = "Try another weight: field, interests, exchange, common_ground, tie or bio."
    return click.option("--weight", "weights", multiple=True, metavar="SIGNAL=NUMBER", help=text)


def weight_settings(words: Iterable[str]) -> dict[str, str]:
    """Return the settings that these words stand for; raises ``click.BadParameter`` for one without "="."""
    return dict(_weight(word) for word in words)


def _weight(word: str) -> tuple[str, str]:
    name, equals, number = word.partition("=")
    if not equals:
        raise click.BadParameter(f"{word!r} is no weight; write SIGNAL=NUMBER, as field=0.5.")
    return f"match.weights.{name.strip()}", number.strip()
