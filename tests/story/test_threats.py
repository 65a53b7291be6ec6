"""A list written by an enemy goes through the whole journey: nothing is fetched, read, run or let out.

Each process of the journey carries an audit hook that writes down every connection, every look-up of a name
and every opening of the canary file, so that a silent attempt shows as well as a successful one.
"""

from __future__ import annotations

import csv
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader

SLUG = "hostile-fair"
CANARY = "canary-7f3a91c2"
HOOK = """
import os, sys
def watch(event, values):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        said = f"{event} {values[1:] if event == 'socket.connect' else values}"
        # Workers of one computer talk through sockets of the file system.
        if not (event == "socket.connect" and isinstance(values[1], (str, bytes))):
            note(said)
    elif event == "open" and isinstance(values[0], str) and "canary" in values[0]:
        note(f"open {values[0]}")
def note(text):
    with os.fdopen(os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT), "a") as file:
        file.write(text + chr(10))
sys.addaudithook(watch)
"""


@pytest.fixture(scope="module")
def server():
    """Return a server on loopback and the list of what it was asked for."""
    hits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_address[1]}", hits
    made.shutdown()
    made.server_close()


def payloads(address, secret):
    """Return what an enemy writes into a cell."""
    return [
        f'=HYPERLINK("{address}/formula","click")',
        "@SUM(1+1)*cmd|' /C calc'!A0",
        f"<img src='{address}/img'><img src='file://{secret}'>",
        f"<link rel=attachment href='file://{secret}'><script>fetch('{address}/js')</script>",
        f"</style><style>@import url({address}/css); body{{background:url({address}/bg)}}",
        f"{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}{{% include '{secret}' %}}",
        "\x1b]0;owned\x07\x1b[2J\x1b]8;;http://example.com\x07link\u009b31m",
        "safe\u202egnp.exe\u2066 \u200b\ufeff",
        "../../../../etc/passwd",
        "..\\..\\CON",
        "a" * 20_000,
        '#image("/etc/passwd") #read("/etc/passwd") \\u{41} $x$',
    ]


def watched_by(place):
    """Return the environment of a process whose attempts are written to ``watched.txt`` in this folder."""
    return {
        "HOME": str(place),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(place / "hook"),
        "WATCHED": str(place / "watched.txt"),
    }


def set_watch(place):
    """Write the hook into this folder."""
    (place / "hook").mkdir()
    (place / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")


@pytest.fixture(scope="module")
def besieged(tmp_path_factory, server):
    """Return the folder of a journey over hostile lists, what it said, and what its processes tried."""
    place = tmp_path_factory.mktemp("threats")
    secret = place / "canary-secret.txt"
    secret.write_text(CANARY, encoding="utf-8")
    set_watch(place)
    address, _ = server
    write_lists(place, payloads(address, secret))
    said = []

    def run(*words, code=0):
        command = [Path(sys.executable).with_name("meetwell"), *map(str, words)]
        done = subprocess.run(command, cwd=place, env=watched_by(place), capture_output=True, check=False)
        said.append((words, done.stdout + done.stderr))
        assert done.returncode == code, (words, done.stdout, done.stderr)

    work = ("-w", place / "net", "--now", "2027-03-15T12:00:00+00:00")
    after = ("-w", place / "net", "--now", "2027-03-18T21:00:00+00:00")
    run("init", place / "net", "--name", "Imani <b>C</b>", "--field", "finance", "--no-input")
    run(
        "event", "add", SLUG, "--on", "2027-03-18", "--hours", "10-16", "--name", "<i>Fair</i> {{7*7}}", *work
    )
    run("inspect", place / "people.csv")
    run("add", place / "people.csv", place / "employers.json", "--event", SLUG, *work)
    run("ingest", "calendar", place / "agenda.ics", "--event", SLUG, *work)
    run("match", *work)
    run("pick", "Ana Enemy", *work)
    run("note", "Ana Enemy", f"=1+1 <img src={address}/note>", *work)
    run("explain", "Ana Enemy", *work)
    run("prep", "--phone", "--full", *work)
    run("prep", "--backend", "typst", *work)
    run("prepare", *work)
    run("debrief", place / "notes.csv", *after)
    run("followup", *after)
    run("drafts", *after)
    run("due", *after)
    run("status", *after)
    run("show", "Ana Enemy", *after)
    run("export", place / "out", *after)
    watched = place / "watched.txt"
    tried = watched.read_text(encoding="utf-8") if watched.exists() else ""
    return place, said, tried


def write_lists(place, cells):
    """Write an attendee list, an employer list, an agenda and filled-in notes with these cells everywhere."""
    with (place / "people.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(
            ["Name", "Company", "Job Title", "Interests", "Looking for", "Offers", "Bio", "Website"]
        )
        lines.writerow(["Ana Enemy", "Quay Union", "Analyst", *[cells[2]] * 5])
        for number, cell in enumerate(cells):
            lines.writerow(
                [f"Person {number:02} Enemy", cell, f"Finance {cell}", cell, cell, cell, cell, cell]
            )
    rows = ",".join(
        "{"
        + ",".join(f'"{key}": {quoted(cell)}' for key in ("organization", "booth", "industry", "about"))
        + "}"
        for cell in cells
    )
    (place / "employers.json").write_text(f"[{rows}]", encoding="utf-8")
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20270318T1{number % 6}0000Z\r\nDURATION:PT30M\r\n"
        f"SUMMARY:{flat(cell)}\r\nDESCRIPTION:{flat(cell)}\r\nLOCATION:{flat(cell)}\r\n"
        f"ATTACH:file:///etc/passwd\r\nURL:{flat(cell)}\r\nEND:VEVENT\r\n"
        for number, cell in enumerate(cells)
    )
    (place / "agenda.ics").write_bytes(f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode())
    with (place / "notes.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["name", "talked", "cares_about", "i_promised", "by", "notes"])
        lines.writerow(["Ana Enemy", "yes", cells[0], cells[3], "2027-03-22", cells[5]])
        lines.writerow(["Person 06 Enemy", "yes", cells[6], cells[7], "", cells[1]])


def quoted(text):
    import json

    return json.dumps(text)


def flat(text):
    return "".join(character for character in text if character not in "\r\n").replace("\\", "\\\\")


def files(place):
    """Return every file the journey made."""
    return [path for folder in ("net", "out") for path in (place / folder).rglob("*") if path.is_file()]


def test_the_watch_sees_a_connection_and_an_opened_file(tmp_path, server):
    set_watch(tmp_path)
    (tmp_path / "canary").write_text("x", encoding="utf-8")
    program = f"import urllib.request as r; open('canary'); r.urlopen('{server[0]}/seen')"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=watched_by(tmp_path), check=True)
    tried = (tmp_path / "watched.txt").read_text(encoding="utf-8")
    assert "open canary" in tried
    assert "socket.connect" in tried
    assert server[1].pop() == "/seen"


def test_nothing_is_fetched_and_nobody_is_asked(besieged, server):
    assert (besieged[2], server[1]) == ("", [])


def test_what_lies_on_the_disk_is_on_no_page(besieged):
    made = [
        path
        for path in files(besieged[0])
        if path.suffix in {".pdf", ".html", ".ics", ".csv", ".eml", ".json"}
    ]
    assert {"prep-sheet.pdf", "phone.html", "follow-up.pdf", "plan.ics"} <= {path.name for path in made}
    assert [path.name for path in made if CANARY.encode() in path.read_bytes()] == []
    sheets = [path for path in made if path.suffix == ".pdf"]
    assert [
        path.name for path in sheets for page in PdfReader(path).pages if CANARY in page.extract_text()
    ] == []
    assert [path.name for path in sheets if PdfReader(path).attachments] == []


def test_a_link_of_a_page_is_https_or_mailto(besieged):
    links = {
        str(note.get_object()["/A"]["/URI"])
        for path in files(besieged[0])
        if path.suffix == ".pdf"
        for page in PdfReader(path).pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert [link for link in links if not link.startswith(("https:", "mailto:"))] == []


def test_no_cell_of_any_csv_begins_a_formula(besieged):
    made = [path for path in files(besieged[0]) if path.suffix == ".csv" and "raw" not in path.parts]
    assert {"debrief.csv", "rejects.csv"} <= {path.name for path in made}
    for path in made:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell[:1] in ("=", "@", "+", "\t", "\r")] == [], path.name
        assert [cell for cell in cells if cell.startswith("-") and not cell[1:2].isdigit()] == [], path.name


def test_no_command_sends_control_characters_to_the_terminal(besieged):
    for words, said in besieged[1]:
        text = said.decode("utf-8")
        bad = {
            character
            for character in text
            if (ord(character) < 32 and character not in "\n\t")
            or 0x7F <= ord(character) < 0xA0
            or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        }
        assert bad == set(), words


def test_every_file_stays_in_its_folder_and_is_private(besieged):
    place = besieged[0]
    own = {
        "canary-secret.txt",
        "hook",
        "people.csv",
        "employers.json",
        "agenda.ics",
        "notes.csv",
        "net",
        "out",
    }
    assert {path.name for path in place.iterdir()} - own - {".cache", ".config", ".local"} == set()
    inside = place / "net"
    assert [path for path in inside.rglob("*") if path.is_symlink()] == []
    loose = [path for path in inside.rglob("*") if path.stat().st_mode & 0o077]
    assert loose == []


def test_no_template_of_a_cell_was_filled_in(besieged):
    pages = [path for path in files(besieged[0]) if path.suffix == ".pdf"]
    text = " ".join(page.extract_text() for path in pages for page in PdfReader(path).pages)
    assert "{{7*7}}" in text
    assert "49" not in text.split("{{7*7}}")[0][-40:]
    assert "<class" not in text
