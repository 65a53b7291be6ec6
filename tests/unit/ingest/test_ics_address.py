from __future__ import annotations

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.errors import InputError
from pipeline.ingest.address import fetch, host_of, is_address
from pipeline.settings import Setting, Settings, load_settings

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Answers(BaseHTTPRequestHandler):
    """One path per kind of answer."""

    def do_GET(self):
        """Answer by path."""
        step = self.path.strip("/").split("?")[0]
        if step.startswith("hop"):
            left = int(step[3:])
            self.redirect(f"/hop{left - 1}" if left else "/good")
        elif step == "away":
            self.redirect("https://elsewhere.example/")
        elif step == "ftp":
            self.redirect("ftp://127.0.0.1/x")
        elif step.isdecimal():
            self.send_error(int(step))
        elif step == "page":
            self.answer(b"<html>Sign in</html>", "text/html; charset=utf-8")
        elif step == "bomb":
            self.answer(gzip.compress(b"0" * (5 << 20)), "text/calendar", "gzip")
        elif step == "slow":
            self.drip()
        else:
            self.answer(CALENDAR, "text/calendar")

    def redirect(self, target):
        """Send elsewhere."""
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, body, kind, encoding=None):
        """Send a body."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self):
        """Send a little at a time."""
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar")
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"X" * (1 << 16))
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *_):
        """Say nothing."""
        return


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()


def settings(**values) -> Settings:
    known = load_settings()
    return Settings(
        known.values | {key.replace("__", "."): Setting(value, "x") for key, value in values.items()}
    )


def refused(address: str, **values) -> InputError:
    with pytest.raises(InputError) as caught:
        fetch(address, settings(**values))
    return caught.value


def test_the_bytes_come_as_they_are(server):
    assert fetch(f"{server}/good", settings()).data == CALENDAR


def test_the_name_stays_the_same_and_tells_neither_path_nor_key(server):
    first, second, other = (
        fetch(f"{server}/{path}", settings()).name for path in ("a?key=s3cret", "a?key=s3cret", "b")
    )
    assert first == second != other
    assert first.startswith("127.0.0.1-")
    assert "s3cret" not in first


def test_a_few_redirects_are_followed_and_more_are_not(server):
    assert fetch(f"{server}/hop4", settings()).data == CALENDAR
    assert refused(f"{server}/hop6").what == "the address redirects more than 5 times"


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("401", "the server asks for a sign-in"),
        ("404", "there is nothing at this address (any more)"),
        ("500", "the server answers 500"),
        ("page", "this is a web page, not a calendar"),
        ("away", "the address redirects to another network"),
        ("ftp", "only https:// and webcal:// addresses are read"),
    ],
)
def test_every_other_answer_is_refused_in_words(server, path, what):
    assert refused(f"{server}/{path}").what == what


def test_an_answer_that_unpacks_beyond_the_limit_is_cut_short(server):
    assert refused(f"{server}/bomb", ingest__max_calendar_mib=1).what == "the calendar has more than 1 MiB"


def test_a_server_that_only_drips_is_left(server):
    assert refused(f"{server}/slow", calendar__fetch_seconds=0.5).what == "the answer takes too long"


def test_no_message_shows_a_password_a_path_or_a_key(server):
    port = server.rsplit(":", 1)[1]
    problem = refused(f"http://user:s3cret@127.0.0.1:{port}/404?key=s3cret")
    assert str(problem).count("s3cret") == 0
    assert problem.where == "127.0.0.1"


@pytest.mark.parametrize(
    "address",
    ["http://calendar.example/x.ics", "ftp://a/b", "https://", "https://[bad", "file:///etc/passwd"],
)
def test_other_addresses_are_refused_before_anything_is_sent(address):
    assert refused(address).exit_code == 3


def test_nobody_listening_is_said_by_host_only():
    problem = refused("http://127.0.0.1:9/private-s3cret/basic.ics")
    assert (problem.where, "s3cret" in str(problem)) == ("127.0.0.1", False)


def test_addresses_are_told_from_files():
    texts = ["https://a/b.ics", "webcal://a/b", "WEBCAL://a", "file.ics", "C:/x.ics", "httpsfile"]
    assert [is_address(text) for text in texts] == [True, True, True, False, False, False]
    assert host_of("https://[bad") == "this address"
