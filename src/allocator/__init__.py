"""allocator: who does what, when, in a data science organisation."""

__version__ = "0.1.0"
