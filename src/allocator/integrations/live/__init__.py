"""Trackers over REST: what reading from them and writing to them have in common.

:mod:`.connection` reads ``tracker.yaml``, :mod:`.tokens` finds the secret that belongs to it,
:mod:`.client` sends requests, :mod:`.waiting` says how long to wait before another try, and
:mod:`.refusals` puts into words what a server refuses.
"""
