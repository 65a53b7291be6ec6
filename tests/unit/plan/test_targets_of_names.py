"""A list of mere names makes nobody a must-meet."""

from __future__ import annotations

import datetime as dt

from pipeline.plan.targets import Target, _with_musts

AGREED = (dt.datetime(2027, 3, 18, 11, tzinfo=dt.UTC),)


def target(name, **values):
    return Target(person_id=name, name=name, kind="person", booth=None, tier="C", rank=1, fit=0.3, **values)


def musts(*targets):
    return [one.name for one in _with_musts(list(targets), 5) if one.must]


def test_a_mere_name_is_no_must():
    assert musts(target("ann", told=False), target("bob")) == ["bob"]


def test_the_users_word_makes_a_mere_name_a_must():
    picked = target("ann", told=False, picked=True)
    assert musts(picked, target("bob", told=False, agreed=AGREED)) == ["ann", "bob"]
