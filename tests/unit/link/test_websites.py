"""What a website says of two people: one's own page, or one that colleagues share."""

import pytest

from pipeline.link.companies import page


def joined(linked):
    return linked.people.height == 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://github.com/ana-lima", "github.com/ana-lima"),
        ("www.GitHub.com/Ana-Lima/notes", "github.com/ana-lima"),
        ("https://medium.com/@ana", "medium.com/ana"),
        ("https://www.xing.com/profile/Ana_Lima", "xing.com/ana_lima"),
        ("https://www.xing.com/jobs/7", None),
        ("https://acme.example/ana", None),
        ("github.com", None),
        ("", None),
    ],
)
def test_a_page_of_ones_own_is_read_from_platforms_only(text, read):
    assert page(text) == read


def test_a_name_with_its_own_page_is_one_person(run, record):
    rows = [
        record("r1", "Ottoline Voss", website="https://github.com/otti"),
        record("r2", "O. Voss", website="github.com/otti/notes", organization="Lark"),
    ]
    assert joined(run(rows))


def test_a_rare_name_beside_one_website_is_one_person(run, record):
    rows = [
        record("r1", "Ottoline Brackenbury", website="https://brackenbury.example/about"),
        record("r2", "Ottoline Brackenbury", website="www.brackenbury.example"),
    ]
    assert joined(run(rows))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "Maria Garcia"}, {"name": "Maria Garcia"}),
        ({"name": "Ottoline Brackenbury"}, {"name": "O. Brackenbury"}),
        (
            {"name": "Ottoline Brackenbury", "title": "Chef"},
            {"name": "Ottoline Brackenbury", "title": "Auditor"},
        ),
    ],
)
def test_what_colleagues_share_is_a_question(run, record, left, right):
    rows = [record("r1", website="acme.example", **left), record("r2", website="acme.example", **right)]
    linked = run(rows)
    assert (linked.people.height, linked.reviews.height) == (2, 1)


def test_a_page_on_a_platform_that_anybody_has_is_no_evidence(run, record):
    rows = [
        record("r1", "Ottoline Brackenbury", website="https://substack.com/x"),
        record("r2", "Ottoline Brackenbury", website="https://substack.com/y"),
    ]
    assert run(rows).people.height == 2


def test_two_names_with_one_website_are_two(run, record):
    rows = [
        record("r1", "Ottoline Brackenbury", website="acme.example"),
        record("r2", "Barnaby Gravestock", website="acme.example"),
    ]
    linked = run(rows)
    assert (linked.people.height, linked.reviews.height) == (2, 0)
