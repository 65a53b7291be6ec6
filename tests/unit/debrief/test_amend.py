"""A single interaction or promise put right, and its form read again."""

import datetime as dt

import polars as pl

from pipeline.debrief.amend import amended, spoken_source
from pipeline.tables import Interactions, Promises, as_table


def row_of(frame, **wanted):
    return frame.row(
        by_predicate=pl.all_horizontal(pl.col(key) == value for key, value in wanted.items()), named=True
    )


def put(frame, schema, key, old, new):
    return as_table(schema, [*frame.filter(pl.col(key) != old[key]).to_dicts(), new])


def again(fair, tmp_path, text, interactions, promises):
    return fair.csv(tmp_path, text, interactions=interactions, promises=promises)


def test_a_detail_put_right_stays_so_when_the_form_is_read_again(fair, tmp_path):
    text = f"id,talked,cares_about,i_promised\n{fair.ids['pana']},x,bonds,send log\n"
    first = fair.csv(tmp_path, text)
    old = row_of(first.interactions, person_id="pana")
    right = amended(old, {"detail": "boats"}, ())
    known = put(first.interactions, Interactions, "interaction_id", old, right)
    second = again(fair, tmp_path, text, known, first.promises)
    assert (right["interaction_id"], second.interactions.height) == (old["interaction_id"], 0)
    assert second.rejects["code"].to_list() == ["put-right"]
    assert spoken_source(right["source"]) == "debrief.csv:2, put right by you"


def test_other_words_on_the_form_are_taken_after_a_correction(fair, tmp_path):
    first = fair.csv(tmp_path, f"id,cares_about\n{fair.ids['pana']},bonds\n")
    old = row_of(first.interactions, person_id="pana")
    known = as_table(Interactions, [amended(old, {"detail": "boats"}, ())])
    second = again(fair, tmp_path, f"id,cares_about\n{fair.ids['pana']},trams\n", known, first.promises)
    assert second.interactions["detail"].to_list() == ["trams"]


def test_one_moved_to_another_person_does_not_come_back_to_the_first(fair, tmp_path):
    text = f"id,cares_about,i_promised\n{fair.ids['pana']},bonds,send log\n{fair.ids['ptom']},trams,\n"
    first = fair.csv(tmp_path, text)
    old, promise = row_of(first.interactions, person_id="pana"), first.promises.row(0, named=True)
    taken = set(first.interactions["interaction_id"])
    right = amended(old, {"person_id": "ptom"}, taken)
    moved = amended(promise, {"person_id": "ptom"}, ())
    known = put(first.interactions, Interactions, "interaction_id", old, right)
    promises = as_table(Promises, [moved])
    second = again(fair, tmp_path, text, known, promises)
    assert right["interaction_id"] not in taken
    assert second.interactions.select("person_id", "detail").rows() == [("ptom", "trams")]
    assert (second.promises.height, second.withdrawn) == (0, ())


def test_a_promise_put_right_keeps_its_id_and_its_words(fair, tmp_path):
    text = f"id,i_promised,by\n{fair.ids['pana']},send lag,friday\n"
    first = fair.csv(tmp_path, text)
    old = first.promises.row(0, named=True)
    right = amended(old, {"text": "send log", "due": dt.date(2026, 12, 9)}, ())
    second = again(fair, tmp_path, text, first.interactions, as_table(Promises, [right]))
    assert (right["promise_id"], second.promises.height) == (old["promise_id"], 0)


def test_who_asks_not_to_be_kept_leaves_no_words_when_put_right(fair):
    old = fair.lines(f'{fair.ids["pana"]} talked "bonds" via phone').interactions.row(0, named=True)
    right = amended(old, {"may_keep": "no"}, ())
    assert (right["detail"], right["channel"]) == (None, None)


def test_a_form_read_again_after_two_people_were_merged_adds_nothing(fair, tmp_path):
    text = f"id,talked,cares_about,i_promised\n{fair.ids['pana']},x,bonds,send log\n"
    first = fair.csv(tmp_path, text)
    merged = pl.lit("ptom").alias("person_id")
    fair.ids["ptom"], fair.ids["pana"] = fair.ids["pana"], fair.ids["ptom"]
    second = again(
        fair,
        tmp_path,
        text,
        first.interactions.with_columns(merged),
        first.promises.with_columns(merged),
    )
    assert second.interactions.equals(first.interactions.with_columns(merged))
    assert second.promises.equals(first.promises.with_columns(merged))
