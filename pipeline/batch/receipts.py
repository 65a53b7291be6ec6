"""Receipts: what a user's folder holds and what it was made from; written last, checked before any work."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.batch.places import PHONE, RECEIPT
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Receipt:
    """One user's finished sheet: made from ``view`` with ``templates``, both as hashes.

    ``inputs`` is the hash of everything the view is made from: where it holds, the view need not be made
    again to know that nothing changed. ``files`` has SHA-256 and bytes by name,
    ``issued`` the printed IDs, ``targets`` the local hour each is planned for ("" for none).
    """

    user_id: str
    view: str
    templates: str
    inputs: str
    made_at: str
    version: str
    pages: int
    targets: dict[str, str]
    printed: dict[str, list[str]]
    about: dict[str, list[str]]
    thin: bool
    warnings: tuple[str, ...] = ()
    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    issued: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the receipt durably: from here on the sheet counts."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        write_bytes(folder / RECEIPT, text.encode())


def read_receipt(folder: Path) -> Receipt | None:
    """Return the receipt of this folder; nothing where there is none, or none that can be read."""
    try:
        values: dict[str, Any] = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
        files = {name: (str(sha), int(size)) for name, (sha, size) in values.pop("files").items()}
        lists: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("warnings",)}
        receipt = Receipt(files=files, **lists, **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return receipt if _is_ours(receipt) else None


def _is_ours(receipt: Receipt) -> bool:
    """Tell whether the receipt has a sheet and values of the right kinds: a damaged one counts as none."""
    kinds: dict[str, type] = {
        **dict.fromkeys(("user_id", "view", "templates", "inputs", "made_at", "version"), str),
        **dict.fromkeys(("targets", "printed", "about", "issued"), dict),
        "pages": int,
        "thin": bool,
    }
    right = all(isinstance(getattr(receipt, name), kind) for name, kind in kinds.items())
    return right and bool(set(receipt.files) - {PHONE}) and not any("/" in name for name in receipt.files)


def stands(receipt: Receipt | None, folder: Path) -> bool:
    """Return whether every file of the receipt is there, byte for byte."""
    if receipt is None or not receipt.files:
        return False
    try:
        return all(
            file_hash(folder / name) == (sha, size) for name, (sha, size) in sorted(receipt.files.items())
        )
    except OSError:
        return False


def file_hash(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a file."""
    content = path.read_bytes()
    return hashlib.sha256(content).hexdigest(), len(content)


def sweep(folder: Path, keep: frozenset[str]) -> None:
    """Remove what a killed worker left half written in a folder, and files of a form no longer made."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name not in keep and path.is_file():
            path.unlink(missing_ok=True)
