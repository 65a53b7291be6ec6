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
    slow = Typesetting(endless, "{}", {})
    with pytest.raises(RenderError, match="took longer than 1 seconds"):
        worker.typeset(slow, seconds=1)
    quick = Typesetting('#set document(title: "A")\n= A', "{}", {"front": "A"})
    assert worker.typeset(quick, seconds=60).anchors == {"front": 1}


def own(folder, name, text):
    """Write a template of the user."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


NESTED = "\n" + "".join(f"{{% for x{at} in view %}}" for at in range(9)) + "{% endfor %}" * 9


def test_loops_of_a_users_template_end_in_time_at_their_line_and_the_next_page_is_filled(worker, tmp_path):
    slow = own(tmp_path, "slow.html", NESTED)
    own(tmp_path, "own.html", "{{ view[0] }}")
    with pytest.raises(RenderError, match="takes too long") as caught:
        worker.fill("slow.html", tuple(range(99)), {}, folders=[tmp_path], seconds=1)
    assert caught.value.where == f"{slow}:2"
    assert worker.fill("own.html", ("<b>",), {}, folders=[tmp_path], seconds=60) == "&lt;b&gt;"


def test_a_filter_that_nothing_interrupts_is_ended_all_the_same(worker, tmp_path):
    slow = own(tmp_path, "slow.html", '{{ ("a" | center(900000000) | wordwrap(1)) | length }}')
    with pytest.raises(RenderError) as caught:
        worker.fill("slow.html", None, {}, folders=[tmp_path], seconds=1)
    assert caught.value.where.startswith(str(slow))


def test_memory_without_end_costs_only_the_page(worker, tmp_path):
    path = own(tmp_path, "own.html", "{% set big = namespace(text=view * 9) %}\n{{ big }}")
    with pytest.raises(RenderError) as caught:
        worker.fill("own.html", "x", {}, folders=[tmp_path], seconds=60)
    assert caught.value.where == f"{path}:1"
    huge = Typesetting('#("x" * 9000000000)', "{}", {}, (("/typst/prep.typ", 1),))
    with pytest.raises(RenderError, match="out of memory") as caught:
        worker.typeset(huge, seconds=60)
    assert caught.value.where == "/typst/prep.typ"


def test_a_typst_template_reaches_no_network_however_it_spells_a_package(worker):
    hidden = Typesetting('#let p = "@" + "preview/cetz:0.3.4"\n#import p: *', "{}", {})
    with pytest.raises(RenderError, match="refused"):
        worker.typeset(hidden, seconds=60)


def test_a_page_on_which_an_engine_stumbles_costs_only_itself(worker):
    with pytest.raises(RenderError, match="could not set the page: panicked"):
        worker.typeset(Typesetting("#panic()", "{}", {}), seconds=60)
    assert worker.write_pdf(PAGE.format("next"), seconds=60).pages == 1
