"""recordlinkage on the seeded set of ``linkage.py --people N --export FILE``: the second peer.

Runs in an environment of its own (``pip install recordlinkage duckdb``). Pairs and columns are those of
``linkage_peers.py``; pairs are joined from a count of agreements up, as its manual's first example does.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import TYPE_CHECKING

import duckdb
import recordlinkage
from linkage_keys import KEYS
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    import pandas as pd


def candidates(frame: pd.DataFrame) -> pd.MultiIndex:
    """Return the pairs equal in at least one key; rows that lack a part of a key are not paired by it."""
    found = None
    for columns in KEYS:
        told = frame.dropna(subset=list(columns))
        pairs = recordlinkage.index.Block(list(columns)).index(told)
        found = pairs if found is None else found.union(pairs)
    return found


def agreements(frame: pd.DataFrame, pairs: pd.MultiIndex) -> pd.Series:
    """Return how much of each pair agrees: two names by Jaro-Winkler, five columns exactly."""
    compare = recordlinkage.Compare()
    for name in ("first_name", "surname"):
        compare.string(name, name, method="jarowinkler", threshold=0.92, label=name)
    for name in ("email", "slug", "phone", "org", "title"):
        compare.exact(name, name, label=name)
    return compare.compute(pairs, frame).sum(axis=1)


def score(frame: pd.DataFrame, agreed: pd.Series, cut: int) -> str:
    """Return precision and recall over pairs after closure of the pairs with so many agreements."""
    places = {label: at for at, label in enumerate(frame.index)}
    kept = agreed[agreed >= cut].index
    rows = [places[a] for a, _ in kept], [places[b] for _, b in kept]
    graph = coo_matrix(([1] * len(kept), rows), shape=(len(frame), len(frame)))
    group = connected_components(graph, directed=False)[1]
    both = frame[["who"]].assign(group=group)
    made, right, real = (
        sum(n * (n - 1) // 2 for n in both.groupby(columns).size())
        for columns in (["group"], ["group", "who"], ["who"])
    )
    return f"precision {right / max(1, made):.5f}  recall {right / real:.4f}"


def main() -> None:
    """Print what each count of agreements gives, seconds and memory."""
    begun, busy = time.perf_counter(), time.process_time()
    frame = duckdb.read_parquet(sys.argv[1]).df().set_index("record_id")
    pairs = candidates(frame)
    agreed = agreements(frame, pairs)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    for cut in (2, 3, 4, 5):
        print(f"{cut} agreements: {score(frame, agreed, cut)}")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(pairs)} pairs, {seconds:.1f} s, {cpu:.1f} s CPU, {held} MiB")


if __name__ == "__main__":
    main()
