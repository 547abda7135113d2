"""allocator for assistants: tools of the Model Context Protocol on the files of one folder.

:mod:`.tools` does what the commands do, over the Python API; :mod:`.shared_folder` keeps every path
inside the folder; :mod:`.server` offers the tools with the protocol's own SDK (extra ``mcp``).
"""
