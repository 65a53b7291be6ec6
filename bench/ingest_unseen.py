"""Invented lists, written before any rule looked at them: the mapping of columns against their truth.

``bench/data/ingest/unseen.json``: per column the answers that are right (null: the column is ignored).

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

LISTS = Path(__file__).resolve().parent / "data" / "ingest" / "unseen.json"
HEAVY = {"name", "given_name", "family_name", "email", "organization"}


def main() -> None:
    settings = load_settings()
    right = total = heavy = 0
    with tempfile.TemporaryDirectory() as folder:
        for item in json.loads(LISTS.read_text(encoding="utf-8")):
            path = Path(folder) / f"{item['name']}.csv"
            path.write_text(item["text"], encoding="utf-8")
            wrong = wrong_columns(path, item["columns"], settings)
            heavy += sum(bool({got, *wanted} & HEAVY) for _, got, wanted in wrong)
            right, total = right + len(item["columns"]) - len(wrong), total + len(item["columns"])
            said = "; ".join(f"{column}: {got} for {wanted}" for column, got, wanted in wrong)
            print(f"{item['name']:20} {said or 'right'}")
    print(f"columns: {right} of {total} right; of the wrong ones on name, e-mail, organisation: {heavy}")


def wrong_columns(path: Path, truth: list, settings) -> list[tuple]:
    try:
        seen = inspect(Source(path, path.name, "0" * 64, event="fair"), settings).columns
    except MeetwellError as problem:
        return [("?", str(problem), wanted) for wanted in truth]
    pairs = zip(seen.items(), truth, strict=True)
    return [(column, got, wanted) for (column, (got, _)), wanted in pairs if got not in wanted]


if __name__ == "__main__":
    main()
