"""Project files of other tools as scenarios, by way of MPXJ.

:mod:`allocator.mpxj` reads a file into records. :mod:`.scenario_of_projects` turns them into a
scenario, following a :mod:`.file_mapping`; :mod:`.importer` is the way in.
"""
