"""Titles that the field map does not know: what their words come near to, and never more."""

from __future__ import annotations

import pytest

from pipeline.match.fields import load_fields
from pipeline.match.related import related_field, telling
from pipeline.report.words import load_words
from tests.unit.match.conftest import Fair, person, student


@pytest.mark.parametrize(
    "title",
    ["Student", "Member", "Attendee", "Owner", "Vice President", "Co-Founder", "Retired", "🎉", "x" * 999],
)
def test_a_title_that_says_nothing_of_the_work_is_related_to_nothing(title):
    assert related_field(title) is None


@pytest.mark.parametrize(
    ("title", "field"),
    [("Steamfitter", "trades"), ("Speech Clinician", "health"), ("Telesales Representative", "sales")],
)
def test_an_unknown_title_comes_near_the_field_of_its_meaning(title, field):
    fields = load_fields()
    assert fields.of_title(title) == {}
    assert fields.names[related_field(title).field] == field


def test_a_related_field_is_never_called_the_users_own():
    fair = Fair(person("ann", title="Steamfitter"), profile=student(field="trades", majors=()))
    row = fair.of("ann")
    assert row["field_fit"] == "adjacent"
    assert fair.keys("ann") == ["reason.field.title_related"]
    assert "may be related to" in load_words().say(row["reasons"][0])


def test_only_telling_words_are_compared():
    assert (telling("Director"), telling("Director, Client Happiness")) == ("", "director, client happiness")


def test_a_weak_word_of_a_title_is_called_related():
    fair = Fair(
        person("cy", title="Data Cabling Installer"), profile=student(field="data science", majors=())
    )
    assert fair.keys("cy") == ["reason.field.title_related"]
