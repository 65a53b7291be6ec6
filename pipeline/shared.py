"""Where the files that ship with the program are: in a checkout, an editable install or a wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

from pipeline.errors import WorkspaceError

Kind = Literal["templates", "config", "sample_data"]


def shared(kind: Kind) -> Path:
    """Return the folder of that kind; raises ``WorkspaceError`` where the install lacks it.

    A checkout comes first: an editable install also copies these folders, stale from then on.
    """
    package = Path(str(files("pipeline")))
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    installed = package / "_shared" / kind
    if installed.is_dir():
        return installed
    raise WorkspaceError(
        f"the {kind} folder of this installation is missing",
        where=str(package),
        do="Install meetwell again.",
    )
