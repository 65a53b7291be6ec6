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
    assert (
        told.value.do
        == "Say which: Niko Vale, Norrvik Data; p1. Are they one? Say so: meetwell review --same NAME NAME."
    )
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


@pytest.mark.parametrize("typed", ["Jose Munoz", "jose muñoz", "MUÑOZ", "munoz", "Jose Munoz, Alamo"])
def test_a_name_is_found_without_its_accents(typed):
    jose = Named("p4", "José Muñoz", "Álamo")
    assert the_one([*ALL, jose], typed) == [jose]


def test_whom_accents_alone_tell_apart_is_found_by_them():
    with_, without = Named("p5", "José Muñoz", None), Named("p6", "Jose Munoz", None)
    assert the_one([with_, without], "jose munoz") == [without]
    assert the_one([with_, without], "josé muñoz") == [with_]


def test_namesakes_whom_only_an_id_tells_apart_are_told_with_title_and_address():
    one = Named("p7", "Bo Ek", "Acme", ("bo@acme.example",), title="Auditor")
    other = Named("p8", "Bo Ek", "Acme", title="Designer")
    with pytest.raises(UsageError) as told:
        the_one([one, other], "bo ek")
    asks = "Are they one? Say so: meetwell review --same NAME NAME."
    assert told.value.do == f"Say which: p7 (Auditor, bo@acme.example); p8 (Designer). {asks}"


def test_a_name_that_another_list_gives_means_the_person():
    known = Named("p9", "Margaret Vale-Stern", "Acme", also=("Peggy Vale-Stern",))
    assert the_one([*ALL, known], "peggy vale-stern") == [known]


def test_the_guest_of_somebody_is_not_meant_by_their_name():
    with pytest.raises(UsageError):
        the_one([Named("p9", "Guest of Peggy Stern", "Acme")], "Peggy Stern")
