"""Where an office stands with its batch, and the one next command."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from tests.unit.batch.conftest import NOW, SLUG

BEFORE, AFTER = NOW, ("--now", "2027-03-30T12:00:00+00:00")


@pytest.fixture
def office(batched, tmp_path):
    """Return a workspace and a finished batch of its own."""
    shutil.copytree(batched.parent / "ws", tmp_path / "ws")
    shutil.copytree(batched, tmp_path / "out")
    kept = tmp_path / "ws" / "reports" / SLUG / "batch.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace(str(batched), str(tmp_path / "out")), "utf-8")
    return tmp_path


@pytest.fixture
def asked(meetwell, office):
    """Return the batch's part of what ``meetwell`` alone answers."""

    def ask(now=BEFORE):
        said = json.loads(meetwell("-w", office / "ws", *now, "--format", "json").out)
        return said["batch"], said["next"].partition("of the batch: ")[2]

    return ask


def later(path, than):
    """Say that a file was written a second after another."""
    path.parent.mkdir(exist_ok=True)
    path.touch()
    at = than.stat().st_mtime + 1
    os.utime(path, (at, at))


def test_pages_are_audited_then_shown_and_after_the_event_purged(asked, office, meetwell):
    out = office / "out"
    assert asked() == (str(out), f"meetwell batch audit --out {out}")
    assert meetwell("batch", "audit", "--out", out).code == 0
    assert asked() == (str(out), f"meetwell batch show STUDENT --out {out}")
    assert asked(AFTER) == (str(out), f"meetwell batch purge --out {out}")
    assert meetwell("batch", "purge", "--out", out, "--yes").code == 0
    assert asked(AFTER) == (None, "")


def test_a_run_that_has_not_ended_is_named_with_its_whole_command(asked, office):
    out = office / "out"
    later(out / "work" / "job.json", out / "manifest.parquet")
    again = asked()[1]
    assert again.startswith("meetwell batch run ")
    assert again.endswith(f"students.csv --event {SLUG} --out {out} --html")


def test_finished_papers_are_handed_out_and_again_after_a_change(asked, office):
    import polars as pl

    out = office / "out"
    manifest = pl.read_parquet(out / "manifest.parquet")
    manifest.with_columns(file=pl.lit("x/sheet.pdf")).write_parquet(out / "manifest.parquet")
    assert asked()[1] == f"meetwell batch handout --out {out}"
    later(out / "handout" / "mail-merge.csv", out / "manifest.parquet")
    assert asked()[1] == f"meetwell batch audit --out {out}"
    later(out / "manifest.parquet", out / "handout" / "mail-merge.csv")
    assert asked()[1] == f"meetwell batch handout --out {out}"


def test_a_batch_with_a_failed_sheet_is_run_again(asked, office):
    import polars as pl

    path = office / "out" / "manifest.parquet"
    frame = pl.read_parquet(path)
    state = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("failed")).otherwise(pl.col("state"))
    frame.with_columns(state=state).write_parquet(path)
    assert asked()[1].startswith("meetwell batch run ")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"out": 1}', '{"out": "/nowhere", "words": []}'])
def test_a_note_that_cannot_be_used_is_as_none(asked, office, text):
    (office / "ws" / "reports" / SLUG / "batch.json").write_text(text, encoding="utf-8")
    assert asked() == (None, "")
