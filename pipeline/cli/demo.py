"""``meetwell demo``: the whole journey on the bundled fair, through the commands a user types."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer, write

BEFORE = "2027-03-15T12:00:00+00:00"
AFTER = "2027-03-18T21:30:00+00:00"
EVENT = "spring-fair"
#: The journey: the clock, and what a user types; {data} is the folder of the lists.
JOURNEY = (
    (BEFORE, "add {data}/employers.csv {data}/people.csv {data}/Connections.csv --event spring-fair"),
    (BEFORE, "ingest calendar {data}/agenda.ics --event spring-fair"),
    (BEFORE, "ingest calendar {data}/my-calendar.ics --mine"),
    (BEFORE, 'agree "Ana Ferreira" 10:30'),
    (BEFORE, "prep --phone"),
    (AFTER, "debrief {data}/debrief.csv"),
    (AFTER, "followup"),
    (AFTER, "due"),
)
RESULTS = ("prep-sheet.pdf", "follow-up.pdf", "phone.html", "plan.ics", "followups.ics")


@command("demo")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to make; default: meetwell-demo.")
@click.pass_obj
def cli(call: Call, out: Path | None) -> Answer:
    """Run the whole journey on a fictional spring career fair: sheet, notes, follow-up plan.

    Each step is shown as the command you would type in that folder; its lists/ holds the inputs. The clock
    is fixed.

    Example: meetwell demo --out demo
    """
    from pipeline.flow.demo import make_demo

    folder = (out or Path("meetwell-demo")).resolve()
    data = make_demo(folder, EVENT)
    code = 0
    for now, line in JOURNEY:
        code = max(code, _step(call, folder, data, now, line))
    made = [str(folder / "reports" / EVENT / name) for name in RESULTS]
    made = [path for path in made if Path(path).is_file()]
    lines = ("", "Everybody in this fair is made up. Look at:", *made)
    return Answer(
        lines,
        {"workspace": str(folder), "files": made},
        f"cd {shlex.quote(str(folder))} && meetwell",
        exit_code=code,
    )


def _step(call: Call, folder: Path, data: Path, now: str, line: str) -> int:
    """Show one command and run it as a user would."""
    from pipeline.cli import execute

    stream = sys.stderr if call.as_json else sys.stdout
    shown = line.replace("{data}", data.name)
    if not call.quiet:
        write(stream, f"\n$ meetwell {shown}")
    words = [word.replace("{data}", str(data)) for word in shlex.split(line)]
    quiet = ["--quiet"] if call.quiet or call.as_json else []
    return execute([*words, "--workspace", str(folder), "--now", now, *quiet])
