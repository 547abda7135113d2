"""Runs MPXJ, a Java library that knows the project files of some thirty tools.

Java runs in a process of its own (:mod:`.process`): it ends with the file, an interrupt ends it at
once, and a file that makes it fail cannot take the planner down. :mod:`.worker` is that process. It
gives what a file holds as :mod:`.project_records`, in terms that do not depend on the tool.
"""
