"""What all papers of an event share is worked out once; each paper is what it would be if made alone."""

from dataclasses import replace

import polars as pl
import pytest

from pipeline.batch.job import open_office
from pipeline.batch.messages import as_texts, plain_matches
from pipeline.batch.sheet import _words
from pipeline.batch.sources import Sources
from pipeline.report.phone import phone_html, phone_view
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html
from pipeline.report.roll import plain_rows, roll_of


@pytest.fixture(scope="module")
def office(batched):
    return open_office(batched)


def papers(inputs, words):
    views = prep_sheet(inputs, words=words), phone_view(inputs, words=words)
    return to_html("prep/sheet.html", views[0]), phone_html(views[1])


def test_both_papers_of_every_student_are_byte_for_byte_those_made_from_the_frames_alone(office):
    for user in sorted(office.users):
        inputs = Sources.of(office, user).inputs(office, {})
        assert inputs.matched
        fresh = replace(_words(), missing=set())
        assert papers(inputs, _words()) == papers(replace(inputs, roll=None, matched=None), fresh)


def test_messages_come_back_from_their_texts_as_they_were(office):
    user = min(office.users)
    matches = Sources.of(office, user).matches
    untold = frozenset(matches.columns) - frozenset(as_texts(matches).columns)
    assert plain_matches(as_texts(matches)) == plain_rows(matches, untold)


def test_a_tied_roll_shares_every_row_that_the_ties_leave_alone(office):
    people = office.tables["people"]
    roll = roll_of(people, office.event.slug)
    first, second = people["person_id"].head(2)
    tied = roll.tied([(first, ["classmate"]), (second, []), ("nobody", ["friend"])])
    assert tied.rows[first] == {**roll.rows[first], "tie_sources": ["classmate"]}
    assert tied.rows[second] is roll.rows[second]
    assert (tied.origin, len(tied.rows)) == (roll.origin, people.height)


def test_an_empty_frame_has_no_rows():
    assert plain_rows(pl.DataFrame({"a": []})) == plain_rows(pl.DataFrame()) == []
