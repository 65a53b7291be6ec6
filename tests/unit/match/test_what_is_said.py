"""Every sentence about a target: whose side it takes, what it is filled with, and the cells it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.profile import Station
from tests.unit.match.conftest import NOW, Fair, employer, person, student
from tests.unit.match.test_ties import PROMISE, TALK
from tests.unit.match.test_truth import FULL, HIRING, USER

KNOWN = {"connected_on": dt.date(2020, 1, 2)}
SAM = replace(
    USER,
    majors=("Finance", "Accounting"),
    positions=("Internship", "Full-time"),
    languages=("English", "Spanish"),
    adjacent_fields=("insurance",),
    work_authorization="needs_now",
    history=(Station("North Bank", "job", dt.date(2024, 5, 1)),),
)
KIM = person(
    "kim",
    title="Insurance broker",
    organization="North Bank",
    stage=4,
    known=True,
    tie_sources=["friend_or_family"],
    interests=["Spanish"],
    **KNOWN,
)
PAT = person(
    "pat",
    title="Professor of Finance",
    organization="Alder University",
    tie_sources=["friend_or_family"],
    **KNOWN,
)
LIN = person("lin", organization="North Bank", last_two_way=NOW - dt.timedelta(days=400), **KNOWN)
LIN["origins"] += [
    {"field": "connected_on", "value": "2 Jan 2020", "file": "mine.csv", "row": 4, "column": "Connected On"}
]
CLINIC = employer(
    "clinic",
    majors=["Nursing", "Biology"],
    levels=["PhD", "Master"],
    positions=["Part-time", "Night shift"],
    graduation_date="2029",
    work_authorization="no",
)


@pytest.fixture(scope="module")
def fair():
    """Return a fair at which everything that can be said is said of somebody."""
    return Fair(
        person("ann", **FULL),
        employer("bank", **HIRING),
        *(KIM, PAT, LIN, CLINIC),
        employer("wide", majors=["Any major"]),
        employer("needy", positions=["Staff Part-time"]),
        profile=SAM,
        flags={"match.hard_sponsorship": True},
        promises=[
            PROMISE | {"person_id": "kim"},
            PROMISE | {"promise_id": "2", "owner": "theirs", "text": "a lead", "person_id": "kim"},
        ],
        interactions=[TALK | {"person_id": "kim"}],
        suggested={"wide": ("Autumn Fair", dt.date(2026, 10, 1))},
    )


def said(fair, who, column):
    """Return each message: its side, its key, its words, the cells it shows."""
    return [
        (
            item["side"],
            item["key"],
            {pair["name"]: pair["value"] for pair in item["params"]},
            [(cell["field"], cell["value"]) for cell in item["evidence"]],
        )
        for item in fair.of(who)[column]
    ]


def test_a_person_is_told_by_work_needs_interests_and_texts(fair):
    title, need = "Financial Analyst", "Volunteer interpreters"
    pair = {"need": need, "offer": "Spanish interpreting"}
    assert said(fair, "ann", "reasons") == [
        (
            "you",
            "reason.field.title",
            {"value": title, "field": "finance", "own": "finance", "organization": "Ann"},
            [("title", title)],
        ),
        ("them", "reason.need", pair, [("seeks", need)]),
        (
            "you",
            "reason.offer",
            {"need": "feedback on my résumé", "offer": "Résumé review"},
            [("offers", "Résumé review")],
        ),
        (
            None,
            "reason.interest.same",
            {"theirs": "Choir", "mine": "choir", "concept": "choir"},
            [("interests", "Choir")],
        ),
        (None, "reason.bio", {"topics": "mortgage and ledger"}, [("bio", FULL["bio"])]),
        ("you", "reason.bridge", {}, []),
    ]
    assert said(fair, "ann", "give") == [("them", "give.need", pair, [("seeks", need)])]


def test_an_employer_is_told_by_what_it_hires(fair):
    role = "Finance Internship"
    assert said(fair, "bank", "reasons") == [
        (
            "you",
            "reason.field.positions",
            {"value": role, "field": "finance", "own": "finance", "organization": "Bank"},
            [("positions", role)],
        ),
        (
            "them",
            "reason.hire.major_same",
            {"majors": "Finance", "own": "Finance and Accounting", "who": "Bank"},
            [("majors", "Finance")],
        ),
        (
            "you",
            "reason.hire.position",
            {"positions": role, "own": "Internship and Full-time", "who": "Bank"},
            [("positions", role)],
        ),
        (
            "them",
            "reason.hire.level",
            {"levels": "Undergraduate", "who": "Bank"},
            [("levels", "Undergraduate")],
        ),
        ("you", "reason.bridge", {}, []),
    ]


def test_an_employer_open_to_all_says_so(fair):
    own = {"majors": "Any", "own": "Finance and Accounting", "who": "Wide"}
    assert said(fair, "wide", "reasons") == [
        ("them", "reason.hire.major_any", own, [("majors", "Any major")]),
        (None, "reason.tie.suggested", {"event": "Autumn Fair", "day": "2026-10-01"}, []),
    ]


def test_a_friend_near_the_field_is_told_by_everything_between_them(fair):
    title = "Insurance broker"
    field = "insurance and actuarial work"
    assert said(fair, "kim", "reasons") == [
        (
            "you",
            "reason.field.title_near",
            {"value": title, "field": field, "own": "finance", "organization": "Kim"},
            [("title", title)],
        ),
        ("them", "reason.tie.owe", {"text": "the article"}, []),
        ("you", "reason.tie.owed", {"text": "a lead"}, []),
        (None, "reason.tie.again", {"day": "2026-11-01"}, []),
        (None, "reason.tie.see_again", {"name": "Kim"}, []),
        (None, "reason.tie.friend", {"name": "Kim"}, [("name", "Kim")]),
    ]


def test_who_was_lost_touch_with_is_told_by_the_last_day_and_the_first(fair):
    assert said(fair, "lin", "reasons")[1:] == [
        (None, "reason.tie.dormant", {"day": "2026-01-25"}, []),
        (None, "reason.tie.connected", {"day": "2020-01-02"}, [("connected_on", "2 Jan 2020")]),
    ]


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        (
            "ann",
            [
                (None, "ground.school", {"school": "Alder University"}, [("school", "Alder University")]),
                (None, "ground.town", {"town": "Alder Falls, NY"}, [("location", "Alder Falls, NY")]),
            ],
        ),
        ("bank", []),
        (
            "kim",
            [
                (
                    None,
                    "ground.job_since",
                    {"organization": "North Bank", "when": "2024"},
                    [("organization", "North Bank")],
                ),
                (None, "ground.language", {"language": "Spanish"}, [("interests", "Spanish")]),
            ],
        ),
        (
            "pat",
            [
                (
                    None,
                    "ground.school_staff",
                    {"school": "Alder University"},
                    [("organization", "Alder University")],
                )
            ],
        ),
        (
            "lin",
            [
                (
                    None,
                    "ground.job_since",
                    {"organization": "North Bank", "when": "2024"},
                    [("organization", "North Bank")],
                ),
                (
                    None,
                    "ground.mutual",
                    {"name": "Kim", "organization": "North Bank"},
                    [("organization", "North Bank"), ("organization", "North Bank")],
                ),
            ],
        ),
    ],
)
def test_common_ground_is_told_the_weightiest_first(fair, who, ground):
    assert said(fair, who, "common_ground") == ground


def test_who_is_set_aside_is_told_by_every_line_that_says_no(fair):
    assert said(fair, "clinic", "set_aside_because") == [
        (
            None,
            "aside.major",
            {"majors": "Nursing, Biology", "own": "Finance, Accounting"},
            [("majors", "Nursing"), ("majors", "Biology")],
        ),
        (
            None,
            "aside.level",
            {"levels": "PhD, Master", "own": "Undergraduate"},
            [("levels", "PhD"), ("levels", "Master")],
        ),
        (
            None,
            "aside.date",
            {"date": "2029", "own": "2027-05-15"},
            [("graduation_date", "2029")],
        ),
        (None, "aside.sponsorship", {}, [("work_authorization", "no")]),
    ]


def test_hours_that_the_user_does_not_look_for_set_aside(fair):
    assert said(fair, "needy", "set_aside_because") == [
        (
            None,
            "aside.position",
            {"positions": "Staff Part-time", "own": "Internship, Full-time"},
            [("positions", "Staff Part-time")],
        )
    ]


@pytest.mark.parametrize(
    ("who", "notes"),
    [
        ("ann", []),
        ("bank", [(None, "eligibility.sponsorship_unknown", {}, [("work_authorization", "unknown")])]),
        ("clinic", [(None, "eligibility.sponsorship_no", {}, [("work_authorization", "no")])]),
    ],
)
def test_a_user_who_needs_a_sponsor_is_told_what_the_list_says(fair, who, notes):
    assert said(fair, who, "eligibility") == notes


@pytest.mark.parametrize(
    ("who", "unknown"),
    [
        ("ann", ["organization"]),
        ("bank", ["offers", "seeks", "work_authorization"]),
        ("pat", ["interests", "offers", "seeks"]),
        ("clinic", ["offers", "seeks"]),
        ("wide", ["positions", "levels", "offers", "seeks", "work_authorization"]),
    ],
)
def test_what_nothing_states_is_named(fair, who, unknown):
    assert fair.of(who)["unknowns"] == unknown


@pytest.mark.parametrize(
    ("who", "values"),
    [
        ("bank", [1.0, None, 0.8, 0.0, 0.5, None]),
        ("kim", [0.8, 0.0, None, 0.65, 1.0, None]),
        ("pat", [1.0, None, None, 0.5, 0.35, None]),
        ("wide", [None, None, 0.342857, 0.0, 0.5, None]),
    ],
)
def test_every_signal_is_told_by_its_own_measure(fair, who, values):
    assert [signal["value"] for signal in fair.of(who)["signals"]] == values


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("bank", (0.71, 0.7, 0.55, 0.85)),
        ("kim", (0.525, 0.366667, 0.15, 0.7)),
        ("pat", (0.6025, 0.533333, 0.3, 0.55)),
        ("wide", (0.292857, 0.3, 0.35, 0.45)),
    ],
)
def test_what_is_unknown_counts_as_neutral_in_the_fit_and_not_in_the_confidence(fair, who, told):
    row = fair.of(who)
    assert (row["fit"], row["you_to_them"], row["them_to_you"], row["confidence"]) == told


def test_roles_close_to_the_field_are_told_where_no_role_names_it():
    house = employer("house", name="Risk House", positions=["Underwriter", "Actuary"])
    fair = Fair(house, profile=student(adjacent_fields=("insurance",)))
    assert said(fair, "house", "reasons")[-1] == (
        "you",
        "reason.hire.roles",
        {"roles": "Underwriter and Actuary", "who": "Risk House"},
        [("positions", "Underwriter"), ("positions", "Actuary")],
    )


def test_who_stands_beyond_the_end_of_the_list_is_told_its_length():
    fair = Fair(
        person("ann", title="Banker"), person("bob", title="Nurse"), flags={"match.max_candidates": 1}
    )
    assert said(fair, "bob", "set_aside_because") == [(None, "aside.beyond", {"limit": "1"}, [])]


def test_who_is_only_a_contact_of_an_exhibitor_is_told_of_the_house():
    bank = employer("bank", positions=["Credit Analyst"])
    fair = Fair(bank, person("ann", organization="Bank", organization_id="bank"))
    assert said(fair, "ann", "set_aside_because") == [(None, "aside.contact", {"organization": "Bank"}, [])]


@pytest.mark.parametrize(("kind", "key"), [("pass", "aside.you_said"), ("pick", None)])
def test_the_users_word_is_told(kind, key):
    fair = Fair(person("ann", title="Banker"), wishes=[{"person_id": "ann", "kind": kind}])
    assert said(fair, "ann", "set_aside_because") == ([(None, key, {}, [])] if key else [])
    assert ((None, "reason.you_said", {}, []) in said(fair, "ann", "reasons")) == (key is None)
