"""Closure: what is joined, what a veto keeps apart, and that order decides nothing."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.cluster import cluster

SIZE = 12
numbers = st.integers(0, SIZE - 1)
pairs = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])
edges = st.lists(st.tuples(st.sampled_from([1.0, 2.0, 3.0]), numbers, numbers), max_size=25)


def group_of(groups):
    return {item: index for index, group in enumerate(groups) for item in group}


@given(edges, st.lists(pairs, max_size=10), st.randoms())
def test_the_order_of_edges_and_vetoes_changes_nothing(linked, apart, dice):
    turned = dice.sample(linked, len(linked)), dice.sample(apart, len(apart))
    assert cluster(SIZE, linked, vetoes=apart) == cluster(SIZE, turned[0], vetoes=turned[1])


@given(edges, st.lists(pairs, max_size=10))
def test_a_veto_holds_through_any_number_of_others(linked, apart):
    group = group_of(cluster(SIZE, linked, vetoes=apart)[0])
    assert all(group[a] != group[b] for a, b in apart)


@given(edges)
def test_without_vetoes_every_edge_is_kept_and_nothing_else_joins(linked):
    groups, refused = cluster(SIZE, linked)
    group = group_of(groups)
    assert refused == []
    assert sorted(item for one in groups for item in one) == list(range(SIZE))
    assert all(group[a] == group[b] for _, a, b in linked)


@given(edges, st.lists(pairs, max_size=10))
def test_a_refused_edge_is_named(linked, apart):
    groups, refused = cluster(SIZE, linked, vetoes=apart)
    group = group_of(groups)
    assert all(group[a] == group[b] or (a, b) in refused for _, a, b in linked)


def test_a_circle_of_merges_ends():
    assert cluster(3, [(1.0, 0, 1), (1.0, 1, 2), (1.0, 2, 0)])[0] == [[0, 1, 2]]


def test_the_stronger_edge_wins_where_both_cannot_hold():
    assert cluster(3, [(1.0, 0, 1), (2.0, 1, 2)], vetoes=[(0, 2)])[0] == [[0], [1, 2]]
