"""Renew the pictures of the paper in ``docs/`` and the README from the demo as it is now.

Run: python tools/pictures.py (needs pdftoppm, of poppler-utils)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: Which page of which paper of the demo becomes which picture.
PICTURES = (
    ("prep-sheet.pdf", 1, "pictures/sheet-front.png"),
    ("prep-sheet.pdf", 2, "pictures/sheet-cards.png"),
    ("prep-sheet.pdf", 3, "pictures/sheet-after.png"),
    ("prep-sheet.pdf", 1, "images/prep-sheet.png"),
    ("follow-up.pdf", 1, "images/follow-up.png"),
)
LARGE = ("prep-sheet.pdf", 1, "pictures/large-print.png")
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
            draw(reports / paper, page, DOCS / target)
        large: list[str | Path] = ["prep", "--layout", "large-print", "--workspace", demo, "--now", MORNING]
        subprocess.run([command, *large], check=True, capture_output=True)
        draw(reports / LARGE[0], LARGE[1], DOCS / LARGE[2])


def draw(paper: Path, page: int, target: Path) -> None:
    """Write one page as a small grey picture."""
    head = target.with_suffix("")
    only = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", "80", *only, "-png", paper, head], check=True)
    with Image.open(target) as drawn:
        small = drawn.convert("L").quantize(COLOURS)
    small.save(target, optimize=True)


if __name__ == "__main__":
    main()
