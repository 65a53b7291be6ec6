"""Addresses, pages and numbers in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link import contacts, mailbox, organizations
from pipeline.link.names import parse


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mailto:Nora.Quist@Fjell.example", "nora.quist@fjell.example"),
        ("Nora <nora@x.example>", "nora@x.example"),
        ("l.e.n.a@googlemail.com", "lena@gmail.com"),
        ("lena+fair@gmail.com", "lena@gmail.com"),
        ("l.ena@x.example", "l.ena@x.example"),
        ("nora [at] x [dot] example", "nora@x.example"),
        ("no address", None),
        ("@", None),
    ],
)
def test_an_address_has_one_spelling(text, address):
    assert contacts.email(text) == address


@pytest.mark.parametrize(
    "text", ["info@x.example", "campus-recruiting@x.example", "hr2@x.example", "jobs.team@x.example"]
)
def test_the_mailbox_of_a_desk_is_known(text):
    assert contacts.is_role(text)


def test_the_mailbox_of_a_person_is_no_desk():
    assert not contacts.is_role("jo.hill@x.example")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("https://uk.linkedin.com/in/Ravi-D-1a2b/?utm_source=share", "ravi-d-1a2b"),
        ("linkedin.com/in/g%C3%BCl", "gül"),
        ("ravi-d-1a2b", "ravi-d-1a2b"),
        ("http://www.linkedin.com/pub/ravi-d/1a/2b3/4c5", "ravi-d-4c52b31a"),
        ("https://www.linkedin.com/pub/ravi-d", None),
        ("https://www.linkedin.com/company/quarrel", None),
        ("https://www.linkedin.com/school/fen/", None),
        ("", None),
    ],
)
def test_only_a_persons_page_gives_a_slug(text, slug):
    assert contacts.linkedin(text) == slug


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("+44 7700 900123", "US", "+447700900123"),
        ("0044 7700 900123", "US", "+447700900123"),
        ("07700 900123", "US", "7700900123"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("030 901820", "DE", "+4930901820"),
        ("12", "US", None),
        ("123-456-7890", "US", None),
        ("0000000000", "US", None),
    ],
)
def test_a_number_has_one_spelling(text, region, number):
    assert contacts.phone(text, region) == number


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text):
    contacts.email(text)
    contacts.linkedin(text)
    contacts.twitter(text)
    contacts.phone(text, "US")
    organizations.organization(text)
    organizations.school(text)


@pytest.mark.parametrize("text", ["Google", "Google LLC", "GOOGLE, Inc.", "Google GmbH"])
def test_a_legal_form_makes_no_other_organisation(text):
    assert organizations.organization(text) == "google"


@pytest.mark.parametrize(
    ("text", "short"),
    [("Google Germany GmbH", "google"), ("Royal Bank of Canada", "royalbankofcanada"), ("Anka A.Ş.", "anka")],
)
def test_a_country_is_cut_only_behind_a_whole_name(text, short):
    assert organizations.short(text) == short


@pytest.mark.parametrize("text", ["Freelance", "self-employed", "N/A", "Student", "-", ""])
def test_words_for_no_employer_are_none(text):
    assert organizations.organization(text) is None


def test_first_letters_stand_for_a_school():
    long, short = (organizations.school(text) for text in ("University of California, Los Angeles", "UCLA"))
    assert organizations.one_school(long, short)
    assert not organizations.one_school(long, organizations.school("UCL"))


@pytest.mark.parametrize(
    "box",
    ["front.desk", "careers-uk", "jobs.berlin", "talent.acquisition", "hr2", "familie", "2027", "admissions"],
)
def test_the_mailbox_of_a_desk_is_known_wherever_it_stands(box):
    assert contacts.is_role(f"{box}@x.example")


@pytest.mark.parametrize("box", ["london", "ana.berlin", "dean.marsh", "it.lima", "berlin.uk", "a.lima"])
def test_the_mailbox_of_a_person_is_no_desk_whatever_it_looks_like(box):
    assert not contacts.is_role(f"{box}@x.example")


def test_the_number_of_a_member_says_nothing_beside_a_page():
    assert contacts.linkedin("https://www.linkedin.com/in/ACoAABcdEfGhIjKlMnOpQrStUvWxYz0123456789") is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("chris.roth@x.example", "named"),
        ("theroths@x.example", "home"),
        ("the.roths12@x.example", "home"),
        ("roth-family@x.example", "home"),
        ("familieroth@x.example", "home"),
        ("roths@x.example", "home"),
        ("roth@x.example", "kin"),
        ("roth7@x.example", "kin"),
        ("hello@x.example", "none"),
    ],
)
def test_a_mailbox_tells_whose_it_is(address, told):
    assert mailbox.named_by(address, parse("Chris Roth"), parse("Christina Roth")) == told


def test_a_mailbox_that_names_the_own_name_of_both_is_theirs():
    assert mailbox.named_by("chris@roths.example", parse("Chris Roth"), parse("Chris Lima")) == "given"
