"""Users matched together get row for row what each gets alone, whoever else is matched."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from pipeline.match import User, coverage, match, match_many, read_scene, read_ties, similarity
from pipeline.settings import load_settings
from pipeline.tables import Appearances, Interactions, People, Promises, Sessions, Wishes, as_table
from tests.unit.match.conftest import NOW
from tests.unit.match.test_bulk import EVENT, crowd_rows, crowd_users


def frames(people, wishes=(), promises=()):
    return {
        "wishes": as_table(Wishes, [{"event": "fair", "said_at": NOW} | wish for wish in wishes]),
        "interactions": Interactions.create_empty(),
        "promises": as_table(Promises, list(promises)),
    }


def scene_of(people, flags=None, **state):
    return read_scene(
        people,
        Appearances.create_empty(),
        Sessions.create_empty(),
        event=EVENT,
        settings=load_settings(flags=flags or {}),
        now=NOW,
        **frames(people, **state),
    )


def alone(user, people, flags=None, **state):
    every = match(
        people,
        Appearances.create_empty(),
        Sessions.create_empty(),
        profile=user,
        event=EVENT,
        settings=load_settings(flags=flags or {}),
        now=NOW,
        **frames(people, **state),
    )
    return every, coverage(people, every, profile=user, event=EVENT)


def familiar(people, seed):
    """Return the people with ties of every kind."""
    draw = random.Random(seed)  # noqa: S311 - made-up people
    stages = [draw.choice((0, 0, 0, 1, 2, 4)) for _ in range(people.height)]
    sources = [draw.choice(([], [], ["friend_or_family"], ["classmate"])) for _ in stages]
    last = [NOW - dt.timedelta(days=draw.choice((10, 500))) if stage > 1 else None for stage in stages]
    return people.with_columns(
        stage=pl.Series(stages, dtype=pl.Int8),
        known=pl.Series([stage > 0 for stage in stages]),
        tie_sources=pl.Series(sources, dtype=pl.List(pl.String)),
        last_two_way=pl.Series(last, dtype=pl.Datetime("us", "UTC")),
    )


@pytest.mark.parametrize(
    ("seed", "size", "hard"), [(0, 1, False), (1, 1, False), (2, 25, True), (3, 60, False)]
)
def test_users_matched_together_get_the_rows_each_gets_alone(seed, size, hard):
    people = familiar(crowd_rows(size, seed), seed)
    flags = {"match.hard_sponsorship": hard, "match.max_candidates": 15}
    needy = [replace(user, work_authorization="needs_now") for user in crowd_users(2, seed + 1)]
    users = [*crowd_users(6, seed), *(replace(user, user_id=f"n{user.user_id}") for user in needy)]
    users.append(replace(users[0], name=people["name"][0], user_id="on-the-list"))
    scene = scene_of(people, flags)
    found = match_many(scene, [User(user, scene.ties) for user in users])
    for user in users:
        every, sources = alone(user, people, flags)
        ranked = every.filter(pl.col("rank").is_not_null())
        assert found.matches.filter(user_id=user.user_id).rows() == ranked.rows()
        assert found.coverage.filter(user_id=user.user_id).rows() == sources.rows()
        counts = found.counts[user.user_id]
        aside = Counter(item["key"] for row in every["set_aside_because"] for item in row)
        aside.pop("aside.beyond", None)
        assert (counts.ranked, counts.seen, counts.aside) == (
            ranked.height,
            every.height,
            dict(sorted(aside.items())),
        )


def test_the_users_word_counts_for_many_as_for_one():
    people = crowd_rows(40)
    ids = people["person_id"]
    wishes = [{"person_id": ids[at], "kind": kind} for at, kind in ((3, "pick"), (9, "pass"), (12, "agree"))]
    scene = scene_of(people, wishes=wishes)
    users = crowd_users(3)
    found = match_many(scene, [User(user, scene.ties) for user in users])
    for user in users:
        every, _ = alone(user, people, wishes=wishes)
        ranked = every.filter(pl.col("rank").is_not_null())
        assert found.matches.filter(user_id=user.user_id).rows() == ranked.rows()


def test_ties_of_a_users_own_stand_in_place_of_those_of_the_scene():
    people, user = crowd_rows(30), crowd_users(1)[0]
    sources = [["classmate"] if at % 3 else ["friend_or_family"] for at in range(people.height)]
    own = people.sort("person_id").with_columns(tie_sources=pl.Series(sources, dtype=pl.List(pl.String)))
    scene = scene_of(people)
    ties = read_ties(scene.crowd, scene.world, sources)
    found = match_many(scene, [User(user, ties)])
    every, covered = alone(user, own)
    assert found.matches.rows() == every.filter(pl.col("rank").is_not_null()).rows()
    assert found.coverage.rows() == covered.rows()


@pytest.mark.parametrize("count", [0, 2])
def test_an_event_without_people_has_no_matches(count):
    scene = scene_of(People.create_empty())
    found = match_many(scene, [User(user, scene.ties) for user in crowd_users(count)])
    assert (found.matches.height, len(found.counts)) == (0, count)


def test_how_well_phrases_meet_does_not_depend_on_what_else_is_compared():
    things = ("banking", "night shifts", "a choir", "deep learning", "Spanish", "tax law", "bridges", "wards")
    offers = [f"{kind} {thing}" for kind in ("a talk on", "help with", "lessons in") for thing in things]
    needs = [f"{kind} {thing}" for kind in ("somebody for", "advice on", "a mentor in") for thing in things]
    together = np.round(similarity("need", offers, needs), 6)
    apart = np.concatenate([np.round(similarity("need", [offer], needs), 6) for offer in offers])
    assert (together == apart).all()
