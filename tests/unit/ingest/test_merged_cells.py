"""A text merged over several rows of a spreadsheet belongs to each of them."""

from pipeline.ingest.column_profile import profile_column
from pipeline.ingest.grids import _fill_merged


def test_a_text_merged_over_rows_stands_in_each_of_them():
    texts = [["Company", "Name"], ["Acme Inc", "Ada Byron"], ["", "Tom Kite"], ["Bolt", "Eve Nova"]]
    _fill_merged(texts, [((3, 1), (4, 1))], (2, 1))
    assert [row[0] for row in texts] == ["Company", "Acme Inc", "Acme Inc", "Bolt"]


def test_a_title_merged_over_columns_stays_where_it_is():
    texts = [["Spring fair", ""], ["Company", "Name"]]
    _fill_merged(texts, [((0, 0), (0, 1))], (0, 0))
    assert texts[0] == ["Spring fair", ""]


def test_the_name_of_a_nested_company_is_an_organisation():
    assert set(profile_column("profile.company.name", ["Acme"]).said.fields) == {"organization"}
