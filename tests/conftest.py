"""What holds for all tests."""

import os

os.environ["ALLOCATOR_NO_NUMBA"] = "1"  # compiling takes half a minute: where it is the subject
