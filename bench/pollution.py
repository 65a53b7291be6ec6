"""Delimited files damaged on purpose, with the rows they should be read as; every kind on several bases."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Polluted:
    """One damaged file; ``repaired`` says that a reader must report something."""

    kind: str
    name: str
    data: bytes
    header: list[str]
    rows: list[list[str]]
    repaired: bool = True


def bases(seed: int = 7) -> dict[str, list[list[str]]]:
    """Return base tables: people, employers, orders with dates and money, and one of plain numbers."""
    roll = random.Random(seed)
    given, family = (
        ["Ada", "Tom", "Eve", "Noor", "Ivo", "Mei", "Lars", "Zoë", "Ana", "Kofi"],
        ["Byron", "Kite", "Nova", "Haddad", "Petrov", "Chen", "Berg", "Brontë"],
    )
    people = [["Name", "Email", "Company", "Title", "Joined"]]
    people += [
        [
            f"{roll.choice(given)} {roll.choice(family)}",
            f"p{at}@example.com",
            roll.choice(["Acme, Inc.", "Bolt", "Cobalt LLC"]),
            roll.choice(["Engineer", "Head of Sales", 'Buyer, 5" tubes']),
            f"2026-{roll.randint(1, 12):02}-{roll.randint(1, 28):02}",
        ]
        for at in range(40)
    ]
    employers = [["Employer", "Booth", "Majors", "Website", "About", "Hires"]]
    employers += [
        [
            f"Firm {at} GmbH",
            f"A{at:02}",
            "Finance|Law" if at % 2 else "Physics",
            f"https://firm{at}.example.com",
            "We build things, and we like people who ask." + ("\nCome by." if at % 7 == 0 else ""),
            roll.choice(["yes", "no", ""]),
        ]
        for at in range(30)
    ]
    orders = [["Day", "Time", "Count", "Code", "Amount", "Item", "Text"]]
    orders += [
        [
            f"{roll.randint(1, 28):02}/0{roll.randint(1, 9)}/2026",
            f"{roll.randint(0, 23):02}:15",
            str(roll.randint(0, 30)),
            f"RX-{roll.randint(1000, 9999)}",
            f"${roll.randint(1, 90)}.{roll.randint(10, 99)}",
            roll.choice(["Vest", "Table, round", "Cap"]),
            "A long sentence, with a comma and some more words in it.",
        ]
        for at in range(50)
    ]
    numbers = [["x", "y", "z"]] + [[str(roll.random())[:6], str(at), str(at * at)] for at in range(25)]
    return {"people": people, "employers": employers, "orders": orders, "numbers": numbers}


def text_of(rows, delimiter=",", quote='"', end="\r\n", escape=None, quoting=csv.QUOTE_MINIMAL) -> str:
    """Return rows as delimited text."""
    out = io.StringIO(newline="")
    options = {"delimiter": delimiter, "quotechar": quote, "lineterminator": end, "quoting": quoting}
    if escape:
        options |= {"escapechar": escape, "doublequote": False}
    csv.writer(out, **options).writerows(rows)
    return out.getvalue()


def polluted():
    """Yield every damaged file."""
    for name, rows in bases().items():
        yield from of_file(name, rows)
        for at in (1, 2, len(rows) // 2, len(rows) - 1):
            yield from of_row(name, rows, at)


def of_file(name, rows):
    head, body = rows[0], rows[1:]

    def made(kind, text, *, header=head, expect=body, repaired=False, encoding="utf-8"):
        return Polluted(kind, f"{name}.{kind}", text.encode(encoding), header, expect, repaired)

    plain = text_of(rows)
    yield made("sound", plain)
    yield made("no_last_line_end", plain.rstrip("\r\n"))
    yield made("two_last_line_ends", plain + "\r\n")
    yield made("lf", text_of(rows, end="\n"))
    yield made("cr", text_of(rows, end="\r"))
    for kind, sign in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|"), ("space", " ")):
        yield made(kind, text_of(rows, delimiter=sign))
    spaced = (
        "\r\n".join(", ".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
        + "\r\n"
    )
    yield made("comma_blank", spaced)
    double = "\r\n".join("||".join(row) for row in rows if not any("\n" in cell for cell in row)) + "\r\n"
    yield made("two_pipes", double, expect=[row for row in body if not any("\n" in cell for cell in row)])
    yield made("apostrophe", text_of(rows, quote="'", quoting=csv.QUOTE_ALL))
    yield made("backslash", text_of(rows, escape="\\", quoting=csv.QUOTE_ALL))
    yield made("all_quoted", text_of(rows, quoting=csv.QUOTE_ALL))
    yield made("preamble", "List of the fair\r\nprinted on a Tuesday\r\n\r\n" + plain, repaired=True)
    yield made("sep_line", "sep=;\r\n" + text_of(rows, delimiter=";"))
    yield made("no_header", text_of(body), header=[])
    yield made("header_twice", text_of([head, *rows]), header=[head_twice(cell) for cell in head])
    yield made("header_only", text_of([head]), expect=[])
    yield made("one_row", text_of(rows[:2]), expect=body[:1])
    yield made("mark", plain, encoding="utf-8-sig")
    yield made("utf16", plain, encoding="utf-16")
    yield made("nul", plain.replace(",", ",\0", 3), repaired=True)


def head_twice(cell: str) -> str:
    return f"{cell} {cell}"


def of_row(name, rows, at):
    head = rows[0]
    lines = [text_of([row]) for row in rows]
    width = len(head)

    def made(kind, line, row=None, *, repaired=True):
        text = "".join([*lines[:at], line, *lines[at + 1 :]])
        expect = [*rows[1:at], *([row] if row is not None else []), *rows[at + 1 :]]
        return Polluted(kind, f"{name}.{kind}.{at}", text.encode(), head, expect, repaired)

    row = rows[at]
    for column in range(width):
        cells = [*row]
        cells[column] = f'"{row[column]}'
        open_cell = ",".join(
            f'"{"" if place != column else chr(34)}{cell}"'
            if "," in cell or "\n" in cell or place == column
            else cell
            for place, cell in enumerate(row)
        )
        if '"' not in row[column] and not any('"' in cell for cell in row):
            yield made("extra_quote", open_cell + "\r\n", cells)
            unquoted = ",".join(
                f'"{cell}' if place == column else quoted(cell) for place, cell in enumerate(row)
            )
            if "," not in row[column] and "\n" not in row[column] and row[column]:
                yield made("unclosed_quote", unquoted + "\r\n", cells)
    for sign in (";", "\t", " "):
        if not any(sign in cell and sign != " " for cell in row):
            yield made("other_delimiter", text_of([row], delimiter=sign), row)
    yield made("other_quote", text_of([row], quote="'", quoting=csv.QUOTE_ALL), row)
    yield made("empty_cells_after", lines[at].rstrip("\r\n") + ",,,\r\n", row)
    yield made("too_few", text_of([row[: width // 2]]), row[: width // 2])
    yield made("lf_here", text_of([row], end="\n"), row, repaired=False)
    yield made("empty_line_before", "\r\n" + lines[at], row, repaired=False)
    loose = [place for place, cell in enumerate(row) if ", " in cell and '"' not in cell]
    if len(loose) == 1 and not any("\n" in cell for cell in row):
        yield made(
            "comma_not_quoted",
            ",".join(row) + "\r\n" if '"' not in "".join(row) else lines[at],
            row,
            repaired='"' not in "".join(row),
        )


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\n') else cell
