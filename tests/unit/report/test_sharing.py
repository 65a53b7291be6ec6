"""What many sheets share is worked out once, and a change is seen."""

import os
from dataclasses import replace

from pipeline.report.make import make_prep
from pipeline.report.prep import prep_sheet
from pipeline.report.render import environment, to_html
from pipeline.report.target import targets
from pipeline.report.words import load_words


def test_targets_are_joined_once_and_anew_for_changed_inputs(fair):
    assert targets(fair) is targets(fair)
    fewer = replace(fair, plan=fair.plan.head(3))
    assert [len(targets(inputs).planned) for inputs in (fewer, fair)] == [3, 18]


def test_templates_are_compiled_once_until_a_file_changes(tmp_path, fair, words):
    folder = tmp_path / "prep"
    folder.mkdir()
    mine = folder / "sheet.html"
    mine.write_text("one", encoding="utf-8")
    view = prep_sheet(fair, words=words)
    assert environment([tmp_path]) is environment([tmp_path])
    assert to_html("prep/sheet.html", view, folders=[tmp_path]) == "one"
    mine.write_text("two", encoding="utf-8")
    os.utime(mine, ns=(1, 1))
    assert to_html("prep/sheet.html", view, folders=[tmp_path]) == "two"


def test_words_that_are_missing_for_one_sheet_are_not_missing_for_the_next():
    first, second = load_words(), load_words()
    assert first.get("no.such.sentence") is None
    assert (first.missing, second.missing) == ({"no.such.sentence"}, set())


def test_a_view_that_is_there_is_not_made_again(fair, words):
    view = prep_sheet(fair, words=words)
    assert make_prep(fair, words=words, view=view).view is view
