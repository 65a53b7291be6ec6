"""Columns whose headers say nothing, or the wrong thing: the values speak."""

import pytest

from pipeline.errors import InputError
from pipeline.ingest import ingest, inspect
from pipeline.ingest.columns import map_columns
from pipeline.ingest.delimited import read_tables
from pipeline.ingest.values import has_given_name, is_heading, is_position
from pipeline.ingest.vocabulary import said
from tests.unit.ingest.conftest import taken_for

CASES = {
    "people below a word nobody knows": (
        "Who is it really,Stand\nAda Byron,A1\nTom Kite,A2\nEve Nova,A3\n",
        {"Who is it really": "name"},
    ),
    "firms below a word nobody knows": (
        "Zzz,Stand\nAcme Inc,A1\nBolt GmbH,A2\nCobalt SA,A3\n",
        {"Zzz": "organization"},
    ),
    "people below Partner, beside their fund": (
        "Fund,Partner\nNorthgate Ventures,Ada Byron\nSavanna Capital,Tom Kite\nAlpen Partners,Eve Nova\n",
        {"Fund": "organization", "Partner": "name"},
    ),
    "a company column of departments is no organisation": (
        "Name,Company,Employer\nAda Byron,Marketing,Acme Ltd\nTom Kite,Finance,Bolt plc\nEve Nova,HR,Dune\n",
        {"Company": None, "Employer": "organization"},
    ),
    "a company column of people is no organisation": (
        "Company,Email\nAda Byron,a@x.example\nTom Kite,t@x.example\nEve Nova,e@x.example\n",
        {"Company": "name"},
    ),
    "a title of sentences is no work title": (
        "Presenter,Title\nAda Byron,Rooftop planning with open data\nTom Kite,Losses in many small grids\n",
        {"Presenter": "name", "Title": None},
    ),
    "a title of firms is the organisation": (
        "Title,Stand\nAcme Inc,A1\nBolt GmbH,A2\nCobalt SA,A3\n",
        {"Title": "organization"},
    ),
    "what is looked for is a kind of position when the values are": (
        "Name,Looking for\nAda Byron,Internship\nTom Kite,full-time\nEve Nova,summer internship\n",
        {"Looking for": "positions"},
    ),
    "what is looked for stays so among other things": (
        "Name,Ich suche\nAda Byron,Praktikum\nTom Kite,Kunden\nEve Nova,Mitgründer\n",
        {"Ich suche": "seeks"},
    ),
    "slugs of profiles are known": (
        "Name,Profile\nAda Byron,/in/adab\nTom Kite,/in/tomk\nEve Nova,/in/evenova\n",
        {"Profile": "linkedin"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_values_decide(case):
    text, expected = CASES[case]
    assert taken_for(text, expected) == expected


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Which school do you attend?", "school"),
        ("What are you studying?", "majors"),
        ("Which tracks interest you most?", "interests"),
        ("In one sentence, what do you do?", "title"),
        ("What do you bind or make?", "interests"),
        ("Looking for (programs)", "majors"),
        ("Studio / shop (if any)", "organization"),
        ("Visa / recognition support", "work_authorization"),
        ("What would you most like help with right now?", "seeks"),
        ("What is one thing you could help another attendee with?", "offers"),
        ("Bei welchem Unternehmen arbeitest du?", "organization"),
        ("¿En qué empresa trabajas actualmente?", "organization"),
        ("Wie lautet dein vollständiger Name?", "name"),
        ("Họ và tên", "name"),
        ("الاسم الكامل", "name"),
        ("Επώνυμο", "family_name"),
        ("שם פרטי", "given_name"),
        ("Perusahaan", "organization"),
        ("Haettavat tehtävät", "positions"),
    ],
)
def test_questions_and_further_languages_are_understood(header, field):
    heard = said(header).fields
    assert max(heard, key=heard.__getitem__) == field
    assert heard[field] >= 0.6


def test_a_header_in_words_nobody_knows_stands_above_addresses():
    text = "ⴰⴱ ⴱⴰ,ⴲⴳ\nAda Byron,a@x.example\nTom Kite,t@x.example\n"
    assert read_tables(text.encode(), "list.csv")[0].header_row == 1


def test_a_list_that_names_nobody_can_be_looked_at(source, settings):
    item = source("x.csv", "ⴰⴱ,ⴲⴳ\nfoo bar,3\nbaz,4\n")
    seen = inspect(item, settings)
    assert (list(seen.columns), seen.kept, seen.notices[-1].code) == (["ⴰⴱ", "ⴲⴳ"], 0, "list.nobody")
    with pytest.raises(InputError, match="no column is recognised"):
        ingest(item, settings)


def test_a_position_among_what_somebody_looks_for_is_kept_as_one_too(source, settings):
    text = "Name,Looking for\nAda Byron,an internship\nTom Kite,customers\nEve Nova,partners\n"
    found = ingest(source("x.csv", text), settings).records.sort("source_row")
    assert found["seeks"].to_list() == [["an internship"], ["customers"], ["partners"]]
    assert found["positions"].to_list() == [["an internship"], [], []]


def test_a_mark_that_was_never_closed_is_no_part_of_a_name(source, settings):
    text = 'Name,Company\n"Zoë Kern,Acme\nTom Kite,Bolt\nEve "Evie" Nova,Cobalt\n'
    found = ingest(source("x.csv", text), settings).records.sort("source_row")
    assert found["name"].to_list() == ["Zoë Kern", "Tom Kite", 'Eve "Evie" Nova']


@pytest.mark.parametrize(
    "row",
    [
        ["Total delegates: 4", "", ""],
        ["* subject to change", "", ""],
        ["Generated by the office on 3 March", "", ""],
        ["Questions? careers@example.org", "", ""],
    ],
)
def test_a_line_below_the_list_names_nobody(row):
    assert is_heading(row)


def test_a_lone_name_is_no_footer():
    assert not is_heading(["Ada Byron", "", ""])


def test_given_names_are_known_with_and_without_accents():
    assert has_given_name("Zoë Kern")
    assert has_given_name("KERN Łukasz")
    assert not has_given_name("Harbour Bakery")


def test_a_short_text_with_a_kind_of_position_is_one():
    assert is_position("a summer internship")
    assert not is_position("somebody who knows how internships work in small firms")
    assert not is_position("a binder for my thesis")


def test_names_at_stands_that_no_person_bears_are_exhibitors():
    text = "Name,Parent Company,Stand\nAceros Norte,Grupo SL,A1\nTaller Vega,,A2\nVidros Lusa,Lusa Lda,A3\n"
    guesses = map_columns(read_tables(text.encode(), "list.csv")[0])
    assert [guess.field for guess in guesses.values()] == ["organization", None, "booth"]


def test_the_present_employer_is_the_employer_in_any_language():
    assert said("현재 직장").best >= 0.8
    assert said("Aktueller Arbeitgeber").fields["organization"] >= 0.8
    assert said("Nom de l'association").fields["organization"] >= 0.8


def test_columns_without_a_header_beside_ones_with_are_told_by_their_values():
    text = (
        ",,Company,,Mail\nYan,Ost,Ost Werke,CEO,yan@ost.example\nZita,Pohl,Pohl Print,CFO,zita@pohl.example\n"
        "Abe,Rohr,Rohr Bau,COO,abe@rohr.example\n"
    )
    expected = {"#1": "given_name", "#2": "family_name", "Company": "organization", "#4": "title"}
    assert taken_for(text, expected) == expected


def test_a_row_whose_name_has_no_letter_is_nobody(source, settings):
    text = "1,2,3\nVera Lund,Lund Marine,Skipper\nWalt Moor,Moor Peat Co,Owner\nXena Nils,Nils Law,Attorney\n"
    found = ingest(source("list.csv", text), settings)
    assert found.records["name"].to_list() == ["Vera Lund", "Walt Moor", "Xena Nils"]
    assert [item.row for item in found.inspection.rejects] == [1]
