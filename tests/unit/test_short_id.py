from hypothesis import given
from hypothesis import strategies as st

from pipeline.short_id import ALPHABET, check_character, is_short_id, issue, nearest_meant, tidy

heads = st.tuples(st.sampled_from(ALPHABET), st.sampled_from(ALPHABET)).map("".join)


@given(heads, st.integers(0, 2), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_seen(head, place, wrong):
    good = head + check_character(head)
    bad = good[:place] + wrong + good[place + 1 :]
    assert is_short_id(bad) == (bad == good)


@given(heads, st.integers(0, 1))
def test_one_swap_of_neighbours_is_always_seen(head, place):
    good = head + check_character(head)
    bad = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    assert is_short_id(bad) == (bad == good)


def test_five_hundred_people_get_ids_that_are_distinct_and_well_formed():
    taken: set[str] = set()
    for number in range(500):
        taken.add(issue(f"p{number}", "fair", taken))
    assert len(taken) == 500
    assert all(is_short_id(item) and not item.isdigit() for item in taken)


def test_the_first_two_hundred_begin_with_a_digit_so_that_none_looks_like_a_tier():
    taken: set[str] = set()
    for number in range(200):
        taken.add(issue(f"p{number}", "fair", taken))
    assert all(item[0].isdigit() for item in taken)


def test_the_same_person_gets_the_same_id_while_it_is_free():
    assert issue("p1", "fair", ()) == issue("p1", "fair", ())


def test_an_id_is_never_a_booth_of_the_event():
    wanted = issue("p1", "fair", ())
    assert issue("p1", "fair", (), [f"{wanted[0]}-{wanted[1:].lower()}"]) != wanted


def test_what_a_hand_writes_is_read_as_it_was_printed():
    assert tidy(" 3-7q. ") == "37Q"


def test_a_mistyped_id_names_the_one_that_was_meant():
    issued = {issue("p1", "fair", ()), "999"}
    meant = issue("p1", "fair", ())
    swapped = meant[1] + meant[0] + meant[2]
    assert nearest_meant(swapped, issued) == [meant]
    assert nearest_meant(meant[:2], issued) == [meant]
    assert nearest_meant("@@@", issued) == []


def test_an_id_printed_for_another_event_is_given_out_last():
    first = {issue(f"p{number}", "fair", ()) for number in range(60)}
    second = set()
    for number in range(60):
        second.add(issue(f"q{number}", "meetup", second, elsewhere=first))
    assert first & second == set()
    everything = {head + other + check_character(head + other) for head in ALPHABET for other in ALPHABET}
    assert issue("p1", "fair", (), elsewhere=everything) == issue("p1", "fair", ())
