"""What stands behind "Hello": names as lists write them."""

import pytest

from pipeline.flow.greeting import greeting


@pytest.mark.parametrize(
    ("listed", "called"),
    [
        ("Ana Reis", "Ana"),
        ("KARLSEN, Ida", "Ida"),
        ("tom reed", "Tom"),
        ("TANAKA Mei", "Mei"),
        ("Mei Tanaka (she/her)", "Mei"),
        ("Jean-Luc Picard-Moreau", "Jean-Luc"),
        ("Dr. Oluchi Nwosu, PhD", "Dr. Nwosu"),
        ("Prof. Dr. med. Anna-Lena Groß", "Prof. Groß"),
        ("Dr. Bram de Vries", "Dr. de Vries"),
        ("Ms. Obeng", "Ms. Obeng"),
        ("<b>Greta</b> Lund", None),
        (None, None),
    ],
)
def test_a_letter_greets_by_the_own_name_or_by_title_and_family_name(listed, called):
    assert greeting(listed) == called
