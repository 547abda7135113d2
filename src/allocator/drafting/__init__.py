"""From a requirements document to a specification, a part of a scenario and a matrix.

A document is read (:mod:`.document`, :mod:`.requirement_lists`, :mod:`.bracketed_facts`,
:mod:`.written_requirement`), its requirements are matched to templates (:mod:`.matching`), and
files are made of them (:mod:`.fragment`, :mod:`.specification`, :mod:`.matrix`). What people have
written in these since the last draft stays (:mod:`.three_way`). :mod:`.draft` puts the steps in
their order.
"""
