"""Drafts written again: files the user has worked on stay, all others are those of now."""

from pipeline.flow.drafts_kept import place

MONDAY, FRIDAY = "2027-03-22-ana-thanks-ab12.eml", "2027-03-26-ana-thanks-ab12.eml"
TOM = "2027-03-22-tom-promise-cd34.eml"


def texts(folder):
    return {path.name: path.read_text() for path in folder.glob("[!.]*")}


def test_what_is_no_longer_due_is_gone_and_the_rest_is_as_it_is_now(tmp_path):
    assert place(tmp_path / "d", {MONDAY: b"one", TOM: b"two"}) == []
    assert place(tmp_path / "d", {TOM: b"three"}) == []
    assert texts(tmp_path / "d") == {TOM: "three"}


def test_a_draft_the_user_finished_is_not_written_over_nor_doubled_on_another_day(tmp_path):
    place(tmp_path, {MONDAY: b"[what you did]", TOM: b"two"})
    (tmp_path / MONDAY).write_text("my own words")
    for fresh in ({MONDAY: b"[what you did]"}, {FRIDAY: b"[what you did]"}, {}):
        assert place(tmp_path, fresh) == [tmp_path / MONDAY]
        assert texts(tmp_path) == {MONDAY: "my own words"}


def test_without_its_list_of_hashes_nothing_that_differs_is_touched(tmp_path):
    (tmp_path / MONDAY).write_text("from an older version, or mine")
    (tmp_path / TOM).write_text("two")
    assert place(tmp_path, {MONDAY: b"one", TOM: b"two"}) == [tmp_path / MONDAY]
    assert texts(tmp_path) == {MONDAY: "from an older version, or mine", TOM: "two"}
