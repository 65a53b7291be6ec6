"""A line to a real server that somebody meddles with: single requests are refused, or cut off."""

import http.client
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

METHODS = ("GET", "PUT", "PROPFIND", "REPORT", "MKCALENDAR", "OPTIONS", "DELETE", "PROPPATCH")
#: What can be done to a request: answer it with a status and never pass it on, or pass it on and say nothing.
OWN = ("content-length", "transfer-encoding", "content-encoding", "accept-encoding", "connection")
CUT_BEFORE, CUT_AFTER = "cut before", "cut after"


class Handler(BaseHTTPRequestHandler):
    """Passes a request on to ``server.there`` unless ``server.trouble`` says otherwise."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        """Answer one request: as the server does, with a status of our own, or not at all."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen[self.command] += 1
        count = self.server.seen[self.command]
        what = self.server.trouble(self.command, count)
        if isinstance(what, int):
            self.reply(what, {}, b"")
        elif what == CUT_BEFORE:
            self.close_connection = True
        else:
            self.server.before(self.command, self.path)
            answered = self.passed_on(body)
            self.close_connection = what == CUT_AFTER
            if what != CUT_AFTER:
                self.reply(*answered)

    def passed_on(self, body):
        """Return status, headers and content of the server's own answer."""
        there = self.server.there
        line = http.client.HTTPConnection(there.hostname, there.port, timeout=10)
        headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", *OWN)}
        line.request(self.command, self.path, body, {**headers, "Content-Length": str(len(body))})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        return answer.status, dict(answer.getheaders()), content

    def reply(self, status, headers, content):
        """Send an answer."""
        self.send_response(status)
        for key, value in headers.items():
            if key.lower() not in OWN:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


for _method in METHODS:
    setattr(Handler, f"do_{_method}", Handler.answer)


@contextmanager
def meddled(server_url, trouble, before=lambda _method, _path: None):
    """Yield the address of a line to this server; ``trouble(method, count)`` decides on each request.

    ``before(method, path)`` runs before a request is passed on, as another writer would.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.there, server.trouble, server.before = urlsplit(server_url), trouble, before
    server.seen = Counter()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{server.there.path}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
