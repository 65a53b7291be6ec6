import pytest

from pipeline.batch.majors import majors_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Comp Sci", ("Computer Science",)),
        ("B.S. in Finance", ("Finance",)),
        ("BSN", ("Nursing",)),
        ("MECHANICAL ENGINEERING", ("Mechanical Engineering",)),
        ("Mechanical Engineering (BSME)", ("Mechanical Engineering",)),
        ("english lit.", ("English Literature",)),
        ("history of art", ("History of Art",)),
        ("Economics; Mathematics", ("Economics", "Mathematics")),
        ("Undeclared", ()),
        ("MBA", ("MBA",)),
        ("MS Finance", ("Finance",)),
        ("Music Performance", ("Music Performance",)),
        ("BS Mech. Engr.", ("Mechanical Engineering",)),
        ("Data Sci & Stats", ("Data Science & Statistics",)),
        ("Supply Chain Mgmt", ("Supply Chain Management",)),
        ("ENGL-BA", ("English",)),
        ("Finance, B.S.", ("Finance",)),
        ("Comp. Sci.", ("Computer Science",)),
        ("Tech", ("Tech",)),
        ("Art-History", ("Art-History",)),
    ],
)
def test_a_major_is_written_out(written, expected):
    assert majors_of([written]) == expected


def test_a_major_that_stands_there_twice_in_other_words_is_one():
    assert majors_of(["CS", "Computer Science", "comp sci"]) == ("Computer Science",)
