import datetime as dt
import email
import email.policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RenderError
from pipeline.profile import Profile
from pipeline.report.drafts import make_drafts
from pipeline.report.drafts_check import check_message
from pipeline.report.drafts_to import as_eml, as_mailto, as_text, file_name, known_addresses
from pipeline.settings import load_settings
from pipeline.tables import Followups, Interactions, People, Promises, Records, Touches, as_table

AT = dt.datetime(2026, 11, 27, 15, tzinfo=dt.UTC)
DUE = dt.date(2026, 11, 30)
PROFILE = Profile(name="Imani Castellanos", field="finance", email="imani@example.org")
SETTINGS = load_settings()


def person(person_id="pana", name="Ana Lee", **more):
    row = {"kind": "person", "work_authorization": "unknown", "stage": 1, "strength": 0.0, "known": False}
    return {"person_id": person_id, "name": name, "given_name": name.split()[0], **row, **more}


def talk(person_id="pana", **more):
    row = {
        "interaction_id": f"i{person_id}",
        "event": "fair",
        "person_id": person_id,
        "at": AT,
        "kind": "talked",
    }
    return (
        row | {"direction": "both", "may_contact": "unknown", "may_keep": "unknown", "source": "d:2"} | more
    )


def promise(text, owner="mine", **more):
    row = {"promise_id": f"o{text}", "event": "fair", "person_id": "pana", "owner": owner, "text": text}
    return row | {"made_at": AT, "due_said": False, "state": "open", "source": "d:2"} | more


def step(key, person_id="pana", **more):
    row = {
        "followup_id": f"f{person_id}{key}",
        "event": "fair",
        "person_id": person_id,
        "step": key,
        "due": DUE,
    }
    return row | {"basis": "convention", "state": "open"} | more


def drafts(steps, talks=(), promises=(), people=None, addresses=None, folders=(), today=None):
    return make_drafts(
        as_table(Followups, steps),
        as_table(Interactions, list(talks)),
        as_table(Promises, list(promises)),
        as_table(People, people or [person()]),
        profile=PROFILE,
        settings=SETTINGS,
        addresses=addresses or {},
        event_names={"fair": "Spring Fair"},
        folders=folders,
        today=today,
    )


def one(key, *, detail="nobody records why a deposit is late", promises=(), **more):
    made, _ = drafts([step(key, **more)], [talk(detail=detail)], promises)
    return made[0]


def test_a_thank_you_quotes_the_noted_detail_and_names_the_event():
    draft = one("thanks")
    assert "nobody records why a deposit is late" in draft.body
    assert (draft.subject, draft.to) == ("Spring Fair: thank you", None)
    assert draft.body.startswith("Hello Ana,\n\nthank you for our talk at Spring Fair.")


def test_without_a_detail_there_is_no_draft_and_it_says_so():
    made, refused = drafts([step("thanks")], [talk()])
    assert (made, [item.missing for item in refused]) == ([], ["detail"])


@pytest.mark.parametrize("word", ["may_contact", "may_keep"])
def test_who_does_not_want_to_be_written_to_gets_no_draft(word):
    _, refused = drafts([step("thanks")], [talk(detail="x", **{word: "no"})])
    assert [item.missing for item in refused] == ["contact"]


def test_a_note_about_the_reader_is_marked_for_rewriting():
    draft = one("thanks", detail="her move to Leeds")
    assert draft.blanks[0] == "[say it to them: her move to Leeds]"


def test_a_promise_to_introduce_becomes_an_introduction():
    made = one("promise", promises=[promise("introduce Tom to her")], promise_id="ointroduce Tom to her")
    assert (made.situation, made.subject) == ("introduction", "An introduction")
    plain = one("promise", promises=[promise("send the list")], promise_id="osend the list")
    assert (plain.situation, plain.subject) == ("promise", "As promised at Spring Fair")
    assert plain.body.startswith("Hello Ana,\n\nas promised at Spring Fair: [send the list].\n\nI thought")


def test_a_linkedin_note_fits_its_limit_whatever_the_detail():
    note = one("linkedin", detail="why deposits at the branch come up short " * 6).body
    assert 0 < len(note) <= 200
    assert "why deposits at the branch come up short" in note


def test_an_outcome_thank_you_needs_the_help_that_was_given():
    _, refused = drafts([step("outcome")], [talk(detail="x")])
    helped = promise("read my forecast", "theirs", state="kept", closed_at=AT)
    made, _ = drafts([step("outcome")], [talk(detail="x")], [helped])
    assert [item.missing for item in refused] == ["help"]
    assert "read my forecast" in made[0].body


def test_at_most_so_many_drafts_a_day_are_made():
    many = [f"p{number}" for number in range(12)]
    people = [person(key, f"Person {key}") for key in many]
    made, refused = drafts(
        [step("thanks", key) for key in many], [talk(key, detail="credit") for key in many], people=people
    )
    assert (len(made), [item.missing for item in refused]) == (8, ["later"] * 4)


@pytest.mark.parametrize(
    "key", ["thanks", "promise", "their_promise", "second", "question", "update", "quarterly"]
)
def test_every_draft_passes_the_genuineness_check_and_is_short(key):
    owner = "theirs" if key == "their_promise" else "mine"
    needs_promise = {"promise_id": "osend the list"} if "promise" in key else {}
    draft = one(key, promises=[promise("send the list", owner)] if needs_promise else (), **needs_promise)
    check = check_message(draft.body)
    assert (check.genuine, draft.words <= 120) == (True, True), check.findings


def test_the_to_field_knows_only_addresses_given_or_of_a_two_way_thread():
    def record(record_id, kind, mail):
        row = {"record_id": record_id, "kind": "person", "emails": [mail], "work_authorization": "unknown"}
        return row | {
            "source_sha": "0",
            "source_file": "f",
            "source_row": 1,
            "source_kind": kind,
            "status": "active",
        }

    def touch(record_id, direction):
        row = {
            "touch_id": record_id + direction,
            "source_sha": "0",
            "source_file": "f",
            "record_id": record_id,
        }
        return row | {"at": AT, "kind": "message", "direction": direction}

    records = [
        record("r1", "attendees", "list@example.org"),
        record("r2", "network", "tom@example.org"),
        record("r3", "network", "mute@example.org"),
    ]
    touches = [
        touch("r1", "in"),
        touch("r1", "out"),
        touch("r2", "in"),
        touch("r2", "out"),
        touch("r3", "out"),
    ]
    people = [
        person("pana", "Ana Lee", record_ids=["r1"]),
        person("ptom", "Tom Reed", record_ids=["r2"]),
        person("pmute", "Mute Man", record_ids=["r3"]),
        person("pmia", "Mia Holm"),
    ]
    found = known_addresses(
        as_table(Interactions, [talk("pmia", channel="email, mia@example.org.")]),
        as_table(Touches, touches),
        as_table(Records, records),
        as_table(People, people),
    )
    assert found == {"ptom": "tom@example.org", "pmia": "mia@example.org"}


def test_an_eml_opens_as_an_unsent_mail_to_one_person():
    made, _ = drafts([step("thanks")], [talk(detail="Zürich")], addresses={"pana": "ana@example.org"})
    mail = email.message_from_bytes(as_eml(made[0], PROFILE), policy=email.policy.default)
    assert (mail["X-Unsent"], mail["To"], mail["From"]) == ("1", "ana@example.org", "imani@example.org")
    assert mail.get_content().replace("\r\n", "\n") == made[0].body
    assert as_eml(made[0], PROFILE) == as_eml(made[0], PROFILE)


def test_a_hostile_name_or_address_cannot_add_a_header():
    bad = person(name="Ana\r\nBcc: all@example.org Lee")
    made, _ = drafts(
        [step("thanks")],
        [talk(detail="x\r\nBcc: y@example.org {{ 7*7 }}")],
        people=[bad],
        addresses={"pana": "a@example.org\r\nBcc: z@example.org"},
    )
    mail = email.message_from_bytes(as_eml(made[0], PROFILE), policy=email.policy.default)
    assert (mail["Bcc"], mail["To"]) == (None, None)
    assert "{{ 7*7 }}" in made[0].body


def test_a_draft_is_a_link_and_a_text_and_a_file_too():
    draft = one("thanks")
    link = as_mailto(draft)
    assert link is not None
    assert link.startswith("mailto:?subject=Spring%20Fair%3A%20thank%20you&body=Hello%20Ana%2C%0D%0A")
    assert as_text(draft).startswith("Subject: Spring Fair: thank you\n\nHello Ana,")
    assert file_name(draft) == "2026-11-30-ana-lee-thanks-pana.eml"


def test_a_template_of_your_own_wins_and_a_broken_one_is_named(tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "thanks.txt").write_text("Subject: Hei\nHei {{ given }}: {{ detail }}\n", encoding="utf-8")
    made, _ = drafts([step("thanks")], [talk(detail="x")], folders=[tmp_path])
    assert (made[0].subject, made[0].body) == ("Hei", "Hei Ana: x\n")
    (folder / "thanks.txt").write_text("Subject: Hei\n{{ nonsense }}\n", encoding="utf-8")
    with pytest.raises(RenderError, match="nonsense"):
        drafts([step("thanks")], [talk(detail="x")], folders=[tmp_path])


@settings(max_examples=40, deadline=None)
@given(detail=st.text(min_size=1, max_size=600), name=st.text(min_size=1, max_size=80))
def test_any_detail_and_any_name_give_a_mail_that_reads_back(detail, name):
    person_row = {**person(), "name": name, "given_name": None}
    made, refused = drafts([step("thanks"), step("linkedin")], [talk(detail=detail)], people=[person_row])
    assert len(made) + len(refused) == 2
    for draft in made:
        mail = email.message_from_bytes(as_eml(draft, PROFILE), policy=email.policy.default)
        assert mail.get_content().replace("\r\n", "\n").split() == draft.body.split()
        assert draft.situation != "linkedin" or len(draft.body) <= 200


def test_a_draft_is_plain_text_and_a_template_of_the_user_that_is_broken_is_named_with_its_line(tmp_path):
    path = tmp_path / "drafts" / "thanks.txt"
    path.parent.mkdir()
    path.write_text("Subject: a\n{{ detail }} & <i> محمد 3", encoding="utf-8")
    made, _ = drafts([step("thanks")], [talk(detail="Tom & <Ana>")], folders=[tmp_path])
    assert made[0].body == "Tom & <Ana> & <i> محمد 3\n"
    path.write_text("Subject: a\n{{ nobody }}", encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        drafts([step("thanks")], [talk(detail="x")], folders=[tmp_path])
    assert caught.value.where == f"{path}:2"


def test_one_more_try_is_drafted_only_once_the_first_message_is_off():
    waiting, _ = drafts([step("thanks"), step("second")], [talk(detail="boats")])
    gone, _ = drafts([step("thanks", state="done"), step("second")], [talk(detail="boats")])
    assert [item.situation for item in waiting] == ["thanks"]
    assert [item.situation for item in gone] == ["second"]


def test_what_is_late_counts_with_the_drafts_of_today():
    most = SETTINGS.integer("followup.drafts_a_day")
    late = [DUE - dt.timedelta(days=number % 3) for number in range(most + 3)]
    rows = [step("thanks", f"p{number:02}", due=day) for number, day in enumerate(late)]
    people = [person(f"p{number:02}", f"Ana {number}") for number in range(most + 3)]
    talks = [talk(f"p{number:02}", detail="boats") for number in range(most + 3)]
    made, refused = drafts(rows, talks, people=people, today=DUE)
    assert (len(made), {item.missing for item in refused}) == (most, {"later"})


def test_files_of_two_people_of_one_name_say_whose_they_are():
    people = [person(organization="Acme"), person("ptom", organization="Brick & Co")]
    made, _ = drafts(
        [step("thanks"), step("thanks", "ptom")],
        [talk(detail="boats"), talk("ptom", detail="kites")],
        people=people,
    )
    assert [file_name(item).rpartition("-")[0] for item in made] == [
        "2026-11-30-ana-lee-acme-thanks",
        "2026-11-30-ana-lee-brick-co-thanks",
    ]
    assert [item.body.splitlines()[0] for item in made] == ["Hello Ana,", "Hello Ana,"]
