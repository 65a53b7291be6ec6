"""The locks hold hashes and no addresses, agree with each other, and cover what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("run.txt", "dev.txt", "build.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
#: Below these, something the product relies on is missing or unsafe.
FLOORS = {
    "weasyprint": "70",
    "jinja2": "3.1.6",
    "icalendar": "7.2.1",
    "polars": "2.1",
    "dataframely": "3.1",
    "pypdf": "6.4",
}
#: What comes along with others, or with an extra, is unsafe below these; most is not installed at all.
SAFE_FROM = {
    "celery": "5.2.2",
    "distributed": "2021.10.0",
    "joblib": "1.2",
    "lxml": "5",
    "openpyxl": "2.4.2",
    "pyarrow": "23.0.1",
}


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def locks(root):
    texts = {name: (root / "requirements" / name).read_text(encoding="utf-8") for name in LOCKS}
    return {name: dict(PIN.findall(text)) for name, text in texts.items()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_of_a_lock_has_a_hash(root, name):
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    pieces = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert [piece.splitlines()[0] for piece in pieces if "--hash=sha256:" not in piece] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index(root, name):
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    assert re.findall(r"^--(?!hash)\S+|https?://\S+", text, re.MULTILINE) == []


def test_the_locks_cover_what_the_project_asks_for(project, locks):
    asked = {
        "run.txt": project["project"]["dependencies"],
        "dev.txt": [
            *project["dependency-groups"]["dev"],
            *(line for lines in project["project"]["optional-dependencies"].values() for line in lines),
        ],
        "build.txt": project["build-system"]["requires"],
    }
    for name, lines in asked.items():
        for requirement in map(Requirement, lines):
            pinned = locks[name].get(canonicalize_name(requirement.name))
            assert pinned is not None, f"{requirement.name} is not in {name}: make lock"
            assert requirement.specifier.contains(pinned), f"{requirement} is locked at {pinned}"


def test_the_locks_agree(locks):
    for name in ("dev.txt", "build.txt"):
        differing = {
            package: (locks["run.txt"][package], pin)
            for package, pin in locks[name].items()
            if locks["run.txt"].get(package, pin) != pin
        }
        assert differing == {}
    assert set(locks["run.txt"]) <= set(locks["dev.txt"])


def test_every_dependency_has_a_floor(project):
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert [line for line in lines if ">=" not in line] == []


@pytest.mark.parametrize("package", FLOORS)
def test_a_floor_is_asked_for_and_installed(project, package):
    (asked,) = [line for line in project["project"]["dependencies"] if Requirement(line).name == package]
    lowest = min(Version(item.version) for item in Requirement(asked).specifier if item.operator == ">=")
    assert lowest >= Version(FLOORS[package])
    assert Version(version(package)) >= lowest


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_nothing_that_is_known_to_be_unsafe(locks, name):
    unsafe = {
        package: pin
        for package, pin in locks[name].items()
        if Version(pin) < Version((FLOORS | SAFE_FROM).get(package, "0"))
    }
    assert (unsafe, "ray" in locks[name]) == ({}, False)


def test_the_version_stands_in_one_place(project, root):
    from pipeline import __version__

    assert "version" in project["project"]["dynamic"]
    assert version("meetwell") == __version__
