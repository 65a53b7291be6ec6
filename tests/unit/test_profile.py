import datetime as dt

import pytest

from pipeline.errors import SettingsError
from pipeline.profile import Station, as_profile, read_profile


def test_a_name_and_a_field_are_enough():
    profile = as_profile({"name": "Ana", "field": "finance"}, "profile.toml")
    assert (profile.name, profile.field, profile.offers) == ("Ana", "finance", ())


def test_interests_do_instead_of_a_field():
    assert as_profile({"name": "Ana", "interests": ["choir"]}, "f").interests == ("choir",)


def test_history_is_read_with_partial_dates():
    table = {
        "name": "Ana",
        "field": "finance",
        "history": [{"organization": "Shop", "kind": "job", "from": "2023-06", "to": "2024"}],
    }
    station = Station("Shop", "job", dt.date(2023, 6, 1), dt.date(2024, 1, 1))
    assert as_profile(table, "f").history == (station,)


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ({"field": "finance"}, "the profile has no name"),
        ({"name": "Ana"}, "the profile names neither a field nor an interest"),
        ({"name": "Ana", "feild": "finance"}, "unknown profile key feild"),
        ({"name": "Ana", "field": "x", "graduation_date": "soon"}, "is not a date"),
        ({"name": "Ana", "field": "x", "gpa": "good"}, "gpa takes a number"),
        ({"name": "Ana", "field": "x", "work_authorization": "maybe"}, "work_authorization is 'maybe'"),
        ({"name": "Ana", "field": "x", "history": [{"kind": "job"}]}, "has no organization"),
        ({"name": "Ana", "field": "x", "history": [{"organization": "A", "kind": "cult"}]}, "cannot be read"),
        ({"name": "Ana", "field": 3}, "field takes a text"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_with_its_file(table, what):
    with pytest.raises(SettingsError) as problem:
        as_profile(table, "profile.toml")
    assert what in problem.value.what
    assert problem.value.where == "profile.toml"


def test_a_missing_profile_says_how_to_make_one(tmp_path):
    with pytest.raises(SettingsError) as problem:
        read_profile(tmp_path / "profile.toml")
    assert "meetwell init" in (problem.value.do or "")
