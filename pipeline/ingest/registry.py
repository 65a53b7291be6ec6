"""All importers: every one is asked about a file; two that are sure of it are an error the user settles."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from pipeline.errors import InputError, SettingsError, UsageError
from pipeline.ingest.importer import Claim
from pipeline.ingest.notlists import SAID

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from pipeline.ingest.importer import Importer
    from pipeline.ingest.probe import Probe

GROUP = "meetwell.importers"


@cache
def importers() -> tuple[Importer, ...]:
    """Return all importers by name: our own, then those that other packages add.

    Raises ``SettingsError`` when one of those cannot be loaded.
    """
    from pipeline.ingest.formats import built_in

    found: dict[str, Importer] = {item.name: item for item in built_in()}
    for point in sorted(entry_points(group=GROUP), key=lambda item: item.name):
        made = _loaded(point)
        found.setdefault(made.name, made)
    return tuple(found.values())


def _loaded(point: EntryPoint) -> Importer:
    try:
        made: Importer = point.load()()
    except Exception as problem:
        package = point.dist.name if point.dist else point.value
        raise SettingsError(
            f"the importer {point.name!r} of the package {package} cannot be loaded: {problem}",
            do=f"Update {package}, or take it out.",
        ) from problem
    return made


def by_name(name: str) -> Importer:
    """Return the importer ``--as`` names.

    Raises ``UsageError`` for a name nobody has.
    """
    for item in importers():
        if item.name == name:
            return item
    known = ", ".join(sorted(item.name for item in importers()))
    raise UsageError(f"there is no format {name!r}", do=f"Known: {known}.")


def importer_for(probe: Probe, as_format: str | None = None) -> Importer:
    """Return the one importer for this file.

    Raises ``InputError`` when none or two recognise it.
    """
    if probe.kind == "empty":
        raise _refused(probe)
    if as_format:
        return by_name(as_format)
    claims = [(item.claim(probe), item) for item in importers()]
    sure = [item for claim, item in claims if claim is Claim.YES]
    if len(sure) > 1:
        first, second = (item.name for item in sure[:2])
        raise InputError(
            f"this could be {first} or {second}",
            where=probe.name,
            do=f"Say which: --as {first} or --as {second}.",
        )
    maybe = [item for claim, item in claims if claim is Claim.MAYBE]
    if sure or maybe:
        return (sure or maybe)[0]
    raise _refused(probe)


def _refused(probe: Probe) -> InputError:
    what, do = SAID.get(
        probe.kind, ("no format recognises this file", "'meetwell formats' lists what can be read.")
    )
    return InputError(what, where=probe.name, do=do)
