import pytest

from pipeline.batch import checking
from pipeline.batch.checking import check_sheet, strangers_in, text_of
from pipeline.batch.job import open_office


@pytest.fixture(scope="module")
def office(batched):
    return open_office(batched)


@pytest.fixture
def ids(office):
    return {row["email"]: user for user, row in office.users.items()}


def test_every_finished_sheet_and_phone_page_bears_one_student(office):
    assert {user: check_sheet(office, user) for user in office.users} == {user: [] for user in office.users}


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Ines Cornfeld, s. Bram Alderby", ["bram@students.example.org"]),
        ("write to ZENO@students.example.org today", ["zeno@students.example.org"]),
        ("Bram\nAlderby", ["bram@students.example.org"]),
        ("Bram met Alderby", []),
        ("the other Ines Cornfeld", []),
    ],
)
def test_a_name_or_an_address_of_another_student_is_found(office, ids, text, whose):
    found = strangers_in(office, ids["ines@students.example.org"], text)
    assert found == {ids[one] for one in whose}


def test_a_name_that_somebody_at_the_event_bears_is_no_students(office, ids):
    met = office.tables["people"].filter(kind="person")["name"].to_list()[0]
    bram = ids["bram@students.example.org"]
    named = {**office.users, bram: {**office.users[bram], "name": met}}
    from dataclasses import replace

    assert strangers_in(replace(office, users=named, memo={}), ids["zeno@students.example.org"], met) == set()


def test_of_a_name_too_long_for_the_line_its_beginning_is_enough(office, ids, monkeypatch):
    user = ids["bram@students.example.org"]
    row = {**office.users[user], "name": "Bram Alderby and so on"}
    monkeypatch.setitem(office.users, user, row)
    assert check_sheet(office, user) == ["sheet.html does not bear the student's name"]
    monkeypatch.setattr(checking, "_PRINTED", len("BramAlderby"))
    assert check_sheet(office, user) == []


def test_a_name_is_found_however_a_page_writes_its_characters(tmp_path):
    page = tmp_path / "sheet.html"
    page.write_text("<p>Kofi O&#39;Rourke &amp; others</p>", encoding="utf-8")
    assert text_of(page) == "<p>Kofi O'Rourke & others</p>"
