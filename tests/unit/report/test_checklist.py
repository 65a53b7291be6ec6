"""The follow-up checklist: with a debrief, and without any."""

import datetime as dt
from dataclasses import replace

import pytest

from pipeline import tables
from pipeline.report.checklist import follow_up
from pipeline.report.make import make_follow_up


def step(key, person_id, step="thanks", due=dt.date(2026, 11, 27), why=(), **more):
    """Return one dated step."""
    row = {"followup_id": f"{key}abcdefgh", "event": "fair", "person_id": person_id, "step": step, "due": due}
    return row | {"basis": "convention", "why": list(why), "state": "open", "warnings": []} | more


def message(key, **params):
    """Return a message."""
    pairs = [{"name": name, "value": value} for name, value in params.items()]
    return {"side": None, "key": key, "params": pairs, "evidence": []}


def thanks(name):
    """Return why somebody is thanked, as the plan says it."""
    return [
        message("step.thanks", name=name),
        message("step.met_at", name=name, event="Autumn Careers Fair 2026"),
        message("step.cares", name=name, detail="small loans"),
    ]


@pytest.fixture
def debriefed(fair):
    """Return the fair with two talks, a promise each way and dated steps."""
    talk = {"event": "fair", "at": fair.now, "kind": "talked", "direction": "both", "detail": "small loans"}
    talk |= {"may_contact": "yes", "may_keep": "yes", "source": "debrief.csv:2"}
    talks = [talk | {"interaction_id": f"i{n}", "person_id": f"p00{n}"} for n in (0, 1)]
    promise = {"event": "fair", "made_at": fair.now, "due_said": True, "state": "open", "source": "x"}
    mine = {"promise_id": "q1", "person_id": "p001", "owner": "mine", "text": "send the article"}
    theirs = {"promise_id": "q2", "person_id": "p000", "owner": "theirs", "text": "name her colleague"}
    promises = [promise | mine | {"due": dt.date(2026, 11, 25)}, promise | theirs]
    steps = [
        step("b", "p000", why=thanks("Maple Bank")),
        step("c", "p000", "update", dt.date(2026, 12, 28), [message("step.update", name="Maple Bank")]),
        step("d", "p003", "met", why=[message("step.met", name="Cedar Mutual", event="x")]),
        step("e", "p001", why=thanks("Harbour Trust"), state="done"),
    ]
    return replace(
        fair,
        now=fair.now + dt.timedelta(days=1),
        interactions=tables.as_table(tables.Interactions, talks),
        promises=tables.as_table(tables.Promises, promises),
        followups=tables.as_table(tables.Followups, steps),
    )


def test_without_a_debrief_it_asks_who_of_the_planned_was_met_and_gives_the_dates(fair, words):
    view = follow_up(fair, words=words)
    assert len(view.met) == 18
    assert view.met[0].name == "Maple Bank"
    assert [item.when for item in view.after][1] == "By Fri 27 Nov"
    assert (view.mine, view.theirs, view.dates) == ((), (), ())


def test_promises_come_first_and_the_late_one_is_marked(debriefed, words):
    view = follow_up(debriefed, words=words)
    assert [(item.text, item.name, item.when, item.late) for item in view.mine] == [
        ("send the article", "Harbour Trust", "Wed 25 Nov", True)
    ]
    assert [(item.text, item.name, item.when) for item in view.theirs] == [
        ("name her colleague", "Maple Bank", "")
    ]
    assert view.head == ("Promises open: 1, of these late: 1.",)


def test_a_day_of_another_year_says_which(debriefed, words):
    long_ago = debriefed.promises.with_columns(due=dt.date(2025, 1, 1))
    late = step("z", "p001", "promise", dt.date(2025, 1, 1), [message("step.promise", name="X", text="y")])
    view = follow_up(
        replace(debriefed, promises=long_ago, followups=tables.as_table(tables.Followups, [late])),
        words=words,
    )
    assert {item.when for item in view.mine} == {"Wed 1 Jan 2025"}
    assert [group.when for group in view.dates] == ["By Wed 1 Jan 2025"]


def test_a_step_says_what_why_and_on_what_basis_under_its_date(debriefed, words):
    group = follow_up(debriefed, words=words).dates[0]
    task = group.tasks[0]
    assert (group.when, task.name) == ("By Fri 27 Nov", "Maple Bank")
    assert task.what == "Thank Maple Bank and quote what they said."
    assert [text.rstrip(".") for text in task.details] == ["They care about: small loans"]
    assert (task.basis, task.task_id) == ("common advice", "babcde")


def test_what_is_done_is_gone_and_what_is_far_off_is_brief(debriefed, words):
    view = follow_up(debriefed, words=words)
    assert [task.name for group in view.dates for task in group.tasks] == ["Maple Bank"]
    assert [(group.when, group.tasks[0].details) for group in view.later] == [("By Mon 28 Dec", ())]


def test_the_steps_of_one_person_on_one_day_stand_together_and_name_them_once(debriefed, words):
    early, late = (dt.datetime(2026, 11, 27, hour, tzinfo=dt.UTC) for hour in (9, 11))
    rows = [
        step("f", "p000", why=thanks("Maple Bank"), start=early, end=early),
        step("g", "p001", why=thanks("Harbour Trust"), start=early.replace(hour=10), end=late),
        step("h", "p000", "promise", why=[message("step.promise", name="Maple Bank", text="x")], start=late),
    ]
    tasks = follow_up(replace(debriefed, followups=tables.as_table(tables.Followups, rows)), words=words)
    found = [(task.name, task.what.split()[0], len(task.details)) for task in tasks.dates[0].tasks]
    assert found == [("Maple Bank", "Thank", 1), ("", "Keep", 0), ("Harbour Trust", "Thank", 1)]


def test_only_those_of_whom_nothing_was_noted_are_asked_about(debriefed, words):
    assert [row.name for row in follow_up(debriefed, words=words).met] == ["Cedar Mutual"]


def test_after_a_debrief_no_blank_after_page_is_printed(debriefed, words):
    assert follow_up(debriefed, words=words).after == ()


@pytest.mark.parametrize("case", ["fair", "debriefed"])
def test_every_text_of_the_checklist_is_on_the_paper(case, words, paper, request):
    made = make_follow_up(request.getfixturevalue(case), words=words)
    assert paper.missing(made.view, made.pdf) == []
