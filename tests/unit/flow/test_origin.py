"""Where an input comes from: the bytes that are named are the bytes that are read."""

import os

import pytest

from pipeline.errors import InputError
from pipeline.flow.origin import opened
from pipeline.settings import load_settings


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Name\nAda Byron\n")
    with opened(str(path), load_settings()) as origin:
        origin.refuse_changed()
        path.write_text("Name\nAda Byron\nTom Kite\n")
        with pytest.raises(InputError, match="changed while it was read"):
            origin.refuse_changed()


def test_what_comes_from_a_pipe_lies_in_a_file_of_its_own():
    reader, writer = os.pipe()
    os.write(writer, b"Name\nAda Byron\n")
    os.close(writer)
    with opened(f"/dev/fd/{reader}", load_settings()) as origin:
        assert (origin.path.read_bytes(), origin.content) == (b"Name\nAda Byron\n",) * 2
    os.close(reader)
