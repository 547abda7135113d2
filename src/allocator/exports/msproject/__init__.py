"""The parts of a project in Microsoft's XML: calendars, tasks, resources, assignments.

Elements stand in the order that the format asks for; Project ignores or refuses others.
"""
