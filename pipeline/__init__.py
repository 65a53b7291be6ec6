"""meetwell turns the lists people really have into real relationships with the right people.

The stages, in the order data flows: ``ingest`` (files to records), ``link`` (records to people), ``match``
(people to reasons), ``plan`` (reasons to a day), ``report`` (a day to paper), and after the event ``debrief``
(notes to promises) and ``plan.followup`` (promises to dates).
"""

__version__ = "0.1.0"
