"""Microsoft Project XML: calendars, tasks, resources, assignments.

Elements are in the order of the format; Project ignores or refuses any other order.
"""
