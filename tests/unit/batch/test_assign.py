from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.assign import Demand, assign, lot, unconstrained, value_of


@st.composite
def small_wishes(draw):
    """Return a problem small enough to try everything."""
    users, booths = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    pairs = [(user, booth) for user in range(users) for booth in range(booths)]
    worth = draw(st.lists(st.integers(1, 99), min_size=len(pairs), max_size=len(pairs)))
    return Demand(
        user=np.array([user for user, _ in pairs]),
        booth=np.array([booth for _, booth in pairs]),
        worth=np.array(worth) / 100,
        room=np.array(draw(st.lists(st.integers(0, 3), min_size=booths, max_size=booths))),
        visits=draw(st.integers(1, 3)),
        first_places=(10.0, 2.0, 1.0),
    )


def allowed(wishes, chosen):
    visits = np.bincount(wishes.user[chosen], minlength=wishes.users)
    load = np.bincount(wishes.booth[chosen], minlength=len(wishes.room))
    return bool((visits <= wishes.visits).all() and (load <= wishes.room).all())


@settings(deadline=None, max_examples=60)
@given(small_wishes())
def test_no_other_assignment_is_worth_more(wishes):
    found = assign(wishes)
    assert allowed(wishes, found.chosen)
    tried = (np.array(one, bool) for one in product((0, 1), repeat=len(wishes.user)))
    best = max(value_of(wishes, one) for one in tried if allowed(wishes, one))
    assert abs(found.value - best) < 1e-6
    assert abs(found.bound - best) < 1e-6


def crowd(students, booths, room, seed=1):
    dice = np.random.default_rng(seed)
    worth = dice.random((students, booths))
    return Demand(
        user=np.repeat(np.arange(students), booths),
        booth=np.tile(np.arange(booths), students),
        worth=worth.ravel(),
        room=np.full(booths, room),
        visits=4,
        first_places=(10.0, 2.0, 1.0),
    )


def test_nobody_goes_without_while_there_is_room_for_all():
    found = assign(crowd(200, 10, 20))
    assert np.bincount(crowd(200, 10, 20).user[found.chosen], minlength=200).min() == 1


def test_with_room_for_all_everybody_gets_what_they_want_most():
    wishes = crowd(20, 5, 20)
    assert (assign(wishes).chosen == unconstrained(wishes)).all()


def test_the_lot_of_a_pair_is_the_same_whoever_else_takes_part():
    assert lot(["a", "b"], ["x", "y"], 1)[1] == lot(["b"], ["y"], 1)[0]
    assert lot(["a"], ["x"], 1)[0] != lot(["a"], ["x"], 2)[0]


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=1, max_size=20))
def test_a_lot_lies_between_nought_and_one(pairs):
    drawn = lot([one for one, _ in pairs], [other for _, other in pairs], 7)
    assert ((drawn >= 0) & (drawn < 1)).all()
