"""Build ``config/vectors.npz``: word-piece vectors for job titles, majors, fields of work and needs.

Step 1 (distil): every piece of the teacher's vocabulary is encoded alone by the teacher, a small sentence
encoder in ONNX form; the vectors are centred, reduced by SVD and weighted down by rank.
Step 2 (tune): the table is tuned as a bag of pieces so that names of one occupation, one ESCO concept, one
programme and its definition, related occupations and the CIP-SOC crosswalk lie close (in-batch contrastive
loss, both ways; Adam on the rows that a batch touches). A loss that also copies the teacher's cosines was
measured and made both tasks worse.
Everything is numpy; the teacher alone needs onnxruntime. One seed gives one table, bit for bit, on one
kind of machine: sums run in one thread, because several threads add in another order.

Sources: O*NET (CC BY 4.0, USDOL/ETA), ESCO (European Commission), CIP and CIP-SOC (NCES, BLS); see NOTICE.
Only the codes named by --occupations and --majors are used; --fold K/N leaves out one part, for measuring.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # after the line above: it reads the number of threads when it is loaded

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pipeline.match.wordpiece import WordPiece

MOST_PIECES = 48


@dataclass
class Sources:
    """Groups of texts with one meaning, related pairs, and pairs of a major and an occupation."""

    groups: list[list[str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    cross: list[tuple[str, str]] = field(default_factory=list)
    by_soc: dict[str, list[str]] = field(default_factory=dict)


def fold_of(code: str, parts: int) -> int:
    """Return the part that a code belongs to, from its hash; O*NET codes of one SOC stay together."""
    return int(hashlib.sha256(code[:7].encode()).hexdigest(), 16) % parts


def codes(path: Path | None, fold: str | None) -> set[str] | None:
    """Return the codes a file names, without those of the part left out; None stands for all."""
    if path is None:
        return None
    found = set(path.read_text(encoding="utf-8").split()[1:])
    if fold is None:
        return found
    out, parts = (int(word) for word in fold.split("/"))
    return {code for code in found if fold_of(code, parts) != out}


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a tab-separated file without its header."""
    with path.open(encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def dicts(path: Path) -> list[dict[str, str]]:
    """Return the rows of a comma-separated file by column."""
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def first_sentence(text: str, most: int = 300) -> str:
    """Return a text up to its first full stop."""
    return text.split(".", maxsplit=1)[0][:most]


def read_onet(folder: Path, wanted: set[str] | None, out: Sources, random: np.random.Generator) -> None:
    """Add titles of one occupation as groups and related occupations as pairs."""
    named = {code: (title, text) for code, title, text, *_ in rows(folder / "Occupation Data.txt")}
    titles: dict[str, list[str]] = {}
    for name in ("Alternate Titles.txt", "Sample of Reported Titles.txt"):
        for code, title, *_ in rows(folder / name):
            if wanted is None or code in wanted:
                titles.setdefault(code, []).append(title)
    for code, group in titles.items():
        title, text = named[code]
        out.groups.append([title, first_sentence(text), *sorted(set(group))])
        out.by_soc.setdefault(code[:7], []).extend([title, *sorted(set(group))])
    for one, other, tier, *_ in rows(folder / "Related Occupations.txt"):
        if tier == "Primary-Short" and one in titles and other in titles:
            for _ in range(2):
                out.pairs.append((_pick(titles[one], random), _pick(titles[other], random)))


def _pick(items: list[str], random: np.random.Generator) -> str:
    return items[int(random.integers(len(items)))]


def read_esco(folder: Path, out: Sources) -> None:
    """Add labels of one ESCO concept as groups, occupations and their ISCO group as pairs."""
    groups = {row["code"]: row["preferredLabel"] for row in dicts(folder / "ISCOGroups_en.csv")}
    for name in ("occupations_en.csv", "skillGroups_en.csv"):
        for row in dicts(folder / name):
            label = row["preferredLabel"]
            others = [text for text in (row.get("altLabels") or "").split("\n") if text]
            out.groups.append([label, *others, first_sentence(row.get("description") or label)])
            if row.get("iscoGroup") in groups:
                out.pairs.append((label, groups[row["iscoGroup"]]))


def read_cip(folder: Path, wanted: set[str] | None, out: Sources) -> None:
    """Add programmes with their definitions as groups, and the crosswalk to occupations."""
    from python_calamine import CalamineWorkbook

    for row in dicts(folder / "CIPCode2020.csv"):
        code, title = row["CIPCode"], row["CIPTitle"].rstrip(".")
        if len(code) >= len("01.0000") and (wanted is None or code in wanted):
            out.groups.append([title, first_sentence(row["CIPDefinition"])])
    book = CalamineWorkbook.from_path(str(folder / "CIP-SOC_Crosswalk_Revised_Final_Draft.xlsx"))
    for code, title, soc, name, *_ in book.get_sheet_by_name("CIP-SOC").to_python()[1:]:
        known = wanted is None or str(code) in wanted
        if known and str(soc) in out.by_soc and "Postsecondary" not in str(name):
            out.cross.append((str(title).rstrip("."), str(soc)))


class Teacher:
    """A sentence encoder in ONNX form: the mean of its last layer, or its pooled output, at unit length."""

    def __init__(self, model: Path, start: int, end: int) -> None:
        """Open the model; ``start`` and ``end`` are the ids put around every text."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = 1, 1
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.names = {item.name for item in self.session.get_inputs()}
        self.start, self.end = start, end

    def pieces(self, count: int, batch: int = 512) -> np.ndarray[Any, Any]:
        """Return one unit vector per piece of the vocabulary, each encoded alone."""
        parts = []
        for begin in range(0, count, batch):
            tokens = np.array([[self.start, at, self.end] for at in range(begin, min(begin + batch, count))])
            feed = {
                "input_ids": tokens,
                "attention_mask": np.ones_like(tokens),
                "token_type_ids": np.zeros_like(tokens),
            }
            out = self.session.run(None, {name: value for name, value in feed.items() if name in self.names})[
                0
            ]
            parts.append(out.mean(axis=1) if out.ndim > 2 else out)
        return unit(np.concatenate(parts).astype(np.float32))


def unit(vectors: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the rows at length 1; a row of zeros stays."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(length > 0, length, 1)


def distil(teacher: Teacher, count: int, width: int) -> np.ndarray[Any, Any]:
    """Return the vocabulary as the teacher sees each piece alone, (count, width); rare ones weigh more."""
    raw = teacher.pieces(count)
    raw -= raw.mean(0)
    _, _, axes = np.linalg.svd(raw, full_matrices=False)
    table = raw @ axes[:width].T
    share = 1 / (np.arange(count) + 1.0)
    share /= share.sum()
    table *= (1e-3 / (1e-3 + share))[:, None]
    return (table / (np.abs(table).std() * 10)).astype(np.float32)


@dataclass
class Bags:
    """Texts as bags of pieces, looked up by their number."""

    ids: list[np.ndarray[Any, Any]]

    def flat(self, texts: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return the pieces of these texts in one array, and how many each has."""
        parts = [self.ids[at] for at in texts]
        return np.concatenate(parts), np.array([len(part) for part in parts])


class Table:
    """The vectors being tuned, with Adam on the rows a batch touches."""

    def __init__(self, start: np.ndarray[Any, Any]) -> None:
        self.rows = start.copy()
        self.first, self.second = np.zeros_like(start), np.zeros_like(start)
        self.steps = np.zeros(len(start), np.int64)

    def bag(self, ids: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], ...]:
        """Return unit means and their lengths before scaling."""
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        mean = np.add.reduceat(self.rows[ids], starts, axis=0) / sizes[:, None]
        length = np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return mean / length, length

    def learn(
        self,
        parts: list[tuple[np.ndarray[Any, Any], ...]],
        rate: float,
        *,
        momentum: float = 0.9,
        decay: float = 0.999,
    ) -> None:
        """Take one step: each part is (ids, sizes, unit means, lengths, gradient of the unit means)."""
        ids = np.concatenate([part[0] for part in parts])
        grads = []
        for _, sizes, means, length, grad in parts:
            raw = (grad - means * (means * grad).sum(1, keepdims=True)) / length
            grads.append(np.repeat(raw / sizes[:, None], sizes, axis=0))
        order = np.argsort(ids, kind="stable")
        touched, begin = np.unique(ids[order], return_index=True)
        total = np.add.reduceat(np.concatenate(grads)[order], begin, axis=0)
        self.steps[touched] += 1
        step = self.steps[touched][:, None]
        first = self.first[touched] = momentum * self.first[touched] + (1 - momentum) * total
        second = self.second[touched] = decay * self.second[touched] + (1 - decay) * total**2
        corrected = np.sqrt(second / (1 - decay**step)) + 1e-8
        self.rows[touched] -= rate * (first / (1 - momentum**step)) / corrected


def contrast(
    left: np.ndarray[Any, Any], right: np.ndarray[Any, Any], groups: np.ndarray[Any, Any], heat: float
) -> tuple[float, np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the symmetric in-batch loss (van den Oord et al., 2018) and its gradients."""
    logits = left @ right.T / heat
    same = (groups[:, None] == groups[None, :]) & (groups[:, None] >= 0)
    np.fill_diagonal(same, val=False)
    logits[same] = -1e9
    grad = np.zeros_like(logits)
    loss = 0.0
    for axis in (1, 0):
        top = logits.max(axis=axis, keepdims=True)
        share = np.exp(logits - top)
        share /= share.sum(axis=axis, keepdims=True)
        loss -= float(np.log(np.diag(share) + 1e-12).mean()) / 2
        grad += share / 2
    grad[np.diag_indices(len(grad))] -= 1
    grad /= len(grad) * heat
    return loss, grad @ right, grad.T @ left


@dataclass
class Course:
    """How the table is tuned."""

    epochs: int
    batch: int
    rate: float
    heat: float
    per_group: int
    cross: int


def sample(
    sources: Sources, number: dict[str, int], course: Course, random: np.random.Generator
) -> np.ndarray[Any, Any]:
    """Return one epoch of pairs as (text, text, group), shuffled; group -1 has no fellows."""
    found: list[tuple[int, int, int]] = []
    for at, group in enumerate(sources.groups):
        for _ in range(min(len(group), course.per_group)):
            one, other = random.choice(len(group), 2, replace=False) if len(group) > 1 else (0, 0)
            found.append((number[group[one]], number[group[other]], at))
    found += [(number[one], number[other], -1) for one, other in sources.pairs]
    for at in random.permutation(len(sources.cross))[: course.cross]:
        title, soc = sources.cross[at]
        found.append((number[title], number[_pick(sources.by_soc[soc], random)], -1))
    return random.permutation(np.array(found), axis=0)


def tune(
    table: Table, bags: Bags, sources: Sources, number: dict[str, int], course: Course, seed: int
) -> None:
    """Tune the table in place; prints the mean loss of each epoch."""
    random = np.random.default_rng(seed)
    begun = time.monotonic()
    for epoch in range(course.epochs):
        pairs = sample(sources, number, course, random)
        rate = course.rate * (1 - epoch / course.epochs) + course.rate / 10
        losses = []
        for begin in range(0, len(pairs) - course.batch + 1, course.batch):
            part = pairs[begin : begin + course.batch]
            left, right = bags.flat(part[:, 0]), bags.flat(part[:, 1])
            one, other = table.bag(*left), table.bag(*right)
            loss, to_one, to_other = contrast(one[0], other[0], part[:, 2], course.heat)
            table.learn([(*left, *one, to_one), (*right, *other, to_other)], rate)
            losses.append(loss)
        spent = time.monotonic() - begun
        print(f"epoch {epoch}: {len(pairs)} pairs, loss {np.mean(losses):.3f}, {spent:.0f} s", flush=True)


def kept(pieces: list[str], used: set[int]) -> list[int]:
    """Return which pieces go into the file: [UNK] first, then what training used and plain Latin pieces."""
    unknown = pieces.index("[UNK]")
    plain = [at for at, piece in enumerate(pieces) if at in used or piece.removeprefix("##").isascii()]
    return [unknown] + [at for at in plain if at != unknown and not pieces[at].startswith("[")]


def write(path: Path, table: np.ndarray[Any, Any], pieces: list[str], keep: list[int]) -> None:
    """Write the table as int8 with one scale per row, its vocabulary, and its SHA-256 beside it."""
    found = table[keep]
    scale = np.maximum(np.abs(found).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
    whole = np.round(found / scale).astype(np.int8)
    words = np.frombuffer("\n".join(pieces[at] for at in keep).encode(), np.uint8)
    with path.open("wb") as out:
        np.savez(out, rows=whole, scale=scale[:, 0], vocabulary=words)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    print(f"{path}: {len(keep)} pieces, {path.stat().st_size} bytes, sha256 {digest}")


def build(options: argparse.Namespace) -> None:
    """Read, distil, tune and write."""
    vocabulary = json.loads(options.tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    pieces = sorted(vocabulary, key=vocabulary.get)
    cutter = WordPiece(pieces)
    random = np.random.default_rng(options.seed)
    sources = Sources()
    read_onet(options.data / "onet", codes(options.occupations, options.fold), sources, random)
    read_esco(options.data / "esco", sources)
    read_cip(options.data / "cip", codes(options.majors, options.fold), sources)
    texts = sorted(
        {text for group in sources.groups for text in group}
        | {text for pair in sources.pairs for text in pair}
        | {title for title, _ in sources.cross}
        | {text for group in sources.by_soc.values() for text in group}
    )
    number = {text: at for at, text in enumerate(texts)}
    cut = [cutter.ids(text) or [vocabulary["[UNK]"]] for text in texts]
    print(
        f"{len(sources.groups)} groups, {len(sources.pairs)} pairs, {len(sources.cross)} crosswalk pairs, "
        f"{len(texts)} texts",
        flush=True,
    )
    teacher = Teacher(options.teacher, vocabulary["[CLS]"], vocabulary["[SEP]"])
    table = Table(distil(teacher, len(pieces), options.width))
    bags = Bags([np.array(item[:MOST_PIECES]) for item in cut])
    course = Course(
        options.epochs, options.batch, options.rate, options.heat, options.per_group, options.cross
    )
    tune(table, bags, sources, number, course, options.seed)
    write(options.out, table.rows, pieces, kept(pieces, {at for item in cut for at in item}))


def main() -> None:
    """Read the options and build."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--data", type=Path, required=True, help="folder with onet/, esco/ and cip/")
    reader.add_argument("--tokenizer", type=Path, required=True, help="the teacher's tokenizer.json")
    reader.add_argument("--teacher", type=Path, required=True, help="the teacher's model.onnx")
    reader.add_argument("--out", type=Path, required=True, help="the table to write (.npz)")
    reader.add_argument("--occupations", type=Path, help="TSV of the O*NET codes to use; without it all")
    reader.add_argument("--majors", type=Path, help="TSV of the CIP codes to use; without it all")
    reader.add_argument("--fold", help="leave out part K of N of these codes, for measuring: K/N")
    for name, default in (
        ("width", 256),
        ("epochs", 8),
        ("batch", 1024),
        ("per_group", 24),
        ("cross", 8000),
        ("seed", 0),
    ):
        reader.add_argument(f"--{name}", type=int, default=default)
    for name, value in (("rate", 5e-3), ("heat", 0.05)):
        reader.add_argument(f"--{name}", type=float, default=value)
    build(reader.parse_args())


if __name__ == "__main__":
    main()
