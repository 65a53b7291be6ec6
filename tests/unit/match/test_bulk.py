"""Many users at once get what each would get alone."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.match import bulk
from pipeline.match.crowd import read_crowd
from pipeline.match.eligibility import gate
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import NAMES, read_signals
from pipeline.match.world import World, load_concepts, load_fields
from pipeline.profile import Station
from pipeline.settings import load_settings
from pipeline.tables import People, as_table
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
    """Return each signal, the fit and who is set aside, of one user against everybody."""
    world = World(
        fields=load_fields(), concepts=load_concepts(), settings=load_settings(), event=EVENT, now=NOW
    )
    seeker = read_seeker(user, world.fields, world.concepts)
    crowd = read_crowd(people, "fair", "nobody", world.fields, world.concepts)
    signals = read_signals(crowd, seeker, world)
    hires = zip(crowd.hires, signals.needs.hires, strict=True)
    shut = [any(True for _ in gate(row, hire, seeker, world)) for row, hire in hires]
    return [row["person_id"] for row in crowd.rows], signals, np.array(shut)


def test_everybody_is_scored_as_the_user_alone_would_be():
    people, users = crowd_rows(90), crowd_users(25)
    found = run(users, people)
    for user in users:
        ids, signals, shut = alone(user, people)
        mine = found.filter(found["user_id"].cast(str) == user.user_id).sort("person_id")
        assert mine["person_id"].cast(str).to_list() == [i for i, no in zip(ids, shut, strict=True) if not no]
        assert np.allclose(mine["score"].to_numpy(), signals.fit[~shut], atol=2e-6)
        for name in NAMES:
            part = mine["parts"].struct.field(name).fill_null(float("nan")).to_numpy()
            assert np.allclose(part, signals.values[name][~shut], atol=2e-6, equal_nan=True)


def test_the_best_twenty_of_all_are_among_those_the_channels_find():
    people, users = crowd_rows(900), crowd_users(40)
    found = run(users, people, top=100)
    kept = 0
    for user in users:
        _, signals, shut = alone(user, people)
        bar = np.sort(signals.fit[~shut])[-20]
        mine = found.filter(found["user_id"].cast(str) == user.user_id).head(20)
        kept += int((mine["score"].to_numpy() >= bar - 2e-6).sum())
    assert kept >= 0.99 * 20 * len(users)


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
