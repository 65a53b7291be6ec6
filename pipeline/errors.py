"""What can go wrong, one class per exit code.

Each message says what, where (file:row:column) and what to do next.
"""

from __future__ import annotations


class MeetwellError(Exception):
    """A problem the user can act on: what happened, where, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        """Keep the three parts apart, so that text and JSON can show each."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do

    def __str__(self) -> str:
        """Return the whole message on at most two lines."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n{self.do}" if self.do else head


class UsageError(MeetwellError):
    """The command was called with words that do not fit together."""

    exit_code = 2


class InputError(MeetwellError):
    """A file the user gave cannot be used."""

    exit_code = 3


class SettingsError(MeetwellError):
    """A setting, a profile or an event description is wrong or missing."""

    exit_code = 4


class WorkspaceError(MeetwellError):
    """The workspace or its state is missing, locked, newer than this program, or damaged."""

    exit_code = 5


class RenderError(MeetwellError):
    """Some pages could not be made; what could be made was."""

    exit_code = 6


#: Exit code where rows were rejected and ``--strict`` was given; what could be read was taken in.
REJECTED_ROWS = 7


def cell(file: str, row: int | None = None, column: str | None = None) -> str:
    """Return ``file:row:column`` with the parts that are known."""
    return ":".join(str(part) for part in (file, row, column) if part is not None)
