"""Trackers that run on a loopback port, and a proxy that puts faults in between."""
