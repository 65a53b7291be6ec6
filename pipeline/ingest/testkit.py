"""A test kit for importers, ours and others': ``check`` fails with the reason when one breaks the seam.

``check(importer, [Path("members.csv")])`` in a test of yours is all it takes (docs/how-to/importer.md).
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.importer import Claim, Source
from pipeline.ingest.probe import Probe
from pipeline.settings import load_settings
from pipeline.shared import shared
from pipeline.tables import Records, Rejects, Sessions, Touches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.ingest.importer import Importer, Ingested

_EXPECTED = "expected.json"
_ODD: tuple[bytes, ...] = (
    b"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\r\n\n",
    b"\xff\xfeN\0a",
    b'"',
    b"Name,Email\n",
    b"[[[[[[",
    b'[{"name": "\\ud800"}]',
    b'{"a": ' * 2000,
    b"<table><tr><td>",
    b"<schedule>",
    b"PK\x03\x04 broken",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken",
    b"%PDF-1.7",
    b"BEGIN:VCARD\n",
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
    bytes(range(256)) * 8,
    "\u0430\u0431\u0432;\u0433\n".encode("cp1251") * 3,
    b"a" * 70_000,
)


def samples(name: str) -> list[Path]:
    """Return the samples of one built-in format, named as its platform names them; none for other formats."""
    return [path for owner, path in built_in_samples() if owner == name]


def built_in_samples() -> Iterator[tuple[str, Path]]:
    """Yield (format, file) of every sample that ships with the program; a format may have variants."""
    for folder in sorted((shared("sample_data") / "formats").iterdir()):
        for path in sorted(folder.iterdir()):
            if path.name != _EXPECTED:
                yield folder.name.partition("--")[0], path


def check(importer: Importer, files: Sequence[Path], *, sure: bool = True) -> None:
    """Return when an importer keeps to the seam, asked about these samples of its own and all others.

    ``sure``: it knows its files for certain (``Claim.YES``); False is for the general reader of a kind, which
    says ``MAYBE`` and yields. Raises ``AssertionError`` that says what is wrong and with which file.
    """
    _hold(bool(importer.name and importer.title), "it needs a name and a title")
    _hold(bool(files), f"{importer.name}: give at least one sample")
    for path in files:
        _check_own(importer, path, sure=sure)
    _check_others(importer, sure=sure)
    _check_odd(importer, files)


def _hold(found: object, what: str) -> None:
    if not found:
        raise AssertionError(what)


@lru_cache(maxsize=256)
def _known(path: Path) -> Probe:
    """Return the probe of a file that nobody changes while importers are asked about it."""
    return _probe(path)


def _probe(path: Path) -> Probe:
    return Probe(path, path.name, path.stat().st_size)


def _read(importer: Importer, path: Path) -> Ingested:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return importer.read(Source(path, path.name, digest, event="fair"), _probe(path), load_settings())


def _check_own(importer: Importer, path: Path, *, sure: bool) -> None:
    from pipeline.ingest.registry import importers

    wanted = Claim.YES if sure else Claim.MAYBE
    asked = _probe(path)
    said = importer.claim(asked)
    _hold(said is wanted, f"{importer.name} says {said.name} to its own {path.name}, not {wanted.name}")
    twins = [
        item.name for item in importers() if item.name != importer.name and item.claim(asked) is Claim.YES
    ]
    _hold(not twins, f"{path.name} is also claimed by {', '.join(twins)}: the user would have to say which")
    found = _read(importer, path)
    _check_frames(importer, path, found)
    again = _read(importer, path)
    _hold(found.records.equals(again.records), f"{importer.name} reads {path.name} differently each time")


def _check_frames(importer: Importer, path: Path, found: Ingested) -> None:
    for schema, frame in (
        (Records, found.records),
        (Sessions, found.sessions),
        (Touches, found.touches),
        (Rejects, found.rejects),
    ):
        try:
            schema.validate(frame)
        except Exception as problem:
            said = f"{importer.name}, {path.name}: no valid {schema.__name__}: {problem}"
            raise AssertionError(said) from problem
    whole = found.records.height + found.sessions.height + found.touches.height
    _hold(whole > 0, f"{importer.name} finds nobody and nothing in its own {path.name}")
    strangers = set(found.touches["record_id"]) - set(found.records["record_id"])
    _hold(not strangers, f"{importer.name}, {path.name}: touches of records that are not there")


def _check_others(importer: Importer, *, sure: bool) -> None:
    for owner, path in built_in_samples():
        if owner == importer.name:
            continue
        said = importer.claim(_known(path))
        free = said is Claim.NO or (said is Claim.MAYBE and not sure)
        _hold(free, f"{importer.name} says {said.name} to {path.name}, a sample of {owner}")


def _check_odd(importer: Importer, files: Sequence[Path]) -> None:
    """Raise when odd bytes, or a sample cut or damaged, make it raise anything but ``InputError``."""
    whole = [path.read_bytes() for path in files]
    cut = [data[: len(data) * part // 4] for data in whole for part in (1, 2, 3)]
    spoilt = [data.replace(b",", b"\0\xff", 3).replace(b":", b"", 2) for data in whole]
    with tempfile.TemporaryDirectory() as folder:
        for at, data in enumerate((*_ODD, *cut, *spoilt)):
            path = Path(folder) / f"{at}-{files[0].name}"
            path.write_bytes(data)
            _survive(importer, path, data)


def _survive(importer: Importer, path: Path, data: bytes) -> None:
    try:
        importer.claim(_probe(path))
    except Exception as problem:
        raise AssertionError(f"{importer.name}: claim raises {problem!r} for {data[:40]!r}") from problem
    try:
        _read(importer, path)
    except InputError:
        return
    except Exception as problem:
        raise AssertionError(f"{importer.name}: read raises {problem!r} for {data[:40]!r}") from problem
