"""A calendar server that means harm: it is asked alone, and what it answers without end is not read."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.errors import InputError
from pipeline.sync import sync
from pipeline.sync_account import Account
from pipeline.sync_read import read_caldav

ENTRY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:u1\r\nDTSTAMP:20270101T000000Z\r\n"
    "DTSTART:20270318T100000Z\r\nSUMMARY:Tea\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BASIC = 'Basic realm="x"'


@contextmanager
def server(answer):
    """Run a server that answers with (status, headers, pieces of the body); yield address and requests."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def take(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append((self.command, "Authorization" in self.headers))
            status, headers, pieces = answer(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in pieces:
                    self.wfile.write(piece)
            except OSError:
                asked.append("hung up")

        def log_message(self, *_):
            """Say nothing."""

    for method in ("GET", "PUT", "PROPFIND", "REPORT", "MKCALENDAR", "OPTIONS", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.take)
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}/u/", asked
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def pushed(address):
    """Return why nothing could be pushed there."""
    with pytest.raises(InputError) as caught:
        sync([ENTRY], Account(address, "imani", "secret"))
    return caught.value.what


def after_login(headers):
    """Return an answerer that lets imani in first."""
    return lambda request: (
        (307, headers, ()) if "Authorization" in request.headers else (401, {"WWW-Authenticate": BASIC}, ())
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_a_server_that_sends_on_to_another_is_not_followed(at_once):
    with server(lambda _: (401, {"WWW-Authenticate": BASIC}, ())) as (other, asked):
        headers = {"Location": other.replace("127.0.0.1", "localhost")}
        answer = (lambda _: (302, headers, ())) if at_once else after_login(headers)
        with server(answer) as (address, _):
            assert "it sends on to another server, localhost" in pushed(address)
    assert asked == []


def test_a_server_that_sends_on_to_a_file_is_not_followed(tmp_path):
    (tmp_path / "canary").write_text("canary-7f3a91c2", encoding="utf-8")
    with server(lambda _: (302, {"Location": (tmp_path / "canary").as_uri()}, ())) as (address, _):
        assert pushed(address).endswith("it sends on to another server, None; not asked")


def test_a_server_that_sends_round_in_circles_is_left():
    with server(lambda request: (301, {"Location": request.path}, ())) as (address, asked):
        assert "it sends on from one address to the next" in pushed(address)
    assert len(asked) <= 15


def test_an_answer_without_end_is_not_read():
    with server(lambda _: (207, {}, (b" " * (1 << 20) for _ in range(200)))) as (address, asked):
        assert "its answer is longer than 64 MiB, which is the limit" in pushed(address)
        with pytest.raises(InputError, match="longer than 3 MiB"):
            read_caldav(Account(address, "imani", "secret"), most_mib=1)
    assert "hung up" in asked


@pytest.mark.parametrize("kind", ["file", "http", "bomb"])
def test_an_answer_with_entities_reads_no_file_asks_nobody_and_takes_no_time(kind, tmp_path):
    (tmp_path / "canary").write_text("canary-7f3a91c2", encoding="utf-8")
    with server(lambda _: (200, {}, (b"canary-7f3a91c2",))) as (other, asked):
        ten = [
            f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghx", strict=True)
        ]
        head = {
            "file": f'<!ENTITY x SYSTEM "{(tmp_path / "canary").as_uri()}">',
            "http": f'<!ENTITY x SYSTEM "{other}">',
            "bomb": '<!ENTITY a "aaaaaaaaaa">' + "".join(ten),
        }[kind]
        page = (
            f'<!DOCTYPE m [{head}]><multistatus xmlns="DAV:"><response><href>/&x;</href><propstat><prop>'
            "<displayname>&x;</displayname><current-user-principal><href>/&x;</href></current-user-principal>"
            "</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
        ).encode()
        with server(lambda _: (207, {"Content-Type": "application/xml"}, (page,))) as (address, mine):
            try:
                said = str(sync([ENTRY], Account(address, "imani", "secret")))
            except InputError as problem:
                said = problem.what
    assert (asked, "canary" in said, 0 < len(mine) < 10) == ([], False, True)
