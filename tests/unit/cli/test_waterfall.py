"""A score taken apart adds up to the score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.flow.waterfall import waterfall, waterfall_lines
from pipeline.settings import load_settings

PARTS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["field", "tie", "bio"]),
            "value": st.none() | st.floats(0, 1),
            "weight": st.floats(0.01, 1),
        }
    ),
    min_size=1,
)


@given(PARTS)
def test_the_steps_add_up_to_the_weighted_mean_in_which_unknown_counts_as_neutral(parts):
    steps = waterfall(parts, load_settings())
    whole = sum(part["weight"] for part in parts)
    mean = sum(part["weight"] * (0.3 if part["value"] is None else part["value"]) for part in parts) / whole
    assert steps[-1]["sum"] == pytest.approx(mean, abs=2e-6)
    assert [step["adds"] for step in steps] == sorted((step["adds"] for step in steps), reverse=True)


def test_an_unknown_signal_is_said_to_have_nothing_to_go_by():
    steps = waterfall([{"name": "tie", "value": None, "weight": 0.5}], load_settings())
    assert waterfall_lines(steps)[0].endswith("nothing to go by: 0.30 x 100%")
