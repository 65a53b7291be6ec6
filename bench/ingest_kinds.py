# ruff: noqa: D101
"""Every kind of pollution of the Pollock benchmark on tables of our own, scored as its paper describes.

Vitagliano et al., "Pollock: A Data Loading Benchmark", PVLDB 16 (2023). The tables and their damage are
written anew from its public description; no file of the benchmark is used. One table of 84 rows and nine
columns, one damaged copy per kind, and per row and column where a row is damaged (2,290 files); then people.

Usage: python bench/ingest_kinds.py [--shown]
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.ingest.delimited import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = ["DAY", "HOUR", "Visits", "STANDID", "Fee", "Offer", "About", "LINK", "Remarks"]
QUOTED = (6, 7)
#: How often a kind of file stands among 3,712 surveyed ones, as the benchmark weighs them.
WEIGHTS = {
    "sound": 1, "empty": 15, "no_last_end": 184, "two_last_ends": 5, "no_header": 470, "header_2": 47,
    "header_3": 47, "preamble": 282, "tables_same": 62.7, "tables_more": 62.7, "tables_less": 62.7,
    "header_only": 3, "one_row": 4, "cr": 7, "lf": 1691, "tab": 4, "semicolon": 834, "space": 4,
    "comma_space": 101, "apostrophe": 11, "backslash": 1, "no_escape": 7,
}  # fmt: skip
_OF_ROWS = 0.37


@dataclass(frozen=True)
class Cell:
    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Style:
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    end: str = "\r\n"


@dataclass(frozen=True)
class File:
    kind: str
    name: str
    text: str
    wanted: list[list[str]]


def tables(seed: int) -> dict[str, list[list[Cell]]]:
    """Return a table of visits (days, counts, codes, money, text) and one of people."""
    return {"visits": table(seed), "people": people(seed)}


def people(seed: int) -> list[list[Cell]]:
    roll = random.Random(seed)
    given = ["Ada", "Tom", "Eve", "Noor", "Ivo", "Mei", "Lars", "Zoë", "Ana", "Kofi"]
    family = ["Byron", "Kite", "Nova", "O'Neil", "Petrov", "Chen", "Berg", "Brontë"]
    work = ["Head of Sales", "Data Engineer", "Buyer, tubes", 'Fitter of 5" pipes']
    names = ["Person", "Mail", "Firm", "Job", "Since", "About"]
    rows = [[Cell(name, at == 5) for at, name in enumerate(names)]]
    for at in range(83):
        cells = [
            f"{roll.choice(given)} {roll.choice(family)}",
            f"p{at}@example.com",
            roll.choice(["Acme, Inc.", "Bolt", "Cobalt LLC", "Dune & Sons"]),
            roll.choice(work),
            f"2026-{roll.randint(1, 12):02}-{roll.randint(1, 28):02}",
            roll.choice(["", "Likes boats; don't ask why.", 'Here for "quiet" talks, not sales.']),
        ]
        rows.append(
            [Cell(text, place == 5 or "," in text or '"' in text) for place, text in enumerate(cells)]
        )
    return rows


def table(seed: int) -> list[list[Cell]]:
    roll = random.Random(seed)
    first = ["Welders'", "Women's", "Hands-On", "Night", "Founders'", "Sea", "Light", "Two-Day"]
    second = ["Robot", "Loan", "Payroll", "Harbour", "Bridge", "Seed"]
    third = ["Desk", "Review Team", "Workshop", "Walk-In Talks", "Lab"]
    said = [
        "We build 24\" screens, and we hire people who don't mind asking.",
        "Come by for coffee; bring one page, not five.",
        "The team's work is quiet, exact and late in the year.",
        'Ask about "rotations" and the two-year plan, please.',
        "A family firm since 1931.",
    ]
    rows = [[Cell(name, at in QUOTED) for at, name in enumerate(HEADER)]]
    for at in range(83):
        code = f"{roll.choice(['HA', 'RB', 'TK'])}-{roll.randint(1000, 9999)}"
        cells = [
            f"{roll.randint(1, 28):02}/{roll.randint(1, 12):02}/2027",
            f"{at // 4:02}:{at % 4 * 15:02}",
            str(roll.randint(0, 3)),
            code,
            f"${roll.randint(5, 90)}.{roll.randint(10, 99)}",
            f"{roll.choice(first)} {roll.choice(second)} {roll.choice(third)}",
            " ".join(roll.sample(said, roll.randint(1, 3))),
            f"https://fair.example.org/stand/{code.replace('-', '_')}.html",
            roll.choice(["", "", "", "ok"]),
        ]
        rows.append([Cell(text, place in QUOTED) for place, text in enumerate(cells)])
    return rows


def written(row: list[Cell], style: Style) -> str:
    return style.delimiter.join(cell_text(cell, style) for cell in row)


def cell_text(cell: Cell, style: Style) -> str:
    text = cell.text.replace('"', style.escape + '"')
    return f"{style.quote}{text}{style.quote}" if cell.quoted else text


def plain(rows: list[list[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def files(rows: list[list[Cell]]) -> Iterator[File]:
    yield from whole_files(rows)
    for at in range(len(rows)):
        yield from damaged_rows(rows, at)


def whole_files(rows: list[list[Cell]]) -> Iterator[File]:
    usual = Style()
    wanted = plain(rows)

    def made(kind: str, text: str, expect: list[list[str]] = wanted) -> File:
        return File(kind, kind, text, expect)

    def text(some: list[list[Cell]], style: Style = usual) -> str:
        return "".join(written(row, style) + style.end for row in some)

    whole = text(rows)
    yield made("sound", whole)
    yield made("empty", "", [])
    yield made("no_last_end", whole.removesuffix("\r\n"))
    yield made("two_last_ends", whole + "\r\n")
    yield made("no_header", text(rows[1:]), wanted[1:])
    for count in (2, 3):
        joined = [[" ".join([name] * count) for name in wanted[0]], *wanted[1:]]
        head = [Cell(name) for name in wanted[0]]
        yield made(f"header_{count}", text([*[head] * (count - 1), *rows]), joined)
    empty = "," * (len(rows[0]) - 1) + "\r\n"
    yield made("preamble", f"PREAMBLE{empty}{empty}{whole}")
    again = [[Cell(cell.text) for cell in row] for row in rows[:-1]]
    yield made("tables_same", whole + text([[bare(cell) for cell in row] for row in again]))
    yield made("tables_less", whole + text([[bare(cell) for cell in row[:-1]] for row in again]))
    more = [[*row, Cell("col1" if at == 0 else row[-1].text)] for at, row in enumerate(again)]
    yield made("tables_more", whole + text([[bare(cell) for cell in row] for row in more]))
    yield made("header_only", text(rows[:1]), wanted[:1])
    yield made("one_row", text(rows[:2]), wanted[:2])
    for kind, style in (
        ("lf", replace(usual, end="\n")),
        ("cr", replace(usual, end="\r")),
        ("semicolon", replace(usual, delimiter=";")),
        ("tab", replace(usual, delimiter="\t")),
        ("space", replace(usual, delimiter=" ")),
        ("comma_space", replace(usual, delimiter=", ")),
        ("apostrophe", replace(usual, quote="'")),
        ("backslash", replace(usual, escape="\\")),
        ("no_escape", replace(usual, escape="")),
    ):
        yield made(kind, text(rows, style))


def bare(cell: Cell) -> Cell:
    return Cell(cell.text, cell.text.find(",") > 0)


def damaged_rows(rows: list[list[Cell]], at: int) -> Iterator[File]:
    style = Style()
    lines = [written(row, style) + style.end for row in rows]
    wanted = plain(rows)
    cells = [cell_text(cell, style) for cell in rows[at]]

    def made(kind: str, line: str, name: str, expect: list[list[str]] = wanted) -> File:
        return File(
            kind, f"{kind}.{at}.{name}", "".join([*lines[:at], line + style.end, *lines[at + 1 :]]), expect
        )

    for column in range(len(cells)):
        yield made("more", ",".join([*cells[:column], "", *cells[column:]]), str(column))
        if column:
            fused = [*cells[: column - 1], cells[column - 1] + cells[column], *cells[column + 1 :]]
            yield made("less", ",".join(fused), str(column))
        cell = rows[at][column]
        opened = [*cells]
        opened[column] = f'""{cells[column][1:]}' if cell.quoted else f'"{cells[column]}'
        expect = [*wanted]
        expect[at] = [*wanted[at]]
        expect[at][column] = f'"{cell.text}'
        yield made("quote", ",".join(opened), str(column), expect)
    yield made("spaced", " ".join(cells), "")


def measures(wanted: list[list[str]], got: list[list[str]]) -> list[float]:
    """Return success and the precision, recall and F1 of header, records and cells (0 to 1 each)."""
    if not wanted:
        return [1.0] * 10
    names = shares(wanted[0], got[0] if got else [])
    records = shares(["".join(row).lower() for row in wanted[1:]], ["".join(row).lower() for row in got[1:]])
    cells = shares([c for row in wanted for c in row], [c for row in got for c in row])
    return [1.0, *names, *records, *cells]


def shares(wanted: list[str], got: list[str]) -> list[float]:
    if not wanted:
        return [1.0, 1.0, 1.0]
    same = (Counter(wanted) & Counter(got)).total()
    if not same:
        return [0.0, 0.0, 0.0]
    precision, recall = same / len(wanted), same / len(got)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def through_csv(rows: list[list[str]]) -> list[list[str]]:
    """Return rows as the benchmark sees them: written as standard CSV and read again."""
    out = io.StringIO(newline="")
    csv.writer(out, dialect="unix").writerows(rows)
    return list(csv.reader(io.StringIO(out.getvalue(), newline="")))


def main() -> None:
    for name, rows in tables(11).items():
        run(name, rows, shown="--shown" in sys.argv)


def run(name: str, rows: list[list[Cell]], *, shown: bool) -> None:
    kinds: dict[str, list[float]] = defaultdict(list)
    weighted = weights = 0.0
    worst: dict[str, tuple[float, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        for item in files(rows):
            path.write_bytes(item.text.encode())
            try:
                score = sum(measures(item.wanted, through_csv(read_table(path).rows)))
            except Exception as problem:  # noqa: BLE001 - any failure to load is what is counted
                score = 0.0
                print(item.name, type(problem).__name__, problem)
            kinds[item.kind].append(score)
            weight = WEIGHTS.get(item.kind, _OF_ROWS)
            weighted, weights = weighted + weight * score, weights + weight
            worst[item.kind] = min(worst.get(item.kind, (11.0, "")), (score, item.name))
    every = [score for found in kinds.values() for score in found]
    for kind, found in kinds.items():
        mean = sum(found) / len(found)
        if shown or mean < 9.9995:
            print(f"{kind:15}{len(found):6}{mean:9.4f}   lowest {worst[kind][0]:.3f} {worst[kind][1]}")
    of_files = [kinds[kind][0] for kind in WEIGHTS]
    simple = sum(every) / len(every)
    print(
        f"{name}: {len(every)} files: simple {simple:.4f}, weighted {weighted / weights:.4f},"
        f" file-level {sum(of_files) / len(of_files):.4f} (each of 10)"
    )


if __name__ == "__main__":
    main()
