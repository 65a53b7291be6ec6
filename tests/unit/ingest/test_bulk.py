"""Many rows: filled another way, with the same result."""

import polars as pl

from pipeline.ingest import ingest
from pipeline.tables import Records, as_table


def listed(count):
    lines = ["Name,Email,Company,Interests,Phone,Shoe size"]
    for at in range(count):
        wish, shoe = "a; b" if at % 3 else "", at % 5 or ""
        lines.append(
            f"Ada Byron{at},a{at}@example.com,Acme{at % 7},{wish},+1 416 555 01{at % 90 + 10},{shoe}"
        )
    return "\n".join(lines)


def test_a_long_list_gives_the_same_frame_as_its_pieces(source, settings):
    rows = ingest(source("a.csv", listed(1200)), settings).records
    plain = rows.to_dicts()
    whole = as_table(Records, plain)
    pieces = pl.concat([as_table(Records, plain[at : at + 100]) for at in range(0, 1200, 100)])
    assert whole.equals(pieces)
    assert whole.equals(rows)


def test_rows_of_one_person_do_not_change_the_origins_of_others(source, settings):
    text = "Name,Email,Booth\nAda Byron,a@example.com,\nTom Kite,t@example.com,\nAda Byron,a@example.com,B1\n"
    rows = {row["name"]: row for row in ingest(source("a.csv", text), settings).records.to_dicts()}
    assert [item["field"] for item in rows["Ada Byron"]["read_from"]] == ["name", "email", "booth"]
    assert [item["field"] for item in rows["Tom Kite"]["read_from"]] == ["name", "email"]
