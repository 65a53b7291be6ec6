"""The sandbox of templates: nothing but views to read, and no work without end."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds one page may take to be filled in.
LIMIT = 20.0
_LONGEST_RANGE = 10_000
#: Letters one page may have.
_LONGEST_PAGE = 20_000_000
#: A format that asks for a width of its own.
_WIDE = re.compile(r"\d{3}|\*")
_until: ContextVar[float] = ContextVar("until", default=float("inf"))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, in which texts are not multiplied and loops of numbers watch the clock."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.globals["range"] = _range

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return the product of numbers; raises ``SecurityError`` for what may become endlessly large."""
        plain = isinstance(left, (int, float)) and isinstance(right, (int, float))
        short = operator == "%" and not _WIDE.search(str(left))
        if operator == "**" or not (plain or short):
            msg = f"a template may not use {operator} here: it takes no end of memory"
            raise SecurityError(msg)
        return super().call_binop(context, operator, left, right)


@contextmanager
def time_limit(seconds: float = LIMIT) -> Iterator[None]:
    """Give the templates filled in inside this block so many seconds, counted from here."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def watched(pieces: Iterator[str]) -> Iterator[str]:
    """Yield what a template writes; raises ``SecurityError`` when its time is over or its page endless."""
    written = 0
    for piece in pieces:
        _look_at_clock()
        written += len(piece)
        if written > _LONGEST_PAGE:
            msg = f"a page has at most {_LONGEST_PAGE} letters"
            raise SecurityError(msg)
        yield piece


def _range(*bounds: int) -> Iterator[int]:
    numbers = range(*bounds)
    if len(numbers) > _LONGEST_RANGE:
        msg = f"a range has at most {_LONGEST_RANGE} numbers"
        raise SecurityError(msg)
    for number in numbers:
        _look_at_clock()
        yield number


def _look_at_clock() -> None:
    if time.monotonic() > _until.get():
        msg = "this template takes too long to fill in"
        raise SecurityError(msg)
