import datetime as dt

from pipeline.report.review import quarter

SINCE = dt.date(2026, 8, 28)


def test_the_page_of_a_quarter_holds_what_is_told_and_says_where_there_is_nothing(fair):
    view = quarter(fair, SINCE, {"moved": ["You and Ana have talked."], "quiet": ["x" * 500]})
    assert [section.lines[0][:30] for section in view.sections] == [
        "You and Ana have talked.",
        "Nothing to tell.",
        "x" * 30,
    ]
    assert len(view.sections[2].lines[0]) <= 200
    assert (view.since, len(view.prompts)) == ("Since Friday 28 August 2026", 4)
