"""Jira: CSV exports of Cloud and Server, in any of their languages."""
