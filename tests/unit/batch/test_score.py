import pytest

from pipeline.batch.job import open_office
from pipeline.batch.roster import profile_from
from pipeline.batch.score import match_users, part_digest, part_users
from pipeline.batch.ties import people_for
from pipeline.match import coverage, match
from pipeline.tables import Interactions, Promises, Wishes


@pytest.fixture(scope="module")
def office(batched):
    return open_office(batched)


def alone(office, user):
    """Return Matches and Coverage of one user as a single user gets them."""
    profile = profile_from(office.users[user]["profile"])
    people = people_for(office, profile)
    every = match(
        people,
        office.tables["appearances"],
        office.tables["sessions"],
        profile=profile,
        event=office.event,
        wishes=Wishes.create_empty(),
        interactions=Interactions.create_empty(),
        promises=Promises.create_empty(),
        settings=office.settings,
        now=office.order.now,
    )
    return every, coverage(people, every, profile=profile, event=office.event)


def test_each_user_of_a_batch_gets_the_matches_and_sources_of_a_single_user(office):
    users = sorted(office.users)
    matches, covered, notes = match_users(office, users)
    for user in users:
        every, sources = alone(office, user)
        ranked = every.filter(every["rank"].is_not_null())
        assert matches.filter(user_id=user).sort("rank").rows() == ranked.sort("rank").rows()
        assert covered.filter(user_id=user).rows() == sources.rows()
        assert notes.filter(user_id=user)["ranked"].to_list() == [ranked.height]


def test_the_matches_of_a_partition_are_named_by_the_profiles_in_it(office):
    parts = [part_users(office, part) for part in range(office.order.parts)]
    assert sorted(user for users in parts for user in users) == sorted(office.users)
    marks = {part_digest(office, users) for users in parts}
    assert len(marks) == len({tuple(users) for users in parts})
