"""What holds for all tests."""

import os

from hypothesis import settings

os.environ["ALLOCATOR_NO_NUMBA"] = "1"  # compiling takes half a minute: where it is the subject

settings.register_profile("allocator", deadline=None)  # no timings are asserted, not even by tools
settings.load_profile("allocator")
