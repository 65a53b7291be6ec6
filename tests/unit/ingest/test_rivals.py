"""Of several columns that claim one field one speaks; the others are named, with the way to choose them."""

from pipeline.ingest import ingest, inspect

DINNER = (
    "Full Name,E-mail,Backup E-mail,Firm\n"
    "Ada Byron,ada@x.example,byron@home.example,Acme GmbH\n"
    "Tom Kite,tom@y.example,kite@home.example,Bolt AG\n"
)


def rivals(seen):
    return {item.column: item.message for item in seen.notices if item.code == "column.rival"}


def test_a_column_that_lost_says_to_which_and_how_to_choose_it(source, settings):
    assert rivals(inspect(source("dinner.csv", DINNER), settings)) == {
        "Backup E-mail": (
            "this column was kept aside: 'E-mail' was taken as email; "
            '--map "Backup E-mail=email" takes this one instead'
        )
    }


def test_a_column_the_user_names_takes_the_field_alone(source, settings):
    found = ingest(source("dinner.csv", DINNER, mapping={"Backup E-mail": "email"}), settings)
    assert found.records["emails"].to_list() == [["byron@home.example"], ["kite@home.example"]]
    assert rivals(found.inspection) == {}


def test_two_columns_the_user_names_are_both_read(source, settings):
    told = {"Backup E-mail": "email", "E-mail": "email"}
    found = ingest(source("dinner.csv", DINNER, mapping=told), settings)
    assert found.records["emails"].to_list()[0] == ["ada@x.example", "byron@home.example"]


def test_a_column_that_says_the_same_as_the_one_taken_is_passed_over(source, settings):
    text = DINNER.replace("byron@home", "ada@x").replace("kite@home", "tom@y")
    assert rivals(inspect(source("dinner.csv", text), settings)) == {}


def test_names_of_staff_who_scanned_are_named_as_such(source, settings):
    text = "badge_first,badge_last,badge_email,rep_name\n" + "".join(
        f"{first},{last},{first}@a.example,Kelly Ford\n"
        for first, last in (("Yusuf", "Demir"), ("Greta", "Holm"), ("Mina", "Cho"))
    )
    assert rivals(inspect(source("scans.csv", text), settings)) == {
        "rep_name": (
            "this column was kept aside: the same few come again and again, so it is not the name of those "
            'on the list; --map "rep_name=name" takes this one instead'
        )
    }


def test_a_question_of_the_organiser_loses_to_the_column_of_the_platform(source, settings):
    text = (
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status,"
        "Company,Employer name\n"
        "1,11/29/24 22:28,Ada,Byron,a@x.example,1,Free,1,Attending,Acme GmbH,Acme Deutschland GmbH\n"
        "2,11/29/24 22:29,Tom,Kite,t@y.example,1,Free,2,Attending,Bolt AG,Bolt Nord AG\n"
    )
    assert list(rivals(inspect(source("report.csv", text), settings))) == ["Employer name"]
