from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.plan.keep import kept
from pipeline.plan.problem import Older, Problem, Task, Visit
from pipeline.plan.solve import solve
from pipeline.plan.validate import faults
from pipeline.tables import Matches, People

EASY = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def met(fair, frame):
    return [row["person_id"] for row in fair.day(frame, "meeting")]


def crowd(fair, count):
    for rows in fair.rows.values():
        rows.clear()
    fair.set(iterations=25).targets(count)
    for number, row in enumerate(fair.rows[People]):
        row["booth"] = f"{'ABCDEF'[number * 7 % 6]}{number * 11 % 13 + 1}"
    return fair


def without(fair, person_id):
    for schema in (People, Matches):
        fair.rows[schema][:] = [row for row in fair.rows[schema] if row["person_id"] != person_id]


@EASY
@given(st.integers(1, 50))
def test_when_nothing_changed_the_printed_day_stays(fair, count):
    printed = crowd(fair, count).plan()
    before, after = met(fair, printed), met(fair, fair.plan(printed=printed))
    assert [one for one in after if one in before] == before


@EASY
@given(st.integers(2, 50), st.data())
def test_when_somebody_leaves_the_others_keep_their_order_and_at_most_a_gap_is_filled(fair, count, data):
    printed = crowd(fair, count).plan()
    before = met(fair, printed)
    gone = data.draw(st.sampled_from(before))
    without(fair, gone)
    after = met(fair, fair.plan(printed=printed))
    assert [one for one in after if one in before] == [one for one in before if one in after]
    assert len(set(before) - {gone} - set(after)) <= 1


@EASY
@given(st.integers(2, 50), st.integers(1, 50))
def test_when_somebody_new_comes_the_others_keep_their_order(fair, count, rank):
    printed = crowd(fair, count).plan()
    before = met(fair, printed)
    fair.target("new", booth="C20", rank=rank, fit=0.9 - rank / 100, tier="B")
    after = met(fair, fair.plan(printed=printed))
    stayed = [one for one in after if one in before]
    assert stayed == [one for one in before if one in stayed]
    assert len(set(before) - set(stayed)) <= 4


def test_without_the_paper_the_same_change_may_turn_the_day_over(fair):
    printed = crowd(fair, 50).plan()
    without(fair, met(fair, printed)[3])
    anew, careful = (met(fair, fair.plan(printed=older)) for older in (None, printed))
    before = set(met(fair, printed))
    assert len(before - set(careful)) <= len(before - set(anew))


def test_a_pick_comes_in_though_the_printed_day_is_full(fair):
    printed = crowd(fair, 60).plan()
    fair.wish("pick", "t060")
    after = met(fair, fair.plan(printed=printed))
    assert ("t060" in met(fair, printed), "t060" in after) == (False, True)


def test_what_an_own_appointment_takes_leaves_the_rest_as_it_was(fair):
    printed = crowd(fair, 50).plan()
    before = met(fair, printed)
    after = met(fair, fair.session("class", "12:00", "13:00").plan(printed=printed))
    stayed = [one for one in before if one in after]
    assert len(stayed) >= len(before) - 9
    assert [one for one in after if one in stayed] == stayed


def test_the_rest_of_a_day_keeps_the_printed_order(fair):
    printed = crowd(fair, 50).plan()
    late = [row["person_id"] for row in fair.day(printed, "meeting") if row["start"] >= fair.at("13:40")]
    after = met(fair, fair.plan(printed=printed, start_from=fair.at("13:40")))
    assert [one for one in after if one in late] == [one for one in late if one in after]


def test_a_change_that_gains_a_lot_is_made():
    tasks = (Task(60, 10, 0, ((0, 40),)), Task(60, 100, 0, ((0, 40),)), Task(60, 20, 0, ((0, 40),)))
    problem = Problem(tasks, ((0,),), 0, 100)
    for better, stays in ((1, False), (2, True)):
        only = Problem((tasks[0], tasks[better]), ((0,),), 0, 100)
        found = kept(only, Older((Visit(0, 0),), {0: 0}), stay=15, iterations=40, seed=1)
        assert ([visit.task for visit in found.visits] == [0]) is stays
    assert faults(problem, solve(problem, iterations=5, seed=1, older=Older((Visit(0, 5),), {}))) == []
