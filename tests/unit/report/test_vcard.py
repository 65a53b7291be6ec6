import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.vcard import vcards
from pipeline.tables import Interactions, People, as_table

AT = dt.datetime(2026, 11, 27, 15, tzinfo=dt.UTC)


def cards(name="Ana Lee", organization="Acme", answers=("yes",), addresses=None):
    person = {"person_id": "pana", "kind": "person", "name": name, "organization": organization}
    person |= {"emails": ["list@example.org"], "work_authorization": "unknown", "stage": 1, "strength": 0.0}
    talks = [
        {
            "interaction_id": f"i{index}",
            "event": "fair",
            "person_id": "pana",
            "at": AT + dt.timedelta(hours=index),
            "kind": "talked",
            "direction": "both",
            "may_contact": "unknown",
            "may_keep": answer,
            "source": "d:2",
        }
        for index, answer in enumerate(answers)
    ]
    people = as_table(People, [{**person, "known": False}])
    return vcards(people, as_table(Interactions, talks), addresses or {})


def test_only_who_agreed_has_a_card_and_the_newest_word_counts():
    assert cards(answers=("unknown",)) == ""
    assert cards(answers=("yes", "no")) == ""
    assert cards(answers=("no", "yes", "unknown")).count("BEGIN:VCARD") == 1


def test_an_address_from_a_list_is_on_no_card():
    assert "EMAIL" not in cards()
    assert "EMAIL:ana@example.org\r\n" in cards(addresses={"pana": "ana@example.org"})


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=200), st.text(max_size=200))
def test_no_name_can_break_out_of_its_line(name, organization):
    text = cards(name, organization)
    unfolded = text.replace("\r\n ", "")
    kinds = [line.split(":")[0] for line in unfolded.split("\r\n")]
    assert kinds.count("BEGIN") == kinds.count("END") == 1
    assert {len(line.encode()) <= 75 for line in text.split("\r\n")} == {True}
