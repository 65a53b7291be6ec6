"""Build sdist and wheel, install each in a fresh environment without a network, run the demo, read its pages.

Only this finds a data file that the wheel lacks, a package only developers have, a path into the checkout, or
something to build or run with that the hashed locks do not name.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAIR = ROOT / "sample_data" / "spring-fair"
SHARED = ("templates", "config", "sample_data")


def main() -> int:
    """Return 0 when the installed wheel does the whole journey."""
    with tempfile.TemporaryDirectory(prefix="meetwell-wheel-") as name:
        place = Path(name)
        sdist, wheel = build(place)
        same_files(wheel)
        packages = fetch(place)
        same_version(install(sdist, place / "from-sdist", packages))
        meetwell = install(wheel, place / "from-wheel", packages)
        same_version(meetwell)
        own_names_only(meetwell)
        hold_what_they_must(*journey(meetwell, place))
    print("wheel-test: the installed wheel does the whole journey")
    return 0


def build(place: Path) -> tuple[Path, Path]:
    """Return the source distribution, and the wheel that was built from it."""
    run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(place)])
    (sdist,) = place.glob("*.tar.gz")
    run([sys.executable, "-m", "tarfile", "-e", str(sdist), str(place / "source")])
    (source,) = (place / "source").iterdir()
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)], cwd=source)
    (wheel,) = place.glob("*.whl")
    return sdist, wheel


def same_files(wheel: Path) -> None:
    """Compare the shared folders of the wheel with those that git knows."""
    listed = run(["git", "ls-files", *SHARED]).split("\n")
    wanted = {f"pipeline/_shared/{line}" for line in listed if line}
    found = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("pipeline/_shared/")}
    # git may not know files that are new; the wheel may not lack files that git knows.
    check(not wanted - found, f"the wheel lacks {sorted(wanted - found)}")
    check(not any(name.endswith(".py") for name in found), "code among the shared files")


def fetch(place: Path) -> Path:
    """Return a folder with all that the locks name, fetched by their hashes; nothing is fetched later."""
    folder = place / "packages"
    locks = [word for name in ("run", "build") for word in ("-r", str(ROOT / "requirements" / f"{name}.txt"))]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-d", str(folder), *locks])
    return folder


def install(distribution: Path, place: Path, packages: Path) -> Path:
    """Return the command of a fresh environment that holds the locked packages and this distribution."""
    run([sys.executable, "-m", "venv", str(place)])
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    env["PIP_CONFIG_FILE"] = os.devnull
    add = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-index", "-f", str(packages)]
    run([*add, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], env=env)
    run([*add, "--no-deps", str(distribution)], env=env)
    run([*pip, "check"], env=env)
    return scripts / "meetwell"


def same_version(meetwell: Path) -> None:
    """See that the command tells the version that stands in the checkout, which stands in one place."""
    said = run([str(meetwell), "--version"]).split()[-1]
    text = (ROOT / "pipeline" / "__init__.py").read_text(encoding="utf-8")
    check(f'__version__ = "{said}"' in text, f"the installed command calls itself {said}")


def own_names_only(meetwell: Path) -> None:
    """See that site-packages gained ``pipeline`` and the dist-info, and nothing else."""
    show = run([str(meetwell.parent / "python"), "-m", "pip", "show", "--files", "meetwell"])
    files = [line.strip() for line in show.split("Files:\n")[1].splitlines() if line.strip()]
    tops = {Path(file).parts[0] for file in files if not file.startswith("..")}
    extra = {top for top in tops if top != "pipeline" and not top.endswith(".dist-info")}
    check(not extra, f"site-packages also gained {sorted(extra)}")


def journey(meetwell: Path, place: Path) -> tuple[str, list[str]]:
    """Run ``meetwell demo`` far from the checkout with an empty home.

    Returns the text of both papers and the names that the blank debrief form lists.
    """
    (place / "home").mkdir()
    (place / "work").mkdir()
    kept = ("PATH", "SYSTEMROOT", "WEASYPRINT_DLL_DIRECTORIES", "DYLD_FALLBACK_LIBRARY_PATH")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    env |= {"HOME": str(place / "home"), "LANG": "C.UTF-8"}
    run([str(meetwell), "demo", "--out", "out"], cwd=place / "work", env=env)
    reports = place / "work" / "out" / "reports" / "spring-fair"
    texts, count = [], 0
    for pdf in ("prep-sheet.pdf", "follow-up.pdf"):
        text, pages = read_pdf(meetwell.parent / "python", reports / pdf)
        texts.append(text)
        count += pages
    check(count >= 3, f"both papers together have {count} pages")
    with (reports / "debrief.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file) if row["name"]]
    return " ".join(" ".join(texts).split()), names


def read_pdf(python: Path, pdf: Path) -> tuple[str, int]:
    """Return the text and the number of pages of a PDF, read by the environment under test."""
    check(pdf.read_bytes().startswith(b"%PDF"), f"{pdf.name} is no PDF")
    code = (
        "import sys, pypdf; p = pypdf.PdfReader(sys.argv[1]).pages; "
        "print(len(p)); print('\\n'.join(page.extract_text() for page in p))"
    )
    first, _, text = run([str(python), "-c", code, str(pdf)]).partition("\n")
    return text, int(first)


def hold_what_they_must(text: str, names: list[str]) -> None:
    """See that the paper holds the user's name, five targets with a reason, a noted detail and a due date."""
    profile = tomllib.loads((FAIR / "profile.toml").read_text(encoding="utf-8"))
    check(profile["name"] in text, "the user's name is not on the paper")
    first, _, cards = text.partition("Conversations")
    named = [name for name in names if name in first and has_reasons(cards, name)]
    check(len(named) >= 5, f"of {names} only {named} stand on the paper with a reason")
    for detail in ("Saturday deposits at the Canal Street branch come up short", "Fri 26 Mar"):
        check(detail in text, f"{detail!r} is not on the paper")


def has_reasons(cards: str, name: str) -> bool:
    """Return whether somebody's card says what each side has of the conversation."""
    card = cards.partition(name)[2].partition("Next step agreed")[0].casefold()
    return "for you" in card and "for them" in card


def check(true: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Leave with a message when something is not as it must be."""
    if not true:
        sys.exit(f"wheel-test: {otherwise}")


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """Return what a command prints; its failure ends the test with its words."""
    done = subprocess.run(
        command, check=False, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"wheel-test: {' '.join(command)} left with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
