"""HTML becomes a tagged PDF that reads nothing outside itself."""

import http.server
import io
import subprocess
import sys
import threading
from itertools import pairwise

import pikepdf
import pytest

from pipeline.report.glyphs import in_latin
from pipeline.report.make import make_prep
from pipeline.report.pdf import write_pdf


@pytest.fixture
def loopback():
    """Serve on loopback and note what is asked for."""
    asked = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()
    thread.join()


def text_of(pdf):
    """Return the text of a PDF."""
    command = ["pdftotext", "-layout", "-", "-"]
    run = subprocess.run(command, input=pdf.data, capture_output=True, check=True)
    return run.stdout.decode()


def test_markup_that_asks_for_files_or_addresses_gets_nothing(loopback, tmp_path):
    port, asked = loopback
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-7319")
    html = f"""<!DOCTYPE html><html lang="en"><head><title>t</title>
    <link rel=attachment href="{canary.as_uri()}"><link rel=stylesheet href="http://127.0.0.1:{port}/a.css">
    <style>@import url(http://127.0.0.1:{port}/b.css);
    p {{ background: url({canary.as_uri()}) }}</style></head>
    <body><h1>x</h1><p>y</p><img src="{canary.as_uri()}" alt=a><img src="http://127.0.0.1:{port}/c.png" alt=b>
    <object data="{canary.as_uri()}"></object></body></html>"""
    pdf = write_pdf(html)
    assert asked == []
    assert b"CANARY-7319" not in pdf.data
    assert list(pikepdf.open(io.BytesIO(pdf.data)).attachments) == []


def test_hostile_lists_print_as_harmless_text_on_three_pages(hostile, words, loopback):
    port, asked = loopback
    made = make_prep(hostile(port), words=words)
    assert asked == []
    assert made.pdf.pages <= 3
    assert "<script>window" in text_of(made.pdf)
    assert "{{ 7 * 7 }}" in text_of(made.pdf)
    assert list(pikepdf.open(io.BytesIO(made.pdf.data)).attachments) == []
    links = [str(uri) for uri in _links(made.pdf)]
    assert [link for link in links if not link.startswith(("https://", "mailto:"))] == []


def _links(pdf):
    for page in pikepdf.open(io.BytesIO(pdf.data)).pages:
        for note in page.get("/Annots", []):
            if "/A" in note and "/URI" in note["/A"]:
                yield note["/A"]["/URI"]


def test_the_same_html_gives_the_same_bytes(fair, words):
    html = make_prep(fair, words=words).html
    assert write_pdf(html).data == write_pdf(html).data


def test_a_glyph_that_no_font_has_is_reported_by_name_and_code_point(paper):
    bird = "\U0001313f\U00013000"
    pdf = write_pdf(f'<!DOCTYPE html><html lang="en"><title>t</title><body><p>A {bird}</p></body></html>')
    said = (
        "no font on this computer can draw Egyptian, so it is printed in Latin letters: "
        "'\U00013000' (U+13000 EGYPTIAN HIEROGLYPH A001), '\U0001313f' (U+1313F EGYPTIAN HIEROGLYPH G001)"
    )
    assert [text.partition(";")[0] for text in pdf.warnings] == [said]
    assert paper.printed(pdf) == "".join(f"A {in_latin(bird, bird)}".split())


def test_letters_that_cannot_be_drawn_stand_in_latin_ones_and_their_neighbours_stay():
    assert in_latin("<b>김민준</b> & Zoë", "준") == "<b>GimMinJun</b> & Zoë"


def test_an_attachment_is_inside_under_its_name(fair, words):
    made = make_prep(fair, attachments={"plan.ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}, words=words)
    document = pikepdf.open(io.BytesIO(made.pdf.data))
    assert document.attachments["plan.ics"].get_file().read_bytes() == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_without_pango_the_fix_is_named(tmp_path):
    program = """
import sys, types
import importlib.abc
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Missing())
from pipeline.errors import RenderError
from pipeline.report.pdf import write_pdf
try:
    write_pdf("<p>x</p>")
except RenderError as problem:
    print(problem)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "apt-get install libpango-1.0-0" in said
    assert "brew install pango" in said


def tags(pdf):
    """Return every tag of the structure tree in order, with its alternative text."""
    document = pikepdf.open(io.BytesIO(pdf.data))
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot.K)
    return found


def test_the_tag_tree_has_ordered_headings_tables_with_headers_and_a_language(fair, words):
    made = make_prep(fair, words=words)
    document = pikepdf.open(io.BytesIO(made.pdf.data))
    levels = [int(tag[2:]) for tag, _ in tags(made.pdf) if tag in {"/H1", "/H2", "/H3"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = [tag for tag, _ in tags(made.pdf)]
    assert names.count("/Table") == 2
    assert names.count("/TH") >= 2 * 5 + len(made.view.must) + len(made.view.rest)
    assert str(document.Root.Lang) == "en"
    assert bool(document.Root.MarkInfo.Marked)
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert [item.title for item in document.open_outline().root][:1] == ["Autumn Careers Fair 2026"]


def test_every_figure_has_alternative_text(applying, words):
    made = make_prep(applying, words=words)
    figures = [alt for tag, alt in tags(made.pdf) if tag == "/Figure"]
    assert figures
    assert all(figures)
