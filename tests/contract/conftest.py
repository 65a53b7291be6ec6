"""The source of the program, read and parsed once for all rules that speak of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One module of the program."""

    path: Path
    name: str
    lines: int
    tree: ast.Module

    @property
    def nodes(self):
        """Yield every node of the tree."""
        return ast.walk(self.tree)


@pytest.fixture(scope="session")
def modules(root) -> list[Module]:
    """Return every module of the program, named by its path within the package."""
    found = []
    for path in sorted((root / "pipeline").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root / "pipeline").as_posix()
        found.append(Module(path, name, text.count("\n"), ast.parse(text)))
    assert len(found) > 300
    return found
