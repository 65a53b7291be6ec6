"""Every error says what is wrong and what to do about it, in the same form wherever it is raised."""

from __future__ import annotations

import ast

import pytest

KINDS = ("InputError", "SettingsError", "WorkspaceError", "RenderError", "UsageError")
#: Names of other programs are written as they are.
PROGRAMS = {"Dask", "Typst", "Pango,"}


def raised(modules):
    """Yield place, text of what is wrong and whether something to do is said, of every error of ours."""
    for module in modules:
        for node in module.nodes:
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in KINDS and node.args:
                place = f"{module.name}:{node.lineno}"
                said = any(word.arg == "do" for word in node.keywords)
                yield place, node.args[0], said


def beginning(what):
    """Return the fixed text an error begins with; nothing where a value stands first."""
    first = what.values[0] if isinstance(what, ast.JoinedStr) else what
    return first.value if isinstance(first, ast.Constant) else ""


def ending(what):
    last = what.values[-1] if isinstance(what, ast.JoinedStr) else what
    return last.value if isinstance(last, ast.Constant) else ""


@pytest.fixture(scope="module")
def errors(modules):
    found = list(raised(modules))
    assert len(found) > 150
    return found


def test_every_error_says_what_to_do(errors):
    assert [place for place, _, said in errors if not said] == []


def test_what_is_wrong_is_one_line_that_follows_a_colon(errors):
    begun = [
        place
        for place, what, _ in errors
        for word in beginning(what).split()[:1]
        if word.istitle() and word not in PROGRAMS
    ]
    assert begun == []
    assert [place for place, what, _ in errors if ending(what).endswith(".")] == []
