"""What is hostile is refused with the limit named."""

import pytest

from pipeline.errors import InputError
from pipeline.ingest import Source, ingest


def test_a_list_damaged_in_more_rows_than_allowed_is_refused_with_the_limit(tmp_path, settings):
    path = tmp_path / "list.csv"
    lines = [f'Ada{at} "Byron,a{at}@example.com,"Acme {at},Head of "x\n' for at in range(1000)]
    path.write_text("".join(["Name,Email,Company,Title\n", *lines]))
    strict = settings.changed({"ingest.max_damaged_rows": 500}, "test")
    source = Source(path, "list.csv", "0" * 64, event="fair")
    assert ingest(source, settings).records.height == 1000
    with pytest.raises(InputError, match="1,000 rows have quotation marks that do not fit; the limit is 500"):
        ingest(source, strict)


def test_a_calendar_nested_too_deep_names_the_limit(tmp_path, settings):
    path = tmp_path / "deep.ics"
    path.write_text("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 300 + "END:VEVENT\n" * 300 + "END:VCALENDAR\n")
    with pytest.raises(InputError, match="nested more than 100 deep, which is the limit"):
        ingest(Source(path, "deep.ics", "0" * 64, event="fair"), settings)
