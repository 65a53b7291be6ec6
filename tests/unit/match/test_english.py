"""Titles and studies of other languages, and short ones, read in English."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.match import similarity
from pipeline.match.english import in_english


@pytest.mark.parametrize(
    ("title", "english"),
    [
        ("Ingeniero/a de software", "software engineer"),
        ("Softwareentwickler (m/w/d)", "software developer"),
        ("Wirtschaftsprüferin", "auditor"),
        ("Técnico de mantenimiento de máquinas", "machine maintenance technician"),
        ("Chef de projet", "project manager"),
        ("Jefe de ventas norte", "sales head norte"),
        ("ソフトウェアエンジニア", "software engineer"),
        ("软件工程师", "software engineer"),
        ("Sr. SWE", "senior software engineer"),
        ("Médico/a", "physician"),
        ("Kundenberater/in", "customer service"),
        ("RRHH", "human resources"),
        ("Planungsingenieur", "planning engineer"),
        ("Datenanalytikerin", "data analyst"),
    ],
)
def test_a_title_of_another_language_or_a_short_one_is_read_in_english(title, english):
    assert in_english(title) == english


@pytest.mark.parametrize(
    "title", ["Chef", "Registered Nurse", "Vice President (VP)", "Casino Shift Manager (CSM)", "It", "", "🎉"]
)
def test_what_is_english_already_or_unknown_stays(title):
    assert in_english(title) == title


def test_a_foreign_title_is_most_like_its_english_name():
    names = ["Software Developer", "Nurse", "Accountant", "Truck Driver", "Lawyer"]
    foreign = ["Softwareentwicklerin", "Enfermera", "Expert-comptable", "Lkw-Fahrer", "Avvocato"]
    assert similarity("title", foreign, names).argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_a_foreign_major_is_most_like_its_english_name():
    names = ["Mechanical Engineering", "Law", "Economics"]
    assert similarity("major", ["Maschinenbau", "Droit", "経済"], names).argmax(axis=1).tolist() == [0, 1, 2]


@given(st.text(max_size=400))
def test_any_text_is_read_without_error_and_twice_alike(text):
    assert in_english(text) == in_english(text)
    assert np.isfinite(similarity("title", [text], ["Nurse", text])).all()
