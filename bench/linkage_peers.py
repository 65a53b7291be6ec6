"""Splink on the seeded set of ``linkage.py --people N --export FILE``: precision, recall, seconds, memory.

Runs in an environment of its own (``pip install splink``), because it is no dependency of the project. The
columns are those that our own normalising made, so that only deciding is compared.
"""

from __future__ import annotations

import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

KEYS = (
    ("email",),
    ("slug",),
    ("phone",),
    ("surname", "org"),
    ("first_name", "org"),
    ("first_name", "surname"),
)


def settings() -> SettingsCreator:
    """Return one Splink model: names with term frequencies, identifiers exactly, employer and title."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in KEYS],
        comparisons=[
            cl.JaroWinklerAtThresholds("first_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("email"),
            cl.ExactMatch("slug"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("org").configure(term_frequency_adjustments=True),
            cl.ExactMatch("title"),
        ],
    )


def main() -> None:
    """Train, predict and cluster at rising cuts; print what each gives after closure."""
    begun, busy = time.perf_counter(), time.process_time()
    frame = duckdb.read_parquet(sys.argv[1]).df()
    linker = Linker(DuckDBAPI().register(frame), settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("slug")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("org", "title"))
    predicted = linker.inference.predict(threshold_match_weight=0)
    trained, cpu = time.perf_counter() - begun, time.process_time() - busy
    truth = frame[["record_id", "who"]]
    real = sum(n * (n - 1) // 2 for n in truth.groupby("who").size())
    for cut in (2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24):
        begun = time.perf_counter()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_weight=cut
        ).as_pandas_dataframe()[["cluster_id", "record_id"]]
        both = clusters.merge(truth, on="record_id")
        made = sum(n * (n - 1) // 2 for n in both.groupby("cluster_id").size())
        right = sum(n * (n - 1) // 2 for n in both.groupby(["cluster_id", "who"]).size())
        print(
            f"cut {cut:>3}: precision {right / max(1, made):.5f}  recall {right / real:.4f}  "
            f"largest {both.groupby('cluster_id').size().max()}  closure {time.perf_counter() - begun:.1f} s"
        )
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"train and predict {trained:.1f} s, {cpu:.1f} s CPU, {held} MiB")


if __name__ == "__main__":
    main()
