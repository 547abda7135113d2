"""From the text of a file to data that remembers its places."""
