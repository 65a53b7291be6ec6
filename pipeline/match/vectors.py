"""Static word vectors: a small int8 table, checked by its hash, that turns short texts into unit vectors."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import WorkspaceError
from pipeline.match.wordpiece import WordPiece
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

#: Pieces of a text that are read; more say little new and blur the mean.
MOST_PIECES = 64
#: Texts that are encoded at once, so that memory stays small for any number of them.
BATCH = 4096


class Vectors:
    """The table with its vocabulary. A text is the unit mean of its pieces; without any, all zeros."""

    def __init__(self, rows: NDArray[np.int8], scale: NDArray[np.float32], vocabulary: Sequence[str]) -> None:
        self.pieces = WordPiece(vocabulary)
        self.rows: NDArray[np.float32] = rows.astype(np.float32)
        self.rows *= scale[:, None]
        self.rows[0] = 0.0  # [UNK] says nothing

    @property
    def width(self) -> int:
        """Return the number of dimensions."""
        return int(self.rows.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), width), float32."""
        found = self.sums(texts)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        found /= np.where(length > 0, length, 1.0)
        return found

    def sums(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sum of the pieces of each text, shape (len(texts), width), float32."""
        found = np.zeros((len(texts), self.width), np.float32)
        for begin in range(0, len(texts), BATCH):
            self._fill(texts[begin : begin + BATCH], found[begin : begin + BATCH])
        return found

    def _fill(self, texts: Sequence[str], out: NDArray[np.float32]) -> None:
        cut = [self.pieces.ids(text)[:MOST_PIECES] for text in texts]
        sizes = np.array([len(ids) for ids in cut])
        filled = np.flatnonzero(sizes)
        if not len(filled):
            return
        ids = np.fromiter((at for item in cut for at in item), np.int64, int(sizes.sum()))
        starts = np.concatenate([[0], np.cumsum(sizes[filled])[:-1]])
        out[filled] = np.add.reduceat(self.rows[ids], starts, axis=0)


def read_vectors(path: Path) -> Vectors:
    """Return the table of this file.

    Raises ``WorkspaceError`` when the file is missing or is not the one its ``.sha256`` names.
    """
    try:
        content = path.read_bytes()
        named = path.with_suffix(".sha256").read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError) as problem:
        raise WorkspaceError(
            "the word vectors of this installation are missing", where=str(path), do="Install meetwell again."
        ) from problem
    if hashlib.sha256(content).hexdigest() != named:
        raise WorkspaceError(
            "the word vectors are damaged or not the ones that belong here",
            where=str(path),
            do="Install meetwell again, or run tools/build_vectors.py, which writes table and hash together.",
        )
    with np.load(path, allow_pickle=False) as table:
        words = table["vocabulary"].tobytes().decode()
        return Vectors(table["rows"], table["scale"], words.split("\n"))


@lru_cache(maxsize=1)
def load_vectors() -> Vectors:
    """Return the table that ships with the program, read once."""
    return read_vectors(shared("config") / "vectors.npz")
