import contextlib
import csv
import datetime as dt
import io

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.debrief import blank_form
from pipeline.debrief.cells import without_heading
from pipeline.debrief.sheet import COLUMNS
from pipeline.errors import InputError
from pipeline.relations import Contact, Past, as_ladder, stage
from pipeline.settings import read_toml
from pipeline.shared import shared


def said(debriefed):
    return {
        (row["person_id"], row["kind"]): (row["detail"], row["sorting"], row["source"])
        for row in debriefed.interactions.iter_rows(named=True)
    }


def promised(debriefed):
    return sorted(
        (row["person_id"], row["owner"], row["text"], row["due"], row["due_said"])
        for row in debriefed.promises.iter_rows(named=True)
    )


def codes(debriefed):
    return [(row["row"], row["severity"], row["code"]) for row in debriefed.rejects.iter_rows(named=True)]


def test_a_typed_line_gives_the_talk_and_both_promises(fair):
    taken = fair.lines(
        f'{fair.ids["pana"]} talked "credit risk" promise "send article" by friday theirs "intro to Y"'
    )
    assert said(taken) == {("pana", "talked"): ("credit risk", None, "typed:1")}
    assert promised(taken) == [
        ("pana", "mine", "send article", dt.date(2026, 12, 4), True),
        ("pana", "theirs", "intro to Y", None, False),
    ]
    assert codes(taken) == []


def test_each_promise_of_a_line_keeps_its_own_date(fair):
    taken = fair.lines(f'{fair.ids["pana"]} promise "A" by monday promise "B" by 3 Dec "C"')
    assert [(text, due) for _, _, text, due, _ in promised(taken)] == [
        ("A", dt.date(2026, 11, 30)),
        ("B", dt.date(2026, 12, 3)),
        ("C", None),
    ]


def test_a_filled_sheet_gives_the_same_as_typed_lines(fair, tmp_path):
    ana = fair.ids["pana"]
    text = f"name,id,talked,cares_about,i_promised,by\nAna Lee,{ana},x,credit risk,send article,friday\n"
    from_csv = fair.csv(tmp_path, text)
    typed = fair.lines(f'{ana} talked "credit risk" promise "send article" by friday')
    assert_frame_equal(from_csv.interactions.drop("source"), typed.interactions.drop("source"))
    assert_frame_equal(from_csv.promises.drop("source"), typed.promises.drop("source"))


def test_ticks_alone_are_a_talk_without_detail(fair, tmp_path):
    taken = fair.csv(tmp_path, f"id,name,talked,next_step\n{fair.ids['pana']},Ana Lee,x,\n")
    assert said(taken) == {("pana", "talked"): (None, None, "debrief.csv:2")}


def test_rows_that_only_carry_the_printed_name_say_nothing(fair, tmp_path):
    blank = blank_form(fair.issued, fair.people)
    with pytest.raises(InputError, match="nothing is filled in"):
        fair.csv(tmp_path, blank)


def test_the_blank_form_filled_in_a_semicolon_spreadsheet_is_read(fair, tmp_path):
    rows = blank_form(fair.issued, fair.people).replace(",", ";").splitlines()
    filled = [row.replace(";;", ";x;", 1) if "Ana Lee" in row else row for row in rows]
    assert said(fair.csv(tmp_path, "\r\n".join(filled).encode("cp1252"))) == {
        ("pana", "talked"): (None, None, "debrief.csv:3")
    }


def test_the_same_debrief_twice_changes_nothing(fair):
    lines = (
        f'{fair.ids["pana"]} talked "credit risk" promise "send article" by friday',
        f'{fair.ids["pana"]} talked "and climbing"',
        'new "Mia Holm" at "Delta" talked "audit"',
    )
    once = fair.lines(*lines)
    twice = fair.lines(
        *lines,
        interactions=once.interactions,
        promises=once.promises,
        now=dt.datetime(2026, 12, 24, tzinfo=dt.UTC),
    )
    assert_frame_equal(once.interactions, twice.interactions)
    assert_frame_equal(once.promises, twice.promises)
    assert_frame_equal(once.records, twice.records)
    assert twice.withdrawn == ()


def test_a_second_form_adds_to_the_first_and_wipes_nothing_out(fair, tmp_path):
    first = fair.lines(f'{fair.ids["pana"]} talked "credit risk" via email contact yes')
    second = fair.csv(
        tmp_path, f"id,talked,sort\n{fair.ids['pana']},x,pursue\n", interactions=first.interactions
    )
    row = second.interactions.row(0, named=True)
    assert (row["detail"], row["channel"], row["may_contact"], row["sorting"]) == (
        "credit risk",
        "email",
        "yes",
        "pursue",
    )


def test_a_kept_promise_is_not_opened_again_by_reading_the_paper_twice(fair):
    line = f'{fair.ids["pana"]} talked promise "send article" by friday'
    first = fair.lines(line).promises
    kept = first.with_columns(pl.lit("kept").alias("state"))
    assert fair.lines(line, promises=kept).promises["state"].to_list() == ["kept"]


def test_somebody_on_no_list_is_added_with_a_person_of_their_own(fair):
    taken = fair.lines('"Mia Holm" at Delta talked "audit"')
    record = taken.records.row(0, named=True)
    assert (record["name"], record["organization"], record["source_kind"]) == ("Mia Holm", "Delta", "debrief")
    assert taken.identity.rows() == [(record["record_id"], taken.interactions["person_id"][0])]
    assert codes(taken) == [(1, "notice", "added")]


def test_a_name_at_an_employers_booth_is_a_person_of_that_employer(fair, tmp_path):
    taken = fair.csv(tmp_path, f"id,name,talked\n{fair.ids['pacme']},Mia Holm,x\n")
    assert taken.records.select("name", "organization").rows() == [("Mia Holm", "Acme Bank")]
    known = fair.csv(tmp_path, f"id,name,talked\n{fair.ids['pacme']},Ana Lee,x\n")
    assert list(said(known)) == [("pana", "talked")]


def test_a_blank_id_and_a_unique_name_are_enough(fair, tmp_path):
    assert list(said(fair.csv(tmp_path, "id,name,talked\n,tom reed,yes\n"))) == [("ptom", "talked")]


def test_of_two_people_with_one_name_none_is_guessed(fair, tmp_path):
    taken = fair.csv(tmp_path, "id,name,talked\n,Sam Fox,x\n")
    message = taken.rejects["message"][0]
    assert codes(taken) == [(2, "rejected", "name-twice")]
    assert message == (
        f"several people are called Sam Fox: Sam Fox ({fair.ids['psam1']}, Acme Bank) or "
        f"Sam Fox ({fair.ids['psam2']}, Crown Retail); write the ID"
    )


def test_a_mistyped_id_names_the_one_that_was_meant(fair):
    right = fair.ids["pana"]
    wrong = right[:2] + ("A" if right[2] != "A" else "B")
    taken = fair.lines(f"{wrong} talked")
    assert codes(taken) == [(1, "rejected", "id-mistyped")]
    assert f"Ana Lee ({right}, Acme Bank)" in taken.rejects["message"][0]


def test_a_mistyped_id_beside_the_right_name_is_mended(fair, tmp_path):
    right = fair.ids["pana"]
    wrong = right[:2] + ("A" if right[2] != "A" else "B")
    taken = fair.csv(tmp_path, f"id,name,talked\n{wrong},Ana Lee,x\n")
    assert list(said(taken)) == [("pana", "talked")]
    assert codes(taken) == [(2, "repaired", "id-mended")]


def test_an_id_beside_another_listed_name_is_refused(fair, tmp_path):
    taken = fair.csv(tmp_path, f"id,name,talked\n{fair.ids['pana']},Tom Reed,x\n")
    assert codes(taken) == [(2, "rejected", "id-name-differ")]
    assert taken.interactions.is_empty()


def test_an_id_of_another_event_is_told_apart_from_a_slip(fair):
    here = fair.ids["pana"]
    far = next(
        short
        for short in ("22V", "9ZB", "5KN", "7QQ")
        if sum(left != right for left, right in zip(short, here, strict=True)) > 2
    )
    fair.ids = {"pana": here}
    fair.more_issued = [
        {"event": "autumn", "short_id": far, "person_id": "pana", "issued_at": fair.event.hours[0].start}
    ]
    assert codes(fair.lines(f"{far} talked")) == [(1, "rejected", "other-event")]


def test_a_forgotten_person_stays_forgotten(fair):
    fair.rows = [row for row in fair.rows if row["person_id"] != "pana"]
    taken = fair.lines(f'{fair.ids["pana"]} talked "credit risk"')
    assert codes(taken) == [(1, "rejected", "forgotten")]
    assert taken.interactions.is_empty()


def test_a_wrong_person_is_moved_with_everything_said_of_them(fair):
    first = fair.lines(f'{fair.ids["pana"]} talked "credit risk" promise "send article"')
    moved = fair.lines(
        f"{fair.ids['ptom']} was {fair.ids['pana']}", interactions=first.interactions, promises=first.promises
    )
    assert said(moved) == {("ptom", "talked"): ("credit risk", None, "typed:1")}
    assert [row[:3] for row in promised(moved)] == [("ptom", "mine", "send article")]
    assert moved.withdrawn == tuple(
        sorted([first.interactions["interaction_id"][0], first.promises["promise_id"][0]])
    )


def test_a_corrected_line_of_the_same_form_takes_its_words_along(fair, tmp_path):
    first = fair.csv(tmp_path, f"id,talked,cares_about\n{fair.ids['pana']},x,credit risk\n")
    again = fair.csv(
        tmp_path,
        f"id,talked,cares_about\n{fair.ids['ptom']},x,credit risk\n",
        interactions=first.interactions,
    )
    assert list(said(again)) == [("ptom", "talked")]
    assert again.withdrawn == (first.interactions["interaction_id"][0],)


def test_who_does_not_want_to_be_kept_leaves_no_words_behind(fair):
    taken = fair.lines(f'{fair.ids["pana"]} talked "credit risk" via email note "shy" keep no')
    row = taken.interactions.row(0, named=True)
    assert (row["detail"], row["channel"], row["may_keep"]) == (None, None, "no")
    assert taken.forget == ("pana",)
    assert taken.notes.is_empty()


def test_a_date_that_cannot_be_read_is_said_and_the_promise_kept(fair, tmp_path):
    taken = fair.csv(tmp_path, f"id,i_promised,by\n{fair.ids['pana']},send article,whenever\n")
    assert promised(taken) == [("pana", "mine", "send article", None, False)]
    assert codes(taken) == [(2, "rejected", "date-unread")]


def test_a_date_before_the_event_is_kept_and_said(fair, tmp_path):
    taken = fair.csv(tmp_path, f"id,i_promised,by\n{fair.ids['pana']},send article,2026-11-20\n")
    assert [row[3] for row in promised(taken)] == [dt.date(2026, 11, 20)]
    assert codes(taken) == [(2, "notice", "date-past")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no line names the columns"),
        (b"colour,shape\nred,round\n", "no line names the columns"),
        (b"PK\x03\x04rest", "picture, a PDF or another binary"),
        (b"id,id,talked\n37Q,37Q,x\n", "two columns are both id"),
    ],
)
def test_a_file_that_is_no_debrief_is_refused_with_a_reason(fair, tmp_path, content, what):
    with pytest.raises(InputError, match=what):
        fair.csv(tmp_path, content)


@pytest.mark.parametrize(
    "line",
    ['37Q talked "unfinished', "37Q pears", "new", '"Ana Lee" talked "x" by friday "y" sort sideways'],
)
def test_a_line_that_cannot_be_understood_is_refused_whole_or_in_its_cell(fair, line):
    taken = fair.lines(line, f"{fair.ids['ptom']} talked")
    assert [severity for _, severity, _ in codes(taken)][:1] == ["rejected"]
    assert ("ptom", "talked") in said(taken)


def test_a_card_is_a_card_and_never_raises_the_ladder(fair):
    taken = fair.lines(f"{fair.ids['pana']} card")
    contacts = [
        Contact(row["at"], row["kind"], row["direction"], row["detail"])
        for row in taken.interactions.iter_rows(named=True)
    ]
    ladder = as_ladder(read_toml(shared("config") / "ladder.toml"))
    assert [item.kind for item in contacts] == ["card"]
    assert stage(Past(contacts=contacts * 9), ladder) == 1


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.booleans(), st.lists(CELLS, min_size=12, max_size=12)), max_size=5))
def test_any_filled_form_is_taken_or_refused_in_words_and_twice_is_once(fair, tmp_path, rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for printed, cells in rows:
        writer.writerow([fair.ids["pana"], "Ana Lee", *cells] if printed else ["", *cells, ""])
    try:
        once = fair.csv(tmp_path, out.getvalue())
    except InputError:
        return
    twice = fair.csv(tmp_path, out.getvalue(), interactions=once.interactions, promises=once.promises)
    assert_frame_equal(once.interactions, twice.interactions)
    assert_frame_equal(once.promises, twice.promises)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_in_words(fair, tmp_path, content):
    with contextlib.suppress(InputError):
        fair.csv(tmp_path, content)


def test_a_cell_without_an_end_is_refused_in_words(fair, tmp_path):
    with pytest.raises(InputError, match="no table"):
        fair.csv(tmp_path, 'id,talked\n37Q,"' + "x" * 140_000)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("cares about late deposits", "late deposits"),
        ("They care about: her choir", "her choir"),
        ("cares about", "cares about"),
        ("why Saturdays come up short", "why Saturdays come up short"),
        (None, None),
    ],
)
def test_the_heading_of_a_detail_is_not_said_twice(said, kept):
    assert without_heading(said) == kept


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("send the log; she wants the short one", ["send the log; she wants the short one"]),
        ("send the log by friday; introduce Tom by 9 Dec", ["introduce Tom", "send the log"]),
        (
            "send the log by friday; she wants the short one",
            ["send the log by friday; she wants the short one"],
        ),
        ("send the log\nintroduce Tom", ["introduce Tom", "send the log"]),
        ("send the log | introduce Tom", ["introduce Tom", "send the log"]),
        ("send the log;", ["send the log;"]),
    ],
)
def test_a_cell_is_one_promise_unless_lines_bars_or_dates_tell_them_apart(fair, tmp_path, cell, texts):
    taken = fair.csv(tmp_path, f'id,i_promised\n{fair.ids["pana"]},"{cell}"\n')
    assert sorted(taken.promises["text"]) == texts


def test_a_semicolon_that_was_kept_is_said(fair, tmp_path):
    taken = fair.csv(tmp_path, f"id,i_promised\n{fair.ids['pana']},send the log; call Tom\n")
    assert codes(taken) == [(2, "notice", "promise-one")]


def test_the_blank_form_tells_two_people_of_one_name_apart_and_is_read_so(fair, tmp_path):
    blank = blank_form(fair.issued, fair.people)
    first, second = fair.ids["psam1"], fair.ids["psam2"]
    assert f"{first},Sam Fox (Acme Bank)," in blank
    header = blank.splitlines()[0]
    rows = (
        f"{first},Sam Fox (Acme Bank),yes\n,Sam Fox (Crown Retail),yes\n{first},Sam Fox (Crown Retail),yes\n"
    )
    taken = fair.csv(tmp_path, f"{header}\n{rows}")
    assert set(taken.interactions["person_id"]) == {"psam1", "psam2"}
    assert taken.rejects.select("row", "code").rows() == [(4, "id-name-differ")]
    assert second in taken.rejects["message"][0]


def test_another_organisation_beside_a_name_is_told_and_guesses_nobody_new(fair):
    taken = fair.lines('"Tom Reed" at "Elsewhere" talked "tills"', '"Ana Lee" at "Acme" talked "boats"')
    assert set(taken.interactions["person_id"]) == {"ptom", "pana"}
    assert taken.rejects["code"].to_list() == ["organization-unused"]
