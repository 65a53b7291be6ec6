"""A line below a speaker's name says work and house in one."""

import json

import pytest

from pipeline.ingest import ingest
from pipeline.ingest.tagline import split_tagline


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Chief Engineer at Acme", ("Chief Engineer", "Acme")),
        ("Sr. Developer Advocate @ Bolt Labs", ("Sr. Developer Advocate", "Bolt Labs")),
        ("CTO @Cobalt | runner", ("CTO", "Cobalt")),
        ("Leiterin Einkauf bei Delta GmbH", ("Leiterin Einkauf", "Delta GmbH")),
        ("Professor at Kita University, author", ("Professor", "Kita University")),
        ("Counsel at Ember, Inc", ("Counsel", "Ember, Inc")),
        ("Engineer at Fable and mother of two", ("Engineer", "Fable")),
        ("Good at cooking", None),
        ("Independent consultant", None),
        ("at Acme", None),
        ("", None),
    ],
)
def test_a_tagline_is_parted_where_it_names_a_house(text, parts):
    assert split_tagline(text) == parts


def test_a_speaker_of_sessionize_has_title_and_organisation_from_the_tagline(source, settings):
    person = {
        "id": "1",
        "firstName": "Ada",
        "lastName": "Byron",
        "fullName": "Ada Byron",
        "isTopSpeaker": False,
    }
    text = json.dumps(
        [person | {"tagLine": "Chief Engineer at Acme", "links": [], "sessions": [], "bio": ""}]
    )
    row = ingest(source("speakers.json", text), settings).records.row(0, named=True)
    assert (row["title"], row["organization"]) == ("Chief Engineer", "Acme")
    assert {"field": "organization", "column": "tagLine", "value": None} in row["read_from"]


def test_a_list_with_a_column_of_its_own_for_the_organisation_keeps_the_headline_whole(source, settings):
    text = "Name,Headline,Company\nAda Byron,Chief Engineer at Acme,Bolt AG\n"
    row = ingest(source("list.csv", text), settings).records.row(0, named=True)
    assert (row["title"], row["organization"]) == ("Chief Engineer at Acme", "Bolt AG")
