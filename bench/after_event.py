"""CPU seconds of a debrief of 30 typed lines, a plan for 500 relationships and the demo's checklist as PDF.

Run: python bench/after_event.py. Median of five runs after a first one that loads what is loaded once; of the
checklist the first one after the imports too.
"""

import contextlib
import datetime as dt
import io
import statistics
import tempfile
import time
from pathlib import Path

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
    return lambda: debrief(form, issued=frame, people=people_frame, event=EVENT, now=NOW)


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


def checklist(folder):
    """Return work that makes the checklist of the demo from its tables, all modules loaded."""
    import weasyprint  # noqa: F401 - loaded before the clock starts

    from pipeline.cli import execute
    from pipeline.flow.paper import inputs_for
    from pipeline.flow.project import open_project
    from pipeline.report.checklist import follow_up
    from pipeline.report.pdf import write_pdf
    from pipeline.report.render import to_html

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        execute(["demo", "--out", str(folder)])
    evening = dt.datetime(2027, 3, 18, 21, 30, tzinfo=dt.UTC)
    with open_project(folder, folder, clock=lambda *_: evening, flags={}) as project:
        inputs = inputs_for(project, project.event_past("spring-fair"))
    return lambda: write_pdf(to_html("followup/checklist.html", follow_up(inputs)))


def main():
    _, debrief_seconds = cpu(taken(30, people(30)))
    everyone = people(500)
    notes, many_seconds = cpu(taken(500, everyone))
    steps, plan_seconds = cpu(planned(notes, everyone))
    with tempfile.TemporaryDirectory() as folder:
        make = checklist(Path(folder) / "demo")
    begin = time.process_time()
    made = make()
    first = time.process_time() - begin
    _, checklist_seconds = cpu(make)
    print(f"{'debrief of 30 typed lines':34} {debrief_seconds:6.2f} CPU s")
    print(f"{'debrief of 500 typed lines':34} {many_seconds:6.2f} CPU s")
    print(f"{f'plan for 500 ({steps.height} steps)':34} {plan_seconds:6.2f} CPU s")
    print(f"{f'checklist of {made.pages} pages, the first':34} {first:6.2f} CPU s")
    print(f"{'the same again':34} {checklist_seconds:6.2f} CPU s")


if __name__ == "__main__":
    main()
