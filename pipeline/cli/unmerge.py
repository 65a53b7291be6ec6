"""``meetwell unmerge``: a merge taken apart."""

from __future__ import annotations

from typing import Any

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import name_argument
from pipeline.cli.output import Answer


@command("unmerge")
@name_argument()
@click.option("--rows", metavar="N,N", help="The records that are somebody else; without it they are listed.")
@click.pass_obj
def cli(call: Call, name: str, rows: str | None) -> Answer:
    """Take a person apart who is really two; your word holds for every later import.

    What you noted and promised stays with the part that keeps the record linked first.

    Example: meetwell unmerge "Ana Ferreira" --rows 2
    """
    from pipeline.flow import deciding
    from pipeline.flow.naming import find_person
    from pipeline.flow.stages import Done, link_people

    with call.project() as project:
        link_people(project, Done())
        person_id, full_name = find_person(project, None, name)
        records = deciding.merged_records(project, person_id)
        listed = [
            f"{at}  {_label(row)}  [{deciding.source_of(row)}]" for at, row in enumerate(records, start=1)
        ]
        if rows:
            deciding.take_apart(project, records, _numbers(rows))
            link_people(project, Done())
    data = {"person_id": person_id, "records": [row["record_id"] for row in records], "split": bool(rows)}
    if rows:
        return Answer((f"{full_name} is taken apart: you said so.",), data, "meetwell run")
    return Answer(tuple(listed), data, f'meetwell unmerge "{name}" --rows 2')


def _label(row: dict[str, Any]) -> str:
    parts = [row["name"] or ", ".join(row["emails"]), row["organization"] or ""]
    return ", ".join(part for part in parts if part)


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.replace(" ", "").split(",") if part]
    except ValueError as problem:
        raise click.BadParameter(f"{text!r} is no list of numbers; write --rows 2,3.") from problem
