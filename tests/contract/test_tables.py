"""Each table takes the empty frame and a plain row; each of its rules is broken by a row breaking only it."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import inspect
import math
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from pipeline import tables

SCHEMAS = [
    item
    for name, item in vars(tables).items()
    if inspect.isclass(item) and issubclass(item, dy.Schema) and item is not dy.Schema and name[0] != "_"
]
WORDS = [
    node.value
    for node in ast.walk(ast.parse(Path(tables.__file__).read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
]


def rules(schema):
    return list(schema._validation_rules(with_cast=False))  # noqa: SLF001 - no public list of them


def breakable():
    """Yield each rule of each schema; infinities and not-a-number are rules of every float."""
    return [
        pytest.param(schema, rule, id=f"{schema.__name__}-{rule}")
        for schema in SCHEMAS
        for rule in rules(schema)
    ]


NOW = dt.datetime(2027, 3, 15, 12, tzinfo=dt.UTC)
PLAIN = {dy.Datetime: NOW, dy.Date: NOW.date(), dy.Bool: True}


def allowed(column):
    """Return a value that a column accepts."""
    if isinstance(column, dy.List):
        return [allowed(column.inner)]
    if isinstance(column, dy.Struct):
        return {name: allowed(inner) for name, inner in column.inner.items()}
    if isinstance(column, dy.String):
        return allowed_word(column)
    return PLAIN.get(type(column), 0)


def allowed_word(column):
    if column.check is None:
        return "a"
    fits = pl.DataFrame({"word": WORDS}).filter(column.check(pl.col("word")))
    return fits["word"][0]


def plain_row(schema):
    return {name: allowed(column) for name, column in schema.columns().items()}


def bad_value(column, kind):
    return {
        "nullability": None,
        "check": "no such word",
        "min": (column.min or 0) - 1 if kind == "min" else None,
        "max": (column.max or 0) + 1 if kind == "max" else None,
        "inf": math.inf,
        "nan": math.nan,
    }[kind]


def broken(value, column, path):
    """Return the value with the place that ``path`` names broken; a path goes through lists and structs."""
    if not path.startswith("inner_"):
        return bad_value(column, path)
    rest = path.removeprefix("inner_")
    if isinstance(column, dy.List):
        return [broken(value[0], column.inner, rest)]
    name = max((name for name in column.inner if rest.startswith(f"{name}_")), key=len)
    return value | {name: broken(value[name], column.inner[name], rest.removeprefix(f"{name}_"))}


def frame(schema, rows):
    return pl.DataFrame(rows, schema=schema.create_empty().schema)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_a_table_may_be_empty(schema):
    assert schema.validate(schema.create_empty()).is_empty()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_a_plain_row_passes(schema):
    assert schema.validate(frame(schema, [plain_row(schema)])).height == 1


@pytest.mark.parametrize(("schema", "rule"), breakable())
def test_each_rule_is_broken_by_one_row_that_breaks_only_it(schema, rule):
    good = plain_row(schema)
    rows = [good, copy.deepcopy(good)]
    if rule != "primary_key":
        name, _, path = rule.partition("|")
        rows = [good | {name: broken(good[name], schema.columns()[name], path)}]
    _, failures = schema.filter(frame(schema, rows))
    counts = failures.counts()
    if rule.endswith(("|inf", "|nan")):
        # Both lie above every number, so a column with a largest value refuses them twice.
        counts.pop(f"{rule.partition('|')[0]}|max", None)
    assert counts == {rule: len(rows)}


def test_as_table_fills_what_a_row_does_not_name():
    made = tables.as_table(
        tables.Issued, [{"event": "e", "short_id": "2ab", "person_id": "p", "issued_at": NOW}]
    )
    assert made.columns == tables.Issued.create_empty().columns
    assert made.height == 1


def test_as_table_refuses_a_row_that_breaks_the_schema():
    with pytest.raises(dy.exc.ValidationError):
        tables.as_table(tables.Issued, [{"event": "e", "short_id": "2ab", "issued_at": NOW}])
