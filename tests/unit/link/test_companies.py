"""Rows of organisations: joined by name, asked about by website and by country, and never by a platform."""

import pytest

from pipeline.link.companies import host


def groups(linked):
    return sorted(sorted(ids) for ids in linked.people["record_ids"].to_list())


def asked(linked):
    return linked.reviews.select("a", "b").rows()


def firm(record, record_id, name, **more):
    return record(record_id, name, kind="organization", organization=name, **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.Harbor.example/jobs?x=1", "harbor.example"),
        ("harbor.example", "harbor.example"),
        ("http://careers.harbor.example:8080/", "careers.harbor.example"),
        ("https://www.linkedin.com/company/harbor", None),
        ("harbor.wixsite.com/start", None),
        ("ask at the booth", None),
        ("", None),
    ],
)
def test_the_host_of_an_address_is_read_and_a_platform_is_none(text, expected):
    assert host(text) == expected


def test_two_names_on_one_website_are_asked_about_and_not_joined(run, record):
    linked = run(
        [
            firm(record, "r1", "Harbor Bank", website="https://harbor.example/jobs"),
            firm(record, "r2", "HB Financial Services", website="www.harbor.example"),
        ]
    )
    assert groups(linked) == [["r1"], ["r2"]]
    assert asked(linked) == [("r1", "r2")]
    assert linked.reviews["evidence"].to_list() == [
        ["rule=likely_one_organization", "website=harbor.example"]
    ]


def test_one_name_in_two_countries_is_asked_about(run, record):
    linked = run([firm(record, "r1", "Acme Germany GmbH"), firm(record, "r2", "Acme Austria GmbH")])
    assert (groups(linked), asked(linked)) == ([["r1"], ["r2"]], [("r1", "r2")])


@pytest.mark.parametrize(("word", "people", "open_"), [("same", 1, 0), ("different", 2, 0)])
def test_the_users_word_on_organisations_is_kept(run, record, word, people, open_):
    rows = [
        firm(record, "r1", "Harbor Bank", website="harbor.example"),
        firm(record, "r2", "HB Services", website="harbor.example"),
    ]
    linked = run(rows, said=[("r1", "r2", word)])
    assert (linked.people.height, linked.reviews.height) == (people, open_)


def test_a_website_that_many_share_asks_about_nobody(run, record):
    names = ("Aldermoor", "Brackwater", "Corvane", "Dunholm", "Eskdale")
    linked = run([firm(record, f"r{name}", name, website="fair.example") for name in names])
    assert asked(linked) == []
