"""Write the hashed locks anew: what runs, what develops (the same versions and more), what builds.

Uses uv where it is, else one installed for this run. No index address goes into a lock, so each machine takes
packages from where it is set up to. With ``UPGRADE=1`` in the environment the newest allowed are taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    "pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url "
    "--no-emit-find-links --custom-compile-command"
)
DEVELOP = "--extra caldav --extra office --extra typst --extra cluster --group dev -c requirements/run.txt"


def main() -> int:
    """Return 0 when all three locks are written."""
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or own_uv(Path(folder))
        upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
        command = [uv, *COMPILE.split(), "make lock", *upgrade]
        run([*command, "pyproject.toml", "-o", "requirements/run.txt"])
        run([*command, "pyproject.toml", *DEVELOP.split(), "-o", "requirements/dev.txt"])
        build = Path(folder, "build.in")
        build.write_text("\n".join(build_requirements()) + "\n", encoding="utf-8")
        same = ["-c", "requirements/dev.txt", "--no-annotate"]
        run([*command, str(build), *same, "-o", "requirements/build.txt"])
    return 0


def build_requirements() -> list[str]:
    """Return what the build backend needs: pyproject.toml names it, and editables links a checkout."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*project["build-system"]["requires"], "editables"]


def own_uv(folder: Path) -> str:
    """Return the path of a uv installed below this folder."""
    run([sys.executable, "-m", "venv", str(folder / "uv")])
    scripts = folder / "uv" / ("Scripts" if os.name == "nt" else "bin")
    run([str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"])
    return str(scripts / "uv")


def run(command: list[str]) -> None:
    """Run a command in the checkout.

    Raises ``subprocess.CalledProcessError`` when it fails.
    """
    subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
