"""What a prep sheet costs in CPU time and memory, beside other engines, in one interleaved run.

Run: python bench/render.py [ROUNDS] [SHEETS]
"""

from __future__ import annotations

import importlib.util
import resource
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from pipeline.report.make import make_prep
from pipeline.report.pdf import write_pdf
from pipeline.report.phone import phone_page
from pipeline.report.prep import prep_sheet
from pipeline.report.qr import qr_picture
from pipeline.report.render import to_html
from pipeline.report.typeset import typeset, typesetting
from pipeline.report.words import load_words
from pipeline.settings import load_settings

HERE = Path(__file__).resolve().parent
FAIR = runpy.run_path(str(HERE.parent / "tests" / "unit" / "report" / "conftest.py"))


def cpu(work):
    """Return the CPU seconds of this process and its children that the work takes."""

    def spent():
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    before = spent()
    work()
    return spent() - before


def words():
    shipped = load_words()
    return replace(shipped, sentences={**FAIR["SENTENCES"], **shipped.sentences}, missing=set())


def example_html():
    names = ["Katarzyna R.", "Bjorn M.", "Hiroshi R.", "Elena G.", "Rosa K.", "Soren I.", "Quentin P."]
    codes = [qr_picture(f"https://people.example.org/{n}", "x").src for n in range(10)]
    lists = [("Must meet", range(5)), ("If there is time", range(5, 17))]
    return to_html("render_example.html", None, folders=[HERE], names=names, codes=codes, lists=lists)


def chromium_print(html):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        target = f"--print-to-pdf={folder}/page.pdf"
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", target, page.as_uri()]
        subprocess.run(command, capture_output=True, check=True)


def reportlab_print(view):
    from io import BytesIO

    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()["BodyText"]
    rows = [
        [Paragraph(text, style) for text in (row.when, row.booth, row.name, row.ask)] for row in view.must
    ]
    rows += [
        [Paragraph(text, style) for text in (row.when, row.booth, row.name, row.why)] for row in view.rest
    ]
    story = [Paragraph(view.front.event, style), Table(rows), PageBreak()]
    for card in view.cards:
        texts = [card.name, *(item.text for item in card.reasons), *card.questions]
        texts += [fact.text for fact in card.facts]
        story += [Paragraph(text, style) for text in texts]
    story.append(PageBreak())
    for step in view.after:
        story += [Paragraph(text, style) for text in (step.when, *step.prompts)]
    SimpleDocTemplate(BytesIO()).build(story)


def timings(rounds):
    inputs, said = FAIR["build"](FAIR["employers"](25)), words()
    view = prep_sheet(inputs, words=said)
    html, example = to_html("prep/sheet.html", view), example_html()
    work = {
        "example design, 10 cards (WeasyPrint)": lambda: write_pdf(example),
        "our sheet, HTML to PDF (WeasyPrint)": lambda: write_pdf(html),
        "our sheet, frames to HTML": lambda: to_html("prep/sheet.html", prep_sheet(inputs, words=said)),
        "our sheet, view to PDF (Typst)": lambda: typeset(typesetting("prep", view)),
        "phone page": lambda: phone_page(inputs, words=said),
    }
    if shutil.which("chromium") or shutil.which("google-chrome"):
        work["our sheet, print from Chromium"] = lambda: chromium_print(html)
    if importlib.util.find_spec("reportlab"):
        work["our texts, bare (ReportLab)"] = lambda: reportlab_print(view)
    absent = [
        name
        for name, there in (
            ("our sheet, print from Chromium", shutil.which("chromium") or shutil.which("google-chrome")),
            ("our texts, bare (ReportLab)", importlib.util.find_spec("reportlab")),
        )
        if not there
    ]
    for run in work.values():
        run()
    spent = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            spent[name].append(cpu(run))
    base = statistics.median(spent["example design, 10 cards (WeasyPrint)"])
    print(f"| work | CPU ms, median of {rounds} | to the example design |\n|---|---|---|")
    for name, values in spent.items():
        middle = statistics.median(values)
        print(f"| {name} | {1000 * middle:.0f} | {middle / base:.2f} |")
    for name in absent:
        print(f"| {name} | not installed here, so not measured | |")
    return html


def thin_rates(rounds):
    """Print how many whole sheets and phone pages of a student with a thin profile a CPU second makes.

    Each starts from frames nobody has joined yet; the sheet ends as a PDF on three pages.
    """
    said, made = words(), FAIR["build"](FAIR["employers"](60), plan_most=12, musts=5)
    bare = {"headline": None, "goal": None, "intro": None, "proof_stories": (), "graduation_date": None}
    thin = replace(made, profile=replace(made.profile, **bare))

    def sheet(backend):
        inputs = replace(
            thin, settings=load_settings(None, {"report.backend": backend, "report.time_limit": 0.0})
        )
        assert make_prep(inputs, words=said).pdf.pages == 3

    work = {
        "tagged sheets, WeasyPrint": lambda: sheet("weasyprint"),
        "tagged sheets, Typst": lambda: sheet("typst"),
        "phone pages (60 targets)": lambda: phone_page(replace(thin), words=said),
    }
    for run in work.values():
        run()
    spent = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            spent[name].append(cpu(run))
    print("\n| thin profile, from frames | a CPU second |\n|---|---|")
    for name, values in spent.items():
        print(f"| {name} | {1 / statistics.median(values):.1f} |")


def growth(html, sheets):
    def resident():
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    for _ in range(5):
        write_pdf(html)
    before, start = resident(), time.process_time()
    for _ in range(sheets):
        write_pdf(html)
    spent = (time.process_time() - start) / sheets
    grown = resident() - before
    print(f"\n{sheets} sheets in one process: {grown:+.1f} MB after the fifth, {spent:.2f} CPU s each")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    thin_rates(2 * (numbers[0] if numbers else 5))
    made = timings(numbers[0] if numbers else 5)
    growth(made, numbers[1] if len(numbers) > 1 else 200)
