"""CPU seconds of a debrief of 30 typed lines and of a plan for 500 relationships.

Run: python bench/after_event.py. Median of five runs after a first one that loads what is loaded once.
"""

import datetime as dt
import statistics
import time

from pipeline import tables
from pipeline.debrief import Form, debrief
from pipeline.event import as_event
from pipeline.plan.followup import followup
from pipeline.profile import Profile
from pipeline.settings import load_settings
from pipeline.short_id import issue

NOW = dt.datetime(2026, 11, 27, 22, tzinfo=dt.UTC)
EVENT = as_event("fair", {"start": "2026-11-27", "hours": "10:00-16:00", "tz": "America/Toronto"}, "bench")
PROFILE = Profile(name="Bench", field="finance", country="CA", tz="America/Toronto")


def people(count):
    row = {"kind": "person", "events": ["fair"], "work_authorization": "unknown", "stage": 0, "strength": 0.0}
    rows = [{**row, "person_id": f"p{i}", "name": f"Person {i}", "known": False} for i in range(count)]
    return tables.as_table(tables.People, rows)


def taken(count, people_frame):
    ids = {}
    for number in range(count):
        ids[f"p{number}"] = issue(f"p{number}", "fair", ids.values())
    issued = [
        {"event": "fair", "short_id": short, "person_id": key, "issued_at": NOW} for key, short in ids.items()
    ]
    lines = tuple(
        f'{short} talked "detail {index}" promise "write {index}" by {index % 27 + 1} Dec pursue'
        for index, short in enumerate(ids.values())
    )
    frame = tables.as_table(tables.Issued, issued)
    form = Form("typed", "0" * 64, "lines", lines=lines)
    return lambda: debrief(
        form, issued=frame, people=people_frame, event=EVENT, settings=load_settings(), now=NOW
    )


def planned(notes, people_frame):
    empty = {
        name: tables.as_table(getattr(tables, name), [])
        for name in ("Sessions", "Applications", "Followups", "Plan")
    }
    return lambda: followup(
        notes.interactions,
        notes.promises,
        people_frame,
        empty["Sessions"],
        empty["Applications"],
        empty["Followups"],
        plan=empty["Plan"],
        profile=PROFILE,
        event=EVENT,
        settings=load_settings(),
        now=NOW,
    )


def cpu(work):
    result, spent = work(), []
    for _ in range(5):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return result, statistics.median(spent)


def main():
    _, debrief_seconds = cpu(taken(30, people(30)))
    everyone = people(500)
    notes, many_seconds = cpu(taken(500, everyone))
    steps, plan_seconds = cpu(planned(notes, everyone))
    print(f"{'debrief of 30 typed lines':34} {debrief_seconds:6.2f} CPU s")
    print(f"{'debrief of 500 typed lines':34} {many_seconds:6.2f} CPU s")
    print(f"{f'plan for 500 ({steps.height} steps)':34} {plan_seconds:6.2f} CPU s")


if __name__ == "__main__":
    main()
