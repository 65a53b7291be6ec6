"""Every path in the folder of a batch: sheets in sharded folders, the work beside them, reports on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SHEET, PHONE, RECEIPT = "sheet.pdf", "phone.html", "receipt.json"


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of one batch."""

    root: Path

    @property
    def work(self) -> Path:
        """Return the folder of what the run needs and can make again."""
        return self.root / "work"

    @property
    def job(self) -> Path:
        """Return where the run is described."""
        return self.work / "job.json"

    @property
    def users(self) -> Path:
        """Return the table of everybody who gets a sheet."""
        return self.work / "users.parquet"

    @property
    def given(self) -> Path:
        """Return the table of who got a place at which booth."""
        return self.work / "given.parquet"

    @property
    def given_notices(self) -> Path:
        """Return what the office was told about these places."""
        return self.work / "given.json"

    @property
    def booths(self) -> Path:
        """Return the table of booths: room, demand and load."""
        return self.work / "booths.parquet"

    @property
    def manifest(self) -> Path:
        """Return the table of all sheets."""
        return self.root / "manifest.parquet"

    @property
    def summary(self) -> Path:
        """Return the page that says how the run went."""
        return self.root / "summary.html"

    @property
    def sheets(self) -> Path:
        """Return the folder of all sheets."""
        return self.root / "sheets"

    def table(self, name: str) -> Path:
        """Return where one of the event's tables is kept for the workers."""
        return self.work / "event" / f"{name}.parquet"

    def matches(self, digest: str, kind: str = "matches") -> Path:
        """Return where the matches of a partition with this digest are kept."""
        return self.work / "match" / digest[:2] / f"{digest}.{kind}.parquet"

    def known(self, digest: str) -> Path:
        """Return where the event's people are kept as one user knows them."""
        return self.work / "known" / f"{digest}.parquet"

    def failure(self, user_id: str) -> Path:
        """Return where it is written why a user has no sheet."""
        return self.work / "failed" / f"{user_id}.json"

    def user(self, user_id: str) -> Path:
        """Return the folder of one user; the two characters before it keep folders small."""
        return self.sheets / user_id[-2:].lower() / user_id
