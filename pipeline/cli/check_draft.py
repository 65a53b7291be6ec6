"""``meetwell check-draft``: does a message sound genuine?"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.call import command
from pipeline.cli.output import Answer


@command("check-draft")
@click.argument("file", type=click.Path(path_type=Path))
def cli(file: Path) -> Answer:
    """Tell what in a message you wrote sounds like schmoozing, with the words marked; - reads stdin.

    Nothing is sent or kept. The rules are in config/genuine.en.toml, each with its reason.

    Example: meetwell check-draft thanks.txt
    """
    from pipeline.flow.drafts_text import message_in
    from pipeline.flow.piped import piped_text
    from pipeline.report.drafts import blanks_in
    from pipeline.report.drafts_check import check_message

    text = message_in(piped_text() if str(file) == "-" else file)
    check = check_message(text)
    if check.genuine:
        verdict = "Nothing to mend." if not check.findings else "Sounds genuine. Still:"
    else:
        verdict = "This sounds like schmoozing:"
    lines = [verdict]
    for finding in check.findings:
        words = ", ".join(dict.fromkeys(check.text[start:end] for start, end in finding.spans))
        lines.append(f"- {finding.reason}" + (f" ({words})" if words else ""))
    if any(finding.spans for finding in check.findings):
        lines += ["", check.marked()]
    over = _over(file, check.text)
    if over:
        verdict = "Too long to send:" if check.genuine else verdict
        lines = [verdict, f"- {over} characters more than a LinkedIn note takes.", *lines[1:]]
    blanks = blanks_in(check.text)
    if blanks:
        verdict = "Not finished:" if check.genuine else verdict
        lines = [verdict, *(f"- Still to fill in: {blank}" for blank in blanks), *lines[1:]]
    data = {
        "genuine": check.genuine,
        "words": check.words,
        "points": check.points,
        "threshold": check.threshold,
        "blanks": list(blanks),
        "over": over,
        "findings": [
            {
                "rule": item.key,
                "reason": item.reason,
                "points": item.points,
                "spans": [list(span) for span in item.spans],
            }
            for item in check.findings
        ],
    }
    return Answer(tuple(lines), data)


def _over(file: Path, text: str) -> int:
    """Return how many characters a LinkedIn note, told by the name that drafts have, is too long."""
    from pipeline.settings import load_settings

    if "-linkedin-" not in file.name:
        return 0
    return max(0, len(text.strip()) - load_settings().integer("followup.linkedin_note_length"))
