"""Tasks of query, candidate and grade, however they are written down; used by ``match_quality.py``.

A folder holds queries, candidates or corpus_elements or corpus, and grades, annotations or qrels, with any or
no ending; a file holds query, candidate, grade. Tabs, commas, semicolons, spaces (qrels) and JSON lines are
read, with or without a line of names. What cannot be read is said in one sentence.
"""

from __future__ import annotations

import csv
import json
import sys

SIDES = (("queries", "query"), ("candidates", "corpus_elements", "corpus", "elements", "documents", "docs"))
GRADES = ("grades", "annotations", "qrels", "labels", "judgments", "relevance")
_ID = (
    "id",
    "q_id",
    "c_id",
    "qid",
    "cid",
    "query_id",
    "candidate_id",
    "doc_id",
    "element_id",
    "_id",
    "docid",
    "code",
)
_TEXT = (
    "text",
    "title",
    "jobtitle",
    "job_title",
    "name",
    "query",
    "candidate",
    "element",
    "major",
    "content",
    "label",
)
_GRADE = (
    "grade",
    "relevance",
    "rel",
    "score",
    "label",
    "judged",
    "judgement",
    "judgment",
    "gold",
    "target",
    "value",
)
KINDS = (
    ("major", ("major", "studies", "cip")),
    ("need", ("need", "offer", "exchange", "seek")),
    ("interest", ("interest", "tag", "hobb", "topic")),
    ("bio", ("bio", "abstract", "paper", "expert", "profile")),
)


def read_rows(path):
    """Return the rows of a table as lists of text, whatever parts its columns."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and lines[0].lstrip().startswith("{"):
        return _json_rows(lines)
    if any("\t" in line for line in lines[:5]):
        return [[part.strip().strip('"') for part in line.split("\t")] for line in lines]
    if path.name.startswith("qrels") and not any(mark in line for line in lines[:5] for mark in ",;"):
        return [line.split() for line in lines]
    mark = max(",;|", key=lambda sign: sum(line.count(sign) for line in lines[:20]))
    if not any(mark in line for line in lines[:20]):
        return [[line.strip()] for line in lines]
    return [[part.strip() for part in row] for row in csv.reader(lines, delimiter=mark)]


def _json_rows(lines):
    found = [json.loads(line) for line in lines]
    names = list(dict.fromkeys(name for row in found for name in row))
    return [names, *[[str(row.get(name) or "") for name in names] for row in found]]


def find(folder, names, *, needed=True):
    """Return the file of one of these names, with any ending, here or one folder below."""
    for name in names:
        for path in sorted([*folder.glob(f"{name}"), *folder.glob(f"{name}.*"), *folder.glob(f"{name}/*")]):
            if path.is_file():
                return path
    if needed:
        sys.exit(f"{folder}: there is none of {', '.join(names)}")
    return None


def _number(text):
    try:
        return float(text)
    except ValueError:
        return None


def read_pairs(rows, where):
    """Return (query, candidate, grade) of each row that has them; a pair without a grade counts 1."""
    head = [name.strip().lower() for name in rows[0]] if rows else []
    named = next((at for at, name in enumerate(head) if name in _GRADE), None)
    if named is not None and len(head) > 2:
        sides = [
            at
            for at in range(len(head))
            if at != named and head[at] not in ("0", "iter", "q0", "half", "split")
        ]
        found = [
            (row[sides[0]], row[sides[1]], _number(row[named]))
            for row in rows[1:]
            if len(row) > max(named, *sides[:2])
        ]
    elif rows and len(rows[-1]) == 2:
        found = [(row[0], row[1], 1.0) for row in rows if len(row) == 2 and row[0].lower() not in _ID]
    else:
        wide = [row for row in rows if len(row) >= 3]
        trec = bool(wide) and all(len(row) == 4 for row in wide) and _number(wide[-1][3]) is not None
        found = [
            (row[0], row[2], _number(row[3])) if trec else (row[0], row[1], _number(row[2])) for row in wide
        ]
    found = [item for item in found if item[2] is not None and item[0] and item[1]]
    return found or sys.exit(f"{where}: no row of query, candidate and grade could be read")


def _texts(rows, ids):
    """Return the text of each id, in order; a line of names is left out."""
    head = [name.strip().lower() for name in rows[0]]
    is_head = rows[0][0] not in ids and any(name in (*_ID, *_TEXT) for name in head)
    width = max(len(row) for row in rows)
    if width == 1:
        return {row[0]: row[0] for row in rows[is_head:]}
    id_at = next((at for at, name in enumerate(head) if is_head and name in _ID), 0)
    named = [head.index(name) for name in _TEXT if is_head and name in head and head.index(name) != id_at]
    text_at = named[0] if named else int(id_at == 0)
    return {row[id_at]: row[text_at] for row in rows[is_head:] if len(row) > max(id_at, text_at)}


def read_task(path):
    """Return queries, candidates and (query, candidate, grade) by position."""
    if not path.exists():
        sys.exit(f"{path}: there is no such file or folder")
    if path.is_file():
        pairs = read_pairs(read_rows(path), path)
        sides = [{text: text for text in (pair[at] for pair in pairs)} for at in (0, 1)]
    else:
        graded = find(path, GRADES)
        pairs = read_pairs(read_rows(graded), graded)
        sides = [
            _texts(read_rows(find(path, names)), {pair[at] for pair in pairs})
            for at, names in enumerate(SIDES)
        ]
        sides = [_keyed(side, [pair[at] for pair in pairs]) for at, side in enumerate(sides)]
    left, right = (list(side) for side in sides)
    at, to = ({key: place for place, key in enumerate(side)} for side in (left, right))
    found = [(at[q], to[c], grade) for q, c, grade in pairs if q in at and c in to]
    if not any(grade > 0 for _, _, grade in found):
        sys.exit(f"{path}: no grade above zero belongs to a query and a candidate that are there")
    return list(sides[0].values()), list(sides[1].values()), found


def _keyed(side, used):
    """Return texts by what the grades call them: their id, or the text itself."""
    by_text = {text: text for text in side.values()}
    return by_text if sum(key in by_text for key in used) > sum(key in side for key in used) else side


def kind_of(path):
    """Return the kind of text that the name of a task tells, title where it tells none."""
    name = path.name.lower()
    return next((kind for kind, marks in KINDS if any(mark in name for mark in marks)), "title")
