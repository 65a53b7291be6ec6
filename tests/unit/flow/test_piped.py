"""What is piped in, whatever encoding it is in."""

import io
import sys

import pytest

from pipeline.flow.piped import piped_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_encoding_the_terminal_thinks_it_has(monkeypatch, encoding):
    bytes_in = io.BytesIO('37Q talked "café"'.encode(encoding))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(bytes_in, encoding="utf-8", errors="strict"))
    assert piped_text() == '37Q talked "café"'
