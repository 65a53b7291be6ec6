"""Degree levels and kinds of position in the words of many countries end in the same few kinds."""

import pytest

from pipeline.match.fields import load_fields


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("internship", "Praktikum|stages|prácticas|tirocinio|estágio|staż|实习|인턴|internship/co-op"),
        ("coop", "co-op|alternance|apprentissage|duales Studium"),
        ("full_time", "Vollzeit|Festanstellung|Direkteinstieg|CDI|正社員|新卒|new grad"),
        ("part_time", "Teilzeit|Werkstudent|Werkstudentin|temps partiel|job étudiant"),
        ("contract", "CDD|befristet|freelance"),
    ],
)
def test_a_kind_of_position_is_known_in_many_languages(kind, words):
    fields = load_fields()
    assert [word for word in words.split("|") if kind not in fields.kinds(word, fields.positions)] == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bachelor", "B.Sc.|Junior|Freshmen|2nd year|Licence 3|L3|Grado|Laurea triennale|本科|学士|학사"),
        ("master", "M.Sc.|Master 2|M1|Máster|Laurea magistrale|Diplom|修士|硕士|석사|Yüksek lisans"),
        ("doctorate", "Ph.D.|Promotion|Doktorandin|Doctorat|dottorato|博士|박사|PhD candidates"),
    ],
)
def test_a_degree_level_is_known_in_many_languages(kind, words):
    fields = load_fields()
    assert [word for word in words.split("|") if fields.kinds(word, fields.levels) != {kind}] == []
