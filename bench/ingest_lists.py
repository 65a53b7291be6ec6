"""How rightly lists are read: format, encoding, delimiter, header, rows and columns against the truth files.

Usage: python bench/ingest_lists.py [TRUTH_DIR] [--predictions FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.errors import MeetwellError
from pipeline.ingest import Source, inspect
from pipeline.settings import load_settings

LISTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "lists"
FURTHER = {"phone", "levels", "minors", "gpa", "graduation_date"}
HEAVY = {"name", "given_name", "family_name", "email", "organization"}
FACTS = ("format", "encoding", "delimiter", "header_row", "rows")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("truth", nargs="?", default=LISTS, type=Path)
    parser.add_argument("--predictions", type=Path)
    asked = parser.parse_args()
    settings = load_settings()
    totals = {"right": 0, "tolerated": 0, "wrong": 0, "heavy": 0}
    facts = dict.fromkeys(FACTS, 0)
    predictions = {}
    files = sorted(asked.truth.glob("*.truth.json"))
    print(f"{'list':36}{'right':>6}{'tol.':>6}{'wrong':>6}  facts wrong, columns wrong")
    for path in files:
        truth = json.loads(path.read_text(encoding="utf-8"))
        shown = seen(asked.truth / truth["file"], settings)
        predictions[path.name.removesuffix(".truth.json")] = as_prediction(shown)
        score(path, truth, shown, totals, facts)
    count = sum(totals[key] for key in ("right", "tolerated", "wrong"))
    print(
        f"columns: {totals['right'] + totals['tolerated']} of {count} right or tolerated, "
        f"{totals['right']} right, {totals['wrong']} wrong, "
        f"of these on name, e-mail, organisation {totals['heavy']}"
    )
    print("files:", ", ".join(f"{key} {value}/{len(files)}" for key, value in facts.items()))
    if asked.predictions:
        asked.predictions.write_text(json.dumps(predictions, ensure_ascii=False), encoding="utf-8")


def seen(path: Path, settings) -> dict:
    try:
        return inspect(Source(path, path.name, "0" * 64, event="fair"), settings).json()
    except MeetwellError as problem:
        return {"columns": {}, "error": str(problem)}


def as_prediction(shown: dict) -> dict:
    fields = {name: item["field"] for name, item in shown["columns"].items()}
    fields = {name: None if field in FURTHER else field for name, field in fields.items()}
    return {key: shown.get(key) for key in FACTS} | {"columns": fields}


def score(path: Path, truth: dict, shown: dict, totals: dict, facts: dict) -> None:
    fields = as_prediction(shown)["columns"]
    counts = {"right": 0, "tolerated": 0, "wrong": 0}
    wrong = []
    for column, wanted in truth["columns"].items():
        got = fields.get(column)
        also = truth.get("also_ok", {}).get(column, [])
        verdict = "right" if got == wanted else "tolerated" if got in also else "wrong"
        counts[verdict] += 1
        if verdict == "wrong":
            wrong.append(f"{column}: {got} for {wanted}")
            totals["heavy"] += bool({got, wanted} & HEAVY)
    missed = []
    for key in FACTS:
        good = shown.get(key) == truth[key]
        facts[key] += good
        if not good:
            missed.append(f"{key} {shown.get(key)!r} for {truth[key]!r}")
    for key, value in counts.items():
        totals[key] += value
    name = path.name.removesuffix(".truth.json")
    print(
        f"{name:36}{counts['right']:6}{counts['tolerated']:6}{counts['wrong']:6}  "
        + "; ".join([*missed, *wrong])
    )
    if "error" in shown:
        print("    ", shown["error"])


if __name__ == "__main__":
    main()
