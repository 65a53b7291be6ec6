import json

import pytest

from pipeline.batch.receipts import Receipt, file_hash, read_receipt, stands, sweep

RECEIPT = Receipt(
    user_id="S-1",
    view="v",
    templates="t",
    inputs="i",
    made_at="2027-03-15T12:00:00+00:00",
    version="1",
    pages=3,
    targets={"p1": "18. 10:00", "p2": ""},
    printed={"name,booth": ["p1"]},
    about={"you": ["name"]},
    thin=False,
    warnings=("a warning",),
    issued={"p1": "2A3"},
)


def written(folder, **changed):
    from dataclasses import replace

    (folder / "sheet.pdf").write_bytes(b"paper")
    files = {"sheet.pdf": file_hash(folder / "sheet.pdf")}
    receipt = replace(RECEIPT, files=files, **changed)
    receipt.write(folder)
    return receipt


def test_a_receipt_is_read_as_it_was_written(tmp_path):
    receipt = written(tmp_path)
    assert read_receipt(tmp_path) == receipt


def test_a_receipt_stands_while_every_file_is_there_byte_for_byte(tmp_path):
    receipt = written(tmp_path)
    assert stands(receipt, tmp_path)
    (tmp_path / "sheet.pdf").write_bytes(b"paperx")
    assert not stands(receipt, tmp_path)
    (tmp_path / "sheet.pdf").unlink()
    assert not stands(receipt, tmp_path)


def test_no_receipt_a_cut_one_and_one_of_another_form_count_as_none(tmp_path):
    assert read_receipt(tmp_path) is None
    written(tmp_path)
    path = tmp_path / "receipt.json"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert read_receipt(tmp_path) is None
    path.write_text(json.dumps({**json.loads(whole), "new": 1}), encoding="utf-8")
    assert read_receipt(tmp_path) is None
    assert not stands(None, tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        {"pages": "three"},
        {"targets": ["p1"]},
        {"printed": None},
        {"files": {"phone.html": ["0", 1]}},
        {"files": {"../../other/sheet.pdf": ["0", 1]}},
        {"files": []},
    ],
)
def test_an_altered_receipt_counts_as_none(tmp_path, changed):
    written(tmp_path)
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changed}), encoding="utf-8")
    assert read_receipt(tmp_path) is None


def test_a_receipt_nested_without_end_counts_as_none(tmp_path):
    (tmp_path / "receipt.json").write_text("[" * 100_000, encoding="utf-8")
    assert read_receipt(tmp_path) is None


def test_what_a_killed_worker_left_is_swept_and_finished_files_stay(tmp_path):
    written(tmp_path)
    (tmp_path / ".sheet.pdf.abc.tmp").write_bytes(b"half")
    sweep(tmp_path, frozenset({"sheet.pdf", "receipt.json"}))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["receipt.json", "sheet.pdf"]
