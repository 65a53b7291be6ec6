"""What fuzzing found, and one small sample of each kind, is read again: taken, or refused in words."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location("fuzz_targets", HERE / "targets.py")
TARGETS = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = TARGETS
SPEC.loader.exec_module(TARGETS)
CORPUS = sorted((HERE / "corpus").glob("*/*"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_reader_takes_or_refuses_what_it_is_fed(path):
    refused = TARGETS.feed(path.parent.name, path.read_bytes())
    assert refused is None or refused.where


def test_every_reader_has_a_corpus():
    assert {path.parent.name for path in CORPUS} == set(TARGETS.TARGETS)
