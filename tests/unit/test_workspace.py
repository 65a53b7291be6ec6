import datetime as dt
import os
from pathlib import Path

import pytest

from pipeline.errors import InputError, WorkspaceError
from pipeline.tables import Issued, Records, as_table
from pipeline.workspace import create, find, read_input, replacing, write_bytes


def test_a_new_workspace_is_private(tmp_path):
    workspace = create(tmp_path / "new")
    assert workspace.root.stat().st_mode & 0o777 == 0o700
    assert (workspace.root / "meetwell.toml").stat().st_mode & 0o777 == 0o600


def test_the_nearest_workspace_upwards_is_found(tmp_path):
    workspace = create(tmp_path / "mine")
    below = workspace.root / "inbox" / "mine"
    assert find(None, below) == workspace


def test_no_workspace_anywhere_says_how_to_make_one(tmp_path):
    with pytest.raises(WorkspaceError) as problem:
        find(None, tmp_path)
    assert "meetwell init" in (problem.value.do or "")


def test_a_write_that_breaks_leaves_the_old_content_and_no_rubbish(tmp_path):
    path = tmp_path / "a.txt"
    write_bytes(path, b"old")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


def test_whoever_reads_meanwhile_reads_the_old_content_to_its_end(tmp_path):
    path = tmp_path / "a.txt"
    write_bytes(path, b"old")
    with path.open("rb") as reading:
        write_bytes(path, b"new and longer")
        assert (reading.read(), path.read_bytes()) == (b"old", b"new and longer")


def test_what_is_no_file_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(WorkspaceError, match="it is a folder or a device, not a file"):
            write_bytes(tmp_path / name, b"x")
    assert (tmp_path / "pipe").is_fifo()


def test_a_folder_that_cannot_be_written_is_said_and_not_a_traceback(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError) as problem:
        write_bytes(tmp_path / "file" / "below", b"x")
    assert "cannot be written" in problem.value.what


def test_a_table_comes_back_as_it_was_written(tmp_path):
    workspace = create(tmp_path)
    row = {
        "event": "e",
        "short_id": "22A",
        "person_id": "p",
        "issued_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
    }
    workspace.write("plan", as_table(Issued, [row]))
    assert workspace.read("plan", Issued).equals(as_table(Issued, [row]))


def test_an_absent_table_is_empty(tmp_path):
    assert create(tmp_path).read("records", Records).height == 0


def test_a_damaged_table_says_that_it_can_be_rebuilt(tmp_path):
    workspace = create(tmp_path)
    write_bytes(workspace.table("records"), b"PAR1 but not really")
    with pytest.raises(WorkspaceError) as problem:
        workspace.read("records", Records)
    assert "rebuilt" in (problem.value.do or "")


def test_a_damaged_stamp_only_means_that_everything_is_done_anew(tmp_path):
    workspace = create(tmp_path)
    workspace.stamp("link", "abc")
    assert workspace.stamps() == {"link": "abc"}
    write_bytes(workspace.root / "tables" / "stages.json", b"{half")
    assert workspace.stamps() == {}


@pytest.mark.parametrize("content", [b"", b"  \n\t\r\n"])
def test_an_empty_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as problem:
        read_input(path, 1)
    assert problem.value.what == "the file is empty"
    assert problem.value.where == str(path)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path):
    big = tmp_path / "big"
    big.write_bytes(b"x" * 2048)
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(InputError):
            read_input(path, 1)
    with pytest.raises(InputError) as problem:
        read_input(big, 0.001)
    assert "limit" in problem.value.what


def test_a_pipe_is_read_to_its_end():
    reader, writer = os.pipe()
    os.write(writer, b"Name\nAda Byron\n")
    os.close(writer)
    assert read_input(Path(f"/dev/fd/{reader}"), 1) == b"Name\nAda Byron\n"
    os.close(reader)


def test_a_pipe_that_brings_more_than_the_limit_is_refused():
    reader, writer = os.pipe()
    os.write(writer, b"Ada Byron\n" * 2000)
    os.close(writer)
    with pytest.raises(InputError, match="more than 0 MiB came in"):
        read_input(Path(f"/dev/fd/{reader}"), 0.001)
    os.close(reader)


def test_a_pipe_nobody_writes_into_and_a_device_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="nobody writes into this pipe"):
        read_input(tmp_path / "pipe", 1)
    with pytest.raises(InputError, match="this is a device, not a file"):
        read_input(Path("/dev/zero"), 1)
