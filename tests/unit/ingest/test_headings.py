"""Headings and sums among the rows name nobody; a row of one name does."""

import pytest

from pipeline.ingest import values
from pipeline.ingest.table import numbers_rows


@pytest.mark.parametrize(
    "row",
    [
        ["Tuesday", "", ""],
        ["Hall 3", "", ""],
        ["Total", "", "40.00"],
        ["", "Gold sponsors", ""],
        ["合計", "", "3"],
    ],
)
def test_words_of_headings_alone_are_a_heading(row):
    assert values.is_heading(row)


@pytest.mark.parametrize(
    "row", [["Acme Inc", "", ""], ["May Day", "may@example.com", ""], ["Ada Byron", "", "3"]]
)
def test_a_name_without_further_cells_is_no_heading(row):
    assert not values.is_heading(row)


def test_signs_are_a_name_when_a_family_name_begins_them():
    names = ["王伟", "欧阳娜娜", "山田太郎", "김민수", "長谷川 健"]
    assert [name for name in names if not values.is_person(name)] == []
    assert [word for word in ("传感器", "产品类别", "展商名称", "참가자") if values.is_person(word)] == []


def test_a_first_column_without_a_name_that_counts_the_rows_is_told():
    assert numbers_rows(["Name"], [["1", "Ada"], ["2", "Tom"]])
    assert not numbers_rows(["Name"], [["1", "Ada"], ["5", "Tom"]])
    assert not numbers_rows(["No", "Name"], [["1", "Ada"], ["2", "Tom"]])
