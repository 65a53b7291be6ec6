"""Pages of the office without a template are printed by Typst too, where there is no Pango."""

import runpy
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import RenderError
from pipeline.report.backend import html_pdf, may_typeset
from pipeline.report.pdf import Pdf
from pipeline.report.plain import plain_typesetting
from pipeline.report.typeset import typeset
from pipeline.settings import load_settings

UA = runpy.run_path(str(Path(__file__).with_name("ua.py")))
PAGE = (
    "<!doctype html><html lang='en'><head><title>Fair &amp; more</title><style>td{color:red}</style></head>"
    "<body><h1>Fair &amp; more</h1><table><tbody><tr><td>Students</td><td>12</td></tr></tbody></table>"
    '<p>Rule: #read("/etc/hostname") &lt;b&gt;</p><h2>By major</h2><table><thead><tr><th>Major</th>'
    "<th>Targets</th></tr></thead><tbody><tr><td>Finance</td><td>7</td></tr></tbody></table></body></html>"
)


def lines(pdf: Pdf) -> list[str]:
    """Return the lines of a PDF."""
    made = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf.data, capture_output=True, check=True)
    return made.stdout.decode().split("\n")


@pytest.mark.parametrize("backend", ["typst", "weasyprint"])
def test_a_plain_page_says_the_same_by_both_engines(backend):
    settings = load_settings(None, {"report.backend": backend, "report.time_limit": 0.0})
    made = html_pdf(PAGE, settings=settings)
    said = [line for line in lines(made) if line.strip() and "1 / 1" not in line and "1/1" not in line]
    assert [line.upper() for line in said[:6]] == [
        "FAIR & MORE",
        "STUDENTS 12",
        'RULE: #READ("/ETC/HOSTNAME") <B>',
        "BY MAJOR",
        "MAJOR TARGETS",
        "FINANCE 7",
    ]


def test_a_plain_page_of_typst_is_tagged():
    assert UA["faults"](typeset(plain_typesetting(PAGE)).data) == []


@pytest.mark.parametrize(
    ("backend", "what", "taken"),
    [
        ("auto", "Pango, which lays out text, cannot be loaded", True),
        ("auto", "the PDF could not be laid out", False),
        ("weasyprint", "Pango, which lays out text, cannot be loaded", False),
    ],
)
def test_typst_takes_over_where_pango_is_missing_and_nobody_asked_for_the_other(backend, what, taken):
    assert may_typeset(RenderError(what), load_settings(None, {"report.backend": backend})) is taken
