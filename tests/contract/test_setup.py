"""The set-up script: readable by an old Python, silent when nothing changed, exact about what is missing."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def setup(root):
    spec = importlib.util.spec_from_file_location("meetwell_setup", root / "tools" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare(root, tmp_path, setup):
    """Return a way to run the script in a folder that is set up, with nothing of the system in reach."""
    place = tmp_path / "checkout"
    (place / "tools").mkdir(parents=True)
    (place / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(root / "tools" / "setup.py", place / "tools")
    shutil.copy(root / "pyproject.toml", place)
    shutil.copytree(root / "requirements", place / "requirements")
    (place / ".venv" / "bin" / "python").symlink_to(sys.executable)
    setup.ROOT = place
    stamp = {"kind": "run", "fingerprint": setup.fingerprint(), "place": str(place)}
    (place / ".venv" / "meetwell-setup.json").write_text(repr(stamp).replace("'", '"'), encoding="utf-8")

    def run(source=None):
        script = place / "tools" / "setup.py"
        if source:
            script.write_text(source(script.read_text(encoding="utf-8")), encoding="utf-8")
        env = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
        return subprocess.run(
            [sys.executable, script],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return run


def test_an_old_python_can_read_the_script(root):
    text = (root / "tools" / "setup.py").read_text(encoding="utf-8")
    assert ast.parse(text, feature_version=(3, 8))


def test_the_script_needs_the_standard_library_only(root):
    tree = ast.parse((root / "tools" / "setup.py").read_text(encoding="utf-8"))
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names]
        )
    }
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.skipif(os.name == "nt", reason="the folder of an environment is another on Windows")
def test_nothing_to_do_means_nothing_said(bare, setup):
    if setup.absent_libraries():
        pytest.skip("the PDF libraries are not on this machine")
    done = bare()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="the folder of an environment is another on Windows")
def test_a_missing_library_names_the_command_for_each_system_and_exits_with_four(bare):
    done = bare(lambda text: text.replace("libpango-1.0.", "libpango-which-nobody-has."))
    assert done.returncode == 4
    assert done.stderr.startswith("Not found: Pango.\n")
    for command in (
        "sudo apt-get install libpango",
        "sudo dnf install pango",
        "brew install pango",
        "pacman -S",
    ):
        assert command in done.stderr


def test_a_library_that_nobody_has_is_absent(setup):
    setup.LIBRARIES = {"Pango": ("libno-such-thing.so.0",)}
    assert setup.absent_libraries() == ["Pango"]


def test_the_fingerprint_follows_the_locks(setup, tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    setup.ROOT = tmp_path
    before = setup.fingerprint()
    (tmp_path / "requirements" / "run.txt").write_text("click==8.2.0\n", encoding="utf-8")
    assert setup.fingerprint() != before


def test_the_fingerprint_follows_the_version(setup, tmp_path):
    (tmp_path / "pipeline").mkdir()
    setup.ROOT = tmp_path
    before = setup.fingerprint()
    (tmp_path / "pipeline" / "__init__.py").write_text('__version__ = "9"\n', encoding="utf-8")
    assert setup.fingerprint() != before


def test_a_damaged_stamp_counts_as_none(setup, tmp_path):
    setup.STAMP = tmp_path / "stamp.json"
    setup.STAMP.write_text("{half", encoding="utf-8")
    assert setup.stamp() == {}
