"""Tables to view models to HTML, PDF, calendars and pictures."""
