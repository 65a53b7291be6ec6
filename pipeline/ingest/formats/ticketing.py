"""Attendee lists of ticketing platforms, told by their exact headers."""

from __future__ import annotations

from pipeline.ingest.formats.tabular import Tabular, headers, ignored

EVENTBRITE = Tabular(
    name="eventbrite",
    title="Eventbrite attendee report",
    signature=(
        headers("Order #,Order Date,First Name,Last Name,Email,Attendee #"),
        headers("Order #,Order Date,First Name,Surname,Email,Attendee #"),
        headers("Order #,Order Date,First Name,Last Name,Email,Attendee Status"),
        headers("Order ID,Order Date,Attendee Status,First Name,Last Name,Email"),
        headers("Order #,Order Date,First Name,Surname,Email,Attendee Status"),
    ),
    fields={
        "First Name": "given_name",
        "Last Name": "family_name",
        "Surname": "family_name",
        "Email": "email",
        "Ticket Type": "role",
        "Attendee Status": "status",
        "Home City": "location",
        "Home Country": "location",
        "Job Title": "title",
        "Company": "organization",
        "Cell Phone": "phone",
        "Mobile Phone": "phone",
        "Home Phone": "phone",
        "Work Phone": "phone",
        "Website": "website",
        "Blog": "website",
        **ignored(
            "Order #,Order ID,Order Date,Quantity,Price Tier,Attendee #,Group,Order Type,Currency,"
            "Total Paid,Fees Paid,"
            "Eventbrite Fees,Eventbrite Payment Processing,Home Address 1,Home Address 2,Home State,"
            "Home Zip,Barcode #,"
            "Event Name,Checked In,Promo Code,Affiliate,Delivery Method,Date Attending,Check-In Date,"
            "Age,Birth Date,"
            "Gender,Prefix,Suffix,Buyer Email,Buyer First Name,Buyer Last Name,Buyer Surname,"
            "Tax Paid,Discount,"
            "Work Address 1,Work Address 2,Work State,Work Zip,Shipping Address 1,Shipping City"
        ),
    },
)
EVENTBRITE_ORDERS = Tabular(
    name="eventbrite-orders",
    title="Eventbrite orders report: one row per order, so these are buyers",
    signature=(headers("Order #,Order Date,First Name,Last Name,Order Status"),),
    fields=dict(EVENTBRITE.fields) | {"Order Status": "status"},
    warning="this is the orders report: it names buyers, not attendees; the attendee report is better",
)
LUMA = Tabular(
    name="luma",
    title="Luma guest list",
    signature=(
        headers("api_id,name,email,approval_status,ticket_name"),
        headers("api_id,name,email,approval_status,created_at"),
    ),
    fields={
        "name": "name",
        "first_name": "given_name",
        "last_name": "family_name",
        "email": "email",
        "phone_number": "phone",
        "approval_status": "status",
        "ticket_name": "role",
        **ignored(
            "api_id,created_at,checked_in_at,custom_source,qr_code_url,amount,amount_tax,"
            "amount_discount,currency,"
            "coupon_code,eth_address,solana_address,survey_response_rating,survey_response_feedback,"
            "ticket_type_id"
        ),
    },
)
PRETIX = Tabular(
    name="pretix",
    title="pretix order data, sheet Order positions",
    signature=(
        headers("Order code,Position ID,Attendee name,Attendee email,Product"),
        headers("Event slug,Order code,Position ID,Status,Email,Product"),
        headers("Bestellnummer,Produkt,Teilnehmername"),
    ),
    fields={
        "Attendee name": "name",
        "Attendee name: Given name": "given_name",
        "Attendee name: Family name": "family_name",
        "Attendee email": "email",
        "Teilnehmername": "name",
        "Teilnehmername: Vorname": "given_name",
        "Teilnehmername: Nachname": "family_name",
        "Teilnehmername: Familienname": "family_name",
        "Teilnehmer-E-Mail": "email",
        "E-Mail-Adresse des Teilnehmers": "email",
        "Firma": "organization",
        "Stadt": "location",
        "Ort": "location",
        "Land": "location",
        "Produkt": "role",
        "Company": "organization",
        "City": "location",
        "Country": "location",
        "Product": "role",
        "Status": "status",
        **ignored(
            "Event slug,Order code,Position ID,Email,Phone number,Order date,Order time,Date,"
            "Start date,End date,"
            "Variation,Price,Tax rate,Tax rule,Tax value,Address,ZIP code,State,Voucher,"
            "Pseudonymization ID,Seat ID,"
            "Seat name,Seat zone,Seat row,Seat number,Order comment,Follow-up date,Company__2,"
            "Address__2,ZIP code__2,"
            "City__2,Country__2,State__2,VAT ID,Sales channel,Order locale,E-mail address verified,"
            "Payment providers,"
            "Bestellnummer,Positionsnummer,Positions-ID,Gutschein,Preis,E-Mail,Telefonnummer,Bestelldatum,"
            "Bestellzeit,Variante,Steuersatz,Steuerregel,Steuerbetrag,Adresse,Postleitzahl,Bundesland,"
            "Firma__2,Adresse__2,Postleitzahl__2,Stadt__2,Ort__2,Land__2,USt-IdNr.,Verkaufskanal"
        ),
        "Invoice address*": None,
        "Rechnungsadresse*": None,
    },
)
PRETIX_ORDERS = Tabular(
    name="pretix-orders",
    title="pretix order data, sheet Orders: buyers, not attendees",
    signature=(headers("Order code,Order total,Status,Email,Positions"),),
    fields={
        "Name": "name",
        "Email": "email",
        "Company": "organization",
        "City": "location",
        "Country": "location",
        "Phone number": "phone",
        "Status": "status",
        **ignored(
            "Event slug,Order code,Order total,Order date,Order time,Address,ZIP code,State,"
            "Custom address field,VAT ID,Date of last payment,Fees,Order locale,Positions"
        ),
    },
    warning="these are orders: they name buyers, not attendees; the sheet Order positions is better",
)
BEVY = Tabular(
    name="bevy",
    title="Bevy tickets: community.dev, GDG, CNCF",
    signature=(headers("Order number,Ticket number,First Name,Last Name,Email,Ticket title"),),
    fields={
        "First Name": "given_name",
        "Last Name": "family_name",
        "Email": "email",
        "Twitter": "twitter",
        "Company": "organization",
        "Title": "title",
        "Ticket title": "role",
        **ignored(
            "Order number,Ticket number,Featured,Ticket venue,Access code,Discount,Price,Currency,"
            "Number of tickets,"
            "Paid by (name),Paid by (email),Paid date (UTC),Checkin Date (UTC),Ticket Price Paid"
        ),
    },
)
TITO = Tabular(
    name="tito",
    title="Tito tickets",
    signature=(
        headers("Ticket,Reference,Name,Email,Tags,Registration Date"),
        headers("Ticket Full Name,Ticket Email,Ticket Reference"),
    ),
    fields={
        "Ticket": "role",
        "Name": "name",
        "Email": "email",
        "Tags": "interests",
        "Ticket Full Name": "name",
        "Ticket First Name": "given_name",
        "Ticket Last Name": "family_name",
        "Ticket Email": "email",
        "Ticket Company Name": "organization",
        "Ticket Job Title": "title",
        **ignored("Reference,Registration Date,Ticket Reference,Order Name,Order Email,Number"),
    },
)
QUICKET = Tabular(
    name="quicket",
    title="Quicket guest list",
    signature=(headers("Order Number,Ticket Number,First Name,Last Name,Email,Purchaser Email"),),
    fields={
        "First Name": "given_name",
        "Last Name": "family_name",
        "Email": "email",
        "Phone": "phone",
        "Company": "organization",
        "Ticket Type": "role",
        **ignored("Order Number,Ticket Number,Purchase Date,Purchaser Email,Purchaser Name"),
    },
)
CONNPASS = Tabular(
    name="connpass",
    title="connpass participants",
    signature=(headers("参加枠名,ユーザー名,表示名,参加ステータス"),),
    fields={
        "参加枠名": "role",
        "表示名": "name",
        "参加ステータス": "status",
        "コメント": "notes",
        **ignored("ユーザー名,利用開始日,出欠ステータス,出席日時,更新日時,受付番号"),
    },
)
INDICO = Tabular(
    name="indico",
    title="Indico registrations",
    signature=(headers("ID,Name,Registration date,Registration state"),),
    fields={
        "Name": "name",
        "First Name": "given_name",
        "Last Name": "family_name",
        "Email Address": "email",
        "Affiliation": "organization",
        "Position": "title",
        "Country": "location",
        "Registration state": "status",
        **ignored(
            "ID,Registration date,Modification date,Created by,Price,Checked in,Check-in date,Payment date"
        ),
    },
)
ALL = (EVENTBRITE, EVENTBRITE_ORDERS, LUMA, PRETIX, PRETIX_ORDERS, BEVY, TITO, QUICKET, CONNPASS, INDICO)
