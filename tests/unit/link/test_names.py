"""Names taken apart and put side by side."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.link import alike, tokens
from pipeline.link.names import parse
from pipeline.link.rarity import is_common

WORDS = ["Ana", "Lima", "María", "García", "Bill", "William", "van", "der", "O'Brien", "Jean-Luc", "Jr."]
WORDS += ["Dr.", "J.", "Нина", "王小明", "김", "PhD", "(Meg)", "née", "Smith,", "TANAKA", "😀", "el", "bin"]
names = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
texts = st.one_of(names, st.text(max_size=40))


@given(texts)
def test_any_text_can_be_taken_apart(text):
    name = parse(text)
    assert all(token and token == token.lower() for token in name.tokens)


@given(texts, texts)
def test_two_names_relate_the_same_in_either_order(a, b):
    assert alike.relation(parse(a), parse(b)) == alike.relation(parse(b), parse(a))


PLAIN = st.sampled_from(["Ana", "Lima", "Bill", "William", "Garcia", "Will", "Anna", "Tanaka", "Lime"])


@given(PLAIN, PLAIN, PLAIN, PLAIN)
def test_the_short_way_through_two_words_says_what_the_long_way_says(a, b, c, d):
    left, right = sorted((parse(f"{a} {b}"), parse(f"{c} {d}")), key=lambda name: (name.tokens, name.given))
    assume(left.plain and right.plain and left.tokens != right.tokens)
    short = alike._two_words(left, right)  # noqa: SLF001 - two ways, one answer
    assume(short is not None)
    assert short == alike._latin(left, right)  # noqa: SLF001


@given(
    st.text("abcdefhijkmnoprstuvz", min_size=2, max_size=9), st.text("abcdefhijknrs", min_size=2, max_size=9)
)
def test_words_that_are_put_aside_by_their_first_sound_are_related_in_no_way(a, b):
    assume(a[0] != b[0] and not {a, b} & tokens.lexicon().related)
    assume(tokens.closeness(a, b, own=False) == "differ")
    assert tokens.spelled(a) != tokens.spelled(b)
    assert len(tokens.sounded(a)) < 3 or tokens.sounded(a) != tokens.sounded(b)


@pytest.mark.parametrize(
    ("text", "given_name", "family"),
    [
        ("Dr. Ana Lima, PhD", ("ana",), ("lima",)),
        ("Lima, Ana", ("ana",), ("lima",)),
        ("LIMA Ana", ("ana",), ("lima",)),
        ("Ana de la Lima-Roth", ("ana",), ("lima", "roth")),
        ("🚀 Ana Lima (she/her)", ("ana",), ("lima",)),
        ("JosÃ© Lima", ("jose",), ("lima",)),
        ("Ana", ("ana",), ()),
        ("ana@x.example", (), ()),
        ("", (), ()),
        ("王小明", ("xiaoming",), ("wang",)),
    ],
)
def test_a_name_is_taken_apart(text, given_name, family):
    name = parse(text)
    assert (name.given, name.family) == (given_name, family)


def test_the_columns_of_a_source_decide_which_word_is_the_family_name():
    name = parse("Ji-hoon Lee", "Ji-hoon", "Lee")
    assert (name.given, name.family, name.sure) == (("ji", "hoon"), ("lee",), True)


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        ("Ana Lima", "ANA LIMA", "equal"),
        ("Jürgen Großkopf", "Juergen Grosskopf", "spelling"),
        ("Yuliya Shcherbakova", "Julija Schtscherbakowa", "spelling"),
        ("Muhammad El Shennawy", "Mohamed Elshennawy", "spelling"),
        ("Bob Thistlewood", "Robert Thistlewood", "nick"),
        ("Liz Thistlewood", "Lizzie Thistlewood", "nick"),
        ("Robin Thistlewood", "Robert Thistlewood", "nick_ambiguous"),
        ("Miloslav Thistlewood", "Miroslav Thistlewood", "family_only"),
        ("Liz Thistlewood", "Beth Thistlewood", "nick_ambiguous"),
        ("Ines de la Thistlewood", "Ines Delathistlewood", "equal"),
        ("황보라온", "Raon Hwangbo", "reading"),
        ("ณัฐวุฒิ ศรีสวัสดิ์", "Nattawut Srisawat", "foreign"),
        ("सुनीता जोगलेकर", "सुनीता जोगलेकर", "equal"),
        ("सुनीता जोगलेकर", "सविता जोगलेकर", "conflict"),
        ("Sasha Thistlewood", "Alexander Thistlewood", "nick_ambiguous"),
        ("Konstantin Eulenspeigel", "Konstantin Eulenspiegel", "typo"),
        ("Bartholomea Gravestcok", "Bartholomea Gravestock", "typo"),
        ("Ines Keller-Brandt", "Ines Keller", "subset"),
        ("Nagy István", "István Nagy", "swap"),
        ("Thomas James", "James Thomas", "swap_given"),
        ("J. Thistlewood", "Jane Thistlewood", "initial"),
        ("J. Thistlewood", "Mary Thistlewood", "family_only"),
        ("Jane T.", "Jane Thistlewood", "hidden"),
        ("Jane", "Jane Thistlewood", "mononym"),
        ("Thistlewood", "Jane Thistlewood", "surname_alone"),
        ("Jana Thistlewood", "Jane Thistlewood", "family_only"),
        ("Daniel Thistlewood", "Daniela Thistlewood", "family_only"),
        ("Jane Thistlewood", "Jane Okonjo", "given_only"),
        ("Jane Okonjo (née Thistlewood)", "Jane Thistlewood", "spelling"),
        ("Jane A. Thistlewood", "Jane B. Thistlewood", "middle"),
        ("Ali bin Hassan", "Hassan bin Ali", "conflict"),
        ("王小明", "王晓鸣", "conflict"),
        ("陳麗華", "陈丽华", "equal"),
        ("王小明", "Wang Xiaoming", "reading"),
        ("山田太郎", "Taro Yamada", "foreign"),
        ("Lee Ji-hoon", "Yi Jihun", "sound"),
        ("Guest 1", "Guest 2", "placeholder"),
        ("Test User", "Test User", "placeholder"),
        ("Jane Thistlewood +1", "Jane Thistlewood", "placeholder"),
        ("😀", "Jane Thistlewood", "missing"),
        ("Jane Thistlewood", "Omar Roth", "unlike"),
        ("Monika Thistlewood", "Monica Thistlewood", "spelling"),
        ("Ian Thistlewood", "Jan Thistlewood", "family_only"),
        ("Yumiko Thistlewood", "Yuriko Thistlewood", "family_only"),
        ("Laurent Thistlewood", "Laurence Thistlewood", "family_only"),
        ("Elena Thistlewood", "Helena Thistlewood", "nick_ambiguous"),
        ("Omar Lindstrom", "Omar Lundstrom", "sound"),
        ("Omar Steinberg", "Omar Sternberg", "given_only"),
        ("Ngozi Chukwuma", "Ngozi Chukwuka", "sound"),
        ("Ngozi Chukwuma", "Ngozi Chukwuna", "sound"),
        ("Omar Hovland", "Omar Hoveland", "sound"),
        ("Omar Featherstonhaugh", "Omar Featherstonehaugh", "typo"),
        ("תמר בן־ארי", "Noam Ben-Ari", "family_only"),
        ("נועם בן־ארי", "Noam Ben-Ari", "foreign"),
        ("सुनीता बंसल", "Rekha Bansal", "family_only"),
        ("王雪梅", "Lei Wang", "family_only"),
        ("王雪梅", "Vivian Wang", "foreign"),
    ],
)
def test_how_two_names_relate(a, b, label):
    assert alike.relation(parse(a), parse(b)) == label


@pytest.mark.parametrize(
    "text", ["Maria Garcia", "Daniel Kim", "Nguyen Van Anh", "Mohamed Ahmed", "王伟", "Jane", "J. Roth"]
)
def test_a_name_that_many_bear_is_common(text):
    assert is_common(parse(text))


@pytest.mark.parametrize(
    "text", ["Ottoline Brackenbury-Voss", "Haruki Tanaka", "Mohamed Elshennawy", "陳麗華"]
)
def test_a_name_that_few_bear_is_not(text):
    assert not is_common(parse(text))
