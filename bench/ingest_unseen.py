"""Invented lists, written before any rule looked at them: the mapping of columns against their truth.

``bench/data/ingest/unseen*.json``: per column the answers that are right (null: the column is ignored); some
name further facts: the encoding the text is written in, header_row, rows, delimiter.

Usage: python bench/ingest_unseen.py
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

FOLDER = Path(__file__).resolve().parent / "data" / "ingest"
FACTS = ("header_row", "rows", "delimiter", "encoding")
HEAVY = {"name", "given_name", "family_name", "email", "organization"}


def main() -> None:
    settings = load_settings()
    right = total = heavy = 0
    with tempfile.TemporaryDirectory() as folder:
        for item in (item for path in sorted(FOLDER.glob("unseen*.json")) for item in read(path)):
            path = Path(folder) / f"{item['name']}.csv"
            path.write_bytes(item["text"].encode(item.get("encoding", "utf-8")))
            wrong = wrong_columns(path, item["columns"] or [], settings)
            heavy += sum(bool({got, *wanted} & HEAVY) for _, got, wanted in wrong)
            count = len(item["columns"] or [])
            right, total = right + count - len(wrong), total + count
            said = [f"{column}: {got} for {wanted}" for column, got, wanted in wrong]
            said += wrong_facts(path, item, settings)
            print(f"{item['name']:22} {'; '.join(said) or 'right'}")
    print(f"columns: {right} of {total} right; of the wrong ones on name, e-mail, organisation: {heavy}")


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


def wrong_columns(path: Path, truth: list, settings) -> list[tuple]:
    try:
        seen = inspect(Source(path, path.name, "0" * 64, event="fair"), settings).columns
    except MeetwellError as problem:
        return [("?", str(problem), wanted) for wanted in truth]
    if truth and len(seen) != len(truth):
        return [(name, "?", wanted) for name, wanted in zip(seen, truth, strict=False)]
    pairs = zip(seen.items(), truth, strict=bool(truth))
    return [(column, got, wanted) for (column, (got, _)), wanted in pairs if got not in wanted]


if __name__ == "__main__":
    main()
