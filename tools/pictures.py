"""Renew the pictures of paper and phone in ``docs/`` and the README from the demo as it is now.

Run: python tools/pictures.py (needs pdftoppm, of poppler-utils, and chromium)
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURED = Path(__file__).resolve().parent.parent / "docs" / "pictures"
#: Which page of which paper of the demo becomes which picture.
PICTURES = (
    ("prep-sheet.pdf", 1, "sheet-front.png"),
    ("prep-sheet.pdf", 2, "sheet-cards.png"),
    ("prep-sheet.pdf", 3, "sheet-after.png"),
    ("follow-up.pdf", 1, "follow-up.png"),
)
LARGE = ("prep-sheet.pdf", 1, "large-print.png")
#: A phone as it is held, in CSS pixels.
SCREEN = {"width": 390, "height": 844}
MORNING = "2027-03-15T12:00:00+00:00"
COLOURS = 16


def main() -> None:
    """Make the demo in a folder of its own, and a picture of each page."""
    command = Path(sys.executable).with_name("meetwell")
    with tempfile.TemporaryDirectory(prefix="meetwell-") as place:
        demo = Path(place) / "demo"
        subprocess.run([command, "demo", "--out", demo], check=True, capture_output=True)
        reports = demo / "reports" / "spring-fair"
        for paper, page, target in PICTURES:
            draw(reports / paper, page, PICTURED / target)
        screen(reports / "phone.html", PICTURED / "phone.png")
        large: list[str | Path] = ["prep", "--layout", "large-print", "--workspace", demo, "--now", MORNING]
        subprocess.run([command, *large], check=True, capture_output=True)
        draw(reports / LARGE[0], LARGE[1], PICTURED / LARGE[2])


def draw(paper: Path, page: int, target: Path) -> None:
    """Write one page as a small grey picture."""
    head = target.with_suffix("")
    only = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", "80", *only, "-png", paper, head], check=True)
    shrink(target)


def screen(page: Path, target: Path) -> None:
    """Write what a phone shows of the page first."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        shown = browser.new_page(viewport=SCREEN)  # type: ignore[arg-type]
        shown.goto(page.as_uri())
        shown.screenshot(path=target)
        browser.close()
    shrink(target)


def shrink(picture: Path) -> None:
    """Leave a picture in a few greys."""
    with Image.open(picture) as drawn:
        small = drawn.convert("L").quantize(COLOURS)
    small.save(picture, optimize=True)


if __name__ == "__main__":
    main()
