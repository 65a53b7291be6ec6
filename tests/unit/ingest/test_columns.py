"""Which column is which: decoys of real lists, in several languages."""

import pytest

from pipeline.ingest import ingest
from tests.unit.ingest.conftest import taken_for

CASES = {
    "a name column of exhibitors is the organisation": (
        "name,booth\nACME,A1\nBOLT GMBH,A2\nCOBALT,B1\n",
        {"name": "organization", "booth": "booth"},
    ),
    "a role column of work titles is the title": (
        "name,role,type\nAda Byron,Chief Engineer,Speaker\nTom Kite,Head of Sales,Attendee\n",
        {"role": "title", "type": "role"},
    ),
    "the title of a talk is no work title": (
        "Title,Speaker,Abstract\nThe moon and back,Ada Byron,Long\nWhy not rust,Tom Kite,Short\n",
        {"Title": None, "Speaker": "name"},
    ),
    "a buyer is not the attendee": (
        "Name,Email,Buyer Email\nAda Byron,a@x.example,p@y.example\n",
        {"Email": "email", "Buyer Email": None},
    ),
    "who scanned the badges is not who was scanned": (
        (
            "badge_first,badge_last,badge_email,rep_name,rep_email\n"
            "Yusuf,Demir,y@a.example,Kelly Ford,k@booth.example\n"
            "Greta,Holm,g@b.example,Kelly Ford,k@booth.example\n"
            "Mina,Cho,m@c.example,Kelly Ford,k@booth.example\n"
        ),
        {"badge_first": "given_name", "badge_email": "email", "rep_name": None, "rep_email": None},
    ),
    "members of a chamber with a contact each are organisations": (
        (
            "Member Name,Primary Contact,Contact Title\n"
            "Ridge Plumbing & Heating,Walter Emery,Owner\nSweetwater Diner,Connie Marsh,Manager\n"
            "First Valley Bank,Douglas Peel,President\nHolston Orthodontics,Andrea Mehta,Owner\n"
        ),
        {"Member Name": "organization", "Primary Contact": "name"},
    ),
    "firms that look like names stand beside the names of a list without header": (
        (
            "Femke de Wit;femke@wit.example;De Wit Advies\nJoost Bakker;joost@kpn.example;Gemeente Breda\n"
            "Anna Kaya;anna@kaya.example;Kaya Bouw BV\n"
        ),
        {"#1": "name", "#2": "email", "#3": "organization"},
    ),
    "the client of a recruiter is not where the recruiter works": (
        "Recruiter,Recruiting Firm,Client Company\nAda Byron,Bridge,Kobe Motors\nTom Kite,Wells,Dairy Ltd\n",
        {"Recruiter": "name", "Recruiting Firm": "organization", "Client Company": None},
    ),
    "single words that are fields as well as firms are no organisation": (
        "Journalist,Beat\nAda Byron,Energy\nTom Kite,Shipping\nEva Roe,Tech\n",
        {"Journalist": "name", "Beat": None},
    ),
    "two surnames stand beside a given name": (
        "Apellidos,Nombre,Correo\nGarcía López,Lucía,l@x.example\nPérez Soto,Iván,i@x.example\n",
        {"Apellidos": "family_name", "Nombre": "given_name", "Correo": "email"},
    ),
    "an empty column of names yields to one that is filled": (
        "Employer,Room lead,Candidate\nGranite Works,Pia Stone,\nVelvet,Ron Silk,\nAmber,Eva Roe,\n",
        {"Room lead": "name", "Candidate": None},
    ),
    "sentences with a word of a firm in them are no firms": (
        "Speaker,Heading\nAda Byron,Kelp as a carbon sink\nTom Kite,Mapping gold for a company\n",
        {"Speaker": "name", "Heading": None},
    ),
    "a site of any ending is a site": (
        "Company,Website\nPoole & Co,poole.museum\nRocket Ltd,rocket.dance/jobs\n",
        {"Website": "website"},
    ),
    "the chair of a committee is a role": (
        "Role,Name,Affiliation\nGeneral Chair,Ada Byron,Kita University\nProgram Chair,Tom Kite,Oslo U\n",
        {"Role": "role", "Affiliation": "organization"},
    ),
    "a flag is no booth": (
        "Bedrijf,Exclusieve stand?\nAcme NV,ja\nBolt BV,\n",
        {"Bedrijf": "organization", "Exclusieve stand?": None},
    ),
    "majors hide behind a name": (
        'Employers Name,Name List\nAcme,"Finance, Law"\nBolt,Physics\n',
        {"Name List": "majors"},
    ),
    "pages of the directory are no web site": (
        (
            "Company,Link\nAcme,https://fair.example/1\nBolt,https://fair.example/2\n"
            "Elm,https://fair.example/3\n"
        ),
        {"Link": None},
    ),
    "Nom and Prénom are family and given name": (
        "Nom;Prénom;Société\nDupont;Jean;EDF\nPetit;Claire;Engie\n",
        {"Nom": "family_name", "Prénom": "given_name"},
    ),
    "a lone Nom is the whole name": ("Nom,Stand\nJean Dupont,A1\nClaire Petit,A2\n", {"Nom": "name"}),
    "Japanese headers are known": (
        "お名前,ご所属\n山田太郎,青空銀行\n佐藤花子,海辺商店\n",
        {"お名前": "name", "ご所属": "organization"},
    ),
    "questions are understood": (
        "Wie heißt du?,Was suchst du?\nJörg Grün,Kunden\nKäthe Weiß,Partner\n",
        {"Wie heißt du?": "name", "Was suchst du?": "seeks"},
    ),
    "questions of a registration form are understood": (
        """Name,What do you work on?,What would you like to learn or find?
Bea Sorel,Soil sensors for small farms,Somebody who knows radio
Aksel Holt,Radio gateways and firmware,Farms to try our gateway
""",
        {"What do you work on?": "title", "What would you like to learn or find?": "seeks"},
    ),
    "degrees are levels, jobs of an employer are positions": (
        "Company,Degree,Job Title\nAcme Inc.,BS,Analyst\nBolt LLC,PhD,Engineer\n",
        {"Degree": "levels", "Job Title": "positions"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_decoy_is_seen_through(case):
    text, expected = CASES[case]
    assert taken_for(text, expected) == expected


@pytest.mark.parametrize(
    "header", ["Works at", "Employed by", "Arbeitet bei", "Travaille chez", "Trabaja en"]
)
def test_where_somebody_works_is_their_organisation(header):
    text = f"Name,{header}\nAda Quill,Tidepool Labs\nBo Marsh,Kelp Farm\nCleo Finch,City Library\n"
    assert taken_for(text, [header]) == {header: "organization"}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Byron, Ada", "Ada Byron"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Grün-Holt, Zoë", "Zoë Grün-Holt"),
        ("Byron, Ada M.", "Ada M. Byron"),
        ("BYRON, ADA", "ADA BYRON"),
        ("DE LA CRUZ, ANA M.", "ANA M. DE LA CRUZ"),
        ("BYRON, MBA", "BYRON, MBA"),
        ("Byron, Jr", "Byron, Jr"),
        ("Byron, PhD", "Byron, PhD"),
        ("Ada Byron, Analyst", "Ada Byron, Analyst"),
    ],
)
def test_a_family_name_before_a_comma_goes_behind(cell, name, source, settings):
    text = f'Name,Email\n"{cell}",ada@example.com\nTom Kite,tom@example.com\n'
    assert ingest(source("a.csv", text), settings).records["name"][0] == name
