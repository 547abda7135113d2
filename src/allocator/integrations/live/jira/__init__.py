"""Reads Jira over REST, Cloud and Data Center, into the tickets that the importer makes of CSV.

:mod:`.site` asks for what a site knows (fields, statuses, kinds of links, sprints), :mod:`.issues`
for its issues, page by page. :mod:`.issue_cells` writes an issue as a row of the columns that Jira
exports, :mod:`.history` finds when work began and ended, and :mod:`.source` puts both into tickets.
"""
