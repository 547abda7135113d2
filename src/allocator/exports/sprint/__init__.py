"""The sprints as files: pages, tables, and files for trackers."""
