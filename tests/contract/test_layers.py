"""Who may import whom: the contracts of pyproject.toml, and the few files that may import a heavy library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

#: The files of DESIGN and ARCHITECTURE that own a library; everything else reaches it through them.
OWNERS = {
    "icalendar": ("ingest/ics", "ingest/vcard", "report/ics", "report/vcard", "sync.py"),
    "recurring_ical_events": ("ingest/ics",),
    "weasyprint": ("report/pdf.py",),
    "click": ("cli/",),
    "jinja2": ("report/",),
    "sqlite3": ("state/",),
    "httpx": ("sync.py", "ingest/address.py"),
}


def imported(tree: ast.Module) -> set[str]:
    """Return the top-level packages that a module names in an import, outside those for type checkers."""
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", None) == "TYPE_CHECKING"
        for part in node.body
        for inner in ast.walk(part)
    }
    names = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            names |= {item.name.partition(".")[0] for item in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_the_layers_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def imports(modules) -> dict[str, set[str]]:
    return {module.name: imported(module.tree) for module in modules}


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_imported_only_by_the_files_that_own_it(imports, library):
    importers = {name for name, libraries in imports.items() if library in libraries}
    assert importers != set()
    assert {name for name in importers if not name.startswith(OWNERS[library])} == set()


def test_a_stage_imports_no_other_stage(modules):
    stages = {"ingest", "link", "match", "plan", "debrief", "report"}
    named = {
        (module.name.partition("/")[0], (node.module or "").removeprefix("pipeline.").partition(".")[0])
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.ImportFrom)
    }
    assert {(own, other) for own, other in named if {own, other} <= stages and own != other} == set()
