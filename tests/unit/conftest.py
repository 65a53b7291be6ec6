"""What holds for every unit test."""

from __future__ import annotations

from hypothesis import settings

# Machines that run the tests may be busy; slowness alone is no failure here.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
