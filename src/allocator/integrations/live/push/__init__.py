"""Writes a plan back into a tracker: field by field, what differs, and so that it can be undone.

:mod:`.changes` has the nouns, :mod:`.differences` finds what is to be changed and what is refused,
:mod:`.journal` keeps on disk what was done, before and after each request, :mod:`.run` sends the
requests, :mod:`.undo` makes the changes that take a push back. Each tracker has a module that knows
its requests (:mod:`.jira_target`).
"""
