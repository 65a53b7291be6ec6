"""The fast way for files proven clean: one regular table in UTF-8, each byte looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.ingest.header import first_section
from pipeline.ingest.table import unique_names

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

    Places = npt.NDArray[np.int64]

_COMMA, _QUOTE, _FEED, _RETURN = 44, 34, 10, 13
_RIVALS = b";\t|"
_HEAD = 16 * 1024


def clean_frame(data: bytes) -> pl.DataFrame | None:
    """Return the records as text columns of a file proven clean; None: the careful reader takes over."""
    import polars as pl

    from pipeline.ingest.dialect import Dialect, rows_of

    body = data.removeprefix(b"\xef\xbb\xbf")
    first = body[: body.find(b"\n") + 1]
    if not first.strip() or any(sign in first for sign in _RIVALS) or b"," not in first:
        return None
    records, doubled = _regular_records(body)
    head = rows_of(body[:_HEAD].decode("utf-8", errors="ignore").rsplit("\n", 1)[0], Dialect(","))
    if records is None or len(head) < 2 or first_section(head).headers != [0]:
        return None
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            skip_rows=1,
            infer_schema=False,
            new_columns=unique_names(head[0], len(head[0])),
        )
    except (pl.exceptions.PolarsError, ValueError):
        return None
    if frame.shape != (records - 1, len(head[0])):
        return None
    return frame.with_columns(pl.all().replace("", None)) if doubled else frame


def _regular_records(body: bytes) -> tuple[int | None, bool]:
    """Return how many records there are if their cells can be equally many, and whether two quotes meet.

    Too few cells in one record and too many in another could add up; polars refuses the latter.
    """
    view = np.frombuffer(body, dtype=np.uint8)
    feeds = np.flatnonzero(view == _FEED)
    quotes = np.flatnonzero(view == _QUOTE)
    if b"\0" in body or not _ends_fit(body, view, feeds) or not _quotes_fit(view, quotes):
        return None, False
    commas = np.flatnonzero(view == _COMMA)
    records = len(feeds) - _inside(feeds, quotes) + (feeds[-1] != len(view) - 1)
    each, rest = divmod(len(commas) - _inside(commas, quotes), int(records))
    return None if rest or not each else int(records), bool((np.diff(quotes) == 1).any())


def _ends_fit(body: bytes, view: npt.NDArray[np.uint8], feeds: Places) -> bool:
    """Return whether lines end one way and none is empty."""
    returns = b"\r" in body
    if not len(feeds) or feeds[0] <= returns or (np.diff(feeds) <= 1 + returns).any():
        return False
    if not returns:
        return True
    return np.count_nonzero(view == _RETURN) == len(feeds) and bool((view[feeds - 1] == _RETURN).all())


def _quotes_fit(view: npt.NDArray[np.uint8], quotes: Places) -> bool:
    """Return whether every quote opens a cell, closes one, or is doubled inside one."""
    if len(quotes) % 2 or not len(quotes):
        return not len(quotes)
    opening, closing = quotes[0::2], quotes[1::2]
    doubled = closing[:-1] + 1 == opening[1:]
    before = view[np.maximum(opening - 1, 0)]
    after = view[np.minimum(closing + 1, len(view) - 1)]
    opens = (before == _COMMA) | (before == _FEED) | (opening == 0)
    closes = (after == _COMMA) | (after == _FEED) | (after == _RETURN) | (closing == len(view) - 1)
    opens[1:] |= doubled
    closes[:-1] |= doubled
    return bool(opens.all() and closes.all())


def _inside(places: Places, quotes: Places) -> int:
    """Return how many places stand inside quoted cells."""
    if not len(quotes):
        return 0
    bounds = np.searchsorted(places, quotes)
    return int(bounds[1::2].sum() - bounds[0::2].sum())
