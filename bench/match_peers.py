"""Peers of the dense channels in an environment of their own: faiss flat, sparse_dot_topn, a Polars join.

python bench/match_peers.py [users] [people]     needs faiss-cpu, sparse_dot_topn, scipy, polars

Made-up vectors of 3 x 128 dimensions; sparse and joined rows have 15 terms each. Seconds, least of two.
"""

from __future__ import annotations

import sys
import time

import faiss
import numpy as np
import polars as pl
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

TOP = 200


def spent(work):
    found = []
    for _ in range(2):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        found.append((time.process_time() - cpu, time.perf_counter() - wall))
    return min(found)


def main():
    users, people = (int(text) for text in sys.argv[1:3]) if len(sys.argv) > 2 else (10_000, 5_000)
    draw = np.random.default_rng(1)
    one, other = (draw.standard_normal((count, 384)).astype(np.float32) for count in (users, people))

    def flat():
        index = faiss.IndexFlatIP(384)
        index.add(other)
        index.search(one, TOP)

    terms = [draw.integers(0, 1_500, (count, 15)) for count in (users, people)]
    sides = [
        sp.csr_matrix(
            (np.full(t.size, 0.25, np.float32), t.ravel(), np.arange(0, t.size + 1, 15)), (len(t), 20_000)
        )
        for t in terms
    ]
    across = sides[1].T.tocsr()

    def joined(batch=500):
        rows = pl.DataFrame({"term": terms[1].ravel(), "person": np.repeat(np.arange(people), 15)})
        for begin in range(0, users, batch):
            part = terms[0][begin : begin + batch]
            mine = pl.DataFrame({"term": part.ravel(), "user": np.repeat(np.arange(len(part)), 15)})
            pairs = mine.join(rows, on="term").group_by("user", "person").len()
            pairs.group_by("user").agg(pl.col("person").top_k_by("len", TOP))

    def product():
        for begin in range(0, users, 256):
            one[begin : begin + 256] @ other.T

    for name, work in (
        ("3 x SGEMM 128-d", product),
        ("faiss flat, 384-d", flat),
        ("sparse_dot_topn", lambda: sp_matmul_topn(sides[0], across, top_n=TOP, n_threads=2)),
        ("Polars join", joined),
    ):
        cpu, wall = spent(work)
        print(f"{name:20} {cpu:8.2f} s CPU  {wall:8.2f} s wall", flush=True)


if __name__ == "__main__":
    main()
