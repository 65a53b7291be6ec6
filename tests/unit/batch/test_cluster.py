import shutil

import pytest

from pipeline.batch.job import open_office
from pipeline.batch.runner import Limits, runner_for
from pipeline.batch.work import FAILED, Task

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed")
def test_dask_answers_every_item_once_and_leaves_what_is_whole(batched, tmp_path):
    root = tmp_path / "out"
    shutil.copytree(batched, root)
    users = sorted(open_office(root).users)
    shutil.rmtree(open_office(root).places.user(users[0]))
    tasks = [Task("page", str(root), tuple(users[at : at + 2])) for at in range(0, len(users), 2)]
    runner = runner_for("dask", Limits(workers=1, recycle=8, tries=3, seconds=60))
    try:
        found = {one.item: one.state for one in runner.run([*tasks, Task("page", str(root), ("S-NOBODY",))])}
    finally:
        runner.close()
    expected = dict.fromkeys(users, "kept") | {users[0]: "made", "S-NOBODY": FAILED}
    assert found == expected
