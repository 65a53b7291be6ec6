"""Cards made to take all memory cost what is too long of them, and it is said."""

import tracemalloc

import pytest

from pipeline.errors import InputError
from pipeline.ingest import ingest

HEAD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Byron\nEMAIL:a@x.example\n"
MIB = 1 << 20


def taken(source, settings, line):
    found = ingest(source("cards.vcf", f"{HEAD}{line}\nEND:VCARD\n"), settings)
    assert found.records["name"].to_list() == ["Ada Byron"]
    return [(item.row, item.message) for item in found.inspection.repairs]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("NOTE:" + "a" * MIB, [(5, "this NOTE is longer than 64 KiB; its end was left out")]),
        ("NOTE:a" + "\n a" * (MIB // 2), [(5, "this NOTE is longer than 64 KiB; its end was left out")]),
        ("a" * MIB, [(5, "this line of the card cannot be read; it was left out")]),
        ("ADR" + ";" * MIB + ":x", [(5, "this line of the card cannot be read; it was left out")]),
        ('ADR;"' + '";"' * MIB + ":x", [(5, "this line of the card cannot be read; it was left out")]),
        ("PHOTO;ENCODING=b:" + "A" * MIB, []),
        ("X-ODD:1\n" * 10_000, []),
        (
            "EMAIL:b@x.example\n" * 2_000,
            [(1, "the card has more than 1,000 values; the others were left out")],
        ),
    ],
    ids=["value", "folded", "no value", "parameters", "quoted parameters", "picture", "unknown", "many"],
)
def test_a_card_keeps_what_can_be_read_of_it(source, settings, line, said):
    assert taken(source, settings, line) == said


def test_a_line_of_many_mib_takes_little_beside_its_own_text(source, settings):
    given = source("cards.vcf", f"{HEAD}NOTE:{'a' * (8 * MIB)}\nEND:VCARD\n")
    ingest(given, settings)
    tracemalloc.start()
    ingest(given, settings)
    assert tracemalloc.get_traced_memory()[1] < 4 * 8 * MIB
    tracemalloc.stop()


def test_more_lines_than_any_address_book_has_are_refused(source, settings):
    with pytest.raises(InputError, match="1,000,000 lines"):
        ingest(source("cards.vcf", HEAD + "\n" * 1_000_001), settings)
