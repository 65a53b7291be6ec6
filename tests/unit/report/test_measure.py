"""Texts are measured nearly as an engine sets them."""

import io
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.measure import lines_of, width_of
from pipeline.report.pdf import write_pdf

TEXT = "Marlow Finch hires Finance and Statistics majors; you study Finance. What led you to your work here?"


def test_widths_are_those_of_the_text_face():
    assert round(width_of("Hall", 10), 2) == round((652 + 504 + 255 + 255) / 1000 * 10 * 25.4 / 72, 2)


def test_wide_scripts_take_a_full_square_and_marks_nothing():
    assert width_of("王", 72) == pytest.approx(25.4)
    assert width_of("e\N{COMBINING ACUTE ACCENT}", 10) == width_of("e", 10)


@pytest.mark.parametrize("width", [40, 66, 95, 120])
def test_lines_are_as_many_as_the_engine_sets(width):
    style = f"p {{ width: {width}mm; font: 10pt 'Source Sans 3' }}"
    page = f'<!DOCTYPE html><html lang="en"><title>t</title><style>{style}</style><p>{TEXT}</p></html>'
    run = subprocess.run(
        ["pdftotext", "-", "-"], input=write_pdf(page).data, stdout=subprocess.PIPE, check=True
    )
    set_lines = [line for line in io.StringIO(run.stdout.decode()) if line.strip()]
    assert lines_of(TEXT, width, 10) == len(set_lines)


@given(st.text(max_size=80), st.floats(5, 200), st.floats(0, 60))
def test_less_room_never_takes_fewer_lines(text, width, lead):
    whole = lines_of(text, width, 10)
    assert (whole == 0) == (not text)
    assert lines_of(text, width, 10, lead=lead) >= whole
