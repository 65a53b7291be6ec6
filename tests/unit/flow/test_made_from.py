"""A stage runs again after a change of anything it reads."""

from __future__ import annotations

import re

import pytest

from pipeline.flow.made_from import LINK_CONFIG, MATCH_CONFIG

#: How a stage's code names a file of ``config/`` that it reads.
NAMED = re.compile(r'shared\("config"\) / "(\w+)\.toml"|\btable\("(\w+)"\)|\bfile: str = "(\w+)"')


@pytest.mark.parametrize(("stage", "listed"), [("link", LINK_CONFIG), ("match", MATCH_CONFIG)])
def test_every_config_file_a_stage_reads_is_part_of_its_fingerprint(root, stage, listed):
    sources = sorted((root / "pipeline" / stage).rglob("*.py"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = {next(filter(None, groups)) for groups in NAMED.findall(code)}
    assert named == set(listed)
