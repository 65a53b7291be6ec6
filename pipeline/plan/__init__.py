"""Matches and calendars -> the day; what happened -> the dated follow-up plan."""
