"""Many users at once get what each would get alone."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

from pipeline.errors import InputError
from pipeline.match import bulk, match
from pipeline.match.concepts import load_concepts
from pipeline.match.signals import NAMES
from pipeline.profile import Station
from pipeline.settings import load_settings
from pipeline.tables import Appearances, Interactions, People, Promises, Sessions, Wishes, as_table
from tests.unit.match.conftest import NOW, Fair, employer, person, student

EVENT = Fair().event
TITLES = ["Financial Analyst", "Nurse", "Auditor", None, "Campus Recruiter", "Data Scientist"]
MAJORS = [["Finance"], ["Nursing", "Biology"], ["Any major"], [], ["Business & Management", "Accounting"]]
ROLES = [["Credit Analyst", "Internship"], ["Part-time"], [], ["Nurse"]]
LEVELS = [["Undergraduate"], [], ["PhD"], ["Recent graduates"]]
TOPICS = ["choir", "running", "machine learning", "Spanish", "deep learning", "chess"]
PHRASES = ["Spanish interpreting", "a speaker for our club", "mentors", "advice on banking", "volunteers"]


def crowd_rows(count, seed=1):
    draw = random.Random(seed)  # noqa: S311 - made-up people
    rows = []
    for at in range(count):
        values = {
            "interests": draw.sample(TOPICS, draw.randrange(3)),
            "seeks": draw.sample(PHRASES, draw.randrange(2)),
            "offers": draw.sample(PHRASES, draw.randrange(2)),
            "location": draw.choice([None, "Houston, TX", "Austin"]),
        }
        if at % 3 == 0:
            hiring = {
                "majors": draw.choice(MAJORS),
                "positions": draw.choice(ROLES),
                "levels": draw.choice(LEVELS),
            }
            rows.append(employer(f"o{at:04}", name=f"House {at % 7}", **hiring, **values))
        else:
            school = draw.choice([None, "North State"])
            house = f"House {at % 7}"
            rows.append(
                person(f"p{at:04}", title=draw.choice(TITLES), organization=house, school=school, **values)
            )
    return as_table(People, rows)


def crowd_users(count, seed=2):
    draw = random.Random(seed)  # noqa: S311 - made-up people
    return [
        student(
            name=f"Student {at}",
            user_id=f"u{at:05}",
            field=draw.choice(["finance", "nursing", "software"]),
            majors=draw.choice([("Finance",), ("Nursing",), ()]),
            degree_level=draw.choice(["Undergraduate", "PhD", None]),
            interests=tuple(draw.sample(TOPICS, draw.randrange(4))),
            offers=tuple(draw.sample(PHRASES, draw.randrange(3))),
            seeks=tuple(draw.sample(PHRASES, draw.randrange(3))),
            positions=draw.choice([(), ("Internship",), ("Full-time",)]),
            school=draw.choice([None, "North State", "House 2"]),
            locations=draw.choice([(), ("Houston",)]),
            languages=("English", "Spanish"),
            history=draw.choice([(), (Station("House 3", "internship"), Station("House 3", "job"))]),
        )
        for at in range(count)
    ]


def run(users, people, **options):
    return bulk(users, people, event=EVENT, settings=load_settings(), now=NOW, **options)


def alone(user, people):
    """Return Matches of one user against everybody, in the order of person_id."""
    nobody = (Wishes.create_empty(), Interactions.create_empty(), Promises.create_empty())
    return match(
        people,
        Appearances.create_empty(),
        Sessions.create_empty(),
        profile=user,
        event=EVENT,
        settings=load_settings(),
        now=NOW,
        **dict(zip(("wishes", "interactions", "promises"), nobody, strict=True)),
    ).sort("person_id")


def is_shut(row):
    """Return whether the gate set a target aside."""
    return any(message["key"] != "aside.beyond" for message in row["set_aside_because"])


def part(frame, name):
    """Return one signal of each match, NaN where it had nothing to go by."""
    values = [next(one["value"] for one in row if one["name"] == name) for row in frame["signals"]]
    return np.array([np.nan if value is None else value for value in values])


def test_everybody_is_scored_as_the_user_alone_would_be():
    people, users = crowd_rows(90), crowd_users(25)
    found = run(users, people)
    for user in users:
        every = alone(user, people)
        open_to = every.filter(pl.Series([not is_shut(row) for row in every.to_dicts()]))
        mine = found.filter(found["user_id"].cast(str) == user.user_id).sort("person_id")
        assert mine["person_id"].cast(str).to_list() == open_to["person_id"].to_list()
        assert np.allclose(mine["score"].to_numpy(), open_to["fit"], atol=2e-6)
        for name in NAMES:
            bulk_part = mine["parts"].struct.field(name).fill_null(float("nan")).to_numpy()
            assert np.allclose(bulk_part, part(open_to, name), atol=2e-6, equal_nan=True)


def test_the_best_twenty_of_all_are_among_those_the_channels_find():
    people, users = crowd_rows(900), crowd_users(40)
    found = run(users, people, top=100)
    every = run(users, people, top=900)
    kept = 0
    for user in users:
        best, mine = (
            frame.filter(frame["user_id"].cast(str) == user.user_id)["score"].to_numpy()[:20]
            for frame in (every, found)
        )
        kept += int((mine >= best[-1] - 2e-6).sum())
    assert kept >= 0.99 * 20 * len(users)


def test_interests_by_the_thousand_find_their_people():
    draw = random.Random(4)  # noqa: S311 - made-up people
    topics = sorted({concept.name for concept in load_concepts().by_stems.values()})
    people = as_table(People, [person(f"p{at:04}", interests=draw.sample(topics, 4)) for at in range(900)])
    users = [student(user_id=f"u{at}", interests=tuple(draw.sample(topics, 4))) for at in range(20)]
    best, found = (
        run(users, people, top=top).filter(pl.col("rank") <= 20)["score"].to_numpy() for top in (900, 100)
    )
    assert np.mean(np.abs(best - found) < 2e-6) >= 0.99


def test_the_order_of_users_and_people_changes_nothing_in_bulk():
    people, users = crowd_rows(60), crowd_users(9)
    assert run(users, people, top=20).equals(run(users[::-1], people.reverse(), top=20))


def test_ranks_follow_the_score_and_ties_follow_the_id():
    found = run(crowd_users(3), crowd_rows(60), top=30)
    ordered = found.sort("user_id", -found["score"].cast(float).round(6), found["person_id"].cast(str))
    assert ordered["rank"].to_list() == found["rank"].to_list()


def test_a_user_on_the_list_is_left_out():
    people = as_table(People, [person("sam", name="Sam Student"), person("ann")])
    assert run([student()], people)["person_id"].cast(str).to_list() == ["ann"]


def test_an_event_without_people_gives_no_rows():
    assert run(crowd_users(2), People.create_empty()).height == 0


def test_no_users_give_no_rows():
    assert run([], crowd_rows(5)).height == 0


def test_two_users_of_one_id_are_refused():
    with pytest.raises(InputError, match="one user_id"):
        run([student(), student()], crowd_rows(3))
