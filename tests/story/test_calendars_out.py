"""The calendars a user gets are read by another program as they were meant."""


def test_another_program_reads_the_day_with_the_agreed_minute_in_local_time(khal, demo):
    text = khal(demo.reports / "plan.ics", "2027-03-18", "2027-03-19")
    assert "2027-03-18 10:30 2027-03-18 10:50" in text
    assert "Ana Ferreira" in text


def test_another_program_reads_the_follow_ups_on_their_days(khal, demo):
    text = khal(demo.reports / "followups.ics", "2027-03-18", "2027-04-30")
    assert "2027-03-19" in text
    assert "Ana Ferreira" in text
