"""Work authorisation in the words of many countries; what is not said stays unknown."""

import pytest

from pipeline.ingest import cells
from pipeline.ingest.authorization import of_employer, of_person

PEOPLE = {
    "authorized": [
        "U.S. Citizen",
        "Permanent U.S. Resident",
        "Right to work in the UK",
        "EU-Bürger",
        "Settled status",
        "keine Arbeitserlaubnis nötig",
        "permiso de trabajo vigente",
        "永住者",
        "No sponsorship needed",
    ],
    "needs_now": [
        "Student (F-1) Visa",
        "Employment (H-1) Visa",
        "Not authorized",
        "benötige Visum",
        "besoin d'un visa",
        "Skilled Worker visa required",
        "werkvergunning nodig",
        "留学",
        "Study permit",
    ],
    "needs_later": ["OPT until 2027", "Will require sponsorship in the future", "F-1 CPT"],
    None: ["", "prefer not to say", "see CV"],
}
EMPLOYERS = {
    "yes": [
        "Will sponsor H-1B",
        "Open to all",
        "Visa-Sponsoring möglich",
        "Parrainage de visa possible",
        "留学生可",
    ],
    "no": [
        "US citizens only",
        "Unable to sponsor",
        "nur EU-Bürger",
        "EU/EEA only",
        "Pas de sponsoring de visa",
        "留学生不可",
    ],
    None: ["Case by case", ""],
}


@pytest.mark.parametrize(("word", "cell"), [(word, cell) for word, every in PEOPLE.items() for cell in every])
def test_what_a_person_says_has_one_word(word, cell):
    assert of_person(cell) == word


@pytest.mark.parametrize(
    ("word", "cell"), [(word, cell) for word, every in EMPLOYERS.items() for cell in every]
)
def test_what_an_employer_says_has_one_word(word, cell):
    assert of_employer(cell) == word


def test_what_is_not_said_is_unknown():
    assert cells.authorization("prefer not to say", "Work authorization", person=True) == "unknown"


def test_sponsorship_needed_later_is_told_in_other_words_too():
    assert {of_person(text) for text in ("needs H-1B later", "Visum später nötig", "visa later")} == {
        "needs_later"
    }


@pytest.mark.parametrize(
    ("cell", "header", "said"),
    [
        ("US citizens  only", "Visa", "US citizens only"),
        ("Yes", "US citizens only?", "US citizens only?: Yes"),
        ("Yes", "Sponsors visa", "Yes"),
        ("n/a", "Visa", ""),
    ],
)
def test_a_cell_can_be_quoted_and_a_bare_yes_stands_behind_its_header(cell, header, said):
    assert cells.as_stated(cell, header) == said
