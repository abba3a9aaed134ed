"""A frozen digest as a page, a table, JSON and plain text. Nothing is computed here."""
