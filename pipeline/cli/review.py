"""``meetwell review``: unsure pairs, decided by the user."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.flow.deciding import Pair

WORDS = ("same", "different", "later")
WORD = click.Choice(WORDS, case_sensitive=False)
ANSWER = click.Choice([*WORDS, "stop"], case_sensitive=False)


@command("review")
@click.argument("pair_id", metavar="[ID]", required=False)
@click.argument("word", metavar="[WORD]", type=WORD, required=False)
@click.option(
    "--same", nargs=2, metavar="NAME NAME", help="Say of two people that they are one, asked or not."
)
@click.option(
    "--decided", is_flag=True, help="List the pairs you spoke about; say another word to change one."
)
@click.pass_obj
def cli(
    call: Call, pair_id: str | None, word: str | None, *, same: tuple[str, str] | None, decided: bool
) -> Answer:
    """Decide which unsure pairs are the same person; your word holds for every later import.

    Without arguments the pairs are asked one by one, or listed where nobody can answer. WORD is same,
    different or later. The newest word on a pair holds; later takes it back.

    Example: meetwell review vk3q9ad same
    """
    from pipeline.flow import deciding
    from pipeline.flow.stages import Done, link_people

    if pair_id and not word:
        raise click.UsageError("say same, different or later behind the ID.")
    done = Done()
    with call.project() as project:
        link_people(project, done)
        if decided:
            return _decided(deciding.said(project))
        if same:
            asked = iter([(deciding.named_pair(project, *same), "same")])
        elif pair_id:
            asked = iter([(deciding.the_pair(project, pair_id), str(word))])
        else:
            asked = _ask(deciding.unsure(project)) if call.may_ask else iter(())
        answers = []
        for pair, answer in asked:
            # Each answer is kept at once: whoever stops half way has said what they said.
            if pair_id or answer != "later":
                deciding.decide(project, pair, answer)
            answers.append((pair, answer))
        link_people(project, done)
        left = deciding.unsure(project)
    lines = [f"{_title(pair)}: {answer}." for pair, answer in answers]
    if not answers:
        lines = [line for pair in left for line in _shown(pair)]
        how = "Say your word: meetwell review ID same, or different, or later."
        lines = [*lines, how] if left else ["Every pair is decided."]
    data = {"decided": [{"id": pair.pair_id, "word": answer} for pair, answer in answers]}
    unsure = [
        {"id": pair.pair_id, "rows": pair.rows(), "why": pair.why(), "evidence": list(pair.evidence)}
        for pair in left
    ]
    return Answer(tuple(lines), {**data, "unsure": unsure}, "meetwell run", tuple(done.notices))


def _decided(said: list[tuple[Pair, str]]) -> Answer:
    """Return the pairs the user spoke about, with the word and how to change it."""
    lines = [f"{_title(pair)} ({pair.where()}): {word}, you said." for pair, word in said]
    lines = lines or ["You spoke about no pair yet."]
    data = [{"id": pair.pair_id, "word": word} for pair, word in said]
    how = ("Change one: meetwell review ID same, or different, or later to take it back.",) if said else ()
    return Answer((*lines, *how), {"decided": data, "unsure": []}, "meetwell run")


def _ask(pairs: list[Pair]) -> Iterator[tuple[Pair, str]]:
    """Yield each answer of the person at the terminal as it is given; ``stop`` ends the questions."""
    for number, pair in enumerate(pairs, start=1):
        for line in _shown(pair):
            write(sys.stderr, line)
        word = click.prompt(
            f"{number} of {len(pairs)}: same, different, later or stop",
            type=ANSWER,
            default="later",
            show_choices=False,
            err=True,
        )
        if word == "stop":
            return
        yield pair, word


def _title(pair: Pair) -> str:
    names = [side["name"] or ", ".join(side["emails"]) or side["record_id"] for side in (pair.a, pair.b)]
    return f"{pair.pair_id}  {names[0]} / {names[1]}"


def _shown(pair: Pair) -> list[str]:
    wide = max((len(left) for _, left, _ in pair.rows()), default=0)
    return [
        _title(pair),
        *(f"  {field:<13} {left:<{wide}}  |  {right}" for field, left, right in pair.rows()),
        f"  asked because {pair.why()}",
    ]
