"""The tags of every paper, read back from the file as far as PDF/UA-1 can be checked by a program."""

import datetime as dt
import io
import runpy
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline.errors import RenderError
from pipeline.report.checklist import follow_up
from pipeline.report.make import make_page, make_prep
from pipeline.report.pdf import write_pdf
from pipeline.report.prep import prep_sheet
from pipeline.report.render import to_html
from pipeline.report.review import quarter
from pipeline.report.slip import change_slip
from pipeline.report.typeset import typeset, typesetting
from pipeline.report.week_before import week_before
from pipeline.settings import load_settings

UA = runpy.run_path(str(Path(__file__).with_name("ua.py")))
STEPS = [
    ("prepare.look_up", dt.date(2026, 11, 23), "p001"),
    ("prepare.look_up", dt.date(2026, 11, 24), "p002"),
]
BACKENDS = ("weasyprint", "typst")


def both(name, html, view):
    """Return the paper as both engines make it."""
    return {"weasyprint": write_pdf(html), "typst": typeset(typesetting(name, view))}


@pytest.mark.parametrize(
    "kind", ["fair", "bare", "single", "letter", "large", "applying", "long_names", "scripts"]
)
def test_the_sheet_is_tagged_as_pdf_ua_asks_by_both_engines(kind, request, words):
    view = prep_sheet(request.getfixturevalue(kind), words=words)
    for made in both("prep", to_html("prep/sheet.html", view), view).values():
        assert UA["faults"](made.data) == []
        assert UA["row_heads"](made.data) == len(view.must) + len(view.rest)


@pytest.mark.parametrize("kind", ["fair", "large"])
def test_the_checklist_is_tagged_as_pdf_ua_asks_by_both_engines(kind, request, words):
    view = follow_up(request.getfixturevalue(kind), words=words)
    for made in both("followup", to_html("followup/checklist.html", view), view).values():
        assert UA["faults"](made.data) == []
        assert UA["row_heads"](made.data) == len(view.met)


def slip(inputs):
    """Return a slip of two changes."""
    change = {"kind": "new", "person_id": "p003", "session_id": None, "place": None, "place_before": None}
    change |= {"start": None, "why": [], "entry_kind": "meeting", "after": None}
    moved = change | {"kind": "moved", "person_id": "p004", "place": "C4", "place_before": "A7"}
    return change_slip(inputs, [change, moved], inputs.now)


def alone(inputs):
    """Return each page that stands alone, by its name."""
    told = {
        "moved": ["You and Ana have talked."],
        "promises": ["Tom is waiting for what you promised: a map."],
    }
    review = quarter(inputs, inputs.event.first_day, told)
    return (("slip", slip(inputs)), ("week", week_before(inputs, STEPS)), ("review", review))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("layout", ["sheet", "large-print"])
def test_pages_that_stand_alone_are_tagged_as_well(backend, layout, fair):
    flags = {"report.backend": backend, "report.layout": layout, "report.time_limit": 0.0}
    inputs = replace(fair, settings=load_settings(None, flags))
    for name, view in alone(inputs):
        made = make_page(name, view, settings=inputs.settings)
        faults = [text for text in UA["faults"](made.pdf.data) if text != "no bookmarks"]
        assert (made.pdf.pages, faults) == (1, [])


def test_a_slip_says_the_same_by_both_engines(fair, paper):
    for name, view in alone(fair):
        for backend in BACKENDS:
            flags = {"report.backend": backend, "report.time_limit": 0.0}
            made = make_page(name, view, settings=load_settings(None, flags))
            assert paper.missing(view, made.pdf) == []


def test_a_sheet_in_a_child_process_is_the_same_file(fair, words):
    child = replace(fair, settings=load_settings(None, {"report.time_limit": 60.0}))
    assert make_prep(child, words=words).pdf.data == make_prep(fair, words=words).pdf.data


def test_names_of_headers_are_found_in_order(fair, words):
    made = write_pdf(to_html("prep/sheet.html", prep_sheet(fair, words=words)))
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        keys = [bytes(key) for key in names[::2]]
        assert keys == sorted(keys)
        assert [bytes(element.ID) for element in names[1::2]] == keys


def test_a_page_that_takes_too_long_is_given_up(fair):
    hurried = load_settings(None, {"report.backend": "weasyprint", "report.time_limit": 1})
    endless = [("prepare.look_up", dt.date(2026, 1, 1) + dt.timedelta(days=at), "p001") for at in range(5000)]
    with pytest.raises(RenderError, match="took longer than 1 seconds"):
        make_page("week", week_before(fair, endless), settings=hurried)


@pytest.mark.parametrize("case", ["fair", "large"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_title_of_each_paper_stands_on_a_line_of_its_own(backend, case, words, request):
    inputs = request.getfixturevalue(case)
    pages = {
        "followup": ("followup/checklist.html", follow_up(inputs, words=words)),
        "slip": ("slip/slip.html", slip(inputs)),
        "week": ("prepare/week.html", week_before(inputs, STEPS)),
    }
    for name, (template, view) in pages.items():
        made = (
            write_pdf(to_html(template, view))
            if backend == "weasyprint"
            else typeset(typesetting(name, view))
        )
        raw = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=made.data, capture_output=True, check=True
        )
        title = view.page.label["follow"] if name == "followup" else view.page.title
        assert title in raw.stdout.decode().splitlines()
