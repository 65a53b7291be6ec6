"""Files damaged through and through: read to the end in bounded time, with the limit named."""

import time

from pipeline.ingest.delimited import read_table


def written(tmp_path, lines):
    path = tmp_path / "list.csv"
    path.write_text("Name,Email,Company,Title\n" + "".join(lines), encoding="utf-8")
    return path


def test_a_stray_quote_in_every_row_costs_no_more_than_seconds_and_the_limit_is_named(tmp_path):
    lines = [f'Ada{at} "Byron,a{at}@example.com,"Acme {at},Head of "x\n' for at in range(20_000)]
    start = time.process_time()
    sheet = read_table(written(tmp_path, lines))
    assert time.process_time() - start < 3
    assert sheet.rows[-1] == ['Ada19999 "Byron', "a19999@example.com", '"Acme 19999', 'Head of "x']
    assert sum(item.count for item in sheet.repairs if item.severity == "repaired") == 20_000
    assert [item.message.rsplit("(")[-1] for item in sheet.repairs if item.severity == "repaired"] == [
        "300 rows: 2-301)",
        "19,700 rows: 302-20001)",
    ]
    assert [item.code for item in sheet.repairs if item.severity == "notice"] == ["row.limit"]


def test_thousands_of_rows_of_another_width_are_not_taken_for_tables(tmp_path):
    lines = [f"Ada{at} Byron,a{at}@example.com,Acme{', Inc' * (at % 2)},Head\n" for at in range(20_000)]
    start = time.process_time()
    sheet = read_table(written(tmp_path, lines))
    assert time.process_time() - start < 3
    assert {tuple(row[2:]) for row in sheet.rows[1:]} == {("Acme", "Head"), ("Acme, Inc", "Head")}
