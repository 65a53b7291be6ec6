"""What this computer lacks for good paper, and how to get it."""

from __future__ import annotations

import shutil
import subprocess
from ctypes.util import find_library

#: Scripts that the bundled fonts do not hold: fontconfig's language, and where its font comes from.
SCRIPTS = (
    ("Chinese", "zh-cn", "fonts-noto-cjk"),
    ("Japanese", "ja", "fonts-noto-cjk"),
    ("Korean", "ko", "fonts-noto-cjk"),
    ("Arabic", "ar", "fonts-noto-core"),
    ("Hebrew", "he", "fonts-noto-core"),
    ("Hindi", "hi", "fonts-noto-core"),
    ("Thai", "th", "fonts-noto-core"),
    ("emoji", "und-zsye", "fonts-noto-color-emoji"),
)
#: Libraries by the name the system knows them under, what they do, and what goes without them.
LIBRARIES = (
    ("pango-1.0", "libpango-1.0-0", "lays out the text of every PDF; without it prep writes HTML only"),
    (
        "harfbuzz-subset",
        "libharfbuzz-subset0",
        "keeps PDFs small and quick; without it a slower way is taken",
    ),
)
_PATIENCE = 20.0


def system_lines() -> list[str]:
    """Return one line per library and script: there, or missing and how to get it on Debian."""
    lines = [_library(*library) for library in LIBRARIES]
    if shutil.which("fc-list") is None:
        return [*lines, "fonts: fontconfig is missing, so fonts of other scripts cannot be found"]
    return [*lines, *(_script(*script) for script in SCRIPTS)]


def _library(name: str, package: str, does: str) -> str:
    found = find_library(name)
    return f"{name}: there" if found else f"{name}: missing ({does}); Debian: apt-get install {package}"


def _script(title: str, language: str, package: str) -> str:
    listed = subprocess.run(  # noqa: S603 - the words are our own
        ["fc-list", f":lang={language}", "family"],  # noqa: S607 - where fontconfig is, differs by system
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if listed.stdout.strip():
        return f"{title} names: there"
    return f"{title} names: no font, they would print as boxes; Debian: apt-get install {package}"
