"""The JSON answers of the commands: ``docs/reference/answers.toml`` as a page and as JSON Schema."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import dataframely as dy

from pipeline import tables

SOURCE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "answers.toml"
HEAD = """\
# JSON answers

Written from `docs/reference/answers.toml` by `tools/make_reference.py`; {download}`answers.schema.json` says
the same as JSON Schema (the answer of `meetwell event add` is `#/$defs/answers/event add`), and a test holds
every command to it.

With `--format json` stdout is exactly one JSON object on one line, whatever the command; everything for
people goes to stderr. Each object has `warnings` (a list of sentences) and `next` (a command, or null)
beside the keys below, but for `inspect`, which has these alone. An error is `{"error": {"exit_code",
"what", "where", "do"}}`. Times are ISO 8601 in UTC, days ISO dates; null says unknown, never no. Keys are
not taken away within a major version; new ones may come. `?` means that null is possible, `[x]` a list,
`{x}` an object with free keys; a row of a table has the columns of [that table](tables.md).
"""
#: Our words for types, as JSON Schema.
PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "date-time"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "any": {},
}
AROUND = {"warnings": "[text]: what to mind", "next": "text?: the next command"}
ERROR = {
    "exit_code": "whole: the exit code",
    "what": "text: what is wrong",
    "where": "text?: file, row and column",
    "do": "text?: what to do",
}


@cache
def source() -> dict[str, Any]:
    """Return the commands and objects as the source file describes them."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def schema() -> dict[str, Any]:
    """Return one JSON Schema (2020-12) with a definition for each answer, each object and each table."""
    told = source()
    answers = {}
    for name, keys in told["command"].items():
        around = {} if name == "inspect" else AROUND
        whole = [_object({**keys, "=": table, **around}) for table in keys.get("|", ())]
        answers[name] = {"anyOf": whole} if whole else _object({**keys, **around})
    objects = {name: _object(keys) for name, keys in told["object"].items()}
    objects |= {name: _row(table) for name, table in _tables().items()}
    error = {"type": "object", "properties": {"error": _object(ERROR)}, "required": ["error"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Answers of meetwell with --format json",
        "$defs": {"answers": answers, "error": error, "objects": objects},
    }


def _object(keys: dict[str, Any]) -> dict[str, Any]:
    """Return an object with exactly these keys; those with ``only with`` in their line may be missing."""
    if "..." in keys:
        return {"type": "object", "description": keys["..."]}
    own = {key: line.partition(": ") for key, line in keys.items() if key.isidentifier()}
    found: dict[str, Any] = {
        "type": "object",
        "properties": {key: {**_type(kind), "description": about} for key, (kind, _, about) in own.items()},
        "required": [key for key, (_, _, about) in own.items() if "only w" not in about],
        "unevaluatedProperties": False,
    }
    wider = [keys[sign] for sign in ("=", "+") if sign in keys]
    return {**found, "allOf": [_open(name) for name in wider]} if wider else found


def _type(kind: str) -> dict[str, Any]:
    if kind.endswith("?"):
        return {"anyOf": [_type(kind[:-1]), {"type": "null"}]}
    if kind[0] == "[":
        return {"type": "array", "items": _type(kind[1:-1])}
    if kind[0] == "{":
        return {"type": "object", "additionalProperties": _type(kind[1:-1])}
    return PLAIN.get(kind, {"$ref": f"#/$defs/objects/{kind}"})


def _open(name: str) -> dict[str, Any]:
    """Return an object that may have more keys: the one around it says which."""
    objects = source()["object"]
    whole = _object(objects[name]) if name in objects else _row(_tables()[name])
    return {key: value for key, value in whole.items() if key != "unevaluatedProperties"}


@cache
def _tables() -> dict[str, type[dy.Schema]]:
    found = {name: item for name, item in vars(tables).items() if isinstance(item, type)}
    return {name: item for name, item in found.items() if issubclass(item, dy.Schema) and item.columns()}


def _row(table: type[dy.Schema]) -> dict[str, Any]:
    return _closed({name: _column(column) for name, column in table.columns().items()})


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "unevaluatedProperties": False,
    }


def _column(column: dy.Column) -> dict[str, Any]:
    """Return the JSON Schema of one column's values."""
    if isinstance(column, dy.List):
        plain: dict[str, Any] = {"type": "array", "items": _column(column.inner)}
    elif isinstance(column, dy.Struct):
        plain = _closed({name: _column(part) for name, part in column.inner.items()})
    elif isinstance(column, dy.Enum):
        plain = {"enum": list(column.categories)}
    else:
        kinds = ((dy.Bool, "bool"), (dy.Date, "date"), (dy.Datetime, "time"), (dy.String, "text"))
        kind = next((word for kind, word in kinds if isinstance(column, kind)), None)
        plain = PLAIN[kind or ("number" if isinstance(column, dy.Float64 | dy.Float32) else "whole")]
    about = {"description": column.description} if column.description else {}
    return {**({"anyOf": [plain, {"type": "null"}]} if column.nullable else plain), **about}


def page() -> str:
    """Return the page for people: a section for each command, then the objects."""
    told = source()
    parts = [HEAD, "## Commands\n"]
    for name, keys in told["command"].items():
        parts.append(f"### `{name if name == 'meetwell' else f'meetwell {name}'}`\n\n{_keys(keys)}\n")
    parts.append("## Objects\n")
    parts += [f"### {name}\n\n{_keys(keys)}\n" for name, keys in told["object"].items()]
    return "\n".join(parts)


def _keys(keys: dict[str, Any]) -> str:
    said = [_beside(key, value) for key, value in keys.items() if not key.isidentifier()]
    rows = [_line(key, value) for key, value in keys.items() if key.isidentifier()]
    table = ["| key | type | what it holds |\n|---|---|---|\n" + "\n".join(rows)] if rows else []
    return "\n\n".join(said + table)


def _beside(key: str, value: Any) -> str:
    if key == "+":
        return f"The keys of [{value}](#{value})."
    if key == "...":
        return f"{value[0].upper()}{value[1:]}."
    names = [value] if key == "=" else value
    return f"The columns of {' or '.join(f'[{name}](tables.md#{name.lower()})' for name in names)}."


def _line(key: str, value: str) -> str:
    kind, _, about = value.partition(": ")
    return f"| `{key}` | `{kind}` | {about} |"


def as_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, separators=(",", ":")) + "\n"
