"""The ladder and strength: what raises them, and what never does."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import relations
from pipeline.link.words import ladder
from pipeline.relations import Contact, Past, Trace, Word

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


def thread(*turns, name="t"):
    """Return a thread of messages: the days ago, each with its direction."""
    return [Trace(days_ago(day), "message", direction, name) for day, direction in turns]


@pytest.mark.parametrize(
    ("past", "rung"),
    [
        (Past(traces=[Trace(NOW, "connection", "in")]), 1),
        (Past(words=[Word("theirs", "a name", "kept")]), 2),
        (Past(words=[Word("mine", "the article", "late_kept")]), 3),
        (Past(words=[Word("mine", "the article", "dropped")]), 0),
        (Past(words=[Word("mine", "...", "kept")]), 1),
        (Past(words=[Word("mine", "the article", "late_kept"), Word("theirs", "a name", "late_kept")]), 4),
        (Past(contacts=[Contact(NOW, "message", "in", "boats")]), 2),
        (Past(contacts=[Contact(NOW, "message", "both", "boats")]), 2),
    ],
)
def test_a_kept_promise_is_a_step_and_a_dropped_one_is_none(past, rung):
    assert relations.stage(past, RUNGS) == rung


def test_the_last_rung_is_reached_on_its_very_day():
    needed = RUNGS.sustained_days
    talks = [replace(TALK, at=days_ago(day)) for day in (needed, 1, 0)]
    assert relations.stage(Past(contacts=[GIFT, HELP, *talks]), RUNGS) == relations.SUSTAINED
    early = [replace(TALK, at=days_ago(day)) for day in (needed - 1, 1, 0)]
    assert relations.stage(Past(contacts=[GIFT, HELP, *early]), RUNGS) == relations.MUTUAL


@pytest.mark.parametrize(
    ("turns", "last"),
    [
        ([(9, "out"), (4, "in")], 4),
        ([(9, "in"), (4, "out")], 4),
        ([(9, "both")], 9),
        ([(9, "out"), (7, "both"), (8, "in")], 7),
        ([(9, "out"), (4, "out")], None),
        ([(9, "in")], None),
    ],
)
def test_a_thread_goes_both_ways_only_when_both_have_written(turns, last):
    assert relations.threads(thread(*turns)) == ([] if last is None else [days_ago(last)])


def test_threads_are_kept_apart_and_other_traces_are_none():
    apart = thread((9, "out"), name="a") + thread((4, "in"), name="b")
    assert relations.threads(apart) == []
    nameless = [replace(item, thread=None) for item in apart]
    assert relations.threads(nameless) == [days_ago(4)]
    assert relations.threads([replace(item, kind="connection") for item in nameless]) == []


def expected(*parts):
    """Return the strength of these weights with their ages in days, by the formula of the docstring."""
    total = sum(weight * 0.5 ** (age / RUNGS.half_life_days) for weight, age in parts)
    return 1 - 2.718281828459045 ** (-total / RUNGS.scale)


@pytest.mark.parametrize(
    ("past", "parts"),
    [
        (Past(contacts=[TALK]), [("talked", 100)]),
        (
            Past(contacts=[TALK, replace(TALK, kind="meeting", at=days_ago(3))]),
            [("talked", 100), ("meeting", 3)],
        ),
        (Past(contacts=[GIFT]), [("gave", 90)]),
        (Past(contacts=[HELP]), [("received", 80)]),
        (Past(contacts=[replace(GIFT, detail=None)]), []),
        (Past(contacts=[Contact(NOW, "card", detail="a boat on it")]), []),
        (Past(contacts=[Contact(NOW + dt.timedelta(days=2), "talked")]), [("talked", 0)]),
        (Past(contacts=[Contact(days_ago(6), "message", "out", "x")]), []),
        (Past(contacts=[Contact(days_ago(6), "message", "in")]), [("message", 6)]),
        (Past(traces=thread((9, "out"), (4, "in"))), [("thread", 4)]),
        (Past([TALK], thread((9, "out"), (4, "in"))), [("talked", 100), ("thread", 4)]),
        (Past(words=[Word("mine", "it", "kept", days_ago(7))]), [("promise_kept", 7)]),
        (Past(words=[Word("theirs", "it", "late_kept", days_ago(7))]), [("promise_kept", 7)]),
        (Past(words=[Word("mine", "it", "dropped", days_ago(7))]), []),
        (Past(words=[Word("mine", "it", "kept")]), []),
        (
            Past([TALK], words=[Word("mine", "it", "kept", days_ago(7))]),
            [("talked", 100), ("promise_kept", 7)],
        ),
    ],
)
def test_strength_is_the_sum_of_what_was_exchanged_by_age(past, parts):
    weighed = [(RUNGS.weights[name], age) for name, age in parts]
    assert relations.strength(past, RUNGS, NOW) == pytest.approx(expected(*weighed))


def test_much_fresh_exchange_is_a_strong_tie_and_never_more_than_whole():
    often = Past(contacts=[replace(TALK, at=days_ago(day)) for day in range(400)])
    assert relations.tie(often, RUNGS, NOW) == "strong"
    assert 0.99 < relations.strength(often, RUNGS, NOW) <= 1.0


def test_a_tie_is_dormant_from_its_day_on_and_only_when_little_is_left_of_it():
    weak = replace(RUNGS, weights={**RUNGS.weights, "talked": 0.1})
    long_ago = Past(contacts=[replace(TALK, at=days_ago(RUNGS.dormant_days))])
    assert relations.tie(long_ago, weak, NOW) == "dormant"
    assert (
        relations.tie(Past(contacts=[replace(TALK, at=days_ago(RUNGS.dormant_days - 1))]), weak, NOW)
        == "weak"
    )
    assert relations.tie(long_ago, replace(RUNGS, dormant_below=0.0), NOW) == "weak"
    assert relations.tie(long_ago, replace(RUNGS, dormant_below=0.0, weak_below=0.0), NOW) == "strong"


def test_a_thread_proposes_the_second_rung_to_those_on_the_first_alone():
    both_ways = thread((9, "out"), (4, "in"))
    assert relations.proposed(Past(traces=both_ways), RUNGS) == relations.EXCHANGED
    assert relations.proposed(Past([TALK], both_ways), RUNGS) is None
    assert relations.proposed(Past(traces=both_ways[:1]), RUNGS) is None


def test_the_ladder_is_read_as_it_stands_in_its_file():
    table = {
        "rungs": {
            "touch_only": ["scan"],
            "exchange": ["talked"],
            "answered": ["message"],
            "given": ["gave"],
            "received": ["received"],
            "sustained_exchanges": 4,
            "sustained_days": 50,
        },
        "strength": {
            "half_life_days": 10.0,
            "scale": 3.0,
            "dormant_below": 0.2,
            "weak_below": 0.6,
            "dormant_days": 70,
            "weights": {"talked": 1.5},
        },
    }
    assert relations.as_ladder(table) == relations.Ladder(
        touch_only=frozenset({"scan"}),
        exchange=frozenset({"talked"}),
        answered=frozenset({"message"}),
        given=frozenset({"gave"}),
        received=frozenset({"received"}),
        sustained_exchanges=4,
        sustained_days=50,
        half_life_days=10.0,
        scale=3.0,
        dormant_below=0.2,
        weak_below=0.6,
        dormant_days=70,
        weights={"talked": 1.5},
    )
