import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.waiting import expected_wait


@given(st.floats(0, 500), st.floats(0, 100), st.integers(1, 6))
def test_more_visitors_never_wait_less(visits, more, servers):
    assert expected_wait(visits, servers, 8, 360) <= expected_wait(visits + more, servers, 8, 360) + 1e-9


def test_nobody_waits_where_nobody_comes():
    assert expected_wait(0, 2, 8, 360) == 0


def test_one_representative_at_half_load_is_the_textbook_case():
    # M/D/1: load / (2 * (1 - load)) services.
    assert expected_wait(22.5, 1, 8, 360) == pytest.approx(0.5 / (2 * 0.5) * 8)
