"""Make what meetwell needs in this checkout: a virtual environment from hashed locks, and the PDF libraries.

Standard library only, and readable by an old Python, so that it can say what is missing. Does nothing, and
says nothing, when nothing changed. Exit codes: 0 ready, 1 an installation failed (its own words stand above),
4 something that only you can install is missing (the exact command stands above).
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "meetwell-setup.json"
LOCKS = {"run": ("run.txt", "build.txt"), "dev": ("dev.txt", "build.txt")}
OLDEST = (3, 11)

# One name per platform suffices to find each; the same files that the PDF writer opens.
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
}
APT_PDF = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
# Where package managers put libraries that the loader does not look for by itself.
EXTRA_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib", "C:\\msys64\\ucrt64\\bin", "C:\\msys64\\mingw64\\bin")
PDF_FIX = """\
The PDF writer needs Pango and HarfBuzz, which are not Python packages. Install them with one of these:
  Debian, Ubuntu   sudo apt-get install {apt}
  Fedora           sudo dnf install pango harfbuzz fontconfig
  macOS            brew install pango
  Windows          winget install MSYS2.MSYS2
                   C:\\msys64\\usr\\bin\\pacman -S --noconfirm mingw-w64-ucrt-x86_64-pango
Then run the same command again. Until then 'meetwell prep' writes a print-ready HTML page, not a PDF."""


class Missing(Exception):  # noqa: N818 - it names what is missing, which is no fault of the program
    """Something that only the person at the machine can install."""


def main() -> int:
    """Return 0 when the checkout is ready; the arguments say for what."""
    parser = argparse.ArgumentParser(description="Make what meetwell needs in this checkout.")
    parser.add_argument("--dev", action="store_true", help="with everything that tests and checks need")
    parser.add_argument("--test", action="store_true", help="the same, and what tests start from the system")
    arguments = parser.parse_args()
    try:
        use_new_python()
        see_to_packages("dev" if arguments.dev or arguments.test else "run")
        if arguments.test:
            see_to_test_programs()
        see_to_libraries()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 4
    except subprocess.CalledProcessError as failed:
        command = " ".join(str(part) for part in failed.cmd)
        print(f"setup: this failed with exit code {failed.returncode}: {command}", file=sys.stderr)
        return 1
    return 0


def use_new_python() -> None:
    """Start this script again with a newer Python when this one is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same script, no shell
    raise Missing(
        f"meetwell needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.\n"
        "Install one and run: make PYTHON=python3.12 <target>"
    )


def see_to_packages(kind: str) -> None:
    """Bring the virtual environment to the locks; a stamp written last tells that it is there."""
    wanted, found = fingerprint(), stamp()
    have = found.get("kind")
    if found.get("fingerprint") == wanted and have in (kind, "dev") and venv_python().exists():
        return
    kind = "dev" if have == "dev" else kind
    print(f"setup: preparing {VENV.name} ({kind}), a minute or two the first time", file=sys.stderr)
    STAMP.unlink(missing_ok=True)
    # Scripts in an environment carry its address, so a moved checkout needs a new one.
    if found.get("place", str(ROOT)) != str(ROOT) or not usable():
        make_venv()
    install(kind)
    STAMP.write_text(json.dumps({"kind": kind, "fingerprint": wanted, "place": str(ROOT)}), encoding="utf-8")


def fingerprint() -> str:
    """Return a hash over everything the environment is made from."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    version = ROOT / "pipeline" / "__init__.py"  # an installed checkout keeps the one it had
    for path in (ROOT / "pyproject.toml", version, *sorted((ROOT / "requirements").glob("*.txt"))):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def stamp() -> dict[str, str]:
    """Return what the last complete set-up wrote, or nothing."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def venv_python() -> Path:
    """Return the interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def usable() -> bool:
    """Return whether the environment's interpreter starts."""
    return venv_python().exists() and quiet([str(venv_python()), "-c", ""])


def make_venv() -> None:
    """Make an empty environment: by uv where it is, else by venv, whose Debian package root may install."""
    uv = shutil.which("uv")
    if uv and quiet([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]):
        return
    bare_venv()


def bare_venv() -> None:
    """Make an empty environment with pip in it, by the standard library."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not apt_install([package]):
            raise Missing(
                f"Python's venv module is not complete here. Install it: sudo apt-get install {package}\n"
                "Then run the same command again."
            )
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(kind: str) -> None:
    """Install the locks with their hashes, then this checkout itself, editable."""
    locks = [word for name in LOCKS[kind] for word in ("-r", str(ROOT / "requirements" / name))]
    tree = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    uv = shutil.which("uv")
    if uv:
        tool = [uv, "pip", "install", "--quiet", "--python", str(venv_python())]
        if quiet([*tool, "--require-hashes", *locks]) and quiet([*tool, *tree]):
            return
        print("setup: uv could not do it here, so pip does", file=sys.stderr)
    if not quiet([str(venv_python()), "-c", "import pip"]):
        bare_venv()
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", *locks])
    run([*pip, *tree])


def see_to_libraries() -> None:
    """See that the PDF libraries can be opened; install them where that needs no password."""
    if not absent_libraries():
        return
    apt_install(APT_PDF)
    absent = absent_libraries()
    if absent:
        raise Missing(f"Not found: {', '.join(absent)}.\n" + PDF_FIX.format(apt=" ".join(APT_PDF)))


def absent_libraries() -> list[str]:
    """Return the names of the PDF libraries that no known file name opens."""
    return [name for name, files in LIBRARIES.items() if not any(opens(file) for file in files)]


def opens(file: str) -> bool:
    """Return whether the loader finds this library."""
    for path in (file, *(str(Path(folder, file)) for folder in EXTRA_FOLDERS if Path(folder, file).exists())):
        try:
            ctypes.CDLL(path)
        except OSError:
            continue
        return True
    return False


def see_to_test_programs() -> None:
    """Install the programs that tests look at pages with; what cannot be installed makes those tests skip."""
    wanted = {"git": "git", "pdftotext": "poppler-utils", "chromium": "chromium", "khal": "khal"}
    absent = [package for program, package in wanted.items() if not shutil.which(program)]
    if any(shutil.which(browser) for browser in ("chromium-browser", "google-chrome")):
        absent = [package for package in absent if package != "chromium"]
    # What drives the browser brings its own Node.js, which asks for this one library.
    absent += [] if opens("libatomic.so.1") else ["libatomic1"]
    if absent and not apt_install(absent):
        print(f"setup: tests that need {', '.join(absent)} are skipped", file=sys.stderr)


def apt_install(packages: tuple[str, ...] | list[str]) -> bool:
    """Return whether apt installed these; it is asked only as root or where sudo needs no password."""
    if not shutil.which("apt-get"):
        return False
    geteuid = getattr(os, "geteuid", None)
    if geteuid is None:
        return False
    first: list[str] = []
    if geteuid() != 0:
        if not (shutil.which("sudo") and quiet(["sudo", "-n", "true"])):
            return False
        first = ["sudo", "-n"]
    print(f"setup: installing {', '.join(packages)} through apt", file=sys.stderr)
    apt = [*first, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    quiet([*apt, "update"])
    return quiet([*apt, "install", "--no-install-recommends", "--yes", *packages])


def run(command: list[str]) -> None:
    """Run a command in the checkout; its words go to stderr.

    Raises ``subprocess.CalledProcessError`` when it fails.
    """
    subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def quiet(command: list[str]) -> bool:
    """Return whether a command succeeded; its failure is not the end, and only then its words are shown."""
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
