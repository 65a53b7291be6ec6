"""A workspace with a fair and its students, a run that nobody disturbs, and how far another one has come."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CODE = "from pipeline.cli import main; main()"
NOW = ("--now", "2027-03-15T12:00:00+00:00")
SLUG = "spring-fair"
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
STAGES = PREPARING, MATCH, SHEETS, SUMMING, AFTER = (
    "preparing", "match", "sheets", "summing up", "after the end",
)  # fmt: skip
#: A small fair makes each sheet quick, and what is killed is the same.
EMPLOYERS = 12
#: Workers are replaced after 200 students, as with the tasks of the default; days are searched shortly.
SETTINGS = "[batch]\nworkers = 2\ntask = 5\nrecycle = 40\niterations = 20\n"


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """How far a run is: the stage, receipts there are, seconds since the stage began, bytes on the disk."""

    stage: str
    receipts: int
    seconds: float
    bytes: int


@dataclass
class Shop:
    """A workspace with a fair, a list of students, and what a run that nobody disturbs does here."""

    folder: Path
    students: int
    html: bool
    ready: int = 0
    seconds: float = 0.0
    looks: list[Look] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)

    def start(self, out: Path, *more: str) -> subprocess.Popen[bytes]:
        """Return the process of a run into this folder."""
        paper = ["--html"] if self.html else []
        words = ["batch", "run", self.folder / "students.csv", "--event", SLUG, "--out", out, *paper, *more]
        command = [sys.executable, "-c", CODE, *map(str, words), "-w", str(self.folder / "ws"), *NOW]
        return subprocess.Popen(command, **QUIET)

    def lay(self, out: Path) -> None:
        """Put into a folder what a run finds there: nothing, or so many sheets of an earlier run."""
        if self.ready:
            shutil.copytree(self.folder / "ready", out, dirs_exist_ok=True)

    def of(self, stage: str | None) -> list[Look]:
        """Return what was seen of the undisturbed run in this stage, or in all of it."""
        return [look for look in self.looks if stage is None or look.stage == stage]

    def values(self) -> dict[str, Any]:
        """Return all of it in plain values."""
        return {**asdict(self), "folder": str(self.folder)}

    @classmethod
    def read(cls, values: dict[str, Any]) -> Shop:
        """Return the shop of these plain values."""
        looks = [Look(**look) for look in values["looks"]]
        return cls(**{**values, "folder": Path(values["folder"]), "looks": looks})


class Watch:
    """Tells how far a run has come by what it has written; cheap, so that the run keeps the processor."""

    def __init__(self, shop: Shop, out: Path) -> None:
        """Watch the run into this folder."""
        self._shop, self._out = shop, out
        self._done: set[str] = set()
        self._stage, self._since = PREPARING, time.monotonic()

    def look(self) -> Look:
        """Return how far it is."""
        stage = self._now()
        if stage != self._stage:
            self._stage, self._since = stage, time.monotonic()
        return Look(stage, len(self._done), time.monotonic() - self._since, used(self._out))

    def _now(self) -> str:
        if (self._out / "manifest.parquet").is_file():
            return AFTER
        if (self._out / "work" / "given.digest").is_file():
            self._count()
            return SUMMING if len(self._done) == self._shop.students else SHEETS
        return MATCH if (self._out / "work" / "job.json").is_file() else PREPARING

    def _count(self) -> None:
        sheets = self._out / "sheets"
        for shard in os.scandir(sheets) if sheets.is_dir() else ():
            for user in os.scandir(shard.path):
                if user.name not in self._done and Path(user.path, "receipt.json").exists():
                    self._done.add(user.name)


def prepared(folder: Path, students: int, *, html: bool, ready: int = 0) -> Shop:
    """Return the beginning of the bundled fair in a workspace, and students of whom no two are alike."""
    ws, fair = folder / "ws", ROOT / "sample_data" / "spring-fair"

    def say(*words: object) -> None:
        subprocess.run([sys.executable, "-c", CODE, *map(str, words)], check=True, **QUIET)

    say("init", ws, "--name", "Office", "--field", "careers", "--no-input")
    (ws / "events" / SLUG).mkdir(parents=True)
    shutil.copy(fair / "event.toml", ws / "events" / SLUG / "event.toml")
    (ws / "meetwell.toml").write_text(SETTINGS, encoding="utf-8")
    lists = [beginning(fair / name, EMPLOYERS, folder / name) for name in ("employers.csv", "people.csv")]
    say("add", *lists, "--event", SLUG, "-w", ws, *NOW)
    majors = ("Finance", "Nursing", "Physics", "Computer Science", "History")
    first, last = ("Ines", "Bram", "Yara", "Zeno"), ("Cornfeld", "Alderby", "Glensen", "Kernvik", "Rookton")
    rows = [
        f"{first[n % 4]} {last[n % 5]},s{n}@students.example.org,{majors[n % 5]},topic {n}"
        for n in range(students)
    ]
    (folder / "students.csv").write_text("\n".join(["Name,Email,Major,Interests", *rows]) + "\n", "utf-8")
    return Shop(folder, students, html, ready)


def beginning(path: Path, rows: int, into: Path) -> Path:
    """Return a copy of a list with its head and so many rows."""
    lines = path.read_text("utf-8").splitlines()
    into.write_text("\n".join(lines[: rows + 1]) + "\n", "utf-8")
    return into


def undisturbed(shop: Shop) -> None:
    """Run once from nothing and keep what was made; with ``ready`` once more, from a part of that."""
    out = shop.folder / "whole"
    ready, shop.ready = shop.ready, 0
    with file_system(out, 2048):
        watched(shop, out)
        shop.expected = contents(out)
        if ready:
            part_of(out, shop.folder / "ready", ready)
    if ready:
        shop.ready = ready
        with file_system(out, 2048):
            watched(shop, out)


def watched(shop: Shop, out: Path) -> None:
    """Run once and keep how far it was when."""
    shop.lay(out)
    start, watch, shop.looks = time.monotonic(), Watch(shop, out), []
    run = shop.start(out)
    while run.poll() is None:
        shop.looks.append(watch.look())
        time.sleep(0.02)
    assert run.returncode == 0, run.returncode
    shop.seconds = time.monotonic() - start
    shop.looks = [look for look in shop.looks if look.stage != AFTER]


def part_of(out: Path, into: Path, sheets: int) -> None:
    """Keep so many sheets of a finished batch, and nothing else of it: the rest is to be made again."""
    users = sorted(out.glob("sheets/*/*"))
    for user in random.Random("ready").sample(users, sheets):
        shutil.copytree(user, into / user.relative_to(out))


def used(folder: Path) -> int:
    """Return the bytes taken on the file system of this folder."""
    told = os.statvfs(folder)
    return (told.f_blocks - told.f_bfree) * told.f_frsize


@contextmanager
def file_system(folder: Path, mib: float) -> Iterator[bool]:
    """Put a file system of this size at a folder inside the block; tells whether that is allowed here."""
    folder.mkdir()
    size = f"size={max(64, int(mib * 1024))}k"
    words = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    allowed = subprocess.run(words, check=False, capture_output=True).returncode == 0
    try:
        yield allowed
    finally:
        if allowed:
            subprocess.run(["umount", str(folder)], check=True, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def contents(out: Path) -> dict[str, str]:
    """Return every file of a batch by its path: what is handed out with its content, the rest by name."""
    return {
        path.relative_to(out).as_posix(): told(path)
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def told(path: Path) -> str:
    """Return the hash of a sheet or phone page, and of a PDF that of its text; nothing for other files."""
    if "sheets" not in path.parts or path.suffix == ".json":
        return ""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        content = "\n".join(page.extract_text() for page in PdfReader(path).pages).encode()
    return hashlib.sha256(content).hexdigest()


def faults(shop: Shop, out: Path, code: int) -> list[str]:
    """Return what is wrong with a batch that was resumed."""
    found = [f"exit code {code}"] if code else []
    now = contents(out)
    found += [f"missing {name}" for name in sorted(set(shop.expected) - set(now))[:3]]
    found += [f"stray {name}" for name in sorted(set(now) - set(shop.expected))[:3]]
    differ = [name for name in shop.expected if now.get(name, shop.expected[name]) != shop.expected[name]]
    found += [f"other content: {name}" for name in differ[:3]]
    if not found and set(pl.read_parquet(out / "manifest.parquet")["state"]) != {"whole"}:
        found.append("the manifest says that not all is whole")
    return found
