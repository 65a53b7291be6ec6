"""For the print shop and the mail merge: files of whole sheets, each beginning on a right-hand page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.manifest import SCHEMA
from pipeline.batch.partition import in_tasks
from pipeline.batch.people_ids import USER_ID
from pipeline.batch.places import SHEET
from pipeline.batch.runner import Limits, runner_for
from pipeline.batch.work import Task
from pipeline.errors import InputError
from pipeline.flow.csv_text import csv_text
from pipeline.workspace import make_folder, replacing, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch.job import Office

ORDERS = {
    "surname": ("family_name", "name", "user_id"),
    "department": ("department", "family_name", "name", "user_id"),
}


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The files for the print shop, the list for the mail merge, and what a second look found wrong.

    ``missing``: students on the list who are in no file; ``unaddressed``: those in the files without e-mail.
    """

    files: tuple[Path, ...]
    mail_merge: Path
    students: int
    missing: int
    unaddressed: int
    faults: dict[str, str]


def hand_out(office: Office, *, by: str, most: int) -> HandedOut:
    """Write the files for the print shop and ``mail-merge.csv``; sheets that fail the check are left out.

    Raises ``InputError`` when there is no finished PDF.
    """
    manifest = _manifest(office)
    faults = check_all(office, manifest["user_id"].to_list())
    good = manifest.filter(~pl.col("user_id").is_in(list(faults)))
    keys = [pl.col(name).str.to_lowercase() if name != "user_id" else pl.col(name) for name in ORDERS[by]]
    ordered = good.sort(keys, nulls_last=True)
    folder = office.places.root / "handout"
    make_folder(folder)
    for old in folder.glob("handout-*.pdf"):
        old.unlink()
    files = []
    rows: list[tuple[object, ...]] = []
    for number, group in enumerate(in_tasks(ordered["user_id"].to_list(), most), start=1):
        path = folder / f"handout-{number:03d}.pdf"
        starts = _write_file(office, path, group)
        files.append(path)
        faults |= _check_file(path, starts)
        rows += [(*_mail_row(office, user), path.name, page) for user, page in starts.items()]
    merge = folder / "mail-merge.csv"
    header = ("email", "name", "user_id", "sheet", "phone_page", "print_file", "first_page")
    write_bytes(merge, csv_text(header, rows).encode())
    return HandedOut(
        tuple(files),
        merge,
        students=len(rows),
        missing=len(office.users) - len(rows),
        unaddressed=sum(not row[0] for row in rows),
        faults=faults,
    )


def _manifest(office: Office) -> pl.DataFrame:
    if not office.places.manifest.is_file():
        raise InputError(
            "there is no manifest yet",
            where=str(office.places.root),
            do="Run the batch to its end, or 'meetwell batch merge' after all shards.",
        )
    try:
        manifest = pl.read_parquet(office.places.manifest, columns=list(SCHEMA))
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise InputError(
            "the manifest is damaged", where=str(office.places.manifest), do="Run 'meetwell batch merge'."
        ) from problem
    whole = manifest.filter(pl.col("file").str.ends_with(".pdf"), pl.col("user_id").is_in(list(office.users)))
    if not whole.height:
        raise InputError(
            "there is no finished PDF to hand out",
            where=str(office.places.root),
            do="Run the batch without --html: a page for the browser is printed by its student.",
        )
    return whole


def check_all(office: Office, users: list[str]) -> dict[str, str]:
    """Open every sheet again and return what is wrong, by user: each must name exactly its own student."""
    runner = runner_for("local", Limits.of(office.settings))
    tasks = [Task("check", str(office.places.root), items) for items in in_tasks(sorted(users), 50)]
    try:
        outcomes = [outcome for outcome in runner.run(tasks) if outcome.state != "checked"]
    finally:
        runner.close()
    return {outcome.item: outcome.told or outcome.state for outcome in outcomes}


def _write_file(office: Office, path: Path, users: tuple[str, ...]) -> dict[str, int]:
    """Write one file and return the page each student begins on, from 1; it is odd for everybody."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    starts = {}
    for user in users:
        if len(writer.pages) % 2:
            writer.add_blank_page()
        starts[user] = len(writer.pages) + 1
        sheet = PdfReader(office.places.user(user) / SHEET)
        writer.append(sheet, outline_item=office.users[user]["name"], import_outline=False)
    with replacing(path) as temporary:
        writer.write(temporary)
    writer.close()
    return starts


def _check_file(path: Path, starts: dict[str, int]) -> dict[str, str]:
    """Open a print file again: between two starts there is one student's ID, and each start is odd."""
    from pypdf import PdfReader

    pages = PdfReader(path).pages
    faults = {}
    ends = [*list(starts.values())[1:], len(pages) + 1]
    for (user, start), end in zip(starts.items(), ends, strict=True):
        text = "\n".join(pages[number - 1].extract_text() for number in range(start, end))
        if set(USER_ID.findall(text)) != {user} or start % 2 == 0:
            faults[user] = f"{path.name} page {start} is not this student's"
    return faults


def _mail_row(office: Office, user: str) -> tuple[object, ...]:
    row = office.users[user]
    home = office.places.user(user).relative_to(office.places.root).as_posix()
    return row["email"], row["name"], user, f"{home}/{SHEET}", f"{home}/phone.html"
