"""A student whom every employer's own filters shut out has a sheet that says so."""

from __future__ import annotations

import json
import shutil

import polars as pl

from pipeline.batch.job import open_office
from pipeline.batch.partition import part_of
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.sheet import make_sheet
from pipeline.batch.shut_out import told_office
from pipeline.batch.work import Task, do


def shut(office, user, aside):
    """Take every match of this user away, as if the filters had."""
    mark = part_digest(office, part_users(office, part_of(user, office.order.parts)))
    matches, notes = office.places.matches(mark), office.places.matches(mark, "notes")
    pl.read_parquet(matches).filter(pl.col("user_id") != user).write_parquet(matches)
    here = pl.col("user_id") == user
    pl.read_parquet(notes).with_columns(
        ranked=pl.when(here).then(0).otherwise("ranked"),
        aside=pl.when(here).then(pl.lit(json.dumps(aside))).otherwise("aside"),
    ).write_parquet(notes)


def test_who_is_shut_out_is_told_by_which_filters(batched, tmp_path):
    shutil.copytree(batched, tmp_path / "out")
    office = open_office(tmp_path / "out")
    user = next(iter(office.users))
    shut(office, user, {"aside.level": 3, "aside.major": 14})
    shutil.rmtree(office.places.user(user))
    told = ["1 student is shut out by the filters of every employer; the sheet says by which"]
    assert told_office(office) == told
    assert make_sheet(office, user, html=True).state == "made"
    pages = [
        (office.places.user(user) / name).read_text(encoding="utf-8") for name in ("sheet.html", "phone.html")
    ]
    said = "nobody here takes your application: 14 hire other majors, 3 take other levels."
    told = [page.split('<p class="remark">')[1:] for page in pages]
    assert [[said in one for one in remarks] for remarks in told] == [[True], [True]]


def test_matches_that_are_not_there_at_all_are_a_failure_of_their_students(batched, tmp_path):
    shutil.copytree(batched, tmp_path / "out")
    office = open_office(tmp_path / "out")
    user = next(iter(office.users))
    shutil.rmtree(office.places.user(user))
    shutil.rmtree(tmp_path / "out" / "work" / "match")
    found = do(Task("page", str(tmp_path / "out"), (user,)), user)
    assert (found.state, "the matches of this user are missing" in found.told) == ("failed", True)
