from pipeline.batch.words import words_of
from pipeline.report.words import load_words


def test_every_sentence_of_a_students_sheet_takes_the_place_of_one_there_is():
    assert set(words_of("sentences")) - set(load_words().sentences) == set()


def test_no_sentence_sends_a_student_to_a_command_or_a_file_they_do_not_have():
    assert [one for one in words_of("sentences").values() if "meetwell" in one or ".toml" in one] == []
