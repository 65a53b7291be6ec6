import os
import shutil
import signal

import pytest

from pipeline.batch.job import open_office
from pipeline.batch.local import Local
from pipeline.batch.runner import Limits, runner_for
from pipeline.batch.work import FAILED, QUARANTINED, Task
from pipeline.errors import UsageError


def limits(**changed):
    return Limits(**{"workers": 2, "recycle": 8, "tries": 3, "seconds": 60} | changed)


@pytest.fixture
def students(batched, tmp_path):
    """Return a copy of a finished batch of pages, and its students."""
    shutil.copytree(batched, tmp_path / "out")
    return tmp_path / "out", sorted(open_office(tmp_path / "out").users)


def pages(root, users, size=2):
    return [Task("page", str(root), tuple(users[at : at + size])) for at in range(0, len(users), size)]


def test_a_killed_worker_loses_nothing_and_no_item_is_answered_twice(students):
    root, users = students
    pool = Local(limits())
    answered = []
    for outcome in pool.run(pages(root, users)):
        if not answered:
            os.kill(pool.pids[0], signal.SIGKILL)
        answered.append(outcome.item)
    pool.close()
    assert sorted(answered) == users


def test_a_new_worker_takes_over_after_so_many_tasks(students):
    root, users = students
    pool = Local(limits(workers=1, recycle=1))
    seen = set()
    for _ in pool.run(pages(root, users)):
        seen |= set(pool.pids)
    pool.close()
    assert len(seen) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_an_item_that_never_ends_is_tried_again_and_then_set_apart_alone(tmp_path):
    (tmp_path / "work").mkdir()
    os.mkfifo(tmp_path / "work" / "job.json")  # whoever opens it waits for ever
    pool = Local(limits(workers=1, tries=1, seconds=0.2))
    outcomes = list(pool.run([Task("page", str(tmp_path), ("S-STUCK",))]))
    pool.close()
    assert [(one.item, one.state) for one in outcomes] == [("S-STUCK", QUARANTINED)]
    assert outcomes[0].told == "the worker died 2 times at it"


def test_a_problem_of_one_item_stays_with_it(students):
    root, users = students
    tasks = [Task("page", str(root), ("S-NOBODY", users[0]))]
    pool = Local(limits(workers=1))
    states = {one.item: one.state for one in pool.run(tasks)}
    pool.close()
    assert states["S-NOBODY"] == FAILED
    assert states[users[0]] in ("made", "kept")


def test_a_run_that_is_left_ends_its_busy_workers_and_close_ends_all(students):
    root, users = students
    pool = Local(limits(workers=1))
    run = pool.run([Task("page", str(root), tuple(users))])
    next(run)
    (busy,) = pool.pids
    run.close()
    assert pool.pids == []
    assert [one.state for one in pool.run(pages(root, users[:1]))] == ["kept"]
    (idle,) = pool.pids
    pool.close()
    for pid in (busy, idle):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_an_unknown_engine_is_named_with_those_there_are():
    with pytest.raises(UsageError, match="no runner 'slurm'"):
        runner_for("slurm", limits())
