"""A real Radicale on a free port of this machine, and a server that misbehaves."""

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.sync_account import Account

pytest.importorskip("caldav", reason="the extra [caldav] is not installed")
pytest.importorskip("radicale", reason="Radicale is not installed")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text("imani:secret\n", encoding="utf-8")
    port = free_port()
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\n"
        "htpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder / 'data'}\n[logging]\nlevel = warning\n",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(folder / "config")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        wait_for(port)
        yield f"http://127.0.0.1:{port}/imani/"
        server.terminate()
        server.wait(10)


def wait_for(port):
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("Radicale did not start")


@pytest.fixture
def imani(radicale):
    return Account(radicale, "imani", "secret")


@pytest.fixture
def broken_server():
    """Return a function that starts a server which answers each method with this status, or hangs up."""

    @contextmanager
    def start(status):
        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if status is None:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            @classmethod
            def all_methods(cls):
                for method in ("GET", "PUT", "PROPFIND", "REPORT", "MKCALENDAR", "OPTIONS", "DELETE"):
                    setattr(cls, f"do_{method}", cls.answer)

            def log_message(self, *_):
                """Say nothing."""

        Handler.all_methods()
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Account(f"http://127.0.0.1:{server.server_port}/", "imani", "secret")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    return start
