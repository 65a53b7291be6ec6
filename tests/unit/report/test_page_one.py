"""Page 1 stands alone: its numbers, its cut lines and its rows mean each other."""

import datetime as dt
import re
from dataclasses import replace

import polars as pl
import pytest

from pipeline.report.prep import prep_sheet
from pipeline.report.rows import brief_name, day_style


def ranked(fair, order):
    """Return the fair with minutes for everybody and ranks in this order."""
    ranks = {key: at + 1 for at, key in enumerate(order(sorted(fair.matches["person_id"])))}
    told = fair.matches.with_columns(rank=pl.col("person_id").replace_strict(ranks, return_dtype=pl.Int64))
    start = pl.coalesce("start", "by_about")
    timed = fair.plan.with_columns(
        start=start, end=pl.coalesce("end", start + pl.duration(minutes=10)), order=pl.col("order") + 1
    )
    return replace(fair, matches=told.cast(dict(fair.matches.schema)), plan=timed.select(fair.plan.columns))


def test_the_rows_that_fit_best_are_on_page_one_in_the_order_of_the_day(fair, words):
    view = prep_sheet(ranked(fair, lambda keys: keys[::-1]), words=words)
    numbers = [int(row.number) for row in view.rest]
    assert numbers == sorted(numbers)
    assert min(numbers) > max(int(row.number) for row in view.more if row.number)


def test_the_cut_lines_name_rows_of_page_one_by_their_numbers(fair, words):
    view = prep_sheet(ranked(fair, lambda keys: keys), words=words)
    here = {f"{row.number} {row.name}" for row in (*view.must, *view.rest)}
    named = [re.findall(r"\d+ [A-Z]\w+ [A-Z]\w+", line.partition("? ")[2]) for line in view.front.cut_lines]
    assert all(named)
    assert {name for names in named for name in names} - here == set()


def test_who_has_no_major_is_told_by_the_field(fair, words):
    bare = replace(fair, profile=replace(fair.profile, majors=(), headline="", degree_level=None))
    assert prep_sheet(bare, words=words).front.about[0] == "field: finance"


@pytest.mark.parametrize(
    ("sentence", "name", "said"),
    [
        ("{name} hires.", "iA Financial Group", "iA Financial Group hires."),
        ("{name} hires.", "maple Bank", "Maple Bank hires."),
        ("Go to {name}.", "EBC inc.", "Go to EBC inc."),
        (
            "Go to {name}.",
            "A" * 30 + "\N{HORIZONTAL ELLIPSIS}",
            "Go to " + "A" * 30 + "\N{HORIZONTAL ELLIPSIS}",
        ),
    ],
)
def test_a_name_keeps_its_spelling_and_ends_a_sentence_once(words, sentence, name, said):
    own = replace(words, sentences={"key": sentence})
    message = {"key": "key", "params": [{"name": "name", "value": name}]}
    assert own.say(message) == said


def test_a_long_name_goes_without_its_brackets_before_it_is_cut():
    name = "Ontario Federation of Indigenous Friendship Centres (OFIFC)"
    assert brief_name({"name": name}) == "Ontario Federation of Indigenous Friendship Centres"


def test_a_day_of_an_event_of_a_week_is_its_weekday():
    assert (day_style(2), day_style(7), day_style(8)) == ("weekday", "weekday", "short")


def test_a_graduation_that_is_past_is_not_announced(fair, words):
    past = replace(fair, profile=replace(fair.profile, graduation_date=dt.date(2018, 1, 1)))
    announced = ["graduating" in " ".join(prep_sheet(one, words=words).front.about) for one in (fair, past)]
    assert announced == [True, False]
