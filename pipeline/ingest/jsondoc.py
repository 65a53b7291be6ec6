"""JSON to one table: where the records are, and their nested fields as columns with dotted paths."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.ingest.counted import were
from pipeline.ingest.encoding import decode, without_halves
from pipeline.ingest.importer import Finding
from pipeline.ingest.notlists import LONGEST_VALUE, too_long
from pipeline.ingest.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 100
_MOST_COLUMNS = 400
_MOST_CELLS = 10_000_000
_LOOK_DOWN = 5  # levels below the top at which records are looked for
#: A sibling that says which of several entries one is, in order of belief.
_SELECTORS = (
    "linkType",
    "icon",
    "type",
    "network",
    "platform",
    "service",
    "provider",
    "kind",
    "label",
    "rel",
    "title",
    "name",
)
_ADDRESSES = ("url", "link", "href", "value", "uri")
_TEXTS = ("name", "title", "value", "label", "text", "username", "handle")
_LONE = re.compile(r"\\u[dD][89a-fA-F]")
_WRAPPER = re.compile(r"\s*(?:window\.)?[\w.$]+\s*=\s*(?=[\[{])")


def load_json(data: bytes, name: str, told: str | None = None) -> Any:
    """Return the value a JSON text holds: also JSON Lines, and an archive's ``window.… = [...]``.

    Raises ``InputError`` when it is damaged or nested too deeply.
    """
    text = decode(data, name, told).text
    wrapper = _WRAPPER.match(text[:500])
    if wrapper:
        text = text[wrapper.end() :].rstrip().rstrip(";")
    deepest, longest = _shape(text)
    if longest > LONGEST_VALUE:
        raise too_long(name)
    if deepest > _DEEPEST:
        raise InputError(
            f"the JSON is nested more than {_DEEPEST} levels deep", where=name, do="Export it flatter."
        )
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_int=_whole)
    except (ValueError, RecursionError) as problem:
        lines = _json_lines(text)
        if lines is not None:
            return lines
        where = f"{name}:{problem.lineno}" if isinstance(problem, json.JSONDecodeError) else name
        raise InputError(
            f"this is no valid JSON: {problem}"[:200], where=where, do="Export it again."
        ) from problem
    return _without_halves(value) if _LONE.search(text) else value


def _whole(digits: str) -> int | str:
    """Return a number; one of more digits than Python reckons with stays as it is written."""
    return int(digits) if len(digits) < 1000 else digits


def _without_halves(value: Any) -> Any:
    """Return the value with halves of characters (lone surrogates) as U+FFFD."""
    if isinstance(value, str):
        return without_halves(value)
    if isinstance(value, dict):
        return {_without_halves(key): _without_halves(item) for key, item in value.items()}
    return [_without_halves(item) for item in value] if isinstance(value, list) else value


def _no_constant(word: str) -> None:
    msg = f"{word} is no JSON value"
    raise ValueError(msg)


def _shape(text: str) -> tuple[int, int]:
    """Return how many levels deep a JSON text is nested, and the length of its longest string."""
    depth = deepest = longest = 0
    for found in re.finditer(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]', text):
        longest = max(longest, found.end() - found.start())
        sign = text[found.start()]
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest, longest


def _json_lines(text: str) -> list[Any] | None:
    found = []
    for line in text.splitlines():
        if line.strip():
            try:
                found.append(json.loads(line, parse_constant=_no_constant, parse_int=_whole))
            except (ValueError, RecursionError):
                return None
    if len(found) < 2 or not all(isinstance(item, dict) for item in found):
        return None
    return _without_halves(found) if _LONE.search(text) else found


def record_sets(value: Any, path: str = "$", depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield every list of objects, and object of like objects, with its path."""
    if isinstance(value, list):
        rows = [item for item in value if isinstance(item, dict)]
        if rows and len(rows) >= 0.8 * len(value):
            yield path, rows
            for key in dict.fromkeys(key for row in rows[:20] for key in row):
                below = [item for row in rows if isinstance(row.get(key), list) for item in row[key]]
                if depth < _LOOK_DOWN and below and len(rows) <= 50:
                    yield from record_sets(below, f"{path}[].{key}", depth + 1)
    elif isinstance(value, dict):
        rows = [item for item in value.values() if isinstance(item, dict)]
        if len(rows) >= 1 and len(rows) == len(value) and _alike(rows):
            yield path, rows
        elif any(isinstance(item, str) for item in value.values()) and depth == 0:
            yield path, [value]
        if depth < _LOOK_DOWN:
            for key, item in value.items():
                yield from record_sets(item, f"{path}.{key}", depth + 1)


def _alike(rows: list[dict[str, Any]]) -> bool:
    if len(rows) == 1:
        return sum(isinstance(item, str) for item in rows[0].values()) >= 2
    common = set(rows[0]).intersection(*rows[1:50])
    return len(common) >= min(2, max(map(len, rows)))


def flat(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield column and text of one record; several values are parted by line feeds."""
    for key, item in record.items():
        name = f"{prefix}{key}"
        if isinstance(item, dict):
            yield from flat(item, f"{name}.") if prefix.count(".") < _LOOK_DOWN else ()
        elif isinstance(item, list):
            yield from _flat_list(name, item)
        else:
            yield name, _text(item)


def _flat_list(name: str, items: list[Any]) -> Iterator[tuple[str, str]]:
    objects = [item for item in items if isinstance(item, dict)]
    key = next((word for word in _ADDRESSES if objects and all(word in item for item in objects)), None)
    selector = next(
        (word for word in _SELECTORS if objects and all(item.get(word) for item in objects)), None
    )
    if objects and key and selector and key != selector:
        for item in objects:
            yield f"{name}[{selector}={item[selector]}].{key}", _text(item[key])
        return
    texts = []
    for item in items:
        if isinstance(item, dict):
            word = next((word for word in _TEXTS if isinstance(item.get(word), str)), None)
            texts.append(_text(item[word]) if word else "")
        elif not isinstance(item, list):
            texts.append(_text(item))
    yield name, "\n".join(text for text in texts if text)


def _text(item: Any) -> str:
    if item is None:
        return ""
    if isinstance(item, bool):
        return "TRUE" if item else "FALSE"
    return str(item)


def json_tables(value: Any, name: str | None = None) -> list[Table]:
    """Return one table per set of records, in file order; rows are counted from 1.

    Raises ``InputError`` when one has more cells than any list.
    """
    return [as_table(path, rows, name) for path, rows in record_sets(value)][:50]


def as_table(path: str, rows: list[dict[str, Any]], name: str | None = None) -> Table:
    """Return records as a table; ``label`` is the path at which they stand.

    Raises ``InputError`` when it has more cells than any list.
    """
    cells: list[dict[str, str]] = []
    columns: dict[str, None] = {}
    for row in rows:
        found: dict[str, str] = {}
        for key, text in flat(row):
            found[key] = f"{found[key]}\n{text}" if found.get(key) and text else text or found.get(key, "")
        columns |= dict.fromkeys(found)
        cells.append(found)
    names = list(columns)[:_MOST_COLUMNS]
    if len(names) * len(cells) > _MOST_CELLS:
        raise InputError(
            f"the JSON has {len(cells):,} entries that together name {len(columns):,} fields; the limit is "
            f"{_MOST_CELLS:,} cells",
            where=name,
            do="Is it a list of people? Export it again, or cut it.",
        )
    table = Table(
        columns=names,
        rows=[[item.get(key, "") for key in names] for item in cells],
        lines=list(range(1, len(rows) + 1)),
        label=path,
        format="json",
        encoding="utf-8",
    )
    if spare := len(columns) - len(names):
        table.findings.append(Finding("notice", "json.columns", f"{were(spare, 'column')} left out"))
    return table
