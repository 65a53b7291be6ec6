"""Lists of community, conference and career platforms, told by their exact headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.formats.tabular import Tabular, headers, ignored, plain_header
from pipeline.ingest.rivals import Guess

if TYPE_CHECKING:
    from pipeline.ingest.table import Table

_STAMP = re.compile(r"\d{1,4}[-/. ]+\d{1,2}[-/. ]+\d{1,4}\.?,? .{0,12}\d{1,2}[:.]\d{2}.{0,20}")


class Form(Tabular):
    """Answers to a form: the first column is the time of the answer, the other headers are questions."""

    def fits(self, table: Table, name: str) -> bool:
        """Return whether the first column is a form's time stamp, by its header and its values."""
        if self.file_names is not None and not self.file_names.search(name):
            return False
        first = [row[0].strip() for row in table.rows[:50] if row[0].strip()] if table.columns else []
        times = sum(bool(_STAMP.fullmatch(cell)) for cell in first)
        head = plain_header(table.columns[0]).casefold() if table.columns else ""
        stamps = {word.casefold() for words in self.signature for word in words}
        return len(table.columns) > 1 and head in stamps and 0 < len(first) == times

    def known(self, column: str) -> Guess | None:
        """Return what the form itself says about a column."""
        if headers(plain_header(column)) in self.signature:
            return Guess(None, 1.0)
        return super().known(column)


MEETUP = Tabular(
    name="meetup",
    title="Meetup member list (named .xls, really text)",
    signature=(
        headers("Name,User ID,Title,Member ID,Location,Joined Group on"),
        headers("Name,Attendance,User ID,RSVP,URL of Member Profile"),
        headers("Name,User ID,Member ID,URL of Member Profile"),
        # The file follows the language of whoever exports it; of the French one these headers are known.
        headers("Nom,répondu oui,présentation,liste de diffusion"),
    ),
    fields={
        "Name": "name",
        "Title": "role",
        "Location": "location",
        "RSVP": "status",
        "Notes": "notes",
        "Nom": "name",
        "Titre": "role",
        "Lieu": "location",
        "Localisation": "location",
        **ignored("présentation,liste de diffusion,photo,répondu oui,répondu non,répondu peut-être"),
        **ignored(
            "User ID,Member ID,Attendance,Event Host,Guests,RSVPed on,Joined Group on,"
            "Last visited group on,"
            "Last Attended,Total RSVPs,RSVPed Yes,RSVPed Maybe,RSVPed No,Meetups attended,No shows,"
            "Intro,Photo,"
            "Assistant Organizer,Mailing List,URL of Member Profile,All time RSVPs,Events attended"
        ),
    },
)
SESSIONIZE_XLSX = Tabular(
    name="sessionize-xlsx",
    title="Sessionize, flattened accepted sessions",
    signature=(headers("Session Id,Title,Owner,Speaker Id,FirstName,LastName,TagLine"),),
    fields={
        "FirstName": "given_name",
        "LastName": "family_name",
        "Email": "email",
        "TagLine": "title",
        "Bio": "bio",
        "LinkedIn": "linkedin",
        "Blog": "website",
        "X (Twitter)": "twitter",
        "Twitter": "twitter",
        "Track": "interests",
        **ignored(
            "Session Id,Title,Description,Owner,Owner Email,Session format,Level,Language,Room,"
            "Scheduled At,"
            "Scheduled Duration,Speaker Id,Profile Picture,Live Url,Recording Url,Date Submitted,Status"
        ),
    },
)
HANDSHAKE_EMPLOYERS = Tabular(
    name="handshake-employers",
    title="Handshake report of a career fair: employers and their jobs",
    signature=(headers("Employers Name,Registrations Status"), headers("Employers Name,Major Names")),
    fields={
        "Employers Name": "organization",
        "Registrations Status": "status",
        "Name List": "majors",
        "Major Names": "majors",
        "Job Registrations Title": "positions",
        "Employers Industry Name": "industry",
        "Employers Website": "website",
    },
)
HANDSHAKE_STUDENTS = Tabular(
    name="handshake-students",
    title="Handshake student upload",
    signature=(headers("email_address,username,user_type,first_name,last_name"),),
    fields={
        "email_address": "email",
        "first_name": "given_name",
        "last_name": "family_name",
        "school_year_name": "levels",
        "cumulative_gpa": "gpa",
        "major_names": "majors",
        "minor_names": "minors",
        "skill_names": "interests",
        "education_end_date": "graduation_date",
        "work_authorization_name": "work_authorization",
        "bio": "bio",
        "primary_college_name": "school",
        "external_link_urls": "website",
        **ignored("username,user_type,education_start_date"),
    },
)
HANDSHAKE_CONTACTS = Tabular(
    name="handshake-contacts",
    title="Handshake employer contacts",
    signature=(headers("first_name,last_name,email_address,title,employer_id,employer_name"),),
    fields={
        "first_name": "given_name",
        "last_name": "family_name",
        "email_address": "email",
        "title": "title",
        "employer_name": "organization",
        "phone": "phone",
        "cell_phone": "phone",
        "description": "notes",
        **ignored("employer_id,fax"),
    },
)
GOOGLE_CONTACTS = Tabular(
    name="google-contacts",
    title="Google Contacts CSV, old and new",
    signature=(
        headers("Name,Given Name,Additional Name,Family Name,Group Membership"),
        headers("First Name,Middle Name,Last Name,Phonetic First Name,File As,Organization Name"),
    ),
    fields={
        "Name": "name",
        "Given Name": "given_name",
        "First Name": "given_name",
        "Family Name": "family_name",
        "Last Name": "family_name",
        "Organization Name": "organization",
        "Organization 1 - Name": "organization",
        "Organization Title": "title",
        "Organization 1 - Title": "title",
        "Notes": "notes",
        "E-mail 1 - Value": "email",
        "E-mail 2 - Value": "email",
        "E-mail 3 - Value": "email",
        "Phone 1 - Value": "phone",
        "Phone 2 - Value": "phone",
        "Website 1 - Value": "website",
        "Address 1 - City": "location",
        "Address 1 - Country": "location",
        **ignored(
            "Additional Name,Middle Name,Yomi Name,Given Name Yomi,Additional Name Yomi,"
            "Family Name Yomi,Name Prefix,"
            "Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,"
            "Billing Information,"
            "Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Language,Photo,"
            "Group Membership,"
            "Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,File As,"
            "Organization Department,Labels"
        ),
        "E-mail*": None,
        "Phone*": None,
        "Address*": None,
        "Organization*": None,
        "Relation*": None,
        "Website*": None,
        "Event*": None,
        "Custom Field*": None,
        "IM*": None,
    },
)
OUTLOOK = Tabular(
    name="outlook",
    title="Outlook contacts CSV",
    signature=(
        headers("First Name,Last Name,E-mail Address,E-mail Display Name,Categories"),
        headers("Title,First Name,Middle Name,Last Name,Suffix,Company,Job Title"),
        headers("First Name,Middle Name,Last Name,Title,Suffix,Nickname"),
    ),
    fields={
        "First Name": "given_name",
        "Last Name": "family_name",
        "Company": "organization",
        "Job Title": "title",
        "E-mail Address": "email",
        "Categories": "interests",
        "Notes": "notes",
        "Web Page": "website",
        "Personal Web Page": "website",
        "Business City": "location",
        "Business Country/Region": "location",
        "Mobile Phone": "phone",
        "Business Phone": "phone",
        **ignored(
            "Title,Middle Name,Suffix,Department,E-mail Type,E-mail Display Name,Birthday,"
            "Anniversary,Nickname,"
            "Given Yomi,Surname Yomi,Company Yomi,Assistant's Name,Manager's Name,Spouse,Children,"
            "Referred By,"
            "Account,Profession,Office Location,Keywords,Language,Location,Hobby,Initials,Gender,"
            "Sensitivity,User 1"
        ),
        "E-mail 2*": None,
        "E-mail 3*": None,
        "Home*": None,
        "Other*": None,
        "Business*": None,
        "Assistant*": None,
    },
)
BRELLA = Tabular(
    name="brella",
    title="Brella invites",
    signature=(headers("External ID,Email,First name,Last name,Company,Title,Join URL,Join Code"),),
    fields={
        "Email": "email",
        "First name": "given_name",
        "Last name": "family_name",
        "Company": "organization",
        "Title": "title",
        **ignored("ID,External ID,Join URL,Join Code,Seats"),
    },
    warning="this is the list of invites: what people look for is not in it",
)
GOOGLE_FORMS = Form(
    name="google-forms",
    title="Google Forms answers",
    signature=tuple(
        headers(word)
        for word in (
            "Timestamp",
            "Zeitstempel",
            "Horodateur",
            "Marca temporal",
            "Carimbo de data/hora",
            "Informazioni cronologiche",
            "Tijdstempel",
            "Tidsstämpel",
            "Tidsstempel",
            "Sygnatura czasowa",
            "Отметка времени",
            "タイムスタンプ",
            "时间戳记",
            "타임스탬프",
        )
    ),
    fields={
        "Email Address": "email",
        "Username": "email",
        "E-Mail-Adresse": "email",
        "Adresse e-mail": "email",
        "Score": None,
    },
)
ALL = (
    MEETUP,
    SESSIONIZE_XLSX,
    HANDSHAKE_EMPLOYERS,
    HANDSHAKE_STUDENTS,
    HANDSHAKE_CONTACTS,
    GOOGLE_CONTACTS,
    OUTLOOK,
    BRELLA,
    GOOGLE_FORMS,
)
