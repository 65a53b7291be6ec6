"""Endless repetition costs a reader no more than its length: no pattern searches itself to a standstill.

At the length used here a reader that is quadratic needs minutes, so that the limit of the process, which is
far from what a linear one needs on a slow machine, tells the two apart without a clock.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
LENGTH, CPU_SECONDS = 300_000, 90
PIECES = (
    "a",
    " ",
    '"',
    ",",
    "a@",
    "a.",
    "\\",
    "-",
    "1",
    "\n",
    "<td ",
    "<!--",
    "<![CDATA[",
    "<a><b",
    '{"a":',
    "a, b; ",
    "http://a",
    "é\u202e",
)
STARTS = {
    "delimited": "Name,Email\n",
    "json_list": '[{"a":"',
    "html": "<html><table><tr><td>",
    "vcard": "BEGIN:VCARD\nFN:",
    "calendar": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:",
    "schedule": "<schedule>",
    "resume": "EDUCATION\n",
    "typed": '37Q talked "',
    "debrief_form": "id,name,notes\n37Q,",
    "phone": '{"meetwell":1,"entries":["',
    "profile": 'name = "',
    "front_door": "Name,Email\n",
}
PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
sys.path[:0] = [{here!r}]
from targets import feed
for piece in {pieces!r}:
    feed({name!r}, ({start!r} + piece * ({length} // len(piece))).encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process can be given no limit there")
@pytest.mark.parametrize("name", STARTS)
def test_endless_repetition_is_read_or_refused_in_time(name, root):
    program = PROGRAM.format(
        seconds=CPU_SECONDS, here=str(HERE), pieces=PIECES, name=name, start=STARTS[name], length=LENGTH
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
