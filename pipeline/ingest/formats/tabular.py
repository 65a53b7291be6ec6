"""Lists whose exact headers name their platform: a signature, a mapping, and nothing else per format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.assemble import chosen, ingested, with_told
from pipeline.ingest.columns import map_columns
from pipeline.ingest.importer import Claim, Finding, Ingested, Source
from pipeline.ingest.records import Built, build
from pipeline.ingest.rivals import SINGLE, Guess

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from pipeline.ingest.probe import Probe
    from pipeline.ingest.table import Table
    from pipeline.settings import Settings


@dataclass(frozen=True)
class Tabular:
    """One platform's list.

    ``signature``: sets of headers, one of which must be there whole. ``fields``: what its own columns are
    (None: nothing); a header that ends in ``*`` stands for all that begin so. Columns it does not name are
    questions of the organiser and go to the general mapper. ``warning`` is said with every file.
    """

    name: str
    title: str
    signature: tuple[frozenset[str], ...]
    fields: Mapping[str, str | None]
    warning: str | None = None
    file_names: re.Pattern[str] | None = None
    role: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def claim(self, probe: Probe) -> Claim:
        """Return YES when a table has all headers of a signature."""
        if probe.kind not in ("text", "workbook", "ole", "html"):
            return Claim.NO
        return Claim.YES if any(self.fits(table, probe.name) for table in probe.tables) else Claim.NO

    def fits(self, table: Table, name: str) -> bool:
        """Return whether this is one of the platform's tables; a file name may be part of the proof."""
        if self.file_names is not None and not self.file_names.search(name):
            return False
        seen = {plain_header(column).casefold() for column in table.columns}
        wanted = ({header.casefold() for header in headers} for headers in self.signature)
        return table.header_row is not None and any(whole <= seen for whole in wanted)

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return its people. Raises ``InputError`` when the file is not of this platform or holds nobody."""
        tables = [table for table in probe.read_tables(source.encoding) if self.fits(table, probe.name)]
        if not tables:
            raise InputError(
                f"this is no {self.name} list: its headers are missing",
                where=source.name,
                do="Leave --as out, or name another format ('meetwell formats').",
            )
        table = max(tables, key=lambda item: len(item.rows))
        guesses = with_told(self.guesses(table), table, source)
        built = self.built(table, chosen(guesses, settings.number("ingest.min_confidence")), source)
        notices = [Finding("notice", f"{self.name}.warning", self.warning)] if self.warning else []
        said = f"recognised as {self.name}: {self.title}"
        notices.append(Finding("notice", "format.recognised", said))
        return ingested(
            table, guesses, built, source=source, settings=settings, notices=notices, platform=self.name
        )

    def built(self, table: Table, mapping: Mapping[str, str | None], source: Source) -> Built:
        """Return the records of its table."""
        return build(table, mapping, source)

    def guesses(self, table: Table) -> dict[str, Guess]:
        """Return its own mapping over the general one, which only sees the organiser's questions."""
        own = {name: guess for name in table.columns if (guess := self.known(name)) is not None}
        return beside_own(own, map_columns(table))

    def known(self, column: str) -> Guess | None:
        """Return what the platform says about a column, None when it is no column of its own."""
        header = plain_header(column).casefold()
        for key, answer in self.fields.items():
            if key.casefold() == header:
                return Guess(answer, 1.0)
        for key, answer in self.fields.items():
            if key.endswith("*") and header.startswith(key[:-1].casefold()):
                return Guess(answer, 1.0)
        return None


def beside_own(own: Mapping[str, Guess], general: Mapping[str, Guess]) -> dict[str, Guess]:
    """Return a platform's own answers, and general ones where they claim no field that is taken."""
    taken: dict[str | None, str] = {guess.field: name for name, guess in own.items() if guess.field in SINGLE}
    part = next((part for part in ("given_name", "family_name") if part in taken), None)
    if part is not None:
        taken["name"] = taken[part]
    guesses = {}
    for name, guess in general.items():
        winner = taken.get(guess.field)
        beaten = Guess(None, 0.6, guess.field, winner) if guess.confidence >= 0.6 else Guess(None, 0.6)
        guesses[name] = own.get(name) or (guess if winner is None else beaten)
    return guesses


def plain_header(column: str) -> str:
    """Return a header as platforms write it: no blanks around it, no mark, no star."""
    return column.strip().strip("\ufeff*").strip()


def headers(text: str) -> frozenset[str]:
    """Return a set of headers written with commas between them."""
    return frozenset(part.strip() for part in text.split(","))


def ignored(text: str) -> dict[str, str | None]:
    """Return a mapping that ignores these headers."""
    return dict.fromkeys((part.strip() for part in text.split(",")), None)
