"""Several tables in one file, and one table whose header stands again."""

from pipeline.ingest.delimited import read_rows, read_table, read_tables

HEAD = "Code,Label,Weight,Remark\n"
ROWS = [f"c{at},thing {at},{at},ok\n" for at in range(20)]


def sheet_of(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def test_a_list_that_stands_twice_is_read_once(tmp_path):
    sheet = sheet_of(tmp_path, "".join([HEAD, *ROWS, HEAD, *ROWS[:-1]]))
    assert len(sheet.rows) == 21
    assert [(item.code, item.row) for item in sheet.repairs] == [("table.another", 22)]


def test_a_header_that_stands_again_among_further_rows_is_left_out_and_said(tmp_path):
    sheet = sheet_of(tmp_path, "".join([HEAD, *ROWS[:10], HEAD, *ROWS[10:]]))
    assert [row[0] for row in sheet.rows] == ["Code", *(f"c{at}" for at in range(20))]
    assert [(item.code, item.row) for item in sheet.repairs] == [("table.header_again", 12)]


def test_a_table_of_another_width_below_is_told_apart():
    wider = [line.rstrip("\n") + ",more\n" for line in [HEAD, *ROWS]]
    narrower = [line.rsplit(",", 1)[0] + "\n" for line in [HEAD, *ROWS]]
    for other in (wider, narrower):
        tables = read_tables("".join([HEAD, *ROWS, *other]).encode(), "list.csv")
        assert [len(table.rows) for table in tables] == [20, 20]


def test_every_row_is_given_whatever_table_it_belongs_to(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "".join(["Title\n\n", HEAD, *ROWS, "\nName,Mail\nAda Byron,ada@example.com\n"]), encoding="utf-8"
    )
    rows, lines = read_rows(path)
    assert (len(rows), lines[0], lines[-1]) == (24, 1, 26)
