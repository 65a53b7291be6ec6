"""PDFs made in a child process: one that hangs or dies costs itself and nothing else.

The parent sends one document per message (a JSON head with its length, then the text) and waits no longer
than the time limit; the child stays for the next document, so that the engine is loaded once.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from pipeline.errors import RenderError
from pipeline.report.pdf import Pdf, write_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.report.typeset import Typesetting

_SERVE = "from pipeline.report.worker import serve; serve()"


@dataclass(slots=True)
class Worker:
    """A child that makes PDFs; after a document that took too long the next one gets a new child."""

    child: subprocess.Popen[bytes] | None = None
    #: The engine unpacks its fonts into a folder, and a child that is killed leaves it there: ours to remove.
    folder: tempfile.TemporaryDirectory[str] | None = None

    def write_pdf(self, html: str, *, seconds: float, attachments: Mapping[str, str] | None = None) -> Pdf:
        """Return the HTML as a PDF.

        Raises ``RenderError`` when it cannot be laid out, takes longer than ``seconds``, or its process dies.
        """
        return self._made({"attachments": dict(attachments or {})}, html, seconds)

    def typeset(self, work: Typesetting, *, seconds: float) -> Pdf:
        """Return what Typst makes of a view.

        Raises ``RenderError`` when it cannot be set, takes longer than ``seconds``, or its process dies.
        """
        head = {"template": work.template, "source": work.source, "labels": dict(work.labels)}
        return self._made(head, work.data, seconds)

    def _made(self, head: dict[str, Any], body: str, seconds: float) -> Pdf:
        child: Any = self._running()
        overdue = threading.Event()

        def give_up() -> None:
            overdue.set()
            child.kill()

        clock = threading.Timer(seconds, give_up)
        clock.start()
        try:
            _send(child.stdin, head, body.encode("utf-8", "replace"))
            answer, data = _receive(child.stdout)
        except (OSError, ValueError, EOFError) as problem:
            self.stop()
            what = f"took longer than {seconds:g} seconds" if overdue.is_set() else "ended its process"
            do = "Raise report.time_limit, or look at what the lists hold." if overdue.is_set() else None
            raise RenderError(f"this page {what}", do=do) from problem
        finally:
            clock.cancel()
        if "what" in answer:
            raise RenderError(answer["what"], where=answer["where"], do=answer["do"])
        return Pdf(data, answer["pages"], answer["anchors"], tuple(answer["warnings"]))

    def _running(self) -> subprocess.Popen[bytes]:
        if self.child is None or self.child.poll() is not None:
            self.stop()
            self.folder = tempfile.TemporaryDirectory(prefix="meetwell-", ignore_cleanup_errors=True)
            command = [sys.executable, "-c", _SERVE]
            self.child = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.folder.name)},
            )
        return self.child

    def stop(self) -> None:
        """End the child, if there is one, and remove what it left."""
        if self.child is not None:
            self.child.kill()
            self.child.communicate()
            self.child = None
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None


@lru_cache(maxsize=1)
def shared_worker() -> Worker:
    """Return the one worker of this process; it ends with it."""
    worker = Worker()
    atexit.register(worker.stop)
    return worker


def _send(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    line = json.dumps(head | {"length": len(body)}).encode()
    stream.write(line + b"\n" + body)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    line = stream.readline()
    if not line:
        raise EOFError
    head = json.loads(line)
    body = stream.read(head["length"])
    if len(body) < head["length"]:
        raise EOFError
    return head, body


def serve() -> None:
    """Answer documents on standard input until it is closed: the child's whole life."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            head, body = _receive(sys.stdin.buffer)
        except EOFError:
            return
        try:
            pdf = _done(head, body.decode())
        except RenderError as problem:
            _send(out, {"what": problem.what, "where": problem.where, "do": problem.do}, b"")
        else:
            answer = {"pages": pdf.pages, "anchors": dict(pdf.anchors), "warnings": list(pdf.warnings)}
            _send(out, answer, pdf.data)


def _done(head: dict[str, Any], body: str) -> Pdf:
    if "source" in head:
        from pipeline.report.typeset import Typesetting, typeset

        return typeset(Typesetting(head["template"], head["source"], body, head["labels"]))
    return write_pdf(body, attachments=head["attachments"])
