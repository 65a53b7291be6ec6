"""Names side by side, case by case: which words may differ, and what each difference is called."""

from __future__ import annotations

import pytest

from pipeline.link import alike
from pipeline.link.around import bared, is_brought, is_joint, salutation
from pipeline.link.names import parse
from pipeline.link.rarity import is_common, is_plain


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        ("Ana María García López", "Ana García", "subset_swapped"),
        ("Ana García López", "Ana García", "subset"),
        ("Ana García López", "Ana López", "subset"),
        ("Ana Lima", "Lima Ana", "swap"),
        ("Lima, Ana", "Ana Lima", "equal"),
        ("Wendy A. Stern", "Aileen Stern", "middle"),
        ("Wendy A. Stern", "W. Stern", "initial"),
        ("Wendy Stern", "W. S.", "initials"),
        ("Wendy Stern", "Wendy S.", "hidden"),
        ("Wendy Marie Stern", "Wendy M. Stern", "subset"),
        ("Wendy Marie Stern", "Wendy K. Stern", "middle"),
        ("Wendy Marie Stern", "Wendy Karen Stern", "middle"),
        ("José María Ruiz", "María José Ruiz", "swap_given"),
        ("Juan García López", "Juan López García", "swap_given"),
        ("Robert Bell", "Bob Bell", "nick"),
        ("Elizabeth Bell", "Liz Bell", "nick"),
        ("Liz Bell", "Beth Bell", "nick_ambiguous"),
        ("Liz Bell", "Lizzie Bell", "nick"),
        ("Jonathan Bell", "Jonathon Bell", "spelling"),
        ("Jonathan Bell", "Nathan Bell", "nick_ambiguous"),
        ("Katherine Moor", "Catherine Moor", "spelling"),
        ("Elena Moor", "Helena Moor", "nick_ambiguous"),
        ("Ana & Tom Lima", "Ana Lima", "joint"),
        ("Ana Lima", "Carla Voss", "unlike"),
        ("Ana Lima", "Carla Lima", "family_only"),
        ("Ana Lima", "Ana Voss", "given_only"),
        ("Ana", "Ana Lima", "mononym"),
        ("Lima", "Ana Lima", "surname_alone"),
        ("Ana Lima née Voss", "Ana Voss", "spelling"),
        ("Margaret (Meg) Hale", "Meg Hale", "nick"),
        ("Meyer Thomas", "Thomas Meyer", "swap"),
        ("Thomas James", "James Thomas", "swap_given"),
        ("Tomas Maier", "Thomas Meyer", "sound"),
        ("Müller Jürgen", "Mueller Juergen", "spelling"),
        ("Jürgen Müller", "Juergen Mueller", "spelling"),
        ("Jurgen Muller", "Jürgen Müller", "equal"),
        ("Elshennawy Omar", "Omar El Shennawy", "swap"),
        ("Jean-Luc Picaud", "Jean Luc Picaud", "equal"),
        ("Jean Luc Picaud", "Jeanluc Picaud", "equal"),
        ("Maryann Holt", "Mary Ann Holt", "equal"),
        ("Mary Ann Holt", "Mary Holt", "subset"),
        ("Kim Min-jun", "Minjun Kim", "swap"),
        ("Zhang Wei", "Wei Zhang", "swap"),
        ("Sergei Ivanov", "Sergey Ivanoff", "sound"),
        ("Ivan Petrov", "Ivan Petrovich Petrov", "subset"),
        ("Anna Kowalska", "Anna Kowalski", "sound"),
        ("John Smith Jr.", "John Smith", "equal"),
        ("John Smith Jr.", "John Smith Sr.", "equal"),
        ("J. Smith", "John Smith", "initial"),
        ("J. R. Smith", "John Robert Smith", "initial"),
        ("J. Smith", "Jane Smyth", "initial"),
        ("Oluwaseun Adeyemi", "Seun Adeyemi", "family_only"),
        ("Ahmed bin Rashid", "Ahmed Rashid", "equal"),
        ("Rashid Ahmed", "Ahmed Rashid", "swap_given"),
        ("Ludwig van Beek", "Ludwig Beek", "equal"),
        ("Thandiwe Nkosi", "Thandi Nkosi", "nick_ambiguous"),
        ("Ana Garcia", "Ana Garza", "given_only"),
        ("Michael Brown", "Michael Browne", "sound"),
        ("Mikhail Brown", "Michael Brown", "family_only"),
        ("O'Brien Sean", "Sean OBrien", "swap"),
        ("Ana Lima-Voss", "Ana Lima", "subset"),
        ("Ana Lima-Voss", "Ana Voss", "subset"),
        ("Ana Lima-Voss", "Ana Voss-Lima", "swap_given"),
        ("Maria Lima Voss Costa", "Maria Costa", "subset_swapped"),
        ("Maria Lima Voss Costa", "Lima Voss", "subset_swapped"),
        ("Nina Holt", "Tina Holt", "family_only"),
        ("Ann Holt", "Anne Holt", "nick_ambiguous"),
        ("Jo Holt", "Joe Holt", "nick_ambiguous"),
        ("Ivy Holt", "Ivi Holt", "spelling"),
        ("Sara Holt", "Sarah Holt", "spelling"),
        ("Sara Holt", "Zara Holt", "family_only"),
        ("Lars Jensen", "Lars Hansen", "given_only"),
        ("Wójcik Ewa", "Ewa Wojcik", "swap"),
        ("Ewa Wójcik", "Ewa Wójcicka", "given_only"),
        ("Dr. Ana Lima, PhD", "Ana Lima", "equal"),
        ("Alexander Moss", "Sasha Moss", "nick_ambiguous"),
        ("Alexandra Moss", "Alex Moss", "nick_ambiguous"),
        ("Alexander Moss", "Alex Moss", "nick_ambiguous"),
        ("William Moss", "Will Moss", "nick"),
        ("Guillermo Moss", "William Moss", "nick_ambiguous"),
        ("Bo", "Bo", "mononym"),
        ("A. L.", "Ana Lima", "initials"),
    ],
)
def test_what_differs_between_two_names_has_its_label(a, b, label):
    assert alike.relation(parse(a), parse(b)) == label


@pytest.mark.parametrize(
    ("text", "name", "nick", "former"),
    [
        ('Ana "Nina" Lima', "Ana Lima", ("nina",), ()),
        ("Ana 'Nina' Lima", "Ana Lima", ("nina",), ()),
        ("Ana [Nina] Lima", "Ana Lima", ("nina",), ()),
        ("Nina Lima \u00abNin\u00bb", "Nina Lima", ("nin",), ()),
        ('"Nina"', "Nina", ("nina",), ()),
        ("Ana (Head of Data) Lima", "Ana Lima", (), ()),
        ("Ana (she/her) Lima", "Ana Lima", (), ()),
        ("Ana Lima she/her", "Ana Lima", (), ()),
        ("Ana Lima (n\u00e9e Voss)", "Ana Lima", (), ("voss",)),
        ("Ana (n\u00e9e Voss Holt) Lima", "Ana Lima", (), ("voss", "holt")),
        ("Ana Lima born Voss", "Ana Lima", (), ("voss",)),
        ("Ana Lima geb. Voss", "Ana Lima", (), ("voss",)),
        ("Ana Lima | Acme", "Ana Lima", (), ()),
        ("Ana Lima - hiring", "Ana Lima", (), ()),
        ("OlgaStern", "Olga Stern", (), ()),
        ("McDonald", "McDonald", (), ()),
        ("Sean O'Brien", "Sean O'Brien", (), ()),
        ("Tanaka-san", "Tanaka", (), ()),
        ("\u738b\u5c0f\u660e (Wang Xiaoming)", "\u738b\u5c0f\u660e Wang Xiaoming", (), ()),
    ],
)
def test_what_stands_around_a_name_is_taken_off_it(text, name, nick, former):
    bare, short, earlier = bared(text)
    assert (" ".join(bare.split()), short, earlier) == (name, nick, former)


@pytest.mark.parametrize("text", ["Ana & Tom Lima", "Ana und Tom Lima", "A. & T. Lima", "Ana and Tom"])
def test_two_people_may_share_a_row(text):
    assert is_joint(text)


@pytest.mark.parametrize("text", ["Ana Lima", "Andy Lima", "Ana + 1", "& Tom"])
def test_one_person_shares_a_row_with_nobody(text):
    assert not is_joint(text)


@pytest.mark.parametrize(
    "text",
    [
        "Guest of Ana Lima",
        "wife of Ana Lima",
        "Ana Lima's plus one",
        "Ana Lima's +1",
        "Ana Lima (guest)",
        "Guest #2",
        "c/o Ana Lima",
    ],
)
def test_whom_somebody_brings_along_is_not_that_somebody(text):
    assert is_brought(text)


@pytest.mark.parametrize("text", ["Guest Lima", "Ana Guest", "Ana Lima"])
def test_who_is_called_guest_is_a_person(text):
    assert not is_brought(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [("Mrs. Ana Lima", "f"), ("Herr Tom Lima", "m"), ("Dr. Ana Lima", ""), ("Ana Lima", ""), ("", "")],
)
def test_a_salutation_tells_man_or_woman(text, told):
    assert salutation(text) == told


@pytest.mark.parametrize(
    ("text", "common", "plain"),
    [
        ("Garcia Maria", True, True),
        ("Garcia, Maria", True, True),
        ("M. Garcia", True, True),
        ("Kim Oakes", True, True),
        ("John Voss", True, True),
        ("Ottoline Garcia", False, True),
        ("Thistlewood, Maria", False, True),
        ("Smith Ottoline", False, True),
        ("Maria Garcia Thistlewood", False, True),
        ("Ottoline Brackenbury", False, False),
    ],
)
def test_a_name_is_as_common_as_its_parts_together(text, common, plain):
    assert (is_common(parse(text)), is_plain(parse(text))) == (common, plain)
