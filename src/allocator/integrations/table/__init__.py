"""Any table as tickets: exports of other tools, and sheets of one's own."""
