"""What holds for every unit test."""

from __future__ import annotations

import os

from hypothesis import settings

# Machines that run the tests may be busy; slowness alone is no failure here. Whoever works on the code waits
# for the tests many times a day; a change that is to land is tried with twice as many examples.
settings.register_profile("daily", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile("thorough" if "MEETWELL_THOROUGH" in os.environ else "daily")
