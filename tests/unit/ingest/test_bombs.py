"""The hostile files of the evaluation data: each is read, or refused in words, as their table says."""

import os
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import Source, ingest

#: The names that are read from each.
READ = {
    "ok.xlsx": ["Zoë"],
    "traverse.xlsx": ["Zoë"],
    "noend.vcf": ["A"],
    "lf_only_v4.vcf": ["A"],
    "v21_quoted_printable.vcf": ["x"],
    "rrule_secondly.ics": [],
    "longline.ics": [],
}
#: How each of the others is refused.
REFUSED = {
    "empty.xlsx": "the file is empty",
    "truncated.xlsx": "the workbook is damaged",
    "html.xls": "this is a web page (HTML)",
    "entity.xlsx": "unrecognized entity",
    "garbage.ics": "there is no VCALENDAR in this file",
    "deep.json": "nested more than 100 levels deep",
    "deep.ics": "nested more than 100 deep",
}
EVENT = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T100000Z\r\nSUMMARY:{}\r\nEND:VEVENT\r\n"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n"
#: Those too large to keep as files.
MADE = {
    "deep.ics": lambda: CALENDAR.format("BEGIN:VEVENT\r\n" * 20_000 + "END:VEVENT\r\n" * 20_000),
    "longline.ics": lambda: CALENDAR.format(EVENT.format("y" * 20_000_000)),
}


@pytest.fixture
def kept():
    """Return the folder of those that are kept as files."""
    folder = Path(
        os.environ.get("MEETWELL_EVALUATION_DATA", "no-such-folder"), "robustness", "bombs", "files"
    )
    if not folder.is_dir():
        pytest.skip("MEETWELL_EVALUATION_DATA names no folder")
    return folder


@pytest.fixture
def bomb(tmp_path, request):
    """Return where one of the files lies; the large ones are made."""

    def find(name):
        if name not in MADE:
            return request.getfixturevalue("kept") / name
        path = tmp_path / name
        path.write_text(MADE[name](), encoding="utf-8", newline="")
        return path

    return find


@pytest.mark.parametrize("name", READ)
def test_a_file_that_only_looks_hostile_is_read(name, bomb, settings):
    found = ingest(Source(bomb(name), name, "0" * 64, event="fair"), settings)
    assert found.records["name"].to_list() == READ[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_words(name, bomb, settings):
    with pytest.raises(InputError) as caught:
        ingest(Source(bomb(name), name, "0" * 64, event="fair"), settings)
    assert REFUSED[name] in caught.value.what


def test_every_hostile_file_that_is_kept_has_its_line(kept):
    assert {path.name for path in kept.iterdir()} - {*READ, *REFUSED} == set()
