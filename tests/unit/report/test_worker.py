"""A PDF made in a child process costs only itself when it hangs or dies."""

import os
import signal
import tempfile

import pytest

from pipeline.errors import RenderError
from pipeline.report.typeset import Typesetting
from pipeline.report.worker import Worker

PAGE = '<!DOCTYPE html><html lang="en"><title>t</title><body><h1>{}</h1></body></html>'
#: Tables within tables take the layout engine exponentially long.
SLOW = PAGE.format("<div style='display:flex'>" * 60 + "x" * 2000 + "</div>" * 60)


@pytest.fixture
def worker():
    """Return a worker that ends with the test."""
    started = Worker()
    yield started
    started.stop()


def test_the_child_makes_one_document_after_another(worker):
    first = worker.write_pdf(PAGE.format("one"), seconds=60)
    child = worker.child.pid
    second = worker.write_pdf(PAGE.format("two"), seconds=60)
    assert (first.pages, second.pages, worker.child.pid) == (1, 1, child)
    assert first.data[:5] == b"%PDF-"


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_made(worker):
    worker.write_pdf(PAGE.format("warm"), seconds=60)
    with pytest.raises(RenderError) as caught:
        worker.write_pdf(SLOW, seconds=1)
    assert caught.value.what == "this page took longer than 1 seconds"
    assert worker.write_pdf(PAGE.format("next"), seconds=60).pages == 1


def test_a_child_that_dies_is_replaced(worker):
    worker.write_pdf(PAGE.format("warm"), seconds=60)
    os.kill(worker.child.pid, signal.SIGSTOP)
    os.kill(worker.child.pid, signal.SIGKILL)
    worker.child.wait()
    assert worker.write_pdf(PAGE.format("next"), seconds=60).pages == 1


def test_neither_an_ended_nor_a_killed_child_leaves_its_fonts_behind(worker, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    worker.write_pdf(PAGE.format("warm"), seconds=60)
    assert [kept for kept in tmp_path.rglob("weasyprint-*") if any(kept.iterdir())] != []
    with pytest.raises(RenderError):
        worker.write_pdf(SLOW, seconds=1)
    assert list(tmp_path.iterdir()) == []
    worker.write_pdf(PAGE.format("next"), seconds=60)
    worker.stop()
    assert list(tmp_path.iterdir()) == []


def test_typst_keeps_the_time_limit_too_and_the_next_paper_is_set(worker):
    endless = "#for i in range(40000) { for j in range(40000) { let a = i + j } }"
    slow = Typesetting("prep", endless, "{}", {})
    with pytest.raises(RenderError, match="took longer than 1 seconds"):
        worker.typeset(slow, seconds=1)
    quick = Typesetting("prep", '#set document(title: "A")\n= A', "{}", {"front": "A"})
    assert worker.typeset(quick, seconds=60).anchors == {"front": 1}
