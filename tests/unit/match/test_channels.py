"""The dense channels: what they find is near the score, and what few people have is not lost."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.match.bags import Bag
from pipeline.match.channels import read_channels
from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.exact import read_exact
from pipeline.match.fields import load_fields
from pipeline.match.many import nearest
from pipeline.match.rare import commonest, has, held, read_rare
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import weights_of
from pipeline.match.ties import read_ties
from pipeline.match.vectors import load_vectors
from pipeline.match.world import World
from pipeline.settings import load_settings
from tests.unit.match.conftest import NOW
from tests.unit.match.test_bulk import EVENT, crowd_rows, crowd_users

#: Four people's tokens 0 to 3; the fourth token is none. Users hold keys 0 to 2; the fourth key is none.
TOKENS = np.array([[0, 1], [1, 3], [2, 0], [3, 3]])
WORTH = np.array([[0.5, 0, 0.25, 0], [0.1, 0.9, 0, 0], [0, 0, 0.75, 0], [0, 0, 0, 0]], np.float32)
KEYS = np.array([[0, 1], [2, 3], [3, 3]])
BAG = Bag(WORTH, KEYS, TOKENS, np.zeros(3, np.bool_), np.zeros(4, np.bool_), summed=False)
EVERYBODY = np.arange(4)[None, :]


@pytest.fixture(scope="module")
def office():
    """Return the tables and the channels of eight users over thirty people."""
    settings = load_settings()
    world = World(fields=load_fields(), concepts=load_concepts(), settings=settings, event=EVENT, now=NOW)
    crowd = read_crowd(crowd_rows(30), EVENT.slug, world.fields, world.concepts)
    seekers = [read_seeker(user, world.fields, world.concepts) for user in crowd_users(8)]
    ties = [read_ties(crowd, world)] * len(seekers)
    exact = read_exact(crowd, seekers, world, weights_of(settings), ties)
    return exact, read_channels(crowd, exact, load_vectors())


@pytest.fixture(scope="module")
def pairs(office):
    """Return how near all pairs are, their scores, and which of them the gate shuts out."""
    exact, channels = office
    users, people = np.arange(8)[:, None], np.tile(np.arange(30), (8, 1))
    scores = exact.scores(exact.parts(users, people))
    return channels.near(slice(0, 8)), scores, exact.answers.shut(users, people)


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_what_many_and_what_few_have_are_together_what_a_user_shares_with_each(most):
    common = commonest(BAG, most)
    near = held(BAG, WORTH, common) @ has(BAG, common).T
    read_rare(BAG, WORTH, common).add(near, slice(0, 3))
    assert np.array_equal(near, BAG.sums(np.arange(3)[:, None], EVERYBODY))


def test_what_few_have_is_added_for_the_users_of_the_tile_alone():
    near = np.zeros((1, 4), np.float32)
    read_rare(BAG, WORTH, np.array([], np.int64)).add(near, slice(1, 2))
    assert near.tolist() == [[0, 0, 0.75, 0]]


@pytest.mark.parametrize(("most", "tokens"), [(-1, []), (1, [0]), (2, [0, 1]), (9, [0, 1, 2])])
def test_the_commonest_are_what_most_people_have_and_never_none(most, tokens):
    assert commonest(BAG, most).tolist() == tokens


def test_who_is_open_is_about_as_near_as_they_score(pairs):
    near, scores, shut = pairs
    away = np.abs(near - scores)[~shut]
    assert (round(float(away.max()), 1), round(float(away.mean()), 2)) == (0.1, 0.04)
    assert np.corrcoef(near[~shut], scores[~shut])[0, 1] >= 0.98


def test_each_closed_gate_costs_one(pairs, office):
    near, scores, shut = pairs
    lists = office[0].answers
    users, hires = np.arange(8)[:, None], lists.list_of[None, :]
    closed = sum((asked.of(users, hires) == 0).astype(int) for asked in lists.gates.values())
    assert np.round(scores - near)[shut].tolist() == closed[shut].tolist()


@pytest.mark.parametrize("top", [1, 7, 28])
def test_the_nearest_are_found_in_the_order_of_the_people_and_never_the_user(office, pairs, top):
    own = np.array([[30, 30]] * 2 + [[7, 8], [0, 30], [30, 30]] + [[30, 30]] * 3)
    near = pairs[0][2:5].copy()
    near[0, [7, 8]] = near[1, 0] = -np.inf
    found = nearest(office[1], slice(2, 5), own, top)
    best = -np.sort(-near, axis=1)[:, :top]
    assert (-np.sort(-np.take_along_axis(near, found, axis=1), axis=1)).tolist() == best.tolist()
    assert np.array_equal(np.sort(found, axis=1), found)


def test_as_many_as_there_are_are_all_found(office):
    nobody = np.full((8, 1), 30)
    assert nearest(office[1], slice(0, 2), nobody, 30).tolist() == [list(range(30))] * 2
