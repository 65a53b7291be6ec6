"""Files damaged through and through: read to the end in bounded time, with the limit named."""

import time

from pipeline.ingest import ingest
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


def test_titles_padded_with_delimiters_do_not_say_how_wide_a_list_is(source, settings):
    text = (
        "Spring Fair 2026;;;;\nThursday;;;;\n;;;;\nFirm;Stand;Majors;Contact;E-Mail;Note\n"
        "Acme AG;A1;Finance; Economics;Nora Lind;nora@x.example;late\n"
        "Bolt GmbH;A2;Physics;Tom Auer;tom@y.example;\nSum: 2;;;;\n"
    )
    found = ingest(source("fair.csv", text), settings)
    assert set(found.records["name"]) == {"Acme AG", "Nora Lind", "Bolt GmbH", "Tom Auer"}
    assert found.records.filter(name="Nora Lind")["emails"].to_list() == [["nora@x.example"]]
