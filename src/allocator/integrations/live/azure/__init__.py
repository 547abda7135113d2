"""Reads Azure DevOps over REST, as the answers that the importer reads from files.

:mod:`.work_items` reads the work items of a query, :mod:`.teams` iterations, capacities and days
off, :mod:`.pull` puts them together with what the processes say of their states.
"""
