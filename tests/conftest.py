"""What many tests ask for: the checkout, the bundled fair, and the command line as a person calls it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Real lists and calendars are never part of the repository; tests use those beside the checkout.
BESIDE = ROOT.parent / "shared" / "data"
if BESIDE.is_dir():
    os.environ.setdefault("MEETWELL_EVALUATION_DATA", str(BESIDE))


# Programs of the system that tests start, and the Debian package of each.
PROGRAMS = {"git": "git", "pdftotext": "poppler-utils", "pdftoppm": "poppler-utils"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup():
    """Skip, with the reason, a test whose fixtures start a program that is not on this machine."""
    with _skipped_without_programs():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    """Skip, with the reason, a test that starts such a program itself."""
    with _skipped_without_programs():
        return (yield)


@contextmanager
def _skipped_without_programs():
    try:
        yield
    except FileNotFoundError as missing:
        package = PROGRAMS.get(str(missing.filename))
        if package is None:
            raise
        pytest.skip(f"{missing.filename} is not installed; Debian: apt-get install {package}")


@dataclass(frozen=True)
class Said:
    """What one command line answered."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def fair() -> Path:
    """Return the bundled fair; copy it before changing anything."""
    return ROOT / "sample_data" / "spring-fair"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real lists and calendars; tests that ask for it skip where there is none."""
    folder = Path(os.environ.get("MEETWELL_EVALUATION_DATA", BESIDE))
    if not folder.is_dir():
        pytest.skip("MEETWELL_EVALUATION_DATA names no folder, and none lies beside the checkout")
    return folder


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Return every file of the repository that git knows, or would take."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def meetwell(tmp_path_factory):
    """Return a way to call the command line in this process: ``meetwell("prep", "--full")``."""
    from pipeline.cli import execute

    # Settings of whoever runs the tests must not decide what they find.
    home = str(tmp_path_factory.mktemp("home"))

    def call(*words: object) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
                patch.setenv(name, home)
            code = execute([str(word) for word in words])
        return Said(code, out.getvalue(), err.getvalue())

    return call


KHAL = """[calendars]
[[mine]]
path = {folder}
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = America/New_York
default_timezone = America/New_York
[default]
default_calendar = mine
"""


@pytest.fixture(scope="session")
def khal(tmp_path_factory):
    """Return a way to put a calendar into khal, a program of other people, and list a span of days."""
    if shutil.which("khal") is None:
        pytest.skip("khal is not installed; Debian: apt-get install khal")
    place = tmp_path_factory.mktemp("khal")
    folder = place / "mine"
    folder.mkdir()
    (place / "config").write_text(KHAL.format(folder=folder), encoding="utf-8")
    env = {"HOME": str(place), "XDG_DATA_HOME": str(place), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}

    def listed(calendar, first, last):
        base = ["khal", "-c", place / "config"]
        taken = [*base, "import", "--batch", calendar]
        subprocess.run(taken, env=env, capture_output=True, text=True, check=True)
        shown = subprocess.run(
            [*base, "list", "--format", "{start} {end} {title} @{location}", first, last],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        return shown.stdout

    return listed
