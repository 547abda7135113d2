"""Finished work of a team, from CSV files and exports of trackers."""
