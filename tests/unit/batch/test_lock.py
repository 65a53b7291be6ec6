import pytest

from pipeline.batch.lock import idle, locked
from pipeline.errors import WorkspaceError


def test_nothing_is_summed_up_or_purged_while_a_share_is_made(tmp_path):
    with locked(tmp_path, (2, 3)), pytest.raises(WorkspaceError), idle(tmp_path):
        pass
    with idle(tmp_path), pytest.raises(WorkspaceError), locked(tmp_path, (2, 3)):
        pass


def test_two_shares_are_made_at_once(tmp_path):
    with locked(tmp_path, (1, 2)), locked(tmp_path, (2, 2)):
        pass
