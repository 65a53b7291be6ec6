"""The whole stage, through its front door."""

import datetime as dt

import polars as pl
import pytest

from pipeline.profile import as_profile
from pipeline.tables import Appearances, Identity, People, Reviews


def groups(linked):
    return sorted(sorted(ids) for ids in linked.people["record_ids"].to_list())


def one(linked, record_id):
    return next(row for row in linked.people.to_dicts() if record_id in row["record_ids"])


def test_one_address_and_one_name_are_one_person(run, record):
    linked = run(
        [
            record("r1", "Ana Lima", emails=["ana@x.example"]),
            record("r2", "ANA LIMA", emails=["Ana@X.example"]),
        ]
    )
    assert groups(linked) == [["r1", "r2"]]


def test_a_name_alone_joins_nobody_and_asks(run, record):
    linked = run([record("r1", "Ottoline Brackenbury"), record("r2", "Ottoline Brackenbury")])
    assert groups(linked) == [["r1"], ["r2"]]
    assert linked.reviews.select("a", "b").rows() == [("r1", "r2")]


def test_every_frame_passes_its_schema_even_when_nothing_goes_in(run):
    linked = run([])
    People.validate(linked.people)
    Reviews.validate(linked.reviews)
    Appearances.validate(linked.appearances)
    Identity.validate(linked.identity)
    assert (linked.people.height, linked.reviews.height, linked.aliases, linked.notices) == (0, 0, {}, [])


def test_the_order_of_rows_changes_nothing(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["ana@x.example"]),
        record("r2", "Ana Lima", organization="Acme GmbH", linkedin="linkedin.com/in/ana-lima"),
        record("r3", "A. Lima", emails=["ana@x.example"], linkedin="https://www.linkedin.com/in/Ana-Lima/"),
        record("r4", "Acme", kind="organization"),
    ]
    forth, back = run(rows), run(rows[::-1])
    assert forth.people.equals(back.people)
    assert forth.reviews.equals(back.reviews)


def test_the_newest_dated_source_gives_the_value_and_the_other_is_kept_as_a_conflict(run, record):
    old = record(
        "r1",
        "Ana Lima",
        emails=["ana@x.example"],
        title="Analyst",
        source_date=dt.date(2025, 1, 1),
        source_row=7,
    )
    new = record("r2", "Ana Lima", emails=["ana@x.example"], title="Manager", source_date=dt.date(2026, 1, 1))
    person = one(run([old, new]), "r1")
    assert person["title"] == "Manager"
    assert [(cell["field"], cell["value"], cell["row"]) for cell in person["conflicts"]] == [
        ("title", "Analyst", 7)
    ]


def test_a_firm_of_one_word_has_the_newest_name_and_a_person_the_fullest(run, record):
    dates = {"r1": dt.date(2025, 1, 1), "r2": dt.date(2026, 1, 1)}
    firms = [
        record(key, name, kind="organization", website="harbor.example", source_date=dates[key])
        for key, name in (("r1", "Harbor Inc."), ("r2", "Harbor"))
    ]
    people = [
        record(key, name, emails=["ana@x.example"], source_date=dates[key])
        for key, name in (("r1", "Ana Lima"), ("r2", "Ana"))
    ]
    assert one(run(firms), "r1")["name"] == "Harbor"
    assert one(run(people), "r1")["name"] == "Ana Lima"


def test_a_value_names_the_cell_it_was_read_from(run, record):
    person = one(run([record("r1", "Ana Lima", source_row=4)]), "r1")
    assert person["origins"] == [
        {"field": "name", "value": "Ana Lima", "file": "people.csv", "row": 4, "column": "Full name"}
    ]


def test_a_person_knows_the_row_of_the_employer(run, record):
    linked = run(
        [
            record("r1", "Ana Lima", organization="Acme"),
            record("r2", "Acme Germany GmbH", kind="organization"),
        ]
    )
    assert one(linked, "r1")["organization_id"] == one(linked, "r2")["person_id"]


def test_a_country_does_not_make_two_airlines_one(run, record):
    rows = [record("r1", "Air Canada", kind="organization"), record("r2", "Air France", kind="organization")]
    assert groups(run(rows)) == [["r1"], ["r2"]]


def test_who_cancelled_is_not_at_the_event(run, record):
    assert one(run([record("r1", "Ana Lima", status="cancelled")]), "r1")["events"] == []


def test_a_decision_joins_what_no_rule_would(run, record):
    rows = [record("r1", "Ana Lima"), record("r2", "Clara Okonjo")]
    assert groups(run(rows, said=[("r2", "r1", "same")])) == [["r1", "r2"]]


def test_a_decision_keeps_apart_what_every_rule_would_join(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["a@x.example"]),
        record("r2", "Ana Lima", emails=["a@x.example"]),
    ]
    linked = run(rows, said=[("r1", "r2", "different")])
    assert groups(linked) == [["r1"], ["r2"]]
    assert linked.reviews.height == 0


def test_a_decision_holds_through_a_third_record(run, record):
    rows = [record(f"r{n}", "Ana Lima", emails=["a@x.example"]) for n in (1, 2, 3)]
    linked = run(rows, said=[("r1", "r2", "different")])
    assert one(linked, "r1")["person_id"] != one(linked, "r2")["person_id"]


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"title": "Assistant Professor of Finance"}, "professor"),
        ({"school": "Univ. of Toronto"}, "classmate"),
        ({"organization": "Northside Food Bank"}, "volunteering"),
        ({"organization": "Corner Shop Ltd"}, "colleague"),
        ({"organization": "Lakeside Capital"}, "internship"),
        ({"organization": "Chartered Analysts Association"}, "industry_body"),
        ({"source_kind": "network", "extra": [{"name": "Labels", "value": "Family"}]}, "friend_or_family"),
    ],
)
def test_a_tie_source_comes_from_evidence(run, record, values, source):
    history = [
        {"organization": "Corner Shop"},
        {"organization": "Lakeside Capital Inc.", "kind": "internship"},
    ]
    told = {"name": "Me", "field": "finance", "school": "University of Toronto", "history": history}
    linked = run([record("r1", "Ana Lima", **values)], profile=as_profile(told, "profile.toml"))
    assert one(linked, "r1")["tie_sources"] == [source]


def test_nothing_known_gives_no_tie_source(run, record):
    assert one(run([record("r1", "Ana Lima", title="Profiler")]), "r1")["tie_sources"] == []


def test_a_connection_is_step_one_and_known(run, record):
    linked = run(
        [record("r1", "Ana Lima", source_kind="network", event=None, connected_on=dt.date(2025, 3, 1))]
    )
    person = one(linked, "r1")
    assert (person["stage"], person["known"], person["how_met"]) == (1, True, "people.csv, 2025-03-01")


def session(speakers, now):
    return {
        "session_id": "s1",
        "event": "fair",
        "source_sha": "s",
        "source_file": "agenda.ics",
        "owner": "event",
        "start_utc": now,
        "end_utc": now,
        "all_day": False,
        "speakers": speakers,
        "busy": "busy",
    }


def test_a_speaker_is_joined_by_name(run, record, now):
    linked = run([record("r1", "Ana Lima")], sessions=[session(["Dr. Ana Lima"], now)])
    assert linked.appearances["person_id"].to_list() == [one(linked, "r1")["person_id"]]


def test_a_speaker_with_a_namesake_is_joined_by_the_organisation_only(run, record, now):
    rows = [record("r1", "Ana Lima", organization="Acme"), record("r2", "Ana Lima", organization="Helio")]
    assert run(rows, sessions=[session(["Ana Lima"], now)]).appearances.height == 0
    linked = run(rows, sessions=[session(["Ana Lima (Helio GmbH)"], now)])
    assert linked.appearances["person_id"].to_list() == [one(linked, "r2")["person_id"]]


def test_a_merge_keeps_the_older_id_and_names_the_other(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["a@x.example"]),
        record("r2", "Ana Lima", emails=["b@x.example"]),
    ]
    first = run(rows)
    older, newer = first.identity["person_id"].to_list()
    bridge = record("r0", "Ana Lima", emails=["a@x.example", "b@x.example"])
    linked = run([*rows, bridge], identity=first.identity)
    assert linked.people["person_id"].to_list() == [older]
    assert linked.aliases == {newer: older}


def test_a_split_part_gets_an_id_nobody_had(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["a@x.example"]),
        record("r2", "Ana Lima", emails=["a@x.example"]),
    ]
    first = run(rows)
    split = run(rows, identity=first.identity, said=[("r1", "r2", "different")])
    kept, made = one(split, "r1")["person_id"], one(split, "r2")["person_id"]
    assert kept == first.people["person_id"][0]
    assert made not in first.identity["person_id"].to_list()


def test_a_record_no_list_names_any_more_keeps_its_id(run, record):
    first = run([record("r1", "Ana Lima"), record("r2", "Bea Roth")])
    later = run([record("r1", "Ana Lima")], identity=first.identity)
    assert later.identity.equals(first.identity)


def test_an_interaction_under_a_merged_id_counts_for_the_one_kept(run, record, now):
    rows = [
        record("r1", "Ana Lima", emails=["a@x.example"]),
        record("r2", "Ana Lima", emails=["b@x.example"]),
    ]
    first = run(rows)
    newer = first.identity["person_id"].to_list()[1]
    talk = {
        "interaction_id": "i1",
        "person_id": newer,
        "at": now - dt.timedelta(days=2),
        "kind": "talked",
        "direction": "both",
        "detail": "restores old boats",
        "may_contact": "unknown",
        "may_keep": "unknown",
        "source": "form:1",
    }
    bridge = record("r0", "Ana Lima", emails=["a@x.example", "b@x.example"])
    linked = run([*rows, bridge], identity=first.identity, interactions=[talk])
    assert linked.people.select("stage", "known").rows() == [(2, True)]
    assert linked.people.filter(pl.col("strength") > 0).height == 1


def test_capital_letters_make_no_second_address_or_interest(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["ana@x.example"], interests=["Finance"]),
        record("r2", "Ana Lima", emails=["Ana@X.example"], interests=["finance", "Data"]),
    ]
    person = one(run(rows), "r1")
    assert (person["emails"], person["interests"]) == (["ana@x.example"], ["Finance", "Data"])


def test_the_order_in_which_lists_come_in_changes_who_is_who_in_nothing(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["ana@x.example"]),
        record(
            "r2", "Ana Lima", emails=["ana@x.example", "lima@y.example"], linkedin="linkedin.com/in/ana-lima"
        ),
        record("r3", "A. Lima", linkedin="linkedin.com/in/ana-lima"),
        record("r4", "Ana Lima Jr.", emails=["lima@y.example"]),
        record("r5", "Ana Lima Sr.", emails=["lima@y.example"]),
    ]
    at_once = groups(run(rows))
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]):
        identity, taken = None, []
        for at in order:
            taken.append(rows[at])
            linked = run(taken, identity=identity)
            identity = linked.identity
        assert groups(linked) == at_once


def test_a_veto_in_a_chain_leaves_a_question_behind(run, record):
    rows = [
        record("r1", "Robert Thistlewood Jr.", linkedin="linkedin.com/in/robert-thistlewood"),
        record("r2", "Robert Thistlewood", linkedin="linkedin.com/in/robert-thistlewood"),
        record("r3", "Robert Thistlewood Sr.", linkedin="linkedin.com/in/robert-thistlewood"),
    ]
    linked = run(rows)
    assert one(linked, "r1")["person_id"] != one(linked, "r3")["person_id"]
    assert linked.reviews.height == 1


def _chain(record):
    return [
        record("r1", "Tobias Lindqvist", emails=["tl@one.example"], linkedin="linkedin.com/in/tobias-lq"),
        record("r2", "T. Lindqvist", emails=["tl@one.example", "lq@two.example"]),
        record("r3", "Severin Lindqvist", emails=["lq@two.example"], linkedin="linkedin.com/in/severin-lq"),
        record("r4", "T. Lindqvist", emails=["lq@two.example"]),
    ]


def test_two_people_whom_no_key_compares_are_not_joined_through_others(run, record):
    linked = run(_chain(record))
    assert [ids for ids in groups(linked) if {"r1", "r3"} <= set(ids)] == []


def test_the_users_word_joins_them_all_the_same(run, record):
    linked = run(_chain(record), said=[("r1", "r3", "same")])
    assert [ids for ids in groups(linked) if {"r1", "r3"} <= set(ids)] != []


def test_a_letter_meets_the_full_name_of_another_list(run, record):
    linked = run([record("r1", "T. Brackenbury"), record("r2", "Tobias Brackenbury")])
    assert linked.reviews.select("a", "b").rows() == [("r1", "r2")]


def test_words_of_the_user_that_cannot_all_hold_are_told_and_asked_again(run, record):
    rows = [record(f"r{n}", "Ottoline Voss", organization=firm) for n, firm in enumerate(["A", "B", "C"])]
    said = [("r0", "r1", "same"), ("r1", "r2", "same"), ("r0", "r2", "different")]
    linked = run(rows, said=said)
    assert linked.people.height == 2
    assert linked.reviews.select("a", "b").rows() == [("r1", "r2")]
    assert [text.startswith("you said that Ottoline Voss [people.csv:2]") for text in linked.notices] == [
        True
    ]
    assert run(rows, said=[said[0], ("r1", "r2", "different"), said[2]]).notices == []


def test_a_name_on_the_stage_in_two_lists_of_one_event_is_one_person(run, record):
    agenda = record("r1", "Ottoline Brackenbury", role="speaker")
    listed = record("r2", "Ottoline Brackenbury", role="Keynote speaker", emails=["otto@x.example"])
    elsewhere = record("r3", "Ottoline Brackenbury", role="speaker", event="other-fair")
    assert groups(run([agenda, listed, elsewhere])) == [["r1", "r2"], ["r3"]]


def test_two_speakers_of_one_name_on_a_list_stay_two_and_the_agenda_is_asked_about(run, record):
    agenda = record("r1", "Ana Lima", role="speaker")
    both = [
        record(f"r{number}", "Ana Lima", role="speaker", sha="list", organization=name)
        for number, name in ((2, "Acme"), (3, "Brightwater"))
    ]
    assert groups(run([agenda, *both])) == [["r1"], ["r2"], ["r3"]]


def test_a_bare_name_of_the_agenda_does_not_hide_who_speaks(run, record):
    session = {
        "session_id": "s1",
        "event": "fair",
        "source_sha": "0",
        "source_file": "schedule.json",
        "owner": "event",
        "title": "Rates",
        "start_utc": dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC),
        "end_utc": dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC),
        "all_day": False,
        "speakers": ["Ana Lima"],
        "busy": "busy",
    }
    linked = run(
        [record("r1", "Ana Lima", role="speaker"), record("r2", "Ana Lima", title="Banker")],
        sessions=[session],
    )
    assert groups(linked) == [["r1"], ["r2"]]
    assert linked.appearances["person_id"].to_list() == [one(linked, "r2")["person_id"]]


def test_a_mailbox_of_a_household_joins_nobody_whose_names_only_may_be_one(run, record):
    rows = [
        record("r1", "Chris Thistlewood", emails=["thistlewood.family@x.example"]),
        record("r2", "Christina Thistlewood", emails=["thistlewood.family@x.example"]),
    ]
    linked = run(rows)
    assert linked.people.height == 2
    assert linked.reviews["evidence"].explode()[0] == "rule=same_mailbox_of_a_household"


def test_a_mailbox_of_a_household_is_no_bar_to_a_name_that_is_the_same(run, record):
    rows = [
        record("r1", "Chris Thistlewood", emails=["thistlewood.family@x.example"]),
        record("r2", "Chris Thistlewood", emails=["thistlewood.family@x.example"]),
    ]
    assert run(rows).people.height == 1


def test_one_number_in_two_ways_of_dialling_is_one(run, record):
    told = {"emails": ["ana@lima.example"]}
    linked = run(
        [
            record("r1", "Ana Lima", phones=["+31 6 5550 1234", "+31 20 5550142"], **told),
            record("r2", "Ana Lima", phones=["0031655501234", "06-55501234"], **told),
        ]
    )
    assert linked.people["phones"].to_list() == [["+31 6 5550 1234", "+31 20 5550142"]]
    origins = linked.people["origins"].to_list()[0]
    assert [cell["value"] for cell in origins if cell["field"] == "phones"] == [
        "+31 20 5550142",
        "+31 6 5550 1234",
    ]
