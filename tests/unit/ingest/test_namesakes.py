"""Rows of one list become one record where nothing tells them apart; the rest is for linking to decide."""

from itertools import permutations

import pytest

from pipeline.ingest import ingest

HEAD = "Name,Email,LinkedIn,Company,Job title\n"


def kept(source, settings, *rows):
    records = ingest(source("list.csv", HEAD + "\n".join(rows) + "\n", event="fair"), settings).records
    return sorted(records.select("name", "organization", "title").rows())


def ids(source, settings, *rows):
    records = ingest(source("list.csv", HEAD + "\n".join(rows) + "\n", event="fair"), settings).records
    return {tuple(row): record for *row, record in records.select("name", "organization", "record_id").rows()}


def test_one_sample_page_beside_two_names_leaves_two_people(source, settings):
    page = "linkedin.com/in/yourname"
    rows = (f"Ana Lima,,{page},Acme,Baker", f"Bo Marsh,,{page},Beta,Cook")
    assert kept(source, settings, *rows) == [("Ana Lima", "Acme", "Baker"), ("Bo Marsh", "Beta", "Cook")]


@pytest.mark.parametrize("mark", [",linkedin.com/in/yourname", "none@none.com,"])
def test_namesakes_of_two_firms_beside_one_sample_stay_two(source, settings, mark):
    rows = (f"David Miller,{mark},Acme,Baker", f"David Miller,{mark},Beta,Driver")
    assert kept(source, settings, *rows) == [
        ("David Miller", "Acme", "Baker"),
        ("David Miller", "Beta", "Driver"),
    ]


def test_namesakes_of_one_firm_with_two_titles_stay_two(source, settings):
    rows = ("Sarah Johnson,,,Northgate,Auditor", "Sarah Johnson,,,Northgate,Designer")
    assert kept(source, settings, *rows) == [
        ("Sarah Johnson", "Northgate", "Auditor"),
        ("Sarah Johnson", "Northgate", "Designer"),
    ]


def test_a_person_named_once_per_ticket_is_one_record(source, settings):
    rows = ("Ana Lima,,,Acme,Baker", "Ana Lima,,,Acme,", "ana lima,,,ACME,baker")
    assert kept(source, settings, *rows) == [("Ana Lima", "Acme", "Baker")]


def test_a_missing_employer_beside_an_address_tells_nobody_apart(source, settings):
    rows = ("Ana Lima,ana@lima.example,,,", "Ana Lima,ana@lima.example,,Acme,Baker")
    assert kept(source, settings, *rows) == [("Ana Lima", "Acme", "Baker")]


def test_the_order_of_rows_changes_no_id(source, settings):
    page = "linkedin.com/in/yourname"
    rows = [f"Ana Lima,,{page},Acme,", f"Ana Lima,,{page},Beta,", f"Bo Marsh,,{page},Acme,"]
    orders = [ids(source, settings, *order) for order in permutations(rows)]
    assert len(orders[0]) == len(rows)
    assert orders == [orders[0]] * len(orders)
