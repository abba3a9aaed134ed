"""``askwell bench line``: the line and the search where a million wait."""
