"""Splink on the seeded set of ``linkage.py --people N --export FILE``: precision, recall, seconds, memory.

Runs in an environment of its own (``pip install splink``), because it is no dependency of the project. The
columns are those that our own normalising made, so that only deciding is compared. ``--model lean`` looks at
seven columns in the simplest way; ``--model documented`` takes the comparisons that Splink's documentation
recommends for such columns, its way of blocking on the first letters of names, and 1e8 sampled pairs
(``--max-pairs``; its documentation calls 1e7 enough for trying out and 1e9 best).
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import splink.comparison_library as cl
from linkage_keys import KEYS, SURE
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

if TYPE_CHECKING:
    import pandas as pd

CUTS = (2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28)


@dataclass(frozen=True, slots=True)
class Model:
    """What is compared, which pairs, and from how many sampled pairs chance agreement is learned."""

    keys: tuple[tuple[str, ...], ...]
    comparisons: list[Any]
    max_pairs: float
    trained_on_email: bool = False


def lean() -> Model:
    """Return names with term frequencies, identifiers exactly, employer and title."""
    return Model(
        keys=KEYS,
        comparisons=[
            cl.JaroWinklerAtThresholds("first_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("email"),
            cl.ExactMatch("slug"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("org").configure(term_frequency_adjustments=True),
            cl.ExactMatch("title"),
        ],
        max_pairs=2e6,
    )


def documented(max_pairs: float) -> Model:
    """Return the ready-made comparisons for names and addresses, and blocking on first letters.

    A handle stands in one source only and two titles are never nearly alike here, so that neither would
    train: the one is left out, the other compared exactly.
    """
    return Model(
        keys=(
            *SURE,
            ("substr(first_name, 1, 3)", "substr(surname, 1, 4)"),
            ("substr(first_name, 1, 1)", "surname"),
        ),
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="full_name"
            ),
            cl.EmailComparison("email"),
            cl.ExactMatch("slug"),
            cl.ExactMatch("phone"),
            cl.JaroWinklerAtThresholds("org", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("title").configure(term_frequency_adjustments=True),
            cl.ExactMatch("generation"),
        ],
        max_pairs=max_pairs,
        trained_on_email=True,
    )


def predict(frame: pd.DataFrame, model: Model) -> tuple[Linker, Any]:
    """Return the trained linker and the weight of every pair that any key brought together."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in model.keys],
        comparisons=model.comparisons,
    )
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("slug")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=model.max_pairs, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("org", "title"))
    if model.trained_on_email:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("email"))
    return linker, linker.inference.predict(threshold_match_weight=0)


def score(both: pd.DataFrame) -> str:
    """Return precision and recall over pairs, and the largest group."""
    made, right, real = (
        sum(n * (n - 1) // 2 for n in both.groupby(columns).size())
        for columns in (["cluster_id"], ["cluster_id", "who"], ["who"])
    )
    largest = both.groupby("cluster_id").size().max()
    return f"precision {right / max(1, made):.5f}  recall {right / real:.4f}  largest {largest}"


def memory() -> int:
    """Return the most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Train, predict and cluster at rising cuts; print what each gives after closure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", help="the file that linkage.py --export wrote")
    parser.add_argument("--model", choices=("lean", "documented"), default="lean")
    parser.add_argument("--max-pairs", type=float, default=1e8, help="sampled by the documented model")
    asked = parser.parse_args()
    imports = memory()
    begun, busy = time.perf_counter(), time.process_time()
    frame = duckdb.read_parquet(asked.table).df()
    truth = frame[["record_id", "who"]]
    model = lean() if asked.model == "lean" else documented(asked.max_pairs)
    linker, predicted = predict(frame.drop(columns="who"), model)
    trained, cpu = time.perf_counter() - begun, time.process_time() - busy
    for cut in CUTS:
        begun, busy = time.perf_counter(), time.process_time()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_weight=cut
        ).as_pandas_dataframe()[["cluster_id", "record_id"]]
        closed, closing = time.perf_counter() - begun, time.process_time() - busy
        said = score(clusters.merge(truth, on="record_id"))
        print(f"cut {cut:>3}: {said}  closure {closed:.1f} s, {closing:.1f} s CPU")
    held = f"{trained:.1f} s, {cpu:.1f} s CPU, {memory()} MiB ({imports} of imports)"
    print(f"{asked.model}: train and predict {held}")


if __name__ == "__main__":
    main()
