"""The commands of docs/how-to/office.md, typed as they stand: an evening before a fair, on every engine."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager

import polars as pl
import pytest

FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: The guide shows what a person types; a test has nobody to ask and a clock of its own.
CLOCK = ("--now", "2027-03-15T12:00:00+00:00")
STUDENTS = """\
Name,Email,Major,Level,Position type
Ines Cornfeld,ines@students.example.org,Finance,Undergraduate,Internship
Bram Alderby,bram@students.example.org,Physics,Graduate,Full-time
Zeno Kernvik,zeno@students.example.org,Nursing,Undergraduate,Internship
"""
LATE = "Late Comer,late@students.example.org,Finance,Graduate,Full-time\n"


def blocks(root):
    """Return the command lines of each block of the guide, without the installer's and the comments."""
    text = (root / "docs" / "how-to" / "office.md").read_text(encoding="utf-8")
    lines = [[line.strip() for line in found.splitlines()] for found in FENCE.findall(text)]
    return [[line for line in block if line and not line.startswith(("#", "pip "))] for block in lines]


@pytest.fixture(scope="module")
def evening(root, fair, meetwell, tmp_path_factory):
    """Return the folder of an office after the first part of the guide, and what each command said."""
    folder = tmp_path_factory.mktemp("evening")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        said = {}
        for line in [line for block in blocks(root)[:3] for line in block if "purge" not in line]:
            words = shlex.split(line)[1:]
            if line.startswith("cd "):
                patch.chdir(folder / words[0])
                write_lists(folder / words[0], fair)
                continue
            if "--only" in words:
                (folder / "office" / "students.csv").write_text(STUDENTS + LATE, encoding="utf-8")
            more = ["--no-input"] if words[0] == "init" else []
            said[line] = meetwell(*words, *more, *CLOCK)
    return folder / "office", said


def write_lists(folder, fair):
    for name in ("employers.csv", "people.csv", "agenda.ics"):
        shutil.copy(fair / name, folder)
    (folder / "students.csv").write_text(STUDENTS, encoding="utf-8")
    (folder / "optouts.txt").write_text("zeno@students.example.org\n", encoding="utf-8")
    settings = folder / "meetwell.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[batch]\nworkers = 2\n", encoding="utf-8")


def test_every_command_of_the_evening_before_ends_well(evening):
    folder, said = evening
    assert {line: one.err for line, one in said.items() if one.code} == {}
    assert (folder / "sheets" / "preview.pdf").is_file()
    assert {path.name for path in (folder / "sheets" / "handout").iterdir()} == {
        "handout-001.pdf", "mail-merge.csv",
    }  # fmt: skip
    emails = pl.read_parquet(folder / "sheets" / "manifest.parquet")["email"].to_list()
    assert "late@students.example.org" in emails
    assert "zeno@students.example.org" not in emails


def test_the_purge_of_the_guide_leaves_counts_alone(root, evening, meetwell, monkeypatch, tmp_path):
    folder, _ = evening
    shutil.copytree(folder / "sheets", tmp_path / "sheets")
    monkeypatch.chdir(tmp_path)
    followed([line for block in blocks(root) for line in block if "purge" in line], meetwell)
    kept = {path.name for path in (tmp_path / "sheets").iterdir()}
    assert kept == {"audit.json", "audit.pdf", "privacy.json"}


def states(folder):
    return dict(pl.read_parquet(folder / "manifest.parquet").select("email", "state").sort("email").rows())


def followed(lines, meetwell, **replaced):
    """Run these lines of the guide with other values for its placeholders; each must end well."""
    for line in lines:
        text = line
        for name, value in replaced.items():
            text = text.replace({"shared": "/shared", "scheduler": "scheduler:8786"}.get(name, name), value)
        said = meetwell(*shlex.split(text)[1:], *CLOCK)
        assert said.code == 0, f"{text}\n{said.out}{said.err}"


def test_shares_without_an_engine_make_what_local_processes_make(root, evening, meetwell, monkeypatch):
    folder, _ = evening
    monkeypatch.chdir(folder)
    local, _dask, (share,), merge = blocks(root)[-4:]
    followed(local, meetwell)
    for number in ("1", "2"):
        followed([share.replace("$SLURM_ARRAY_TASK_ID", number)], meetwell, shared=str(folder / "shared"))
    followed(merge, meetwell, shared=str(folder / "shared"))
    assert set(states(folder / "shared" / "array").values()) == {"whole"}
    assert states(folder / "shared" / "array") == states(folder / "sheets")


@contextmanager
def cluster(lines):
    """Start the scheduler and the workers of the guide on this machine; yields the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    processes = []
    for line in lines:
        text = line.replace("scheduler:8786", f"127.0.0.1:{port}")
        words = shlex.split(text.replace("--host scheduler", "--host 127.0.0.1").replace("8786", str(port)))[
            1:
        ]
        code = f"from distributed.cli.dask_{words[0]} import main; main()"
        command = [sys.executable, "-c", code, *words[1:], "--no-dashboard"]
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    try:
        yield f"127.0.0.1:{port}"
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=30)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed")
def test_a_cluster_makes_what_local_processes_make(root, evening, meetwell, monkeypatch):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    folder, _ = evening
    monkeypatch.chdir(folder)
    local, (*starting, run), _share, _merge = blocks(root)[-4:]
    followed(local, meetwell)
    with cluster(starting) as address:
        followed([run], meetwell, shared=str(folder / "shared"), scheduler=address)
    assert states(folder / "shared" / "dask") == states(folder / "sheets")
