from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.plan.polish import in_good_order
from pipeline.plan.problem import Problem, Solution, Task, Visit
from pipeline.plan.solve import solve
from pipeline.plan.validate import faults, walkable


@st.composite
def problems(draw):
    count = draw(st.integers(0, 12))
    spots = [(draw(st.integers(0, 9)), draw(st.integers(0, 9))) for _ in range(count + 1)]
    walk = tuple(tuple(abs(a - c) + abs(b - d) for c, d in spots) for a, b in spots)
    tasks = []
    for number in range(count):
        minutes = draw(st.integers(1, 20))
        first = draw(st.integers(0, 100))
        windows = ((first, first + draw(st.integers(0, 40))),)
        if draw(st.booleans()):
            later = windows[0][1] + draw(st.integers(1, 30))
            windows += ((later, later + draw(st.integers(0, 20))),)
        tasks.append(Task(minutes, draw(st.integers(1, 50)), number + 1, windows))
    if draw(st.booleans()):
        start = draw(st.integers(0, 100))
        tasks.append(Task(15, 0, 0, ((start, start),), fixed=True))
    return Problem(tuple(tasks), walk, 0, 150)


@settings(max_examples=150, deadline=None)
@given(problems(), st.integers(0, 3))
def test_every_solution_can_be_walked_as_it_stands(problem, seed):
    found = solve(problem, iterations=40, seed=seed)
    assert faults(problem, found) == []
    ordered = in_good_order(problem, found, eager={})
    assert faults(problem, ordered) == []
    assert ordered.prize(problem) == found.prize(problem)


@settings(max_examples=50, deadline=None)
@given(problems())
def test_more_iterations_are_never_worse_and_the_same_seed_gives_the_same_day(problem):
    short, long = (solve(problem, iterations=count, seed=1) for count in (0, 60))
    assert long.prize(problem) >= short.prize(problem)
    assert solve(problem, iterations=60, seed=1) == long


def line(*tasks: Task, end: int = 100) -> Problem:
    places = max((task.place for task in tasks), default=0) + 1
    walk = tuple(tuple(abs(a - b) * 5 for b in range(places)) for a in range(places))
    return Problem(tuple(tasks), walk, 0, end)


def test_the_better_of_two_that_exclude_each_other_is_met():
    problem = line(Task(60, 10, 1, ((0, 40),)), Task(60, 20, 1, ((0, 40),)))
    assert [visit.task for visit in solve(problem, iterations=20, seed=0).visits] == [1]


def test_a_second_window_is_used():
    problem = line(Task(10, 10, 0, ((0, 0),)), Task(10, 10, 0, ((0, 0), (50, 60))))
    assert solve(problem, iterations=50, seed=0).prize(problem) == 20


def test_walking_needs_its_time():
    problem = line(Task(10, 1, 1, ((0, 4),)), Task(10, 1, 1, ((5, 5),)))
    assert [visit.task for visit in solve(problem, iterations=5, seed=0).visits] == [1]


def test_the_validator_finds_each_kind_of_fault():
    problem = line(
        Task(10, 1, 1, ((5, 50),)), Task(10, 1, 2, ((0, 90),)), Task(5, 0, 0, ((60, 60),), fixed=True)
    )
    good = Solution((Visit(0, 5), Visit(1, 20), Visit(2, 60)))
    assert faults(problem, good) == []
    cases = {
        "fixed task 2 is left out": Solution((Visit(0, 5),)),
        "task 0 begins at 51, outside its windows": Solution((Visit(0, 51), Visit(2, 60))),
        "task 1 begins at 19, before one can be there at 20": Solution(
            (Visit(0, 5), Visit(1, 19), Visit(2, 60))
        ),
        "task 1 begins before one can be there": Solution((Visit(1, 9), Visit(2, 60))),
        "task 1 lies outside the day": Solution((Visit(2, 60), Visit(1, 91))),
        "task 1 is done 2 times": Solution((Visit(1, 10), Visit(1, 20), Visit(2, 60))),
    }
    assert [text for text, solution in cases.items() if text not in faults(problem, solution)] == []


def test_visits_that_nobody_could_keep_are_left_out_and_what_stands_fixed_stays():
    problem = line(
        Task(10, 1, 1, ((5, 50),)), Task(10, 1, 2, ((0, 90),)), Task(5, 0, 0, ((60, 60),), fixed=True)
    )
    good = Solution((Visit(0, 5), Visit(1, 20), Visit(2, 60)))
    assert walkable(problem, good) is good
    late = Solution((Visit(0, 5), Visit(1, 49), Visit(2, 60)))
    assert walkable(problem, late) == Solution((Visit(0, 5), Visit(2, 60)))
    assert walkable(problem, Solution((Visit(0, 51),))) == Solution(())


def test_the_eager_come_early_when_the_order_is_settled():
    tasks = [Task(10, 10, 0, ((0, 90),), lateness=weight) for weight in (0.0, 0.0, 1.0)]
    problem = Problem(tuple(tasks), ((0,),), 0, 100)
    ordered = in_good_order(problem, solve(problem, iterations=5, seed=0), eager={})
    assert ordered.visits[0].task == 2
