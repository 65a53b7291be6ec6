"""Lists as people type them: bullets before the lines, blocks of "Name: ...", lists on their side."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.ingest.importer import Finding
from pipeline.ingest.sound import Parsed
from pipeline.ingest.vocabulary import said

_MARK = re.compile(r"[ ]*(?:[-*\u2022\u2023\u25aa\u2013+]|\(?\d{1,3}[.)])[ ]+(?=[^\W\d_])")
_PAIR = re.compile(r"[ ]*([^\W\d_][^:;,|\t]{0,40}?)[ ]*:(?:[ ]+(.*))?$")
_WHO = frozenset({"name", "given_name", "family_name", "email", "organization"})
_SURE = 0.8
_HEAD = 8 * 1024  # characters
_MOST_KEYS = 40
_MOST_TURNED = 60  # fields of a list on its side


def _mostly(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether half of the first lines are of this pattern; most lists are not, and are long."""
    head = [line.rstrip("\r") for line in text[:_HEAD].split("\n") if line.strip()]
    return 2 * sum(bool(pattern.match(line)) for line in head) >= len(head)


def without_marks(text: str) -> tuple[str, list[Finding]]:
    """Return a text without bullets or numbers before its lines, if most have them, and what to say of it."""
    if not _mostly(_MARK, text):
        return text, []
    lines = text.split("\n")
    marked = [at for at, line in enumerate(lines) if _MARK.match(line)]
    if len(marked) < 2 or 2 * len(marked) < sum(bool(line.strip()) for line in lines):
        return text, []
    for at in marked:
        lines[at] = _MARK.sub("", lines[at], count=1)
    what = "the bullets or numbers before the lines were left out"
    return "\n".join(lines), [Finding("notice", "text.marks", what, row=marked[0] + 1)]


def blocks(text: str) -> Parsed | None:
    """Return one row per block of "Name: Ada", "E-mail: ..." below the names of columns; None for others."""
    if not _mostly(_PAIR, text):
        return None
    lines = re.split(r"\r\n|\n|\r", text)
    filled = [line for line in lines if line.strip()]
    pairs = [found for line in filled if (found := _PAIR.match(line))]
    keys = list(dict.fromkeys(found[1].strip() for found in pairs))
    who = {field for key in keys for field, sure in said(key).fields.items() if sure >= _SURE} & _WHO
    few = len(keys) > _MOST_KEYS or 2 * len(keys) > max(len(pairs), 4)
    if len(who) < 2 or few or len(pairs) < 0.75 * len(filled):
        return None
    parsed = Parsed()
    record: dict[str, str] = {}
    begun = 0
    for number, line in enumerate([*lines, f"{keys[0]}: "], start=1):
        found = _PAIR.match(line)
        key = found[1].strip() if found else ""
        if record and (key in record or number > len(lines)):
            parsed.add([record.get(name, "") for name in keys], begun)
            record = {}
        if found:
            begun = begun if record else number
            record[key] = (found[2] or "").strip()
        elif line.strip() and record:
            last = next(reversed(record))
            record[last] = f"{record[last]}\n{line.strip()}".strip()
    first = parsed.lines[0]
    parsed.rows.insert(0, keys)
    parsed.lines.insert(0, 0)  # no line of its own names the columns
    what = "each block of lines was read as one row, with the words before the colons as names of columns"
    parsed.findings.append(Finding("notice", "text.blocks", what, row=first))
    return parsed


def turned(parsed: Parsed) -> Parsed | None:
    """Return the rows of a list that stands on its side, turned: its first column names the fields."""
    rows = parsed.rows
    widths = {len(row) for row in rows}
    if not 2 <= len(rows) <= _MOST_TURNED or len(widths) != 1 or widths == {1}:
        return None
    names = [said(row[0]) for row in rows]
    who = {field for found in names for field, sure in found.fields.items() if sure >= _SURE} & _WHO
    known = sum(found.best >= _SURE for found in names)
    above = sum(said(cell).best >= _SURE for cell in rows[0][1:])
    if len(who) < 2 or known < 0.7 * len(rows) or above > 0.25 * len(rows[0][1:]):
        return None
    if any(len(set(pair)) == 1 for pair in pairwise(row[0] for row in rows)):
        return None
    columns = [list(column) for column in zip(*rows, strict=True)]
    what = "the list stands on its side, its fields in the first column; it was turned, columns count as rows"
    finding = Finding("notice", "list.turned", what, row=parsed.lines[0])
    return Parsed(columns, list(range(1, len(columns) + 1)), [*parsed.findings, finding])
