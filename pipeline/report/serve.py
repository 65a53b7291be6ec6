"""The child's side of ``worker``: it makes one document after another, until nobody asks any more."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from typing import IO, Any

from pipeline.errors import RenderError, cell
from pipeline.report.pdf import Pdf, write_pdf
from pipeline.report.worker import receive, send

#: Bytes of memory that a child may take.
_MEMORY = 2 << 30
_OWN = "Is a template of your own in use? Move it away and try again."
_Answer = tuple[dict[str, Any], bytes]


def serve() -> None:
    """Answer documents on standard input until it is closed: the child's whole life."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    _bound_memory()
    while True:
        try:
            head, body = receive(sys.stdin.buffer)
        except EOFError:
            return
        clock = _Clock(out, head.get("seconds"))
        answer, data = _answered(head, body)
        clock.stop()
        send(out, answer, data)


def _answered(head: dict[str, Any], body: bytes) -> _Answer:
    try:
        return _done(head, body)
    except RenderError as problem:
        return _said(problem), b""
    except MemoryError:
        return _said(RenderError("this page took too much memory", do=_OWN)), b""
    except Exception as problem:  # noqa: BLE001 - whatever an engine stumbles over costs one page
        what = f"the page could not be made: {type(problem).__name__}: {problem}"
        return _said(RenderError(what, do=_OWN)), b""


def _said(problem: RenderError) -> dict[str, Any]:
    return {"what": problem.what, "where": problem.where, "do": problem.do}


def _done(head: dict[str, Any], body: bytes) -> _Answer:
    if head["kind"] == "html":
        return _told(write_pdf(body.decode(), attachments=head["attachments"]))
    told = pickle.loads(body)  # noqa: S301 - from the parent, and nobody else writes to this pipe
    if head["kind"] == "fill":
        from pipeline.report.render import filled

        template, view, more, folders = told
        return {}, filled(template, view, more, folders=folders).encode("utf-8", "replace")
    from pipeline.report.typeset import typeset

    return _told(typeset(told))


def _told(pdf: Pdf) -> _Answer:
    return {"pages": pdf.pages, "anchors": dict(pdf.anchors), "warnings": list(pdf.warnings)}, pdf.data


def _bound_memory() -> None:
    """Let the system refuse what nobody needs for a page, where it can."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MEMORY if soft == resource.RLIM_INFINITY else min(soft, _MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class _Clock:
    """Tells which line of a template was being filled in when its time was over, and ends the process."""

    def __init__(self, out: IO[bytes], seconds: float | None) -> None:
        self.out = out
        self.main = threading.get_ident()
        self.turn = threading.Lock()
        self.timer = threading.Timer(seconds or threading.TIMEOUT_MAX, self._over)
        self.timer.daemon = True
        if seconds:
            self.timer.start()

    def stop(self) -> None:
        """Stop counting; where the time is over already, wait for the end of the process."""
        self.timer.cancel()
        self.turn.acquire()

    def _over(self) -> None:
        if not self.turn.acquire(blocking=False):
            return
        from pipeline.report.render import MEND, place_of

        place = place_of(sys._current_frames().get(self.main))  # noqa: SLF001 - the one way to ask a thread
        where = cell(*place) if place else None
        late = RenderError("this template takes too long to fill in", where=where, do=MEND)
        send(self.out, _said(late) | {"ends": True}, b"")
        os._exit(1)
