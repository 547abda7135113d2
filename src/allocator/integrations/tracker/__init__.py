"""Shared by all trackers: tickets from rows, and a scenario from tickets.

A reader (``integrations/jira/reader.py``, for example) turns a file into
:class:`~.ticket.Ticket` objects, with :mod:`.csv_table` for the bytes, :mod:`.headers` for the
columns and :mod:`.dates` for the dates. :func:`~.build.build` turns tickets of any tracker into a
scenario, following a :mod:`.mapping`.
"""
