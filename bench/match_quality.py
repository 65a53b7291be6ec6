"""Quality of ``pipeline.match.similarity``: nDCG@10, MRR and MAP of a task, beside lexical baselines.

python bench/match_quality.py --task PATH [--kind title|major|interest|bio|need] [--vectors TABLE.npz]
python bench/match_quality.py --judged            the own judged pairs (AUC, both halves)
python bench/match_quality.py --fresh --third --fourth --fifth   the judged pairs that were kept back (AUC)
python bench/match_quality.py --cross FOLDER --task PATH --taxonomy PATH   5-fold, unseen codes

A task is a folder with queries, candidates or corpus_elements, and grades, annotations or qrels, or one TSV
of query, candidate, grade (``match_tasks.py`` says what is read). All candidates are ranked, ties in order;
gains are 2^grade - 1; where pairs are judged 0 too, the AUC over the judged pairs is told. With --cross,
FOLDER/fold{k}.npz must not have seen the codes of fold k.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from match_tasks import kind_of, read_rows, read_task

from pipeline.match import similarity
from pipeline.match.lexical import by_letters, by_stems, by_words, postings
from pipeline.match.vectors import load_vectors, read_vectors

HERE = Path(__file__).resolve().parent


def measure(scores, grades):
    """Return nDCG@10, MRR and MAP per query that has a relevant candidate (NaN for the others)."""
    found = np.full((len(scores), 3), np.nan)
    discount = 1 / np.log2(np.arange(2, 12))
    for row, (score, grade) in enumerate(zip(scores, grades, strict=True)):
        if not grade:
            continue
        order = np.argsort(-np.round(score, 6), kind="stable")
        gains = np.zeros(len(score))
        gains[list(grade)] = list(grade.values())
        ranked = gains[order]
        ideal = np.sort(gains)[::-1][:10]
        top = ranked[:10]
        hits = np.flatnonzero(ranked > 0)
        found[row] = (
            ((2**top - 1) * discount[: len(top)]).sum() / ((2**ideal - 1) * discount[: len(ideal)]).sum(),
            1 / (hits[0] + 1),
            (np.arange(1, len(hits) + 1) / (hits + 1)).mean(),
        )
    return found


def grades_of(pairs, count):
    grades = [{} for _ in range(count)]
    for query, candidate, grade in pairs:
        if grade > 0:
            grades[query][candidate] = grade
    return grades


def bm25(left, right, k=1.2, b=0.75):
    """Return BM25 over stems (Robertson and Zaragoza, 2009)."""
    counted = [by_stems(text) for text in right]
    length = np.array([len(item) for item in counted], np.float32)
    where = {}
    for column, item in enumerate(counted):
        for term in item:
            where.setdefault(term, {}).setdefault(column, 0)
            where[term][column] += 1
    scores = np.zeros((len(left), len(right)), np.float32)
    norm = k * (1 - b + b * length / max(float(length.mean()), 1e-9))
    for row, text in zip(scores, left, strict=True):
        for term in by_stems(text):
            columns = where.get(term, {})
            if columns:
                at = np.fromiter(columns, np.int64)
                count = np.fromiter(columns.values(), np.float32)
                idf = np.log(1 + (len(right) - len(at) + 0.5) / (len(at) + 0.5))
                row[at] += idf * count * (k + 1) / (count + norm[at])
    return scores


def show(name, found):
    mean = np.nanmean(found, axis=0)
    count = int((~np.isnan(found[:, 0])).sum())
    print(
        f"{name:28} queries {count:5}  nDCG@10 {mean[0]:.4f}  MRR {mean[1]:.4f}  MAP {mean[2]:.4f}",
        flush=True,
    )


def run_task(path, kind, vectors, *, baselines):
    left, right, pairs = read_task(path)
    grades = grades_of(pairs, len(left))
    print(f"{path.name}: {len(left)} queries, {len(right)} candidates, kind {kind}")
    tell(f"similarity({kind})", similarity(kind, left, right, vectors=vectors), grades, pairs)
    if baselines:
        for name, analyse in (("TF-IDF stems and pairs", by_words), ("TF-IDF letters 3-5", by_letters)):
            tell(name, postings(right, analyse).scores(left, analyse), grades, pairs)
        tell("BM25 stems", bm25(left, right), grades, pairs)


def tell(name, scores, grades, pairs):
    show(name, measure(scores, grades))
    truth = np.array([grade > 0 for _, _, grade in pairs], int)
    if 0 < truth.sum() < len(truth):
        judged = np.array([scores[query, candidate] for query, candidate, _ in pairs])
        print(f"{'':28} judged pairs {len(pairs)}  AUC {auc(truth, judged):.4f}", flush=True)


def fold_of(code, parts=5):
    """Return the part of a code, as tools/build_vectors.py draws it."""
    return int(hashlib.sha256(code[:7].encode()).hexdigest(), 16) % parts


def codes_of(kind, taxonomy):
    """Return the codes of each title or major of the taxonomy."""
    found = {}
    if kind == "title":
        for name in ("Sample of Reported Titles.txt", "Alternate Titles.txt"):
            for code, title, *_ in read_rows(taxonomy / "onet" / name)[1:]:
                found.setdefault(title, set()).add(code)
        return found
    with (taxonomy / "cip" / "CIPCode2020.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["CIPTitle"].rstrip("."), set()).add(row["CIPCode"])
    return found


def run_cross(path, kind, folder, taxonomy):
    """Print the figure in which each query is scored by the table that never saw any of its codes."""
    left, right, pairs = read_task(path)
    grades, known = grades_of(pairs, len(left)), codes_of(kind, taxonomy)
    allowed = set((path.parent / "train_occupations.tsv").read_text().split()) if kind == "title" else None
    found = np.full((len(left), 3), np.nan)
    for fold in range(5):
        rows = [
            at
            for at, text in enumerate(left)
            if {fold_of(c) for c in known.get(text.rstrip("."), ()) if allowed is None or c in allowed}
            == {fold}
        ]
        table = read_vectors(folder / f"fold{fold}.npz")
        scores = similarity(kind, [left[at] for at in rows], right, vectors=table)
        found[rows] = measure(scores, [grades[at] for at in rows])
        show(f"fold {fold}", found[rows])
    show("all folds, unseen codes", found)


def auc(truth, score):
    yes, no = score[truth == 1], score[truth == 0]
    return float((yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2)


def interval(truth, score, times=2000):
    """Return the 95 % interval of the AUC over pairs drawn with replacement, true ones and others apart."""
    draw = np.random.default_rng(7)
    yes, no = np.flatnonzero(truth == 1), np.flatnonzero(truth == 0)
    found = []
    for _ in range(times):
        at = np.concatenate([draw.choice(yes, len(yes)), draw.choice(no, len(no))])
        found.append(auc(truth[at], score[at]))
    return np.percentile(found, [2.5, 97.5])


def run_judged(suffix="", halves=("dev", "held")):
    for name, kind in (("interests", "interest"), ("needs", "need")):
        rows = read_rows(HERE / "judged" / f"{name}{suffix}.tsv")[1:]
        vectors = load_vectors()
        for half in halves:
            part = [row for row in rows if row[3:] == [half] or half == "all"]
            truth = np.array([int(row[2]) for row in part])
            score = np.array([float(similarity(kind, [row[0]], [row[1]])[0, 0]) for row in part])
            left, right = (vectors.encode([row[at] for row in part]) for at in (0, 1))
            texts = [row[1] for row in part]
            lexical = postings(texts, by_stems).scores([row[0] for row in part], by_stems).diagonal()
            low, high = interval(truth, score)
            print(
                f"{name:10} {half:5} pairs {len(part):4}  "
                f"AUC {auc(truth, score):.3f} ({low:.3f} to {high:.3f})   "
                f"vectors {auc(truth, (left * right).sum(1)):.3f}   stems {auc(truth, lexical):.3f}"
            )


def main():
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--task", type=Path)
    reader.add_argument("--kind", choices=("title", "major", "interest", "bio", "need"))
    reader.add_argument("--vectors", type=Path)
    reader.add_argument("--no-baselines", action="store_true")
    reader.add_argument("--cross", type=Path)
    reader.add_argument("--taxonomy", type=Path)
    reader.add_argument("--judged", action="store_true")
    reader.add_argument("--fresh", action="store_true")
    reader.add_argument("--third", action="store_true")
    reader.add_argument("--fourth", action="store_true")
    reader.add_argument("--fifth", nargs="?", const="dev,held")
    options = reader.parse_args()
    if options.judged:
        run_judged()
    if options.fresh:
        run_judged("_fresh", ("all",))
    if options.third:
        run_judged("_third", ("all",))
    if options.fourth:
        run_judged("_fourth", ("all",))
    if options.fifth:
        run_judged("_fifth", tuple(options.fifth.split(",")))
    if options.task:
        kind = options.kind or kind_of(options.task)
        if options.cross:
            run_cross(options.task, kind, options.cross, options.taxonomy)
        else:
            vectors = read_vectors(options.vectors) if options.vectors else None
            run_task(options.task, kind, vectors, baselines=not options.no_baselines)


if __name__ == "__main__":
    main()
