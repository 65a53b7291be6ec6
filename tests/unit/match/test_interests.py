"""Shared interests are concepts, never words."""

from __future__ import annotations

import pytest

from pipeline.errors import SettingsError
from pipeline.match.concepts import load_concepts
from tests.unit.match.conftest import Fair, person, student


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ML", "machine learning"),
        ("soccer", "Football"),
        ("Interested in hiking", "trekking"),
        ("UX", "user experience"),
    ],
)
def test_two_names_of_one_interest_are_one_concept(one, other):
    concepts = load_concepts()
    assert concepts.of(one) == concepts.of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("machine learning", "machine tools"),
        ("deep learning", "deep sea diving"),
        ("Java", "coffee from Java"),
    ],
)
def test_a_shared_word_is_no_shared_interest(one, other):
    concepts = load_concepts()
    assert concepts.of(one) != concepts.of(other)


def test_there_are_at_least_600_concepts():
    assert len({concept.name for concept in load_concepts().by_stems.values()}) >= 600


def test_an_interest_without_an_entry_means_its_own_words():
    concepts = load_concepts()
    assert concepts.of("Quidditch history of Wales") == concepts.of("history of Wales Quidditch")


def test_a_related_interest_is_called_related():
    fair = Fair(person("ann", interests=["deep learning"]), profile=student(interests=("machine learning",)))
    assert fair.keys("ann") == ["reason.interest.related"]


def test_a_rare_interest_in_common_counts_more_than_a_common_one():
    crowd = [person(f"p{at}", interests=["running"]) for at in range(20)]
    fair = Fair(*crowd, person("rare", interests=["choir"]), profile=student(interests=("running", "choir")))
    assert fair.order()[0] == "rare"


def test_an_alias_of_two_concepts_is_refused(tmp_path):
    path = tmp_path / "aliases.toml"
    path.write_text('[filler]\nwords = []\nambiguous = []\n[a.b]\none = ["x"]\ntwo = ["x"]\n')
    with pytest.raises(SettingsError, match="stands for both"):
        load_concepts(path)


def test_two_concepts_are_kin_as_all_are_told_at_once():
    concepts = load_concepts()
    names = [*dict.fromkeys([*list(concepts.parents)[::7], *list(concepts.parents.values())[::5]]), "nothing"]
    told = concepts.kinship(names, names)
    assert [[concepts.kin(one, other) for other in names] for one in names] == told.tolist()
    children = list(concepts.parents)[::11]
    told = concepts.kinship(children, children[::-1])
    assert [[concepts.kin(one, other) for other in children[::-1]] for one in children] == told.tolist()


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("deep learning", "machine learning", True),
        ("machine learning", "choir", False),
        ("xylo carving", "yodel rings", False),
    ],
)
def test_kin_are_parent_child_or_children_of_one_parent_both_ways(one, other, kin):
    concepts = load_concepts()
    assert (concepts.kin(one, other), concepts.kin(other, one)) == (kin, kin)


def test_a_rare_word_that_is_all_of_one_interest_is_related_to_what_names_it():
    fair = Fair(
        person("ann", interests=["irrigation control boards"]),
        person("bob", interests=["control boards"]),
        profile=student(interests=("irrigation",)),
    )
    related = [name for name in ("ann", "bob") if "reason.interest.related" in fair.keys(name, "reasons")]
    assert related == ["ann"]


def test_a_common_word_makes_nothing_related():
    fair = Fair(person("ann", interests=["coffee tables"]), profile=student(interests=("coffee",)))
    assert fair.keys("ann", "reasons") == []
