"""What people wrote leaves as it came: from the file, through the tables, to the export."""

from __future__ import annotations

import csv
import json

WRITTEN = [
    "two  blanks, \u00a0 and more",
    "ﾟ･✿ヾ(｡◕‿◕｡)✿･ﾟ",
    "\u202etest\u202e \u2066left\u2067 Z\u0335\u0321a\u0353l\u0317g\u033bo",
    "مُنَاقَشَةُ سُبُلِ اِسْتِخْدَامِ اللُّغَةِ",
    "</textarea><script>alert(1)</script> {{ 7*7 }} ${HOME} %s%n",
    "1;DROP TABLE users -- '\"` \\ \\n",
    "first line\nsecond line",
    "👩🏽‍🚀 🏳0🌈️ \ufeff\u200b",
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)",
]


def test_texts_leave_the_export_as_they_came(workspace, meetwell, tmp_path):
    folder = workspace(tmp_path / "network")
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["Name", "Email", "Notes"])
        writer.writerows([f"Person {at}", f"p{at}@example.com", text] for at, text in enumerate(WRITTEN))
    for words in (
        ("add", tmp_path / "list.csv", "--event", "spring-fair"),
        ("link",),
        ("export", tmp_path / "out"),
    ):
        said = meetwell(*words, "--workspace", folder)
        assert said.code == 0, said.err
    people = json.loads((tmp_path / "out" / "people.json").read_text(encoding="utf-8"))
    rows = people if isinstance(people, list) else people["people"]
    notes = {row["emails"][0]: row["notes"] for row in rows if row["emails"]}
    assert [notes[f"p{at}@example.com"] for at in range(len(WRITTEN))] == WRITTEN
    with (tmp_path / "out" / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = {row["notes"] for row in csv.DictReader(file)}
    # A cell that a spreadsheet would reckon begins with an apostrophe.
    assert cells >= {f"'{text}" if text[0] in "=@" else text for text in WRITTEN}
