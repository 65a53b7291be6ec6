"""The folder of a batch that somebody altered is told as that, and leads nowhere else."""

import pytest

from pipeline.batch.job import open_office
from pipeline.errors import WorkspaceError


@pytest.mark.parametrize("job", ["", "[]", "{}", "[" * 100_000, "\x00", '{"now": 5}'])
def test_a_damaged_description_of_a_run_is_told_as_that(tmp_path, job):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "job.json").write_text(job, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="the folder of the batch is damaged"):
        open_office(tmp_path)


@pytest.mark.parametrize("name", ["sheets", "work"])
def test_a_folder_that_leads_to_another_place_is_not_worked_in(tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "batch").mkdir()
    (tmp_path / "batch" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError, match="leads to another place"):
        open_office(tmp_path / "batch")
