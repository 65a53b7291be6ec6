"""The second engine prints the same fields and text as the first, and needs no system library."""

import io
import re
import subprocess
from dataclasses import replace

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pipeline import tables
from pipeline.errors import RenderError
from pipeline.report.checklist import follow_up
from pipeline.report.make import make_prep
from pipeline.report.prep import prep_sheet
from pipeline.report.typeset import typeset, typesetting

CASES = ("fair", "many", "single", "bare", "letter", "large", "full", "scripts", "long_names", "applying")
ALWAYS_THREE = ("fair", "many", "single", "bare", "letter", "long_names", "applying", "scripts")


@pytest.mark.parametrize("case", CASES)
def test_typst_prints_every_text_of_the_view(case, words, paper, request):
    view = prep_sheet(request.getfixturevalue(case), words=words)
    assert paper.missing(view, typeset(typesetting("prep", view))) == []


@pytest.mark.parametrize("case", ALWAYS_THREE)
def test_typst_keeps_the_three_pages(case, words, request):
    pdf = typeset(typesetting("prep", prep_sheet(request.getfixturevalue(case), words=words)))
    assert (pdf.pages, pdf.anchors["cards"], pdf.anchors["after"]) == (3, 2, 3)


def test_typst_prints_every_text_of_the_checklist(fair, words, paper):
    view = follow_up(fair, words=words)
    assert paper.missing(view, typeset(typesetting("followup", view))) == []


def test_the_setting_chooses_the_engine(fair, words):
    from pipeline.settings import load_settings

    settings = load_settings(None, {"report.backend": "typst"})
    made = make_prep(replace(fair, settings=settings), attachments={"plan.ics": "x"}, words=words)
    document = pikepdf.open(io.BytesIO(made.pdf.data))
    assert "Typst" in str(document.docinfo.get("/Creator"))
    assert document.attachments["plan.ics"].get_file().read_bytes() == b"x"


def test_hostile_text_is_only_text(hostile, words, paper):
    view = prep_sheet(hostile(80), words=words)
    pdf = typeset(typesetting("prep", view))
    assert pdf.pages == 3
    assert paper.missing(view, pdf) == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("prep", "\n\n#let x = {", 3),
        ("common", "#let d = 1\n#none.nope\n", 2),
        ("prep", '#include "/etc/x"', 1),
    ],
)
def test_a_broken_template_names_file_and_line(name, text, line, fair, words, tmp_path):
    path = tmp_path / "typst" / f"{name}.typ"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        typeset(typesetting("prep", prep_sheet(fair, words=words), folders=[tmp_path]))
    assert caught.value.where == f"{path}:{line}"


WORD = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.+?)<')


def crowded(pdf):
    """Return pairs of words of which one stands in the other's line without being on it."""
    made = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf.data, capture_output=True, check=True)
    found = []
    for page in made.stdout.decode().split("<page ")[1:]:
        words = [(*map(float, word[:4]), word[4]) for word in WORD.findall(page)]
        for one in words:
            for other in words:
                apart = (other[1] + other[3] - one[1] - one[3]) / 2
                high = min(one[3] - one[1], other[3] - other[1])
                beside = one[0] < other[2] - 1 and other[0] < one[2] - 1
                if beside and 0.2 * high < apart < 0.6 * high:
                    found.append((one[4], other[4]))
    return found


@pytest.mark.parametrize("case", ["fair", "large", "long_names", "applying"])
def test_no_line_stands_in_another(case, words, request):
    view = prep_sheet(request.getfixturevalue(case), words=words)
    assert crowded(typeset(typesetting("prep", view))) == []


def test_a_template_that_asks_for_a_package_is_refused(fair, words, tmp_path):
    (tmp_path / "typst").mkdir()
    (tmp_path / "typst" / "prep.typ").write_text('#import "@preview/cetz:0.3.4"', encoding="utf-8")
    with pytest.raises(RenderError):
        typeset(typesetting("prep", prep_sheet(fair, words=words), folders=[tmp_path]))


def test_a_template_of_the_user_reads_no_file(fair, words, tmp_path):
    (tmp_path / "typst").mkdir()
    (tmp_path / "typst" / "prep.typ").write_text('#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(RenderError):
        typeset(typesetting("prep", prep_sheet(fair, words=words), folders=[tmp_path]))


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_an_independent_reader_decodes_the_code_from_the_page(engine, applying, words, tmp_path):
    view = prep_sheet(applying, words=words)
    pdf = typeset(typesetting("prep", view)) if engine == "typst" else make_prep(applying, words=words).pdf
    (tmp_path / "sheet.pdf").write_bytes(pdf.data)
    command = ["pdftoppm", "-r", "150", "-f", "2", "-l", "2", "-png", "sheet.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True)
    page = Image.open(next(tmp_path.glob("page*.png")))
    codes = [code.text for code in zxingcpp.read_barcodes(page)]
    assert codes == ["https://jobs.example.org/students/summer-2027?ref=fair"]


def test_a_word_wider_than_its_column_is_broken_and_covers_nothing(fair, words):
    booth, name = "Mezzanine-West-9", "Donaudampfschifffahrtselektrizitätswerk"
    rows = [row | {"booth": booth, "name": name} for row in fair.people.to_dicts()]
    view = prep_sheet(replace(fair, people=tables.as_table(tables.People, rows)), words=words)
    pdf = typeset(typesetting("prep", view))
    first = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=pdf.data, capture_output=True, check=True
    )
    found = [word[4] for word in WORD.findall(first.stdout.decode())]
    assert len(found) > 100
    assert booth not in found
    assert crowded(pdf) == []
