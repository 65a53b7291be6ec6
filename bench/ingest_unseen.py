"""Invented lists, written before any rule looked at them: the mapping of columns against their truth.

``bench/data/ingest/unseen*.json``: per column the answers that are right (null: the column is ignored); some
name further facts: the encoding the text is written in, header_row, rows, delimiter, format. A list is given
as ``text``, as ``cells`` of a sheet, or as the value ``json`` holds.

Usage: python bench/ingest_unseen.py [FILE.json ...]
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.errors import MeetwellError
from pipeline.ingest import Source, inspect
from pipeline.settings import load_settings
from tests.workbooks import workbook

FOLDER = Path(__file__).resolve().parent / "data" / "ingest"
FACTS = ("format", "header_row", "rows", "delimiter", "encoding")
HEAVY = {"name", "given_name", "family_name", "email", "organization"}


def main() -> None:
    settings = load_settings()
    right = total = heavy = files = whole = 0
    asked = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("unseen*.json"))
    with tempfile.TemporaryDirectory() as folder:
        for item in (item for path in asked for item in read(path)):
            path = written(item, Path(folder))
            wrong = wrong_columns(path, item["columns"] or [], settings)
            heavy += sum(bool({got, *wanted} & HEAVY) for _, got, wanted in wrong)
            count = len(item["columns"] or [])
            right, total = right + count - len(wrong), total + count
            said = [f"{column}: {got} for {wanted}" for column, got, wanted in wrong]
            facts = wrong_facts(path, item, settings)
            files, whole = files + 1, whole + (not facts)
            print(f"{item['name']:22} {'; '.join(said + facts) or 'right'}")
    print(
        f"columns: {right} of {total} right; of the wrong ones on name, e-mail, organisation: {heavy}; "
        f"format, encoding, delimiter, header and rows of {whole} of {files} files right"
    )


def written(item: dict, folder: Path) -> Path:
    if "cells" in item:
        return workbook(folder / f"{item['name']}.xlsx", item["cells"])
    path = folder / f"{item['name']}.{'json' if 'json' in item else item.get('suffix', 'csv')}"
    text = json.dumps(item["json"], ensure_ascii=False) if "json" in item else item["text"]
    path.write_bytes(text.encode(item.get("encoding", "utf-8")))
    return path


def read(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))


def wrong_facts(path: Path, item: dict, settings) -> list[str]:
    try:
        seen = inspect(Source(path, path.name, "0" * 64, event="fair"), settings)
    except MeetwellError as problem:
        return [str(problem)]
    names = [column for column in FACTS if column in item and getattr(seen, column) != item[column]]
    found = [f"{name} {getattr(seen, name)} for {item[name]}" for name in names]
    if "people" in item and seen.kept != item["people"]:
        found.append(f"people {seen.kept} for {item['people']}")
    return found


def wrong_columns(path: Path, truth: list | dict, settings) -> list[tuple]:
    try:
        seen = inspect(Source(path, path.name, "0" * 64, event="fair"), settings).columns
    except MeetwellError as problem:
        return [("?", str(problem), wanted) for wanted in truth]
    if isinstance(truth, dict):
        found = [(column, seen.get(column, ("?",))[0], wanted) for column, wanted in truth.items()]
        return [item for item in found if item[1] not in item[2]]
    if truth and len(seen) != len(truth):
        return [(name, "?", wanted) for name, wanted in zip(seen, truth, strict=False)]
    pairs = zip(seen.items(), truth, strict=bool(truth))
    return [(column, got, wanted) for (column, (got, _)), wanted in pairs if got not in wanted]


if __name__ == "__main__":
    main()
