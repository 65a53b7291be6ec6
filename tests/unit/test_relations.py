"""The ladder and strength: what raises them, and what never does."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import relations
from pipeline.link.words import ladder
from pipeline.relations import Contact, Past, Trace, Word

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

NOW = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
RUNGS = ladder()
TOUCHES = sorted(RUNGS.touch_only)


def days_ago(days):
    return NOW - dt.timedelta(days=days)


moments = st.integers(0, 2000).map(days_ago)
details = st.one_of(st.none(), st.text(max_size=20), st.just("restores old boats"))
kinds = st.sampled_from(
    ["talked", "message", "meeting", "scan", "card", "connection", "gave", "received", "not_met"]
)
sides = st.sampled_from(["out", "in", "both"])
contacts = st.builds(Contact, at=moments, kind=kinds, direction=sides, detail=details)
traces = st.builds(
    Trace,
    at=moments,
    kind=st.sampled_from(["message", "invitation", "connection", "attended"]),
    direction=sides,
    thread=st.sampled_from([None, "a", "b"]),
)
words = st.builds(
    Word,
    owner=st.sampled_from(["mine", "theirs"]),
    text=st.just("send the article"),
    state=st.sampled_from(["open", "kept", "late_kept", "dropped"]),
    closed_at=st.one_of(st.none(), moments),
)
pasts = st.builds(
    Past,
    contacts=st.lists(contacts, max_size=8),
    traces=st.lists(traces, max_size=8),
    words=st.lists(words, max_size=4),
    listed=st.booleans(),
)


@given(
    st.lists(
        st.builds(Contact, at=moments, kind=st.sampled_from(TOUCHES), direction=sides, detail=details),
        max_size=50,
    ),
    st.lists(traces, max_size=50),
)
def test_scans_cards_and_connections_never_lead_above_touched(scans, exported):
    assert relations.stage(Past(scans, exported, listed=True), RUNGS) == relations.TOUCHED


@given(
    st.lists(
        st.builds(Contact, at=moments, kind=kinds, direction=sides, detail=st.sampled_from([None, "", " -"]))
    )
)
def test_ticks_without_a_written_detail_never_lead_above_touched(ticks):
    assert relations.stage(Past(ticks), RUNGS) <= relations.TOUCHED


@given(pasts, contacts)
def test_one_more_event_never_lowers_the_rung_or_the_strength(past, more):
    longer = replace(past, contacts=[*past.contacts, more])
    assert relations.stage(longer, RUNGS) >= relations.stage(past, RUNGS)
    assert relations.strength(longer, RUNGS, NOW) >= relations.strength(past, RUNGS, NOW)


@given(pasts, st.integers(0, 3000))
def test_time_alone_never_raises_strength_and_never_moves_the_rung(past, days):
    later = NOW + dt.timedelta(days=days)
    now, then = relations.strength(past, RUNGS, NOW), relations.strength(past, RUNGS, later)
    assert 0.0 <= then <= now <= 1.0


@given(pasts, st.randoms())
def test_the_order_of_events_changes_nothing(past, dice):
    turned = Past(
        dice.sample(past.contacts, len(past.contacts)),
        dice.sample(past.traces, len(past.traces)),
        dice.sample(past.words, len(past.words)),
        listed=past.listed,
    )
    for read in (
        lambda one: relations.stage(one, RUNGS),
        lambda one: relations.strength(one, RUNGS, NOW),
        lambda one: relations.last_two_way(one, RUNGS),
        lambda one: relations.tie(one, RUNGS, NOW),
    ):
        assert read(turned) == read(past)


@given(st.lists(traces, max_size=20))
def test_an_export_only_proposes_and_never_takes_a_step(exported):
    past = Past(traces=exported)
    assert relations.stage(past, RUNGS) <= relations.TOUCHED
    assert relations.proposed(past, RUNGS) in (None, relations.EXCHANGED)


TALK = Contact(days_ago(100), "talked", detail="restores old boats")
GIFT = Contact(days_ago(90), "gave", "out", detail="the article on varnish")
HELP = Contact(days_ago(80), "received", "in", detail="a name at the bank")


@pytest.mark.parametrize(
    ("past", "rung"),
    [
        (Past(), 0),
        (Past(contacts=[Contact(NOW, "not_met")]), 0),
        (Past(traces=[Trace(NOW, "invitation", "out")]), 0),
        (Past(listed=True), 1),
        (Past(contacts=[Contact(NOW, "message", "out", "a long letter")]), 1),
        (Past(contacts=[TALK]), 2),
        (Past(contacts=[TALK, GIFT]), 3),
        (Past(contacts=[TALK], words=[Word("mine", "send the article", "kept")]), 3),
        (Past(contacts=[TALK], words=[Word("mine", "send the article", "open")]), 2),
        (Past(contacts=[TALK, HELP]), 2),
        (Past(contacts=[TALK, GIFT, HELP]), 4),
        (Past(contacts=[TALK, GIFT, HELP, replace(TALK, at=days_ago(5)), replace(TALK, at=days_ago(50))]), 5),
        (
            Past(contacts=[TALK, GIFT, HELP, replace(TALK, at=days_ago(99)), replace(TALK, at=days_ago(98))]),
            4,
        ),
    ],
)
def test_each_rung_stands_on_what_happened(past, rung):
    assert relations.stage(past, RUNGS) == rung


def test_one_sided_messages_hold_no_strength():
    past = Past(traces=[Trace(days_ago(day), "message", "out", "t") for day in range(30)])
    assert relations.strength(past, RUNGS, NOW) == 0.0


def test_a_thread_counts_once_however_many_messages_it_has():
    one = [Trace(days_ago(3), "message", "out", "t"), Trace(days_ago(2), "message", "in", "t")]
    many = one + [Trace(days_ago(2), "message", "out", "t")] * 50
    assert relations.strength(Past(traces=one), RUNGS, NOW) == relations.strength(
        Past(traces=many), RUNGS, NOW
    )


def test_a_long_silence_after_exchange_is_a_dormant_tie():
    assert relations.tie(Past(contacts=[replace(TALK, at=days_ago(900))]), RUNGS, NOW) == "dormant"
    assert relations.tie(Past(contacts=[replace(TALK, at=days_ago(20))]), RUNGS, NOW) == "weak"
    assert relations.tie(Past(listed=True), RUNGS, NOW) is None
