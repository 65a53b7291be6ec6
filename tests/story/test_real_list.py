"""A real employer list, alone, leads to a sheet worth printing; so does a generated fair of another size."""

from __future__ import annotations

import csv
import filecmp
import importlib.util
import re
import sys

import pytest
from pypdf import PdfReader

NOW = ("--now", "2026-11-20T12:00:00+00:00")


@pytest.mark.parametrize("name", ["employers.csv", "employers_merged.xlsx"])
def test_quick_on_a_real_list_prints_targets_of_the_field_with_reasons(meetwell, real_data, tmp_path, name):
    source = real_data / "lists" / "uoft_career_fair"
    words = (
        "quick",
        source / name,
        "--field",
        "finance",
        "--interests",
        "investing, energy",
        "--on",
        "2026-11-26",
    )
    said = meetwell(*words, "--hours", "10-16", "--out", tmp_path / "out", *NOW)
    assert said.code == 0, said.err
    (pdf,) = (tmp_path / "out").rglob("prep-sheet.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    with (source / "employers.csv").open(encoding="utf-8") as file:
        employers = {row["Employer"] for row in csv.DictReader(file)}
    assert len([employer for employer in employers if employer in text]) >= 5
    # This list names faculties and kinds of position: what they look for, and no work they offer.
    assert re.search(r"FOR (YOU|THEM)", text)
    # What nobody stated is said to be unknown, and never printed as if it were a fact.
    assert "Not specified" not in text
    assert "None" not in re.findall(r"\b[A-Z]\w+\b", text.partition("Conversations")[2])[:50]


@pytest.fixture(scope="module")
def make_fair(root):
    spec = importlib.util.spec_from_file_location("meetwell_make_fair", root / "tools" / "make_fair.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_same_seed_makes_the_same_fair_and_another_seed_another(make_fair, tmp_path):
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        make_fair.make_fair(tmp_path / name, make_fair.Size(employers=30, people=40, students=5, seed=seed))
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 8
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "same", files, shallow=False) == (files, [], [])
    assert "people.csv" in filecmp.cmpfiles(tmp_path / "one", tmp_path / "other", files, shallow=False)[1]


def test_a_generated_fair_walks_the_whole_journey(make_fair, journey, fair, tmp_path):
    data = tmp_path / "fair"
    make_fair.make_fair(data, make_fair.Size(employers=120, people=200, talks=14, connections=50, seed=3))
    (data / "debrief.csv").write_text("id,name,talked,cares_about\n", encoding="utf-8")
    with (data / "people.csv").open(encoding="utf-8") as file:
        met = next(row["Name"] for row in csv.DictReader(file))
    with (data / "debrief.csv").open("a", encoding="utf-8") as file:
        file.write(f",{met},yes,old maps of rivers\n")
    walked = journey(tmp_path / "network", data)
    assert "Ines Cornfeld" in walked.sheet
    assert len(walked.must) >= 3
    assert "old maps of rivers" in walked.follow_up
