"""Bytes to text: encodings that look like something else."""

import pytest

from pipeline.ingest.encoding import decode
from pipeline.ingest.probe import sniff

CZECH = "Jméno\tPříjmení\tPozice\r\nŽofie\tŠťastná\tředitelka\r\nŘehoř\tDvořák\třidič\r\n"
KOREAN = (
    "번호,소속,성함,이메일\n1,한빛전자,김도윤,doyun@hanbit.example\n2,바다물산,이준호,junho@bada.example\n"
)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_letters_whose_bytes_look_like_control_characters_make_no_binary_file(codec: str) -> None:
    data = CZECH.encode(codec)
    assert (sniff(data), decode(data, "a.txt").text) == ("text", CZECH)


def test_wide_control_characters_still_make_a_binary_file() -> None:
    assert sniff(b"\xff\xfe" + b"\x01\x00\x02\x00\x03\x00a\x00" * 50) == "binary"


def test_a_short_korean_list_is_read_as_korean_and_said_to_be_doubtful() -> None:
    found = decode(KOREAN.encode("cp949"), "a.csv")
    assert (found.text, found.encoding, found.sure) == (KOREAN, "cp949", False)


def test_letters_written_in_utf_7_are_read_and_said() -> None:
    text = "Name;Firma\nJörg Müller;Bäckerei Süß\nAda+Tom <a+b@x.example>;Acme\n"
    found = decode(text.encode("utf-7"), "a.csv")
    assert (found.text, found.encoding, found.sure) == (text, "utf-7", False)
    assert [item.code for item in found.findings] == ["encoding.guessed"]


@pytest.mark.parametrize("text", ["a,+49-30-1234-5\nb,+44-20-\n", "ada+list-a@x.example\nb+c-d@y.example\n"])
def test_a_plus_in_numbers_and_addresses_is_no_utf_7(text: str) -> None:
    assert decode(text.encode(), "a.csv").encoding == "utf-8"


@pytest.mark.parametrize(("count", "said"), [(1, "1 NUL character was"), (2, "2 NUL characters were")])
def test_one_and_several_are_told_apart_in_words(count: int, said: str) -> None:
    assert decode(b"a,b\n" + b"\0" * count + b"1,2\n", "a.csv").findings[0].message == f"{said} taken out"
