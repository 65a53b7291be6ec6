import sys
from contextlib import contextmanager

import polars as pl
import pytest

from pipeline.batch.lock import locked
from pipeline.errors import WorkspaceError
from pipeline.workspace import write_parquet

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit on sizes")


@contextmanager
def files_of_at_most(size):
    """Let no file grow past this size inside the block, as a full disk does not."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_table_the_disk_refuses_is_told_as_that_and_the_old_one_stands(tmp_path):
    path = tmp_path / "some.parquet"
    write_parquet(path, pl.DataFrame({"a": [1]}))
    with files_of_at_most(100), pytest.raises(WorkspaceError, match="cannot be written"):
        write_parquet(path, pl.DataFrame({"a": range(9999)}))
    assert pl.read_parquet(path)["a"].to_list() == [1]
    assert [one.name for one in tmp_path.iterdir()] == ["some.parquet"]


def test_a_folder_that_cannot_be_made_is_told_as_that(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with (
        pytest.raises(WorkspaceError, match="cannot be written"),
        locked(tmp_path / "taken" / "work", (1, 1)),
    ):
        pass
