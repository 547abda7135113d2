"""Azure DevOps: CSV exports of queries and responses of its REST interface, as files.

:mod:`.query_sheet` reads CSV, :mod:`.responses` recognises the responses, :mod:`.work_items` reads
those with work items, :mod:`.team_capacities` those with iterations, capacities and days off.
:mod:`.records` merges what several files say of a work item, and makes tickets of it.
"""
