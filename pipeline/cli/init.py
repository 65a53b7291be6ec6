"""``meetwell init``: a workspace and a profile."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer

#: The five questions: profile key, question, and whether the answer is a list.
QUESTIONS = (
    ("name", "Your name", False),
    ("field", "The field you want to work in (for example: finance)", False),
    ("interests", "What interests you, separated by commas", True),
    ("seeks", "What you are looking for, separated by commas", True),
    ("offers", "What you can give others, separated by commas", True),
)


@command("init")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--name", help="Your name.")
@click.option("--field", help="The field you want to work in.")
@click.option("--interests", help="What interests you, separated by commas.")
@click.option("--seeks", help="What you are looking for, separated by commas.")
@click.option("--offers", help="What you can give others, separated by commas.")
@click.option("--from", "source", type=click.Path(path_type=Path), help="A LinkedIn archive or a résumé PDF.")
@click.option(
    "--office", is_flag=True, help="For a career office: no profile, each student brings their own."
)
@click.pass_obj
def cli(
    call: Call, /, folder: Path | None, source: Path | None, *, office: bool, **words: str | None
) -> Answer:
    """Make a workspace and your profile: five questions, the rest of profile.toml is yours to add.

    From a LinkedIn archive or a résumé it proposes lines of the profile; you confirm them one by one.

    Example: meetwell init my-network --name "Imani Castellanos" --field finance
    """
    from pipeline.errors import SettingsError
    from pipeline.flow.events import write_profile
    from pipeline.profile import NO_AIM, SAY_AIM
    from pipeline.workspace import create

    root = folder or call.workspace or Path.cwd()
    if office:
        if source or any(words.values()):
            raise click.UsageError("--office makes no profile; it goes with nothing that describes one.")
        made = {"workspace": str(create(root).root), "profile": None}
        lines_ = (f"Workspace {made['workspace']}, without a profile of its own.",)
        return Answer(lines_, made, _following(root))
    proposed = _proposals(call, source) if source else {}
    table = {**proposed, **_answers(call, words, proposed)}
    if not table.get("name") and not (root / "profile.toml").exists():
        raise SettingsError(
            "the profile needs a name",
            where=str(root / "profile.toml"),
            do='Say it: meetwell init --name "Your Name" --field "your field"',
        )
    if not (table.get("field") or table.get("interests") or (root / "profile.toml").exists()):
        raise SettingsError(NO_AIM, do=SAY_AIM)
    workspace = create(root)
    lines = [f"Workspace {workspace.root}."]
    if workspace.profile.exists():
        lines.append("profile.toml is there already and stays as it is.")
    else:
        profile = write_profile(workspace, table)
        lines.append(f"Wrote the profile of {profile.name}: {workspace.profile}")
    return Answer(
        tuple(lines),
        {"workspace": str(workspace.root), "profile": str(workspace.profile)},
        _following(root),
    )


def _following(root: Path) -> str:
    """Return the next command; it begins with the way into the workspace where one is not there yet."""
    from pipeline.flow.journey import FIRST_EVENT

    return (
        FIRST_EVENT if root.resolve() == Path.cwd().resolve() else f"cd {quote(str(root))} && {FIRST_EVENT}"
    )


def _answers(call: Call, words: dict[str, str | None], proposed: dict[str, object]) -> dict[str, object]:
    """Return what was said by option, and what a person answers to the questions left open."""
    answers: dict[str, object] = {}
    for key, question, is_list in QUESTIONS:
        text = words.get(key)
        if text is None and call.may_ask and key not in proposed:
            text = click.prompt(question, default="", show_default=False, err=True)
        if text and text.strip():
            answers[key] = (
                [part.strip() for part in text.split(",") if part.strip()] if is_list else text.strip()
            )
    return answers


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _proposals(call: Call, source: Path) -> dict[str, object]:
    """Return the lines of a profile read from a file that the user took, each with its source shown."""
    from pipeline.flow.proposals import profile_table, propose

    taken = []
    for proposal in propose(str(source)):
        shown = f"{proposal.key} = {proposal.value}  ({proposal.source})"
        if not call.may_ask or click.confirm(f"Take {shown}?", default=True, err=True):
            taken.append(proposal)
    return profile_table(taken)
