import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.partition import in_tasks, of_shard, parse_shard, part_of, partitions, parts_for
from pipeline.errors import UsageError

USERS = st.sets(st.text(min_size=1, max_size=8), max_size=60)


@given(USERS, st.sampled_from([1, 2, 4, 8]))
def test_every_user_is_in_exactly_one_partition(users, parts):
    found = [user for part in partitions(users, parts) for user in part]
    assert sorted(found) == sorted(users)


@given(USERS, st.text(min_size=1, max_size=8), st.sampled_from([1, 2, 4, 8]))
def test_a_late_registrant_changes_only_the_partition_they_are_in(users, late, parts):
    before, after = partitions(users, parts), partitions(users | {late}, parts)
    changed = [number for number in range(parts) if before[number] != after[number]]
    assert set(changed) <= {part_of(late, parts)}


@given(USERS, st.integers(1, 7))
def test_the_shards_of_one_count_share_nothing_and_miss_nobody(users, count):
    found = [user for which in range(1, count + 1) for user in of_shard(users, (which, count))]
    assert sorted(found) == sorted(users)


def test_partitions_are_a_power_of_two_of_at_most_the_size_asked_for():
    assert [parts_for(users, 50) for users in (1, 50, 51, 101, 10_000)] == [1, 1, 2, 4, 256]


def test_tasks_hold_all_items_in_order_and_no_more_than_asked_for():
    assert in_tasks("abcde", 2) == [("a", "b"), ("c", "d"), ("e",)]


def test_a_shard_is_read_from_its_text():
    assert [parse_shard(text) for text in (None, "", "1/1", "3/4")] == [(1, 1), (1, 1), (1, 1), (3, 4)]


@pytest.mark.parametrize("text", ["0/4", "5/4", "a/b", "3", "1/", "-1/2"])
def test_what_is_no_shard_is_said_to_be_none(text):
    with pytest.raises(UsageError, match="no shard"):
        parse_shard(text)
