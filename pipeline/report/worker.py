"""Papers made in a child process: one that hangs or dies costs itself and nothing else.

The parent sends one document per message (a JSON head with its length, then the text) and waits no longer
than the time limit; the child stays for the next document, so that the engine is loaded once. Templates of
the user are filled in there too: their loops and filters may take any time and memory.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from pipeline.errors import RenderError
from pipeline.report.pdf import Pdf
from pipeline.report.render import MEND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.report.typeset import Typesetting

_SERVE = "from pipeline.report.serve import serve; serve()"
#: Typst fetches packages, however a template spells their names; a way out that leads nowhere stops it.
_NOWHERE = "http://127.0.0.1:1"
_NO_NETWORK = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy"), _NOWHERE)
_SLOW = "Raise report.time_limit, or look at what the lists hold."


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
        head = {"kind": "html", "attachments": dict(attachments or {})}
        answer, data = self._answered(head, html.encode("utf-8", "replace"), seconds)
        return _pdf(answer, data)

    def typeset(self, work: Typesetting, *, seconds: float) -> Pdf:
        """Return what Typst makes of a view.

        Raises ``RenderError`` when it cannot be set, takes longer than ``seconds``, or its process dies.
        """
        answer, data = self._answered({"kind": "typst"}, pickle.dumps(work), seconds, own=work.own)
        return _pdf(answer, data)

    def fill(
        self,
        template: str,
        view: object,
        more: Mapping[str, object],
        *,
        folders: Sequence[Path],
        seconds: float,
    ) -> str:
        """Return a view as HTML through templates of the user.

        Raises ``RenderError`` with file and line when they are broken, take longer than ``seconds`` or too
        much memory.
        """
        own = next((str(folder / template) for folder in folders if (folder / template).is_file()), None)
        body = pickle.dumps((template, view, dict(more), tuple(folders)))
        _, data = self._answered(
            {"kind": "fill", "seconds": seconds}, body, 1.2 * seconds + 1, own=own or str(folders[0])
        )
        return data.decode()

    def _answered(
        self, head: dict[str, Any], body: bytes, seconds: float, *, own: str | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """Return what the child says; ``own`` is the user's template, to blame when it says nothing."""
        child: Any = self._running()
        overdue = threading.Event()

        def give_up() -> None:
            overdue.set()
            child.kill()

        clock = threading.Timer(seconds, give_up)
        clock.start()
        try:
            send(child.stdin, head, body)
            answer, data = receive(child.stdout)
        except (OSError, ValueError, EOFError) as problem:
            self.stop()
            slow = overdue.is_set()
            what = (
                f"took longer than {seconds:g} seconds"
                if slow
                else "ended its process, perhaps out of memory"
            )
            do = MEND if own else _SLOW if slow else None
            raise RenderError(f"this page {what}", where=own, do=do) from problem
        finally:
            clock.cancel()
        if "ends" in answer:
            self.stop()
        if "what" in answer:
            raise RenderError(answer["what"], where=answer["where"] or own, do=answer["do"])
        return answer, data

    def _running(self) -> subprocess.Popen[bytes]:
        if self.child is None or self.child.poll() is not None:
            self.stop()
            self.folder = tempfile.TemporaryDirectory(prefix="meetwell-", ignore_cleanup_errors=True)
            temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.folder.name)
            command = [sys.executable, "-c", _SERVE]
            self.child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # an engine that dies writes pages there; what it was is told
                env={**os.environ, **_NO_NETWORK, "NO_PROXY": "", "no_proxy": "", **temporary},
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


def _pdf(answer: Mapping[str, Any], data: bytes) -> Pdf:
    return Pdf(data, answer["pages"], answer["anchors"], tuple(answer["warnings"]))


def send(stream: IO[bytes], head: Mapping[str, Any], body: bytes) -> None:
    """Write one message: a line of JSON that says how long the body is, and the body."""
    line = json.dumps({**head, "length": len(body)}).encode()
    stream.write(line + b"\n" + body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Return the next message; raises ``EOFError`` when the other side is gone."""
    line = stream.readline()
    if not line:
        raise EOFError
    head = json.loads(line)
    body = stream.read(head["length"])
    if len(body) < head["length"]:
        raise EOFError
    return head, body
