"""Whom a name means: of namesakes the one at the event; and every answer that is offered can be typed."""

import pytest

from pipeline.errors import UsageError
from pipeline.flow.naming import Named, the_one

HERE = Named("p1", "Niko Vale", None, (), ("fair",))
ELSEWHERE = Named("p2", "Niko Vale", "Norrvik Data")
OTHER = Named("p3", "Nikola Vale", "Acme", ("nikola@example.org",))
ALL = (HERE, ELSEWHERE, OTHER)


def test_of_namesakes_the_one_at_the_event_is_meant():
    assert the_one(ALL, "niko vale", "fair") == [HERE]


@pytest.mark.parametrize(
    ("wanted", "person"),
    [
        ("Niko Vale (Norrvik Data)", ELSEWHERE),
        ("Niko Vale, Norrvik Data", ELSEWHERE),
        ("nikola@example.org", OTHER),
    ],
)
def test_organisation_or_address_tell_one_person(wanted, person):
    assert the_one(ALL, wanted, "fair") == [person]


def test_what_is_offered_for_several_people_means_one_each():
    with pytest.raises(UsageError) as told:
        the_one(ALL, "Niko Vale")
    assert told.value.do == "Say which: Niko Vale, Norrvik Data; p1. Are they one? 'meetwell review' asks."
    assert [the_one(ALL, text) for text in ("Niko Vale, Norrvik Data", "p1")] == [[ELSEWHERE], [HERE]]


def test_a_part_of_several_names_is_asked_about_wherever_they_are():
    with pytest.raises(UsageError) as told:
        the_one(ALL, "vale", "fair")
    assert told.value.what == "'vale' can be 3 people"


HOUSE = Named("p4", "Anders & Lund Shipping", "Anders & Lund Shipping", kind="organization")
STAFF = Named("p5", "Lund, Kari", "Anders & Lund Shipping")


def test_a_part_of_a_name_that_a_company_and_its_contact_share_means_the_company():
    assert the_one([STAFF, HOUSE, *ALL], "lund") == [HOUSE]


def test_the_contact_is_meant_by_the_whole_name():
    assert the_one([STAFF, HOUSE, *ALL], "Lund, Kari") == [STAFF]


def test_a_part_that_somebody_of_another_house_bears_too_is_asked_about():
    with pytest.raises(UsageError):
        the_one([STAFF, HOUSE, Named("p6", "Eva Lund", "Norrvik Data")], "lund")
