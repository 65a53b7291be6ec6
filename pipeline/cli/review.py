"""``meetwell review``: unsure pairs, decided by the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer

if TYPE_CHECKING:
    from pipeline.flow.deciding import Pair

WORDS = ("same", "different", "later")


@command("review")
@click.argument("pair_id", metavar="[ID]", required=False)
@click.argument("word", metavar="[WORD]", type=click.Choice(WORDS), required=False)
@click.pass_obj
def cli(call: Call, pair_id: str | None, word: str | None) -> Answer:
    """Decide which unsure pairs are the same person; your word holds for every later import.

    Without arguments the pairs are asked one by one, or listed where nobody can answer. WORD is same,
    different or later.

    Example: meetwell review vk3q9ad same
    """
    from pipeline.flow import deciding
    from pipeline.flow.stages import Done, link_people

    if pair_id and not word:
        raise click.UsageError("say same, different or later behind the ID.")
    with call.project() as project:
        link_people(project, Done())
        pairs = deciding.unsure(project)
        if pair_id:
            answers = [(deciding.the_pair(pairs, pair_id), str(word))]
        else:
            answers = _ask(pairs) if call.may_ask else []
        for pair, answer in answers:
            if answer != "later":
                deciding.decide(project, pair, answer)
        link_people(project, Done())
        left = deciding.unsure(project)
    lines = [f"{_title(pair)}: {answer}." for pair, answer in answers]
    if not answers:
        lines = [line for pair in left for line in _shown(pair)] or ["Every pair is decided."]
    data = {"decided": [{"id": pair.pair_id, "word": answer} for pair, answer in answers]}
    unsure = [{"id": pair.pair_id, "rows": pair.rows(), "evidence": list(pair.evidence)} for pair in left]
    return Answer(tuple(lines), {**data, "unsure": unsure}, "meetwell run")


def _ask(pairs: list[Pair]) -> list[tuple[Pair, str]]:
    """Return the answers of the person at the terminal; an empty line ends the questions."""
    answers = []
    for pair in pairs:
        for line in _shown(pair):
            click.echo(line, err=True)
        word = click.prompt(
            "same, different, later or stop", type=click.Choice([*WORDS, "stop"]), default="later", err=True
        )
        if word == "stop":
            break
        answers.append((pair, word))
    return answers


def _title(pair: Pair) -> str:
    names = [side["name"] or ", ".join(side["emails"]) or side["record_id"] for side in (pair.a, pair.b)]
    return f"{pair.pair_id}  {names[0]} / {names[1]}"


def _shown(pair: Pair) -> list[str]:
    wide = max((len(left) for _, left, _ in pair.rows()), default=0)
    return [
        _title(pair),
        *(f"  {field:<13} {left:<{wide}}  |  {right}" for field, left, right in pair.rows()),
    ]
