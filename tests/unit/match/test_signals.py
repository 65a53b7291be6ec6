"""The formulas of the signals, by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.fields import load_fields
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import (
    FITS,
    NAMES,
    concept_rarity,
    drawn,
    either,
    exchange,
    field_fits,
    field_shares,
    field_values,
    mean_of,
    saturated,
    trust_of,
    weighed,
)
from pipeline.match.ties import is_bridge, is_dormant, is_kept, is_met, tie_value
from pipeline.match.world import World
from pipeline.settings import load_settings
from pipeline.tables import People, as_table
from tests.unit.match.conftest import NOW, person, student
from tests.unit.match.test_bulk import EVENT

NAN = float("nan")
WEIGHTS = {"field": 4, "interests": 2, "exchange": 2, "common_ground": 1, "tie": 1, "bio": 10}
SETTINGS = load_settings()
FIELDS, CONCEPTS = load_fields(), load_concepts()
OWED = {"promise_id": "1", "owner": "mine", "text": "the article"}
TALKED = {"interaction_id": "1", "kind": "talked"}


def one(value):
    return np.array([value], np.float32)


def crowd_of(*rows):
    return read_crowd(as_table(People, list(rows)), "fair", FIELDS, CONCEPTS)


def world_of(**values):
    base = {"fields": FIELDS, "concepts": CONCEPTS, "settings": SETTINGS, "event": EVENT, "now": NOW}
    return World(**(base | values))


@cache
def blank():
    return crowd_of(person("ann")).rows[0]


def row_of(**values):
    return blank() | values


@pytest.mark.parametrize(("bio", "fit"), [(0.9, 0.76), (0.5, 0.62), (NAN, 0.62), (None, 0.62)])
def test_the_fit_is_the_weighted_mean_and_a_bio_only_lifts_it(bio, fit):
    told = {**dict.fromkeys(NAMES, NAN), "field": 1.0, "interests": 0.5}
    values = {name: one(value) for name, value in told.items()}
    found = weighed(values if bio is None else {**values, "bio": one(bio)}, WEIGHTS, 0.3)
    assert found.round(6).tolist() == one(fit).tolist()
    assert round(mean_of(told, WEIGHTS, 0.3), 6) == 0.62


def test_a_bio_that_alone_has_a_weight_is_the_fit():
    weights = dict.fromkeys(NAMES, 0) | {"bio": 3}
    values = {name: one(1) for name in NAMES} | {"bio": one(0.8)}
    assert (weighed(values, weights, 0.3)[0], mean_of(dict.fromkeys(NAMES, 1.0), weights, 0.3)) == (
        np.float32(0.6),
        0,
    )


@pytest.mark.parametrize(("common", "value"), [(0, 0), (1, 0.77687), (2, 0.950213)])
def test_interests_in_common_add_up_towards_one(common, value):
    assert saturated(one(common)).round(6).tolist() == one(value).tolist()


@pytest.mark.parametrize(
    ("listed", "said", "value"),
    [(NAN, 0.4, 0.4), (0.5, NAN, 0.4), (0.5, 0.4, 0.52), (0.2, 0.9, 0.9), (0.9, 0.1, 0.734), (NAN, NAN, NAN)],
)
def test_what_lists_say_counts_four_fifths_and_words_add_half_of_what_is_left(listed, said, value):
    assert np.array_equal(either(one(listed), one(said)).round(6), one(value), equal_nan=True)


@pytest.mark.parametrize(
    ("best", "trust", "value"), [(1, 0.5, 0.65), (0.2, 0.5, 0.25), (0, 1, 0.15), (1, NAN, NAN)]
)
def test_what_is_not_believed_is_drawn_to_neutral_and_never_below_half_of_it(best, trust, value):
    assert np.array_equal(drawn(one(best), one(trust), 0.3).round(6), one(value), equal_nan=True)


@pytest.mark.parametrize(
    ("you", "them", "value"),
    [(1, 0.5, 0.666667), (NAN, 0.5, 0.375), (0.5, NAN, 0.375), (0, 0, 0), (1, 1, 1), (NAN, NAN, NAN)],
)
def test_the_exchange_is_the_harmonic_mean_with_neutral_for_a_silent_side(you, them, value):
    assert np.array_equal(exchange(one(you), one(them), 0.3).round(6), one(value), equal_nan=True)


def test_a_concept_is_the_rarer_the_fewer_have_it():
    few = [person(f"r{at}", interests=["running"]) for at in range(3)]
    crowd = crowd_of(*few, person("x", interests=["choir"]))
    rare = dict(zip(crowd.concepts, concept_rarity(crowd).round(5).tolist(), strict=True))
    assert rare == {"running": np.float32(0.29625), "choir": 1.0}


def test_a_concept_that_everybody_has_counts_a_tenth_and_one_of_a_single_target_all():
    many = crowd_of(*[person(f"r{at:02}", interests=["running"]) for at in range(20)])
    alone = crowd_of(person("ann", interests=["running"]))
    assert (concept_rarity(many).tolist(), concept_rarity(alone).tolist()) == ([np.float32(0.1)], [1.0])


def test_two_words_of_a_phrase_are_believed_by_half_and_six_by_three_quarters():
    crowd = crowd_of(
        person("a", seeks=["piano lessons"]),
        person("b", seeks=["piano lessons", "welding tall iron gates"]),
        person("c"),
    )
    trust = trust_of(crowd, crowd.seeks, SETTINGS)
    assert np.array_equal(trust, np.array([0.5, 0.75, NAN], np.float32), equal_nan=True)


SURE = {"unknown": [(0.29, 0, 0), (0, 0, 0)], "other": [(0.3, 0, 0), (0, 0, 0.9), (0, 0.39, 0.1)]}
SURE |= {"adjacent": [(0.44, 0, 0), (0.6, 0, 1), (0, 0.4, 0)], "same": [(0.45, 0, 0), (0.75, 0, 1)]}


@pytest.mark.parametrize(("fit", "fields"), [(fit, row) for fit, rows in SURE.items() for row in rows])
def test_a_target_is_in_the_field_that_is_nearly_its_surest(fit, fields):
    crowd = replace(crowd_of(person("ann")), fields=np.array([fields], np.float32))
    seeker = read_seeker(student(), FIELDS, CONCEPTS)
    seeker = replace(seeker, own=(0,), close=np.array([1, 0.25, 0.24], np.float32))
    assert [FITS[at] for at in field_fits(crowd, seeker)] == [fit]
    assert [FITS[at] for at in field_fits(crowd, replace(seeker, own=()))] == ["unknown"]


def test_a_field_counts_by_how_sure_it_is_and_by_its_share_of_the_surest():
    fields = np.array([[0.81, 0.405, 0], [0.25, 0, 0]], np.float32)
    crowd = replace(crowd_of(person("ann"), person("bob")), fields=fields)
    assert field_shares(crowd).round(4).tolist() == np.float32([[0.9, 0.3182, 0], [0.5, 0, 0]]).tolist()
    values = field_values(crowd, np.array([0.5, 1, 1], np.float32))
    assert np.array_equal(values.round(4), np.float32([0.45, NAN]), equal_nan=True)


def test_nobody_has_no_field():
    seeker = read_seeker(student(), FIELDS, CONCEPTS)
    assert (len(field_values(crowd_of(), seeker.close)), len(field_fits(crowd_of(), seeker))) == (0, 0)


def test_a_field_that_the_user_calls_adjacent_is_near_and_their_own_is_nearest():
    close = read_seeker(student(adjacent_fields=("agriculture", "finance")), FIELDS, CONCEPTS).close
    names = ("finance", "agriculture", "arts")
    assert [round(float(close[FIELDS.names.index(name)]), 6) for name in names] == [1.0, 0.8, 0.0]


LONG_AGO, LATELY = NOW - dt.timedelta(days=365), NOW - dt.timedelta(days=364)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({}, 0.5),
        ({"known": True}, 0.65),
        ({"stage": 1}, 0.65),
        ({"stage": 2, "known": True}, 0.8),
        ({"stage": 3, "last_two_way": LATELY}, 0.8),
        ({"stage": 3, "last_two_way": LONG_AGO}, 0.9),
        ({"stage": 4, "last_two_way": LONG_AGO}, 0.9),
        ({"stage": 4}, 0.35),
        ({"tie_sources": ["friend_or_family"]}, 0.35),
        ({"tie_sources": ["classmate"]}, 0.5),
    ],
)
def test_each_tie_is_worth_what_the_settings_say(row, value):
    assert tie_value(row_of(**row), world_of(), SETTINGS.section("match.tie")) == value


def test_what_is_owed_comes_before_every_other_tie():
    world = world_of(promises={"ann": [OWED]})
    row = row_of(stage=4, last_two_way=LONG_AGO)
    assert tie_value(row, world, SETTINGS.section("match.tie")) == 1.0


@pytest.mark.parametrize(("last", "dormant"), [(None, False), (LATELY, False), (LONG_AGO, True)])
def test_a_tie_is_dormant_after_a_year_without_exchange(last, dormant):
    assert is_dormant(row_of(last_two_way=last), world_of()) == dormant


@pytest.mark.parametrize(
    ("row", "kept"),
    [({"stage": 3}, False), ({"stage": 4}, True), ({"tie_sources": ["friend_or_family"]}, True)],
)
def test_friends_and_who_is_close_are_kept(row, kept):
    assert is_kept(row_of(**row), world_of()) == kept


@pytest.mark.parametrize(
    ("row", "world", "met"),
    [
        ({}, {}, False),
        ({}, {"interactions": {"ann": [TALKED]}}, True),
        ({}, {"interactions": {"ann": [TALKED | {"kind": "meeting"}]}}, True),
        ({}, {"interactions": {"ann": [TALKED | {"kind": "message"}]}}, False),
        ({}, {"suggested": {"ann": ("Autumn Fair", dt.date(2026, 10, 1))}}, True),
        ({"stage": 4}, {"interactions": {"ann": [TALKED]}}, False),
        ({"last_two_way": LONG_AGO}, {"interactions": {"ann": [TALKED]}}, False),
        ({}, {"interactions": {"ann": [TALKED]}, "promises": {"ann": [OWED]}}, False),
        ({"kind": "organization"}, {"interactions": {"ann": [TALKED]}}, False),
    ],
)
def test_who_was_met_is_a_person_with_whom_nothing_is_open(row, world, met):
    assert is_met(row_of(**row), world_of(**world)) == met


@pytest.mark.parametrize(
    ("row", "bridge"),
    [
        ({}, True),
        ({"organization": "North Bank"}, False),
        ({"school": "Alder University"}, False),
        ({"events": ["fair", "club"]}, False),
        ({"organization": "South Bank", "school": "Elm College", "events": ["fair", "gala"]}, True),
        ({"stage": 2}, False),
        ({"known": True}, False),
    ],
)
def test_a_bridge_is_somebody_to_whom_nobody_known_leads(row, bridge):
    places = frozenset({"north bank", "alder university", "club", "fair", ""})
    assert is_bridge(row_of(**row), world_of(known_places=places)) == bridge
