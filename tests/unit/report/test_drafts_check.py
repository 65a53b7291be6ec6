import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.report.drafts_check import check_message, genuine_rules, why_no_message


def keys(text):
    return [finding.key for finding in check_message(text).findings]


def test_a_thank_you_that_quotes_a_detail_is_genuine():
    check = check_message(
        "Hi Ana, you said nobody records why a deposit is late. Our tills have the same gap. "
        "Here is the log I promised."
    )
    assert (check.genuine, check.findings) == (True, ())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Dear all, it was good to see you.", "mass"),
        ("Hi Ana, you are such a rock star.", "flattery"),
        ("Hi Ana, could you refer me? You said the team grows. Here is the article I promised.", "ask_first"),
        ("Hi Ana, let us find synergies.", "phrases"),
        ("Hi Ana, please reply ASAP.", "pressure"),
        ("Hi Ana, it was nice to meet. All the best.", "generic"),
        ("I think my plan is mine. " * 8, "about_me"),
        ("You said so on Friday. " * 40, "long"),
    ],
)
def test_each_rule_finds_what_it_is_for(text, rule):
    assert rule in keys(text)


def test_a_request_after_giving_is_no_fault():
    given_first = "Hi Ana, here is the article I promised. You said the team grows; could you refer me?"
    assert "ask_first" not in keys(given_first)


def test_praise_beside_a_fact_is_no_flattery():
    assert "flattery" not in keys("Your answer on trade credit was brilliant, you said cash comes first.")


def test_the_words_that_were_found_are_marked_and_nothing_else_changes():
    text = "Hi Ana, please reply ASAP. You are a rock star."
    marked = check_message(text).marked()
    assert marked == "Hi Ana, please reply [[ASAP]]. You are a [[rock star]]."


def test_every_rule_has_a_reason():
    assert [rule.key for rule in genuine_rules().rules if not rule.reason.strip()] == []


def test_a_language_without_rules_is_said():
    with pytest.raises(SettingsError, match="cannot be checked"):
        check_message("Hej", lang="xx")


@given(st.text(max_size=400))
def test_any_text_is_checked_and_only_marks_are_added(text):
    check = check_message(text)
    assert check.marked("", "") == check.text
    assert check_message(text) == check


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Thanks a lot!", "only 3 words"),
        ("Ana", "only 1 word of"),
        ("id,name,talked,notes\n37Q,Ana Lee,yes,choir\n", "no English sentence"),
        ("Ana Lee, Tom Reed, Sam Fox, Harbor Retail Bank, Acme", "no English sentence"),
        (
            "Sehr geehrte Frau Wendt, ich m\u00f6chte mich f\u00fcr das Gespr\u00e4ch bedanken.",
            "no English sentence",
        ),
        (
            '{"meetwell": 1, "entries": [{"talked": true, "name": "Ana", "event": "fair"}]}',
            "no English sentence",
        ),
    ],
)
def test_what_is_no_message_is_said_and_not_judged(text, why):
    assert why in str(why_no_message(text))


def test_a_short_message_is_one():
    assert why_no_message("Found it, thanks to you!") is None
