import polars as pl
import pytest

from pipeline.batch.roster import profile_from, read_roster
from pipeline.errors import InputError
from pipeline.settings import load_settings
from tests.workbooks import workbook

STUDENTS = """\
Name,Email,Major,Level,Position type,Gender
Ines Cornfeld,ines@students.example.org,Finance,Undergraduate,Internship,F
Zeno Kernvik,zeno@students.example.org,,,,M
Ines Again,INES@students.example.org,Physics,,,F
"""


@pytest.fixture
def roster(tmp_path):
    def read(text=STUDENTS, optouts=None, name="students.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        out = tmp_path / "optouts.txt"
        if optouts is not None:
            out.write_text(optouts, encoding="utf-8")
        settings = load_settings()
        return read_roster(path, settings, work=tmp_path, optouts=out if optouts is not None else None)

    return read


def profiles(found):
    return {one.name: one for one in map(profile_from, found.users["profile"])}


def test_five_columns_make_a_profile(roster):
    ines = profiles(roster())["Ines Cornfeld"]
    assert (ines.majors, ines.field) == (("Finance",), "Finance")
    assert (ines.degree_level, ines.positions) == ("Undergraduate", ("Internship",))
    assert ines.email == "ines@students.example.org"


def test_a_protected_attribute_is_in_no_profile(roster):
    assert {"F", "M"} & {str(value) for one in profiles(roster()).values() for value in vars_of(one)} == set()


def vars_of(profile):
    return [getattr(profile, name) for name in profile.__dataclass_fields__]


def test_one_address_is_one_student_and_the_second_row_is_reported(roster):
    found = roster()
    assert sorted(found.users["name"]) == ["Ines Cornfeld", "Zeno Kernvik"]
    assert found.rejects.filter(code="batch.twice")["row"].to_list() == [4]


def test_students_without_major_field_and_interest_are_counted(roster):
    assert roster().without_major == 1


def test_who_opted_out_by_address_or_name_has_no_row(roster):
    found = roster(optouts="ZENO@students.example.org\nnobody@example.org\n")
    assert found.users["name"].to_list() == ["Ines Cornfeld"]
    assert (found.opted_out, found.unmatched_optouts) == (1, (2,))
    assert roster(optouts="zeno  kernvik\n").users["name"].to_list() == ["Ines Cornfeld"]


def test_the_columns_of_a_student_upload_are_known(roster):
    text = (
        "*email_address,*username,*user_type,first_name,last_name,school_year_name,major_names,"
        "work_authorization_name,education_end_date,ethnicity\n"
        "yara@students.example.org,yg,Students,Yara,Glensen,Senior,Finance;Economics,"
        "U.S. Citizen,2027-05-20,declined\n"
        "bram@students.example.org,ba,Students,Bram,Alderby,Masters,Physics,Student (F-1) Visa,2028-05-20,x\n"
    )
    yara = profiles(roster(text))["Yara Glensen"]
    assert yara.majors == ("Finance", "Economics")
    assert yara.graduation_date.isoformat() == "2027-05-20"
    assert yara.degree_level is not None
    assert "declined" not in roster(text).users["profile"].str.join("")[0]


def test_a_parquet_list_reads_like_the_same_list_as_text(roster, tmp_path):
    rows = {"Name": ["Ines Cornfeld"], "Email": ["ines@students.example.org"], "Major": [["Finance", "Law"]]}
    path = tmp_path / "students.parquet"
    pl.DataFrame(rows).write_parquet(path)
    found = read_roster(path, load_settings(), work=tmp_path)
    assert profiles(found)["Ines Cornfeld"].majors == ("Finance", "Law")


def test_a_list_of_firms_is_refused(roster):
    with pytest.raises(InputError):
        roster("Company,Booth,Website\nAcme Works Inc,A1,https://acme.example.com\n", name="firms.csv")


def test_among_students_a_row_that_names_only_a_firm_is_reported(roster):
    found = roster("Name,Email,Company,Major\nInes Cornfeld,i@x.example.org,,Finance\n,,Acme Works Inc,\n")
    assert found.users["name"].to_list() == ["Ines Cornfeld"]
    assert found.rejects.filter(severity="rejected")["row"].to_list() == [3]


def test_the_order_of_rows_changes_no_id(roster):
    head, *rows = STUDENTS.splitlines()[:3]
    turned = "\n".join([head, *reversed(rows)]) + "\n"
    ids = dict(roster().users.select("name", "user_id").rows())
    assert dict(roster(turned).users.select("name", "user_id").rows()) == ids


def test_an_opt_out_by_name_counts_among_addresses_however_the_name_is_written(roster):
    students = STUDENTS + "Emeka Bergström,emeka@students.example.org,CS,,,\n"
    lines = "Name or email\nines@students.example.org\nBERGSTROM, Emeka\nKernvik Zeno\n"
    found = roster(students, optouts=lines)
    assert (found.users.height, found.opted_out, found.unmatched_optouts) == (0, 4, ())


def test_an_opt_out_with_an_address_that_is_on_no_list_counts_by_its_name(roster):
    assert roster(optouts="Zeno Kernvik <zeno@home.example.com>\n").users["name"].to_list() == [
        "Ines Cornfeld"
    ]


def test_a_name_is_turned_and_sorted_by_its_family_name(roster):
    text = 'Name,Email\n"Bergström, Emeka",e@x.example.org\n"Ana Lee, PhD",a@x.example.org\n'
    text += '"Ode, Nils, MBA",n@x.example.org\nBo van Dam,b@x.example.org\n'
    told = roster(text).users.sort("family_name").select("name", "family_name").rows()
    assert told == [
        ("Emeka Bergström", "Bergström"),
        ("Bo van Dam", "Dam"),
        ("Ana Lee, PhD", "Lee"),
        ("Ode, Nils, MBA", "Ode"),
    ]


def test_the_rows_of_a_list_add_up(roster):
    rows = "Ines Cornfeld,ines@students.example.org,Finance,,,\n"
    found = roster(STUDENTS + rows, optouts="zeno@students.example.org\n")
    counts = (found.users.height, found.opted_out, found.repeated, found.rejected)
    assert (counts, found.read) == ((1, 1, 2, 0), 4)


def rows_of_the_registrar():
    return [
        ["Career fair registrations"],
        ["Exported by the office", "", "", "", "page 1"],
        [],
        ["Student", "", "Academic", "", "Wants"],
        ["Full name", "University e-mail", "Major(s)", "Class level", "Position type"],
        ["Cornfeld, Ines", "ines@students.example.org", "B.S. in Finance", "Senior", "Internship"],
        ["Zeno Kernvik", "", "Undeclared", "", ""],
        ["Yara Glensen", "yara@students.example.org", "Comp Sci; MECHANICAL ENGINEERING (BSME)", "PhD", ""],
        ["Yara Glensen", "YARA@students.example.org", "CS", "PhD", ""],
    ]


def test_a_workbook_with_a_title_and_two_rows_of_headers_is_a_list(tmp_path):
    path = workbook(tmp_path / "students.xlsx", rows_of_the_registrar())
    optouts = workbook(tmp_path / "out.xlsx", [["Name", "Mail"], ["Kernvik, Zeno", ""]])
    found = read_roster(path, load_settings(), work=tmp_path, optouts=optouts)
    told = profiles(found)
    assert {name: one.majors for name, one in told.items()} == {
        "Ines Cornfeld": ("Finance",),
        "Yara Glensen": ("Computer Science", "Mechanical Engineering"),
    }
    assert (found.read, found.opted_out, found.repeated, found.unmatched_optouts) == (4, 1, 1, ())


def test_a_student_without_an_address_keeps_the_id_when_the_list_is_called_otherwise(roster):
    text = STUDENTS.replace("zeno@students.example.org", "")
    ids = dict(roster(text).users.select("name", "user_id").rows())
    assert dict(roster(text, name="students-late.csv").users.select("name", "user_id").rows()) == ids


HEADED = """\
"Student (Last, First)",Univ Email,Declared Major(s),Major GPA,Standing,Dept,House
"Cornfeld, Ines",ines@students.example.org,BS Mech Engr,3.5,Senior,Engineering,Blue
"""


def test_a_header_of_its_own_with_the_word_major_holds_the_majors(roster):
    found = roster(HEADED)
    assert profiles(found)["Ines Cornfeld"].majors == ("Mechanical Engineering",)
    assert found.users["department"].to_list() == ["Engineering"]


def test_the_office_says_what_a_column_is_and_what_is_none(tmp_path):
    path = tmp_path / "students.csv"
    path.write_text(HEADED, encoding="utf-8")
    maps = {"House": "interests", "Declared Major(s)": ""}
    found = read_roster(path, load_settings(), work=tmp_path, mapping=maps)
    ines = profiles(found)["Ines Cornfeld"]
    assert (ines.interests, ines.majors) == (("Blue",), ())


def test_in_a_list_of_last_and_first_names_every_name_is_turned(roster):
    names = [
        "Cornfeld, Ines",
        "Alderby, Bram",
        "Glensen, Yara",
        "Kernvik, Zeno",
        "O'Malley Ruiz, Iñaki",
        "王, 明",
    ]
    rows = "".join(f'"{name}",s{at}@students.example.org\n' for at, name in enumerate(names))
    found = roster(f'"Name (Last, First)",Email\n{rows}').users
    turned = dict(found.select("email", "name").iter_rows())
    assert turned["s4@students.example.org"] == "Iñaki O'Malley Ruiz"
    assert turned["s5@students.example.org"] == "明 王"
    family = dict(found.select("email", "family_name").iter_rows())
    assert family["s4@students.example.org"] == "O'Malley Ruiz"
