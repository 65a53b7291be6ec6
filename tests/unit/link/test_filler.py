"""What is typed to get past a form, and what belongs to several, joins nobody."""

import pytest

from pipeline.link import contacts, organizations


def groups(linked):
    return sorted(sorted(ids) for ids in linked.people["record_ids"].to_list())


@pytest.mark.parametrize(
    "text",
    [
        "linkedin.com/in/me",
        "https://www.linkedin.com/in/yourname/",
        "username",
        "linkedin.com/in/First-Last",
        "none",
    ],
)
def test_the_sample_page_of_a_form_is_nobodys(text):
    assert contacts.linkedin(text) is None


@pytest.mark.parametrize("text", ["@yourhandle", "https://x.com/home", "twitter.com/intent", "none"])
def test_the_sample_handle_of_a_form_is_nobodys(text):
    assert contacts.twitter(text) is None


@pytest.mark.parametrize(
    "box",
    [
        "noemail@noemail.com",
        "na@na.com",
        "xx@xx.de",
        "your.name@firm.example",
        "firstname.lastname@firm.example",
    ],
)
def test_an_address_typed_to_get_past_a_form_is_nobodys(box):
    assert contacts.is_role(contacts.email(box))


@pytest.mark.parametrize("box", ["anna@anna.example", "kim.lima@kim.example", "nona@mail.example"])
def test_an_address_that_repeats_a_name_is_somebodys(box):
    assert not contacts.is_role(contacts.email(box))


@pytest.mark.parametrize("text", ["123-456-7890", "+1 000 000 0000", "+49 99999999", "0987654321"])
def test_digits_in_a_row_are_no_number(text):
    assert contacts.phone(text, "US") is None


@pytest.mark.parametrize("text", ["+34 612 345 678", "+49 170 1234567", "+44 7911 123456"])
def test_some_digits_in_a_row_are_a_number(text):
    assert contacts.phone(text, "US") == "+" + "".join(letter for letter in text if letter.isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "Looking for a new challenge!",
        "Freelance / Self-Employed",
        "auf Jobsuche",
        "My own company",
        "City Council",
        "Stealth Startup",
        "Travailleur indépendant",
        "High School Student",
        "To be confirmed",
        "Attendee",
    ],
)
def test_a_sentence_about_no_employer_names_none(text):
    assert (organizations.organization(text), organizations.short(text)) == (None, None)


@pytest.mark.parametrize("text", ["Opportunity International", "Seeking Alpha", "Independent News"])
def test_a_firm_with_such_a_word_is_one(text):
    assert organizations.organization(text)


def test_a_former_name_stands_beside_the_name_of_today():
    text = "Tidemark Data (formerly Brightwater Analytics)"
    assert (organizations.organization(text), organizations.former(text)) == (
        "tidemarkdata",
        "brightwateranalytics",
    )


def test_a_trade_mark_sign_makes_no_other_firm():
    assert organizations.organization("Oyster\u2122  Marine") == organizations.organization("Oyster Marine")


def test_who_begins_and_who_heads_a_firm_are_two():
    assert organizations.one_work("founder", "trainee") == "differ"
    assert organizations.one_work("founder", "managing partner") == "similar"


@pytest.mark.parametrize(("firm", "people"), [("Bellandi Marmi", 2), ("Quarz Optik", 1)])
def test_one_name_with_two_titles_at_the_firm_of_the_family_is_asked_about(run, record, firm, people):
    linked = run(
        [
            record("r1", "Oreste Bellandi", organization=firm, title="Founder"),
            record("r2", "Oreste Bellandi", organization=firm, title="Trainee"),
        ]
    )
    assert (len(groups(linked)), linked.reviews.height) == (people, people - 1)


def test_the_own_name_as_employer_is_none(run, record):
    rows = [record(at, "Eustace Pennyfeather", organization="Eustace Pennyfeather") for at in ("r1", "r2")]
    linked = run(rows)
    assert (groups(linked), linked.reviews.height) == ([["r1"], ["r2"]], 1)


def test_a_page_beside_many_names_joins_nobody(run, record):
    page = "linkedin.com/in/spring-fair"
    names = ("Ana Lima", "Ana Lima", "Bo Ek", "Cy Roth", "Di Marsh", "Ed Vale")
    linked = run([record(f"r{at}", name, linkedin=page) for at, name in enumerate(names)])
    assert len(groups(linked)) == len(names)


def test_the_page_of_the_firm_on_a_platform_joins_nobody(run, record):
    told = {"organization": "Kettel Druck", "website": "https://github.com/kettel-druck"}
    linked = run([record("r1", "M. Ravensdale", **told), record("r2", "Mona Ravensdale", **told)])
    assert groups(linked) == [["r1"], ["r2"]]


def test_twins_alike_in_name_with_the_mailbox_of_their_family_name_are_asked_about(run, record):
    told = {"emails": ["antonescu@home.example"]}
    linked = run([record("r1", "Florela Antonescu", **told), record("r2", "Florena Antonescu", **told)])
    assert (groups(linked), linked.reviews.height) == ([["r1"], ["r2"]], 1)


def test_one_list_that_names_a_letter_and_a_name_on_the_familys_mailbox_is_asked_about(run, record):
    told = {"emails": ["wexcombe@post.example"], "sha": "one"}
    linked = run([record("r1", "T. Wexcombe", **told), record("r2", "Tabitha Wexcombe", **told)])
    assert (groups(linked), linked.reviews.height) == ([["r1"], ["r2"]], 1)


def test_a_slip_in_the_ending_of_an_address_that_ignores_dots_is_seen(run, record):
    linked = run(
        [
            record("r1", "Daniel Kim", emails=["daniel.kim88@gmail.con"]),
            record("r2", "Daniel Kim", emails=["daniel.kim88@gmail.com"]),
        ]
    )
    assert (groups(linked), linked.reviews.height) == ([["r1"], ["r2"]], 1)


def test_organisations_are_asked_about_by_the_name_that_one_bore_earlier(run, record):
    linked = run(
        [
            record(f"r{at}", name, kind="organization", organization=name)
            for at, name in enumerate(
                ("Brightwater Analytics", "Tidemark Data (formerly Brightwater Analytics)")
            )
        ]
    )
    assert (groups(linked), linked.reviews.height) == ([["r0"], ["r1"]], 1)
