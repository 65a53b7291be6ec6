"""Cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import re

#: The signs a formula begins with, also in full width, and blanks dropped before one. A spreadsheet of
#: another country parts the same line elsewhere, so that any piece of a text may become a cell.
_BEGINS = re.compile('^(?=[\t\r\n])|(?:^|([,;\t\r\n]"*))(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])')


def no_formula(text: str) -> str:
    """Return the text; what begins like a formula, there or behind a separator, gets an apostrophe."""
    return _BEGINS.sub(r"\1'", text)
