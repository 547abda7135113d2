"""The sprints as files: pages, tables, and what trackers import."""
