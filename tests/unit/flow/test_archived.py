"""What a LinkedIn archive among the lists says of the user."""

from __future__ import annotations

import zipfile

import pytest

from pipeline.flow.archived import archived_profile

PROFILE = "First Name,Last Name,Headline,Summary,Industry\nTheo,Vass,Maps,I make maps.,Geomatics\n"
SKILLS = "Name\nPostGIS\n"


@pytest.fixture
def archive(tmp_path):
    def write(name, **files):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            for member, text in files.items():
                packed.writestr(f"{member}.csv", text)
        return tmp_path / name

    return write


def test_name_headline_field_and_skills_are_read_and_no_prose(archive):
    path = archive("export.zip", Profile=PROFILE, Skills=SKILLS)
    table, name = archived_profile([path.with_name("list.csv"), path])
    assert (table, name) == (
        {"name": "Theo Vass", "headline": "Maps", "field": "Geomatics", "offers": ["PostGIS"]},
        "export.zip",
    )


def test_an_archive_of_lists_alone_says_nothing_of_the_user(archive):
    assert archived_profile([archive("lists.zip", Attendees="Name,Company\nOna Bell,Acme\n")]) == ({}, "")
