"""Azure DevOps: CSV exports of queries and answers of its REST interface, as files.

:mod:`.sheet` reads CSV, :mod:`.answers` tells the answers apart, :mod:`.work_items` reads those
that hold work items, :mod:`.capacity` those that hold iterations, capacities and days off.
:mod:`.records` brings what several files say of a work item together and makes tickets of it.
"""
