"""The Python API: what the commands do, for notebooks and programs.

Its names are public at the top, ``from allocator import load, solve``; a module here is imported
when one of its names is first asked for.
"""
